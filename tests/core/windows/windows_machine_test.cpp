// What only the real Windows has. All that is written stays below HKCU\Software\rdpmend-test and in the program's own
// folder.
#include <array>

#include <gtest/gtest.h>

#include <windows.h>

#include <knownfolders.h>
#include <shlobj.h>

#include "core/changes/changes.h"
#include "core/windows/files.h"
#include "core/windows/handle.h"
#include "core/windows/security.h"
#include "core/windows/wide.h"
#include "core/windows/windows_machine.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

class WindowsMachineTest : public testing::Test {
protected:
    void SetUp() override { remove(); }
    void TearDown() override { remove(); }

    Deadline deadline() const { return Deadline::in(std::chrono::seconds(10)); }
    // Of this process alone: the same test may run twice on one PC.
    std::string scratchName() const
    {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        return test->name() + std::to_string(GetCurrentProcessId());
    }
    RegistryKey scratch(const std::string& below = {}) const
    {
        return {.path = R"(Software\rdpmend-test\)" + scratchName() + below};
    }
    KeyHandle open(const RegistryKey& key, REGSAM access) const
    {
        HKEY handle = nullptr;
        EXPECT_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, toWide(key.path)->c_str(), 0, access, &handle), ERROR_SUCCESS);
        return KeyHandle(handle);
    }
    void perform(const Change& change)
    {
        const auto status = m_machine.perform(change, deadline());
        ASSERT_TRUE(status) << describe(status.error());
    }
    void setDacl(const RegistryKey& key, const char* sddl) const
    {
        const auto status = writeSddl(open(key, WRITE_DAC).get(), sddl, "set a DACL");
        ASSERT_TRUE(status) << describe(status.error());
    }

    WindowsMachine m_machine;

private:
    void remove() { perform(ReplaceRegistryKey{.key = scratch()}); }
};

TEST_F(WindowsMachineTest, DescribesThisWindows)
{
    EXPECT_NE(m_machine.description().find("Windows "), std::string::npos) << m_machine.description();
    EXPECT_NE(m_machine.description().find("(build "), std::string::npos) << m_machine.description();
}

TEST_F(WindowsMachineTest, PutsBackTheAccessListOfEveryKey)
{
    perform(
        ReplaceRegistryKey{.key = scratch(),
                           .tree = RegistryTree{.keys = {{.name = "everybody", .sddl = "D:(A;CI;KA;;;WD)"},
                                                         {.name = "readers", .sddl = "D:(A;;KR;;;BU)(A;;KA;;;BA)"}}}});
    const auto before = m_machine.current(ReplaceRegistryKey{.key = scratch()});
    ASSERT_TRUE(before);
    const auto tree = std::get<ReplaceRegistryKey>(*before).tree;
    ASSERT_TRUE(tree);
    ASSERT_TRUE(tree->sddl);
    ASSERT_EQ(tree->keys.size(), 2U);
    EXPECT_NE(tree->keys[0].sddl, tree->keys[1].sddl);

    perform(ReplaceRegistryKey{.key = scratch()});
    perform(*before);
    EXPECT_EQ(m_machine.current(ReplaceRegistryKey{.key = scratch()}).operator*(), *before);
}

TEST_F(WindowsMachineTest, SpellsADescriptorAsItWasAskedFor)
{
    // Windows spells this account SY.
    const RegistryTree tree{.name = scratchName(),
                            .keys = {{.name = "Store", .sddl = "D:(A;CI;KA;;;S-1-5-18)(A;CI;KA;;;BA)"}}};
    const ReplaceRegistryKey change{.key = scratch(), .tree = tree};
    perform(change);
    auto now = m_machine.current(change);
    ASSERT_TRUE(now);
    EXPECT_TRUE(holds(*now, change));
    EXPECT_NE((*m_machine.registryTree(scratch()))->keys[0].sddl, tree.keys[0].sddl);
    setDacl(scratch("\\Store"), "D:(A;CI;KA;;;BA)");
    now = m_machine.current(change);
    ASSERT_TRUE(now);
    EXPECT_FALSE(holds(*now, change)) << "somebody else's descriptor is not taken for ours";
}

TEST_F(WindowsMachineTest, DeniedAccessIsError5WithTheWordsOfWindows)
{
    perform(SetRegistryValue{.key = scratch(), .name = "n", .value = RegistryValue::fromDword(1)});
    setDacl(scratch(), "D:(D;;KA;;;WD)(A;;WDRC;;;WD)");
    const auto value = m_machine.registryValue(scratch(), "n");
    const auto status = m_machine.perform(
        SetRegistryValue{.key = scratch(), .name = "n", .value = RegistryValue::fromDword(2)}, deadline());
    const auto removed = m_machine.perform(ReplaceRegistryKey{.key = scratch()}, deadline());
    HKEY handle = nullptr;    // the owner may always change the list
    ASSERT_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, toWide(scratch().path)->c_str(), 0, WRITE_DAC, &handle), ERROR_SUCCESS);
    ASSERT_TRUE(writeSddl(KeyHandle(handle).get(), "D:(A;;KA;;;WD)", "open it again"));

    for (const auto& error :
         {value ? Error{} : value.error(), status ? Error{} : status.error(), removed ? Error{} : removed.error()}) {
        EXPECT_EQ(error.domain, Domain::Win32) << describe(error);
        EXPECT_EQ(error.code, ERROR_ACCESS_DENIED) << describe(error);
        EXPECT_FALSE(error.words.empty());
    }
    EXPECT_NE(describe(status.error()).find(scratch().path), std::string::npos) << describe(status.error());
    EXPECT_EQ((*m_machine.registryValue(scratch(), "n"))->asDword(), 1U);
}

TEST_F(WindowsMachineTest, AVolatileKeyStaysOne)
{
    perform(SetRegistryValue{.key = scratch(), .name = "n", .value = RegistryValue::fromDword(1)});
    HKEY handle = nullptr;
    ASSERT_EQ(RegCreateKeyExW(open(scratch(), KEY_CREATE_SUB_KEY).get(), L"passing", 0, nullptr, REG_OPTION_VOLATILE,
                              KEY_READ, nullptr, &handle, nullptr),
              ERROR_SUCCESS);
    const KeyHandle passing(handle);
    perform(SetRegistryValue{.key = scratch("\\passing"), .name = "n", .value = RegistryValue::fromDword(2)});
    EXPECT_EQ((*m_machine.registryValue(scratch("\\passing"), "n"))->asDword(), 2U);
    const auto status = m_machine.perform(
        SetRegistryValue{.key = scratch("\\passing\\k"), .name = "n", .value = RegistryValue::fromDword(3)},
        deadline());
    ASSERT_FALSE(status) << "what would be gone at the next start is not said to be done";
    EXPECT_EQ(status.error().code, ERROR_CHILD_MUST_BE_VOLATILE);
}

TEST_F(WindowsMachineTest, ALinkToAnotherKeyIsNeitherReadNorRemoved)
{
    perform(SetRegistryValue{.key = scratch("\\real"), .name = "n", .value = RegistryValue::fromDword(1)});
    HKEY handle = nullptr;
    ASSERT_EQ(RegCreateKeyExW(open(scratch(), KEY_CREATE_SUB_KEY).get(), L"link", 0, nullptr,
                              REG_OPTION_CREATE_LINK | REG_OPTION_VOLATILE, KEY_ALL_ACCESS | KEY_CREATE_LINK, nullptr,
                              &handle, nullptr),
              ERROR_SUCCESS);
    const KeyHandle link(handle);
    const std::wstring target = LR"(\Registry\Machine\Software\Microsoft)";
    ASSERT_EQ(RegSetValueExW(handle, L"SymbolicLinkValue", 0, REG_LINK, reinterpret_cast<const BYTE*>(target.data()),
                             static_cast<DWORD>(target.size() * sizeof(wchar_t))),
              ERROR_SUCCESS);

    EXPECT_FALSE(m_machine.registryTree(scratch()));
    EXPECT_FALSE(m_machine.perform(ReplaceRegistryKey{.key = scratch()}, deadline()));
    EXPECT_TRUE(*m_machine.hasRegistryKey(scratch("\\real")));
    // Removing the link itself is for who made it; RegDeleteKeyExW of Wine would remove what it leads to.
    using NtDeleteKey = LONG(WINAPI*)(HANDLE);
    const auto address = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtDeleteKey");
    const auto ntDeleteKey = reinterpret_cast<NtDeleteKey>(reinterpret_cast<void*>(address));
    ASSERT_EQ(ntDeleteKey(link.get()), 0);
}

TEST_F(WindowsMachineTest, FindsAndForgetsASavedCredentialOfEveryType)
{
    std::wstring name = L"TERMSRV/rdpmend-test";
    std::wstring user = L"EX\\\u017Eofie";
    std::array<BYTE, 4> secret{'p', 0, 'w', 0};
    for (const DWORD type : {CRED_TYPE_DOMAIN_PASSWORD, CRED_TYPE_GENERIC}) {
        CREDENTIALW credential{};
        credential.Type = type;
        credential.TargetName = name.data();
        credential.UserName = user.data();
        credential.CredentialBlob = secret.data();
        credential.CredentialBlobSize = secret.size();
        credential.Persist = CRED_PERSIST_SESSION;
        ASSERT_TRUE(CredWriteW(&credential, 0)) << GetLastError();
    }
    const SavedCredential expected{.target = "TERMSRV/rdpmend-test", .user = "EX\\\u017Eofie"};
    const auto found = m_machine.savedCredentials("termsrv/RDPMEND-");
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (std::vector<SavedCredential>{expected, expected}));
    const auto now = m_machine.current(SetSavedCredential{.target = "TermSrv/rdpmend-TEST"});
    ASSERT_TRUE(now);
    EXPECT_EQ(*now, Change(SetSavedCredential{.target = expected.target, .user = expected.user}));
    EXPECT_FALSE(m_machine.perform(*now, deadline())) << "a password cannot be put back";

    perform(SetSavedCredential{.target = "TERMSRV/rdpmend-tes"});
    EXPECT_EQ(m_machine.savedCredentials("TERMSRV/rdpmend-")->size(), 2U) << "another target";
    perform(SetSavedCredential{.target = expected.target});
    EXPECT_TRUE(m_machine.savedCredentials("TERMSRV/rdpmend-")->empty());
}

TEST_F(WindowsMachineTest, WritesFilesWithLongAndForeignNames)
{
    const auto own = m_machine.ownFolder();
    ASSERT_TRUE(own);
    std::vector<std::string> folders;
    std::string path = *own + "\\\u017Elu\u0165\u00FD \U0001F600";
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(CreateDirectoryW(wholePath(path)->c_str(), nullptr)) << GetLastError();
        folders.push_back(path);
        path += '\\' + std::string(90, 'x');
    }
    ASSERT_GT(path.size(), static_cast<std::size_t>(MAX_PATH));
    path += ".rdp";
    const WriteFile change{.path = path, .content = Bytes{1, 2, 3}};
    perform(change);
    EXPECT_EQ(*m_machine.current(change), Change(change));
    perform(WriteFile{.path = path});
    EXPECT_EQ(*m_machine.file(path), std::nullopt);
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder)
        EXPECT_TRUE(RemoveDirectoryW(wholePath(*folder)->c_str())) << "something was left in it: " << GetLastError();
}

TEST_F(WindowsMachineTest, AReplacedFileKeepsItsAttributes)
{
    if (test::underWine()) GTEST_SKIP() << "Wine does not keep any";
    const auto path = *m_machine.ownFolder() + '\\' + scratchName() + ".rdp";
    const auto wide = *wholePath(path);
    perform(WriteFile{.path = path, .content = Bytes{1}});
    ASSERT_TRUE(SetFileAttributesW(wide.c_str(), FILE_ATTRIBUTE_HIDDEN)) << GetLastError();
    perform(WriteFile{.path = path, .content = Bytes{2}});
    EXPECT_EQ(*m_machine.file(path), Bytes{2});
    EXPECT_NE(GetFileAttributesW(wide.c_str()) & FILE_ATTRIBUTE_HIDDEN, 0U);
    perform(WriteFile{.path = path});
}

TEST_F(WindowsMachineTest, TheNextWriteTakesAwayWhatACrashLeftBeside)
{
    const auto path = *m_machine.ownFolder() + '\\' + scratchName() + ".rdp";
    const auto beside = path + ".rdpmend-new";
    for (const auto& content : {std::optional(Bytes{1}), std::optional<Bytes>{}}) {
        perform(WriteFile{.path = beside, .content = Bytes{9, 9}});
        perform(WriteFile{.path = path, .content = content});
        EXPECT_EQ(*m_machine.file(path), content);
        EXPECT_EQ(*m_machine.file(beside), std::nullopt);
    }
}

TEST_F(WindowsMachineTest, TakesOnlyWholePathsOfThisPc)
{
    for (const std::string path :
         {R"(\\server\share\a.rdp)", R"(\\?\UNC\server\share\a.rdp)", R"(\\.\PhysicalDrive0)", R"(\\?\GLOBALROOT\x)",
          R"(C:a.rdp)", R"(a.rdp)", R"(\a.rdp)", R"(C:\a.rdp:stream)", R"(C:\*.rdp)", R"(C:\con)", ""}) {
        EXPECT_FALSE(m_machine.file(path)) << path;
        EXPECT_FALSE(m_machine.perform(WriteFile{.path = path, .content = Bytes{}}, deadline())) << path;
    }
    EXPECT_FALSE(m_machine.file(std::string("C:\\a\0b", 6)));
    EXPECT_EQ(*wholePath(R"(\\?\C:\a/b\..\c.rdp)"), LR"(\\?\C:\a\c.rdp)");
}

TEST_F(WindowsMachineTest, ANulCharacterDoesNotCutANameShort)
{
    perform(SetRegistryValue{.key = scratch(), .name = "n", .value = RegistryValue::fromDword(1)});
    EXPECT_FALSE(m_machine.perform(SetRegistryValue{.key = scratch(), .name = std::string("n\0m", 3)}, deadline()));
    EXPECT_TRUE(*m_machine.registryValue(scratch(), "n"));
}

TEST_F(WindowsMachineTest, ReadsTheHostsFileAndTheRemoteDesktopFiles)
{
    EXPECT_TRUE(m_machine.hostsFile());
    const auto files = m_machine.remoteDesktopFiles();
    ASSERT_TRUE(files) << describe(files.error());
    for (const auto& path : *files) EXPECT_TRUE(wholePath(path)) << path;
}

TEST_F(WindowsMachineTest, AFolderOnAnotherComputerDoesNotHideTheOthers)
{
    if (!test::underWine()) GTEST_SKIP() << "the folders of a person are left alone";
    SetRegistryValue redirected{
        .key = {.path = R"(Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders)"},
        .name = "Desktop",
        .value = RegistryValue::fromString(R"(\\?\unix\tmp)")};
    const auto before = m_machine.current(redirected);
    ASSERT_TRUE(before);
    perform(redirected);
    wchar_t* desktop = nullptr;
    const HRESULT status = SHGetKnownFolderPath(FOLDERID_Desktop, 0, nullptr, &desktop);
    const TaskMemory<wchar_t> owner(desktop);
    EXPECT_EQ(status, S_OK);
    EXPECT_STREQ(desktop, LR"(\\?\unix\tmp)");
    const auto files = m_machine.remoteDesktopFiles();
    perform(*before);
    EXPECT_FALSE(wholePath(R"(\\?\unix\tmp)"));
    EXPECT_TRUE(files) << describe(files.error());
}

}    // namespace
}    // namespace rdpmend::windows
