#include <gtest/gtest.h>

#include "core/net/asio_net.h"
#include "tests/core/net/peer.h"

namespace rdpmend::test {
namespace {

using namespace std::chrono_literals;

const std::unique_ptr<Net> net = makeAsioNet();

std::unique_ptr<Stream> connectTo(const Peer& peer, const ConnectOptions& options = {})
{
    auto connected = net->connect(loopback4, peer.port(), options, soon());
    EXPECT_FALSE(connected.error);
    return std::move(connected.stream);
}

// Fills the queue of a listener that never accepts, until the system answers no further SYN.
class FullListener {
public:
    FullListener()
    {
        m_acceptor.open(tcp::v4());
        m_acceptor.bind({asio::ip::make_address("127.0.0.1"), 0});
        m_acceptor.listen(0);
        for (auto& socket : m_waiting)
            socket.async_connect(m_acceptor.local_endpoint(), [](const boost::system::error_code&) {});
        m_loop.run_for(50ms);
    }
    std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }

private:
    asio::io_context m_loop;
    tcp::acceptor m_acceptor{m_loop};
    std::array<tcp::socket, 3> m_waiting{tcp::socket(m_loop), tcp::socket(m_loop), tcp::socket(m_loop)};
};

TEST(Connect, ReachesAListenerAndTakesWhatItSays)
{
    const Peer peer([](tcp::socket& socket) {
        send(socket, receive(socket));
        waitForEnd(socket);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    EXPECT_FALSE(stream->write(toBytes("hello"), soon()));
    Bytes echo;
    EXPECT_FALSE(stream->read(echo, 100, soon()));
    EXPECT_EQ(toText(echo), "hello");
}

TEST(Connect, ReachesAnIpv6Listener)
{
    if (!hasIpv6()) GTEST_SKIP() << "this machine has no IPv6 loopback";
    const Peer peer([](tcp::socket& socket) { send(socket, toBytes("six")); }, loopback6);
    const auto connected = net->connect(loopback6, peer.port(), {}, soon());
    ASSERT_TRUE(connected.stream);
    Bytes answer;
    EXPECT_FALSE(connected.stream->read(answer, 100, soon()));
    EXPECT_EQ(toText(answer), "six");
}

TEST(Connect, TellsAClosedPortAsRefused)
{
    const auto connected = net->connect(loopback4, closedTcpPort(), {}, soon());
    EXPECT_FALSE(connected.stream);
    ASSERT_TRUE(connected.error);
    EXPECT_EQ(connected.error->failure, NetFailure::Refused);
    EXPECT_NE(connected.error->system, 0);
    EXPECT_FALSE(connected.error->words.empty());
}

TEST(Connect, IsSilentAtItsDeadlineWhenNothingAnswersTheSyn)
{
    const FullListener listener;
    const auto port = listener.port();
    const auto deadline = Deadline::in(200ms);
    const auto connected = net->connect(loopback4, port, {}, deadline);
    EXPECT_GE(Deadline::Clock::now(), deadline.at);
    ASSERT_TRUE(connected.error);
    EXPECT_EQ(connected.error->failure, NetFailure::Silent);
    EXPECT_LT(connected.took, 200ms + tolerance);
}

TEST(Connect, StopsAtOnceWhenAsked)
{
    const FullListener listener;
    Connected connected;
    EXPECT_LT(timeToStop([&](std::stop_token stop) {
                  connected = net->connect(loopback4, listener.port(), {}, Deadline::in(5s, stop));
              }),
              tolerance);
    EXPECT_EQ(failureOf(connected.error), NetFailure::Cancelled);
}

TEST(Connect, RefusesWhatIsNoAddress)
{
    EXPECT_EQ(failureOf(net->connect({.text = "not an address"}, 1, {}, soon()).error), NetFailure::Other);
}

TEST(Connect, GivesUpAtOnceWhenItsDeadlineHasPassed)
{
    const FullListener listener;
    const auto connected = net->connect(loopback4, listener.port(), {}, Deadline{});
    EXPECT_EQ(failureOf(connected.error), NetFailure::Silent);
    EXPECT_LT(connected.took, tolerance);
}

// Only after the connection was used: a reset at accept may be what connect() itself reports.
void lastWordsThenReset(tcp::socket& socket)
{
    receive(socket);
    send(socket, toBytes("last words"));
    reset(socket);
}

TEST(Read, DeliversWhatArrivedBeforeAReset)
{
    if (underWine()) GTEST_SKIP() << resetLooksClosed;
    const Peer peer(lastWordsThenReset);
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    EXPECT_FALSE(stream->write(toBytes("go on"), soon()));
    std::this_thread::sleep_for(50ms);
    Bytes words;
    EXPECT_FALSE(stream->read(words, 4, soon()));
    EXPECT_FALSE(stream->read(words, 100, soon()));
    EXPECT_EQ(toText(words), "last words");
    EXPECT_EQ(failureOf(stream->read(words, 100, soon())), NetFailure::Reset);
}

TEST(Read, RemembersAResetThatAWriteFoundOut)
{
    const Peer peer(lastWordsThenReset);
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    EXPECT_FALSE(stream->write(toBytes("go on"), soon()));
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(failureOf(stream->write(toBytes("too late"), soon())), NetFailure::Reset);
    Bytes words;
    EXPECT_FALSE(stream->read(words, 100, soon()));
    EXPECT_EQ(toText(words), "last words");
    EXPECT_EQ(failureOf(stream->read(words, 100, soon())), NetFailure::Reset);
}

TEST(Read, TellsFinFromReset)
{
    const Peer peer([](tcp::socket& socket) { send(socket, toBytes("bye")); });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    Bytes words;
    EXPECT_FALSE(stream->read(words, 100, soon()));
    EXPECT_EQ(failureOf(stream->read(words, 100, soon())), NetFailure::Closed);
    EXPECT_EQ(failureOf(stream->read(words, 100, soon())), NetFailure::Closed);
    EXPECT_EQ(toText(words), "bye");
}

TEST(Read, IsSilentAtItsDeadlineAndStillDeliversLater)
{
    const Peer peer([](tcp::socket& socket) {
        receive(socket);
        send(socket, toBytes("now"));
        waitForEnd(socket);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    Bytes words;
    const auto deadline = Deadline::in(150ms);
    const auto error = stream->read(words, 100, deadline);
    EXPECT_GE(Deadline::Clock::now(), deadline.at);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->failure, NetFailure::Silent);
    EXPECT_LT(error->after, 150ms + tolerance);
    EXPECT_FALSE(stream->write(toBytes("?"), soon()));
    EXPECT_FALSE(stream->read(words, 100, soon()));
    EXPECT_EQ(toText(words), "now");
}

TEST(Read, TakesWhatIsThereEvenWhenItsDeadlineHasPassed)
{
    const Peer peer([](tcp::socket& socket) {
        send(socket, toBytes("here"));
        waitForEnd(socket);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    std::this_thread::sleep_for(50ms);
    Bytes words;
    EXPECT_FALSE(stream->read(words, 100, Deadline{}));
    EXPECT_EQ(toText(words), "here");
}

TEST(Read, StopsAtOnceWhenAsked)
{
    const Peer peer(waitForEnd);
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    Bytes words;
    std::optional<NetError> error;
    EXPECT_LT(timeToStop([&](std::stop_token stop) { error = stream->read(words, 100, Deadline::in(5s, stop)); }),
              tolerance);
    EXPECT_EQ(failureOf(error), NetFailure::Cancelled);
}

TEST(Read, NeverTakesMoreThanItWasToldToFromAnEndlessPeer)
{
    const Peer peer([](tcp::socket& socket) {
        const Bytes noise(64 * 1024, 0xAA);
        boost::system::error_code error;
        while (!error) socket.write_some(asio::buffer(noise), error);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    Bytes some;
    for (std::size_t i = 1; i < 100; ++i) {
        const auto before = some.size();
        ASSERT_FALSE(stream->read(some, i, soon()));
        EXPECT_GT(some.size(), before);
        EXPECT_LE(some.size(), before + i);
    }
    ASSERT_FALSE(stream->read(some, std::size_t{1} << 40U, soon()));
    EXPECT_LT(some.size(), 64U * 1024);
}

TEST(Write, MovesMoreThanTheSystemBuffers)
{
    std::size_t total = 0;
    {
        const Peer peer([&total](tcp::socket& socket) {
            for (auto bytes = receive(socket); !bytes.empty(); bytes = receive(socket)) total += bytes.size();
        });
        const auto stream = connectTo(peer);
        ASSERT_TRUE(stream);
        EXPECT_FALSE(stream->write(Bytes(20'000'000, 7), soon()));
        stream->finish();
    }
    EXPECT_EQ(total, 20'000'000U);
}

TEST(Write, IsSilentAtItsDeadlineWhenThePeerDoesNotRead)
{
    std::stop_source over;
    const Peer peer([&over](tcp::socket&) {
        while (!over.stop_requested()) std::this_thread::sleep_for(10ms);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    const Bytes much(50'000'000, 7);
    const auto error = stream->write(much, Deadline::in(200ms));
    ASSERT_TRUE(error);
    EXPECT_EQ(error->failure, NetFailure::Silent);
    std::optional<NetError> stopped;
    EXPECT_LT(timeToStop([&](std::stop_token stop) { stopped = stream->write(much, Deadline::in(5s, stop)); }),
              tolerance);
    EXPECT_EQ(failureOf(stopped), NetFailure::Cancelled);
    over.request_stop();
}

TEST(Finish, SendsAFinAndNoResetAlthoughThePeerStillTalks)
{
    std::optional<boost::system::error_code> seen;
    {
        const Peer peer([&seen](tcp::socket& socket) {
            send(socket, Bytes(100'000, 1));
            boost::system::error_code error;
            Bytes buffer(100);
            while (!error) socket.read_some(asio::buffer(buffer), error);
            seen = error;
        });
        const auto stream = connectTo(peer);
        ASSERT_TRUE(stream);
        std::this_thread::sleep_for(50ms);
        stream->finish();
        Bytes words;
        EXPECT_EQ(failureOf(stream->read(words, 1, soon())), NetFailure::Closed);
        EXPECT_EQ(failureOf(stream->write(toBytes("x"), soon())), NetFailure::Closed);
        EXPECT_FALSE(stream->facts());
    }
    EXPECT_EQ(seen, boost::system::error_code(asio::error::eof));
}

TEST(Finish, WaitsNoLongerThanItSays)
{
    std::stop_source over;
    const Peer peer([&over](tcp::socket&) {
        while (!over.stop_requested()) std::this_thread::sleep_for(10ms);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    const auto start = Deadline::Clock::now();
    stream->finish();
    EXPECT_LT(Deadline::Clock::now() - start, 200ms + tolerance);
    over.request_stop();
}

TEST(TcpFacts, TellRoundTripAndSegmentSize)
{
    const Peer peer([](tcp::socket& socket) {
        send(socket, receive(socket));
        waitForEnd(socket);
    });
    const auto stream = connectTo(peer);
    ASSERT_TRUE(stream);
    EXPECT_FALSE(stream->write(toBytes("x"), soon()));
    Bytes echo;
    EXPECT_FALSE(stream->read(echo, 1, soon()));
    const auto facts = stream->facts();
    if (underWine()) {
        EXPECT_FALSE(facts);    // it has no SIO_TCP_INFO
        return;
    }
    ASSERT_TRUE(facts);
    EXPECT_GT(facts->roundTrip, 0us);
    EXPECT_LT(facts->roundTrip, 1s);
    EXPECT_GT(facts->mss, 500U);
    EXPECT_EQ(facts->unacknowledged, 0U);
    EXPECT_EQ(facts->retransmitted, 0U);
}

#ifdef __linux__
TEST(Connect, KeepsThePeersSegmentsSmallWithATinyReceiveBuffer)
{
    const Peer peer([](tcp::socket& socket) { send(socket, Bytes(20'000, 1)); });
    const auto stream = connectTo(peer, {.receiveBuffer = 1024});
    ASSERT_TRUE(stream);
    std::this_thread::sleep_for(50ms);
    Bytes first;
    EXPECT_FALSE(stream->read(first, 16 * 1024, soon()));
    EXPECT_LE(first.size(), 2304U);    // twice the value at most: Linux doubles it, and has a least value of 2,304
}
#endif

}    // namespace
}    // namespace rdpmend::test
