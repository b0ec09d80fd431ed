#include <gmock/gmock.h>

#include <random>

#include "core/report/path.h"
#include "core/report/report.h"
#include "tests/core/report/sample_case.h"

namespace rdpmend {
namespace {

using test::sampleCase;
using testing::HasSubstr;

std::string html(const Case& theCase, bool redact = false)
{
    return toHtml(theCase, Facts::builtIn(), {.redact = redact});
}

// The tags alone, with attribute values taken out: what a browser would build, whatever the text is.
std::string skeleton(const std::string& page)
{
    std::string out;
    bool tag = false, quoted = false;
    for (const char c : page) {
        if (!tag && c == '<') tag = true;
        if (tag && c == '"') quoted = !quoted;
        if (tag && !quoted) out += c;
        if (tag && !quoted && c == '>') tag = false;
    }
    return out;
}

TEST(ReportHtml, IsOneFileThatLoadsAndRunsNothing)
{
    const std::string page = html(sampleCase());
    EXPECT_THAT(page, HasSubstr("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
    for (const auto* forbidden :
         {"<script", "<link", "<img", "<iframe", "<object", "href=", "src=", "http://", "https://", "url(", "@import"})
        EXPECT_THAT(page, Not(HasSubstr(forbidden))) << forbidden;
    EXPECT_THAT(page, HasSubstr("prefers-color-scheme:dark"));
    EXPECT_THAT(page, HasSubstr("@media print"));
}

TEST(ReportHtml, ShowsVerdictCausesPhasesChangesAndNote)
{
    const std::string page = html(sampleCase());
    const VerdictWords words = verdictWords(sampleCase(), Facts::builtIn());
    EXPECT_THAT(page, HasSubstr("C518"));
    EXPECT_THAT(page, HasSubstr("C401"));
    EXPECT_THAT(page, HasSubstr("Likelihood 88 %"));
    for (const Phase phase : allPhases)
        EXPECT_THAT(page, HasSubstr("<span class=\"digit\">" + std::to_string(number(phase)) + "</span>"));
    EXPECT_THAT(page, HasSubstr("tcp.address"));
    EXPECT_THAT(page, HasSubstr("UsernameHint"));
    EXPECT_THAT(page, HasSubstr("F501"));
    EXPECT_THAT(page, HasSubstr("class=\"note\""));
    EXPECT_THAT(page, Not(HasSubstr("hunter2")));
}

TEST(ReportHtml, EscapesEveryForeignCharacter)
{
    const std::string plain = skeleton(html(sampleCase("pc-17")));
    const std::vector<std::string> hostile{"<script>alert(1)</script>",
                                           "\"><img src=x onerror=alert(1)>",
                                           "' onload='x",
                                           "</title><svg/onload=x>",
                                           "<!--",
                                           "]]>",
                                           "&lt;b&gt;",
                                           "</style><b>",
                                           "\u202Egnp.exe",
                                           "a\nb\rc",
                                           std::string("\0<b>", 4),
                                           "\xC0\xBCscript>"};
    for (const std::string& name : hostile) EXPECT_EQ(skeleton(html(sampleCase(name))), plain) << name;
    EXPECT_THAT(html(sampleCase("<b>&\"'")), HasSubstr("&lt;b&gt;&amp;&quot;&#39;"));
}

TEST(ReportHtml, KeepsItsShapeUnderTenThousandHostileStrings)
{
    constexpr std::string_view alphabet = "<>\"'&/=;!-[]\\{}()#%ab \n\t\x01\x7F\x80\xC2\xE2\xFF";
    const std::string plain = skeleton(html(sampleCase("pc-17")));
    std::mt19937 random(4);
    Case many = sampleCase("pc-17");
    Case benign = many;
    for (int i = 0; i < 10'000; ++i) {
        std::string text;
        for (auto j = random() % 24; j > 0; --j) text += alphabet[random() % alphabet.size()];
        many.diagnosis.outcomes["network.dns"].fact("said", text);
        benign.diagnosis.outcomes["network.dns"].fact("said", "pc-17");
        if (i % 500 == 0) {
            EXPECT_EQ(skeleton(html(sampleCase(text + "x"))), plain) << text;
        }
    }
    EXPECT_EQ(skeleton(html(many)), skeleton(html(benign)));
}

TEST(PathPicture, DrawsTheBrokenHopBrokenAndTheUnseenUnseen)
{
    Case theCase = sampleCase();
    theCase.target.gateway.reset();
    theCase.diagnosis.causes[0].side = Side::Network;
    theCase.diagnosis.outcomes.erase("network.tcp_port");
    const auto hops = pathOf(theCase);
    ASSERT_EQ(hops.size(), 3U);
    EXPECT_EQ(hops[0].state, HopState::Found);    // the second cause, on this PC, degrades
    EXPECT_EQ(hops[1].state, HopState::Broken);
    EXPECT_EQ(hops[2].state, HopState::NotLooked);
    EXPECT_THAT(pathPicture(theCase), HasSubstr("class=\"link broken\""));
}

TEST(PathPicture, DrawsNothingHealthyThatWasNotSeen)
{
    for (const Hop& hop : pathOf(Case{})) EXPECT_EQ(hop.state, HopState::NotLooked);
}

TEST(PathPicture, ShowsAGatewayOnlyWhenThereIsOne)
{
    EXPECT_EQ(pathOf(sampleCase()).size(), 4U);
    EXPECT_EQ(pathOf(sampleCase())[2].side, Side::Gateway);
}

}    // namespace
}    // namespace rdpmend
