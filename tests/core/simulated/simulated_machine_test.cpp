#include "core/simulated/simulated_machine.h"

#include <filesystem>
#include <fstream>
#include <random>

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

constexpr auto pc = R"json({
  "description": "Windows 10 Home 22H2 (build 19045)",
  "clock_offset_seconds": -7200,
  "registry": {
    "HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\PC-17": {
      "UsernameHint": {"string": "EX\\anna"}, "CertHash": {"binary": "00ff"}, "": {"dword": 7}},
    "HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\Store": {},
    "HKLM32\\SOFTWARE\\Microsoft\\MSLicensing": {"odd": {"type": 9, "data": "aabb"}, "q": {"qword": 4294967297}},
    "HKLM64\\SYSTEM\\Setup": {"many": {"multi": ["a", "b"]}, "path": {"expand": "%windir%"}}
  },
  "permissions": {"HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\Store": "D:(A;;KA;;;BA)"},
  "credentials": [{"target": "TERMSRV/pc-17", "user": "EX\\anna", "password": "old"}, {"target": "other", "user": "x"}],
  "files": {"C:\\Users\\anna\\Documents\\office.RDP": "full address:s:pc-17\r\n", "C:\\Users\\anna\\bin": {"hex": "00ff"}},
  "hosts": "127.0.0.1 pc-17\n"
})json";

class Folder {
public:
    Folder()
        : m_path(std::filesystem::temp_directory_path() /
                 ("rdpmend-simulated-" + std::to_string(std::random_device{}())))
    {
        std::filesystem::create_directories(m_path);
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    std::string file(const std::string& name) const { return (m_path / name).string(); }

private:
    std::filesystem::path m_path;
};

void write(const std::string& path, std::string_view text)
{
    std::ofstream(path, std::ios::binary) << text;
}

TEST(SimulatedMachine, AnswersWhatItsJsonSays)
{
    const auto loaded = SimulatedMachine::fromJson(pc);
    ASSERT_TRUE(loaded) << describe(loaded.error());
    const auto& machine = **loaded;
    EXPECT_EQ(machine.description(), "Windows 10 Home 22H2 (build 19045)");
    const RegistryKey server{.path = "software\\microsoft\\terminal server client\\servers\\pc-17"};
    EXPECT_EQ((*machine.registryValue(server, "usernamehint"))->asString(), "EX\\anna");
    EXPECT_EQ((*machine.registryValue(server, ""))->asDword(), 7U);
    EXPECT_EQ(**machine.registryValue(server, "CertHash"),
              (RegistryValue{.type = RegistryValue::binary, .data = {0, 255}}));

    const RegistryKey licences{.hive = Hive::LocalMachine, .path = "SOFTWARE\\Microsoft\\MSLicensing"};
    const auto tree64 = *machine.registryTree(licences);
    ASSERT_TRUE(tree64);
    EXPECT_EQ(tree64->keys[0].sddl, "D:(A;;KA;;;BA)");
    auto licences32 = licences;
    licences32.view = View::Registry32;
    EXPECT_EQ((*machine.registryTree(licences32))->values.size(), 2U);
    const RegistryKey setup{.hive = Hive::LocalMachine, .path = "SYSTEM\\Setup", .view = View::Registry32};
    EXPECT_EQ((*machine.registryValue(setup, "many"))->data.size(), 10U) << "SYSTEM is the same in both views";

    EXPECT_EQ(*machine.savedCredentials("termsrv/"),
              (std::vector<SavedCredential>{{.target = "TERMSRV/pc-17", .user = "EX\\anna"}}));
    EXPECT_EQ(*machine.remoteDesktopFiles(), std::vector<std::string>{"C:\\Users\\anna\\Documents\\office.RDP"});
    EXPECT_EQ(*machine.hostsFile(), "127.0.0.1 pc-17\n");
    EXPECT_EQ(*machine.file("c:\\users\\ANNA\\bin"), (Bytes{0, 255}));
    const auto offset = machine.now() - std::chrono::system_clock::now();
    EXPECT_NEAR(std::chrono::duration<double>(offset).count(), -7200, 5);
}

TEST(SimulatedMachine, RemoteDesktopFilesLieInThePersonsFoldersThemselves)
{
    const auto machine = *SimulatedMachine::fromJson(R"json({"files": {
      "C:\\Users\\anna\\Desktop\\a.rdp": "", "C:\\Users\\anna\\desktop\\deeper\\b.rdp": "",
      "C:\\Users\\anna\\Downloads\\c.txt": "", "C:\\Users\\anna\\d.rdp": "", "C:\\Users\\bob\\Desktop\\e.rdp": ""}})json");
    EXPECT_EQ(*machine->remoteDesktopFiles(), std::vector<std::string>{"C:\\Users\\anna\\Desktop\\a.rdp"});
}

TEST(SimulatedMachine, ItsJsonGivesTheSamePcAgain)
{
    const auto first = SimulatedMachine::fromJson(pc);
    const auto text = toJson((*first)->state());
    const auto second = SimulatedMachine::fromJson(text);
    ASSERT_TRUE(second) << describe(second.error());
    EXPECT_EQ((*second)->state(), (*first)->state());
    EXPECT_EQ(toJson((*second)->state()), text);
}

TEST(SimulatedMachine, NothingThatReadsThePcGetsAPassword)
{
    const auto machine = SimulatedMachine::fromJson(pc);
    const auto now = (*machine)->current(SetSavedCredential{.target = "TERMSRV/pc-17"});
    EXPECT_EQ(std::get<SetSavedCredential>(*now).user, "EX\\anna");
    EXPECT_EQ((*machine)->state().credentials[1].password, "old");
    const auto put = (*machine)->perform(SetSavedCredential{.target = "TERMSRV/pc-17", .user = "EX\\anna"},
                                         Deadline::in(std::chrono::seconds(1)));
    EXPECT_FALSE(put);
}

TEST(SimulatedMachine, RefusesUnusableJsonWithOneSentence)
{
    const auto sentence = [](std::string_view json) {
        const auto machine = SimulatedMachine::fromJson(json);
        return machine ? std::string("accepted") : machine.error().doing;
    };
    EXPECT_EQ(sentence("{\n  \"hosts\": ,\n}"), "The simulated PC is not valid JSON: see line 2, column 12.");
    EXPECT_EQ(sentence("[]"), "The simulated PC does not describe a PC: it is not a JSON object.");
    EXPECT_EQ(sentence(R"({"hosts": 7})"),
              "The simulated PC does not describe a PC: a member is missing or has the wrong type.");
    EXPECT_NE(sentence(R"({"registri": {}})").find("it has a member \"registri\""), std::string::npos);
    EXPECT_NE(sentence(R"({"registry": {"HKCR\\x": {}}})").find("does not begin with HKCU"), std::string::npos);
    EXPECT_NE(sentence(R"({"registry": {"HKCU": {}}})").find("has an empty part"), std::string::npos);
    EXPECT_NE(sentence(R"({"registry": {"HKCU\\a": {"n": {"dwrod": 1}}}})").find("no type \"dwrod\""),
              std::string::npos);
    EXPECT_NE(sentence(R"({"registry": {"HKCU\\a": {"n": {"binary": "0"}}}})").find("not hexadecimal"),
              std::string::npos);
    EXPECT_NE(sentence(R"({"credentials": [{"user": "x"}]})").find("wrong type"), std::string::npos);
}

TEST(SimulatedMachine, RefusesAFileThatCannotBeRead)
{
    const Folder folder;
    const auto machine = SimulatedMachine::load(folder.file("none.json"));
    ASSERT_FALSE(machine);
    EXPECT_NE(machine.error().doing.find("none.json cannot be read"), std::string::npos);
}

TEST(SimulatedMachine, SavesEveryChangeBeforePerformReturns)
{
    const Folder folder;
    const auto path = folder.file("pc.json");
    write(path, pc);
    const auto machine = SimulatedMachine::load(path);
    ASSERT_TRUE(machine) << describe(machine.error());
    const SetRegistryValue change{.key = {.path = "Software\\New"}, .name = "n", .value = RegistryValue::fromDword(1)};
    ASSERT_TRUE((*machine)->perform(change, Deadline::in(std::chrono::seconds(1))));
    const auto again = SimulatedMachine::load(path);
    ASSERT_TRUE(again);
    EXPECT_EQ((*again)->state(), (*machine)->state());
    EXPECT_FALSE(std::filesystem::exists(path + ".new"));
}

TEST(SimulatedMachine, AChangeThatCannotBeSavedIsNotMade)
{
    const Folder folder;
    const auto path = folder.file("pc.json");
    write(path, pc);
    const auto machine = SimulatedMachine::load(path);
    ASSERT_TRUE(machine);
    const auto before = (*machine)->state();
    std::filesystem::create_directories(path + ".new/in the way");
    EXPECT_FALSE(
        (*machine)->perform(WriteFile{.path = "C:\\x\\y", .content = Bytes{1}}, Deadline::in(std::chrono::seconds(1))));
    EXPECT_EQ((*machine)->state(), before);
}

TEST(FaultPlan, FailsExactlyTheCallThatWasPlanned)
{
    const auto machine = SimulatedMachine::fromJson(pc);
    FaultPlan faults;
    (*machine)->setFaults(&faults);
    faults.at(FaultPlan::Call::Look, 2, Fault::Refuse, {.domain = Domain::Win32, .code = 5, .doing = "look"});
    EXPECT_TRUE((*machine)->hostsFile());
    const auto second = (*machine)->hostsFile();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, 5);
    EXPECT_TRUE((*machine)->hostsFile());
    EXPECT_TRUE(faults.happened());
}

TEST(FaultPlan, ACutKeepsThePcOffUntilThePowerIsBack)
{
    const auto machine = SimulatedMachine::fromJson(pc);
    const auto before = (*machine)->state();
    FaultPlan faults;
    (*machine)->setFaults(&faults);
    const WriteFile change{.path = "C:\\x\\y", .content = Bytes{1}};
    const auto deadline = Deadline::in(std::chrono::seconds(5));

    faults.at(FaultPlan::Call::Perform, 1, Fault::CutBefore);
    EXPECT_THROW((void)(*machine)->perform(change, deadline), PowerCut);
    EXPECT_THROW((void)(*machine)->hostsFile(), PowerCut);
    EXPECT_EQ((*machine)->state(), before);

    faults.restorePower();
    faults.at(FaultPlan::Call::Perform, 1, Fault::CutAfter);
    EXPECT_THROW((void)(*machine)->perform(change, deadline), PowerCut);
    faults.restorePower();
    EXPECT_EQ(*(*machine)->file("C:\\x\\y"), Bytes{1});
}

}    // namespace
}    // namespace rdpmend
