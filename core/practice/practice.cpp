#include "core/practice/practice.h"

#include <algorithm>
#include <span>

#include "core/net/asio_net.h"
#include "core/practice/client.h"
#include "core/practice/gateway.h"
#include "core/practice/host.h"
#include "core/practice/practice_net.h"
#include "core/practice/scenario_file.h"
#include "core/practice/udp.h"
#include "core/simulated/simulated_machine.h"

namespace rdpmend {

// Generated from resources/practice: see cmake/RdpmendEmbed.cmake.
std::string_view embeddedScenario(std::string_view path);
std::span<const std::string_view> embeddedScenarioPaths();

namespace {

// A host that hangs must not hold up the person for as long as mstsc would wait.
constexpr std::chrono::seconds tryLimit{5};

class RunningPractice final : public Practice {
public:
    explicit RunningPractice(ScenarioFile file) : m_file(std::move(file)) {}

    Status open();

    const Scenario& scenario() const override { return m_file.scenario; }
    const Target& target() const override { return m_file.target; }
    Machine& machine() override { return *m_machine; }
    Net& net() override { return *m_net; }
    std::optional<ReportedError> tryToConnect() override
    {
        return connectAsClient(m_file.target, *m_machine, *m_net, Deadline::in(tryLimit));
    }

private:
    ScenarioFile m_file;
    std::unique_ptr<SimulatedMachine> m_machine{};
    std::unique_ptr<Net> m_net{};
    // After the machine, which they read until they have stopped.
    std::unique_ptr<PracticeHost> m_host{};
    std::unique_ptr<PracticeGateway> m_gateway{};
    std::unique_ptr<PracticeUdp> m_udp{};
};

Status RunningPractice::open()
{
    auto machine = SimulatedMachine::fromJson(m_file.machine);
    if (!machine) return machine.error();
    m_machine = std::move(*machine);

    const auto authority = makeAuthority();
    if (!authority) return authority.error();
    m_file.target.trustAnchors = {authority->certificate};

    auto host = PracticeHost::start(m_file.host, *authority, *m_machine);
    if (!host) return host.error();
    m_host = std::move(*host);
    auto udp = PracticeUdp::start(m_file.udp == UdpAnswer::Answers);
    if (!udp) return udp.error();
    m_udp = std::move(*udp);

    PracticeNetSettings net{.names = {m_file.target.host.host},
                            .tcpPorts = {{m_file.target.host.port, m_host->port()}},
                            .udpPorts = {{m_file.target.host.port, m_udp->port()}}};
    if (m_file.gateway) {
        auto gateway = PracticeGateway::start(*m_file.gateway, *authority, *m_machine);
        if (!gateway) return gateway.error();
        m_gateway = std::move(*gateway);
        net.names.push_back(m_file.target.gateway->host);
        net.tcpPorts[m_file.target.gateway->port] = m_gateway->port();
    }
    m_net = makePracticeNet(makeAsioNet(), std::move(net));
    return ok();
}

// Sorted by file name; a file that cannot be read is left out, which a test would tell.
const std::vector<ScenarioFile>& files()
{
    static const std::vector<ScenarioFile> all = [] {
        std::vector<ScenarioFile> out;
        for (const std::string_view path : embeddedScenarioPaths()) {
            if (auto file = parseScenario(embeddedScenario(path))) out.push_back(std::move(*file));
        }
        return out;
    }();
    return all;
}

}    // namespace

const std::vector<Scenario>& scenarios()
{
    static const std::vector<Scenario> all = [] {
        std::vector<Scenario> out;
        for (const ScenarioFile& file : files()) out.push_back(file.scenario);
        return out;
    }();
    return all;
}

Result<std::unique_ptr<Practice>> Practice::start(std::string_view scenario)
{
    const auto found =
        std::ranges::find_if(files(), [scenario](const ScenarioFile& file) { return file.scenario.id == scenario; });
    if (found == files().end()) {
        std::string known;
        for (const Scenario& one : scenarios()) known += (known.empty() ? "" : ", ") + one.id;
        return refusal("There is no practice case of that name; there are " + known + '.');
    }
    auto practice = std::make_unique<RunningPractice>(*found);
    if (auto opened = practice->open(); !opened) return opened.error();
    return std::unique_ptr<Practice>(std::move(practice));
}

}    // namespace rdpmend
