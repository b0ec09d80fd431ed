// Which rules speak about a connection of mstsc.exe to 192.0.2.17:3389, and which near misses do not.
#include "core/machine/firewall_rules.h"

#include <gtest/gtest.h>

#include "core/machine/address.h"

namespace rdpmend {
namespace {

constexpr std::uint32_t domainProfile = 1, privateProfile = 2, publicProfile = 4, tcp = 6;

FirewallRule blocking()
{
    return {
        .name = "no RDP", .protocol = tcp, .profiles = 0x7FFFFFFF, .inbound = false, .allows = false, .enabled = true};
}

bool coversIt(const FirewallRule& rule)
{
    const Outgoing connection{
        .program = "\\system32\\mstsc.exe", .port = 3389, .addresses = {addressBytes("192.0.2.17").value()}};
    return covers(rule, connection, privateProfile);
}

TEST(FirewallRule, CoversHoweverTheProgramIsSpelled)
{
    for (const auto* path : {"", "*", "C:\\Windows\\System32\\mstsc.exe", "%SystemRoot%\\system32\\MSTSC.EXE",
                             "%windir%/system32/mstsc.exe"}) {
        auto rule = blocking();
        rule.application = path;
        EXPECT_TRUE(coversIt(rule)) << path;
    }
    for (const auto* path : {"C:\\Windows\\System32\\notmstsc.exe", "C:\\Tools\\mstsc.exe", "System"}) {
        auto rule = blocking();
        rule.application = path;
        EXPECT_FALSE(coversIt(rule)) << path;
    }
}

TEST(FirewallRule, CoversPortsAndAddressesByListAndRange)
{
    for (const auto* ports : {"*", "3389", "80,3389", "3000-4000", "80, 3380 - 3390"}) {
        auto rule = blocking();
        rule.remotePorts = ports;
        EXPECT_TRUE(coversIt(rule)) << ports;
    }
    for (const auto* ports : {"3390", "33890", "1-3388,3390-65535", "RPC"}) {
        auto rule = blocking();
        rule.remotePorts = ports;
        EXPECT_FALSE(coversIt(rule)) << ports;
    }
    for (const auto* addresses : {"*", "192.0.2.17", "10.0.0.0/8,192.0.2.0/255.255.255.0", "192.0.2.1-192.0.2.20"}) {
        auto rule = blocking();
        rule.remoteAddresses = addresses;
        EXPECT_TRUE(coversIt(rule)) << addresses;
    }
    for (const auto* addresses : {"192.0.2.18", "10.0.0.0/8", "LocalSubnet", "2001:db8::/32"}) {
        auto rule = blocking();
        rule.remoteAddresses = addresses;
        EXPECT_FALSE(coversIt(rule)) << addresses;
    }
}

TEST(FirewallRule, OfAnotherDirectionProtocolServiceOrProfileSaysNothing)
{
    EXPECT_TRUE(coversIt(blocking()));
    auto off = blocking(), in = blocking(), udp = blocking(), service = blocking(), elsewhere = blocking();
    off.enabled = false;
    in.inbound = true;
    udp.protocol = 17;
    service.service = "Dnscache";
    elsewhere.profiles = domainProfile | publicProfile;
    for (const auto& rule : {off, in, udp, service, elsewhere}) EXPECT_FALSE(coversIt(rule));
}

TEST(FirewallProfiles, AreInForceWhenActiveAndOn)
{
    EXPECT_EQ(profilesInForce({.profiles = {{.profile = FirewallProfile::Domain, .active = true, .enabled = true},
                                            {.profile = FirewallProfile::Private, .active = false, .enabled = true},
                                            {.profile = FirewallProfile::Public, .active = true, .enabled = false}}}),
              domainProfile);
}

}    // namespace
}    // namespace rdpmend
