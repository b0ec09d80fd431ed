// The practice cases: each fails as its story says, and nothing but its own fix mends it.
#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "core/practice/condition.h"
#include "core/practice/practice.h"
#include "core/practice/scenario_file.h"
#include "core/protocol/rdp_file.h"
#include "core/simulated/simulated_machine.h"

namespace rdpmend {
namespace {

using Clock = std::chrono::steady_clock;

Deadline soon()
{
    return Deadline::in(std::chrono::seconds(2));
}

RegistryKey key(std::string_view text)
{
    const auto parsed = parseRegistryKey(text);
    EXPECT_TRUE(parsed);
    return parsed ? *parsed : RegistryKey{};
}

// What the fixes of the catalogue do, as their remedies do it.
Change changeOf(std::string_view fix)
{
    if (fix == "F401") {
        const RegistryTree store{.name = "Store", .sddl = "D:(A;CI;KA;;;BA)"};
        return ReplaceRegistryKey{key("HKLM64\\SOFTWARE\\Microsoft\\MSLicensing"),
                                  RegistryTree{.name = "MSLicensing", .keys = {store}}};
    }
    if (fix == "F301") return SetSavedCredential{.target = "TERMSRV/pc-17"};
    if (fix == "F303") {
        protocol::RdpFile file;
        file.set("full address", 's', "pc-17:3389");
        file.set("prompt for credentials", 'i', "1");
        return WriteFile{"C:\\Users\\anna\\AppData\\Local\\rdpmend\\Ask for the password - pc-17_3389.rdp",
                         file.write()};
    }
    if (fix == "F501") {
        return SetRegistryValue{key("HKCU\\Software\\Microsoft\\Terminal Server Client"), "RDGClientTransport",
                                RegistryValue::fromDword(1)};
    }
    if (fix == "F502") {
        return SetRegistryValue{key("HKLM64\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client"),
                                "fClientDisableUDP", RegistryValue::fromDword(1)};
    }
    if (fix == "F204") {
        return SetRegistryValue{key("HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\pc-17"), "CertHash",
                                std::nullopt};
    }
    ADD_FAILURE() << "no change is known for " << fix;
    return {};
}

constexpr std::array fixes{"F204", "F301", "F303", "F401", "F501", "F502"};

TEST(Scenarios, AreAllFilesInTheirOrder)
{
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(RDPMEND_SOURCE_DIR "/resources/practice")) {
        if (entry.path().extension() == ".json") files.insert(entry.path().stem().string().substr(3));
    }
    std::set<std::string> ids;
    for (const Scenario& scenario : scenarios()) ids.insert(scenario.id);
    EXPECT_EQ(ids, files);
    EXPECT_GE(scenarios().size(), 8U);
    EXPECT_EQ(scenarios().front().id, "damaged-licence-cache");
}

TEST(Scenarios, AreToldInFull)
{
    for (const Scenario& scenario : scenarios()) {
        SCOPED_TRACE(scenario.id);
        EXPECT_FALSE(scenario.title.empty());
        EXPECT_FALSE(scenario.expectedCause.empty());
        EXPECT_TRUE(scenario.story.ends_with('.'));
    }
}

TEST(Practice, RefusesAnUnknownScenario)
{
    const auto practice = Practice::start("no-such-case");
    ASSERT_FALSE(practice);
    EXPECT_NE(practice.error().doing.find("damaged-licence-cache"), std::string::npos);
}

class EachScenario : public testing::TestWithParam<std::string> {};

TEST_P(EachScenario, StartsAndStopsQuickly)
{
    auto start = Clock::now();
    auto practice = Practice::start(GetParam());
    ASSERT_TRUE(practice);
    EXPECT_LT(Clock::now() - start, std::chrono::milliseconds(500));
    (void)(*practice)->tryToConnect();
    start = Clock::now();
    practice->reset();
    EXPECT_LT(Clock::now() - start, std::chrono::milliseconds(500));
}

TEST_P(EachScenario, FailsAsItsStorySays)
{
    const auto practice = Practice::start(GetParam());
    ASSERT_TRUE(practice);
    EXPECT_EQ((*practice)->tryToConnect(), (*practice)->target().reported);
    EXPECT_EQ((*practice)->tryToConnect(), (*practice)->target().reported);
}

class EachMendableScenario : public testing::TestWithParam<std::string> {};

TEST_P(EachMendableScenario, IsMendedByItsFixAndBrokenAgainByUndoingIt)
{
    const auto practice = Practice::start(GetParam());
    ASSERT_TRUE(practice);
    const std::string fix = (*practice)->scenario().expectedFix;
    // F301 cannot be undone, so its harmless test stands for it there.
    const Change change = changeOf(fix == "F301" ? "F303" : fix);
    Machine& machine = (*practice)->machine();
    const auto before = machine.current(change);
    ASSERT_TRUE(before);
    ASSERT_TRUE(machine.perform(change, soon()));
    EXPECT_EQ((*practice)->tryToConnect(), std::nullopt);
    ASSERT_TRUE(machine.perform(*before, soon()));
    EXPECT_EQ((*practice)->tryToConnect(), (*practice)->target().reported);
    ASSERT_TRUE(machine.perform(changeOf(fix), soon()));
    EXPECT_EQ((*practice)->tryToConnect(), std::nullopt);
}

TEST_P(EachScenario, IsMendedByNoOtherFix)
{
    const auto practice = Practice::start(GetParam());
    ASSERT_TRUE(practice);
    const std::string right = (*practice)->scenario().expectedFix;
    for (const std::string fix : fixes) {
        if (fix == right || (right == "F301" && fix == "F303")) continue;
        ASSERT_TRUE((*practice)->machine().perform(changeOf(fix), soon()));
        EXPECT_EQ((*practice)->tryToConnect(), (*practice)->target().reported) << fix;
    }
}

TEST(ClockWrong, IsMendedWhenTheClockIsRight)
{
    const auto practice = Practice::start("clock-wrong");
    ASSERT_TRUE(practice);
    auto& machine = dynamic_cast<SimulatedMachine&>((*practice)->machine());
    SimulatedState state = machine.state();
    state.clockOffset = std::chrono::seconds(0);
    machine.setState(state);
    EXPECT_EQ((*practice)->tryToConnect(), std::nullopt);
}

std::vector<std::string> ids(bool mendableOnly)
{
    std::vector<std::string> out;
    for (const Scenario& scenario : scenarios()) {
        if (!mendableOnly || !scenario.expectedFix.empty()) out.push_back(scenario.id);
    }
    return out;
}

std::string testName(const testing::TestParamInfo<std::string>& scenario)
{
    std::string name = scenario.param;
    std::ranges::replace(name, '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Practice, EachScenario, testing::ValuesIn(ids(/*mendableOnly=*/false)), testName);
INSTANTIATE_TEST_SUITE_P(Practice, EachMendableScenario, testing::ValuesIn(ids(/*mendableOnly=*/true)), testName);

TEST(ScenarioFile, RefusesWhatItDoesNotKnow)
{
    const std::string head =
        R"({"id": "x", "title": "X", "story": "Y.", "expected_cause": "z", "expected_fix": "", "machine": {},
        "target": {"host": "pc-17", "reported": {"reason": "0x904", "extended": 0}}, )";
    EXPECT_TRUE(parseScenario(head + R"("host": {}})"));
    for (const std::string tail :
         {R"("host": {"certificate": "nice"}})", R"("host": {"colour": 1}})",
          R"("host": {"breaks": [{"at": "dawn"}]}})", R"("host": {"breaks": [{"at": "tls", "why": 1}]}})",
          R"("host": {"select": "0x100000000"}})", R"("host": {"breaks": [{"at": "tls", "while": {"moon": "full"}}]}})",
          R"("host": {}, "udp": "maybe"})", R"("host")", "}"}) {
        EXPECT_FALSE(parseScenario(head + tail)) << tail;
    }
    EXPECT_FALSE(parseScenario("[]"));
    EXPECT_FALSE(parseScenario(""));
}

bool holds(std::string_view condition, const MachineView& machine)
{
    const auto parsed = parseCondition(condition);
    EXPECT_TRUE(parsed) << condition;
    return parsed && (*parsed)(machine);
}

TEST(Condition, ReadsWhatThePcHolds)
{
    const auto machine = SimulatedMachine::fromJson(R"({
        "registry": {"HKCU\\Software\\Test": {"One": {"dword": 1}, "Text": {"string": "1"}}},
        "credentials": [{"target": "TERMSRV/pc-17", "user": "anna"}],
        "files": {"C:\\a.rdp": "prompt for credentials:i:1\r\n"}})");
    ASSERT_TRUE(machine);
    const MachineView& pc = **machine;
    EXPECT_TRUE(holds(R"({"registry": "HKCU\\software\\test"})", pc));
    EXPECT_FALSE(holds(R"({"registry": "HKLM64\\Software\\Test"})", pc));
    EXPECT_TRUE(holds(R"({"registry": "HKCU\\Software\\Test", "value": "one"})", pc));
    EXPECT_FALSE(holds(R"({"registry": "HKCU\\Software\\Test", "value": "two"})", pc));
    EXPECT_TRUE(holds(R"({"registry": "HKCU\\Software\\Test", "value": "One", "is": 1})", pc));
    EXPECT_FALSE(holds(R"({"registry": "HKCU\\Software\\Test", "value": "One", "is": 0})", pc));
    EXPECT_FALSE(holds(R"({"registry": "HKCU\\Software\\Test", "value": "Text", "is": 1})", pc));
    EXPECT_TRUE(holds(R"({"credential": "termsrv/PC-17"})", pc));
    EXPECT_FALSE(holds(R"({"credential": "TERMSRV/pc-1"})", pc));
    EXPECT_TRUE(holds(R"({"rdp_file": "C:\\A.RDP", "setting": "prompt for credentials", "is": 1})", pc));
    EXPECT_FALSE(holds(R"({"rdp_file": "C:\\b.rdp", "setting": "prompt for credentials", "is": 1})", pc));
    EXPECT_FALSE(holds(R"({"not": {"registry": "HKCU\\Software\\Test"}})", pc));
    EXPECT_TRUE(holds(R"({"any": [{"credential": "no"}, {"registry": "HKCU\\Software\\Test"}]})", pc));
    EXPECT_FALSE(holds(R"({"all": [{"credential": "no"}, {"registry": "HKCU\\Software\\Test"}]})", pc));
}

TEST(Condition, RefusesWhatItDoesNotKnow)
{
    for (const auto* text :
         {"", "{}", R"({"registry": "HKCR\\x"})", R"({"registry": "HKCU\\"})", R"({"registry": 1})", R"({"not": {}})",
          R"({"all": [{}]})", R"({"registry": "HKCU\\x", "value": "y", "is": "z"})"}) {
        EXPECT_FALSE(parseCondition(text)) << text;
    }
}

}    // namespace
}    // namespace rdpmend
