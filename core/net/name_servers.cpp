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

ServersAnswer answerOf(const protocol::DnsReply& reply, Family family)
{
    if (reply.rcode == noSuchName) return {.answer = NameAnswer::NoSuchName, .detail = "no such name"};
    if (reply.rcode == queryRefused) return {.answer = NameAnswer::Refused, .detail = "refused"};
    if (reply.rcode != noError)
        return {.answer = NameAnswer::Failed, .detail = "failure " + std::to_string(reply.rcode)};
    ServersAnswer found{.answer = NameAnswer::Found, .detail = "found"};
    for (const auto& text : reply.addresses)
        if (const auto address = parseLiteral(text); address && address->family == family)
            found.addresses.push_back(*address);
    if (!found.addresses.empty()) return found;
    // The rest of a truncated reply is to be had over TCP only, and the system did not get it.
    if (reply.truncated) return {.answer = NameAnswer::Failed, .detail = "reply cut off"};
    return {.answer = NameAnswer::NoAddress, .detail = "no address of this family"};
}

bool isDecided(NameAnswer answer)
{
    return answer == NameAnswer::Found || answer == NameAnswer::NoSuchName || answer == NameAnswer::NoAddress;
}

// A failure of the socket, not of the name: only an ICMP refusal is more than silence.
ServersAnswer failed(const NetError& error)
{
    const bool refused = error.failure == NetFailure::Refused;
    return {.answer = refused ? NameAnswer::Refused : NameAnswer::NoAnswer,
            .detail = error.words.empty() ? "no answer" : error.words};
}

ServersAnswer askServer(const NameServer& server, const std::string& host, Family family, const Deadline& deadline)
{
    std::random_device random;
    const auto id = static_cast<std::uint16_t>(random());
    const auto query = protocol::dnsQuery(id, host, family == Family::V4 ? protocol::dnsA : protocol::dnsAaaa);
    if (!query) return {.answer = NameAnswer::NoSuchName, .detail = "not a name"};
    UdpSocket socket;
    auto error = socket.connect(server.address, server.port);
    for (int i = 0; i < tries && (!error || (error->failure == NetFailure::Silent && !deadline.over())); ++i) {
        const auto wait = deadline.within(patience);
        Bytes message;
        error = socket.send(*query);
        while (!error && !(error = socket.receive(message, wait))) {
            const auto reply = protocol::parseDnsReply(message);
            if (reply && reply->id == id) return answerOf(*reply, family);
        }
    }
    return failed(*error);
}

ServersAnswer askServers(const std::vector<NameServer>& servers, const std::string& host, Family family,
                         const Deadline& deadline)
{
    ServersAnswer result;
    for (const auto& server : servers) {
        if (deadline.over()) break;
        auto answer = askServer(server, host, family, deadline);
        result.detail += server.address.text + (family == Family::V4 ? " (A): " : " (AAAA): ");
        result.detail += answer.detail + "; ";
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
