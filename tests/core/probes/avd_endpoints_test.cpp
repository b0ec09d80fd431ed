// The addresses that cloud desktops need: each is told, and what blocks one is told from what blocks all names.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

// Every name resolves and every connection ends in TLS, but for those that are named here. Many threads ask at once.
class Cloud final : public Net {
public:
    std::set<std::string, std::less<>> unknown{}, silent{}, cut{};
    NameAnswer unknownAre = NameAnswer::NoSuchName;
    bool allUnknown = false;

    Resolution resolve(std::string_view host, const Deadline&) override
    {
        const std::scoped_lock lock(m_mutex);
        m_asked.emplace(host);
        if (allUnknown || unknown.contains(host)) return {.v4 = unknownAre, .v6 = unknownAre};
        // The script knows a connection by its address: the name itself.
        return {.addresses = {{.text = std::string(host)}}, .v4 = NameAnswer::Found, .v6 = NameAnswer::NoAddress};
    }
    Connected connect(const Address& address, std::uint16_t port, const ConnectOptions&, const Deadline&) override
    {
        EXPECT_EQ(port, 443);
        if (silent.contains(address.text)) return {.error = NetError{.failure = NetFailure::Silent}};
        return {.stream = std::make_unique<Line>(address.text, cut.contains(address.text))};
    }
    Datagram exchange(const Address&, std::uint16_t, ByteView, int, std::chrono::milliseconds, const Deadline&) override
    {
        return {};
    }
    const std::set<std::string, std::less<>>& asked() const { return m_asked; }

private:
    class Line final : public Stream {
    public:
        Line(std::string host, bool cut) : m_host(std::move(host)), m_cut(cut) {}
        std::optional<NetError> write(ByteView, const Deadline&) override { return std::nullopt; }
        std::optional<NetError> read(Bytes&, std::size_t, const Deadline&) override { return NetError{}; }
        TlsReport startTls(const TlsOffer& offer, const Deadline&) override
        {
            EXPECT_EQ(offer.sni, m_host);
            return m_cut ? brokenTls(NetFailure::Reset) : completeTls();
        }
        void finish() override {}
        std::optional<TcpFacts> facts() const override { return std::nullopt; }

    private:
        std::string m_host;
        bool m_cut;
    };

    std::mutex m_mutex;
    std::set<std::string, std::less<>> m_asked{};
};

Diagnosis look(Cloud& net, const std::string& cloud = "azure")
{
    static const NoMachine none;
    static constexpr std::array<std::string_view, 1> only{"network.avd_endpoints"};
    return diagnoseWith(allProbes(), {.cloud = cloud}, none, net, Facts::builtIn(), {}, {}, only);
}

std::set<std::string> unreachable(const Diagnosis& diagnosis)
{
    std::set<std::string> out;
    for (const auto& finding : diagnosis.outcomes.at("network.avd_endpoints").findings)
        if (finding.id == "network.avd_endpoint_unreachable") out.insert(finding.evidence.at(0).value);
    return out;
}

TEST(AvdEndpoints, ThatAllAnswerAreToldOneByOne)
{
    for (const auto* cloud : {"azure", "us-gov", "china"}) {
        Cloud net;
        const auto diagnosis = look(net, cloud);
        EXPECT_EQ(diagnosis.overall, Overall::Healthy) << cloud;
        const auto& outcome = diagnosis.outcomes.at("network.avd_endpoints");
        const auto& rows = Facts::builtIn().cloudEndpoints(cloud);
        ASSERT_FALSE(rows.empty());
        for (const auto& row : rows) {
            const auto said = outcome.value("avd." + (row.host.empty() ? row.zone : row.host));
            EXPECT_TRUE(said.starts_with(row.host.empty() ? "not asked" : "reached, TLSv1.3")) << row.host << said;
            EXPECT_EQ(net.asked().contains(row.host), !row.host.empty()) << "a zone is no name";
        }
    }
}

TEST(AvdEndpoints, ThatAreBlockedAreNamedByStageAndWeight)
{
    Cloud net;
    net.unknown = {"aka.ms"};
    net.silent = {"rdbroker.wvd.microsoft.com"};
    net.cut = {"login.microsoftonline.com"};
    const auto diagnosis = look(net);
    EXPECT_EQ(topCause(diagnosis), "network.avd_endpoint_blocked");
    EXPECT_EQ(diagnosis.top()->side, Side::Network);
    EXPECT_EQ(unreachable(diagnosis),
              (std::set<std::string>{"aka.ms", "rdbroker.wvd.microsoft.com", "login.microsoftonline.com"}));
    const auto& outcome = diagnosis.outcomes.at("network.avd_endpoints");
    EXPECT_TRUE(outcome.value("avd.aka.ms").ends_with("no such name"));
    EXPECT_TRUE(outcome.value("avd.login.microsoftonline.com").starts_with("TLS: the connection was reset"));
    EXPECT_TRUE(outcome.value("avd.rdbroker.wvd.microsoft.com").starts_with("nothing came back"));
    for (const auto& finding : outcome.findings)
        EXPECT_EQ(finding.weight, finding.evidence.at(0).value == "aka.ms" ? Weight::Degrades : Weight::Blocks);
}

TEST(AvdEndpoints, WithoutAnyNameServerAreNotCalledBlocked)
{
    Cloud net;
    net.allUnknown = true;
    net.unknownAre = NameAnswer::NoAnswer;
    const auto diagnosis = look(net);
    EXPECT_EQ(topCause(diagnosis), "network.dns_unreachable");
    EXPECT_TRUE(unreachable(diagnosis).empty());
    EXPECT_EQ(diagnosis.outcomes.at("network.avd_endpoints").value("avd.aka.ms"),
              "its name could not be looked up: no resolver answered");
}

TEST(AvdEndpoints, AreNotAskedUnlessACloudIsNamed)
{
    ScriptedNet net;
    EXPECT_EQ(diagnose(net).outcomes.at("network.avd_endpoints").verdict, Verdict::NotApplicable);
    EXPECT_TRUE(Facts::builtIn().cloudEndpoints("mars").empty());
}

}    // namespace
}    // namespace rdpmend::test
