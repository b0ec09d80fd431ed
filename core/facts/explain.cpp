// What the two numbers of the dialog are. Numbers that no table knows are placed by their family, and marked as such.
#include <fmt/format.h>

#include "core/facts/facts.h"
#include "core/facts/tables.h"

namespace rdpmend {
namespace {

constexpr std::int64_t firstLicensing = 0x100, lastLicensing = 0x10B;
constexpr std::int64_t firstProtocolError = 0x1000, lastProtocolError = 0x7FFF;
constexpr std::int64_t gatewayBase = 0x3000000, lastGateway = 0x30000FF;

bool isProtocolError(std::int64_t code)
{
    return code >= firstProtocolError && code <= lastProtocolError;
}

CodeFact unknown(std::string table, std::int64_t code, std::string family, std::string finding)
{
    return {.table = std::move(table),
            .code = code,
            .meaning = "No public list knows this number.",
            .official = false,
            .finding = std::move(finding),
            .family = family.empty() ? std::string{} : "by its family probably " + family};
}

// The low byte groups the known reasons; that it does so for unknown ones is an inference.
CodeFact unknownReason(std::int64_t code)
{
    if (code >= gatewayBase && code <= lastGateway)
        return unknown("gateway", code, "a message about the gateway", "transport.reported_gateway");
    const auto reason = [code](std::string family, std::string finding = {}) {
        return unknown("disconnect_reason", code, std::move(family), std::move(finding));
    };
    if (code > lastProtocolError) return reason({});
    switch (code & 0xFF) {
    case 0x04:
        if (isProtocolError(code)) return reason("a protocol error", "transport.reported_protocol");
        return reason("a failure of the network connection");
    case 0x06: return reason("a failure of the old RDP encryption or of licensing");
    case 0x07: return reason("a failure of TLS or of the sign-in (CredSSP)");
    case 0x08: return reason("a failure inside the Remote Desktop client");
    case 0x09: return reason("a disagreement about security settings or a policy");
    case 0x0A: return reason("a smart-card failure");
    default: break;
    }
    if (isProtocolError(code)) return reason("a protocol error", "transport.reported_protocol");
    return reason({});
}

CodeFact unknownExtended(std::int64_t code)
{
    if (isProtocolError(code))
        return unknown("extended_reason", code, "a protocol error: one side got a message that it did not understand",
                       "transport.reported_protocol");
    if (code >= 0x100 && code <= 0x1FF) return unknown("extended_reason", code, "a licensing failure", {});
    if (code >= 0x400 && code <= 0x4FF)
        return unknown("extended_reason", code, "a message of the connection broker", {});
    return unknown("extended_reason", code, {}, {});
}

bool fits(const tables::Pair& pair, const ReportedError& reported)
{
    if (pair.reason != reported.reason) return false;
    switch (pair.kind) {
    case tables::Pair::Extended::None: return !reported.extended;
    case tables::Pair::Extended::Code: return reported.extended == pair.extended;
    case tables::Pair::Extended::Licensing:
        return reported.extended >= firstLicensing && reported.extended <= lastLicensing;
    case tables::Pair::Extended::Any: return reported.extended.has_value();
    }
    return false;
}

}    // namespace

Explanation Facts::explain(const ReportedError& reported) const
{
    Explanation out;
    auto reason = code("disconnect_reason", reported.reason);
    if (!reason) reason = code("gateway", reported.reason);
    out.reason = reason ? *reason : unknownReason(reported.reason);
    if (reported.extended) {
        const auto extended = code("extended_reason", *reported.extended);
        out.extended = extended ? *extended : unknownExtended(*reported.extended);
    }
    for (const auto& pair : tables::pairs()) {
        if (!fits(pair, reported)) continue;
        out.together = pair.text;
        return out;
    }
    const auto extendedAlone = code("extended_reason", reported.reason);
    if (!reason && !reported.extended && extendedAlone)
        out.together =
            fmt::format("As an extended error code {} means: {} Please look for the first number of the dialog too.",
                        toString(reported), extendedAlone->meaning);
    return out;
}

}    // namespace rdpmend
