#include "core/capture/story.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"

namespace rdpmend::capture {

std::string_view name(Side side)
{
    return side == Side::Client ? "client" : "server";
}

std::string_view name(Kind kind)
{
    switch (kind) {
    case Kind::Rdp: return "rdp";
    case Kind::Gateway: return "gateway";
    case Kind::Proxy: return "proxy";
    case Kind::Https: return "https";
    case Kind::RdpUdp: return "rdp_udp";
    case Kind::Unopened: return "unopened";
    case Kind::Other: return "other";
    }
    return "";
}

std::string_view name(Stage stage)
{
    switch (stage) {
    case Stage::Opening: return "opening";
    case Stage::Open: return "open";
    case Stage::Requested: return "requested";
    case Stage::Confirmed: return "confirmed";
    case Stage::Refused: return "refused";
    case Stage::HelloSent: return "hello_sent";
    case Stage::HelloAnswered: return "hello_answered";
    case Stage::Encrypted: return "encrypted";
    case Stage::Session: return "session";
    }
    return "";
}

std::string_view icmpText(IcmpKind kind)
{
    switch (kind) {
    case IcmpKind::FragmentationNeeded: return "icmp_fragmentation_needed";
    case IcmpKind::Prohibited: return "icmp_prohibited";
    case IcmpKind::PortUnreachable: return "icmp_port_unreachable";
    case IcmpKind::HostUnreachable: return "icmp_host_unreachable";
    case IcmpKind::NetworkUnreachable: return "icmp_network_unreachable";
    case IcmpKind::TimeExceeded: return "icmp_time_exceeded";
    case IcmpKind::OtherUnreachable: return "icmp_unreachable";
    }
    return "";
}

bool Story::blocked() const
{
    return std::ranges::any_of(findings, [](const Finding& one) { return one.weight == Weight::Blocks; });
}

void Teller::say(Time at, std::string_view id, std::vector<Evidence> with)
{
    constexpr std::size_t mostLines = 60;
    if (m_lines.size() < mostLines) m_lines.push_back({at, std::string(id), std::move(with)});
}

std::vector<Line> Teller::take()
{
    std::ranges::stable_sort(m_lines, {}, &Line::at);
    return std::move(m_lines);
}

Evidence with(std::string_view key, std::string value, Privacy privacy)
{
    return {.key = std::string(key), .value = sanitise(value, 200), .privacy = privacy};
}

Evidence with(std::string_view key, std::uint64_t value)
{
    return {.key = std::string(key), .value = std::to_string(value)};
}

Evidence with(std::string_view key, Side side)
{
    return {.key = std::string(key), .value = std::string(name(side))};
}

Evidence within(std::string_view key, Time span)
{
    const double milliseconds = static_cast<double>(std::max(span, Time::zero()).count()) / 1e6;
    std::string text;
    if (milliseconds >= 1000)
        text = fmt::format("{:.1f} s", milliseconds / 1000);
    else
        text = fmt::format("{:.{}f} ms", milliseconds, milliseconds >= 10 ? 0 : milliseconds >= 1 ? 1 : 2);
    return {.key = std::string(key), .value = std::move(text)};
}

}    // namespace rdpmend::capture
