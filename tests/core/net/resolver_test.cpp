#include "core/net/resolver.h"

#include <atomic>

#include <gtest/gtest.h>

#include "core/net/asio_net.h"
#include "tests/core/net/dns_server.h"

namespace rdpmend::test {
namespace {

using namespace std::chrono_literals;
using Kind = SystemAnswer::Kind;

const Address v4{.text = "192.0.2.17", .family = Family::V4};
const Address v6{.text = "2001:db8::17", .family = Family::V6};

// Sources that answer each family at once, without name servers and hosts file.
ResolverSources sources(const SystemAnswer& answer4, const SystemAnswer& answer6)
{
    return {
        .system =
            [answer4, answer6](const std::string&, std::optional<Family> family) {
                if (family) return *family == Family::V4 ? answer4 : answer6;
                auto both = answer4;    // a system that prefers IPv4
                both.addresses.insert(both.addresses.end(), answer6.addresses.begin(), answer6.addresses.end());
                return both;
            },
        .nameServers = [] { return NameServers{}; },
        .hostsFile = [] { return std::string(); },
    };
}

SystemAnswer found(const Address& address)
{
    return {.kind = Kind::Found, .addresses = {address}};
}

ResolverSources askingAlso(ResolverSources from, std::uint16_t port)
{
    from.nameServers = [port] { return NameServers{.servers = {{.address = loopback4, .port = port}}}; };
    return from;
}

// A system that never answers in time. Its threads end with the object.
class StuckSystem {
public:
    ~StuckSystem()
    {
        m_over = true;
        while (*m_waiting > 0) std::this_thread::sleep_for(1ms);
    }
    ResolverSources sources()
    {
        auto out = test::sources({}, {});
        out.system = [this, waiting = m_waiting](const std::string&, std::optional<Family>) {
            ++*waiting;
            while (!m_over) std::this_thread::sleep_for(5ms);
            --*waiting;
            return SystemAnswer{};
        };
        return out;
    }

private:
    std::atomic<bool> m_over = false;
    std::shared_ptr<std::atomic<int>> m_waiting = std::make_shared<std::atomic<int>>(0);
};

TEST(Resolve, TakesALiteralAsItIs)
{
    const auto net = makeAsioNet();
    const auto four = net->resolve("192.0.2.17", soon());
    EXPECT_TRUE(four.literal);
    EXPECT_EQ(four.addresses, std::vector<Address>{v4});
    EXPECT_EQ(four.v4, NameAnswer::Found);
    EXPECT_EQ(four.v6, NameAnswer::NotAsked);
    const auto six = net->resolve("2001:DB8:0::17", soon());
    EXPECT_TRUE(six.literal);
    EXPECT_EQ(six.addresses, std::vector<Address>{v6});
    EXPECT_EQ(six.v4, NameAnswer::NotAsked);
}

TEST(Resolve, KnowsLocalhostFromTheHostsFile)
{
    if (underWine()) GTEST_SKIP() << "Windows knows localhost without a hosts file";
    const auto result = makeAsioNet()->resolve("localhost", soon());
    EXPECT_EQ(result.v4, NameAnswer::Found);
    EXPECT_TRUE(result.fromHostsFile);
    EXPECT_FALSE(result.literal);
    EXPECT_NE(std::find(result.addresses.begin(), result.addresses.end(), loopback4), result.addresses.end());
    EXPECT_GT(result.took, 0us);
}

TEST(Resolve, GivesBothFamiliesInTheSystemsOrder)
{
    const auto result = resolve("pc-17", sources(found(v4), found(v6)), soon());
    EXPECT_EQ(result.addresses, (std::vector<Address>{v4, v6}));
    EXPECT_EQ(result.v4, NameAnswer::Found);
    EXPECT_EQ(result.v6, NameAnswer::Found);
    EXPECT_FALSE(result.fromHostsFile);
    EXPECT_FALSE(result.literal);
}

TEST(Resolve, TellsThatOneFamilyHasNoAddress)
{
    for (const auto kind : {Kind::NoAddress, Kind::NoName}) {
        const auto result = resolve("pc-17", sources(found(v4), {.kind = kind}), soon());
        EXPECT_EQ(result.addresses, std::vector<Address>{v4});
        EXPECT_EQ(result.v6, NameAnswer::NoAddress);
    }
}

TEST(Resolve, TellsThatThereIsNoSuchName)
{
    const SystemAnswer no{.kind = Kind::NoName, .words = "unknown name"};
    const auto result = resolve("pc-17", sources(no, no), soon());
    EXPECT_TRUE(result.addresses.empty());
    EXPECT_EQ(result.v4, NameAnswer::NoSuchName);
    EXPECT_EQ(result.v6, NameAnswer::NoSuchName);
    EXPECT_EQ(result.detail, "system (A): unknown name; system (AAAA): unknown name");
}

TEST(Resolve, AsksTheServersWhatTheSystemsFailureMeans)
{
    const UdpPeer refusing(answering(5));
    const UdpPeer failing(answering(2));
    const UdpPeer denying(answering(3));
    const SystemAnswer trouble{.kind = Kind::Failed, .words = "try again"};
    const auto meaning = [&trouble](std::uint16_t port) {
        const auto result = resolve("pc-17", askingAlso(sources(trouble, trouble), port), soon());
        EXPECT_EQ(result.v4, result.v6);
        EXPECT_NE(result.detail.find("127.0.0.1 (A): "), std::string::npos);
        EXPECT_NE(result.detail.find("127.0.0.1 (AAAA): "), std::string::npos);
        return result.v4;
    };
    EXPECT_EQ(meaning(refusing.port()), NameAnswer::Refused);
    EXPECT_EQ(meaning(failing.port()), NameAnswer::Failed);
    EXPECT_EQ(meaning(denying.port()), NameAnswer::NoSuchName);
    EXPECT_EQ(meaning(closedUdpPort()), NameAnswer::Refused);
}

TEST(Resolve, GoesOnWithWhatAServerSaysWhenTheSystemFails)
{
    const UdpPeer knowing(answering(0));
    const SystemAnswer trouble{.kind = Kind::Failed, .words = "try again"};
    const auto result = resolve("pc-17", askingAlso(sources(trouble, trouble), knowing.port()), soon());
    EXPECT_EQ(result.addresses, std::vector<Address>{v4});
    EXPECT_EQ(result.v4, NameAnswer::Found);
    EXPECT_EQ(result.v6, NameAnswer::NoAddress);
}

TEST(Resolve, BelievesASystemThatSaysNoAlthoughAServerSaysYes)
{
    const UdpPeer knowing(answering(0));
    const SystemAnswer no{.kind = Kind::NoName, .words = "unknown name"};
    const auto result = resolve("pc-17", askingAlso(sources(no, no), knowing.port()), soon());
    EXPECT_TRUE(result.addresses.empty());
    EXPECT_EQ(result.v4, NameAnswer::Failed);
}

TEST(Resolve, EndsAtItsDeadlineWhenNobodyAnswers)
{
    StuckSystem stuck;
    const UdpPeer silent(keepSilent);
    const auto result = resolve("pc-17", askingAlso(stuck.sources(), silent.port()), Deadline::in(400ms));
    EXPECT_EQ(result.v4, NameAnswer::NoAnswer);
    EXPECT_EQ(result.v6, NameAnswer::NoAnswer);
    EXPECT_LT(result.took, 400ms + tolerance);
    EXPECT_NE(result.detail.find("no answer"), std::string::npos);
}

TEST(Resolve, TakesTheServersWordWhenTheSystemIsLate)
{
    StuckSystem stuck;
    const UdpPeer knowing(answering(0));
    const auto result = resolve("pc-17", askingAlso(stuck.sources(), knowing.port()), Deadline::in(400ms));
    EXPECT_EQ(result.addresses, std::vector<Address>{v4});
    EXPECT_EQ(result.v6, NameAnswer::NoAddress);
}

TEST(Resolve, StopsAtOnceWhenAsked)
{
    StuckSystem stuck;
    Resolution result;
    EXPECT_LT(
        timeToStop([&](std::stop_token stop) { result = resolve("pc-17", stuck.sources(), Deadline::in(5s, stop)); }),
        tolerance);
    EXPECT_EQ(result.v4, NameAnswer::NoAnswer);
}

TEST(Resolve, TakesOnlyWhatTheHostsFileNames)
{
    auto from = sources({.kind = Kind::Failed}, {.kind = Kind::Failed});
    from.hostsFile = [] { return std::string("192.0.2.17 pc-17\n"); };
    from.system = [](const std::string&, std::optional<Family> family) {
        EXPECT_FALSE(family);    // asking for IPv6 alone would go to the name servers
        return found(v4);
    };
    const auto result = resolve("PC-17", from, soon());
    EXPECT_EQ(result.addresses, std::vector<Address>{v4});
    EXPECT_EQ(result.v4, NameAnswer::Found);
    EXPECT_EQ(result.v6, NameAnswer::NoAddress);
    EXPECT_TRUE(result.fromHostsFile);
}

TEST(Resolve, SaysWhenTheHostsFileIsOverruled)
{
    auto from = sources(found(v4), {});
    from.hostsFile = [] { return std::string("192.0.2.99 pc-17\n"); };
    EXPECT_FALSE(resolve("pc-17", from, soon()).fromHostsFile);
}

TEST(Resolve, RefusesWhatIsNoName)
{
    EXPECT_EQ(resolve("", sources(found(v4), found(v6)), soon()).v4, NameAnswer::NoSuchName);
    EXPECT_EQ(resolve(std::string_view("a\0b", 3), sources(found(v4), found(v6)), soon()).v4, NameAnswer::NoSuchName);
}

}    // namespace
}    // namespace rdpmend::test
