// Asks, when the person wants it: each address that the cloud's desktops need, by name, TCP and TLS, all at once.
// Finds: those that cannot be reached.
#include <algorithm>
#include <future>

#include "core/base/text.h"
#include "core/probes/common.h"
#include "core/probes/name_answer.h"

namespace rdpmend::probes {
namespace {

constexpr std::uint16_t https = 443;
constexpr std::size_t mostAddresses = 2;    // of one name
constexpr auto patience = std::chrono::seconds(5);
constexpr auto nothingResolved = "no name could be looked up";

struct Reached {
    std::string how{};    // in words
    bool ok = false;
    std::optional<std::string> nameTrouble{};    // the finding, when it failed before there was an address
};

Reached reach(ProbeContext& c, const std::string& host)
{
    const auto resolution = c.net.resolve(host, c.deadline);
    if (resolution.addresses.empty()) {
        const auto said = resolution.v4 == NameAnswer::NotAsked ? resolution.v6 : resolution.v4;
        return {.how = "its name could not be looked up: " + std::string(nameAnswerWords(said)),
                .nameTrouble = std::string(nameFinding(resolution))};
    }
    Connected connected;
    for (std::size_t i = 0; i < std::min(mostAddresses, resolution.addresses.size()) && !connected.stream; ++i)
        connected = c.net.connect(resolution.addresses[i], https, {}, c.deadline.within(patience));
    if (connected.error) return {.how = endingWords(*connected.error)};
    TlsOffer offer;
    if (const auto* client = c.facts.client(c.target.client)) offer = client->offer;
    offer.sni = host;
    const auto tls = connected.stream->startTls(offer, c.deadline);
    connected.stream->finish();
    if (tls.error) return {.how = "TLS: " + endingWords(*tls.error)};
    return {.how = "reached, " + tls.version + " after " + milliseconds(connected.took + tls.took), .ok = true};
}

// Without any name server nothing is known about the cloud's addresses.
bool onlyNamesFail(const std::vector<Reached>& all)
{
    return std::ranges::all_of(all, [](const Reached& one) {
        return one.nameTrouble && *one.nameTrouble != "network.name_not_found" &&
               *one.nameTrouble != "network.name_without_address";
    });
}

Outcome run(ProbeContext& c)
{
    if (!c.target.cloud) return Outcome::notApplicable("not_applicable.no_cloud");
    const auto& endpoints = c.facts.cloudEndpoints(*c.target.cloud);
    std::vector<std::future<Reached>> running;
    for (const auto& endpoint : endpoints)
        if (!endpoint.host.empty())
            running.push_back(std::async(std::launch::async, [&c, &endpoint] { return reach(c, endpoint.host); }));
    std::vector<Reached> all;
    for (auto& one : running) all.push_back(one.get());

    auto outcome = Outcome::healthy({{.key = "avd.list_of", .value = c.facts.cloudEndpointsDate()}});
    const bool blind = onlyNamesFail(all);
    if (blind && !all.empty())
        outcome.add({.id = *all.front().nameTrouble, .evidence = {{.key = "dns.detail", .value = nothingResolved}}});
    auto reached = all.begin();
    for (const auto& endpoint : endpoints) {
        if (endpoint.host.empty()) {
            outcome.fact("avd." + endpoint.zone, "not asked: the list names no computer of this zone");
            continue;
        }
        outcome.fact("avd." + endpoint.host, reached->how);
        if (!reached->ok && !blind)
            outcome.add({.id = "network.avd_endpoint_unreachable",
                         .weight = endpoint.connects ? Weight::Blocks : Weight::Degrades,
                         .evidence = {{.key = "avd.endpoint", .value = endpoint.host},
                                      {.key = "avd.how", .value = reached->how}}});
        ++reached;
    }
    return outcome;
}

}    // namespace

extern const Probe network_avd_endpoints;
const Probe network_avd_endpoints{.id = "network.avd_endpoints",
                                  .phase = Phase::Network,
                                  .place = Place::Words,
                                  .budget = std::chrono::seconds(15),
                                  .run = run};

}    // namespace rdpmend::probes
