#include "core/inventory/inventory.h"

#include <gtest/gtest.h>

#include "core/simulated/simulated_machine.h"
#include "tests/support/test_pki.h"

namespace rdpmend {
namespace {

Inventory take(SimulatedState state, const std::set<Subject>& subjects)
{
    return takeInventory(SimulatedMachine(std::move(state)), subjects, {});
}

TEST(Inventory, AsksForNothingElse)
{
    const auto inventory = take({}, {Subject::Proxy});
    EXPECT_TRUE(inventory.proxy && *inventory.proxy);
    std::size_t asked = 0;
    members(inventory, [&asked](std::string_view, const auto& one) { asked += one ? 1 : 0; });
    EXPECT_EQ(asked, 1U);
}

TEST(Inventory, KnowsItsSubjectsWithoutCase)
{
    EXPECT_EQ(subjectNamed("FireWall"), Subject::Firewall);
    EXPECT_EQ(subjectNamed("fire"), std::nullopt);
    EXPECT_EQ(subjectNamed(""), std::nullopt);
}

TEST(Inventory, AStopLeavesTheEventsOutAndNothingElse)
{
    std::stop_source stop;
    stop.request_stop();
    const SimulatedMachine machine;
    const auto inventory = takeInventory(machine, {Subject::Events, Subject::Services}, stop.get_token());
    for (const auto& [channel, seen] : *inventory.events) {
        ASSERT_FALSE(seen) << channel;
        EXPECT_EQ(seen.error().domain, Domain::Cancelled);
    }
    for (const auto& [name, seen] : *inventory.services) EXPECT_TRUE(seen && *seen) << name;
}

TEST(Inventory, KeepsTheFirewallRulesThatMatterAndCountsAll)
{
    SimulatedState state;
    state.system.firewall.rules = {{.name = "web", .localPorts = "80,443", .enabled = true},
                                   {.name = "port", .localPorts = "80,3389"},
                                   {.name = "group", .group = "@firewallapi.DLL,-28752"},
                                   {.name = "blocks", .allows = false, .enabled = true},
                                   {.name = "would block", .allows = false}};
    const auto inventory = take(std::move(state), {Subject::Firewall});
    std::vector<std::string> names;
    for (const auto& rule : (*inventory.firewall)->rules) names.push_back(rule.name);
    EXPECT_EQ(names, (std::vector<std::string>{"port", "group", "blocks"}));
    EXPECT_EQ((*inventory.firewall)->rulesInAll, 5U);
}

TEST(Inventory, KeepsThePropertiesOfAdaptersThatAreAboutPackets)
{
    SimulatedState state;
    state.system.adapterProperties = {
        {.keyword = "*lsov2ipv6"}, {.keyword = "*WakeOnPattern"}, {.keyword = "*RscIPv4"}};
    const auto inventory = take(std::move(state), {Subject::Offload});
    ASSERT_EQ((*inventory.offload)->size(), 2U);
    EXPECT_EQ((**inventory.offload)[1].keyword, "*RscIPv4");
}

TEST(Inventory, ReadsCertificatesAndSaysWhichItCannotRead)
{
    SimulatedState state;
    const auto issued = test::TestPki().issue({.commonName = "pc-17"});
    state.system.certificates["LocalMachine\\Remote Desktop"] = {
        {.der = issued.der, .key = PrivateKey{.file = "C:\\k"}}, {.der = {1, 2, 3}}};
    const auto inventory = take(std::move(state), {Subject::Certificates});
    const auto& store = inventory.certificates->front();
    EXPECT_EQ(store.name, "Remote Desktop");
    ASSERT_EQ(store.seen->size(), 2U);
    EXPECT_EQ(store.seen->front().subject, "CN=pc-17");
    EXPECT_EQ(store.seen->front().key->file, "C:\\k");
    EXPECT_FALSE(store.seen->front().trouble);
    EXPECT_TRUE(store.seen->back().trouble);
    EXPECT_EQ(**inventory.trustedRoots, 0U);
}

TEST(RedactedInventory, CallsTheSameValueTheSameEverywhere)
{
    SimulatedState state;
    state.system.session.user = "DESKTOP-7\\anna";
    state.system.dns.hostName = "DESKTOP-7";
    state.system.adapters[0].dnsServers = {"192.0.2.1"};
    state.system.firewall.rules = {
        {.name = "Anna's game", .application = "C:\\Users\\Anna\\game.exe", .allows = false, .enabled = true}};
    const auto hidden = redacted(take(
        std::move(state), {Subject::Session, Subject::Adapters, Subject::Routes, Subject::Firewall, Subject::Dns}));
    EXPECT_EQ((*hidden.session)->user, "user-1");
    EXPECT_EQ((*hidden.firewall)->rules[0].name, "user-1's game");
    EXPECT_EQ((*hidden.firewall)->rules[0].application, "C:\\Users\\user-1\\game.exe");
    const auto& gateway = (**hidden.adapters)[0].gateways[0];
    EXPECT_TRUE(gateway.starts_with("address-")) << gateway;
    EXPECT_EQ((**hidden.adapters)[0].dnsServers[0], gateway);
    EXPECT_EQ((**hidden.routes)[0].nextHop, gateway);
    EXPECT_EQ((**hidden.routes)[0].destination, "0.0.0.0/0");
    EXPECT_EQ((*hidden.dns)->hostName, "domain-1") << "of the person, too";
}

TEST(RedactedInventory, LeavesOutWhatMayHoldAnything)
{
    SimulatedState state;
    const auto issued = test::TestPki().issue({.commonName = "secret.corp.example", .organisation = "Corp Ltd"});
    state.system.certificates["LocalMachine\\Personal"] = {
        {.der = issued.der,
         .key = PrivateKey{.file = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\f686aace_0a1b2c3d",
                           .sddl = "O:S-1-5-21-1-2-3-500D:(A;;FA;;;S-1-5-21-1-2-3-500)",
                           .trouble = Error{.doing = "C:\\Users\\anna\\x cannot be read."}}}};
    state.system.events["System"] = {{.event = {.provider = "Schannel", .data = {{"", "text"}, {"", "0x8009030D"}}}}};
    state.system.cannotLook["session"] = {.domain = Domain::Win32, .code = 5, .doing = "ask secret.corp.example"};
    const auto hidden = redacted(take(std::move(state), {Subject::Certificates, Subject::Events, Subject::Session}));
    const auto& certificate = hidden.certificates->back().seen->front();
    EXPECT_EQ(certificate.subject.find("secret"), std::string::npos) << certificate.subject;
    EXPECT_EQ(certificate.subject.find("Corp Ltd"), std::string::npos) << certificate.subject;
    EXPECT_NE(certificate.key->file.find("f686aace_"), std::string::npos) << "which key it is";
    EXPECT_EQ(certificate.key->file.find("0a1b2c3d"), std::string::npos) << "which PC it is";
    EXPECT_EQ(certificate.key->sddl, "");
    EXPECT_EQ(certificate.key->trouble->doing, "C:\\Users\\user-1\\x cannot be read.");
    EXPECT_EQ(hidden.session->error().doing.find("secret"), std::string::npos);
    const auto& data = hidden.events->back().seen->front().data;
    EXPECT_EQ(data[0].second, "(4 characters)");
    EXPECT_EQ(data[1].second, "0x8009030D");
}

}    // namespace
}    // namespace rdpmend
