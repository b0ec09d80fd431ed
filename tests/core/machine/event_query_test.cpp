#include <gtest/gtest.h>

#include "core/machine/event_query.h"

namespace rdpmend {
namespace {

using namespace std::chrono_literals;

std::string textOf(const EventQuery& query)
{
    const auto text = eventQueryText(query);
    EXPECT_TRUE(text) << describe(text.error());
    return text ? *text : "";
}

TEST(EventQueryText, AsksForAChannelAndATime)
{
    EXPECT_EQ(textOf({.channel = "System", .within = 60s}),
              "<QueryList><Query Id=\"0\"><Select Path=\"System\">*[System[TimeCreated[timediff(@SystemTime) &lt;= "
              "60000]]]</Select></Query></QueryList>");
}

TEST(EventQueryText, AsksForAProviderAndIds)
{
    EXPECT_NE(textOf({.channel = "System", .provider = "Service Control Manager", .ids = {7000, 7001}})
                  .find("*[System[Provider[@Name='Service Control Manager'] and (EventID=7000 or EventID=7001) and "
                        "TimeCreated["),
              std::string::npos);
}

TEST(EventQueryText, SpreadsManyIdsOverSeveralSelections)
{
    std::vector<std::uint32_t> ids(40);
    for (std::uint32_t i = 0; i < ids.size(); ++i) ids[i] = 100 + i;
    const auto text = textOf({.channel = "System", .ids = ids});
    std::size_t selections = 0;
    for (auto at = text.find("<Select"); at != std::string::npos; at = text.find("<Select", at + 1)) ++selections;
    EXPECT_EQ(selections, 3U);
    for (const auto id : ids) EXPECT_NE(text.find("EventID=" + std::to_string(id)), std::string::npos) << id;
}

TEST(EventQueryText, NothingForeignBecomesGrammar)
{
    for (const std::string name : {"System\"><Select Path=\"Security", "a'b", "a&b", "a<b", "a]b", "a*", "C:\\a.evtx",
                                   "a\nb", "\u017E", "", "a\"b", "a@b", "a|b", "a=b"}) {
        EXPECT_FALSE(eventQueryText({.channel = name})) << name;
        if (!name.empty()) {
            EXPECT_FALSE(eventQueryText({.channel = "System", .provider = name})) << name;
        }
    }
    EXPECT_FALSE(eventQueryText({.channel = std::string(256, 'a')}));
    EXPECT_FALSE(eventQueryText({.channel = std::string("a\0b", 3)}));
}

TEST(EventQueryText, RefusesWhatCannotBeAsked)
{
    EXPECT_FALSE(eventQueryText({.channel = "System", .within = 0s}));
    EXPECT_FALSE(eventQueryText({.channel = "System", .within = -1s}));
    EXPECT_FALSE(eventQueryText({.channel = "System", .within = std::chrono::seconds::max()}));
    EXPECT_FALSE(eventQueryText({.channel = "System", .ids = std::vector<std::uint32_t>(257, 1)}));
}

}    // namespace
}    // namespace rdpmend
