#include "core/net/resolver.h"

#include <algorithm>
#include <future>

#include "core/base/detached_call.h"
#include "core/net/resolver_files.h"
#include "core/net/socket.h"

namespace rdpmend {
namespace {

using Kind = SystemAnswer::Kind;

// How long the system's resolver is trusted to answer by itself before the name servers are asked as well.
constexpr std::chrono::seconds systemPatience{3};
// What the system's order of both families may cost when it has to ask the network again.
constexpr std::chrono::milliseconds orderPatience{300};

// One question to the system.
DetachedCall<SystemAnswer> ask(const ResolverSources& sources, const std::string& host, std::optional<Family> family)
{
    return DetachedCall<SystemAnswer>([source = sources.system, host, family] { return source(host, family); });
}

struct FamilyAnswer {
    NameAnswer answer = NameAnswer::NotAsked;
    std::vector<Address> addresses{};
    std::string detail{};
};

std::vector<Address> ofFamily(const std::vector<Address>& addresses, Family family)
{
    std::vector<Address> out;
    std::copy_if(addresses.begin(), addresses.end(), std::back_inserter(out),
                 [family](const Address& address) { return address.family == family; });
    return out;
}

// The system's word counts where it is clear; where it is not, the name servers' does.
FamilyAnswer judge(const std::optional<SystemAnswer>& system, const ServersAnswer& servers, Family family)
{
    FamilyAnswer out{.detail = servers.detail};
    const std::string words = !system ? "no answer" : system->words.empty() ? "no address" : system->words;
    out.detail.append(family == Family::V4 ? "system (A): " : "system (AAAA): ").append(words).append("; ");
    const bool saysNo = system && system->kind == Kind::NoName;
    switch (servers.answer) {
    case NameAnswer::Found:
        // A flaky resolver failed and the server does know the name: go on with what it says. But a system that says a
        // clear no while the server says yes is set up not to ask it.
        out.answer = saysNo ? NameAnswer::Failed : NameAnswer::Found;
        if (!saysNo) out.addresses = servers.addresses;
        break;
    case NameAnswer::NoSuchName:
    case NameAnswer::NoAddress:
    case NameAnswer::Refused:
    case NameAnswer::Failed: out.answer = servers.answer; break;
    case NameAnswer::NoAnswer: out.answer = saysNo ? NameAnswer::NoSuchName : NameAnswer::NoAnswer; break;
    case NameAnswer::NotAsked:
        out.answer = saysNo ? NameAnswer::NoSuchName : system ? NameAnswer::Failed : NameAnswer::NoAnswer;
        break;
    }
    return out;
}

FamilyAnswer found(std::vector<Address> addresses)
{
    return {.answer = NameAnswer::Found, .addresses = std::move(addresses)};
}

// `patience`: until when the system is waited for before the servers are asked.
FamilyAnswer askOneFamily(const DetachedCall<SystemAnswer>& lookup, const ResolverSources& sources,
                          const std::string& host, Family family, const Deadline& patience, const Deadline& deadline)
{
    auto system = lookup.wait(patience);
    if (system && system->kind == Kind::Found) return found(system->addresses);
    if (system && system->kind == Kind::NoAddress) return {.answer = NameAnswer::NoAddress};
    const auto servers = askNameServers(sources.nameServers(), host, family, deadline);
    if (!system && servers.answer == NameAnswer::NoAnswer) system = lookup.wait(deadline);
    if (!system) system = lookup.wait({});
    if (system && system->kind == Kind::Found) return found(system->addresses);
    return judge(system, servers, family);
}

// What the hosts file names, the system takes from there, without asking any server for the other family.
std::optional<Resolution> fromHostsFile(const ResolverSources& sources, const std::string& host,
                                        const Deadline& deadline)
{
    const auto listed = addressesInHostsFile(sources.hostsFile(), host);
    if (listed.empty()) return std::nullopt;
    const auto system = ask(sources, host, std::nullopt).wait(deadline);
    if (!system || system->kind != Kind::Found) return std::nullopt;
    const auto isListed = [&listed](const Address& address) {
        return std::find(listed.begin(), listed.end(), address) != listed.end();
    };
    const auto answer = [&system](Family family) {
        return ofFamily(system->addresses, family).empty() ? NameAnswer::NoAddress : NameAnswer::Found;
    };
    return Resolution{
        .addresses = system->addresses,
        .v4 = answer(Family::V4),
        .v6 = answer(Family::V6),
        .fromHostsFile = std::all_of(system->addresses.begin(), system->addresses.end(), isListed),
        .detail = "hosts file",
    };
}

Resolution fromNetwork(const ResolverSources& sources, const std::string& host, const Deadline& deadline)
{
    const auto lookup4 = ask(sources, host, Family::V4);
    const auto lookup6 = ask(sources, host, Family::V6);
    const auto patience = deadline.within(std::min<Deadline::Clock::duration>(deadline.left() / 2, systemPatience));
    auto later = std::async(std::launch::async,
                            [&] { return askOneFamily(lookup6, sources, host, Family::V6, patience, deadline); });
    auto v4 = askOneFamily(lookup4, sources, host, Family::V4, patience, deadline);
    auto v6 = later.get();
    // A name that has an address exists, whatever a confused server says when asked for the other family.
    if (v4.answer == NameAnswer::Found && v6.answer == NameAnswer::NoSuchName) v6.answer = NameAnswer::NoAddress;
    if (v6.answer == NameAnswer::Found && v4.answer == NameAnswer::NoSuchName) v4.answer = NameAnswer::NoAddress;

    Resolution out{.v4 = v4.answer, .v6 = v6.answer, .detail = v4.detail + v6.detail};
    if (!v4.addresses.empty() && !v6.addresses.empty()) {
        const auto both = ask(sources, host, std::nullopt).wait(deadline.within(orderPatience));
        if (both && both->kind == Kind::Found) out.addresses = both->addresses;
    }
    for (const auto* family : {&v6, &v4})
        for (const auto& address : family->addresses)
            if (std::find(out.addresses.begin(), out.addresses.end(), address) == out.addresses.end())
                out.addresses.push_back(address);
    if (out.detail.ends_with("; ")) out.detail.resize(out.detail.size() - 2);
    return out;
}

Resolution resolveName(std::string_view host, const ResolverSources& sources, const Deadline& deadline)
{
    if (const auto literal = parseLiteral(host)) {
        Resolution out{.addresses = {*literal}, .literal = true};
        (literal->family == Family::V4 ? out.v4 : out.v6) = NameAnswer::Found;
        return out;
    }
    if (host.empty() || host.find('\0') != std::string_view::npos)
        return {.v4 = NameAnswer::NoSuchName, .v6 = NameAnswer::NoSuchName, .detail = "not a name"};
    const std::string name(host);
    if (auto out = fromHostsFile(sources, name, deadline)) return std::move(*out);
    return fromNetwork(sources, name, deadline);
}

}    // namespace

Resolution resolve(std::string_view host, const ResolverSources& sources, const Deadline& deadline)
{
    const Stopwatch watch;
    Resolution out;
    try {
        out = resolveName(host, sources, deadline);
    } catch (const std::exception& error) {    // no thread to be had
        out = {.v4 = NameAnswer::Failed, .v6 = NameAnswer::Failed, .detail = error.what()};
    }
    out.took = watch.elapsed();
    return out;
}

}    // namespace rdpmend
