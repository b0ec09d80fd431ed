// What the simulated PC tells of services, networks, stores and logs.
#include <gtest/gtest.h>

#include "core/simulated/simulated_machine.h"
#include "tests/support/test_pki.h"

namespace rdpmend {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<SimulatedMachine> pc(const std::string& json)
{
    auto machine = SimulatedMachine::fromJson(json);
    EXPECT_TRUE(machine) << describe(machine.error());
    return machine ? *std::move(machine) : nullptr;
}

Deadline soon()
{
    return Deadline::in(10s);
}

TEST(SimulatedSystem, OfAnEmptyFileIsHealthy)
{
    const auto machine = pc("{}");
    EXPECT_EQ(machine->state(), SimulatedState{});
    EXPECT_EQ((*machine->service("termservice"))->state, ServiceState::Running);
    EXPECT_TRUE(machine->events({.channel = "System"}, soon())->empty());
    EXPECT_EQ(toJson(machine->state()).find("services"), std::string::npos) << "what is usual is not written";
}

TEST(SimulatedSystem, ItsJsonGivesTheSamePcAgain)
{
    const auto der = toHex(test::TestPki().issue({.commonName = "pc-17"}).der);
    const auto machine = pc(R"json({
      "services": {"TermService": {"state": "stop_pending", "exit_code": 1066}, "W32Time": null, "New": {"delayed": true}},
      "firewall": {"profiles": [{"profile": "public", "active": true}], "rules": [{"name": "r", "profiles": 2147483647}]},
      "security_products": [{"kind": "firewall", "name": "Shield", "state": 4096}],
      "events": {"System": [{"ago_seconds": 5, "id": 36887, "data": [["", "a"], ["", "b"]]}], "Application": null},
      "adapters": [{"id": "{1}", "name": "Wi-Fi", "index": 7}], "routes": [], "adapter_properties": [],
      "winsock": [{"id": 1, "file_exists": false}], "proxy": {"script": "http://x/"}, "proxies": {"gw": ["p:1"]},
      "dns": {"rules": [[".corp", "192.0.2.1"]]}, "names": {"pc-17": {"cache": ["192.0.2.17"]}},
      "session": {"remote": true}, "membership": {"joined": "domain"}, "clock": {"up_for_seconds": 60},
      "certificates": {"LocalMachine\\Personal": [{"der": ")json" +
                            der + R"json(", "key": {"file": "C:\\k", "trouble": {"domain": "win32", "code": 5}}}]},
      "judgement": {"trust": 1}, "policies": {"HKLM64\\SOFTWARE\\Policies\\X": {"v": "Corp"}},
      "cannot_look": {"proxy": {"domain": "hresult", "code": 2147942405}}, "started": ["C:\\a.rdp"]
    })json");
    const auto again = stateFromJson(toJson(machine->state()), "it");
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(*again, machine->state());
    EXPECT_EQ(toJson(*again), toJson(machine->state()));
    EXPECT_FALSE(*machine->service("W32TIME"));
    EXPECT_EQ((*machine->service("new"))->name, "New");
    EXPECT_EQ((*machine->service("TermService"))->displayName, "Remote Desktop Services")
        << "what is not named is kept";
}

TEST(SimulatedSystem, AnswersWithTheErrorThatItsFileWants)
{
    const auto machine =
        pc(R"({"cannot_look": {"firewall": {"domain": "win32", "code": 5}, "proxy": {"doing": "No."}}})");
    EXPECT_EQ(machine->firewall().error(), (Error{.domain = Domain::Win32, .code = 5, .doing = "look at firewall"}));
    EXPECT_EQ(describe(machine->proxySettings().error()), "No.");
    EXPECT_TRUE(machine->routes());
}

TEST(SimulatedSystem, TellsEventsThatWereAskedForNewestFirst)
{
    const auto machine = pc(R"({"events": {"System": [
      {"ago_seconds": 300, "provider": "Schannel", "id": 1}, {"ago_seconds": 10, "provider": "Schannel", "id": 2},
      {"ago_seconds": 5, "provider": "Other", "id": 2}, {"ago_seconds": 99999, "provider": "Schannel", "id": 2}]}})");
    const auto ids = [&](const EventQuery& query) {
        std::vector<std::uint32_t> out;
        const auto events = machine->events(query, soon());
        for (const auto& event : *events) out.push_back(event.id);
        return out;
    };
    using Ids = std::vector<std::uint32_t>;
    EXPECT_EQ(ids({.channel = "system"}), (Ids{2, 2, 1}));
    EXPECT_EQ(ids({.channel = "System", .provider = "schannel"}), (Ids{2, 1}));
    EXPECT_EQ(ids({.channel = "System", .provider = "Schannel", .ids = {1}}), (Ids{1}));
    EXPECT_EQ(ids({.channel = "System", .atMost = 1}), (Ids{2}));
    EXPECT_EQ(ids({.channel = "System", .within = 7s}), (Ids{2}));
    EXPECT_EQ(ids({.channel = "System", .within = 100'000s}).size(), 4U);
    EXPECT_EQ(machine->events({.channel = "Nothing"}, soon()).error().code, 15007);
}

TEST(SimulatedSystem, TellsNamesProxiesAndPolicies)
{
    const auto machine = pc(R"({"names": {"pc-17": {"cache": ["192.0.2.17"], "servers": ["192.0.2.18"]}},
      "proxies": {"gw.example.org": ["proxy:8080"]},
      "policies": {"HKLM64\\SOFTWARE\\Policies\\X": {"Value": "Corp"}}})");
    EXPECT_EQ(*machine->lookUpName("PC-17", NameSource::Cache), std::vector<std::string>{"192.0.2.17"});
    EXPECT_EQ(*machine->lookUpName("pc-17", NameSource::Servers), std::vector<std::string>{"192.0.2.18"});
    EXPECT_EQ(*machine->proxiesFor("https://GW.example.org:443/x", soon()), std::vector<std::string>{"proxy:8080"});
    EXPECT_TRUE(machine->proxiesFor("https://other/", soon())->empty());
    const RegistryKey key{.hive = Hive::LocalMachine, .path = "software\\policies\\x", .view = View::Registry32};
    EXPECT_EQ(*machine->policyOwner(key, "value"), "Corp") << "policies are the same in both views";
    EXPECT_FALSE(*machine->policyOwner(key, "other"));
}

TEST(SimulatedSystem, JudgesChainsByItsRootsTheClockAndTheName)
{
    const test::TestPki pki;
    const auto der = pki.issue({.commonName = "pc-17", .dnsNames = {"pc-17"}}).der;
    const auto trusted = [](const Bytes& root) {
        return R"({"certificates": {"CurrentUser\\Root": [{"der": ")" + toHex(root) + R"("}]}})";
    };
    EXPECT_EQ(pc("{}")->judgeChain({der}, "pc-17")->trust, 0x20U);
    EXPECT_EQ(pc("{}")->judgeChain({der}, "pc-17")->policy, 0x800B0109U);
    const auto machine = pc(trusted(der));
    EXPECT_EQ(*machine->judgeChain({der}, "PC-17"), (ChainJudgement{.chain = {der}}));
    EXPECT_EQ(machine->judgeChain({der}, "pc-18")->policy, 0x800B010FU);
    const auto old = pki.issue({.commonName = "pc-17", .notAfter = std::chrono::system_clock::now() - 1h}).der;
    EXPECT_EQ(pc(trusted(old))->judgeChain({old}, "pc-17")->trust, 0x1U);
    EXPECT_EQ(pc(R"({"judgement": {"trust": 4, "policy": 9}})")->judgeChain({der}, "pc-17")->trust, 4U);
}

TEST(SimulatedSystem, RemembersWhatRemoteDesktopWasStartedWith)
{
    const auto machine = pc(R"({"files": {"C:\\Users\\anna\\a.rdp": ""}})");
    EXPECT_TRUE(machine->startRemoteDesktop("C:\\users\\anna\\A.RDP"));
    EXPECT_EQ(machine->startRemoteDesktop("C:\\Users\\anna\\b.rdp").error().code, 2);
    EXPECT_EQ(machine->state().system.started, std::vector<std::string>{"C:\\users\\anna\\A.RDP"});
}

TEST(SimulatedSystem, APlannedFaultMeetsEveryQuestion)
{
    const auto machine = pc("{}");
    FaultPlan faults;
    machine->setFaults(&faults);
    const auto refuses = [&](auto question) {
        faults.at(FaultPlan::Call::Look, 1, Fault::Refuse);
        const auto answer = question(*machine);
        return !answer && answer.error() == faults.error() && faults.happened();
    };
    const auto der = test::TestPki().issue({.commonName = "pc-17"}).der;
    EXPECT_TRUE(refuses([](auto& m) { return m.certificates(StoreOwner::LocalMachine, StoreName::Root); }));
    EXPECT_TRUE(refuses([&](auto& m) { return m.judgeChain({der}, "pc-17"); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.service("TermService"); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.firewall(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.securityProducts(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.events({.channel = "System"}, soon()); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.winsockCatalogue(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.networkAdapters(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.routes(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.adapterProperties(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.proxySettings(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.proxiesFor("http://x/", soon()); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.dnsSettings(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.lookUpName("pc-17", NameSource::Cache); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.sessionState(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.membership(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.clockSettings(); }));
    EXPECT_TRUE(refuses([](auto& m) { return m.policyOwner({}, "n"); }));
    faults.at(FaultPlan::Call::Look, 1, Fault::CutBefore);
    EXPECT_THROW((void)machine->firewall(), PowerCut);
}

}    // namespace
}    // namespace rdpmend
