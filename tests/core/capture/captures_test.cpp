// Real recordings: every one is read without an error, and what is told of it is what is known of it.
#include "tests/support/captures.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "core/capture/analysis.h"

namespace rdpmend::capture {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using Ids = std::vector<std::string>;

class RealRecordings : public test::Captures {
protected:
    static Recording told(const std::string& name)
    {
        std::ifstream in(test::capturesFolder() / (name + ".pcap"), std::ios::binary);
        auto recording = analyse(in);
        EXPECT_TRUE(recording) << name << ": " << describe(recording.error());
        return recording ? *recording : Recording{};
    }
    static const Story& story(const Recording& recording, std::string_view server, std::string_view client = "")
    {
        for (const Story& one : recording.stories)
            if (one.server.ends_with(server) && one.client.ends_with(client)) return one;
        ADD_FAILURE() << "no connection to " << server << " from " << client;
        static const Story none;
        return none;
    }
    static Ids lines(const Story& story)
    {
        Ids out;
        for (const auto& one : story.lines) out.push_back(one.id);
        return out;
    }
    static Ids findings(const Story& story)
    {
        Ids out;
        for (const auto& one : story.findings) out.push_back(one.id);
        return out;
    }
    static std::string value(const Story& story, std::string_view line, std::string_view key)
    {
        for (const auto& one : story.lines)
            for (const auto& evidence : one.with)
                if (one.id == line && evidence.key == key) return evidence.value;
        return {};
    }
    static bool observed(const Story& story, std::string_view id)
    {
        return std::ranges::any_of(story.observations, [id](const Observation& one) { return one.id == id; });
    }
};

TEST_F(RealRecordings, AllAreReadToTheirEnd)
{
    int read = 0;
    for (const auto& file : std::filesystem::directory_iterator(test::capturesFolder())) {
        if (file.path().extension() != ".pcap") continue;
        std::ifstream in(file.path(), std::ios::binary);
        const auto recording = analyse(in);
        ASSERT_TRUE(recording) << file.path();
        EXPECT_GT(recording->packets, 0U) << file.path();
        EXPECT_THAT(recording->notes, IsEmpty()) << file.path();
        ++read;
    }
    EXPECT_GE(read, 30);
}

TEST_F(RealRecordings, WindowsTenChoosesHybridExAndSignsIn)
{
    const auto recording = told("ndpi-rdp");
    const Story& one = story(recording, ":3389");
    EXPECT_EQ(value(one, "request", "negotiation.requested"), "SSL+HYBRID+HYBRID_EX");
    EXPECT_EQ(value(one, "confirm", "negotiation.selected"), "HYBRID_EX");
    EXPECT_EQ(value(one, "server_hello", "tls.version"), "TLS 1.2");
    EXPECT_EQ(value(one, "server_hello", "tls.suite"), "0xC030");
    EXPECT_THAT(lines(one), IsSupersetOf(Ids{"certificate", "encrypted"}));
    EXPECT_EQ(one.stage, Stage::Encrypted);
    EXPECT_FALSE(one.blocked());
}

TEST_F(RealRecordings, AServerOf2003RefusesTlsAndIsThenSpokenToInTheOldWay)
{
    const auto recording = told("zeek-rdp-proprietary-encryption");
    const Story& first = story(recording, ":3389", ":1311");
    EXPECT_EQ(first.stage, Stage::Refused);
    EXPECT_THAT(findings(first), Contains("transport.ssl_not_allowed"));
    EXPECT_THAT(lines(first), Contains("reset_expected"));
    const Story& second = story(recording, ":3389", ":1312");
    EXPECT_EQ(value(second, "mcs_response", "encryption.level"), "High");
    EXPECT_EQ(second.stage, Stage::Session);
    EXPECT_FALSE(second.blocked());
}

TEST_F(RealRecordings, ASessionAfterACertificatePrompt)
{
    const auto recording = told("zeek-rdp-to-ssl");
    const Story& first = story(recording, ":3389", ":49206");
    EXPECT_EQ(value(first, "server_hello", "tls.version"), "TLS 1.0");
    EXPECT_EQ(value(first, "server_hello", "tls.suite"), "0x002F");
    EXPECT_EQ(value(first, "client_hello", "tls.name"), "192.168.1.150");
    EXPECT_EQ(value(first, "fin", "side"), "client");
    EXPECT_THAT(lines(first), Contains("reset_expected"));
    EXPECT_FALSE(first.blocked());
    const Story& second = story(recording, ":3389", ":49207");
    EXPECT_EQ(second.stage, Stage::Session);
    EXPECT_FALSE(second.blocked());
    EXPECT_TRUE(provesHealth(subject(recording)));
}

TEST_F(RealRecordings, AnOldClientWithoutNegotiation)
{
    const auto recording = told("ndpi-rdp3");
    const Story& one = story(recording, ":3389");
    EXPECT_THAT(lines(one), IsSupersetOf(Ids{"request", "confirm_old", "mcs_initial", "mcs_response"}));
    EXPECT_EQ(value(one, "request", "negotiation.requested"), "");
    EXPECT_EQ(value(one, "mcs_response", "encryption.level"), "Client Compatible");
}

TEST_F(RealRecordings, RdpBehindVlanTags)
{
    const auto recording = told("ndpi-rdp_over_tls");
    const Story& one = story(recording, ":3389");
    EXPECT_EQ(value(one, "confirm", "negotiation.selected"), "HYBRID");
    EXPECT_EQ(value(one, "server_hello", "tls.version"), "TLS 1.2");
}

TEST_F(RealRecordings, RetransmissionsAndASmallLargestSegment)
{
    const auto recording = told("zeek-rdp-unknown-keyboard");
    const Story& one = story(recording, ":3389");
    EXPECT_EQ(value(one, "syn", "tcp.mss"), "1398");
    EXPECT_THAT(lines(one), IsSupersetOf(Ids{"syn_again", "retransmitted", "mcs_initial"}));
}

TEST_F(RealRecordings, AMalformedConfirmStopsNothing)
{
    const auto recording = told("zeek-rdp-invalid-length");
    EXPECT_EQ(story(recording, ":3389").kind, Kind::Rdp);
}

TEST_F(RealRecordings, AHealthyHandshakeOfTheLab)
{
    const auto recording = told("lab-baseline-tls");
    const Story& one = story(recording, ":3389");
    EXPECT_EQ(value(one, "request", "request.user"), "probe");
    EXPECT_EQ(value(one, "server_hello", "tls.version"), "TLS 1.3");
    EXPECT_EQ(one.stage, Stage::Encrypted);
    EXPECT_EQ(value(one, "fin", "side"), "client");
    EXPECT_EQ(value(one, "reset_expected", "side"), "client");
    EXPECT_FALSE(one.blocked());
}

TEST_F(RealRecordings, ARouterResetsOnTheClientHello)
{
    const auto recording = told("lab-middlebox-rst-clienthello");
    const Story& one = story(recording, ":3389");
    EXPECT_EQ(one.stage, Stage::HelloSent);
    EXPECT_THAT(findings(one), IsSupersetOf(Ids{"transport.cut_on_client_hello", "transport.ended_by_reset",
                                                "network.reset_by_middlebox_seen"}));
    EXPECT_TRUE(observed(one, "ttl_differs"));
    EXPECT_TRUE(observed(one, "id_zero"));
    EXPECT_TRUE(observed(one, "no_ack"));
    EXPECT_EQ(one.observations[0].with[0].value, "64");
    EXPECT_EQ(one.observations[0].with[1].value, "63");
}

TEST_F(RealRecordings, ABlackHoleSwallowsTheServersFlight)
{
    const auto recording = told("lab-pmtu-blackhole");
    const Story& one = story(recording, ":3389", ":52766");
    EXPECT_EQ(findings(one), (Ids{"network.large_segments_lost", "network.offload_checksums"}));
    EXPECT_EQ(value(one, "missing_segments", "lost.bytes"), "2896");
    EXPECT_EQ(value(one, "missing_segments", "arrived.bytes"), "670");
    EXPECT_EQ(lines(story(recording, ":3389", ":35136")).front(), "midway");
    ASSERT_NE(subject(recording), nullptr);
    EXPECT_EQ(subject(recording)->client, one.client);
}

TEST_F(RealRecordings, SmallerSegmentsPassTheBlackHole)
{
    const auto recording = told("lab-pmtu-blackhole-workarounds");
    for (const auto* client : {":52428", ":52458", ":38500"})
        EXPECT_THAT(findings(story(recording, ":3389", client)), Contains("network.large_segments_lost")) << client;
    for (const auto* client : {":52444", ":52452", ":38480", ":38490", ":38494"}) {
        const Story& one = story(recording, ":3389", client);
        EXPECT_FALSE(one.blocked()) << client;
        EXPECT_EQ(one.stage, Stage::Encrypted) << client;
    }
}

TEST_F(RealRecordings, ClosedForbiddenAndSilentPorts)
{
    const auto recording = told("lab-closed-and-filtered");
    EXPECT_EQ(findings(story(recording, ":3399")), Ids{"network.port_refused"});
    EXPECT_TRUE(observed(story(recording, ":3399"), "ttl_same"));
    EXPECT_EQ(findings(story(recording, ":3398")), Ids{"network.port_rejected"});
    EXPECT_EQ(value(story(recording, ":3398"), "icmp_prohibited", "icmp.from"), "10.77.1.1");
    EXPECT_EQ(value(story(recording, ":3398"), "icmp_prohibited", "icmp.code"), "13");
    EXPECT_EQ(findings(story(recording, ":3397")), Ids{"network.port_refused"});
    EXPECT_TRUE(observed(story(recording, ":3397"), "ttl_differs")) << "the router's TTL, not the host's";
    EXPECT_EQ(findings(story(recording, ":3396")), Ids{"network.port_silent"});
    EXPECT_EQ(value(story(recording, ":3396"), "no_answer", "tcp.tries"), "5");
    EXPECT_EQ(findings(story(recording, ":3389", ":41702")), Ids{"transport.udp_refused"});
}

TEST_F(RealRecordings, EveryAnswerOfXrdp)
{
    const auto recording = told("lab-xrdp-0.9.21-nmap-enum");
    Ids levels;
    for (const Story& one : recording.stories) {
        EXPECT_EQ(one.kind, Kind::Rdp) << one.server;
        for (const auto& line : one.lines)
            if (line.id == "mcs_response") levels.push_back(line.with.at(0).value);
    }
    EXPECT_THAT(levels, IsSupersetOf(Ids{"Low", "FIPS", "High"}));
    EXPECT_TRUE(std::ranges::any_of(recording.stories, [](const Story& one) {
        const Ids ids = lines(one);
        return std::ranges::count(ids, "mcs_disconnect") != 0 && std::ranges::count(ids, "reset") == 0;
    })) << "a server that says goodbye cuts nobody off";
}

TEST_F(RealRecordings, EveryAnswerOfFreeRdp)
{
    const auto recording = told("lab-freerdp-shadow-2.11.7-nmap-enum");
    Ids all;
    for (const Story& one : recording.stories)
        for (const auto& finding : one.findings) all.push_back(finding.id);
    EXPECT_THAT(all,
                IsSupersetOf(Ids{"credentials.nla_required", "transport.ssl_not_allowed", "network.port_refused"}));
}

TEST_F(RealRecordings, RdpOverUdpIsReachedOrNot)
{
    const auto silent = told("zeek-rdpeudp-handshake-fail");
    EXPECT_EQ(findings(story(silent, ":3389")), Ids{"transport.udp_silent"});
    EXPECT_EQ(value(story(silent, ":3389"), "udp_silent", "times"), "3");
    const auto reached = told("zeek-rdpeudp-handshake-success");
    EXPECT_EQ(story(reached, ":3389").server, "[::1]:3389");
    EXPECT_EQ(value(story(reached, ":3389"), "udp_answer", "udp.version"), "2");
    EXPECT_THAT(lines(story(reached, ":3389")), IsSupersetOf(Ids{"udp_tls", "udp_both_ways"}));
    const auto newest = told("ndpi-rdp2");
    EXPECT_EQ(value(story(newest, "192.168.122.2:3389"), "udp_answer", "udp.version"), "3");
    EXPECT_EQ(newest.stories.size(), 3U);
}

TEST_F(RealRecordings, ProxiesAndWhatFollowsTheirAnswer)
{
    for (const auto* name : {"arkime-https-connect", "zeek-http-connect-with-header", "suricata-http-connect-tls",
                             "suricata-http-connect-fail"}) {
        const auto recording = told(name);
        ASSERT_FALSE(recording.stories.empty()) << name;
        EXPECT_EQ(recording.stories[0].kind, Kind::Proxy) << name;
        EXPECT_TRUE(value(recording.stories[0], "proxy_answer", "proxy.status").starts_with("200")) << name;
        EXPECT_FALSE(recording.stories[0].blocked()) << name;
    }
    EXPECT_THAT(lines(told("arkime-https-connect").stories.at(0)),
                IsSupersetOf(Ids{"client_hello", "server_hello", "certificate"}));
}

TEST_F(RealRecordings, WhatIsNoRemoteDesktopIsNotTold)
{
    for (const auto* name : {"suricata-smb2-ntlmssp-negotiateflags", "zeek-http-proxy", "suricata-tcp-rst-with-data",
                             "zeek-ldap-sasl-ntlm"})
        EXPECT_THAT(told(name).stories, IsEmpty()) << name;
    EXPECT_EQ(told("zeek-syn-then-rst").stories.at(0).kind, Kind::Unopened);
    EXPECT_FALSE(told("zeek-syn-then-rst").stories.at(0).blocked());
}

}    // namespace
}    // namespace rdpmend::capture
