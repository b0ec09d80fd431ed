// Whether a certificate was taken back: asked only with consent, only by http, and never guessed.
#include <gtest/gtest.h>

#include "core/probes/fetch.h"
#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"
#include "tests/support/case.h"
#include "tests/support/test_pki.h"

namespace rdpmend::test {
namespace {

using std::chrono::hours;
using std::chrono::system_clock;

Bytes answer(const Bytes& body, const std::string& head = "HTTP/1.0 200 OK\r\n\r\n")
{
    auto out = toBytes(head);
    out.insert(out.end(), body.begin(), body.end());
    return out;
}

ConnectionScript serving(Bytes reply)
{
    return {.replies = {std::move(reply)}, .ending = {.failure = NetFailure::Closed}};
}

class RevocationProbe : public testing::Test {
protected:
    Issued leaf(std::vector<std::string> addresses = {"http://ca.example.org/root.crl"}, std::string ocsp = {})
    {
        return m_pki.issue({.commonName = "gw.example.com",
                            .dnsNames = {"gw.example.com", "pc-17"},
                            .listAddresses = std::move(addresses),
                            .ocspAddress = std::move(ocsp),
                            .issuer = &m_pki.root()});
    }
    // What the gateway shows, and what then answers where the list is.
    Diagnosis judge(const Issued& certificate, std::vector<ConnectionScript> lists, bool allowed = true)
    {
        auto target = gateway();
        target.trustAnchors.push_back(m_pki.root().der);
        target.onlineRevocation = allowed;
        m_net = std::make_unique<ScriptedNet>();
        m_net->connections = {
            {.replies = {toBytes("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n")},
             .tls = completeTls({certificate.der, m_pki.root().der})}};
        for (auto& one : lists) m_net->connections.push_back(std::move(one));
        return diagnose(*m_net, target);
    }
    static const Outcome& outcome(const Diagnosis& diagnosis)
    {
        return diagnosis.outcomes.at("certificates.revocation");
    }

    TestPki m_pki;
    std::unique_ptr<ScriptedNet> m_net;
};

TEST_F(RevocationProbe, NothingIsFetchedWithoutConsent)
{
    const auto diagnosis = judge(leaf(), {}, false);
    EXPECT_EQ(outcome(diagnosis).verdict, Verdict::NotApplicable);
    EXPECT_EQ(outcome(diagnosis).because, "not_applicable.revocation_not_allowed");
    EXPECT_EQ(m_net->opened.size(), 1U);
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
}

TEST_F(RevocationProbe, CertificateThatWasTakenBackIsTheCause)
{
    const auto certificate = leaf();
    const auto diagnosis = judge(certificate, {serving(answer(m_pki.revocationList(m_pki.root(), {certificate})))});
    EXPECT_EQ(topCause(diagnosis), "certificates.revoked");
    EXPECT_EQ(diagnosis.top()->side, Side::Gateway);
    EXPECT_EQ(diagnosis.overall, Overall::Problem);
    const auto asked = toText(m_net->written.back());
    EXPECT_TRUE(asked.starts_with("GET /root.crl HTTP/1.0\r\nHost: ca.example.org\r\n")) << asked;
}

TEST_F(RevocationProbe, CertificateThatIsNotListedIsGood)
{
    const auto certificate = leaf();
    const auto list = m_pki.revocationList(m_pki.root(), {leaf()});
    for (const auto& head : {std::string("HTTP/1.0 200 OK\r\n\r\n"),
                             "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(list.size()) + "\r\n\r\n"}) {
        const auto diagnosis = judge(certificate, {serving(answer(list, head))});
        EXPECT_EQ(outcome(diagnosis).verdict, Verdict::Healthy) << head;
        EXPECT_EQ(topCause(diagnosis), "");
    }
}

TEST_F(RevocationProbe, ListThatCannotBeHadStopsAGateway)
{
    const auto certificate = leaf();
    const std::vector<ConnectionScript> failing{
        {.connectError = NetError{.failure = NetFailure::Refused}},
        {.replies = {answer({})}, .ending = {.failure = NetFailure::Silent}},
        serving(answer({}, "HTTP/1.1 404 Not Found\r\n\r\n")),
        serving(toBytes("220 mail.example.org ESMTP\r\n")),
        serving(answer(toBytes("<html>Sign in first</html>"))),
        serving(answer(m_pki.revocationList(m_pki.root(), {certificate}, system_clock::now() - hours(1)))),
    };
    for (std::size_t i = 0; i < failing.size(); ++i) {
        const auto diagnosis = judge(certificate, {failing[i]});
        EXPECT_EQ(topCause(diagnosis), "certificates.revocation_unreachable") << i;
        EXPECT_EQ(diagnosis.overall, Overall::Problem);
        EXPECT_EQ(diagnosis.top()->side, Side::Network);
    }
}

TEST_F(RevocationProbe, SecondAddressIsAskedWhenTheFirstFails)
{
    const auto certificate = leaf({"http://a.example.org/x", "http://b.example.org/x"});
    const auto diagnosis = judge(certificate, {{.connectError = NetError{.failure = NetFailure::Refused}},
                                               serving(answer(m_pki.revocationList(m_pki.root(), {certificate})))});
    EXPECT_EQ(topCause(diagnosis), "certificates.revoked");
}

TEST_F(RevocationProbe, WhatCannotBeToldIsNeitherGoodNorBad)
{
    const auto certificate = leaf();
    const auto impostor = m_pki.issue({.commonName = "Test Root", .organisation = "rdpmend tests", .authority = true});
    EXPECT_EQ(outcome(judge(certificate, {serving(answer(m_pki.revocationList(impostor, {certificate})))})).verdict,
              Verdict::Inconclusive);
    const std::string huge = "HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n";
    EXPECT_EQ(outcome(judge(certificate, {serving(toBytes(huge))})).verdict, Verdict::Inconclusive);
    EXPECT_EQ(outcome(judge(certificate, {serving(answer(Bytes(4194305, 0)))})).verdict, Verdict::Inconclusive);
    // Windows asks by OCSP first, so that a list which cannot be had proves nothing.
    const auto withOcsp = leaf({"http://ca.example.org/root.crl"}, "http://ocsp.example.org");
    EXPECT_EQ(outcome(judge(withOcsp, {{.connectError = NetError{.failure = NetFailure::Refused}}})).verdict,
              Verdict::Inconclusive);
}

TEST_F(RevocationProbe, AddressesThatAreNotPlainHttpAreNeverAsked)
{
    const auto diagnosis = judge(leaf({"file:////server/share/x.crl", "\\\\server\\share\\x.crl", "ldap://dc/cn=ca",
                                       "https://ca.example.org/x"}),
                                 {});
    EXPECT_EQ(outcome(diagnosis).because, "not_applicable.revocation_elsewhere");
    EXPECT_EQ(m_net->opened.size(), 1U);
    EXPECT_EQ(outcome(judge(leaf({}), {})).because, "not_applicable.no_revocation_list");
}

TEST_F(RevocationProbe, RedirectsAreFollowedThriceAndOnlyToHttp)
{
    const auto certificate = leaf();
    const auto to = [](const std::string& where) {
        return serving(toBytes("HTTP/1.1 302 Found\r\nLocation: " + where + "\r\n\r\n"));
    };
    const auto there = serving(answer(m_pki.revocationList(m_pki.root(), {certificate})));
    const auto next = to("http://b.example.org/x");
    EXPECT_EQ(topCause(judge(certificate, {next, next, next, there})), "certificates.revoked");
    EXPECT_EQ(topCause(judge(certificate, {next, next, next, next, there})), "certificates.revocation_unreachable");
    EXPECT_EQ(m_net->opened.size(), 5U);
    (void)judge(certificate, {to("file:////server/share/x.crl"), there});
    EXPECT_EQ(m_net->opened.size(), 2U);
}

TEST(Fetch, AddressesThatCouldSmuggleSomethingAreRefused)
{
    using probes::parseHttpAddress;
    for (const auto* bad : {"http://a/x y", "http://a/x\r\nHost: b", "http://user@a/x", "http:\\\\a\\x", "https://a/x",
                            "file:///etc/passwd", "//a/x", "http://", "http://a:99999/"})
        EXPECT_FALSE(parseHttpAddress(bad)) << bad;
    const auto address = parseHttpAddress("http://Ca.example.org:8080/a/b.crl?c#d");
    ASSERT_TRUE(address) << describe(address.error());
    EXPECT_EQ(address->host, "Ca.example.org");
    EXPECT_EQ(address->port, 8080);
    EXPECT_EQ(address->path, "/a/b.crl?c");
    EXPECT_EQ(parseHttpAddress("http://ca.example.org")->path, "/");
}

TEST(Fetch, ProxyOfThisPcIsAskedForTheWholeAddress)
{
    const auto machine = SimulatedMachine::fromJson(R"({"proxies": {"ca.example.org": ["proxy.example.org:8080"]}})");
    ASSERT_TRUE(machine) << describe(machine.error());
    ScriptedNet net;
    net.connections = {serving(answer(toBytes("abc")))};
    const auto body =
        probes::fetch(net, **machine, "http://ca.example.org/x", 10, Deadline::in(std::chrono::seconds(5)));
    ASSERT_TRUE(body) << describe(body.error());
    EXPECT_EQ(*body, toBytes("abc"));
    EXPECT_TRUE(toText(net.written.at(0)).starts_with("GET http://ca.example.org/x HTTP/1.0\r\n"));
}

}    // namespace
}    // namespace rdpmend::test
