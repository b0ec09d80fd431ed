// What this PC's own policies mean for the sign-in to this host: CredSSP's update, delegation, NTLM; and when a saved
// password is a suspect.
#include "core/probes/sign_in.h"

#include <gtest/gtest.h>

#include "core/protocol/credssp.h"
#include "core/protocol/ntlm.h"
#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"
#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

const std::string oracle =
    R"("HKLM64\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\CredSSP\\Parameters")";
const std::string delegation = R"("HKLM64\\SOFTWARE\\Policies\\Microsoft\\Windows\\CredentialsDelegation")";
const std::string lsa = R"("HKLM64\\SYSTEM\\CurrentControlSet\\Control\\Lsa")";
const std::string msv = R"("HKLM64\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0")";
const std::string kerberos =
    R"("HKLM64\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\Kerberos\\Parameters")";
const std::string savedPassword = R"("credentials": [{"target": "TERMSRV/pc-17", "user": "EXAMPLE\\anna"}])";
const std::string inDomain = R"("membership": {"joined": "domain", "name": "EXAMPLE", "dns_domain": "example.com"})";

std::string dword(const std::string& name, int value)
{
    return '"' + name + R"(": {"dword": )" + std::to_string(value) + '}';
}

// The list of one delegation policy that is on.
std::string servers(const std::string& policy, const std::string& server)
{
    auto key = delegation;
    key.insert(key.size() - 1, R"(\\)" + policy);
    return delegation + ": {" + dword(policy, 1) + "}, " + key + R"(: {"1": {"string": ")" + server + "\"}}";
}

struct Case {
    std::string registry{};    // members of "registry"
    std::string more{};        // further members of the PC
    std::uint32_t credSsp = 6;
    bool hostInDomain = true;
    std::optional<ReportedError> reported{};
    std::string name = "pc-17";
    std::uint32_t selected = protocol::protocolHybrid;

    Diagnosis diagnose() const
    {
        auto machine =
            SimulatedMachine::fromJson("{\"registry\": {" + registry + '}' + (more.empty() ? "" : ", " + more) + '}');
        if (!machine) throw std::runtime_error(describe(machine.error()));
        const auto challenge = protocol::ntlmChallenge({.flags = 0x02810005,
                                                        .netbiosComputer = "PC-17",
                                                        .netbiosDomain = hostInDomain ? "EXAMPLE" : "PC-17",
                                                        .timestamp = std::chrono::system_clock::now()});
        ScriptedNet net;
        const bool nla = selected == protocol::protocolHybrid;
        net.connections = {
            {.replies = {confirmSelecting(selected), nla ? protocol::tsRequest(credSsp, challenge) : settingsReply()}}};
        auto target = host(name);
        target.reported = reported;
        return test::diagnose(net, target, **machine);
    }
};

TEST(EncryptionOracle, HostWithoutTheUpdateIsRefusedByDefaultAndByEveryStricterSetting)
{
    for (const auto& registry : {std::string(), oracle + ": {" + dword("AllowEncryptionOracle", 0) + '}',
                                 oracle + ": {" + dword("AllowEncryptionOracle", 1) + '}'}) {
        const auto diagnosis = Case{.registry = registry, .credSsp = 2}.diagnose();
        EXPECT_EQ(topCause(diagnosis), "credentials.encryption_oracle") << registry;
        EXPECT_EQ(diagnosis.overall, Overall::Problem);
        EXPECT_EQ(diagnosis.top()->side, Side::OtherComputer);
    }
}

TEST(EncryptionOracle, HostWithTheUpdateIsWelcomeToEverySetting)
{
    for (const int setting : {0, 1}) {
        const auto diagnosis =
            Case{.registry = oracle + ": {" + dword("AllowEncryptionOracle", setting) + '}', .credSsp = 5}.diagnose();
        EXPECT_EQ(topCause(diagnosis), "");
        EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    }
}

TEST(EncryptionOracle, VulnerableIsAFindingOfItsOwnAndBlocksNothing)
{
    const auto registry = oracle + ": {" + dword("AllowEncryptionOracle", 2) + '}';
    const auto old = Case{.registry = registry, .credSsp = 4}.diagnose();
    EXPECT_TRUE(found(old, "credentials.encryption_oracle_vulnerable"));
    EXPECT_EQ(old.overall, Overall::Healthy);
    const auto updated = Case{.registry = registry}.diagnose();
    EXPECT_TRUE(found(updated, "credentials.encryption_oracle_vulnerable"));
    EXPECT_FALSE(found(updated, "credentials.host_credssp_old"));
}

TEST(Delegation, TypedSignInThatAListKeepsBackIsTheCause)
{
    for (const auto& registry :
         {servers("DenyFreshCredentials", "TERMSRV/*"), servers("AllowFreshCredentials", "TERMSRV/other"),
          delegation + ": {" + dword("AllowFreshCredentials", 0) + '}'}) {
        const auto diagnosis = Case{.registry = registry, .more = inDomain}.diagnose();
        EXPECT_EQ(topCause(diagnosis), "credentials.delegation_blocked") << registry;
        EXPECT_EQ(diagnosis.overall, Overall::Problem);
    }
}

TEST(Delegation, ListsThatAllowThisHostOrSpeakOfOthersKeepNothingBack)
{
    for (const auto& registry :
         {servers("DenyFreshCredentials", "TERMSRV/pc-170"), servers("AllowFreshCredentials", "termsrv/PC-*"),
          servers("AllowFreshCredentials", "*"),
          // Only how the host proves itself decides which list counts: here by Kerberos.
          servers("AllowFreshCredentialsWhenNTLMOnly", "TERMSRV/other")}) {
        const auto diagnosis = Case{.registry = registry, .more = inDomain}.diagnose();
        EXPECT_FALSE(found(diagnosis, "credentials.fresh_not_delegated")) << registry;
        EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    }
}

TEST(Delegation, NtlmHasAListOfItsOwn)
{
    const auto registry = servers("AllowFreshCredentialsWhenNTLMOnly", "TERMSRV/other");
    EXPECT_TRUE(found(Case{.registry = registry, .hostInDomain = false}.diagnose(), "credentials.fresh_not_delegated"));
    EXPECT_FALSE(found(Case{.registry = servers("AllowFreshCredentials", "x"), .hostInDomain = false}.diagnose(),
                       "credentials.fresh_not_delegated"));
}

TEST(Delegation, DefaultsOfWindowsMayBeAddedToAList)
{
    auto registry = servers("AllowFreshCredentials", "TERMSRV/other");
    registry.insert(registry.find('{') + 1, dword("ConcatenateDefaults_AllowFresh", 1) + ", ");
    EXPECT_FALSE(found(Case{.registry = registry, .more = inDomain}.diagnose(), "credentials.fresh_not_delegated"));
}

TEST(Delegation, SavedPasswordThatMayNotBeSentBlocksOnlyWhenTheCodeSaysSo)
{
    // Windows' default: from a PC in a domain, saved passwords do not go to a host that NTLM alone vouches for.
    Case it{.more = inDomain + ", " + savedPassword, .hostInDomain = false};
    EXPECT_TRUE(found(it.diagnose(), "credentials.saved_not_delegated"));
    EXPECT_EQ(it.diagnose().overall, Overall::Healthy);
    it.reported = ReportedError{.reason = 0x1607};
    EXPECT_EQ(topCause(it.diagnose()), "credentials.delegation_blocked");
    it.more = savedPassword;    // a PC outside a domain
    EXPECT_FALSE(found(it.diagnose(), "credentials.saved_not_delegated"));
    it.more = inDomain;    // nothing saved
    EXPECT_FALSE(found(it.diagnose(), "credentials.saved_not_delegated"));
}

TEST(Delegation, MeansNothingToAHostWithoutNla)
{
    const auto diagnosis =
        Case{.registry = servers("DenyFreshCredentials", "TERMSRV/*"), .selected = protocol::protocolSsl}.diagnose();
    EXPECT_EQ(diagnosis.outcomes.at("credentials.delegation").verdict, Verdict::NotApplicable);
}

TEST(Delegation, CannotBeToldWhenThePcCannotBeAsked)
{
    const auto diagnosis = Case{.more = R"("cannot_look": {"membership": {"domain": "win32", "code": 5}})"}.diagnose();
    EXPECT_EQ(diagnosis.outcomes.at("credentials.delegation").verdict, Verdict::Inconclusive);
}

TEST(NtlmPolicy, ForbiddenNtlmBlocksWhereNothingElseIsLeft)
{
    Case it{.registry = msv + ": {" + dword("RestrictSendingNTLMTraffic", 2) + '}', .more = inDomain};
    it.name = "192.0.2.17";
    EXPECT_EQ(topCause(it.diagnose()), "credentials.ntlm_blocked");
    EXPECT_EQ(it.diagnose().overall, Overall::Problem);
    it.name = "pc-17";
    EXPECT_FALSE(found(it.diagnose(), "credentials.ntlm_forbidden")) << "Kerberos is left";
    it.hostInDomain = false;
    EXPECT_TRUE(found(it.diagnose(), "credentials.ntlm_forbidden"));
}

TEST(NtlmPolicy, ExceptionsAuditingAndKerberosForAddressesLeaveAWay)
{
    const auto forbidden = dword("RestrictSendingNTLMTraffic", 2);
    const auto to = [&](const std::string& servers) {
        return msv + ": {" + forbidden + R"(, "ClientAllowedNTLMServers": {"multi": [")" + servers + "\"]}}";
    };
    for (const auto& registry : {to("pc-17"), to("PC*"), msv + ": {" + dword("RestrictSendingNTLMTraffic", 1) + '}'}) {
        const auto diagnosis = Case{.registry = registry, .hostInDomain = false}.diagnose();
        EXPECT_FALSE(found(diagnosis, "credentials.ntlm_forbidden")) << registry;
        EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    }
    EXPECT_TRUE(found(Case{.registry = to("pc-170"), .hostInDomain = false}.diagnose(), "credentials.ntlm_forbidden"));
    const auto byAddress =
        Case{.registry = msv + ": {" + forbidden + "}, " + kerberos + ": {" + dword("TryIPSPN", 1) + '}',
             .more = inDomain,
             .name = "192.0.2.17"}
            .diagnose();
    EXPECT_FALSE(found(byAddress, "credentials.ntlm_forbidden"));
    EXPECT_TRUE(found(byAddress, "credentials.ntlm_forbidden_elsewhere"));
}

TEST(NtlmPolicy, OldNtlmIsACauseOnlyWhenTheSignInWasRefused)
{
    Case it{.registry = lsa + ": {" + dword("LmCompatibilityLevel", 1) + '}'};
    EXPECT_EQ(topCause(it.diagnose()), "");
    EXPECT_TRUE(found(it.diagnose(), "credentials.old_ntlm_sent"));
    it.reported = ReportedError{.reason = 0x807};
    EXPECT_EQ(topCause(it.diagnose()), "credentials.ntlm_blocked");
    it.registry = lsa + ": {" + dword("LmCompatibilityLevel", 3) + '}';
    EXPECT_FALSE(found(it.diagnose(), "credentials.old_ntlm_sent"));
}

TEST(SavedPassword, IsASuspectOnlyByCodesThatAWrongPasswordGives)
{
    Case it{.more = savedPassword};
    for (const std::uint32_t code : {0x807U, 0x3000001U}) {
        it.reported = ReportedError{.reason = code};
        const auto diagnosis = it.diagnose();
        EXPECT_EQ(topCause(diagnosis), "credentials.saved_password_suspect") << code;
        EXPECT_EQ(diagnosis.top()->nextTest, "next_test.ask_for_password_once");
    }
    // No smart card, no domain controller, a disabled account: no password of any age makes these.
    for (const std::uint32_t code : {0x30AU, 0x1807U, 0xB07U}) {
        it.reported = ReportedError{.reason = code};
        for (const auto& cause : it.diagnose().causes)
            EXPECT_NE(cause.id, "credentials.saved_password_suspect") << code;
    }
}

TEST(SavedPassword, LockedAccountComesBeforeThePasswordThatMayHaveLockedIt)
{
    const auto diagnosis = Case{.more = savedPassword, .reported = ReportedError{.reason = 0xD07}}.diagnose();
    EXPECT_EQ(topCause(diagnosis), "credentials.account_refused");
    ASSERT_GE(diagnosis.causes.size(), 2U);
    EXPECT_EQ(diagnosis.causes[1].id, "credentials.saved_password_suspect");
}

TEST(SignIn, OneAsteriskStandsForAnything)
{
    using probes::matchesWildcard;
    EXPECT_TRUE(matchesWildcard("TERMSRV/*", "termsrv/pc-17"));
    EXPECT_TRUE(matchesWildcard("TERMSRV/*.example.org", "TERMSRV/pc-17.Example.org"));
    EXPECT_TRUE(matchesWildcard("*", "anything"));
    EXPECT_FALSE(matchesWildcard("TERMSRV/*.example.org", "TERMSRV/pc-17.example.org.evil"));
    EXPECT_FALSE(matchesWildcard("TERMSRV/pc-1", "TERMSRV/pc-17"));
    EXPECT_FALSE(matchesWildcard("aba*ba", "aba")) << "one letter does not count twice";
    EXPECT_FALSE(matchesWildcard("", "TERMSRV/pc-17"));
}

}    // namespace
}    // namespace rdpmend::test
