#include <gmock/gmock.h>

#include "core/report/report.h"
#include "tests/core/report/sample_case.h"

namespace rdpmend {
namespace {

using test::sampleCase;
using testing::HasSubstr;
using testing::StartsWith;

std::string ticket(const Case& theCase, bool redact = false)
{
    return toTicket(theCase, Facts::builtIn(), {.redact = redact});
}

TEST(Ticket, BeginsWithALineThatFitsAShortDescription)
{
    Case theCase = sampleCase(std::string(300, 'x'));
    const std::string text = ticket(theCase);
    EXPECT_THAT(text, StartsWith("C518: "));
    EXPECT_LE(text.find('\n'), 160U);
}

TEST(Ticket, HoldsNoteCausesFindingsAndHowToUndo)
{
    const std::string text = ticket(sampleCase());
    for (const auto* section : {"ABOUT", "NOTE", "NEXT TEST", "CAUSES", "FINDINGS", "CHANGED"})
        EXPECT_THAT(text, HasSubstr(section));
    EXPECT_THAT(text, HasSubstr("transport.server_ended"));
    EXPECT_THAT(text, HasSubstr("session.code = 0x10007"));
    EXPECT_THAT(text, HasSubstr("undo"));
    EXPECT_THAT(text, Not(HasSubstr("hunter2")));
}

TEST(Ticket, CannotBeGivenLinesByForeignText)
{
    const std::string text = ticket(sampleCase("pc\nNOTE\nforged\r\033[31m"));
    EXPECT_THAT(text, Not(HasSubstr("\nforged")));
    EXPECT_THAT(text, Not(HasSubstr("\033")));
    EXPECT_THAT(text, Not(HasSubstr("\r")));
}

TEST(Ticket, NamesNoCauseWhenNothingBlocks)
{
    Case theCase = sampleCase();
    theCase.diagnosis.overall = Overall::Healthy;
    EXPECT_THAT(ticket(theCase), Not(StartsWith("C")));
}

}    // namespace
}    // namespace rdpmend
