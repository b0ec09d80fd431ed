// What the parts of a case share; the parts themselves are plan.cpp, carry_out.cpp, verify.cpp and undo.cpp.
#include "core/engine/session.h"

#include "core/engine/schedule.h"
#include "core/probes/probe.h"

namespace rdpmend {

Session::Session(Machine& machine, Net& net, const Facts& facts, Journal* journal, std::string whyNoJournal,
                 std::span<const Probe* const> probes)
    : m_machine(machine),
      m_net(net),
      m_facts(facts),
      m_journal(journal),
      m_whyNoJournal(std::move(whyNoJournal)),
      m_probes(probes.empty() ? allProbes() : probes)
{}

Diagnosis Session::diagnose(const Target& target, const Sink& sink, std::stop_token stop)
{
    return diagnoseWith(m_probes, target, m_machine, m_net, m_facts, sink, std::move(stop));
}

Status Session::journalCanBeWritten() const
{
    if (!m_journal) {
        const auto why = m_whyNoJournal.empty() ? "There is no journal, so nothing is changed." : m_whyNoJournal;
        return refusal(why);
    }
    if (m_journal->readOnly())
        return refusal(
            "The journal is open for reading only, so nothing is changed: close the other copy of rdpmend first.");
    return ok();
}

}    // namespace rdpmend
