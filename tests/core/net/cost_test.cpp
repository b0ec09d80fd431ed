// What a connection with TLS costs the calling thread. Reported, not judged: a busy machine must not fail a test.
#include <algorithm>
#include <ctime>
#include <iostream>

#include <gtest/gtest.h>

#include "core/net/asio_net.h"
#include "tests/core/net/tls_server.h"

namespace rdpmend::test {
namespace {

std::chrono::microseconds cpuTime()
{
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::microseconds(now.tv_nsec / 1000);
#else
    return std::chrono::microseconds(std::int64_t{1'000'000} * std::clock() / CLOCKS_PER_SEC);
#endif
}

TEST(Cost, OfAConnectionWithTlsIsReported)
{
    if (underWine()) GTEST_SKIP() << "the clock of the C library there is too coarse";
    const TlsServer server({.chain = {TestPki().issue({.commonName = "pc-17"})}});
    const Peer peer([&](tcp::socket& socket) { server.echo(socket); });
    const auto net = makeAsioNet();
    std::vector<std::int64_t> costs;
    for (int i = 0; i < 20; ++i) {
        const auto start = cpuTime();
        const auto connected = net->connect(loopback4, peer.port(), {}, soon());
        ASSERT_TRUE(connected.stream);
        ASSERT_TRUE(connected.stream->startTls({}, soon()).complete());
        connected.stream->finish();
        costs.push_back((cpuTime() - start).count());
    }
    const auto first = costs[0];
    std::sort(costs.begin(), costs.end());
    const auto median = costs[costs.size() / 2];
    std::cout << "CPU of connect, TLS handshake and finish: first " << first << " us, median " << median << " us\n";
    RecordProperty("first_microseconds", std::to_string(first));
    RecordProperty("median_microseconds", std::to_string(median));
    EXPECT_GT(median, 0);
}

}    // namespace
}    // namespace rdpmend::test
