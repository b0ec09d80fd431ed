// Under Wine, which has no mstsc.exe: tests/windows/fakes/mstsc.cpp takes its place in System32, and decoys of the same
// name lie where a program that is searched for by its name would be found first.
#include "core/windows/remote_desktop.h"

#include <array>
#include <thread>

#include <gtest/gtest.h>
#include <windows.h>

#include "core/base/text.h"
#include "core/windows/files.h"
#include "core/windows/folders.h"
#include "core/windows/system_tools.h"
#include "core/windows/wide.h"
#include "tests/core/windows/kept.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

constexpr auto said = R"(C:\mstsc.txt)";
constexpr auto elsewhere = LR"(C:\elsewhere)";

std::wstring folderOfThisProgram()
{
    std::array<wchar_t, 1024> path{};
    const auto size = GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
    const std::wstring whole(path.data(), size);
    return whole.substr(0, whole.rfind(L'\\'));
}

class StartRemoteDesktop : public testing::Test {
protected:
    void SetUp() override
    {
        if (!rdpmend::test::underWine()) GTEST_SKIP() << "would start the real one";
        m_file = *ownFolder() + "\\one \xC5\xBE try.rdp";
        m_kept = std::make_unique<test::Kept>(std::vector<Change>{WriteFile{.path = said}, WriteFile{.path = m_file}});
        m_kept->perform(WriteFile{.path = said});
        m_kept->perform(WriteFile{.path = m_file, .content = toBytes("full address:s:pc-17\r\n")});
        const auto fake = folderOfThisProgram() + L"\\fakes\\mstsc.exe";
        m_system = *systemFolder();
        CreateDirectoryW(elsewhere, nullptr);
        for (const auto& folder : {m_system, folderOfThisProgram(), std::wstring(elsewhere)}) {
            m_copies.push_back(folder + L"\\mstsc.exe");
            ASSERT_TRUE(CopyFileW(fake.c_str(), m_copies.back().c_str(), FALSE)) << shown(m_copies.back());
        }
        ASSERT_TRUE(SetCurrentDirectoryW(elsewhere));
        SetEnvironmentVariableW(L"SystemRoot", elsewhere);
        SetEnvironmentVariableW(L"PATH", elsewhere);
    }
    void TearDown() override
    {
        for (const auto& copy : m_copies) DeleteFileW(copy.c_str());
    }
    // What the fake wrote down: where it lies, its command line, its current folder.
    std::vector<std::string> heard() const
    {
        for (int i = 0; i < 200; ++i) {
            const auto content = readFile(said);
            if (content && *content && !(*content)->empty()) return split(trim(fromUtf16le(**content)), '\n');
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return {};
    }

    std::string m_file;
    std::wstring m_system;
    std::vector<std::wstring> m_copies;
    std::unique_ptr<test::Kept> m_kept;
};

TEST_F(StartRemoteDesktop, StartsTheOneOfWindowsAndNoOther)
{
    const auto status = startRemoteDesktop(m_file);
    ASSERT_TRUE(status) << describe(status.error());
    const auto lines = heard();
    ASSERT_EQ(lines.size(), 3U);
    const auto system = shown(m_system);
    EXPECT_TRUE(equalIgnoringCase(lines[0], system + "\\mstsc.exe")) << lines[0];
    EXPECT_EQ(lines[1], '"' + system + "\\mstsc.exe\" \"" + m_file + '"');
    EXPECT_TRUE(equalIgnoringCase(lines[2], system)) << lines[2];
}

TEST_F(StartRemoteDesktop, DoesNotFallBackToAnotherPlace)
{
    ASSERT_TRUE(DeleteFileW(m_copies.front().c_str()));    // that in System32
    const auto status = startRemoteDesktop(m_file);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().domain, Domain::Win32);
    EXPECT_EQ(status.error().code, ERROR_FILE_NOT_FOUND);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    EXPECT_FALSE(readFile(said).operator*());
}

TEST_F(StartRemoteDesktop, RefusesWhatIsNoRemoteDesktopFileOfThisPc)
{
    const auto folder = *ownFolder() + "\\folder.rdp";
    CreateDirectoryW(toWide(folder)->c_str(), nullptr);
    const std::string missing = *ownFolder() + "\\missing.rdp";
    for (const auto& path : {std::string("relative.rdp"), std::string(), missing, folder, *ownFolder() + "\\journal.db",
                             m_file + ":stream.rdp", m_file + "\" /admin.rdp", std::string("/admin.rdp"),
                             std::string(R"(\\server\share\x.rdp)"), std::string("C:\\x\0.rdp", 9)})
        EXPECT_FALSE(startRemoteDesktop(path)) << path;
    RemoveDirectoryW(toWide(folder)->c_str());
    EXPECT_FALSE(readFile(said).operator*());
}

}    // namespace
}    // namespace rdpmend::windows
