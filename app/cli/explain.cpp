// explain: what the numbers of the dialog really are, and what is never offered.
#include <fmt/format.h>

#include "app/cli/commands.h"
#include "core/base/text.h"
#include "core/facts/facts.h"

namespace rdpmend::cli {
namespace {

void print(Terminal& terminal, std::string_view what, std::uint32_t code, const CodeFact& fact)
{
    terminal.heading(fmt::format("{} {:#x} = {}{}", what, code, code, fact.symbol.empty() ? "" : ": " + fact.symbol));
    for (const std::string& text : {fact.meaning, fact.family})
        if (!text.empty()) terminal.say("  " + text, Style::Plain, 2);
    if (!fact.myth.empty()) terminal.say("  Popular advice: " + fact.myth, Style::Plain, 2);
    if (!fact.definedBy.empty()) {
        terminal.say(
            fmt::format("  Defined by: {}{}", fact.definedBy, fact.official ? "" : " (not an official source)"),
            Style::Soft, 2);
    }
}

ExitStatus printRefusals(Terminal& terminal, const Facts& facts)
{
    terminal.say("This program never offers:", Style::Bold);
    for (const auto& [what, why] : facts.refusals()) terminal.say(fmt::format("  {}: {}", what, why), Style::Plain, 4);
    return allWell;
}

}    // namespace

ExitStatus explain(const ExplainArguments& arguments, Terminal& terminal)
{
    const Facts& facts = Facts::builtIn();
    if (arguments.refusals) return printRefusals(terminal, facts);
    if (arguments.words.empty())
        return terminal.complain("Say which code to explain, for example: rdpmend-cli explain 0x904/0x7"), badUsage;
    std::string typed;
    for (const std::string& word : arguments.words) typed += (typed.empty() ? "" : " ") + word;
    const auto reported = parseReportedError(typed);
    if (!reported) return terminal.complain(reported.error()), badUsage;

    const Explanation explanation = facts.explain(*reported);
    terminal.say(toString(*reported), Style::Bold);
    print(terminal, "Error code", reported->reason, explanation.reason);
    if (reported->extended && explanation.extended)
        print(terminal, "Extended error code", *reported->extended, *explanation.extended);
    if (!explanation.together.empty()) {
        terminal.heading("Together");
        terminal.say("  " + explanation.together, Style::Plain, 2);
    }
    return allWell;
}

}    // namespace rdpmend::cli
