// From packets to stories and findings: every stage, every ending, what is lost on the way, who sent a reset.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/capture/analysis.h"
#include "core/protocol/http.h"
#include "core/protocol/mcs.h"
#include "core/protocol/x224.h"
#include "tests/support/capture_builder.h"

namespace rdpmend::capture {
namespace {

using namespace test;
using testing::Contains;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

const Bytes request = protocol::connectionRequest(protocol::protocolSsl | protocol::protocolHybrid);
const Bytes confirm = protocol::connectionConfirm({.negotiated = true, .selected = protocol::protocolHybrid});

Recording recordingOf(const Bytes& file)
{
    std::istringstream in(toText(file));
    auto recording = analyse(in);
    EXPECT_TRUE(recording) << describe(recording.error());
    return recording ? *recording : Recording{};
}

Recording recordingOf(const CaptureBuilder& builder)
{
    return recordingOf(builder.pcap());
}

Story onlyStory(const CaptureBuilder& builder)
{
    auto recording = recordingOf(builder);
    EXPECT_EQ(recording.stories.size(), 1U);
    return recording.stories.empty() ? Story{} : recording.stories.front();
}

std::vector<std::string> lineIds(const Story& story)
{
    std::vector<std::string> out;
    for (const auto& line : story.lines) out.push_back(line.id);
    return out;
}

std::vector<std::string> findingIds(const Story& story)
{
    std::vector<std::string> out;
    for (const auto& finding : story.findings) out.push_back(finding.id);
    return out;
}

std::vector<std::string> observationIds(const Story& story)
{
    std::vector<std::string> out;
    for (const auto& observation : story.observations) out.push_back(observation.id);
    return out;
}

std::string valueOf(const Story& story, std::string_view line, std::string_view key)
{
    for (const auto& one : story.lines)
        if (one.id == line)
            for (const auto& evidence : one.with)
                if (evidence.key == key) return evidence.value;
    return {};
}

// ---- how far it came, and who ended it

TEST(Stages, AHealthyConnectionIsToldToItsEnd)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open()
        .client(request)
        .server(confirm)
        .client(clientHello())
        .server(serverFlight())
        .client(finished())
        .server(finished());
    for (int i = 0; i < 10; ++i) talk.client(tlsRecord(23, Bytes(200))).server(tlsRecord(23, Bytes(1200)));
    talk.client({}, tcpFin | tcpAck).server({}, tcpFin | tcpAck).client({});
    const Story story = onlyStory(builder);
    EXPECT_EQ(lineIds(story),
              (std::vector<std::string>{"syn", "syn_ack", "opened", "request", "confirm", "client_hello",
                                        "server_hello", "certificate", "encrypted", "session", "fin", "fin_too"}));
    EXPECT_EQ(story.kind, Kind::Rdp);
    EXPECT_EQ(story.stage, Stage::Session);
    EXPECT_THAT(story.findings, IsEmpty());
    EXPECT_EQ(valueOf(story, "syn", "tcp.mss"), "1460");
    EXPECT_EQ(valueOf(story, "syn", "tcp.window_scale"), "8");
    EXPECT_EQ(valueOf(story, "syn_ack", "round_trip"), "20 ms");
    EXPECT_EQ(valueOf(story, "request", "negotiation.requested"), "SSL+HYBRID");
    EXPECT_EQ(valueOf(story, "confirm", "negotiation.selected"), "HYBRID");
    EXPECT_EQ(valueOf(story, "client_hello", "tls.name"), "pc-17");
    EXPECT_EQ(valueOf(story, "server_hello", "tls.version"), "TLS 1.2");
    EXPECT_EQ(valueOf(story, "server_hello", "tls.suite"), "0xC030");
    EXPECT_EQ(valueOf(story, "certificate", "tls.length"), "704");
    EXPECT_EQ(valueOf(story, "fin", "side"), "client");
    EXPECT_EQ(story.client, "10.0.0.2:50000");
    EXPECT_EQ(story.server, "10.0.9.3:3389");
}

TEST(Stages, TheEndIsPlacedAtItsStage)
{
    const auto endAfter = [](int steps, bool reset) {
        CaptureBuilder builder;
        Talk talk(builder);
        talk.open();
        if (steps > 0) talk.client(request);
        if (steps > 1) talk.server(confirm);
        if (steps > 2) talk.client(clientHello());
        if (steps > 3) talk.server(serverFlight());
        if (steps > 4) talk.client(finished()).server(finished()).client(tlsRecord(23, Bytes(90)));
        reset ? talk.reset() : talk.server({}, tcpFin | tcpAck);
        return onlyStory(builder);
    };
    const char* const expected[] = {"transport.cut_at_connect",    "transport.cut_at_connect",
                                    "transport.cut_after_confirm", "transport.cut_on_client_hello",
                                    "transport.cut_during_tls",    "transport.cut_after_tls"};
    for (int steps = 0; steps < 6; ++steps)
        for (const bool reset : {false, true}) {
            const Story story = endAfter(steps, reset);
            EXPECT_THAT(findingIds(story),
                        IsSupersetOf({std::string(expected[steps]),
                                      std::string(reset ? "transport.ended_by_reset" : "transport.ended_by_fin")}))
                << steps;
            EXPECT_TRUE(story.blocked());
        }
}

TEST(Stages, AnEndByTheClientIsNobodysFault)
{
    CaptureBuilder builder;
    Talk(builder).open().client(request).server(confirm).client({}, tcpFin | tcpAck).reset();
    const Story story = onlyStory(builder);
    EXPECT_THAT(story.findings, IsEmpty());
    EXPECT_THAT(lineIds(story), Contains("reset_expected"));
    EXPECT_THAT(story.observations, IsEmpty());
}

TEST(Stages, SilenceIsPlacedAtItsStage)
{
    const auto silentAfter = [](int steps, double seconds) {
        CaptureBuilder builder;
        Talk talk(builder);
        talk.open().client(request);
        if (steps > 0) talk.server(confirm).client(clientHello());
        talk.wait(seconds).client({}, tcpFin | tcpAck);
        return findingIds(onlyStory(builder));
    };
    EXPECT_THAT(silentAfter(0, 10), Contains("transport.no_confirm"));
    EXPECT_THAT(silentAfter(1, 10), Contains("transport.tls_silent"));
    EXPECT_THAT(silentAfter(0, 1), IsEmpty()) << "the client did not wait";
}

TEST(Stages, FailureCodesAreNamed)
{
    const std::pair<std::uint32_t, const char*> codes[] = {{1, "transport.ssl_required"},
                                                           {2, "transport.ssl_not_allowed"},
                                                           {3, "certificates.host_has_no_certificate"},
                                                           {4, "transport.inconsistent_flags"},
                                                           {5, "credentials.nla_required"},
                                                           {6, "transport.user_certificate_required"},
                                                           {77, "transport.negotiation_refused"}};
    for (const auto& [code, finding] : codes) {
        CaptureBuilder builder;
        Talk(builder)
            .open()
            .client(request)
            .server(protocol::connectionConfirm({.negotiated = true, .failure = code}))
            .reset();
        const Story story = onlyStory(builder);
        EXPECT_EQ(findingIds(story), std::vector<std::string>{finding});
        EXPECT_EQ(story.stage, Stage::Refused);
        EXPECT_THAT(lineIds(story), Contains("reset_expected")) << "nobody cut it: the server had spoken";
    }
}

TEST(Stages, AlertsAreTold)
{
    CaptureBuilder builder;
    Talk(builder)
        .open()
        .client(request)
        .server(confirm)
        .client(clientHello())
        .server(tlsRecord(21, Bytes{2, 40}))
        .server({}, tcpFin | tcpAck);
    const Story story = onlyStory(builder);
    EXPECT_EQ(findingIds(story), std::vector<std::string>{"transport.tls_alert"});
    EXPECT_EQ(valueOf(story, "alert", "tls.alert"), "40");
}

TEST(Stages, ADowngradeIsSeen)
{
    CaptureBuilder builder;
    Talk(builder).open().client(request).server(protocol::connectionConfirm({.negotiated = true, .selected = 0}));
    EXPECT_EQ(findingIds(onlyStory(builder)), std::vector<std::string>{"transport.downgraded_to_rdp"});
}

TEST(Stages, PlainRdpAndItsProperEnd)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open().client(protocol::connectionRequest(std::nullopt)).server(protocol::connectionConfirm({}));
    talk.client(protocol::connectInitial(0, protocol::encryption128Bit));
    talk.server(protocol::connectResponse({.version = 0x00080004, .encryptionMethod = 2, .encryptionLevel = 3}));
    talk.server(protocol::disconnectUltimatum(3)).reset();
    const Story story = onlyStory(builder);
    EXPECT_THAT(lineIds(story),
                IsSupersetOf({std::string("confirm_old"), std::string("mcs_initial"), std::string("mcs_response"),
                              std::string("mcs_disconnect"), std::string("reset_expected")}));
    EXPECT_EQ(valueOf(story, "mcs_response", "encryption.level"), "High");
    EXPECT_THAT(findingIds(story), Contains("transport.server_ended"));
}

TEST(Stages, WhatIsNotRemoteDesktopIsNamed)
{
    CaptureBuilder builder;
    Talk(builder).open().client(request).server(toBytes("SSH-2.0-OpenSSH_9.2\r\n"));
    const Story story = onlyStory(builder);
    EXPECT_THAT(findingIds(story), Contains("network.not_rdp"));
    EXPECT_EQ(valueOf(story, "not_rdp", "answers.protocol"), "SSH");
}

TEST(Stages, SegmentsMayComeInAnyOrderAndSize)
{
    const auto flight = joined(request, {});
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open();
    for (const auto byte : flight) talk.client(Bytes{byte});
    talk.server(confirm).client(clientHello());
    const Bytes whole = serverFlight(3000);
    const auto part = [&whole](std::size_t from, std::size_t to) {
        return Bytes(whole.begin() + static_cast<std::ptrdiff_t>(from),
                     whole.begin() + static_cast<std::ptrdiff_t>(to));
    };
    talk.server(part(0, 100)).lose(1000).server(part(1100, whole.size()));
    const auto rest = static_cast<std::uint32_t>(whole.size() - 1100);
    talk.lose(static_cast<std::size_t>(-static_cast<std::ptrdiff_t>(rest) - 1000)).server(part(100, 1100));
    const Story story = onlyStory(builder);
    EXPECT_EQ(story.stage, Stage::HelloAnswered);
    EXPECT_THAT(lineIds(story), IsSupersetOf({std::string("server_hello"), std::string("certificate")}));
    EXPECT_THAT(findingIds(story), Not(Contains("network.large_segments_lost")));
}

TEST(Stages, PacketsThatWereKeptInPartStillTellTheStages)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open()
        .client(request)
        .server(confirm)
        .client(clientHello())
        .server(serverFlight())
        .client(finished())
        .server(finished());
    for (int i = 0; i < 40; ++i) talk.client(tlsRecord(23, Bytes(200))).server(tlsRecord(23, Bytes(1200)));
    auto recording = recordingOf(builder.pcap(false, false, linkEthernet, 128));
    ASSERT_EQ(recording.stories.size(), 1U);
    EXPECT_EQ(recording.stories[0].stage, Stage::Session);
    EXPECT_THAT(lineIds(recording.stories[0]),
                IsSupersetOf({std::string("cut"), std::string("server_hello"), std::string("session")}));
}

TEST(Stages, ARecordingThatBeginsMidwayBlamesNobody)
{
    CaptureBuilder builder;
    Talk(builder).client(tlsRecord(23, Bytes(90))).server(tlsRecord(23, Bytes(90))).client(Bytes(30)).reset();
    const Story story = onlyStory(builder);
    EXPECT_EQ(lineIds(story).front(), "midway");
    EXPECT_EQ(story.kind, Kind::Rdp);
    EXPECT_FALSE(story.blocked());
}

TEST(Stages, HttpsIsToldAsPerhapsAGateway)
{
    CaptureBuilder builder;
    Talk(builder, 443).open().client(clientHello("gw.example.org")).reset();
    const auto recording = recordingOf(builder);
    ASSERT_EQ(recording.stories.size(), 1U);
    EXPECT_EQ(recording.stories[0].kind, Kind::Https);
    EXPECT_THAT(findingIds(recording.stories[0]), Contains("transport.cut_on_client_hello"));
    EXPECT_EQ(targetOf(subject(recording)).gateway->host, "10.0.9.3");
    EXPECT_EQ(outcomesOf(subject(recording)).at("transport.gateway").verdict, Verdict::Skipped);
}

// ---- gateways and proxies in clear text

TEST(Http, AGatewayIsKnownByItsMethodsAndItsAnswerIsJudged)
{
    const auto answered = [](std::string_view answer) {
        CaptureBuilder builder;
        Talk(builder, 80)
            .open()
            .client(protocol::gatewayRequest(protocol::GatewayTransport::HttpWebSocket, "gw", "{0}"))
            .server(toBytes(answer));
        return onlyStory(builder);
    };
    const Story healthy = answered(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\nContent-Length: "
        "0\r\n\r\n");
    EXPECT_EQ(healthy.kind, Kind::Gateway);
    EXPECT_THAT(healthy.findings, IsEmpty());
    EXPECT_EQ(valueOf(healthy, "gateway_answer", "gateway.schemes"), "Negotiate, NTLM");
    EXPECT_THAT(lineIds(healthy), Contains("gateway_websocket"));
    EXPECT_EQ(answered("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n").stage, Stage::Encrypted);
    const std::pair<const char*, const char*> bad[] = {
        {"401 Unauthorized", "transport.gateway_auth_unusable"},
        {"403 Forbidden", "transport.gateway_refuses"},
        {"503 Service Unavailable", "transport.gateway_busy"},
        {"302 Found", "transport.gateway_answer_altered"},
        {"407 Proxy Authentication Required", "network.proxy_asks_sign_in"}};
    for (const auto& [status, finding] : bad)
        EXPECT_EQ(findingIds(answered("HTTP/1.1 " + std::string(status) + "\r\nContent-Length: 0\r\n\r\n")),
                  std::vector<std::string>{finding});
}

TEST(Http, AProxyRefusesOrLetsTlsThrough)
{
    const auto answered = [](std::string_view answer) {
        CaptureBuilder builder;
        Talk(builder, 8080)
            .open()
            .client(protocol::connectRequest("gw.example.org", 443))
            .server(toBytes(answer))
            .client(clientHello())
            .server(serverFlight());
        return onlyStory(builder);
    };
    const Story open = answered("HTTP/1.1 200 Connection established\r\n\r\n");
    EXPECT_EQ(open.kind, Kind::Proxy);
    EXPECT_EQ(open.stage, Stage::HelloAnswered);
    EXPECT_THAT(open.findings, IsEmpty());
    EXPECT_EQ(valueOf(open, "connect_request", "proxy.target"), "gw.example.org:443");
    EXPECT_THAT(findingIds(answered("HTTP/1.1 407 No\r\n\r\n")), Contains("network.proxy_asks_sign_in"));
    EXPECT_THAT(findingIds(answered("HTTP/1.1 403 No\r\n\r\n")), Contains("network.proxy_refuses"));
}

TEST(Http, AnEmptyLineIsFoundHoweverTheHeadIsCut)
{
    const Bytes head = protocol::connectRequest("gw.example.org", 443);
    CaptureBuilder builder;
    Talk talk(builder, 8080);
    talk.open();
    for (const auto byte : head) talk.client(Bytes{byte});
    EXPECT_THAT(lineIds(onlyStory(builder)), Contains("connect_request"));
}

// ---- a connection that never opens

TEST(Opening, RefusedSilentAndForbiddenAreToldApart)
{
    CaptureBuilder refused;
    Talk(refused).syn().reset();
    EXPECT_EQ(findingIds(onlyStory(refused)), std::vector<std::string>{"network.port_refused"});

    CaptureBuilder silent;
    Talk(silent).syn().wait(1).syn().wait(2).syn();
    const Story story = onlyStory(silent);
    EXPECT_EQ(findingIds(story), std::vector<std::string>{"network.port_silent"});
    EXPECT_EQ(valueOf(story, "no_answer", "tcp.tries"), "3");

    CaptureBuilder ended;
    Talk(ended).syn();
    EXPECT_THAT(onlyStory(ended).findings, IsEmpty()) << "the recording ended too early to tell";

    const std::pair<std::pair<int, int>, const char*> errors[] = {
        {{3, 13}, "network.port_rejected"}, {{3, 3}, "network.port_rejected"}, {{3, 1}, "network.no_route"},
        {{3, 0}, "network.no_route"},       {{11, 0}, "network.no_route"},     {{3, 2}, "network.port_rejected"}};
    for (const auto& [code, finding] : errors) {
        CaptureBuilder builder;
        Talk(builder).syn();
        const Bytes about(builder.packets()[0].second.begin() + 14, builder.packets()[0].second.end());
        builder.at(1.1).ip(
            ipv4(routerV4, clientV4, 1,
                 icmp(static_cast<std::uint8_t>(code.first), static_cast<std::uint8_t>(code.second), 0, about)));
        EXPECT_EQ(findingIds(onlyStory(builder)), std::vector<std::string>{finding})
            << code.first << '/' << code.second;
    }
}

TEST(Opening, OtherPortsAreToldOnlyWhenNothingWasSaid)
{
    CaptureBuilder unopened;
    Talk(unopened, 5000).syn().reset();
    EXPECT_EQ(onlyStory(unopened).kind, Kind::Unopened);
    CaptureBuilder other;
    Talk(other, 5000).open().client(toBytes("hello"));
    EXPECT_THAT(recordingOf(other).stories, IsEmpty());
    EXPECT_EQ(recordingOf(other).untold, 1U);
    CaptureBuilder moved;
    Talk(moved, 5000).open().client(request);
    EXPECT_EQ(onlyStory(moved).kind, Kind::Rdp) << "by what is said, whatever the port";
}

TEST(Icmp, FragmentationNeededNamesTheSize)
{
    for (const bool v6 : {false, true}) {
        const Bytes from = v6 ? Bytes{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2} : clientV4;
        const Bytes to = v6 ? Bytes{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3} : serverV4;
        const Bytes segment = tcp({.from = 50000, .to = 3389, .sequence = 5, .data = Bytes(1400)}, from, to);
        const Bytes packet = v6 ? ipv6(from, to, 6, segment) : ipv4(from, to, 6, segment);
        const Bytes error = v6 ? ipv6(to, from, 58, joined(Bytes{2, 0, 0, 0, 0, 0, 0x05, 0x14}, packet))
                               : ipv4(routerV4, from, 1, icmp(3, 4, 1300, packet));
        CaptureBuilder builder;
        builder.at(1).ip(packet).at(1.1).ip(error);
        EXPECT_EQ(valueOf(onlyStory(builder), "icmp_fragmentation_needed", "icmp.mtu"), "1300") << v6;
    }
}

// ---- what is lost on the way

const Bytes sack(std::uint32_t left, std::uint32_t right)
{
    return ByteWriter().u8(1).u8(1).u8(5).u8(10).u32be(left).u32be(right).take();
}

TEST(BlackHole, IsSeenWhereFullSegmentsDoNotArrive)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open().client(request).server(confirm).client(clientHello()).lose(2896).server(Bytes(670));
    talk.clientAcks(2896 + 670, sack(talk.serverSequence() - 670, talk.serverSequence()))
        .wait(8)
        .clientAcks(2896 + 670);
    const Story story = onlyStory(builder);
    EXPECT_THAT(findingIds(story), Contains("network.large_segments_lost"));
    EXPECT_THAT(findingIds(story), Not(Contains("transport.tls_silent")));
    EXPECT_EQ(valueOf(story, "missing_segments", "lost.bytes"), "2896");
    EXPECT_EQ(valueOf(story, "missing_segments", "arrived.bytes"), "670");
}

TEST(BlackHole, IsSeenWhereFullSegmentsAreSent)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open().client(request).server(confirm).client(clientHello());
    const Bytes full(1448);
    talk.server(full);
    for (int i = 0; i < 3; ++i) talk.wait(1 << i).serverAgain(full);
    talk.clientAcks(1448);
    const Story story = onlyStory(builder);
    EXPECT_THAT(findingIds(story), Contains("network.large_segments_lost"));
    EXPECT_EQ(valueOf(story, "lost_segment", "lost.sent"), "4");
    EXPECT_EQ(valueOf(story, "retransmitted", "times"), "3");
}

TEST(BlackHole, IsNotWhatTheRecordingMissed)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open()
        .client(request)
        .server(confirm)
        .client(clientHello())
        .lose(2896)
        .server(Bytes(670))
        .client({})
        .wait(8)
        .client({});
    EXPECT_THAT(findingIds(onlyStory(builder)), Not(Contains("network.large_segments_lost")))
        << "the client acknowledged it";
}

TEST(BlackHole, IsNotADeadLine)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open().client(request).server(confirm).client(clientHello());
    const Bytes full(1448);
    talk.server(full);
    for (int i = 0; i < 3; ++i) talk.wait(1 << i).serverAgain(full);
    const Story story = onlyStory(builder);
    EXPECT_THAT(findingIds(story), Not(Contains("network.large_segments_lost")))
        << "the client says nothing at all any more";
    EXPECT_THAT(lineIds(story), Contains("unacknowledged"));
}

TEST(Lines, CountWindowsKeepAlivesAndDuplicates)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open().client(request).server(confirm);
    const auto packets = builder.packets();
    builder.frame(packets.back().second);    // the same packet at another layer
    talk.wait(1).client({}, tcpAck).wait(1).client(clientHello());
    EXPECT_THAT(lineIds(onlyStory(builder)), Not(Contains("retransmitted")));
}

TEST(Lines, AFullReceiverIsTold)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open().client(request).server(confirm);
    builder.at(2).ip(ipv4(clientV4, serverV4, 6,
                          tcp({.from = 50000,
                               .to = 3389,
                               .sequence = talk.clientSequence(),
                               .acknowledged = talk.serverSequence(),
                               .window = 0},
                              clientV4, serverV4)));
    EXPECT_EQ(valueOf(onlyStory(builder), "zero_window", "side"), "client");
}

// ---- who sent the reset

Story resetAfterHello(const Talk::ResetOf& reset, const std::function<void(Talk&)>& prepare = {},
                      const std::function<void(Talk&)>& after = {})
{
    CaptureBuilder builder;
    Talk talk(builder);
    if (prepare) prepare(talk);
    talk.open().client(request).server({}).server(confirm).client(clientHello());
    talk.wait(0.02).reset(reset);
    if (after) after(talk);
    return onlyStory(builder);
}

TEST(Middlebox, AResetThatFitsTheServerIsTheServers)
{
    const Story story = resetAfterHello({});
    EXPECT_EQ(observationIds(story), (std::vector<std::string>{"ttl_same", "id_in_series"}));
    EXPECT_THAT(findingIds(story), Contains("network.reset_fits_sender"));
    EXPECT_THAT(findingIds(story), Not(Contains("network.reset_by_middlebox_seen")));
}

TEST(Middlebox, OneObservationAloneIsNoVerdict)
{
    const Story story = resetAfterHello({.hops = 120}, [](Talk& talk) { talk.serverIds = false; });
    EXPECT_THAT(observationIds(story), Contains("ttl_differs"));
    EXPECT_THAT(findingIds(story), Not(Contains("network.reset_by_middlebox_seen")));
    const Story strong = resetAfterHello({.hops = 64}, [](Talk& talk) { talk.serverIds = false; });
    EXPECT_THAT(observationIds(strong), Contains("ttl_other_start"));
    EXPECT_THAT(findingIds(strong), Not(Contains("network.reset_by_middlebox_seen")));
}

TEST(Middlebox, SeveralObservationsThatAgreeAre)
{
    const Story story = resetAfterHello({.hops = 64, .id = 9999});
    EXPECT_THAT(observationIds(story), IsSupersetOf({std::string("ttl_other_start"), std::string("id_out_of_series")}));
    EXPECT_THAT(findingIds(story), Contains("network.reset_by_middlebox_seen"));
    const Story bare = resetAfterHello({.hops = 120, .id = 0, .flags = tcpRst});
    EXPECT_THAT(observationIds(bare),
                IsSupersetOf({std::string("ttl_differs"), std::string("no_ack"), std::string("id_zero")}));
    EXPECT_THAT(findingIds(bare), Contains("network.reset_by_middlebox_seen"));
}

TEST(Middlebox, EveryObservationIsMade)
{
    const Story fast = [] {
        CaptureBuilder builder;
        Talk talk(builder);
        talk.open().client(request).wait(0.02).server(confirm).client(clientHello()).reset();    // 1 ms after, the way
                                                                                                 // takes 20
        return onlyStory(builder);
    }();
    EXPECT_THAT(observationIds(fast), Contains("too_fast"));
    EXPECT_THAT(observationIds(resetAfterHello({.id = 103})), Contains("id_of_other_side"));
    EXPECT_THAT(observationIds(resetAfterHello({.reserved = 0x02})), Contains("reserved_bits"));
    EXPECT_THAT(observationIds(resetAfterHello({}, {}, [](Talk& talk) { talk.server(serverFlight()); })),
                Contains("goes_on"));
    const Bytes timestamps = ByteWriter().u8(1).u8(1).u8(8).u8(10).zeros(8).take();
    EXPECT_THAT(observationIds(resetAfterHello({}, [&](Talk& talk) { talk.synOptions = timestamps; })),
                Contains("no_timestamps"));
}

TEST(Middlebox, ARefusalIsComparedWithOtherConnectionsOfTheSameComputer)
{
    CaptureBuilder builder;
    Talk(builder, 3389, 50001).open().client(request).server(confirm);
    Talk second(builder, 3390, 50002);
    second.wait(5).syn().reset({.hops = 64});
    const auto recording = recordingOf(builder);
    ASSERT_EQ(recording.stories.size(), 2U);
    EXPECT_EQ(observationIds(recording.stories[1]), std::vector<std::string>{"ttl_other_start"});
    EXPECT_EQ(findingIds(recording.stories[1]), std::vector<std::string>{"network.port_refused"});
}

// ---- idle times

Story resetAfterSilence(double seconds, bool triggered)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open()
        .client(request)
        .server(confirm)
        .client(clientHello())
        .server(serverFlight())
        .client(finished())
        .server(finished());
    for (int i = 0; i < 10; ++i) talk.client(tlsRecord(23, Bytes(200))).server(tlsRecord(23, Bytes(1200)));
    talk.wait(seconds);
    if (triggered) talk.client(tlsRecord(23, Bytes(200))).wait(0.01);
    talk.reset();
    return onlyStory(builder);
}

TEST(Idle, ARoundNumberOfSecondsIsATimer)
{
    for (const int round : {60, 120, 300, 600, 900, 1800, 3600})
        for (const bool triggered : {false, true}) {
            const Story story = resetAfterSilence(round + 0.4, triggered);
            EXPECT_THAT(findingIds(story), Contains("network.idle_reset")) << round;
        }
    EXPECT_EQ(valueOf(resetAfterSilence(300.4, true), "reset", "idle"), "300.4 s");
}

TEST(Idle, AnyOtherTimeIsNot)
{
    for (const double seconds : {5.0, 70.0, 333.0, 777.0, 2000.0})
        EXPECT_THAT(findingIds(resetAfterSilence(seconds, false)), Not(Contains("network.idle_reset"))) << seconds;
}

// ---- check sums

TEST(Offload, WrongSumsOfNearlyEverythingThatASideSendsAreNoFault)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.clientChecksums = false;
    talk.open().client(request).server(confirm).client(clientHello()).server(serverFlight());
    const Story story = onlyStory(builder);
    EXPECT_EQ(findingIds(story), std::vector<std::string>{"network.offload_checksums"});
    EXPECT_EQ(valueOf(story, "offload", "side"), "client");
    EXPECT_FALSE(story.blocked());
}

TEST(Offload, SegmentsLargerThanAllowedAreNoFault)
{
    CaptureBuilder builder;
    Talk(builder).open().client(request).server(confirm).client(clientHello()).server(serverFlight(4000)).client({});
    EXPECT_EQ(findingIds(onlyStory(builder)), std::vector<std::string>{"network.offload_segments"});
}

TEST(Offload, AWrongSumNowAndThenIsDamage)
{
    CaptureBuilder builder;
    Talk talk(builder);
    talk.open().client(request).server(confirm);
    talk.clientChecksums = false;
    talk.client(clientHello());
    talk.clientChecksums = true;
    EXPECT_THAT(findingIds(onlyStory(builder)), IsEmpty()) << "nothing shows that it was thrown away";
    talk.wait(0.3).clientAgain(clientHello());
    EXPECT_EQ(findingIds(onlyStory(builder)), std::vector<std::string>{"network.damaged_segments"});
}

// ---- link layers and IP

TEST(Links, AllCarryTheSameConversation)
{
    CaptureBuilder bare;
    Talk(bare).open().client(request).server(confirm);
    struct Wrapping {
        std::uint32_t link;
        Bytes before;
    };
    Bytes cooked(16), cooked2(20);
    cooked[14] = 0x08;
    cooked2[0] = 0x08;
    Bytes vlan(18), doubleVlan(22), pppoe(22);
    vlan[12] = 0x81, vlan[16] = 0x08;
    doubleVlan[12] = 0x88, doubleVlan[13] = 0xA8, doubleVlan[16] = 0x81, doubleVlan[20] = 0x08;
    pppoe[12] = 0x88, pppoe[13] = 0x64, pppoe[21] = 0x21;
    const Wrapping wrappings[] = {
        {linkEthernet, vlan},   {linkEthernet, doubleVlan}, {linkEthernet, pppoe},    {linkCooked, cooked},
        {linkCooked2, cooked2}, {linkNull, {2, 0, 0, 0}},   {linkLoop, {0, 0, 0, 2}}, {linkRaw, {}},
        {linkRawOld, {}},       {linkRawIpv4, {}}};
    for (const auto& [link, before] : wrappings) {
        CaptureBuilder wrapped;
        for (const auto& [at, bytes] : bare.packets())
            wrapped.at(static_cast<double>(at.count()) / 1e9).frame(joined(before, ByteView(bytes).subspan(14)));
        const auto recording = recordingOf(wrapped.pcap(false, false, link));
        ASSERT_EQ(recording.stories.size(), 1U) << link;
        EXPECT_THAT(lineIds(recording.stories[0]), Contains("confirm")) << link;
    }
}

TEST(Ip, ExtensionHeadersArePassedAndFragmentsTold)
{
    const Bytes from{0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2},
        to{0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3};
    const Bytes segment = tcp({.from = 50000, .to = 3389, .sequence = 1, .flags = tcpSyn}, from, to);
    ByteWriter chain;
    chain.u8(60).u8(0).zeros(6);                            // hop by hop
    chain.u8(44).u8(0).zeros(6);                            // destination options
    chain.u8(6).u8(0).u16be(1).u32be(77).bytes(segment);    // the first of several fragments
    CaptureBuilder builder;
    builder.at(1).ip(ipv6(from, to, 0, chain.take()));
    ByteWriter later;
    later.u8(6).u8(0).u16be(1480).u32be(77).zeros(100);
    builder.ip(ipv6(from, to, 44, later.take()));
    const auto recording = recordingOf(builder);
    ASSERT_EQ(recording.stories.size(), 1U);
    EXPECT_EQ(recording.stories[0].server, "[fe80::3]:3389");
    EXPECT_EQ(recording.stories[0].packets, 1U);
}

TEST(Ip, WhatIsCutShortOrNonsenseIsPassedOver)
{
    const Bytes whole = ipv4(clientV4, serverV4, 6, tcp({.from = 1, .to = 3389, .flags = tcpSyn}, clientV4, serverV4));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CaptureBuilder builder;
        builder.at(1).ip(joined(
            Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(size, 1))), {}));
        EXPECT_LE(recordingOf(builder).stories.size(), 1U);
    }
}

// ---- UDP

Bytes udpSyn(bool answer, std::uint16_t version)
{
    ByteWriter out;
    out.u32be(answer ? 5 : 0xFFFFFFFF).u16be(64).u16be(static_cast<std::uint16_t>(0x1001 | (answer ? 4 : 0)));
    out.u32be(77).u16be(1232).u16be(1232).u16be(1).u16be(version).zeros(1232 - 20);
    return out.take();
}

TEST(Udp, ReachedSilentAndRefusedAreToldApart)
{
    const auto knock = [](CaptureBuilder& builder, double at) {
        builder.at(at).ip(ipv4(clientV4, serverV4, 17, udp(50000, 3389, udpSyn(false, 2))));
    };
    CaptureBuilder reached;
    knock(reached, 1);
    reached.at(1.03).ip(ipv4(serverV4, clientV4, 17, udp(3389, 50000, udpSyn(true, 2))));
    const Story healthy = onlyStory(reached);
    EXPECT_EQ(healthy.kind, Kind::RdpUdp);
    EXPECT_THAT(healthy.findings, IsEmpty());
    EXPECT_EQ(valueOf(healthy, "udp_answer", "round_trip"), "30 ms");
    EXPECT_EQ(valueOf(healthy, "udp_syn", "udp.version"), "2");

    CaptureBuilder silent;
    knock(silent, 1), knock(silent, 4), knock(silent, 7);
    EXPECT_EQ(findingIds(onlyStory(silent)), std::vector<std::string>{"transport.udp_silent"});
    EXPECT_EQ(valueOf(onlyStory(silent), "udp_silent", "times"), "3");

    CaptureBuilder refused;
    knock(refused, 1);
    const Bytes about(refused.packets()[0].second.begin() + 14, refused.packets()[0].second.end());
    refused.at(1.1).ip(ipv4(serverV4, clientV4, 1, icmp(3, 3, 0, about)));
    EXPECT_EQ(findingIds(onlyStory(refused)), std::vector<std::string>{"transport.udp_refused"});

    CaptureBuilder gateway;
    const Bytes hello = ByteWriter().u8(22).u16be(0xFEFF).zeros(10).u8(1).zeros(50).take();
    gateway.at(1)
        .ip(ipv4(clientV4, serverV4, 17, udp(50000, 3391, hello)))
        .at(3)
        .ip(ipv4(clientV4, serverV4, 17, udp(50000, 3391, hello)));
    EXPECT_THAT(lineIds(onlyStory(gateway)),
                IsSupersetOf({std::string("udp_dtls"), std::string("udp_syn_again"), std::string("udp_silent")}));
}

// ---- the recording as a whole

TEST(Subject, IsTheLastFailureThatNothingBetterFollowed)
{
    CaptureBuilder builder;
    Talk(builder, 3389, 50001)
        .open()
        .client(request)
        .server(protocol::connectionConfirm({.negotiated = true, .failure = 2}));
    Talk second(builder, 3389, 50002);
    second.wait(1).open().client(request).server(confirm).client(clientHello()).reset();
    auto recording = recordingOf(builder);
    ASSERT_NE(subject(recording), nullptr);
    EXPECT_EQ(subject(recording)->number, 2U);
    EXPECT_FALSE(provesHealth(subject(recording)));
    Talk third(builder, 3389, 50003);
    third.wait(2)
        .open()
        .client(request)
        .server(confirm)
        .client(clientHello())
        .server(serverFlight())
        .client(finished())
        .server(finished());
    recording = recordingOf(builder);
    EXPECT_EQ(subject(recording)->number, 3U);
    EXPECT_TRUE(provesHealth(subject(recording)));
}

TEST(Subject, OfNothingIsNothing)
{
    EXPECT_EQ(subject({}), nullptr);
    EXPECT_TRUE(outcomesOf(nullptr).empty());
    EXPECT_FALSE(provesHealth(nullptr));
}

TEST(Recordings, WithManyConnectionsStayBounded)
{
    CaptureBuilder builder;
    for (int i = 0; i < 3000; ++i) {
        Talk talk(builder, 3389, static_cast<std::uint16_t>(20000 + i));
        talk.wait(i * 0.01).syn();
    }
    const auto recording = recordingOf(builder);
    EXPECT_EQ(recording.stories.size(), 256U);
    EXPECT_EQ(recording.untold, 3000U - 256U);
}

TEST(Recordings, PortsThatAreUsedAgainAreOtherConnections)
{
    CaptureBuilder builder;
    Talk(builder).open().client({}, tcpFin | tcpAck).server({}, tcpFin | tcpAck);
    Talk again(builder);
    again.wait(3);
    builder.at(4).ip(ipv4(clientV4, serverV4, 6,
                          tcp({.from = 50000, .to = 3389, .sequence = 999999, .flags = tcpSyn}, clientV4, serverV4)));
    EXPECT_EQ(recordingOf(builder).stories.size(), 2U);
}

TEST(Recordings, CutAtEveryByteAreTold)
{
    CaptureBuilder builder;
    Talk(builder).open().client(request).server(confirm).client(clientHello()).reset();
    const Bytes whole = builder.pcap();
    for (std::size_t size = 24; size <= whole.size(); ++size) {
        std::istringstream in(toText(ByteView(whole).first(size)));
        EXPECT_TRUE(analyse(in)) << size;
    }
}

}    // namespace
}    // namespace rdpmend::capture
