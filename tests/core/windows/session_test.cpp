#include "core/windows/session.h"

#include <gtest/gtest.h>

#include "core/base/text.h"
#include "tests/core/windows/kept.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

TEST(Session, SaysWhoRunsTheProgram)
{
    const auto state = sessionState();
    ASSERT_TRUE(state) << describe(state.error());
    EXPECT_TRUE(state->userSid.starts_with("S-1-5-")) << state->userSid;
    std::array<wchar_t, 257> name{};
    auto size = static_cast<DWORD>(name.size());
    ASSERT_TRUE(GetUserNameW(name.data(), &size));
    const auto user = fromUtf16le({reinterpret_cast<const std::uint8_t*>(name.data()), (size - 1) * sizeof(wchar_t)});
    EXPECT_TRUE(state->user.ends_with('\\' + user)) << state->user;
    if (rdpmend::test::underWine()) {    // as root
        EXPECT_TRUE(state->elevated);
        EXPECT_TRUE(state->administrator);
    }
}

TEST(Session, IsLocalAtTheGlassAndRemoteElsewhere)
{
    if (!rdpmend::test::underWine()) GTEST_SKIP() << "only Windows itself writes this value";
    const RegistryKey key{.hive = Hive::LocalMachine, .path = R"(SYSTEM\CurrentControlSet\Control\Terminal Server)"};
    const SetRegistryValue place{.key = key, .name = "GlassSessionId"};
    test::Kept kept({place});
    const auto at = [&](std::uint32_t glass) {
        kept.perform(SetRegistryValue{.key = key, .name = place.name, .value = RegistryValue::fromDword(glass)});
        return sessionState();
    };
    DWORD id = 0;
    ASSERT_TRUE(ProcessIdToSessionId(GetCurrentProcessId(), &id));
    const auto here = at(id);
    ASSERT_TRUE(here) << describe(here.error());
    EXPECT_EQ(here->id, id);
    EXPECT_FALSE(here->remote);
    EXPECT_TRUE(here->clientName.empty());
    const auto elsewhere = at(id + 1);    // Wine does not know the name of the client PC
    ASSERT_FALSE(elsewhere);
    EXPECT_EQ(elsewhere.error().doing, "read the name of the client PC");
}

}    // namespace
}    // namespace rdpmend::windows
