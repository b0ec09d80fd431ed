// The case as one file that opens anywhere, without script, network or fonts of its own.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/changes/changes.h"
#include "core/report/html_style.h"
#include "core/report/markup.h"
#include "core/report/path.h"
#include "core/report/redaction.h"
#include "core/report/report.h"
#include "core/report/words.h"

namespace rdpmend {
namespace {

// A state as every part of the page shows it: colour, shape and word.
struct Chip {
    std::string_view cssClass;
    std::string_view text;
};

Chip chip(Overall overall)
{
    switch (overall) {
    case Overall::Healthy: return {"fine", "\u2713 nothing blocks"};
    case Overall::Problem: return {"broken", "\u2715 found the problem"};
    case Overall::Inconclusive: return {"unseen", "? could not tell"};
    }
    return {};
}

Chip chip(Weight weight)
{
    switch (weight) {
    case Weight::Blocks: return {"broken", "\u2715 blocks"};
    case Weight::Degrades: return {"found", "! degrades"};
    case Weight::Note: return {"unseen", "\u2022 note"};
    }
    return {};
}

Chip chip(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Healthy: return {"fine", "\u2713 fine"};
    case Verdict::Problem: return {"broken", "\u2715 broken"};
    case Verdict::Inconclusive: return {"unseen", "? could not look"};
    case Verdict::NotApplicable: return {"unseen", "\u2013 not needed"};
    case Verdict::Skipped: return {"unseen", "\u2013 not looked"};
    case Verdict::Crashed: return {"found", "! the check failed"};
    }
    return {};
}

Chip chip(ChangeState state)
{
    switch (state) {
    case ChangeState::Intended: return {"found", "! interrupted"};
    case ChangeState::Done: return {"fine", "\u2713 made"};
    case ChangeState::Undone: return {"unseen", "\u21b6 undone"};
    case ChangeState::Failed: return {"broken", "\u2715 failed"};
    case ChangeState::Kept: return {"unseen", "\u2022 kept"};
    }
    return {};
}

class Page {
public:
    Page(const Case& theCase, const Facts& facts, bool isRedacted)
        : m_case(theCase), m_facts(facts), m_redacted(isRedacted), m_verdict(verdictWords(theCase, facts))
    {}

    std::string write()
    {
        m_out
            .raw(
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "style-src 'unsafe-inline'; img-src data:\">"
                "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                "<meta name=\"referrer\" content=\"no-referrer\"><title>")
            .text("rdpmend: " + m_verdict.sentence)
            .raw("</title><style>")
            .raw(htmlStyle)
            .raw("</style></head>\n<body><main>\n");
        head();
        nextTest();
        note();
        causes();
        phases();
        fixes();
        changes();
        foot();
        return m_out.raw("</main></body></html>\n").take();
    }

private:
    Page& show(const Chip& chip)
    {
        m_out.raw("<span class=\"chip ").raw(chip.cssClass).raw("\">").raw(chip.text).raw("</span>");
        return *this;
    }

    void head()
    {
        m_out.raw("<header><div class=\"bar\"><span class=\"brand\"><b>rdp</b>mend report</span>");
        show(chip(m_case.diagnosis.overall));
        m_out.raw("</div>").element("h1", m_verdict.sentence);
        if (!m_verdict.whoActs.empty()) m_out.element("p", "acts", m_verdict.whoActs);
        std::string about = toString(m_case.target.host);
        if (m_case.target.gateway) about += " through " + toString(*m_case.target.gateway);
        if (m_case.target.reported) about += ", reported " + toString(*m_case.target.reported);
        m_out.element("p", "soft", about + ", " + words::utc(m_case.when));
        m_out.raw("</header>\n<div class=\"card\">").raw(pathPicture(m_case)).raw("</div>\n");
    }

    void nextTest()
    {
        const RankedCause* top = m_case.diagnosis.top();
        const std::string test = top == nullptr ? "" : words::nextTest(m_case, m_facts, *top);
        if (test.empty()) return;
        m_out.raw("<div class=\"card next\"><h3>The next test</h3>").element("p", test).raw("</div>\n");
    }

    void note()
    {
        if (m_verdict.note.empty()) return;
        m_out.raw("<h2>A note for whoever must act</h2>\n<div class=\"card\">").element("div", "note", m_verdict.note);
        m_out.raw("</div>\n");
    }

    void causes()
    {
        if (m_case.diagnosis.causes.empty()) return;
        m_out.raw("<h2>What explains it</h2>\n");
        for (const RankedCause& cause : m_case.diagnosis.causes) {
            const bool isTop = &cause == m_case.diagnosis.top() && cause.weight == Weight::Blocks;
            const int percent = static_cast<int>(std::lround(std::clamp(cause.likelihood, 0.0, 1.0) * 100));
            m_out.raw(isTop ? "<section class=\"card top\">" : "<section class=\"card\">");
            m_out.raw("<div class=\"bar\">").element("h3", words::causeTitle(m_case, m_facts, cause.id));
            m_out.raw("<span>");
            show(chip(cause.weight));
            m_out.raw(" ").element("span", "number", cause.number).raw("</span></div>");
            m_out.element("p", words::causeVerdict(m_case, m_facts, cause));
            m_out.raw(fmt::format("<div class=\"likely\"><i style=\"width:{}%\"></i></div>", percent));
            m_out.element("p", "soft",
                          fmt::format("Likelihood {} %. {}", percent, words::whoActs(m_facts, cause.side)));
            arguments(cause);
            m_out.raw("</section>\n");
        }
    }

    void arguments(const RankedCause& cause)
    {
        if (cause.forIt.empty() && cause.against.empty()) return;
        m_out.raw("<ul>");
        for (const Argument& one : cause.forIt)
            m_out.raw("<li class=\"for\">").text(words::argument(m_case, m_facts, one)).raw("</li>");
        for (const Argument& one : cause.against)
            m_out.raw("<li class=\"against\">").text(words::argument(m_case, m_facts, one)).raw("</li>");
        m_out.raw("</ul>");
    }

    void phases()
    {
        m_out.raw("<h2>What was checked</h2>\n");
        for (const Phase phase : allPhases) {
            const std::string prefix = std::string(name(phase)) + '.';
            std::vector<const Outcomes::value_type*> mine;
            for (const auto& entry : m_case.diagnosis.outcomes)
                if (entry.first.starts_with(prefix)) mine.push_back(&entry);
            m_out.raw("<section class=\"card\"><div class=\"phase\">");
            m_out.element("span", "digit", std::to_string(number(phase)));
            m_out.element("h3", words::phaseTitle(m_facts, phase));
            show(stateOf(mine));
            m_out.raw("</div>");
            for (const auto* entry : mine) findings(entry->second);
            probes(mine);
            m_out.raw("</section>\n");
        }
    }

    static Chip stateOf(const std::vector<const Outcomes::value_type*>& outcomes)
    {
        const auto any = [&outcomes](auto predicate) {
            return std::ranges::any_of(outcomes, [&](const auto* entry) { return predicate(entry->second); });
        };
        const auto is = [&any](Verdict verdict) {
            return any([verdict](const Outcome& o) { return o.verdict == verdict; });
        };
        if (is(Verdict::Problem)) return chip(Verdict::Problem);
        const auto degrades = [](const Outcome& o) {
            return std::ranges::any_of(o.findings, [](const Finding& f) { return f.weight == Weight::Degrades; });
        };
        if (any(degrades)) return {"found", "! found something"};    // notes alone are no trouble
        if (is(Verdict::Healthy)) return chip(Verdict::Healthy);
        if (is(Verdict::Crashed)) return chip(Verdict::Crashed);
        if (is(Verdict::Inconclusive)) return chip(Verdict::Inconclusive);
        if (is(Verdict::Skipped)) return chip(Verdict::Skipped);
        return chip(Verdict::NotApplicable);
    }

    void findings(const Outcome& outcome)
    {
        for (const Finding& finding : outcome.findings) {
            m_out.raw("<div class=\"finding\">");
            show(chip(finding.weight));
            m_out.raw(" ").text(words::finding(m_case, m_facts, finding));
            evidence(finding.evidence);
            m_out.raw("</div>");
        }
    }

    void evidence(const std::vector<Evidence>& evidence)
    {
        if (evidence.empty()) return;
        m_out.raw("<table>");
        for (const Evidence& one : evidence)
            m_out.raw("<tr>").element("td", "key", one.key).element("td", "value", one.value).raw("</tr>");
        m_out.raw("</table>");
    }

    void probes(const std::vector<const Outcomes::value_type*>& outcomes)
    {
        if (outcomes.empty()) return;
        m_out.raw("<details><summary>")
            .text(outcomes.size() == 1 ? "The check, and the facts it saw"
                                       : fmt::format("{} checks, and the facts they saw", outcomes.size()));
        m_out.raw("</summary><table><tr><th>Check</th><th>Result</th><th>Facts</th></tr>");
        for (const auto* entry : outcomes) {
            const auto& [id, outcome] = *entry;
            m_out.raw("<tr><td>")
                .text(words::probeTitle(m_facts, id))
                .raw("<br>")
                .element("small", id)
                .raw("</td><td>");
            show(chip(outcome.verdict));
            m_out.raw("<br>").element("small", fmt::format("{} ms", outcome.took.count())).raw("</td><td>");
            const std::string because = words::because(m_facts, outcome);
            if (!because.empty()) m_out.element("p", because);
            if (outcome.error) m_out.element("p", describe(*outcome.error));
            evidence(outcome.facts);
            m_out.raw("</td></tr>");
        }
        m_out.raw("</table></details>");
    }

    void fixes()
    {
        const Plan& plan = m_case.plan;
        if (plan.steps.empty() && plan.withheld.empty()) return;
        m_out.raw("<h2>What can be changed on this PC</h2>\n");
        for (const PlanStep& step : plan.steps) {
            m_out.raw("<section class=\"card\"><div class=\"bar\">").element("h3", words::fixTitle(m_facts, step.fix));
            m_out.element("span", "number", step.fix).raw("</div>");
            m_out.element("p", m_facts.text("fix." + step.fix + ".effect", words::values(m_case)));
            m_out.element("p", "soft", "It " + words::reversal(step.reversal) + ".");
            table(step.changes);
            for (const StepResult& result : m_case.results)
                if (result.fix == step.fix) this->result(result);
            m_out.raw("</section>\n");
        }
        if (plan.withheld.empty()) return;
        m_out.raw("<section class=\"card\"><h3>Not offered, and why</h3><ul>");
        for (const Withheld& one : plan.withheld) {
            m_out.raw("<li>").element("span", "number", one.fix).raw(" ").text(words::fixTitle(m_facts, one.fix));
            m_out.raw(": ").text(words::withheld(m_case, m_facts, one)).raw("</li>");
        }
        m_out.raw("</ul></section>\n");
    }

    void table(const std::vector<PlannedChange>& changes)
    {
        m_out.raw("<table><tr><th>Place</th><th>Before</th><th>After</th></tr>");
        for (const PlannedChange& one : changes) {
            m_out.raw("<tr>").element("td", "value", place(one.after)).element("td", "value", content(one.before));
            m_out.element("td", "value", content(one.after)).raw("</tr>");
        }
        m_out.raw("</table>");
    }

    void result(const StepResult& result)
    {
        if (result.error) m_out.element("p", "It could not be made: " + describe(*result.error));
        if (result.effect) m_out.element("p", "Checked again: " + words::effect(*result.effect) + ".");
        if (result.rolledBack) m_out.element("p", "It was put back.");
    }

    void changes()
    {
        if (m_case.history.empty()) return;
        m_out.raw(
            "<h2>What was changed</h2>\n<section class=\"card\"><table>"
            "<tr><th>No.</th><th>Fix</th><th>Place</th><th>Before</th><th>After</th><th>State</th></tr>");
        for (const HistoryEntry& entry : m_case.history) {
            m_out.raw("<tr>").element("td", shownNumber(entry.number)).element("td", "value", entry.fix);
            m_out.element("td", "value", place(entry.change.after))
                .element("td", "value", content(entry.change.before));
            m_out.element("td", "value", content(entry.change.after)).raw("<td>");
            show(chip(entry.state));
            m_out.raw("</td></tr>");
        }
        m_out.raw("</table></section>\n");
    }

    void foot()
    {
        m_out.raw("<footer class=\"soft\">");
        m_out.element("p", fmt::format("rdpmend {}. {}", RDPMEND_VERSION, m_case.machine));
        m_out.element("p", m_redacted
                               ? "Names of computers, people and addresses in this report are replaced: the same "
                                 "name is replaced by the same word everywhere."
                               : "This report names computers, people and addresses.");
        m_out.raw("</footer>\n");
    }

    const Case& m_case;
    const Facts& m_facts;
    bool m_redacted;
    VerdictWords m_verdict;
    Markup m_out;
};

}    // namespace

std::string toHtml(const Case& original, const Facts& facts, const ReportOptions& options)
{
    const Case theCase = options.redact ? redacted(original) : withoutSecrets(original);
    return Page(theCase, facts, options.redact).write();
}

}    // namespace rdpmend
