// Causes in the network settings of this PC, each from what the PC says, with near misses.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"
#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<SimulatedMachine> pc(const std::string& json)
{
    auto machine = SimulatedMachine::fromJson(json);
    if (!machine) throw std::runtime_error(describe(machine.error()));
    return std::move(*machine);
}

ConnectionScript healthyHost()
{
    return {.replies = {confirmSelecting(protocol::protocolHybrid), challengeReply(std::chrono::system_clock::now())}};
}

Diagnosis diagnoseHealthy(const std::string& json, const Target& target = host())
{
    ScriptedNet net;
    net.connections = {healthyHost()};
    return diagnose(net, target, *pc(json));
}

Diagnosis diagnoseFailing(const std::string& json, NetFailure failure)
{
    ScriptedNet net;
    net.connections = {{.connectError = NetError{.failure = failure}}};
    return diagnose(net, host(), *pc(json));
}

const RankedCause* cause(const Diagnosis& diagnosis, std::string_view id)
{
    const auto found = std::ranges::find(diagnosis.causes, id, &RankedCause::id);
    return found == diagnosis.causes.end() ? nullptr : &*found;
}

std::string cannotLook(const std::string& subject)
{
    return R"({"cannot_look": {")" + subject + R"(": {"domain": "win32", "code": 5}}})";
}

// ---- firewall

std::string firewall(const std::string& application, const std::string& profile = R"("private")")
{
    return R"({"firewall": {"profiles": [{"profile": )" + profile +
           R"(, "active": true, "enabled": true}],
        "rules": [{"name": "No RDP", "application": ")" +
           application + R"(", "protocol": 6, "profiles": 2, "inbound": false, "allows": false, "enabled": true}]}})";
}
const std::string outboundBlockedByDefault =
    R"({"firewall": {"profiles": [{"profile": "private", "active": true, "enabled": true, "blocks_outbound_by_default": true}]}})";

TEST(LocalFirewall, RuleAgainstTheClientDecidesThoughOurOwnConnectionPasses)
{
    const auto diagnosis = diagnoseHealthy(firewall("%SystemRoot%\\\\system32\\\\mstsc.exe"));
    EXPECT_EQ(topCause(diagnosis), "network.local_firewall_blocks");
    EXPECT_EQ(diagnosis.overall, Overall::Problem);
    EXPECT_EQ(diagnosis.top()->side, Side::ThisPc);
}

TEST(LocalFirewall, RuleOfAnotherProfileOrProgramIsNoCause)
{
    for (const auto& json : {firewall("C:\\\\Windows\\\\system32\\\\mstsc.exe", R"("public")"),
                             firewall("C:\\\\Windows\\\\system32\\\\curl.exe")}) {
        EXPECT_EQ(diagnoseHealthy(json).overall, Overall::Healthy);
        EXPECT_EQ(cause(diagnoseFailing(json, NetFailure::Silent), "network.local_firewall_blocks"), nullptr);
    }
}

TEST(LocalFirewall, RuleForEveryProgramIsACauseOnlyWhenNothingGoesOut)
{
    EXPECT_EQ(topCause(diagnoseFailing(firewall(""), NetFailure::Silent)), "network.local_firewall_blocks");
    EXPECT_EQ(topCause(diagnoseFailing(firewall(""), NetFailure::Forbidden)), "network.local_firewall_blocks");
    EXPECT_EQ(diagnoseHealthy(firewall("")).overall, Overall::Healthy);
    EXPECT_EQ(topCause(diagnoseFailing(firewall(""), NetFailure::Refused)), "network.port_refused");
}

TEST(LocalFirewall, DefaultThatBlocksIsACauseOnlyWithoutARuleThatAllows)
{
    EXPECT_EQ(topCause(diagnoseFailing(outboundBlockedByDefault, NetFailure::Silent)), "network.local_firewall_blocks");
    EXPECT_EQ(diagnoseHealthy(outboundBlockedByDefault).overall, Overall::Healthy);
    auto allowed = outboundBlockedByDefault;
    allowed.insert(allowed.size() - 2,
                   R"(, "rules": [{"name": "RDP", "application": "C:\\Windows\\System32\\mstsc.exe", "protocol": 6,
                       "remote_ports": "3389", "profiles": 2, "inbound": false, "allows": true, "enabled": true}])");
    EXPECT_EQ(cause(diagnoseFailing(allowed, NetFailure::Silent), "network.local_firewall_blocks"), nullptr);
}

TEST(LocalFirewall, SystemThatForbidsTheConnectionIsNamedThoughNoRuleIsSeen)
{
    const auto diagnosis = diagnoseFailing(cannotLook("firewall"), NetFailure::Forbidden);
    EXPECT_EQ(diagnosis.outcomes.at("network.local_firewall").verdict, Verdict::Inconclusive);
    EXPECT_TRUE(found(diagnosis, "network.port_forbidden"));
    EXPECT_EQ(topCause(diagnosis), "network.local_firewall_blocks");
}

// ---- security software

const std::string foreignShield =
    R"({"security_products": [{"kind": "antivirus", "name": "Example Shield", "path": "C:\\Shield\\s.exe", "state": 266240}]})";
const std::string shieldThatIsOff =
    R"({"security_products": [{"kind": "antivirus", "name": "Example Shield", "path": "C:\\Shield\\s.exe", "state": 262144}]})";

// A reset that answers the ClientHello, on a way of 40 ms.
Diagnosis cutOnClientHello(const std::string& json, std::chrono::microseconds after)
{
    auto tls = brokenTls(NetFailure::Reset);
    tls.error->after = after;
    const ConnectionScript cut{.replies = {confirmSelecting(protocol::protocolHybrid)}, .tls = tls, .took = 40ms};
    ScriptedNet net;
    net.connections = {cut, cut, cut, cut, cut, cut};
    return diagnose(net, host(), *pc(json));
}

TEST(SecuritySoftware, IsSuspectedWhenTheCutComesSoonerThanTheHostCanAnswer)
{
    const auto diagnosis = cutOnClientHello(foreignShield, 300us);
    EXPECT_TRUE(found(diagnosis, "network.cut_nearby"));
    EXPECT_EQ(topCause(diagnosis), "network.security_software_interferes");
}

TEST(SecuritySoftware, IsBehindTheHostWhenTheCutHadTimeToComeFromThere)
{
    const auto diagnosis = cutOnClientHello(foreignShield, 41ms);
    EXPECT_FALSE(found(diagnosis, "network.cut_nearby"));
    EXPECT_EQ(topCause(diagnosis), "transport.reset_during_tls");
    EXPECT_NE(cause(diagnosis, "network.security_software_interferes"), nullptr) << "still possible";
}

TEST(SecuritySoftware, OfWindowsOrThatIsOffIsNoSuspect)
{
    for (const auto& json : {std::string("{}"), shieldThatIsOff})
        EXPECT_EQ(cause(cutOnClientHello(json, 300us), "network.security_software_interferes"), nullptr) << json;
}

TEST(SecuritySoftware, AloneIsAFactAndNoCause)
{
    const auto diagnosis = diagnoseHealthy(foreignShield);
    EXPECT_TRUE(found(diagnosis, "network.security_software_on"));
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    EXPECT_EQ(cause(diagnosis, "network.security_software_interferes"), nullptr);
}

// ---- Winsock

TEST(Winsock, LayerAndMissingFileAreTold)
{
    const auto layered = diagnoseHealthy(
        R"({"winsock": [{"id": 1001, "name": "Shield over Tcpip", "path": "C:\\Shield\\lsp.dll", "chain_length": 2}]})");
    EXPECT_TRUE(found(layered, "network.winsock_layer"));
    EXPECT_FALSE(found(layered, "network.winsock_file_missing"));
    EXPECT_NE(cause(layered, "network.winsock_layered"), nullptr);
    EXPECT_EQ(layered.overall, Overall::Healthy);
    const auto missing =
        diagnoseHealthy(R"({"winsock": [{"id": 1001, "name": "Old", "path": "C:\\gone.dll", "file_exists": false}]})");
    EXPECT_EQ(topCause(missing), "network.winsock_layered");
    EXPECT_EQ(missing.top()->weight, Weight::Degrades);
}

TEST(Winsock, BaseProvidersAreNoCause)
{
    EXPECT_EQ(cause(diagnoseHealthy("{}"), "network.winsock_layered"), nullptr);
    EXPECT_EQ(diagnoseHealthy(cannotLook("winsock")).outcomes.at("network.winsock").verdict, Verdict::Inconclusive);
}

// ---- names

TEST(NameSources, CacheThatDisagreesWithTheServersIsACauseWhenTheDoorIsWrong)
{
    const std::string stale = R"({"names": {"pc-17": {"cache": ["192.0.2.17"], "servers": ["192.0.2.99"]}}})";
    const auto diagnosis = diagnoseFailing(stale, NetFailure::Silent);
    ASSERT_NE(cause(diagnosis, "network.name_resolves_elsewhere"), nullptr);
    EXPECT_EQ(cause(diagnosis, "network.name_resolves_elsewhere")->weight, Weight::Blocks);
    EXPECT_EQ(diagnoseHealthy(stale).overall, Overall::Healthy);
    const std::string agrees =
        R"({"names": {"pc-17": {"cache": ["192.0.2.17"], "servers": ["192.0.2.99", "192.0.2.17"]}}})";
    EXPECT_FALSE(found(diagnoseFailing(agrees, NetFailure::Silent), "network.cache_differs"));
}

TEST(NameSources, ShortNameThatOnlyTheFullNameSavesIsNamed)
{
    const auto look = [](const std::string& json) {
        ScriptedNet net;
        net.resolution = {.v4 = NameAnswer::NoSuchName, .v6 = NameAnswer::NoSuchName};
        return diagnose(net, host(), *pc(json));
    };
    const std::string suffix = R"("dns": {"search_list": ["nowhere.example", "example.org"]})";
    EXPECT_EQ(topCause(look("{" + suffix + R"(, "names": {"pc-17.example.org": {"servers": ["192.0.2.17"]}}})")),
              "network.name_resolves_elsewhere");
    EXPECT_EQ(topCause(look("{" + suffix + "}")), "network.name_not_found");
    EXPECT_EQ(look(cannotLook("names")).outcomes.at("network.name_sources").verdict, Verdict::Inconclusive);
}

TEST(NameSources, FullNameThatLeadsElsewhereIsToldAndTheSameOneIsNot)
{
    const auto differs = [](const std::string& address) {
        return found(
            diagnoseHealthy(R"({"dns": {"domain": "example.org"}, "names": {"pc-17.example.org": {"servers": [")" +
                            address + R"("]}}})"),
            "network.full_name_differs");
    };
    EXPECT_TRUE(differs("192.0.2.99"));
    EXPECT_FALSE(differs("192.0.2.17"));
}

TEST(TcpPort, FamilyThatFailsAsAWholeIsNamed)
{
    ScriptedNet net;
    net.resolution = {.addresses = {{.text = "2001:db8::17", .family = Family::V6}, {.text = "192.0.2.17"}},
                      .v4 = NameAnswer::Found,
                      .v6 = NameAnswer::Found};
    net.connections = {{.connectError = NetError{.failure = NetFailure::Silent}}, healthyHost()};
    const auto diagnosis = diagnose(net);
    const auto& findings = diagnosis.outcomes.at("network.tcp_port").findings;
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.at(0).evidence.at(0).value, "IPv6");
}

// ---- routes

std::string adapters(const std::string& description, bool up)
{
    return R"({"adapters": [
        {"id": "{1}", "name": "Ethernet", "description": "Intel", "type": 6, "index": 4, "up": true},
        {"id": "{2}", "name": "Work", "description": ")" +
           description + R"(", "type": 53, "index": 9, "up": )" + (up ? "true" : "false") + "}]}";
}

TEST(Route, TunnelThatIsDownExplainsSilenceAndMissingRoutes)
{
    const auto down = adapters("TAP-Windows Adapter V9", false);
    EXPECT_NE(cause(diagnoseFailing(down, NetFailure::Silent), "network.no_route"), nullptr);
    const auto noWay = diagnoseFailing(down, NetFailure::NetworkUnreachable);
    EXPECT_EQ(topCause(noWay), "network.no_route");
    EXPECT_TRUE(std::ranges::any_of(noWay.top()->forIt,
                                    [](const Argument& one) { return one.finding == "network.tunnel_down"; }));
    EXPECT_EQ(diagnoseHealthy(down).overall, Overall::Healthy);
}

TEST(Route, TunnelThatIsUpOrOfWindowsItselfExplainsNothing)
{
    for (const auto& json : {adapters("TAP-Windows Adapter V9", true), adapters("Microsoft Teredo Tunneling", false)})
        EXPECT_EQ(cause(diagnoseFailing(json, NetFailure::Silent), "network.no_route"), nullptr);
}

TEST(Route, IsTheLongestThatCoversTheAddressAndMissingOnlyWhenNoneDoes)
{
    const auto diagnosis = diagnoseHealthy("{}");
    EXPECT_EQ(diagnosis.outcomes.at("network.route").value("route.way"), "192.0.2.0/24 through Ethernet");
    EXPECT_FALSE(found(diagnosis, "network.route_missing"));
    const auto none =
        R"({"routes": [{"destination": "10.0.0.0/8", "next_hop": "0.0.0.0", "adapter_index": 4, "metric": 1}]})";
    EXPECT_TRUE(found(diagnoseFailing(none, NetFailure::NetworkUnreachable), "network.route_missing"));
}

// ---- proxies

const std::string proxied = R"({"proxies": {"gw.example.com": ["proxy.example.org:8080"]}})";

TEST(Proxy, OfThisPcIsTheWayToTheGatewayAndItsRefusalIsNamed)
{
    ScriptedNet net;
    net.connections = {
        {.replies = {toBytes("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")}}};
    const auto diagnosis = diagnose(net, gateway(), *pc(proxied));
    EXPECT_EQ(toText(net.written.at(0)).substr(0, 26), "CONNECT gw.example.com:443");
    EXPECT_EQ(topCause(diagnosis), "network.proxy_in_the_way");
    EXPECT_TRUE(found(diagnosis, "network.proxy_applies"));
}

TEST(Proxy, ThatLetsTheGatewayThroughIsOnlyTold)
{
    ScriptedNet net;
    net.connections = {
        {.replies = {toBytes("HTTP/1.1 200 Connection established\r\n\r\n"),
                     toBytes("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n")}}};
    const auto diagnosis = diagnose(net, gateway(), *pc(proxied));
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    EXPECT_TRUE(found(diagnosis, "network.proxy_applies"));
}

TEST(Proxy, IsNoneForAHostWithoutGatewayOrWhenItCannotBeAsked)
{
    EXPECT_EQ(diagnoseHealthy(proxied).outcomes.at("network.proxy").verdict, Verdict::NotApplicable);
    ScriptedNet net;
    net.connections = {
        {.replies = {toBytes("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n")}}};
    const auto diagnosis = diagnose(net, gateway(), *pc(cannotLook("proxies")));
    EXPECT_EQ(diagnosis.outcomes.at("network.proxy").verdict, Verdict::Inconclusive);
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
}

// ---- captive portals

TEST(CaptivePortal, ThatSaysSoIsBelieved)
{
    ScriptedNet net;
    net.connections = {{.replies = {toBytes("HTTP/1.1 511 Network Authentication Required\r\n\r\n")}}};
    EXPECT_EQ(topCause(diagnose(net, gateway())), "network.captive_portal");
}

TEST(CaptivePortal, OnTheRemoteDesktopPortLeadsToAPageAndAWebServerDoesNot)
{
    const auto look = [](const std::string& http) {
        ScriptedNet net;
        net.connections = {{.replies = {toBytes(http)}, .ending = {.failure = NetFailure::Closed}}};
        return diagnose(net);
    };
    EXPECT_NE(cause(look("HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n"), "network.captive_portal"),
              nullptr);
    const auto server = look("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>");
    EXPECT_EQ(cause(server, "network.captive_portal"), nullptr);
    EXPECT_EQ(topCause(server), "network.not_rdp");
}

// ---- offload

TEST(AdapterOffload, IsToldAndNeverAFault)
{
    const auto diagnosis = diagnoseHealthy("{}");
    const auto& outcome = diagnosis.outcomes.at("network.adapter_offload");
    EXPECT_EQ(outcome.value("offload.Ethernet"), "*LsoV2IPv4 = 1");
    EXPECT_TRUE(outcome.findings.empty());
    EXPECT_EQ(diagnoseHealthy(cannotLook("adapter_properties")).outcomes.at("network.adapter_offload").verdict,
              Verdict::Inconclusive);
}

}    // namespace
}    // namespace rdpmend::test
