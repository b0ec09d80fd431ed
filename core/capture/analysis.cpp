#include "core/capture/analysis.h"

#include <algorithm>

#include "core/capture/reader.h"
#include "core/capture/tracker.h"

namespace rdpmend::capture {
namespace {

constexpr auto probe = "capture";

bool isLate(const Finding& finding)    // it happened in a session that stood
{
    return finding.id == "network.idle_reset" || finding.id == "network.reset_by_middlebox_seen";
}

// A later connection to the same server that came farther than this one's trouble shows that the trouble is past:
// clients try one security after the other.
bool isExcused(const Story& story, const Recording& recording)
{
    if (story.stage == Stage::Session || std::ranges::any_of(story.findings, isLate)) return false;
    return std::ranges::any_of(recording.stories, [&story](const Story& later) {
        return later.began > story.began && later.server == story.server && later.kind == story.kind &&
               !later.blocked() && later.stage >= Stage::Encrypted;
    });
}

}    // namespace

Result<Recording> analyse(std::istream& in, std::stop_token stop)
{
    auto reader = openCapture(in);
    if (!reader) return reader.error();
    Recording recording{.format = std::string((*reader)->format())};
    Tracker tracker;
    bool foreignLink = false;
    while (auto packet = (*reader)->next()) {
        if (recording.packets++ == 0) recording.first = packet->at;
        recording.last = std::max(recording.last, packet->at);
        if (tracker.onPacket(*packet))
            ++recording.understood;
        else
            foreignLink = foreignLink || !isKnownLink(packet->link);
        if (recording.packets % 1024 == 0 && stop.stop_requested()) break;
    }
    recording.stories = tracker.finish();
    recording.untold = tracker.untold();
    const auto note = [&recording](std::string_view id) { recording.notes.push_back({.id = std::string(id)}); };
    switch ((*reader)->fileEnd()) {
    case FileEnd::Whole: break;
    case FileEnd::CutShort: note("file_cut_short"); break;
    case FileEnd::Damaged: note("file_damaged"); break;
    }
    if (in.bad()) note("file_unreadable");
    if (foreignLink) note("foreign_link");
    if (recording.packets == 0) note("no_packets");
    return recording;
}

const Story* subject(const Recording& recording)
{
    const Story* failed = nullptr;
    const Story* best = nullptr;
    for (const Story& one : recording.stories) {
        // Stories stand in the order of Kind. Where there is Remote Desktop, what is only perhaps a gateway's is
        // nobody's business.
        const Story* chosen = failed != nullptr ? failed : best;
        const bool other = chosen != nullptr && chosen->kind != one.kind;
        if (other && (failed != nullptr || (chosen->kind < Kind::RdpUdp && !chosen->midway))) break;
        if (one.blocked() && !isExcused(one, recording)) failed = &one;
        if (best == nullptr || (one.kind == best->kind && one.stage >= best->stage)) best = &one;
    }
    return failed != nullptr ? failed : best;
}

Outcomes outcomesOf(const Story* story)
{
    if (story == nullptr) return {};
    Outcome outcome{.verdict = Verdict::Healthy};
    outcome.fact("capture.stage", std::string(name(story->stage)));
    outcome.fact("capture.stream", std::to_string(story->number));
    outcome.fact("capture.client", story->clientAddress, Privacy::Personal);
    outcome.fact("capture.server", story->serverAddress, Privacy::Personal);
    for (const Finding& finding : story->findings)
        if (!outcome.has(finding.id)) outcome.add(finding);
    Outcomes all{{probe, std::move(outcome)}};
    // Whoever cannot reach a gateway has not asked it anything.
    if (story->kind == Kind::Https && story->blocked())
        all.emplace("transport.gateway", Outcome{.verdict = Verdict::Skipped, .because = probe});
    return all;
}

Target targetOf(const Story* story)
{
    if (story == nullptr) return {};
    const Endpoint server{.host = story->serverAddress, .port = story->serverPort};
    switch (story->kind) {
    case Kind::Gateway:
    case Kind::Https: return {.gateway = server};
    case Kind::Proxy: return {.proxy = server};
    case Kind::Rdp:
    case Kind::RdpUdp:
    case Kind::Unopened:
    case Kind::Other: break;
    }
    return {.host = server};
}

bool provesHealth(const Story* story)
{
    return story != nullptr && story->kind == Kind::Rdp && story->stage >= Stage::Encrypted && !story->blocked();
}

}    // namespace rdpmend::capture
