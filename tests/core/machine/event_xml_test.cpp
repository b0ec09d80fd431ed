#include <gtest/gtest.h>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/machine/event_xml.h"

namespace rdpmend {
namespace {

const std::string systemPart =
    R"(<System><Provider Name='Microsoft-Windows-TerminalServices-ClientActiveXCore' )"
    R"(Guid='{28AA95BB-D444-4719-A36F-40462168127E}'/><EventID>1026</EventID><Version>0</Version><Level>4</Level>)"
    R"(<Task>101</Task><Opcode>10</Opcode><Keywords>0x4000000000000000</Keywords>)"
    R"(<TimeCreated SystemTime='2026-11-21T12:34:56.1234567Z'/><EventRecordID>7001</EventRecordID>)"
    R"(<Correlation ActivityID='{F4262B94-0D0A-4F61-8D5C-60F0A3F30000}'/>)"
    R"(<Execution ProcessID='1234' ThreadID='5678'/>)"
    R"(<Channel>Microsoft-Windows-TerminalServices-RDPClient/Operational</Channel><Computer>pc-17</Computer>)"
    R"(<Security UserID='S-1-5-21-1-2-3-1001'/></System>)";

std::string eventWith(const std::string& rest)
{
    return "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>" + systemPart + rest + "</Event>";
}

using Data = std::vector<std::pair<std::string, std::string>>;

Data dataOf(const std::string& rest)
{
    const auto event = parseEventXml(eventWith(rest));
    EXPECT_TRUE(event) << describe(event.error());
    return event ? event->data : Data{};
}

std::string without(std::string text, std::string_view part)
{
    const auto at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return text.erase(at, part.size());
}

TEST(EventXml, TellsWhoLoggedWhatWhen)
{
    const auto event = parseEventXml(
        eventWith("<EventData><Data Name='Name'>Disconnect Reason</Data><Data Name='Value'>2308</Data></EventData>"));
    ASSERT_TRUE(event) << describe(event.error());
    EXPECT_EQ(event->provider, "Microsoft-Windows-TerminalServices-ClientActiveXCore");
    EXPECT_EQ(event->channel, "Microsoft-Windows-TerminalServices-RDPClient/Operational");
    EXPECT_EQ(event->id, 1026U);
    EXPECT_EQ(event->level, 4U);
    EXPECT_EQ(event->record, 7001U);
    EXPECT_EQ(event->processId, 1234U);
    EXPECT_EQ(isoTime(event->when), "2026-11-21T12:34:56Z");
    EXPECT_EQ(event->data, (Data{{"Name", "Disconnect Reason"}, {"Value", "2308"}}));
}

TEST(EventXml, ValuesWithoutNamesAndInUserData)
{
    EXPECT_EQ(dataOf("<EventData><Data>\\Device\\Termdd</Data><Data></Data><Binary>00AB</Binary></EventData>"),
              (Data{{"", "\\Device\\Termdd"}, {"", ""}, {"Binary", "00AB"}}));
    EXPECT_EQ(dataOf("<UserData><EventXML xmlns='Event_NS'><Param1>ann</Param1><Param2/></EventXML></UserData>"),
              (Data{{"Param1", "ann"}, {"Param2", ""}}));
    EXPECT_EQ(dataOf("<EventData/>"), Data{});
    EXPECT_EQ(dataOf("<RenderingInfo Culture='en-US'><Message>m</Message></RenderingInfo>"), Data{});
}

TEST(EventXml, ClassicEventsHaveQualifiersAndNoProcess)
{
    auto classic = eventWith("");
    classic.replace(classic.find("<EventID>"), 9, "<EventID Qualifiers='49156'>");
    const auto event = parseEventXml(without(classic, "<Execution ProcessID='1234' ThreadID='5678'/>"));
    ASSERT_TRUE(event) << describe(event.error());
    EXPECT_EQ(event->id, 1026U);
    EXPECT_EQ(event->processId, 0U);
}

TEST(EventXml, KeepsNoMoreThan64ValuesOf4KiB)
{
    std::string many = "<EventData>";
    for (int i = 0; i < 100; ++i) many += "<Data>" + std::to_string(i) + "</Data>";
    const auto kept = dataOf(many + "</EventData>");
    ASSERT_EQ(kept.size(), 64U);
    EXPECT_EQ(kept.back().second, "63");

    std::string wide = "x";    // so that the border falls inside of a character
    for (int i = 0; i < 4096; ++i) wide += "\u017E";
    const auto cut = dataOf("<EventData><Data>" + wide + "</Data></EventData>");
    ASSERT_EQ(cut.size(), 1U);
    EXPECT_EQ(cut[0].second, wide.substr(0, 4095));
}

TEST(EventXml, AnEventWithoutWhatMakesItOneIsRefused)
{
    ASSERT_TRUE(parseEventXml(eventWith("")));
    for (const char* part :
         {"<EventID>1026</EventID>", "<TimeCreated SystemTime='2026-11-21T12:34:56.1234567Z'/>",
          "<Channel>Microsoft-Windows-TerminalServices-RDPClient/Operational</Channel>", "</System>"})
        EXPECT_FALSE(parseEventXml(without(eventWith(""), part))) << part;
    for (const auto& [from, to] :
         {std::pair{"1026", "66999999999"}, std::pair{"<Level>4", "<Level>256"}, std::pair{"7001", "-1"},
          std::pair{"'1234'", "'x'"}, std::pair{"2026-11", "2026-13"}, std::pair{"<Event ", "<Events "}}) {
        auto wrong = eventWith("");
        wrong.replace(wrong.find(from), std::string_view(from).size(), to);
        EXPECT_FALSE(parseEventXml(wrong)) << to;
    }
    EXPECT_FALSE(parseEventXml(""));
    EXPECT_FALSE(parseEventXml(std::string(largestEventXml + 1, ' ')));
}

}    // namespace
}    // namespace rdpmend
