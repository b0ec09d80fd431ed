#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/report/report.h"
#include "tests/core/report/sample_case.h"

namespace rdpmend {
namespace {

using Json = nlohmann::ordered_json;
using test::sampleCase;
using testing::HasSubstr;

Json write(const Case& theCase, bool redact = false)
{
    return Json::parse(toJson(theCase, Facts::builtIn(), {.redact = redact}));
}

Json schema()
{
    std::ifstream file(RDPMEND_SOURCE_DIR "/resources/schema/report.schema.json");
    return Json::parse(file);
}

std::vector<std::string> keys(const Json& object)
{
    std::vector<std::string> out;
    for (const auto& [key, value] : object.items()) out.push_back(key);
    return out;
}

TEST(ReportJson, HasExactlyTheMembersOfItsSchema)
{
    const Json report = write(sampleCase());
    const Json names = schema();
    const auto required = [&names](const std::string& definition) {
        return names["$defs"][definition]["required"].get<std::vector<std::string>>();
    };
    EXPECT_EQ(keys(report), names["required"].get<std::vector<std::string>>());
    EXPECT_EQ(keys(report["target"]), names["properties"]["target"]["required"].get<std::vector<std::string>>());
    EXPECT_EQ(keys(report["causes"][0]), required("cause"));
    EXPECT_EQ(keys(report["causes"][0]["for"][0]), required("argument"));
    EXPECT_EQ(keys(report["findings"][0]), required("finding"));
    EXPECT_EQ(keys(report["outcomes"]["network.tcp_port"]), required("outcome"));
    EXPECT_EQ(keys(report["outcomes"]["network.hosts_file"]["error"]), required("error"));
    EXPECT_EQ(keys(report["plan"]["steps"][0]), required("step"));
    EXPECT_EQ(keys(report["plan"]["steps"][0]["changes"][0]), required("change"));
    EXPECT_EQ(keys(report["plan"]["withheld"][0]), required("withheld"));
    EXPECT_EQ(keys(report["results"][0]), required("result"));
    EXPECT_EQ(keys(report["history"][0]), required("entry"));
}

TEST(ReportJson, SaysWhatTheCaseHolds)
{
    const Json report = write(sampleCase());
    EXPECT_EQ(report["schema"], 1);
    EXPECT_EQ(report["when"], "2026-11-21T09:14:05Z");
    EXPECT_EQ(report["verdict"], "problem");
    EXPECT_EQ(report["target"]["host"], "pc-17.corp.example");
    EXPECT_EQ(report["target"]["gateway"]["port"], 443);
    EXPECT_EQ(report["target"]["reported"]["extended"], 7);
    EXPECT_EQ(report["target"]["trust_anchors"], 1);
    EXPECT_EQ(report["causes"][0]["id"], "transport.host_denies");
    EXPECT_EQ(report["causes"][0]["likelihood"], 0.88);
    EXPECT_EQ(report["causes"][0]["for"][0]["weight"], 2.3);
    EXPECT_EQ(report["causes"][0]["against"][0]["finding"], "network.tcp_port=healthy");
    EXPECT_TRUE(report["causes"][1]["next_test"].is_null());
    EXPECT_EQ(report["findings"][0]["probe"], "transport.session_start");
    EXPECT_EQ(report["outcomes"]["network.tcp_port"]["ms"], 12);
    EXPECT_EQ(report["outcomes"]["licensing.store"]["verdict"], "not_applicable");
    EXPECT_EQ(report["plan"]["steps"][0]["changes"][0]["after"], "does not exist");
    EXPECT_EQ(report["results"][0]["effect"], "no_change");
    EXPECT_EQ(report["history"][0]["state"], "done");
    EXPECT_EQ(report["connections"], 2);
}

TEST(ReportJson, NeverShowsSecrets)
{
    EXPECT_THAT(toJson(sampleCase(), Facts::builtIn(), {.redact = false}), Not(HasSubstr("hunter2")));
}

TEST(ReportJson, OfAnEmptyCaseIsStillWhole)
{
    const Json report = write(Case{});
    EXPECT_EQ(keys(report), schema()["required"].get<std::vector<std::string>>());
    EXPECT_EQ(report["verdict"], "inconclusive");
    EXPECT_TRUE(report["target"]["gateway"].is_null());
    EXPECT_TRUE(report["causes"].empty());
}

TEST(ReportJson, SurvivesBytesThatAreNotText)
{
    Case theCase = sampleCase("\xff\xfe\x80");
    EXPECT_NO_THROW((void)write(theCase));
}

TEST(ReportJson, OfTheHistoryTellsHowEachChangeStands)
{
    const std::vector history{std::pair{sampleCase().history.front(), Standing::ChangedSince}};
    const Json json = Json::parse(historyToJson(history));
    EXPECT_EQ(json["history"][0]["number"], 7);
    EXPECT_EQ(json["history"][0]["standing"], "changed_since");
}

TEST(VerdictWords, NameTheHostAndWhoMustAct)
{
    const VerdictWords words = verdictWords(sampleCase(), Facts::builtIn());
    EXPECT_THAT(words.sentence, HasSubstr("pc-17.corp.example"));
    EXPECT_FALSE(words.whoActs.empty());
    EXPECT_FALSE(words.note.empty());
    EXPECT_THAT(words.note, Not(HasSubstr("{")));
}

TEST(VerdictWords, OfAHealthyHostAskNobody)
{
    Case theCase = sampleCase();
    theCase.diagnosis.overall = Overall::Healthy;
    const VerdictWords words = verdictWords(theCase, Facts::builtIn());
    EXPECT_FALSE(words.sentence.empty());
    EXPECT_TRUE(words.whoActs.empty());
    EXPECT_TRUE(words.note.empty());
}

TEST(VerdictWords, OfAProblemWithoutACauseAreTheFindingsOwn)
{
    Case theCase = sampleCase();
    theCase.diagnosis.causes.clear();
    EXPECT_EQ(verdictWords(theCase, Facts::builtIn()).sentence.empty(), false);
    EXPECT_TRUE(verdictWords(theCase, Facts::builtIn()).whoActs.empty());
}

}    // namespace
}    // namespace rdpmend
