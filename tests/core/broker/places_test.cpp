// T25: whatever the journal of machine-wide changes says, what is written stays inside the places of the catalogue.
#include "core/remedies/places.h"

#include "core/broker/bounded_machine.h"
#include "core/changes/changes.h"
#include "core/remedies/steps.h"
#include "places_oracle.h"
#include "wire.h"

namespace rdpmend::broker {
namespace {

constexpr auto deadline = [] { return Deadline::in(std::chrono::seconds(5)); };

TEST(Places, EveryMachineWideChangeOfTheCatalogueIsInsideItsOwn)
{
    Bench bench;
    const auto plan = bench.plan({"F304", "F401", "F502"});
    int checked = 0;
    for (const auto& step : plan.steps) {
        if (step.scope != Scope::Machine) continue;
        const auto& remedy = *findRemedy(step.fix);
        for (const auto& [before, after] : step.changes) {
            EXPECT_TRUE(staysInside(remedy, before) && staysInside(remedy, after)) << place(after);
            EXPECT_TRUE(losesOnlyWhatIsInside(remedy, before));
            EXPECT_EQ(std::ranges::count_if(allRemedies(), [&](const Remedy* one) { return staysInside(*one, after); }),
                      1)
                << place(after);
            ++checked;
        }
    }
    EXPECT_EQ(checked, 4);
}

TEST(Places, FollowFromThePcAloneWhateverTheTargetAndTheFindings)
{
    Bench bench;
    BoundedMachine machine(bench.machine);
    const Target nobody;
    const Diagnosis nothing;
    for (const auto* remedy : allRemedies()) {
        if (remedy->places.front().key.empty()) continue;
        const auto mine =
            remedy->propose({.target = nobody, .machine = machine, .diagnosis = nothing, .askedFor = true});
        ASSERT_TRUE(mine) << remedy->id;
        const auto theirs = bench.plan({std::string(remedy->number)});
        std::vector<PlanStep> wide;
        for (auto step : theirs.steps) {
            step.complaints.clear();
            step.cause.clear();
            if (step.scope == Scope::Machine) wide.push_back(std::move(step));
        }
        EXPECT_EQ(*stepsOf(*remedy, *mine, machine), wide) << remedy->id;
        EXPECT_FALSE(wide.empty()) << remedy->id << ": the PC of the bench must have something for it";
    }
}

TEST(Places, RefuseWhatIsBesideThem)
{
    const auto& licences = *findRemedy("F401");
    const auto& tcp = *findRemedy("F502");
    const auto value = [](std::string path, std::string name, Hive hive = Hive::LocalMachine) {
        return Change(SetRegistryValue{.key = {.hive = hive, .path = std::move(path)}, .name = std::move(name)});
    };
    const std::string store = "SOFTWARE\\Microsoft\\MSLicensing";
    EXPECT_TRUE(staysInside(licences, value(store + "\\Store\\LICENSE000", "x")));
    EXPECT_TRUE(staysInside(licences, value("software\\MICROSOFT\\mslicensing", "x")));
    for (const auto& path : {store + "2", std::string("SOFTWARE\\Microsoft"), store + "\\", '\\' + store,
                             std::string("SOFTWARE\\Microsoft\\\\MSLicensing"), store + std::string("\\a\0b", 4),
                             std::string("SYSTEM\\") + store, std::string()})
        EXPECT_FALSE(staysInside(licences, value(path, "x"))) << path;
    EXPECT_FALSE(staysInside(licences, value(store, "x", Hive::CurrentUser)));
    EXPECT_FALSE(staysInside(licences, WriteFile{.path = "C:\\x"}));
    EXPECT_FALSE(staysInside(licences, SetSavedCredential{.target = "TERMSRV/x"}));

    const std::string policy = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client";
    EXPECT_TRUE(staysInside(tcp, value(policy, "fClientDisableUDP")));
    EXPECT_FALSE(staysInside(tcp, value(policy, "AuthenticationLevel")));
    EXPECT_FALSE(staysInside(tcp, value(policy + "\\x", "fClientDisableUDP")));
    const auto tree = [](std::string path, RegistryTree content) {
        return Change(
            ReplaceRegistryKey{.key = {.hive = Hive::LocalMachine, .path = std::move(path)}, .tree = content});
    };
    const RegistryTree client{.name = "Client", .values = {{.name = "fClientDisableUDP"}}};
    const std::string above = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services";
    EXPECT_TRUE(staysInside(tcp, tree(above, {.name = "Terminal Services", .keys = {client}})));
    EXPECT_FALSE(staysInside(tcp, tree(above, {.values = {{.name = "fDenyTSConnections"}}, .keys = {client}})));
    EXPECT_FALSE(staysInside(tcp, tree(above, {.keys = {{.name = "Other"}}})));
    EXPECT_FALSE(staysInside(tcp, tree(above, {.keys = {{.name = "Client\\..\\x"}}})));
    EXPECT_FALSE(staysInside(tcp, tree(above, {.sddl = "D:(A;;KA;;;WD)", .keys = {client}}))) << "rights are not given";
    EXPECT_TRUE(losesOnlyWhatIsInside(tcp, tree(above, {.sddl = "D:(A;;KA;;;BA)", .keys = {client}})));
}

TEST(Places, AKeyThatSomebodyPutMoreIntoIsNotRemoved)
{
    Bench bench;
    BoundedMachine machine(bench.machine);
    const auto plan = bench.plan({"F502"});
    const auto& change = plan.steps.at(0).changes.at(0);
    ASSERT_TRUE(machine.perform(change.after, deadline()));
    const SetRegistryValue foreign{
        .key = {.hive = Hive::LocalMachine, .path = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services"},
        .name = "MinEncryptionLevel",
        .value = RegistryValue::fromDword(3)};
    ASSERT_TRUE(bench.machine.perform(foreign, deadline()));
    const auto before = bench.machine.state();
    EXPECT_NE(describe(machine.perform(change.before, deadline()).error()).find("is left alone"), std::string::npos);
    EXPECT_TRUE(bench.machine.state() == before);
}

TEST(Places, TheBrokersPcHasNothingOfThePersonsOwn)
{
    Bench bench;
    BoundedMachine machine(bench.machine);
    const auto key = places::client(Hive::CurrentUser);
    EXPECT_TRUE(bench.machine.registryValue(key, places::warningsOverride)->has_value());
    EXPECT_FALSE(machine.registryValue(key, places::warningsOverride)->has_value());
    EXPECT_FALSE(*machine.hasRegistryKey(key));
    EXPECT_FALSE(machine.registryTree(key)->has_value());
    EXPECT_FALSE(machine.savedCredentials("TERMSRV/"));
    EXPECT_FALSE(machine.file("C:\\x"));
    EXPECT_FALSE(machine.remoteDesktopFiles());
    EXPECT_FALSE(machine.hostsFile());
    EXPECT_FALSE(machine.ownFolder());
    EXPECT_FALSE(machine.current(SetRegistryValue{.key = key, .name = "x"}));
    EXPECT_FALSE(machine.perform(SetRegistryValue{.key = key, .name = "x"}, deadline()));
    EXPECT_TRUE(bench.machine.state() == brokenState());
}

// Every byte of every stored undo value, changed in turn: what can still be read is undone, and nothing outside is
// written.
TEST(Places, HoldWhenEveryByteOfTheJournalIsChanged)
{
    BrokerBench bench;
    ASSERT_FALSE(bench.client->carryOut(wideSteps(bench, {"F304", "F401", "F502"}), {}, {}).back().error);
    bench.restart();
    const auto made = bench.wide.entries;
    const auto after = bench.machine.state();
    const auto outside = withoutOurPlaces(after);
    int undone = 0;
    for (std::size_t row = 0; row < made.size(); ++row) {
        const auto& entry = made[row];
        const std::array fields{toJson(entry.change.before), toJson(entry.change.after), entry.fix, entry.remedy};
        for (std::size_t field = 0; field < fields.size(); ++field) {
            for (std::size_t at = 0; at < fields[field].size(); ++at) {
                for (const char other : {'0', '\\'}) {
                    auto damaged = fields;
                    damaged[field][at] = other;
                    const auto before = changeFromJson(damaged[0]);
                    const auto afterwards = changeFromJson(damaged[1]);
                    if (!before || !afterwards) continue;
                    auto& stored = bench.wide.entries[row];
                    stored = entry;
                    stored.change = {.before = *before, .after = *afterwards};
                    stored.fix = damaged[2];
                    stored.remedy = damaged[3];
                    const std::array<std::int64_t, 1> number{stored.number};
                    bench.client->undo(number, {}, /*evenIfChanged=*/true);
                    bench.restart();
                    undone += stored.state == ChangeState::Undone;
                    ASSERT_TRUE(withoutOurPlaces(bench.machine.state()) == outside) << damaged[field];
                    bench.machine.setState(after);
                    bench.wide.entries = made;
                }
            }
        }
    }
    EXPECT_GT(undone, 100) << "some damage is inside the catalogue, or the test would show nothing";
}

}    // namespace
}    // namespace rdpmend::broker
