#include "core/report/redaction.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/report/pseudonyms.h"

namespace rdpmend {
namespace {

void learn(Pseudonyms& names, const Evidence& evidence)
{
    if (evidence.privacy != Privacy::Personal) return;
    for (const std::string& part : split(evidence.value, ',')) {
        const std::string value = trim(part);
        if (evidence.key.find("user") != std::string::npos)
            names.learnUser(value);
        else if (value.find_first_of("/\\") != std::string::npos)
            names.learn("file", value);
        else if (evidence.key.find("domain") != std::string::npos)
            names.learn("domain", value);
        else if (value.find_first_of(" =") != std::string::npos)
            names.learn("name", value);
        else
            names.learnHost(value);
    }
    names.learn("name", evidence.value);
}

void learn(Pseudonyms& names, const Change& change)
{
    if (const auto* saved = std::get_if<SetSavedCredential>(&change)) {
        names.learnHost(saved->target.substr(saved->target.find('/') + 1));
        if (saved->user) names.learnUser(*saved->user);
    } else if (const auto* file = std::get_if<WriteFile>(&change)) {
        names.learn("file", file->path);
    }
}

void learn(Pseudonyms& names, const capture::Recording& recording)
{
    for (const capture::Story& story : recording.stories) {
        names.learnHost(story.clientAddress);
        names.learnHost(story.serverAddress);
        for (const capture::Line& line : story.lines)
            for (const Evidence& evidence : line.with) learn(names, evidence);
    }
}

void learn(Pseudonyms& names, const Case& theCase)
{
    const Target& target = theCase.target;
    names.learnHost(target.host.host);
    if (target.gateway) names.learnHost(target.gateway->host);
    if (target.proxy) names.learnHost(target.proxy->host);
    if (target.user) names.learnUser(*target.user);
    if (target.rdpFile) names.learn("file", *target.rdpFile);
    for (const auto& [id, outcome] : theCase.diagnosis.outcomes) {
        for (const Evidence& fact : outcome.facts) learn(names, fact);
        for (const Finding& finding : outcome.findings)
            for (const Evidence& evidence : finding.evidence) learn(names, evidence);
    }
    const auto changes = [&names](const PlannedChange& change) {
        learn(names, change.before), learn(names, change.after);
    };
    for (const PlanStep& step : theCase.plan.steps) std::ranges::for_each(step.changes, changes);
    for (const HistoryEntry& entry : theCase.history) changes(entry.change);
    if (theCase.recording) learn(names, *theCase.recording);
}

// Replaces in place, everywhere a foreign string can stand.
class Hider {
public:
    explicit Hider(const Pseudonyms& names) : m_names(names) {}

    void operator()(std::string& text) const { text = m_names.hide(text); }
    template <class T>
    void operator()(std::optional<T>& value) const
    {
        if (value) (*this)(*value);
    }
    template <class T>
    void operator()(std::vector<T>& values) const
    {
        for (T& value : values) (*this)(value);
    }

    void operator()(Endpoint& endpoint) const { (*this)(endpoint.host); }
    void operator()(Evidence& evidence) const { (*this)(evidence.value); }
    void operator()(Finding& finding) const { (*this)(finding.evidence); }
    void operator()(Error& error) const { (*this)(error.doing), (*this)(error.words); }
    void operator()(StepResult& result) const { (*this)(result.error); }
    void operator()(HistoryEntry& entry) const { (*this)(entry.change); }
    void operator()(PlannedChange& change) const { (*this)(change.before), (*this)(change.after); }
    void operator()(PlanStep& step) const { (*this)(step.changes); }
    void operator()(Change& change) const { std::visit(*this, change); }

    void operator()(Outcome& outcome) const
    {
        (*this)(outcome.facts);
        (*this)(outcome.findings);
        (*this)(outcome.error);
        if (outcome.verdict != Verdict::Skipped) (*this)(outcome.because);    // of a skipped one it is a probe's id
    }

    void operator()(capture::Line& line) const { (*this)(line.with); }
    void operator()(capture::Observation& observation) const { (*this)(observation.with); }
    void operator()(capture::Story& story) const
    {
        for (std::string* text : {&story.client, &story.server, &story.clientAddress, &story.serverAddress})
            (*this)(*text);
        (*this)(story.lines), (*this)(story.observations), (*this)(story.findings);
    }
    void operator()(capture::Recording& recording) const { (*this)(recording.stories); }

    void operator()(RegistryValue& value) const
    {
        if (const auto text = value.asString()) {
            const auto type = value.type;
            value = RegistryValue::fromString(m_names.hide(*text));
            value.type = type;
        } else if (value.type != RegistryValue::dword && value.type != RegistryValue::qword) {
            std::ranges::fill(value.data, std::uint8_t{0});    // may hold names; only its size may be said
        }
    }
    void operator()(NamedValue& value) const { (*this)(value.name), (*this)(value.value); }
    void operator()(RegistryTree& tree) const
    {
        tree.sddl.reset();    // names accounts
        (*this)(tree.name), (*this)(tree.values), (*this)(tree.keys);
    }
    void operator()(SetRegistryValue& change) const
    {
        (*this)(change.key.path), (*this)(change.name), (*this)(change.value);
    }
    void operator()(ReplaceRegistryKey& change) const { (*this)(change.key.path), (*this)(change.tree); }
    void operator()(SetSavedCredential& change) const { (*this)(change.target), (*this)(change.user); }
    void operator()(WriteFile& change) const
    {
        (*this)(change.path);
        if (change.content) std::ranges::fill(*change.content, std::uint8_t{0});    // only its size may be said
    }

private:
    const Pseudonyms& m_names;
};

void dropSecrets(std::vector<Evidence>& evidence)
{
    std::erase_if(evidence, [](const Evidence& one) { return one.privacy == Privacy::Secret; });
}

}    // namespace

Case withoutSecrets(Case theCase)
{
    for (auto& [id, outcome] : theCase.diagnosis.outcomes) {
        dropSecrets(outcome.facts);
        for (Finding& finding : outcome.findings) dropSecrets(finding.evidence);
    }
    return theCase;
}

Case redacted(const Case& theCase)
{
    Pseudonyms names;
    learn(names, theCase);

    Case out = withoutSecrets(theCase);
    const Hider hide(names);
    hide(out.target.host);
    hide(out.target.gateway);
    hide(out.target.proxy);
    hide(out.target.user);
    hide(out.target.rdpFile);
    for (auto& [id, outcome] : out.diagnosis.outcomes) hide(outcome);
    hide(out.plan.steps);
    hide(out.results);
    hide(out.history);
    hide(out.recording);
    hide(out.machine);
    return out;
}

}    // namespace rdpmend
