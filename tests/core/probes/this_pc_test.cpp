// What is looked at on this PC: found, absent, and "could not look" are three different things.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"
#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

std::unique_ptr<SimulatedMachine> pc(const std::string& json)
{
    auto machine = SimulatedMachine::fromJson(json);
    if (!machine) throw std::runtime_error(describe(machine.error()));
    return std::move(*machine);
}

Diagnosis diagnoseOn(const MachineView& machine, std::optional<ReportedError> reported = {}, Target target = host())
{
    ScriptedNet net;
    net.connections = {
        {.replies = {confirmSelecting(protocol::protocolHybrid), challengeReply(std::chrono::system_clock::now())}}};
    target.reported = reported;
    return diagnose(net, target, machine);
}

const std::string damagedStore =
    R"("HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000": {"ClientLicense": {"string": "x"}})";
const std::string wholeStore =
    R"("HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000": {"ClientLicense": {"binary": "0011"}})";

TEST(ThisPc, EmptyOneHasNothingInTheWay)
{
    const auto diagnosis = diagnoseOn(*pc("{}"));
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    for (const auto& cause : diagnosis.causes) EXPECT_EQ(cause.weight, Weight::Note) << cause.id;
}

TEST(ThisPc, DamagedStoreBlocksOnlyWhenTheCodeSpeaksOfLicensing)
{
    const auto machine = pc(R"({"registry": {)" + damagedStore + "}}");
    const auto silent = diagnoseOn(*machine);
    EXPECT_EQ(silent.overall, Overall::Healthy);
    EXPECT_TRUE(found(silent, "licensing.store_malformed"));
    const auto reported = diagnoseOn(*machine, ReportedError{.reason = 0x808, .extended = 0x104});
    EXPECT_EQ(topCause(reported), "licensing.cache_damaged");
    EXPECT_EQ(reported.overall, Overall::Problem);
}

TEST(ThisPc, WholeStoreIsASuspectOnlyByTheCode)
{
    const auto machine = pc(R"({"registry": {)" + wholeStore + "}}");
    EXPECT_FALSE(found(diagnoseOn(*machine), "licensing.store_suspected"));
    EXPECT_EQ(topCause(diagnoseOn(*machine, ReportedError{.reason = 0x808, .extended = 0x104})),
              "licensing.cache_damaged");
    // 0x904 / 0x7 has nothing to do with licensing, whatever popular advice says.
    for (const auto& cause : diagnoseOn(*machine, ReportedError{.reason = 0x904, .extended = 7}).causes)
        EXPECT_NE(cause.id, "licensing.cache_damaged");
}

TEST(ThisPc, SavedPasswordIsASuspectOnlyWhenTheSignInWasRefused)
{
    const auto machine = pc(
        R"({"credentials": [{"target": "TERMSRV/pc-17", "user": "EXAMPLE\\anna"}, {"target": "TERMSRV/pc-170", "user": "other"}]})");
    const auto silent = diagnoseOn(*machine);
    EXPECT_TRUE(found(silent, "credentials.saved_password_present"));
    EXPECT_EQ(silent.overall, Overall::Healthy);
    EXPECT_EQ(silent.outcomes.at("credentials.saved_password").findings.size(), 1U) << "pc-170 is another host";
    EXPECT_EQ(topCause(diagnoseOn(*machine, ReportedError{.reason = 0x807})), "credentials.saved_password_suspect");
}

TEST(ThisPc, SilencedWarningsAndUserNameHintAreTold)
{
    const auto machine = pc(R"({"registry": {
        "HKCU\\Software\\Microsoft\\Terminal Server Client": {"AuthenticationLevelOverride": {"dword": 0}},
        "HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\PC-17": {"UsernameHint": {"string": "EXAMPLE\\anna"}}}})");
    const auto diagnosis = diagnoseOn(*machine);
    EXPECT_TRUE(found(diagnosis, "credentials.warnings_silenced"));
    EXPECT_TRUE(found(diagnosis, "credentials.user_name_hint_present"));
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
}

TEST(ThisPc, UdpIsAskedOnlyWhenTheSymptomNeedsItAndThePcMayUseIt)
{
    ScriptedNet net;
    const auto run = [&net](const MachineView& machine, std::optional<ReportedError> reported) {
        net.datagrams = 0;
        net.connections = {{.replies = {confirmSelecting(protocol::protocolHybrid),
                                        challengeReply(std::chrono::system_clock::now())}}};
        auto target = host();
        target.reported = reported;
        return diagnose(net, target, machine);
    };
    const ReportedError closed{.reason = 0x904, .extended = 0};
    run(*pc("{}"), std::nullopt);
    EXPECT_EQ(net.datagrams, 0);
    EXPECT_EQ(topCause(run(*pc("{}"), closed)), "transport.udp_blocked");
    EXPECT_EQ(net.datagrams, 1);
    const auto off = pc(
        R"({"registry": {"HKLM64\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client": {"fClientDisableUDP": {"dword": 1}}}})");
    const auto diagnosis = run(*off, closed);
    EXPECT_EQ(net.datagrams, 0);
    EXPECT_NE(topCause(diagnosis), "transport.udp_blocked");
    net.datagram = {.reply = {1}};
    EXPECT_NE(topCause(run(*pc("{}"), closed)), "transport.udp_blocked");
}

TEST(ThisPc, HostsFileEntryForTheNameIsToldAndCommentsAreNot)
{
    EXPECT_TRUE(found(diagnoseOn(*pc(R"({"hosts": "10.0.0.9\tfoo PC-17 # old\n"})")), "network.hosts_file_overrides"));
    EXPECT_FALSE(
        found(diagnoseOn(*pc(R"({"hosts": "# 10.0.0.9 pc-17\n10.0.0.9 pc-170\n"})")), "network.hosts_file_overrides"));
}

TEST(ThisPc, UdpPolicyIsReadInBothItsPlaces)
{
    const auto policy = pc(
        R"({"registry": {"HKLM64\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client": {"fClientDisableUDP": {"dword": 1}}}})");
    const auto setting = pc(
        R"({"registry": {"HKLM64\\SOFTWARE\\Microsoft\\Terminal Server Client": {"DisableUDPTransport": {"dword": 1}}}})");
    const auto off = pc(
        R"({"registry": {"HKLM64\\SOFTWARE\\Microsoft\\Terminal Server Client": {"DisableUDPTransport": {"dword": 0}}}})");
    EXPECT_TRUE(diagnoseOn(*policy).outcomes.at("transport.udp_policy").has("transport.udp_off"));
    EXPECT_TRUE(diagnoseOn(*setting).outcomes.at("transport.udp_policy").has("transport.udp_off"));
    EXPECT_FALSE(diagnoseOn(*off).outcomes.at("transport.udp_policy").has("transport.udp_off"));
}

TEST(ThisPc, RecentHostsAreListedWithoutWhatMustNotBeShown)
{
    const auto machine = pc(R"({"registry": {"HKCU\\Software\\Microsoft\\Terminal Server Client\\Default":
        {"MRU0": {"string": "pc-17"}, "MRU3": {"string": "evil\u202Ename"}, "Other": {"string": "no"}}}})");
    const auto diagnosis = diagnoseOn(*machine);
    const auto& outcome = diagnosis.outcomes.at("transport.recent_hosts");
    ASSERT_EQ(outcome.facts.size(), 2U);
    EXPECT_EQ(outcome.facts.at(0).value, "pc-17");
    EXPECT_EQ(outcome.facts.at(1).value, "evilname");
    EXPECT_EQ(outcome.facts.at(0).privacy, Privacy::Personal);
}

TEST(ThisPc, OnlyTheRdpFilesOfThisHostAreTold)
{
    const auto file = [](const std::string& text) { return '"' + text + '"'; };
    const auto machine = pc(R"({"files": {"C:\\Users\\anna\\Documents\\pc.rdp": )" +
                            file(R"(full address:s:PC-17:3389\r\nauthentication level:i:0\r\n)") +
                            R"(, "C:\\Users\\anna\\Documents\\other.rdp": )" + file(R"(full address:s:pc-170\r\n)") +
                            R"(, "C:\\Users\\anna\\Documents\\broken.rdp": )" + file("rubbish") + "}}");
    const auto diagnosis = diagnoseOn(*machine);
    const auto& outcome = diagnosis.outcomes.at("transport.rdp_files");
    EXPECT_EQ(outcome.verdict, Verdict::Healthy);
    EXPECT_TRUE(outcome.value("rdp_file.path").ends_with("pc.rdp")) << outcome.value("rdp_file.path");
    EXPECT_EQ(outcome.value("rdp_file.authentication level"), "0");
    EXPECT_EQ(std::ranges::count(outcome.facts, "rdp_file.path", &Evidence::key), 1);
}

TEST(ThisPc, LegacyGatewayTransportIsUsedAndTold)
{
    const auto machine = pc(
        R"({"registry": {"HKCU\\Software\\Microsoft\\Terminal Server Client": {"RDGClientTransport": {"dword": 1}}}})");
    ScriptedNet net;
    net.connections = {
        {.replies = {toBytes("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n")}}};
    const auto diagnosis = diagnose(net, gateway(), *machine);
    EXPECT_TRUE(found(diagnosis, "transport.legacy_gateway_transport_set"));
    EXPECT_TRUE(toText(net.written.at(0)).starts_with("RPC_"));
}

TEST(ThisPc, WhatCannotBeReadIsNeverHealthy)
{
    class DeniedPc final : public MachineView {
    public:
        bool present() const override { return true; }
        std::string description() const override { return "denied"; }
        Result<std::optional<RegistryValue>> registryValue(const RegistryKey&, std::string_view) const override
        {
            return denied();
        }
        Result<bool> hasRegistryKey(const RegistryKey&) const override { return denied(); }
        Result<std::optional<RegistryTree>> registryTree(const RegistryKey&) const override { return denied(); }
        Result<std::vector<SavedCredential>> savedCredentials(std::string_view) const override { return denied(); }
        Result<std::optional<Bytes>> file(std::string_view) const override { return denied(); }
        Result<std::vector<std::string>> remoteDesktopFiles() const override { return denied(); }
        Result<std::string> hostsFile() const override { return denied(); }
        Result<std::string> ownFolder() const override { return denied(); }
        std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::now(); }

    private:
        static Error denied() { return {.domain = Domain::Win32, .code = 5, .doing = "read the registry"}; }
    };
    auto target = host();
    target.gateway = Endpoint{.host = "gw", .port = 443};    // so that the gateway setting applies as well
    const auto diagnosis = diagnoseOn(DeniedPc{}, std::nullopt, target);
    for (const auto* probe : allProbes()) {
        if (probe->place != Place::ThisPc) continue;
        const auto& outcome = diagnosis.outcomes.at(std::string(probe->id));
        EXPECT_EQ(outcome.verdict, Verdict::Inconclusive) << probe->id;
        EXPECT_TRUE(outcome.error.has_value()) << probe->id;
    }
}

TEST(ThisPc, NoWindowsPcMeansNotApplicableAndNotHealthy)
{
    ScriptedNet net;
    net.connections = {
        {.replies = {confirmSelecting(protocol::protocolHybrid), challengeReply(std::chrono::system_clock::now())}}};
    const auto diagnosis = diagnose(net);
    for (const auto* probe : allProbes())
        EXPECT_TRUE(probe->place != Place::ThisPc ||
                    diagnosis.outcomes.at(std::string(probe->id)).verdict == Verdict::NotApplicable)
            << probe->id;
}

}    // namespace
}    // namespace rdpmend::test
