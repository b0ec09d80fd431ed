// The way to a host, stage by stage: each raw observation leads to its finding and its cause, and a near miss does not.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/protocol/mcs.h"
#include "core/protocol/x224.h"
#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

constexpr std::uint32_t hybrid = protocol::protocolHybrid, ssl = protocol::protocolSsl;

ConnectionScript healthyHost()
{
    return {.replies = {confirmSelecting(hybrid), challengeReply(std::chrono::system_clock::now())}};
}

ConnectionScript failingConnect(NetFailure failure, std::chrono::milliseconds after = {})
{
    return {.connectError = NetError{.failure = failure, .after = after}};
}

TEST(Way, HealthyHostCostsOneConnectionAndHasNoBlockingCause)
{
    ScriptedNet net;
    net.connections = {healthyHost()};
    const auto diagnosis = diagnose(net);
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    EXPECT_EQ(diagnosis.connections, 1);
    EXPECT_EQ(net.opened.size(), 1U);
    for (const auto& cause : diagnosis.causes) EXPECT_NE(cause.weight, Weight::Blocks) << cause.id;
    EXPECT_EQ(diagnosis.outcomes.at("credentials.ntlm_information").value("ntlm.computer"), "PC-17");
}

TEST(Way, HostWithoutNlaIsHealthyWithANote)
{
    ScriptedNet net;
    net.connections = {{.replies = {confirmSelecting(ssl), settingsReply()}}};
    const auto diagnosis = diagnose(net);
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    EXPECT_TRUE(found(diagnosis, "credentials.nla_not_offered"));
    EXPECT_EQ(diagnosis.outcomes.at("transport.encryption_level").verdict, Verdict::Healthy);
}

struct NameCase {
    NameAnswer v4, v6;
    const char* finding;
    const char* cause;
};
class Names : public testing::TestWithParam<NameCase> {};

TEST_P(Names, FailuresAreToldApart)
{
    ScriptedNet net;
    net.resolution = {.v4 = GetParam().v4, .v6 = GetParam().v6};
    const auto diagnosis = diagnose(net);
    EXPECT_TRUE(found(diagnosis, GetParam().finding));
    EXPECT_EQ(topCause(diagnosis), GetParam().cause);
    EXPECT_TRUE(net.opened.empty());
    EXPECT_EQ(diagnosis.outcomes.at("transport.negotiation").verdict, Verdict::Skipped);
    EXPECT_EQ(diagnosis.outcomes.at("transport.negotiation").because, "network.dns");
}

INSTANTIATE_TEST_SUITE_P(
    Way, Names,
    testing::Values(
        NameCase{NameAnswer::NoSuchName, NameAnswer::NoSuchName, "network.name_not_found", "network.name_not_found"},
        NameCase{NameAnswer::NoAddress, NameAnswer::NoAddress, "network.name_without_address",
                 "network.name_not_found"},
        NameCase{NameAnswer::NoAnswer, NameAnswer::NoSuchName, "network.dns_no_answer", "network.dns_unreachable"},
        NameCase{NameAnswer::Refused, NameAnswer::Refused, "network.dns_refused", "network.dns_unreachable"},
        NameCase{NameAnswer::Failed, NameAnswer::Failed, "network.dns_failed", "network.dns_unreachable"}));

struct ConnectCase {
    NetFailure failure;
    int afterMs;
    const char* finding;
    const char* cause;
};
class Connects : public testing::TestWithParam<ConnectCase> {};

TEST_P(Connects, FailuresAreToldApart)
{
    ScriptedNet net;
    net.connections = {failingConnect(GetParam().failure, std::chrono::milliseconds(GetParam().afterMs))};
    const auto diagnosis = diagnose(net);
    EXPECT_TRUE(found(diagnosis, GetParam().finding));
    EXPECT_EQ(topCause(diagnosis), GetParam().cause);
    EXPECT_EQ(diagnosis.overall, Overall::Problem);
    EXPECT_EQ(net.opened.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Way, Connects,
    testing::Values(ConnectCase{NetFailure::Refused, 1, "network.port_refused", "network.port_refused"},
                    ConnectCase{NetFailure::Silent, 6000, "network.port_silent", "network.port_filtered"},
                    ConnectCase{NetFailure::HostUnreachable, 1, "network.port_rejected", "network.port_filtered"},
                    ConnectCase{NetFailure::HostUnreachable, 3100, "network.no_route", "network.no_route"},
                    ConnectCase{NetFailure::NetworkUnreachable, 0, "network.no_route", "network.no_route"}));

TEST(Way, SecondAddressSavesTheConnectionAndIsTold)
{
    ScriptedNet net;
    net.resolution.addresses = {{.text = "2001:db8::17", .family = Family::V6}, {.text = "192.0.2.17"}};
    net.connections = {failingConnect(NetFailure::Silent), healthyHost()};
    const auto diagnosis = diagnose(net);
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    EXPECT_TRUE(found(diagnosis, "network.some_addresses_fail"));
    EXPECT_EQ(net.opened.size(), 2U);
}

TEST(Way, SomethingElseOnThePortIsNamed)
{
    ScriptedNet net;
    net.connections = {{.replies = {toBytes("SSH-2.0-OpenSSH_9.2p1\r\n")}, .ending = {.failure = NetFailure::Closed}}};
    const auto diagnosis = diagnose(net);
    EXPECT_EQ(topCause(diagnosis), "network.not_rdp");
    EXPECT_EQ(diagnosis.outcomes.at("network.what_answers").findings.at(0).evidence.at(0).value, "SSH");
}

struct FailureCase {
    std::uint32_t code;
    const char* finding;
    const char* cause;
};
class Failures : public testing::TestWithParam<FailureCase> {};

TEST_P(Failures, OfNegotiationAreNamed)
{
    ScriptedNet net;
    net.connections = {{.replies = {negotiationFailure(GetParam().code)}, .ending = {.failure = NetFailure::Closed}}};
    const auto diagnosis = diagnose(net);
    EXPECT_TRUE(found(diagnosis, GetParam().finding));
    EXPECT_EQ(topCause(diagnosis), GetParam().cause);
    EXPECT_TRUE(net.offered.empty())
        << "no TLS after a refusal: some servers let it happen, and the facts would be false";
}

INSTANTIATE_TEST_SUITE_P(
    Way, Failures,
    testing::Values(FailureCase{1, "transport.ssl_required", "transport.security_layer_mismatch"},
                    FailureCase{2, "transport.ssl_not_allowed", "transport.security_layer_mismatch"},
                    FailureCase{3, "certificates.host_has_no_certificate", "certificates.host_has_none"},
                    FailureCase{4, "transport.inconsistent_flags", "transport.security_layer_mismatch"},
                    FailureCase{5, "credentials.nla_required", "credentials.nla_required"},
                    FailureCase{6, "transport.user_certificate_required", "transport.security_layer_mismatch"},
                    FailureCase{99, "transport.negotiation_refused", "transport.security_layer_mismatch"}));

TEST(Way, ConfirmWithoutWhatWasRequestedIsNoSuccess)
{
    ScriptedNet net;
    net.connections = {{.replies = {confirmSelecting(protocol::protocolRdp), settingsReply()}}};
    const auto diagnosis = diagnose(net);
    EXPECT_TRUE(found(diagnosis, "transport.downgraded_to_rdp"));
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    EXPECT_EQ(diagnosis.outcomes.at("certificates.validity").verdict, Verdict::NotApplicable);
}

TEST(Way, CutBeforeAnyByteIsAtConnect)
{
    for (const auto failure : {NetFailure::Reset, NetFailure::Closed}) {
        ScriptedNet net;
        net.connections = {{.ending = {.failure = failure}}};
        const auto diagnosis = diagnose(net);
        EXPECT_EQ(topCause(diagnosis), "transport.reset_at_connect");
        EXPECT_EQ(found(diagnosis, "transport.ended_by_reset"), failure == NetFailure::Reset);
    }
}

TEST(Way, SilenceAfterTheRequestIsAStall)
{
    ScriptedNet net;
    net.connections = {{}};
    EXPECT_EQ(topCause(diagnose(net)), "transport.handshake_stalls");
}

TEST(Way, CutWhileWeListenIsAfterTheConfirm)
{
    for (const auto failure : {NetFailure::Reset, NetFailure::Closed}) {
        ScriptedNet net;
        net.connections = {{.replies = {confirmSelecting(hybrid)}, .tls = brokenTls(failure)},
                           {.replies = {confirmSelecting(hybrid)}, .ending = {.failure = failure}}};
        const auto diagnosis = diagnose(net);
        EXPECT_EQ(topCause(diagnosis), "transport.reset_after_negotiation");
        EXPECT_FALSE(found(diagnosis, "transport.cut_on_client_hello"));
        EXPECT_EQ(net.offered.size(), 1U) << "the second connection was cut before its ClientHello";
    }
}

TEST(Way, CutOnlyAfterTheClientHelloIsDuringTls)
{
    ScriptedNet net;
    const ConnectionScript cut{.replies = {confirmSelecting(hybrid)}, .tls = brokenTls(NetFailure::Reset)};
    net.connections = {cut, cut, cut};
    const auto diagnosis = diagnose(net);
    EXPECT_TRUE(found(diagnosis, "transport.cut_on_client_hello"));
    EXPECT_EQ(topCause(diagnosis), "transport.reset_during_tls");
    EXPECT_EQ(net.opened.size(), 3U);
}

TEST(Way, CleanCloseOnClientHelloNeverBlamesAMiddlebox)
{
    ScriptedNet net;
    const ConnectionScript cut{.replies = {confirmSelecting(hybrid)}, .tls = brokenTls(NetFailure::Closed)};
    net.connections = {cut, cut, cut};
    for (const auto& cause : diagnose(net).causes) EXPECT_NE(cause.id, "network.reset_by_middlebox");
}

TEST(Way, SilentHandshakeThatASmallWindowCuresIsABlackHole)
{
    ScriptedNet net;
    const ConnectionScript silent{.replies = {confirmSelecting(hybrid)}, .tls = brokenTls(NetFailure::Silent)};
    net.connections = {silent, healthyHost(), silent};
    const auto diagnosis = diagnose(net);
    EXPECT_EQ(topCause(diagnosis), "network.mtu_black_hole");
    ASSERT_EQ(net.opened.size(), 3U);
    EXPECT_GT(net.opened.at(1).receiveBuffer, 0U);
}

TEST(Way, SilentHandshakeInASmallWindowTooIsAStall)
{
    ScriptedNet net;
    const ConnectionScript silent{.replies = {confirmSelecting(hybrid)}, .tls = brokenTls(NetFailure::Silent)};
    net.connections = {silent, silent};
    const auto diagnosis = diagnose(net);
    EXPECT_EQ(topCause(diagnosis), "transport.handshake_stalls");
    for (const auto& cause : diagnosis.causes) EXPECT_NE(cause.id, "network.mtu_black_hole");
}

TlsReport alerted(std::uint8_t alert)
{
    auto report = brokenTls(NetFailure::TlsAlert, true);
    report.alertReceived = alert;
    return report;
}

TEST(Way, OldTlsOnlyIsAVersionMismatch)
{
    ScriptedNet net;
    auto old = completeTls();
    old.version = "TLSv1";
    net.connections = {{.replies = {confirmSelecting(hybrid)}, .tls = alerted(70)},
                       {.replies = {confirmSelecting(hybrid)}, .tls = old}};
    const auto diagnosis = diagnose(net);
    EXPECT_EQ(topCause(diagnosis), "certificates.tls_version_mismatch");
    EXPECT_EQ(net.offered.at(1).minVersion, 0x0301);
}

TEST(Way, NoCommonSuiteIsACipherMismatch)
{
    ScriptedNet net;
    auto other = completeTls();
    other.version = "TLSv1.2";
    net.connections = {{.replies = {confirmSelecting(hybrid)}, .tls = alerted(40)},
                       {.replies = {confirmSelecting(hybrid)}, .tls = other}};
    EXPECT_EQ(topCause(diagnose(net)), "certificates.cipher_mismatch");
}

TEST(Way, AlertThatNothingCuresStaysAnAlert)
{
    ScriptedNet net;
    const ConnectionScript refused{.replies = {confirmSelecting(hybrid)}, .tls = alerted(80)};
    net.connections = {refused, refused};
    const auto diagnosis = diagnose(net);
    EXPECT_EQ(topCause(diagnosis), "transport.reset_during_tls");
    EXPECT_EQ(diagnosis.outcomes.at("certificates.tls_agreement").verdict, Verdict::Inconclusive);
}

TEST(Way, EndAfterTlsIsNoTlsFault)
{
    for (const auto failure : {NetFailure::Reset, NetFailure::Closed, NetFailure::Silent}) {
        ScriptedNet net;
        net.connections = {{.replies = {confirmSelecting(hybrid)}, .ending = {.failure = failure}}};
        EXPECT_EQ(topCause(diagnose(net)), "transport.closed_after_tls");
    }
}

TEST(Way, NonsenseAfterTlsIsTheFarEndsFault)
{
    ScriptedNet alert, garbage;
    alert.connections = {{.replies = {confirmSelecting(hybrid)}, .ending = {.failure = NetFailure::TlsAlert}}};
    garbage.connections = {{.replies = {confirmSelecting(ssl), toBytes("HTTP/1.1 400 Bad Request")}}};
    EXPECT_EQ(topCause(diagnose(alert)), "transport.closed_after_tls");
    EXPECT_EQ(topCause(diagnose(garbage)), "transport.closed_after_tls");
}

TEST(Way, CutThatCannotBeAskedAgainLeavesBothStagesOpen)
{
    ScriptedNet net;
    net.connections = {{.replies = {confirmSelecting(hybrid)}, .tls = brokenTls(NetFailure::Reset)},
                       failingConnect(NetFailure::Refused)};
    std::set<std::string> causes;
    for (const auto& cause : diagnose(net).causes) causes.insert(cause.id);
    EXPECT_TRUE(causes.contains("transport.reset_after_negotiation"));
    EXPECT_TRUE(causes.contains("transport.reset_during_tls"));
}

TEST(Way, McsDisconnectIsTheServersOwnDecision)
{
    ScriptedNet net;
    net.connections = {{.replies = {confirmSelecting(ssl), protocol::disconnectUltimatum(3)},
                        .ending = {.failure = NetFailure::Reset}}};
    const auto diagnosis = diagnose(net);
    EXPECT_TRUE(found(diagnosis, "transport.server_ended"));
    EXPECT_EQ(topCause(diagnosis), "transport.closed_after_tls");
}

TEST(Way, GarbageAtEveryStageIsNeverHealthy)
{
    const Bytes garbage(300, 0xA5);
    for (std::size_t stage = 0; stage < 2; ++stage) {
        ScriptedNet net;
        std::vector<Bytes> replies{confirmSelecting(hybrid), challengeReply(std::chrono::system_clock::now())};
        replies.at(stage) = garbage;
        net.connections = {{.replies = replies}};
        EXPECT_NE(diagnose(net).overall, Overall::Healthy) << "stage " << stage;
    }
}

TEST(Way, ReportedDenialOnAHealthyPathIsTheHostsOwn)
{
    ScriptedNet net;
    net.connections = {healthyHost()};
    auto target = host();
    target.reported = ReportedError{.reason = 0x904, .extended = 7};
    const auto diagnosis = diagnose(net, target);
    EXPECT_EQ(topCause(diagnosis), "transport.host_denies");
    EXPECT_EQ(diagnosis.top()->side, Side::OtherComputer);
}

TEST(Way, TheCodeAloneNamesNoCause)
{
    ScriptedNet net;
    net.connections = {failingConnect(NetFailure::Refused)};
    auto target = host();
    target.reported = ReportedError{.reason = 0x904, .extended = 7};
    const auto diagnosis = diagnose(net, target);
    EXPECT_EQ(topCause(diagnosis), "network.port_refused");
    for (const auto& cause : diagnosis.causes) EXPECT_NE(cause.id, "transport.host_denies");
}

TEST(Way, ClockFarAwayIsFoundFromTheChallenge)
{
    ScriptedNet net;
    net.connections = {{.replies = {confirmSelecting(hybrid),
                                    challengeReply(std::chrono::system_clock::now() + std::chrono::hours(2))}}};
    const auto ahead = diagnose(net);
    EXPECT_TRUE(found(ahead, "certificates.clock_differs"));
    EXPECT_EQ(topCause(ahead), "certificates.clock_wrong");
    ScriptedNet near;
    near.connections = {{.replies = {confirmSelecting(hybrid),
                                     challengeReply(std::chrono::system_clock::now() + std::chrono::minutes(4))}}};
    EXPECT_EQ(diagnose(near).overall, Overall::Healthy);
}

ConnectionScript over(std::chrono::milliseconds roundTrip, std::uint32_t retransmitted = 0)
{
    auto script = healthyHost();
    script.tcp = TcpFacts{.roundTrip = roundTrip, .retransmitted = retransmitted, .mss = 1448};
    return script;
}

TEST(Way, LinkQualityIsReadFromTheConnectionThatIsThereAnyway)
{
    ScriptedNet net;
    net.connections = {over(std::chrono::milliseconds(300))};
    const auto slow = diagnose(net);
    EXPECT_EQ(topCause(slow), "network.unstable_link");
    EXPECT_EQ(slow.overall, Overall::Healthy) << "slow is not broken";
    EXPECT_EQ(slow.outcomes.at("network.link_quality").value("link.round_trip"), "300 ms");
    EXPECT_EQ(slow.connections, 1);

    ScriptedNet lossy, good, unknown;
    lossy.connections = {over(std::chrono::milliseconds(20), 3)};
    EXPECT_TRUE(found(diagnose(lossy), "network.lossy_link"));
    good.connections = {over(std::chrono::milliseconds(20), 1)};
    EXPECT_EQ(topCause(diagnose(good)), "");
    unknown.connections = {healthyHost()};
    EXPECT_EQ(diagnose(unknown).outcomes.at("network.link_quality").verdict, Verdict::Inconclusive);
}

TEST(Way, NoCaseOpensMoreThanSixConnections)
{
    const std::vector<TlsReport> endings{completeTls(), brokenTls(NetFailure::Reset),
                                         brokenTls(NetFailure::Closed, true), brokenTls(NetFailure::Silent),
                                         alerted(40)};
    for (const auto& tls : endings) {
        ScriptedNet net;
        net.resolution.addresses = {{.text = "192.0.2.1"}, {.text = "192.0.2.2"}, {.text = "192.0.2.3"}};
        for (int i = 0; i < 20; ++i) net.connections.push_back({.replies = {confirmSelecting(hybrid)}, .tls = tls});
        auto target = host();
        target.deep = true;
        const auto diagnosis = diagnose(net, target);
        EXPECT_LE(net.opened.size(), 6U);
        EXPECT_EQ(static_cast<std::size_t>(diagnosis.connections), net.opened.size());
    }
}

}    // namespace
}    // namespace rdpmend::test
