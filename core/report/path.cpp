#include "core/report/path.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/report/markup.h"

namespace rdpmend {
namespace {

bool healthy(const Case& theCase, std::string_view probe)
{
    const auto found = theCase.diagnosis.outcomes.find(probe);
    return found != theCase.diagnosis.outcomes.end() && found->second.verdict == Verdict::Healthy;
}

// Fine is only what was reached: nothing is drawn healthy because nothing was seen.
HopState reached(const Case& theCase, Side side)
{
    const auto known = [](bool seen) { return seen ? HopState::Fine : HopState::NotLooked; };
    switch (side) {
    case Side::ThisPc: return known(!theCase.diagnosis.outcomes.empty());
    case Side::Network: return known(healthy(theCase, "network.tcp_port"));
    case Side::Gateway: return known(healthy(theCase, "transport.gateway"));
    case Side::OtherComputer:
        return known(!theCase.target.gateway && theCase.diagnosis.overall == Overall::Healthy &&
                     healthy(theCase, "transport.negotiation"));
    }
    return HopState::NotLooked;
}

HopState stateOf(const Case& theCase, Side side)
{
    HopState state = reached(theCase, side);
    for (const RankedCause& cause : theCase.diagnosis.causes) {
        if (cause.side != side) continue;
        // Only the first cause is drawn broken: the others are possibilities.
        const bool broken = &cause == theCase.diagnosis.top() && cause.weight == Weight::Blocks;
        if (broken) return HopState::Broken;
        if (cause.weight == Weight::Degrades && state == HopState::Fine) state = HopState::Found;
    }
    return state;
}

std::string_view classOf(HopState state)
{
    switch (state) {
    case HopState::NotLooked: return "unseen";
    case HopState::Fine: return "fine";
    case HopState::Found: return "found";
    case HopState::Broken: return "broken";
    }
    return "";
}

// Shapes around (0, 0), within 26 pixels.
std::string_view shape(Side side)
{
    switch (side) {
    case Side::ThisPc: return R"(<rect x="-17" y="-14" width="34" height="22" rx="3"/><path d="M-8 15H8M0 8v7"/>)";
    case Side::Network: return R"(<circle r="15"/><ellipse rx="6.5" ry="15"/><path d="M-15 0H15"/>)";
    case Side::Gateway:
        return R"(<path d="M0-17 15-11V1C15 9 8 14 0 17-8 14-15 9-15 1V-11Z"/><path d="M-6-1l4.5 5L7-6"/>)";
    case Side::OtherComputer:
        return R"(<rect x="-13" y="-17" width="26" height="34" rx="3"/><path d="M-7-9H7M-7-2H7"/><circle cy="9" r="1.5"/>)";
    }
    return "";
}

// Colour is never alone: each state has a badge with its own shape.
std::string_view badge(HopState state)
{
    switch (state) {
    case HopState::NotLooked: return R"(<path d="M-3.5 0h7"/>)";
    case HopState::Fine: return R"(<path d="M-4 0l3 3L4-3"/>)";
    case HopState::Found: return R"(<path d="M0-4V1M0 3.9v.2"/>)";
    case HopState::Broken: return R"(<path d="M-3-3 3 3M-3 3 3-3"/>)";
    }
    return "";
}

std::string link(int from, int to, HopState state)
{
    const int middle = (from + to) / 2;
    if (state != HopState::Broken)
        return fmt::format(R"(<path class="link {}" d="M{} 48H{}"/>)", classOf(state), from, to);
    return fmt::format(R"(<path class="link broken" d="M{} 48H{}M{} 48H{}M{} 40l8 16M{} 40l8 16"/>)", from, middle - 12,
                       middle + 12, to, middle - 10, middle + 2);
}

}    // namespace

std::vector<Hop> pathOf(const Case& theCase)
{
    const auto hop = [&theCase](Side side, std::string name) {
        return Hop{.side = side, .name = std::move(name), .state = stateOf(theCase, side)};
    };
    std::vector<Hop> hops{hop(Side::ThisPc, "You"), hop(Side::Network, "Network")};
    if (theCase.target.gateway) hops.push_back(hop(Side::Gateway, theCase.target.gateway->host));
    hops.push_back(hop(Side::OtherComputer, theCase.target.host.host));
    return hops;
}

std::string_view name(HopState state)
{
    switch (state) {
    case HopState::NotLooked: return "not looked at";
    case HopState::Fine: return "fine";
    case HopState::Found: return "found something";
    case HopState::Broken: return "broken";
    }
    return "";
}

std::string pathPicture(const Case& theCase)
{
    constexpr int between = 190, first = 85, radius = 34;
    const std::vector<Hop> hops = pathOf(theCase);
    const int width = 2 * first + between * (static_cast<int>(hops.size()) - 1);
    std::string title = "The way to the other computer:";
    for (const Hop& hop : hops) title += fmt::format(" {} {};", sanitise(hop.name), name(hop.state));
    title.back() = '.';

    Markup svg;
    svg.raw(fmt::format(R"(<svg class="path" viewBox="0 0 {} 140" role="img" aria-label=")", width))
        .text(title)
        .raw("\">");
    for (int i = 0; i < static_cast<int>(hops.size()); ++i) {
        const Hop& hop = hops[static_cast<std::size_t>(i)];
        const int x = first + i * between;
        if (i > 0) svg.raw(link(x - between + radius + 6, x - radius - 6, hop.state));
        svg.raw(fmt::format(R"svg(<g class="hop {}" transform="translate({} 48)"><circle class="disc" r="{}"/>{})svg"
                            R"svg(<g class="badge" transform="translate(25 -25)"><circle r="10"/>{}</g>)svg",
                            classOf(hop.state), x, radius, shape(hop.side), badge(hop.state)));
        svg.raw(R"(<text class="name" y="58">)").text(sanitise(hop.name, 22)).raw("</text>");
        svg.raw(R"(<text class="state" y="78">)").text(name(hop.state)).raw("</text></g>");
    }
    return svg.raw("</svg>").take();
}

}    // namespace rdpmend
