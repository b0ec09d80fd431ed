#include "core/facts/template.h"

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

std::string filled(std::string_view text)
{
    return fill(text, [](const Blank& blank) -> std::string {
        if (blank.name == "a") return "A";
        if (blank.name == "braces") return "{a}[{none}]";
        if (blank.name == "where") return blank.optional ? "inside" : blank.beginsSentence ? "Begin" : "middle";
        return "";
    });
}

TEST(Fill, ReplacesWhatItKnowsAndEmptiesTheRest)
{
    EXPECT_EQ(filled("{a}-{none}-{a}"), "A--A");
    EXPECT_EQ(filled("plain"), "plain");
    EXPECT_EQ(filled(""), "");
}

TEST(Fill, LeavesIncompletePartsOut)
{
    EXPECT_EQ(filled("x[ {a}]y"), "x Ay");
    EXPECT_EQ(filled("x[ {none}]y"), "xy");
    EXPECT_EQ(filled("x[ {a}{none}]y[ {a}]"), "xy A");
}

TEST(Fill, DoesNotLookAtValuesAgain)
{
    EXPECT_EQ(filled("{braces}"), "{a}[{none}]");
    EXPECT_EQ(filled("[{braces}]"), "{a}[{none}]");
}

TEST(Fill, TellsWhereABlankStands)
{
    EXPECT_EQ(filled("{where} {where}. {where}[ {where}]"), "Begin middle. Begin inside");
}

TEST(Fill, SurvivesWhatDoesNotClose)
{
    EXPECT_EQ(filled("{a"), "{a");
    EXPECT_EQ(filled("a}"), "a}");
    EXPECT_EQ(filled("x[{a}"), "x");
    EXPECT_EQ(filled("x]{a}"), "x]A");
}

}    // namespace
}    // namespace rdpmend
