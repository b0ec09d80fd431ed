#include "core/net/name_servers.h"

#include <algorithm>
#include <random>

#include "core/net/socket.h"
#include "core/protocol/dns.h"

namespace rdpmend {
namespace {

constexpr int tries = 2;
constexpr std::chrono::seconds patience{1};

enum : std::uint8_t { noError = 0, noSuchName = 3, queryRefused = 5 };

NameAnswer answerOf(const protocol::DnsReply& reply)
{
    if (reply.rcode == noSuchName) return NameAnswer::NoSuchName;
    if (reply.rcode == queryRefused) return NameAnswer::Refused;
    if (reply.rcode != noError) return NameAnswer::Failed;
    if (!reply.addresses.empty()) return NameAnswer::Found;
    // The rest of a truncated reply is to be had over TCP only, and the system did not get it.
    return reply.truncated ? NameAnswer::Failed : NameAnswer::NoAddress;
}

bool isDecided(NameAnswer answer)
{
    return answer == NameAnswer::Found || answer == NameAnswer::NoSuchName || answer == NameAnswer::NoAddress;
}

std::string_view words(NameAnswer answer)
{
    switch (answer) {
    case NameAnswer::Found: return "found";
    case NameAnswer::NoSuchName: return "no such name";
    case NameAnswer::NoAddress: return "no address of this family";
    case NameAnswer::NoAnswer: return "no answer";
    case NameAnswer::Refused: return "refused";
    case NameAnswer::Failed: return "failed";
    case NameAnswer::NotAsked: return "not asked";
    }
    return "";
}

ServersAnswer askServer(const NameServer& server, const std::string& host, Family family, const Deadline& deadline)
{
    static thread_local std::random_device random;
    const auto id = static_cast<std::uint16_t>(random());
    const auto query = protocol::dnsQuery(id, host, family == Family::V4 ? protocol::dnsA : protocol::dnsAaaa);
    if (!query) return {.answer = NameAnswer::NoSuchName};
    UdpSocket socket;
    if (socket.connect(server.address, server.port)) return {.answer = NameAnswer::NoAnswer};
    Bytes message;
    for (int i = 0; i < tries && !deadline.over(); ++i) {
        const auto wait = deadline.within(patience);
        auto error = socket.send(*query);
        while (!error && !(error = socket.receive(message, wait))) {
            const auto reply = protocol::parseDnsReply(message);
            if (!reply || reply->id != id) continue;
            ServersAnswer answer{.answer = answerOf(*reply)};
            for (const auto& text : reply->addresses)
                if (const auto address = parseLiteral(text); address && address->family == family)
                    answer.addresses.push_back(*address);
            if (answer.answer == NameAnswer::Found && answer.addresses.empty()) answer.answer = NameAnswer::NoAddress;
            return answer;
        }
        if (error->failure == NetFailure::Refused) return {.answer = NameAnswer::Refused};
        if (error->failure != NetFailure::Silent) break;
    }
    return {.answer = NameAnswer::NoAnswer};
}

ServersAnswer askServers(const std::vector<NameServer>& servers, const std::string& host, Family family,
                         const Deadline& deadline)
{
    ServersAnswer result;
    for (const auto& server : servers) {
        if (deadline.over()) break;
        auto answer = askServer(server, host, family, deadline);
        result.detail += server.address.text + (family == Family::V4 ? " (A): " : " (AAAA): ");
        result.detail += std::string(words(answer.answer)) + "; ";
        const bool better = result.answer == NameAnswer::NotAsked || result.answer == NameAnswer::NoAnswer;
        if (better || isDecided(answer.answer)) {
            result.answer = answer.answer;
            result.addresses = std::move(answer.addresses);
        }
        if (isDecided(result.answer)) break;
    }
    return result;
}

}    // namespace

ServersAnswer askNameServers(const NameServers& from, std::string_view host, Family family, const Deadline& deadline)
{
    std::vector<std::string> names;
    if (host.find('.') == std::string_view::npos)
        for (const auto& domain : from.search) names.push_back(std::string(host) + '.' + domain);
    if (host.ends_with('.')) host.remove_suffix(1);
    names.emplace_back(host);

    ServersAnswer result;
    std::string detail;
    for (const auto& candidate : names) {
        const bool nameExists = result.answer == NameAnswer::NoAddress;
        auto answer = askServers(from.servers, candidate, family, deadline);
        detail += answer.detail;
        if (!nameExists || answer.answer == NameAnswer::Found) result = std::move(answer);
        if (result.answer != NameAnswer::NoSuchName && result.answer != NameAnswer::NoAddress) break;
    }
    result.detail = std::move(detail);
    return result;
}

}    // namespace rdpmend
