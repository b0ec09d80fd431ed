#include "ui/picture/path_scene.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>

#include "ui/words.h"

namespace rdpmend::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Path)
};

struct Place {
    std::string_view prefix;    // of a probe id
    Side side;
};

// Where a probe looks. The longest row that fits comes first.
constexpr std::array places{
    Place{"network.hosts_file", Side::ThisPc},
    Place{"network.what_answers", Side::OtherComputer},
    Place{"network.", Side::Network},
    Place{"certificates.clock", Side::ThisPc},
    Place{"certificates.remembered", Side::ThisPc},
    Place{"certificates.", Side::OtherComputer},
    Place{"credentials.nla", Side::OtherComputer},
    Place{"credentials.ntlm_information", Side::OtherComputer},
    Place{"credentials.", Side::ThisPc},
    Place{"licensing.", Side::ThisPc},
    Place{"transport.gateway_transport_setting", Side::ThisPc},
    Place{"transport.gateway", Side::Gateway},
    Place{"transport.udp_policy", Side::ThisPc},
    Place{"transport.udp", Side::Network},
    Place{"transport.rdp_files", Side::ThisPc},
    Place{"transport.recent_hosts", Side::ThisPc},
    Place{"transport.", Side::OtherComputer},
};

// Findings that speak of another place than the one their probe looks at.
constexpr std::array exceptions{
    Place{"network.port_refused", Side::OtherComputer},
    Place{"certificates.intercepted", Side::Network},
};

template <class Table>
const Place* find(const Table& table, std::string_view id)
{
    const auto found = std::ranges::find_if(table, [id](const Place& place) { return id.starts_with(place.prefix); });
    return found == table.end() ? nullptr : &*found;
}

// What the person typed was not seen on the way.
bool seenOnTheWay(std::string_view probe)
{
    return probe != "transport.reported";
}

// Through a gateway nobody sees the other computer before signing in: what would look at it looks at the gateway.
Side seenAt(Side side, const Target& target)
{
    return side == Side::OtherComputer && target.gateway ? Side::Gateway : side;
}

Side placeOf(std::string_view probe)
{
    const Place* place = find(places, probe);
    return place ? place->side : Side::OtherComputer;
}

State together(State a, State b)
{
    // The worst that was seen counts; one thing that was looked at counts more than one that was not.
    constexpr std::array order{State::NotYet, State::NotNeeded, State::CouldNotLook,
                               State::Fine,   State::Found,     State::Broken};
    return std::ranges::find(order, a) > std::ranges::find(order, b) ? a : b;
}

std::size_t indexOf(const PathScene& scene, Side side)
{
    const auto found = std::ranges::find(scene.nodes, side, &PathScene::Node::side);
    return static_cast<std::size_t>(found == scene.nodes.end() ? 1 : found - scene.nodes.begin());
}

QString wordFor(const PathScene::Node& node)
{
    if (node.state == State::NotYet || node.state == State::CouldNotLook || node.state == State::NotNeeded)
        return Words::tr("not looked");
    return wordOf(node.state);
}

// A name that could not be found breaks the way before the network is crossed, everything else of the network after it.
bool breaksBeforeTheNetwork(const RankedCause& cause)
{
    return cause.id.starts_with("network.name_") || cause.id.starts_with("network.dns_") ||
           cause.id == "network.no_route";
}

void placeTheBreak(PathScene& scene, const RankedCause& cause)
{
    const std::size_t culprit = indexOf(scene, cause.side);
    for (auto& node : scene.nodes) {
        if (node.state == State::Broken) node.state = State::Found;
    }
    scene.nodes[culprit].state = State::Broken;
    std::size_t link = culprit == 0 ? 0 : culprit - 1;
    if (cause.side == Side::Network && !breaksBeforeTheNetwork(cause)) link = culprit;
    for (std::size_t i = 0; i < scene.links.size(); ++i) {
        if (i < link)
            scene.links[i].state = State::Fine;
        else if (i == link)
            scene.links[i].state = State::Broken;
        else if (cause.side != Side::ThisPc)
            scene.links[i].state = State::NotYet;
    }
    // Behind the break nothing was reached; what probes of this PC say about it stays.
    for (std::size_t i = link + 1; i < scene.nodes.size(); ++i) {
        auto& node = scene.nodes[i];
        if (i != culprit && cause.side != Side::ThisPc && node.state == State::Fine) node.state = State::CouldNotLook;
    }
}

State linkBetween(const PathScene::Node& from, const PathScene::Node& to)
{
    const State near = from.state, far = to.state;
    if (far == State::Broken || (near == State::Broken && from.side == Side::ThisPc)) return State::Broken;
    if (far == State::Fine || far == State::Found) return State::Fine;
    return near == State::Broken ? State::NotYet : far == State::Checking ? State::Checking : State::NotYet;
}

// "open after 12 ms" of the address that answered.
QString timeToConnect(const Outcomes& outcomes)
{
    constexpr std::string_view before = "open after ";
    const auto tcp = outcomes.find("network.tcp_port");
    if (tcp == outcomes.end()) return {};
    for (const auto& fact : tcp->second.facts) {
        const auto at = fact.value.find(before);
        if (fact.key == "tcp.try" && at != std::string::npos) {
            const QString time = plain(fact.value.substr(at + before.size()));
            return time == QLatin1String("0 ms") ? Words::tr("less than 1 ms") : time;
        }
    }
    return {};
}

}    // namespace

PathScene pathScene(const Target& target, const Outcomes& outcomes, const std::set<std::string, std::less<>>& running,
                    const Diagnosis* finished)
{
    PathScene scene;
    scene.nodes.push_back({.side = Side::ThisPc, .drawing = QStringLiteral("pc"), .label = Words::tr("You")});
    scene.nodes.push_back({.side = Side::Network, .drawing = QStringLiteral("network"), .label = Words::tr("Network")});
    if (target.gateway)
        scene.nodes.push_back(
            {.side = Side::Gateway, .drawing = QStringLiteral("gateway"), .label = plain(target.gateway->host)});
    scene.nodes.push_back({.side = Side::OtherComputer,
                           .drawing = QStringLiteral("computer"),
                           .label = target.host.host.empty() ? Words::tr("Other computer") : plain(target.host.host)});
    scene.links.resize(scene.nodes.size() - 1);

    for (const auto& [probe, outcome] : outcomes) {
        if (!seenOnTheWay(probe)) continue;
        auto& node = scene.nodes[indexOf(scene, seenAt(placeOf(probe), target))];
        State own = stateOf(outcome);
        for (const auto& finding : outcome.findings) {
            if (const Place* other = find(exceptions, finding.id)) {
                auto& elsewhere = scene.nodes[indexOf(scene, seenAt(other->side, target))];
                elsewhere.state = together(elsewhere.state, stateOf(finding.weight));
                own = State::Fine;
            }
        }
        node.state = together(node.state, own);
    }
    for (const auto& probe : running) {
        auto& node = scene.nodes[indexOf(scene, seenAt(placeOf(probe), target))];
        if (seenOnTheWay(probe) && node.state != State::Broken) node.state = State::Checking;
    }
    for (std::size_t i = 0; i < scene.links.size(); ++i)
        scene.links[i].state = linkBetween(scene.nodes[i], scene.nodes[i + 1]);
    if (finished && finished->top() && finished->top()->weight == Weight::Blocks)
        placeTheBreak(scene, *finished->top());

    if (!target.gateway && scene.links.back().state == State::Fine)
        scene.links.back().measure = timeToConnect(outcomes);
    for (auto& node : scene.nodes) node.word = wordFor(node);
    return scene;
}

QString PathScene::inWords() const
{
    QStringList parts;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        parts << Words::tr("%1: %2").arg(nodes[i].label, nodes[i].word);
        if (i < links.size() && links[i].state == State::Broken)
            parts << Words::tr("the way is broken between %1 and %2").arg(nodes[i].label, nodes[i + 1].label);
        if (i < links.size() && !links[i].measure.isEmpty()) parts << links[i].measure;
    }
    return parts.join(QStringLiteral("; "));
}

}    // namespace rdpmend::ui
