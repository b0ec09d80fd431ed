#include "core/net/name_servers.h"

#include <atomic>

#include <gtest/gtest.h>

#include "tests/core/net/dns_server.h"

namespace rdpmend::test {
namespace {

using namespace std::chrono_literals;

NameServers only(std::initializer_list<std::uint16_t> ports, std::vector<std::string> search = {})
{
    NameServers out{.search = std::move(search)};
    for (const auto port : ports) out.servers.push_back({.address = loopback4, .port = port});
    return out;
}

NameAnswer ask(const NameServers& servers, std::string_view host = "pc-17.example.com", Family family = Family::V4)
{
    return askNameServers(servers, host, family, soon()).answer;
}

TEST(NameServerAnswer, GivesTheAddresses)
{
    const UdpPeer server(answering(0));
    const auto answer = askNameServers(only({server.port()}), "pc-17.example.com.", Family::V4, soon());
    EXPECT_EQ(answer.answer, NameAnswer::Found);
    EXPECT_EQ(answer.addresses, (std::vector<Address>{{.text = "192.0.2.17"}}));
    EXPECT_EQ(answer.detail, "127.0.0.1 (A): found; ");
}

TEST(NameServerAnswer, TellsWhyThereIsNone)
{
    const UdpPeer noName(answering(3));
    const UdpPeer refusing(answering(5));
    const UdpPeer failing(answering(2));
    const UdpPeer nothingOfV6(answering(0));
    EXPECT_EQ(ask(only({noName.port()})), NameAnswer::NoSuchName);
    EXPECT_EQ(ask(only({refusing.port()})), NameAnswer::Refused);
    EXPECT_EQ(ask(only({failing.port()})), NameAnswer::Failed);
    EXPECT_EQ(ask(only({nothingOfV6.port()}), "pc-17.example.com", Family::V6), NameAnswer::NoAddress);
    EXPECT_EQ(ask(only({closedUdpPort()})), NameAnswer::Refused);
    EXPECT_EQ(ask({}), NameAnswer::NotAsked);
}

TEST(NameServerAnswer, IsSilenceAfterTwoTries)
{
    std::atomic<int> asked = 0;
    const UdpPeer silent([&asked](const Bytes&) {
        ++asked;
        return std::nullopt;
    });
    const Deadline::Clock::time_point start = Deadline::Clock::now();
    EXPECT_EQ(ask(only({silent.port()})), NameAnswer::NoAnswer);
    EXPECT_EQ(asked, 2);
    EXPECT_GE(Deadline::Clock::now() - start, 2s);
    EXPECT_LT(Deadline::Clock::now() - start, 2s + tolerance);
}

TEST(NameServerAnswer, EndsAtTheDeadlineAndStopsAtOnceWhenAsked)
{
    const UdpPeer silent(keepSilent);
    const auto servers = only({silent.port(), silent.port(), silent.port()});
    const Deadline::Clock::time_point start = Deadline::Clock::now();
    EXPECT_EQ(askNameServers(servers, "pc-17", Family::V4, Deadline::in(200ms)).answer, NameAnswer::NoAnswer);
    EXPECT_LT(Deadline::Clock::now() - start, 200ms + tolerance);
    EXPECT_LT(timeToStop([&](std::stop_token stop) {
                  (void)askNameServers(servers, "pc-17", Family::V4, Deadline::in(5s, stop));
              }),
              tolerance);
}

TEST(NameServerAnswer, ComesFromTheNextServerWhenOneSaysNothingClear)
{
    const UdpPeer failing(answering(2));
    const UdpPeer refusing(answering(5));
    const UdpPeer knowing(answering(0));
    const UdpPeer silent(keepSilent);
    EXPECT_EQ(ask(only({failing.port(), knowing.port()})), NameAnswer::Found);
    EXPECT_EQ(ask(only({failing.port(), refusing.port()})), NameAnswer::Failed);
    EXPECT_EQ(ask(only({silent.port(), refusing.port()})), NameAnswer::Refused);
}

TEST(NameServerAnswer, IsNotTakenFromAForeignOrBrokenDatagram)
{
    const UdpPeer wrongId([](const Bytes& query) {
        auto reply = dnsReply(query, 3);
        reply[0] = static_cast<std::uint8_t>(reply[0] ^ 1U);
        return std::optional(reply);
    });
    const UdpPeer garbage([](const Bytes&) { return std::optional(Bytes{1, 2, 3}); });
    EXPECT_EQ(askNameServers(only({wrongId.port()}), "a.b", Family::V4, Deadline::in(100ms)).answer,
              NameAnswer::NoAnswer);
    EXPECT_EQ(askNameServers(only({garbage.port()}), "a.b", Family::V4, Deadline::in(100ms)).answer,
              NameAnswer::NoAnswer);
}

TEST(NameServerAnswer, IsAFailureWhenTheReplyIsCutOff)
{
    const UdpPeer server([](const Bytes& query) {
        auto reply = dnsReply(query, 0);
        reply[2] = static_cast<std::uint8_t>(reply[2] | 2U);    // TC
        return std::optional(reply);
    });
    EXPECT_EQ(ask(only({server.port()})), NameAnswer::Failed);
}

TEST(NameServerAnswer, TriesTheSearchDomainsOfANameWithoutADot)
{
    std::atomic<int> asked = 0;
    const UdpPeer server([&asked](const Bytes& query) {
        ++asked;
        const bool isSecond = toText(query).find("two") != std::string::npos;
        return std::optional(isSecond ? dnsReply(query, 0, {{192, 0, 2, 17}}) : dnsReply(query, 3));
    });
    EXPECT_EQ(ask(only({server.port()}, {"one.example", "two.example"}), "pc-17"), NameAnswer::Found);
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(ask(only({server.port()}, {"two.example"}), "pc-17.example.com"), NameAnswer::NoSuchName);
    EXPECT_EQ(asked, 3);
}

TEST(NameServerAnswer, SaysThatANameExistsWhenOneOfItsFormsDoes)
{
    const UdpPeer server([first = true](const Bytes& query) mutable {
        return std::optional(dnsReply(query, std::exchange(first, false) ? 0 : 3));
    });
    EXPECT_EQ(ask(only({server.port()}, {"one.example"}), "pc-17"), NameAnswer::NoAddress);
}

TEST(NameServerAnswer, IsNoForWhatIsNoName)
{
    const UdpPeer server(answering(0));
    EXPECT_EQ(ask(only({server.port()}), "two..dots"), NameAnswer::NoSuchName);
    EXPECT_EQ(ask(only({server.port()}), std::string(300, 'a')), NameAnswer::NoSuchName);
}

}    // namespace
}    // namespace rdpmend::test
