#include <atomic>
#include <future>

#include <gtest/gtest.h>

#include "core/net/asio_net.h"
#include "tests/core/net/tls_server.h"

namespace rdpmend::test {
namespace {

using namespace std::chrono_literals;

const std::unique_ptr<Net> net = makeAsioNet();

enum : std::uint8_t { handshakeFailure = 40, protocolVersion = 70, unrecognisedName = 112 };

std::unique_ptr<Stream> connectTo(const Peer& peer)
{
    auto connected = net->connect(loopback4, peer.port(), {}, soon());
    EXPECT_FALSE(connected.error);
    return std::move(connected.stream);
}

TlsReport shakeHands(const Peer& peer, const TlsOffer& offer = {}, const Deadline& deadline = soon())
{
    const auto stream = connectTo(peer);
    return stream ? stream->startTls(offer, deadline) : TlsReport{};
}

// Answers the ClientHello with these bytes, then does `end`.
Peer::Script afterClientHello(Bytes bytes, const Peer::Script& end = waitForEnd)
{
    return [bytes = std::move(bytes), end](tcp::socket& socket) {
        receive(socket);
        if (!bytes.empty()) send(socket, bytes);
        end(socket);
    };
}

void close(tcp::socket&) {}

Bytes alert(std::uint8_t level, std::uint8_t description)
{
    return {21, 3, 3, 0, 2, level, description};
}

Bytes handshakeRecord(std::uint8_t type, ByteView body)
{
    const auto u16 = [](std::size_t value) { return static_cast<std::uint16_t>(value); };
    return ByteWriter()
        .u8(22)
        .u16be(0x0303)
        .u16be(u16(body.size() + 4))
        .u8(type)
        .u8(0)
        .u16be(u16(body.size()))
        .bytes(body)
        .take();
}

Bytes serverHello(std::uint16_t version, std::uint16_t suite)
{
    return handshakeRecord(2, ByteWriter().u16be(version).zeros(32).u8(0).u16be(suite).u8(0).take());
}

std::vector<Bytes> derOf(const std::vector<Issued>& chain)
{
    std::vector<Bytes> out;
    for (const auto& issued : chain) out.push_back(issued.der);
    return out;
}

TEST(TlsHandshake, ReportsEverythingAboutTls13)
{
    TestPki pki;
    const auto leaf = pki.issue({.commonName = "pc-17", .keyAlgorithm = "EC", .issuer = &pki.root()});
    const TlsServer server({.chain = {leaf, pki.root()}});
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto report = shakeHands(peer);
    EXPECT_TRUE(report.complete());
    EXPECT_EQ(report.reached, TlsStage::Finished);
    EXPECT_TRUE(report.serverSpoke);
    EXPECT_EQ(report.version, "TLSv1.3");
    EXPECT_EQ(report.suite, "TLS_AES_256_GCM_SHA384");
    EXPECT_EQ(report.group, "X25519");
    EXPECT_EQ(report.chain, derOf(server.chain()));
    EXPECT_FALSE(report.alertReceived);
    EXPECT_FALSE(report.alertSent);
    EXPECT_GT(report.took, 0us);
}

TEST(TlsHandshake, ReportsEverythingAboutTls12)
{
    const TlsServer server({.maxVersion = 0x0303, .suites12 = "ECDHE-ECDSA-AES128-GCM-SHA256"});
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto report = shakeHands(peer);
    EXPECT_TRUE(report.complete());
    EXPECT_EQ(report.version, "TLSv1.2");
    EXPECT_EQ(report.suite, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    EXPECT_EQ(report.group, "X25519");
    EXPECT_EQ(report.chain, derOf(server.chain()));
}

TEST(TlsHandshake, ReachesOldVersionsSuitesAndCertificates)
{
    const auto weak = TestPki().issue({.commonName = "old", .keyBits = 1024, .digest = "SHA1"});
    const TlsServer server({.chain = {weak}, .maxVersion = 0x0301, .suites12 = "AES128-SHA:@SECLEVEL=0"});
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto report = shakeHands(peer, {.minVersion = 0x0301});
    EXPECT_TRUE(report.complete()) << (report.error ? report.error->words : "");
    EXPECT_EQ(report.version, "TLSv1");
    EXPECT_EQ(report.suite, "TLS_RSA_WITH_AES_128_CBC_SHA");
    EXPECT_EQ(report.group, "");
    EXPECT_EQ(report.chain, derOf({weak}));
}

TEST(TlsHandshake, OffersTheNameAndTheApplicationProtocol)
{
    std::promise<std::string> name;
    const TlsServer server({.alpn = "http/1.1"});
    const Peer peer([&](tcp::socket& socket) {
        TlsServer::Session session(server);
        server.accept(socket, session);
        if (session.established()) name.set_value(session.clientHelloName());
        waitForEnd(socket);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    EXPECT_TRUE(stream->startTls({.sni = "gw.example.com", .alpn = "http/1.1"}, soon()).complete());
    stream->finish();
    EXPECT_EQ(name.get_future().get(), "gw.example.com");
    const auto refused = shakeHands(peer, {.alpn = "h2"});
    EXPECT_EQ(refused.alertReceived, 120);    // no_application_protocol
}

TEST(TlsStream, MovesBytesBothWaysAndEndsWithCloseNotify)
{
    const TlsServer server;
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    ASSERT_TRUE(stream->startTls({}, soon()).complete());
    for (const std::size_t size : {std::size_t{1}, std::size_t{100}, std::size_t{200'000}}) {
        const Bytes sent(size, static_cast<std::uint8_t>(size));
        EXPECT_FALSE(stream->write(sent, soon()));
        Bytes echo;
        while (echo.size() < size) ASSERT_FALSE(stream->read(echo, size - echo.size(), soon()));
        EXPECT_EQ(echo, sent);
    }
    Bytes none;
    EXPECT_EQ(failureOf(stream->read(none, 10, Deadline::in(50ms))), NetFailure::Silent);
    stream->finish();
    EXPECT_EQ(failureOf(stream->read(none, 10, soon())), NetFailure::Closed);
    EXPECT_TRUE(none.empty());
}

TEST(TlsStream, IsClosedByCloseNotifyAndByFin)
{
    const TlsServer server;
    for (const bool polite : {true, false}) {
        const Peer peer([&](tcp::socket& socket) {
            TlsServer::Session session(server);
            server.accept(socket, session);
            send(socket, session.seal(toBytes("bye")));
            if (!polite) return;
            send(socket, session.closeNotify());
            waitForEnd(socket);
        });
        const auto stream = connectTo(peer);
        ASSERT_TRUE(stream);
        ASSERT_TRUE(stream->startTls({}, soon()).complete());
        Bytes words;
        EXPECT_FALSE(stream->read(words, 100, soon()));
        EXPECT_EQ(toText(words), "bye");
        EXPECT_EQ(failureOf(stream->read(words, 100, soon())), NetFailure::Closed);
    }
}

TEST(TlsStream, DeliversWhatArrivedBeforeAReset)
{
    if (underWine()) GTEST_SKIP() << resetLooksClosed;
    const TlsServer server;
    const Peer peer([&](tcp::socket& socket) {
        TlsServer::Session session(server);
        server.accept(socket, session);
        send(socket, session.seal(toBytes("last words")));
        reset(socket);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    ASSERT_TRUE(stream->startTls({}, soon()).complete());
    std::this_thread::sleep_for(50ms);
    Bytes words;
    EXPECT_FALSE(stream->read(words, 100, soon()));
    EXPECT_EQ(toText(words), "last words");
    EXPECT_EQ(failureOf(stream->read(words, 100, soon())), NetFailure::Reset);
}

TEST(TlsStream, TellsTheAlertThatFollowsAHandshakeOfTls13)
{
    const TlsServer server({.minVersion = 0x0304, .requestClientCertificate = true});
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    ASSERT_TRUE(stream->startTls({}, soon()).complete());
    Bytes words;
    const auto error = stream->read(words, 100, soon());
    ASSERT_TRUE(error);
    EXPECT_EQ(error->failure, NetFailure::TlsAlert);
    EXPECT_EQ(error->system, 116);    // certificate_required
    EXPECT_EQ(toError(*error, "read").domain, Domain::TlsAlert);
    EXPECT_EQ(failureOf(stream->write(toBytes("x"), soon())), NetFailure::TlsAlert);
}

TEST(TlsStream, TellsGarbageInsideAnOpenConnection)
{
    const TlsServer server;
    const Peer peer([&](tcp::socket& socket) {
        TlsServer::Session session(server);
        server.accept(socket, session);
        send(socket, toBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
        waitForEnd(socket);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    ASSERT_TRUE(stream->startTls({}, soon()).complete());
    Bytes words;
    EXPECT_EQ(failureOf(stream->read(words, 100, soon())), NetFailure::TlsBroken);
    EXPECT_TRUE(words.empty());
}

TEST(TlsStream, SendsNothingMoreAfterHalfARecord)
{
    const TlsServer server;
    std::stop_source over;
    const Peer peer([&](tcp::socket& socket) {
        TlsServer::Session session(server);
        server.accept(socket, session);
        while (!over.stop_requested()) std::this_thread::sleep_for(10ms);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    ASSERT_TRUE(stream->startTls({}, soon()).complete());
    EXPECT_EQ(failureOf(stream->write(Bytes(50'000'000, 7), Deadline::in(200ms))), NetFailure::Silent);
    EXPECT_EQ(failureOf(stream->write(toBytes("x"), soon())), NetFailure::Silent);
    over.request_stop();
}

TEST(TlsStream, StartsTlsOnlyOnce)
{
    const TlsServer server;
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    EXPECT_TRUE(stream->startTls({}, soon()).complete());
    EXPECT_EQ(failureOf(stream->startTls({}, soon()).error), NetFailure::Refusal);
}

TEST(TlsHandshake, TellsTheAlertOfAServerThatIsTooNew)
{
    const TlsServer server({.minVersion = 0x0304});
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto report = shakeHands(peer, {.maxVersion = 0x0303});
    ASSERT_TRUE(report.error);
    EXPECT_EQ(report.error->failure, NetFailure::TlsAlert);
    EXPECT_EQ(report.error->system, protocolVersion);
    EXPECT_FALSE(report.error->words.empty());
    EXPECT_EQ(report.alertReceived, protocolVersion);
    EXPECT_FALSE(report.alertSent);
    EXPECT_EQ(report.reached, TlsStage::ClientHelloSent);
    EXPECT_TRUE(report.serverSpoke);
    EXPECT_FALSE(report.complete());
}

TEST(TlsHandshake, TellsTheAlertOfAServerThatIsTooOld)
{
    const TlsServer server({.maxVersion = 0x0302});
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    EXPECT_EQ(shakeHands(peer).alertReceived, protocolVersion);
}

TEST(TlsHandshake, RefusesAVersionItDidNotOfferAndStillTellsWhichItWas)
{
    const Peer peer(afterClientHello(serverHello(0x0301, 0x0035)));
    const auto report = shakeHands(peer);
    EXPECT_EQ(failureOf(report.error), NetFailure::TlsBroken);
    EXPECT_NE(report.error->system, 0);
    EXPECT_EQ(report.alertSent, protocolVersion);
    EXPECT_FALSE(report.alertReceived);
    EXPECT_EQ(report.reached, TlsStage::ServerHello);
    EXPECT_EQ(report.version, "TLSv1");
    EXPECT_EQ(report.suite, "TLS_RSA_WITH_AES_256_CBC_SHA");
}

TEST(TlsHandshake, RefusesASuiteItDidNotOfferAndStillTellsWhichItWas)
{
    const Peer peer(afterClientHello(serverHello(0x0303, 0x0070)));    // which is nobody's
    const auto report = shakeHands(peer);
    EXPECT_EQ(failureOf(report.error), NetFailure::TlsBroken);
    EXPECT_TRUE(report.alertSent);
    EXPECT_EQ(report.suite, "0x0070");
}

TEST(TlsHandshake, TellsTheAlertOfAServerWithoutACommonSuite)
{
    const TlsServer server({.maxVersion = 0x0303, .suites12 = "ECDHE-ECDSA-AES128-GCM-SHA256"});
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto report = shakeHands(peer, {.maxVersion = 0x0303, .suites12 = "ECDHE-RSA-AES256-GCM-SHA384"});
    EXPECT_EQ(failureOf(report.error), NetFailure::TlsAlert);
    EXPECT_EQ(report.alertReceived, handshakeFailure);
}

TEST(TlsHandshake, TellsAnyAlertByItsNumber)
{
    for (const auto number : Bytes{10, 40, 48, 71, 80, 86, 112, 120, 200}) {
        const Peer peer(afterClientHello(alert(2, number), close));
        const auto report = shakeHands(peer);
        EXPECT_EQ(failureOf(report.error), NetFailure::TlsAlert);
        EXPECT_EQ(report.alertReceived, number);
        EXPECT_EQ(report.error->system, number);
    }
}

TEST(TlsHandshake, TellsAnAlertThatARstFollows)
{
    const Peer peer(afterClientHello(alert(2, handshakeFailure), reset));
    EXPECT_EQ(shakeHands(peer).alertReceived, handshakeFailure);
}

TEST(TlsHandshake, TellsAWarningThatEndsTheTalk)
{
    const Peer peer(afterClientHello(alert(1, unrecognisedName), close));
    const auto report = shakeHands(peer);
    EXPECT_EQ(failureOf(report.error), NetFailure::Closed);
    EXPECT_EQ(report.alertReceived, unrecognisedName);
    const Peer polite(afterClientHello(alert(1, 0), waitForEnd));
    EXPECT_EQ(failureOf(shakeHands(polite).error), NetFailure::Closed);
}

TEST(TlsHandshake, TellsResetCloseAndSilenceAfterTheClientHello)
{
    if (underWine()) GTEST_SKIP() << resetLooksClosed;
    const Peer resetting(afterClientHello({}, reset));
    const Peer closing(afterClientHello({}, close));
    const Peer silent(afterClientHello({}, waitForEnd));
    const auto byReset = shakeHands(resetting);
    const auto byClose = shakeHands(closing);
    const auto deadline = Deadline::in(200ms);
    const auto bySilence = shakeHands(silent, {}, deadline);
    EXPECT_GE(Deadline::Clock::now(), deadline.at);
    EXPECT_EQ(failureOf(byReset.error), NetFailure::Reset);
    EXPECT_EQ(failureOf(byClose.error), NetFailure::Closed);
    EXPECT_EQ(failureOf(bySilence.error), NetFailure::Silent);
    for (const auto& report : {byReset, byClose, bySilence}) {
        EXPECT_EQ(report.reached, TlsStage::ClientHelloSent);
        EXPECT_FALSE(report.serverSpoke);
        EXPECT_FALSE(report.alertReceived);
        EXPECT_FALSE(report.alertSent);
        EXPECT_TRUE(report.version.empty());
    }
    EXPECT_LT(bySilence.took, 200ms + tolerance);
}

TEST(TlsHandshake, TellsAResetThatCameBeforeTheClientHello)
{
    std::promise<void> connected;
    const Peer peer([&connected](tcp::socket& socket) {
        connected.get_future().wait_for(5s);    // a reset at accept may be what connect() itself reports
        reset(socket);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    connected.set_value();
    std::this_thread::sleep_for(50ms);
    const auto report = stream->startTls({}, soon());
    EXPECT_EQ(failureOf(report.error), NetFailure::Reset);
    EXPECT_FALSE(report.serverSpoke);
}

TEST(TlsHandshake, KeepsTheCertificateOfAServerThatBreaksOffAfterIt)
{
    const TlsServer server({.maxVersion = 0x0303});
    const Peer peer([&](tcp::socket& socket) {
        TlsServer::Session session(server);
        const auto flight = session.answer(receive(socket));
        send(socket, ByteView(flight).first(flight.size() - 9));    // ServerHelloDone is missing
    });
    const auto report = shakeHands(peer);
    EXPECT_EQ(failureOf(report.error), NetFailure::Closed);
    EXPECT_EQ(report.reached, TlsStage::Certificate);
    EXPECT_EQ(report.version, "TLSv1.2");
    EXPECT_EQ(report.chain, derOf(server.chain()));
}

TEST(TlsHandshake, TellsAResetInsteadOfTheServersLastWord)
{
    if (underWine()) GTEST_SKIP() << resetLooksClosed;
    const TlsServer server({.maxVersion = 0x0303});
    const Peer peer([&](tcp::socket& socket) {
        TlsServer::Session session(server);
        send(socket, session.answer(receive(socket)));
        receive(socket);
        reset(socket);
    });
    const auto report = shakeHands(peer);
    EXPECT_EQ(failureOf(report.error), NetFailure::Reset);
    EXPECT_EQ(report.reached, TlsStage::ServerDone);
    EXPECT_EQ(report.chain, derOf(server.chain()));
}

TEST(TlsHandshake, SaysWithWhatAnAnswerBeginsThatIsNotTls)
{
    const Peer peer(afterClientHello(toBytes("HTTP/1.1 400 Bad Request\r\n\r\n")));
    const auto report = shakeHands(peer);
    ASSERT_TRUE(report.error);
    EXPECT_EQ(report.error->failure, NetFailure::TlsBroken);
    EXPECT_EQ(report.error->words, "the answer is not TLS, it begins with 48 54 54 50 2f 31 2e 31");
    EXPECT_TRUE(report.serverSpoke);
    EXPECT_FALSE(report.alertSent);
    EXPECT_EQ(report.reached, TlsStage::ClientHelloSent);
}

TEST(TlsHandshake, SurvivesGarbageAtEveryPlaceOfTheServersAnswer)
{
    const TlsServer server({.maxVersion = 0x0303});
    std::atomic<std::size_t> at = 0;
    std::atomic<std::size_t> size = 1;
    const Peer peer([&](tcp::socket& socket) {
        TlsServer::Session session(server);
        auto flight = session.answer(receive(socket));
        size = flight.size();
        flight[at] = static_cast<std::uint8_t>(flight[at] ^ 0x55U);
        send(socket, flight);
        receive(socket);
    });
    for (; at < size; at += 7) {
        const auto report = shakeHands(peer, {}, Deadline::in(100ms));
        // Signed by the server's key or hashed into Finished: no changed byte passes.
        EXPECT_FALSE(report.complete()) << "byte " << at;
        EXPECT_TRUE(report.serverSpoke);
    }
}

TEST(TlsHandshake, EndsAtItsDeadlineWithAServerThatDribbles)
{
    const TlsServer server;
    const Peer peer([&](tcp::socket& socket) {
        TlsServer::Session session(server);
        for (const auto byte : session.answer(receive(socket))) {
            send(socket, Bytes{byte});
            std::this_thread::sleep_for(1ms);
            if (socket.available() > 0) return;
        }
    });
    const auto slow = shakeHands(peer, {}, Deadline::in(200ms));
    EXPECT_EQ(failureOf(slow.error), NetFailure::Silent);
    EXPECT_TRUE(slow.serverSpoke);
    EXPECT_LT(slow.took, 200ms + tolerance);
}

TEST(TlsHandshake, RefusesAnEndlessHandshake)
{
    const Peer peer([](tcp::socket& socket) {
        receive(socket);
        const auto request = handshakeRecord(0, {});    // HelloRequest: to be ignored
        Bytes many;
        for (int i = 0; i < 1000; ++i) many.insert(many.end(), request.begin(), request.end());
        boost::system::error_code error;
        while (!error) socket.write_some(asio::buffer(many), error);
    });
    const auto report = shakeHands(peer);
    EXPECT_EQ(failureOf(report.error), NetFailure::Refusal);
    EXPECT_LT(report.took, 2s);
}

TEST(TlsHandshake, RefusesTooManyCertificates)
{
    const auto chain = [](std::size_t count) {
        Bytes list;
        for (std::size_t i = 0; i < count; ++i) list.insert(list.end(), {0, 0, 1, 0x30});
        const auto size = static_cast<std::uint16_t>(list.size());
        return handshakeRecord(11, ByteWriter().u8(0).u16be(size).bytes(list).take());
    };
    const auto answer = [&chain](std::size_t count) {
        auto bytes = serverHello(0x0303, 0xC02F);
        const auto certificates = chain(count);
        bytes.insert(bytes.end(), certificates.begin(), certificates.end());
        return bytes;
    };
    const Peer tooMany(afterClientHello(answer(31)));
    EXPECT_EQ(failureOf(shakeHands(tooMany).error), NetFailure::Refusal);
    const Peer malformed(afterClientHello(answer(30)));
    const auto report = shakeHands(malformed);
    EXPECT_EQ(failureOf(report.error), NetFailure::TlsBroken);
    EXPECT_EQ(report.chain, std::vector<Bytes>(30, Bytes{0x30}));
    EXPECT_EQ(report.reached, TlsStage::Certificate);
}

TEST(TlsHandshake, RefusesWhatCannotBeOffered)
{
    const Peer peer(waitForEnd);
    EXPECT_EQ(failureOf(shakeHands(peer, {.suites12 = "NO-SUCH-SUITE"}).error), NetFailure::Refusal);
    EXPECT_EQ(failureOf(shakeHands(peer, {.suites13 = "NO-SUCH-SUITE"}).error), NetFailure::Refusal);
    EXPECT_EQ(failureOf(shakeHands(peer, {.minVersion = 0x0200}).error), NetFailure::Refusal);
    EXPECT_EQ(failureOf(shakeHands(peer, {.sni = std::string(300, 'a')}).error), NetFailure::Refusal);
    EXPECT_EQ(failureOf(shakeHands(peer, {.alpn = std::string(300, 'a')}).error), NetFailure::Refusal);
    EXPECT_EQ(failureOf(shakeHands(peer, {.minVersion = 0x0304, .maxVersion = 0x0303}).error), NetFailure::Refusal);
}

TEST(TlsHandshake, StopsAtOnceWhenAsked)
{
    const Peer peer(waitForEnd);
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    TlsReport report;
    EXPECT_LT(timeToStop([&](std::stop_token stop) { report = stream->startTls({}, Deadline::in(5s, stop)); }),
              tolerance);
    EXPECT_EQ(failureOf(report.error), NetFailure::Cancelled);
    Bytes words;
    EXPECT_EQ(failureOf(stream->read(words, 1, soon())), NetFailure::Cancelled);
}

TEST(TlsStream, StopsReadingAtOnceWhenAsked)
{
    const TlsServer server;
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    ASSERT_TRUE(stream->startTls({}, soon()).complete());
    Bytes words;
    std::optional<NetError> error;
    EXPECT_LT(timeToStop([&](std::stop_token stop) { error = stream->read(words, 1, Deadline::in(5s, stop)); }),
              tolerance);
    EXPECT_EQ(failureOf(error), NetFailure::Cancelled);
    EXPECT_FALSE(stream->write(toBytes("still there"), soon()));
    EXPECT_FALSE(stream->read(words, 100, soon()));
    EXPECT_EQ(toText(words), "still there");
}

}    // namespace
}    // namespace rdpmend::test
