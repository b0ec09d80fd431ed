// What the parts of a case share; the parts themselves are plan.cpp, carry_out.cpp, verify.cpp and memory.cpp.
#include "core/engine/session.h"

#include <array>

#include "core/engine/schedule.h"
#include "core/probes/probe.h"

namespace rdpmend {

Session::Session(Machine& machine, Net& net, const Facts& facts, Journal* journal, std::string whyNoJournal,
                 std::span<const Probe* const> probes, Elevated* elevated)
    : m_machine(machine),
      m_net(net),
      m_facts(facts),
      m_own(machine, journal, std::move(whyNoJournal)),
      m_elevated(elevated),
      m_probes(probes.empty() ? allProbes() : probes)
{}

Diagnosis Session::diagnose(const Target& target, const Sink& sink, std::stop_token stop)
{
    // Without a host only a cloud's addresses are asked for.
    static constexpr std::array<std::string_view, 1> cloudAlone{"network.avd_endpoints"};
    const auto only = target.host.host.empty() && target.cloud ? std::span<const std::string_view>(cloudAlone)
                                                               : std::span<const std::string_view>{};
    return diagnoseWith(m_probes, target, m_machine, m_net, m_facts, sink, std::move(stop), only);
}

}    // namespace rdpmend
