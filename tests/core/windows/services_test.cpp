// Services that the test makes itself: "rdpmend-test-*". They are never started, so no program stands behind them.
#include <gtest/gtest.h>

#include "core/windows/handle.h"
#include "core/windows/services.h"
#include "core/windows/wide.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

class OwnService {
public:
    explicit OwnService(const wchar_t* name, DWORD start = SERVICE_DEMAND_START, const wchar_t* needs = nullptr)
        : m_manager(OpenSCManagerW(nullptr, nullptr, SC_MANAGER_ALL_ACCESS)),
          m_handle(CreateServiceW(m_manager.get(), name, L"D\u016Fle\u017Eit\u00E1 slu\u017Eba", SERVICE_ALL_ACCESS,
                                  SERVICE_WIN32_OWN_PROCESS, start, SERVICE_ERROR_NORMAL,
                                  LR"(C:\windows\system32\rdpmend-none.exe)", nullptr, nullptr, needs, nullptr,
                                  nullptr))
    {
        EXPECT_TRUE(m_handle) << GetLastError();
    }
    ~OwnService() { remove(); }
    void remove() { DeleteService(m_handle.get()); }
    SC_HANDLE get() const { return m_handle.get(); }

private:
    ServiceHandle m_manager;
    ServiceHandle m_handle;
};

Service lookAt(std::string_view name)
{
    const auto found = service(name);
    EXPECT_TRUE(found) << describe(found.error());
    EXPECT_TRUE(found && *found) << name;
    return found && *found ? **found : Service{};
}

TEST(Services, OneThatDoesNotExistIsNotAnError)
{
    const auto found = service("rdpmend-test-none");
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(*found, std::nullopt);
}

TEST(Services, TellsHowAServiceStartsAndThatItDoesNotRun)
{
    const OwnService own(L"rdpmend-test-disabled", SERVICE_DISABLED);
    const auto found = lookAt("RDPMEND-test-disabled");
    EXPECT_EQ(found.displayName, "D\u016Fle\u017Eit\u00E1 slu\u017Eba");
    EXPECT_EQ(found.state, ServiceState::Stopped);
    EXPECT_EQ(found.start, ServiceStart::Disabled);
    EXPECT_FALSE(found.delayed);
    EXPECT_EQ(found.processId, 0U);
    for (const auto& [start, expected] : {std::pair<DWORD, ServiceStart>{SERVICE_AUTO_START, ServiceStart::Automatic},
                                          {SERVICE_DEMAND_START, ServiceStart::Manual}}) {
        ASSERT_TRUE(ChangeServiceConfigW(own.get(), SERVICE_NO_CHANGE, start, SERVICE_NO_CHANGE, nullptr, nullptr,
                                         nullptr, nullptr, nullptr, nullptr, nullptr));
        EXPECT_EQ(lookAt("rdpmend-test-disabled").start, expected);
    }
}

TEST(Services, TellsWhetherAServiceRunsAndAsWhat)
{
    const ServiceHandle manager(OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT));
    const ServiceHandle handle(OpenServiceW(manager.get(), L"TermService", SERVICE_START | SERVICE_STOP));
    if (!handle) GTEST_SKIP() << "this PC has no TermService that the test may start: " << GetLastError();
    const auto before = lookAt("TermService");
    if (before.state != ServiceState::Stopped) GTEST_SKIP() << "TermService runs, and is left alone";
    ASSERT_TRUE(StartServiceW(handle.get(), 0, nullptr)) << GetLastError();
    auto running = lookAt("TermService");
    for (int i = 0; i < 100 && running.state == ServiceState::StartPending; ++i) {
        Sleep(50);
        running = lookAt("TermService");
    }
    EXPECT_EQ(running.state, ServiceState::Running);
    EXPECT_NE(running.processId, 0U);
    SERVICE_STATUS status{};
    ASSERT_TRUE(ControlService(handle.get(), SERVICE_CONTROL_STOP, &status)) << GetLastError();
    auto stopped = lookAt("TermService");
    for (int i = 0; i < 100 && stopped.state != ServiceState::Stopped; ++i) {
        Sleep(50);
        stopped = lookAt("TermService");
    }
    EXPECT_EQ(stopped.state, ServiceState::Stopped);
}

TEST(Services, TellsWhatNeedsWhat)
{
    if (test::underWine()) GTEST_SKIP() << "Wine tells nobody what a service needs";
    const OwnService base(L"rdpmend-test-base");
    const OwnService above(L"rdpmend-test-above", SERVICE_DEMAND_START, L"rdpmend-test-base\0+NetworkProvider\0");
    EXPECT_EQ(lookAt("rdpmend-test-above").dependencies,
              (std::vector<std::string>{"rdpmend-test-base", "+NetworkProvider"}));
    EXPECT_EQ(lookAt("rdpmend-test-base").dependants, std::vector<std::string>{"rdpmend-test-above"});
}

TEST(Services, ANameThatIsNoNameIsAnError)
{
    EXPECT_FALSE(service(std::string("Term\0Service", 12)));
    EXPECT_FALSE(service("\xFF"));
}

}    // namespace
}    // namespace rdpmend::windows
