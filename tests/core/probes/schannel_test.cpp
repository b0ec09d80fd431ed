// What the registry does to the TLS versions of this PC, and what that means with this host.
#include <gtest/gtest.h>

#include "core/machine/schannel.h"
#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"
#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

constexpr std::uint16_t tls10 = 0x0301, tls11 = 0x0302, tls12 = 0x0303, tls13 = 0x0304;

// A PC on which `registry` is set: pairs of a version's key and its values.
std::unique_ptr<SimulatedMachine> pc(const std::vector<std::pair<std::string, std::string>>& versions,
                                     const std::string& build = "22631")
{
    std::string json = R"({"registry": {"HKLM64\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion": )"
                       R"({"CurrentBuildNumber": {"string": ")" +
                       build + "\"}}";
    for (const auto& [version, values] : versions)
        json += R"(, "HKLM64\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\)" + version +
                R"(\\Client": )" + values;
    auto machine = SimulatedMachine::fromJson(json + "}}");
    if (!machine) throw std::runtime_error(describe(machine.error()));
    return std::move(*machine);
}

const std::string off = R"({"Enabled": {"dword": 0}, "DisabledByDefault": {"dword": 0}})";
const std::string notByDefault = R"({"DisabledByDefault": {"dword": 1}})";
const std::string on = R"({"Enabled": {"dword": 1}, "DisabledByDefault": {"dword": 0}})";

ConnectionScript refusing()
{
    return {.replies = {confirmSelecting(protocol::protocolHybrid)}, .tls = brokenTls(NetFailure::TlsAlert)};
}

ConnectionScript answering(const std::string& version)
{
    auto tls = completeTls();
    tls.version = version;
    return {.replies = {confirmSelecting(protocol::protocolHybrid), challengeReply(std::chrono::system_clock::now())},
            .tls = tls};
}

std::pair<std::uint16_t, std::uint16_t> firstOffer(const MachineView& machine, const std::string& client = "this-pc")
{
    ScriptedNet net;
    net.connections = {answering("TLSv1.2")};
    auto target = host();
    target.client = client;
    (void)diagnose(net, target, machine);
    return {net.offered.at(0).minVersion, net.offered.at(0).maxVersion};
}

TEST(Schannel, ThisPcOffersWhatItsWindowsHas)
{
    EXPECT_EQ(firstOffer(*pc({}, "22631")), std::pair(tls12, tls13));
    EXPECT_EQ(firstOffer(*pc({}, "19045")), std::pair(tls10, tls12));
    EXPECT_EQ(firstOffer(*pc({}, "?")), std::pair(tls12, tls13));
}

TEST(Schannel, RegistryChangesWhatIsOffered)
{
    EXPECT_EQ(firstOffer(*pc({{"TLS 1.2", off}})), std::pair(tls13, tls13));
    EXPECT_EQ(firstOffer(*pc({{"TLS 1.3", notByDefault}})), std::pair(tls12, tls12));
    EXPECT_EQ(firstOffer(*pc({{"TLS 1.2", notByDefault}}, "19045")), std::pair(tls10, tls11));
    EXPECT_EQ(firstOffer(*pc({{"TLS 1.1", on}})), std::pair(tls11, tls13));
    EXPECT_EQ(firstOffer(*pc({{"TLS 1.0", off}, {"TLS 1.1", off}}, "19045")), std::pair(tls12, tls12));
    EXPECT_EQ(firstOffer(*pc({{"TLS 1.0", on}})), std::pair(tls12, tls13)) << "a ClientHello has no gaps";
    EXPECT_EQ(firstOffer(*pc({{"TLS 1.2", off}}), "windows-11"), std::pair(tls12, tls13)) << "another PC's registry";
}

TEST(Schannel, VersionThatTheHostNeedsAndThisPcSwitchedOffIsTheCause)
{
    const auto machine = pc({{"TLS 1.2", notByDefault}});
    ScriptedNet net;
    net.connections = {refusing(), answering("TLSv1.2"), answering("TLSv1.2")};
    const auto diagnosis = diagnose(net, host(), *machine);
    EXPECT_EQ(topCause(diagnosis), "certificates.schannel_disabled");
    EXPECT_EQ(diagnosis.top()->side, Side::ThisPc);
    EXPECT_EQ(diagnosis.overall, Overall::Problem);
    EXPECT_TRUE(found(diagnosis, "certificates.needed_version_switched_off"));
    ASSERT_EQ(net.offered.size(), 3U);
    EXPECT_EQ(net.offered[2].minVersion, tls12);
    EXPECT_EQ(net.offered[2].maxVersion, tls12);
}

TEST(Schannel, HostThatTakesNeitherIsItselfTooOld)
{
    const auto machine = pc({{"TLS 1.2", notByDefault}});
    ScriptedNet net;
    net.connections = {refusing(), answering("TLSv1"), refusing()};
    const auto diagnosis = diagnose(net, host(), *machine);
    EXPECT_EQ(topCause(diagnosis), "certificates.tls_version_mismatch");
    EXPECT_EQ(diagnosis.top()->side, Side::OtherComputer);
    EXPECT_FALSE(found(diagnosis, "certificates.needed_version_switched_off"));
}

TEST(Schannel, SwitchedOffTls12IsToldEvenWhereItDoesNoHarm)
{
    ScriptedNet net;
    net.connections = {answering("TLSv1.3")};
    const auto diagnosis = diagnose(net, host(), *pc({{"TLS 1.2", off}}));
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    EXPECT_EQ(topCause(diagnosis), "certificates.schannel_disabled");
    EXPECT_EQ(diagnosis.top()->weight, Weight::Degrades);
    EXPECT_EQ(diagnosis.connections, 1);
}

TEST(Schannel, OldVersionsAndTls13SwitchedOffAreNoCause)
{
    ScriptedNet net;
    net.connections = {answering("TLSv1.2")};
    const auto diagnosis =
        diagnose(net, host(), *pc({{"TLS 1.0", off}, {"TLS 1.1", off}, {"TLS 1.2", on}, {"TLS 1.3", off}}));
    EXPECT_EQ(topCause(diagnosis), "");
    EXPECT_EQ(diagnosis.outcomes.at("certificates.schannel").findings.size(), 1U);
    EXPECT_TRUE(found(diagnosis, "certificates.tls13_switched_off"));
}

TEST(Schannel, NothingLeftBlocksWhateverTheHostDoes)
{
    ScriptedNet net;
    net.connections = {answering("TLSv1.3")};
    const auto diagnosis = diagnose(net, host(), *pc({{"TLS 1.2", off}, {"TLS 1.3", off}}));
    EXPECT_TRUE(found(diagnosis, "certificates.no_tls_left"));
    EXPECT_EQ(topCause(diagnosis), "certificates.schannel_disabled");
    EXPECT_EQ(diagnosis.overall, Overall::Problem);
}

TEST(Schannel, AnotherClientIsNotJudgedByThisPc)
{
    ScriptedNet net;
    net.connections = {answering("TLSv1.3")};
    auto target = host();
    target.client = "windows-11";
    const auto diagnosis = diagnose(net, target, *pc({{"TLS 1.2", off}}));
    EXPECT_EQ(diagnosis.outcomes.at("certificates.schannel").verdict, Verdict::NotApplicable);
    EXPECT_EQ(topCause(diagnosis), "");
}

}    // namespace
}    // namespace rdpmend::test
