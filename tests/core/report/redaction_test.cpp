#include <gmock/gmock.h>

#include "core/report/redaction.h"

#include <random>

#include "core/base/text.h"
#include "tests/core/report/sample_case.h"

namespace rdpmend {
namespace {

using test::sampleCase;
using testing::HasSubstr;

std::vector<std::string> allForms(const Case& theCase)
{
    const Facts& facts = Facts::builtIn();
    return {toJson(theCase, facts, {}), toHtml(theCase, facts, {}), toTicket(theCase, facts, {})};
}

TEST(Redaction, LeavesNoPersonalNameInAnyForm)
{
    for (const std::string& form : allForms(sampleCase())) {
        const std::string lower = toLower(form);
        for (const auto* name : {"pc-17", "corp", "alice", "10.20.30.40", "hunter2", "gw.corp", "proxy.corp"})
            EXPECT_THAT(lower, Not(HasSubstr(name)));
        EXPECT_THAT(form, HasSubstr("host-1"));
    }
}

TEST(Redaction, GivesTheSameNameTheSamePseudonymEverywhere)
{
    const Case theCase = redacted(sampleCase());
    EXPECT_EQ(theCase.target.host.host, "host-1");
    EXPECT_EQ(theCase.machine, "Windows 11 Pro on host-1");
    EXPECT_EQ(theCase.target.user, "user-1");
    const Outcome& ended = theCase.diagnosis.outcomes.at("transport.session_start");
    EXPECT_EQ(ended.findings[0].evidence[1].value, "host-1");
    EXPECT_EQ(ended.findings[0].evidence[2].value, "bye host-1");
    const auto& credential = std::get<SetSavedCredential>(theCase.plan.steps[0].changes[1].before);
    EXPECT_EQ(credential.target, "TERMSRV/host-1");
    EXPECT_EQ(credential.user, "user-1");
    EXPECT_EQ(theCase.diagnosis.outcomes.at("network.tcp_port").value("tcp.address"), "address-1");
}

TEST(Redaction, KnowsAComputerByItsShortNameInAnyCase)
{
    Case theCase = sampleCase("pc-17.corp.example");
    theCase.diagnosis.outcomes["credentials.ntlm_information"] = Outcome::healthy()
                                                                     .fact("ntlm.computer", "PC-17", Privacy::Personal)
                                                                     .fact("said", "PC-17 and pc-17.corp.example");
    const Case out = redacted(theCase);
    EXPECT_EQ(out.diagnosis.outcomes.at("credentials.ntlm_information").value("said"), "host-1 and host-1");
}

TEST(Redaction, LeavesIdsAndOrdinaryWordsAlone)
{
    Case theCase = sampleCase("pc");
    theCase.diagnosis.outcomes["network.dns"] = Outcome::healthy().fact("said", "upcoming pc, pcs");
    const Case out = redacted(theCase);
    EXPECT_EQ(out.diagnosis.outcomes.at("network.dns").value("said"), "upcoming host-1, pcs");
    EXPECT_EQ(out.diagnosis.outcomes.at("transport.udp").because, "network.tcp_port");
    EXPECT_EQ(out.diagnosis.causes.front().id, "transport.host_denies");
}

TEST(Redaction, TouchesNothingWhenNothingIsPersonal)
{
    Case theCase;
    theCase.diagnosis.outcomes["network.dns"] = Outcome::healthy().fact("dns.took", "3 ms");
    EXPECT_EQ(redacted(theCase).diagnosis.outcomes, theCase.diagnosis.outcomes);
}

// Many random names, each put where a name can stand; none may come out again.
TEST(Redaction, LetsNoneOfTenThousandCanariesThrough)
{
    std::mt19937 random(17);
    const auto letter = [&random] { return static_cast<char>('a' + random() % 26); };
    Case theCase = sampleCase();
    std::vector<std::string> canaries;
    for (int i = 0; i < 10'000; ++i) {
        std::string canary = "zq";
        for (int j = 0; j < 10; ++j) canary += letter();
        Outcome& outcome = theCase.diagnosis.outcomes["network.dns" + std::to_string(i % 100)];
        if (i % 3 == 0)
            outcome.fact("name", canary + ".example.net", Privacy::Personal);
        else
            outcome.fact("user", i % 3 == 1 ? canary : "EX\\" + canary, Privacy::Personal);
        outcome.error = Error{.doing = "ask " + canary, .words = "of " + canary};
        canaries.push_back(std::move(canary));
    }
    for (const std::string& form : allForms(theCase)) {
        const std::string lower = toLower(form);
        EXPECT_EQ(std::ranges::count_if(canaries,
                                        [&](const auto& canary) { return lower.find(canary) != std::string::npos; }),
                  0);
    }
}

}    // namespace
}    // namespace rdpmend
