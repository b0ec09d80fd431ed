#include "core/machine/net.h"

#include <utility>

namespace rdpmend {

std::string_view name(NetFailure failure)
{
    switch (failure) {
    case NetFailure::Other: return "other";
    case NetFailure::Refused: return "refused";
    case NetFailure::Silent: return "silent";
    case NetFailure::NetworkUnreachable: return "network_unreachable";
    case NetFailure::HostUnreachable: return "host_unreachable";
    case NetFailure::Forbidden: return "forbidden";
    case NetFailure::Reset: return "reset";
    case NetFailure::Closed: return "closed";
    case NetFailure::Cancelled: return "cancelled";
    case NetFailure::TlsAlert: return "tls_alert";
    case NetFailure::TlsBroken: return "tls_broken";
    case NetFailure::Refusal: return "refusal";
    }
    return "";
}

static Domain domainOf(NetFailure failure)
{
    switch (failure) {
    case NetFailure::Other:
    case NetFailure::Refused:
    case NetFailure::NetworkUnreachable:
    case NetFailure::HostUnreachable:
    case NetFailure::Forbidden:
    case NetFailure::Reset:
    case NetFailure::Closed: return Domain::Socket;
    case NetFailure::Silent: return Domain::TimedOut;
    case NetFailure::Cancelled: return Domain::Cancelled;
    case NetFailure::TlsAlert: return Domain::TlsAlert;
    case NetFailure::TlsBroken: return Domain::Tls;
    case NetFailure::Refusal: return Domain::Internal;
    }
    return Domain::Socket;
}

Error toError(const NetError& error, std::string doing)
{
    if (error.failure == NetFailure::Refusal) return refusal(error.words.empty() ? std::move(doing) : error.words);
    std::string words = error.words;
    if (error.failure == NetFailure::Closed && words.empty()) words = "the far end closed the connection";
    return {
        .domain = domainOf(error.failure), .code = error.system, .doing = std::move(doing), .words = std::move(words)};
}

}    // namespace rdpmend
