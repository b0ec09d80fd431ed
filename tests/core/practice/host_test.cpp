// The practice host on the wire: healthy, and broken in each of its ways.
#include <gtest/gtest.h>

#include "core/practice/session_pdu.h"
#include "core/protocol/mcs.h"
#include "core/protocol/ntlm.h"
#include "core/x509/certificate.h"
#include "tests/core/practice/caller.h"

namespace rdpmend {
namespace {

using namespace protocol;

HostSettings brokenAt(Moment at, Ending how, std::uint32_t code = 0)
{
    return {.breaks = {{.at = at, .how = how, .code = code}}};
}

TEST(PracticeHost, NegotiatesNlaAsWindowsDoes)
{
    const HostFixture fixture;
    Caller caller(fixture.host->port());
    const auto confirm = caller.negotiate(0x0B);
    ASSERT_TRUE(confirm);
    EXPECT_EQ(confirm->selected, protocolHybrid);
    EXPECT_EQ(confirm->sourceReference, 0x1234);
    EXPECT_EQ(confirm->flags, 0x1F);
    EXPECT_FALSE(confirm->failure);
}

TEST(PracticeHost, InsistsOnNla)
{
    const HostFixture fixture;
    for (const std::optional<std::uint32_t> requested :
         {std::optional<std::uint32_t>(0U), std::optional(1U), std::optional<std::uint32_t>()}) {
        Caller caller(fixture.host->port());
        const auto confirm = caller.negotiate(requested);
        ASSERT_TRUE(confirm);
        EXPECT_EQ(confirm->failure, 5U);
        caller.hearAll();
        EXPECT_EQ(caller.failure(), NetFailure::Closed);
    }
}

TEST(PracticeHost, ShowsItsCertificateAndTellsItsNames)
{
    const HostFixture fixture;
    Caller caller(fixture.host->port());
    ASSERT_TRUE(caller.negotiate());
    const TlsReport tls = caller.tls();
    ASSERT_TRUE(tls.complete());
    ASSERT_EQ(tls.chain.size(), 2U);
    const auto leaf = readCertificate(tls.chain.front());
    ASSERT_TRUE(leaf);
    EXPECT_TRUE(nameMatches(*leaf, "pc-17"));
    EXPECT_EQ(verifyChain(tls.chain, std::vector<Bytes>{fixture.authority.certificate}).trust, Trust::Trusted);

    ASSERT_TRUE(caller.say(tsRequest(6, ntlmNegotiate())));
    const auto answer = caller.tsRequest();
    ASSERT_TRUE(answer);
    const auto challenge = parseNtlmChallenge(answer->negoToken);
    ASSERT_TRUE(challenge);
    EXPECT_EQ(challenge->netbiosComputer, "PC-17");
    EXPECT_EQ(challenge->netbiosDomain, "EXAMPLE");
    EXPECT_EQ(challenge->dnsComputer, "pc-17.example.com");
    EXPECT_EQ(challenge->build, 20348);
    EXPECT_TRUE(challenge->domainMember());
    ASSERT_TRUE(challenge->timestamp);
    EXPECT_LT(std::chrono::abs(*challenge->timestamp - std::chrono::system_clock::now()), std::chrono::seconds(5));
}

TEST(PracticeHost, TellsTheClockItIsGiven)
{
    const HostFixture fixture({.clockOffset = std::chrono::hours(-2)});
    Caller caller(fixture.host->port());
    ASSERT_TRUE(caller.negotiate());
    ASSERT_TRUE(caller.tls().complete());
    ASSERT_TRUE(caller.say(tsRequest(6, ntlmNegotiate())));
    const auto answer = caller.tsRequest();
    ASSERT_TRUE(answer);
    const auto challenge = parseNtlmChallenge(answer->negoToken);
    ASSERT_TRUE(challenge && challenge->timestamp);
    const auto behind = std::chrono::system_clock::now() - *challenge->timestamp;
    EXPECT_LT(std::chrono::abs(behind - std::chrono::hours(2)), std::chrono::seconds(5));
}

TEST(PracticeHost, AnswersInStandardSecurityWhenItSelectsRdp)
{
    const HostFixture fixture({.select = 0U});
    Caller caller(fixture.host->port());
    const auto confirm = caller.negotiate();
    ASSERT_TRUE(confirm);
    EXPECT_EQ(confirm->selected, protocolRdp);
    ASSERT_TRUE(caller.say(connectInitial(protocolRdp, 0x1B)));
    const auto pdu = caller.pdu();
    ASSERT_TRUE(pdu);
    const auto response = parseConnectResponse(ByteView(*pdu).first(tpktLength(*pdu).value()));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->encryptionLevel, 3U);
    EXPECT_EQ(response->requestedEcho, 0x0BU);
}

TEST(PracticeHost, EndsItselfWhenItSelectedTlsAndIsAskedForCredSsp)
{
    const HostFixture fixture({.select = 1U});
    Caller caller(fixture.host->port());
    ASSERT_TRUE(caller.negotiate());
    ASSERT_TRUE(caller.tls().complete());
    ASSERT_TRUE(caller.say(tsRequest(6, ntlmNegotiate())));
    const auto pdu = caller.pdu();
    ASSERT_TRUE(pdu);
    EXPECT_EQ(parseDisconnectUltimatum(*pdu), 3);
}

TEST(PracticeHost, RefusesNegotiationWithTheCodeItIsGiven)
{
    for (const std::uint32_t code : {1U, 2U, 3U, 6U}) {
        const HostFixture fixture(brokenAt(Moment::Request, Ending::Refuse, code));
        Caller caller(fixture.host->port());
        const auto confirm = caller.negotiate();
        ASSERT_TRUE(confirm);
        EXPECT_EQ(confirm->failure, code);
    }
}

// How the connection ends when everything is done up to `at`.
std::optional<NetFailure> endingAt(Moment at, Ending how)
{
    const HostFixture fixture(brokenAt(at, how));
    Caller caller(fixture.host->port(), how == Ending::Hang ? std::chrono::milliseconds(300) : std::chrono::seconds(2));
    if (at == Moment::Accept) {
        caller.hearAll();
        return caller.failure();
    }
    if (at == Moment::Request) {
        EXPECT_FALSE(caller.negotiate());
        return caller.failure();
    }
    EXPECT_TRUE(caller.negotiate());
    if (at == Moment::Confirm) {
        caller.hearAll();
        return caller.failure();
    }
    const TlsReport tls = caller.tls();
    if (at == Moment::ClientHello) {
        EXPECT_FALSE(tls.serverSpoke);
        return tls.error ? std::optional(tls.error->failure) : std::nullopt;
    }
    EXPECT_TRUE(tls.complete());
    EXPECT_TRUE(caller.say(tsRequest(6, ntlmNegotiate())));
    EXPECT_FALSE(caller.tsRequest());
    return caller.failure();
}

TEST(PracticeHost, EndsAtEachStageInEachWay)
{
    for (const Moment at : {Moment::Accept, Moment::Request, Moment::Confirm, Moment::ClientHello, Moment::Tls}) {
        SCOPED_TRACE(static_cast<int>(at));
        EXPECT_EQ(endingAt(at, Ending::Reset), NetFailure::Reset);
        EXPECT_EQ(endingAt(at, Ending::Close), NetFailure::Closed);
        EXPECT_EQ(endingAt(at, Ending::Hang), NetFailure::Silent);
    }
}

TEST(PracticeHost, SaysSomethingElseWhenTold)
{
    for (const std::string words :
         {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "\x16\x03\x01 garbage"}) {
        const HostFixture fixture({.breaks = {{.at = Moment::Accept, .how = Ending::Say, .bytes = words}}});
        Caller caller(fixture.host->port());
        EXPECT_EQ(toText(caller.hearAll()), words);
        EXPECT_EQ(caller.failure(), NetFailure::Closed);
    }
}

TEST(PracticeHost, ShowsTheCertificateItIsGiven)
{
    const auto shown = [](CertificateKind kind) {
        const HostFixture fixture({.certificate = kind});
        Caller caller(fixture.host->port());
        EXPECT_TRUE(caller.negotiate());
        const TlsReport tls = caller.tls();
        EXPECT_FALSE(tls.chain.empty());
        auto leaf = readCertificate(tls.chain.empty() ? Bytes{} : tls.chain.front());
        EXPECT_TRUE(leaf);
        return leaf ? *leaf : Certificate{};
    };
    const auto now = std::chrono::system_clock::now();
    EXPECT_LT(shown(CertificateKind::Expired).notAfter, now);
    EXPECT_GT(shown(CertificateKind::NotYetValid).notBefore, now);
    EXPECT_FALSE(nameMatches(shown(CertificateKind::WrongName), "pc-17"));
    EXPECT_EQ(shown(CertificateKind::Weak).keyBits, 1024);
    EXPECT_TRUE(shown(CertificateKind::Weak).signedWithMd5OrSha1);
    EXPECT_FALSE(shown(CertificateKind::WrongPurpose).serverAuthentication);
    EXPECT_TRUE(shown(CertificateKind::SelfSigned).selfSigned);
    const auto valid = shown(CertificateKind::Valid);
    EXPECT_FALSE(valid.selfSigned);
    EXPECT_TRUE(valid.serverAuthentication);
    EXPECT_TRUE(valid.notBefore < now && now < valid.notAfter);
}

TEST(PracticeHost, LooksAtThePcAtEveryConnection)
{
    const RegistryKey key{.hive = Hive::CurrentUser, .path = "Software\\Test"};
    HostFixture fixture(
        {.breaks = {{.at = Moment::Request, .how = Ending::Reset, .condition = [key](const MachineView& pc) {
                         const auto value = pc.registryValue(key, "Broken");
                         return value && value->has_value();
                     }}}});
    EXPECT_TRUE(Caller(fixture.host->port()).negotiate());
    const auto deadline = Deadline::in(std::chrono::seconds(1));
    ASSERT_TRUE(fixture.machine.perform(SetRegistryValue{key, "Broken", RegistryValue::fromDword(1)}, deadline));
    EXPECT_FALSE(Caller(fixture.host->port()).negotiate());
    ASSERT_TRUE(fixture.machine.perform(SetRegistryValue{key, "Broken", std::nullopt}, deadline));
    EXPECT_TRUE(Caller(fixture.host->port()).negotiate());
}

TEST(SessionPdu, CarriesItsErrorInfo)
{
    EXPECT_EQ(parseErrorInfo(setErrorInfo(0x104)), 0x104U);
    EXPECT_EQ(parseErrorInfo(setErrorInfo(0)), 0U);
    EXPECT_EQ(tpktLength(setErrorInfo(7)), setErrorInfo(7).size());
    EXPECT_EQ(tpktLength(licenceGranted()), licenceGranted().size());
    EXPECT_FALSE(parseErrorInfo(licenceGranted()));
    const Bytes whole = setErrorInfo(7);
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(parseErrorInfo(ByteView(whole).first(size)));
}

}    // namespace
}    // namespace rdpmend
