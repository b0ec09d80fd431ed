#include "core/protocol/x224.h"

#include <fmt/format.h>

namespace rdpmend::protocol {
namespace {

constexpr std::uint8_t tpktVersion = 3;
constexpr std::uint8_t connectionRequestCode = 0xE0;
constexpr std::uint8_t connectionConfirmCode = 0xD0;
constexpr std::size_t shortestTpkt = 7;
constexpr std::size_t connectionHeadSize = 11;    // TPKT 4, length indicator 1, code 1, references 4, class 1

constexpr std::uint8_t negotiationRequest = 1;
constexpr std::uint8_t negotiationResponse = 2;
constexpr std::uint8_t negotiationFailure = 3;
constexpr std::uint8_t correlationInfo = 6;
constexpr std::uint8_t correlationInfoPresent = 0x08;
constexpr std::uint16_t negotiationSize = 8;
constexpr std::uint16_t correlationInfoSize = 36;

Bytes connectionPdu(std::uint8_t code, std::uint16_t sourceReference, ByteView variablePart)
{
    const auto size = connectionHeadSize + variablePart.size();
    return ByteWriter{}
        .u8(tpktVersion)
        .u8(0)
        .u16be(static_cast<std::uint16_t>(size))
        .u8(static_cast<std::uint8_t>(size - 5))    // everything after the length indicator
        .u8(code)
        .u16be(0)
        .u16be(sourceReference)
        .u8(0)
        .bytes(variablePart)
        .take();
}

Bytes negotiation(std::uint8_t type, std::uint8_t flags, std::uint32_t value)
{
    return ByteWriter{}.u8(type).u8(flags).u16le(negotiationSize).u32le(value).take();
}

struct Negotiation {
    std::uint8_t type = 0;
    std::uint8_t flags = 0;
    std::uint32_t value = 0;
};

std::optional<Negotiation> readNegotiation(ByteReader& reader)
{
    Negotiation read;
    read.type = reader.u8();
    read.flags = reader.u8();
    const auto length = reader.u16le();
    read.value = reader.u32le();
    if (!reader.ok() || length != negotiationSize) return std::nullopt;
    return read;
}

// The fixed head of both connection PDUs. Every length must agree with every other: what does not add up is no X.224.
struct ConnectionHead {
    std::uint16_t sourceReference = 0;
    ByteReader variablePart;
};

std::optional<ConnectionHead> readHead(ByteView pdu, std::uint8_t code)
{
    if (tpktLength(pdu) != pdu.size()) return std::nullopt;
    ByteReader reader(pdu);
    reader.skip(tpktHeaderSize);
    const std::size_t lengthIndicator = reader.u8();
    const auto seenCode = reader.u8();
    reader.skip(2);    // destination reference: 0 in a request, and no server is known to echo anything else
    const auto sourceReference = reader.u16be();
    const auto classOption = reader.u8();
    if (!reader.ok() || lengthIndicator != pdu.size() - 5 || seenCode != code || classOption >> 4U != 0)
        return std::nullopt;
    return ConnectionHead{sourceReference, reader};
}

}    // namespace

std::string protocolNames(std::uint32_t protocols)
{
    if (protocols == protocolRdp) return "RDP";
    struct Name {
        std::uint32_t bit;
        std::string_view text;
    };
    static constexpr Name names[] = {{protocolSsl, "SSL"},
                                     {protocolHybrid, "HYBRID"},
                                     {protocolRdstls, "RDSTLS"},
                                     {protocolHybridEx, "HYBRID_EX"},
                                     {protocolRdsaad, "RDSAAD"}};
    std::string out;
    const auto add = [&out](std::string_view text) {
        if (!out.empty()) out += '+';
        out += text;
    };
    for (const auto& [bit, text] : names) {
        if ((protocols & bit) != 0) add(text);
        protocols &= ~bit;
    }
    if (protocols != 0) add(fmt::format("0x{:X}", protocols));
    return out;
}

std::string_view name(NegotiationFailure failure)
{
    switch (failure) {
    case NegotiationFailure::SslRequiredByServer: return "SSL_REQUIRED_BY_SERVER";
    case NegotiationFailure::SslNotAllowedByServer: return "SSL_NOT_ALLOWED_BY_SERVER";
    case NegotiationFailure::SslCertNotOnServer: return "SSL_CERT_NOT_ON_SERVER";
    case NegotiationFailure::InconsistentFlags: return "INCONSISTENT_FLAGS";
    case NegotiationFailure::HybridRequiredByServer: return "HYBRID_REQUIRED_BY_SERVER";
    case NegotiationFailure::SslWithUserAuthRequiredByServer: return "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER";
    }
    return "";
}

std::string_view findingFor(std::uint32_t failureCode)
{
    switch (static_cast<NegotiationFailure>(failureCode)) {
    case NegotiationFailure::SslRequiredByServer: return "transport.ssl_required";
    case NegotiationFailure::SslNotAllowedByServer: return "transport.ssl_not_allowed";
    case NegotiationFailure::SslCertNotOnServer: return "certificates.host_has_no_certificate";
    case NegotiationFailure::InconsistentFlags: return "transport.inconsistent_flags";
    case NegotiationFailure::HybridRequiredByServer: return "credentials.nla_required";
    case NegotiationFailure::SslWithUserAuthRequiredByServer: return "transport.user_certificate_required";
    }
    return "transport.negotiation_refused";
}

Bytes connectionRequest(std::optional<std::uint32_t> requested)
{
    return connectionPdu(connectionRequestCode, 0,
                         requested ? negotiation(negotiationRequest, 0, *requested) : Bytes{});
}

std::optional<std::size_t> tpktLength(ByteView header)
{
    ByteReader reader(header);
    const auto version = reader.u8();
    reader.skip(1);    // reserved
    const std::size_t length = reader.u16be();
    if (!reader.ok() || version != tpktVersion || length < shortestTpkt || length > tpktLimit) return std::nullopt;
    return length;
}

std::optional<ConnectionConfirm> parseConnectionConfirm(ByteView pdu)
{
    auto head = readHead(pdu, connectionConfirmCode);
    if (!head) return std::nullopt;
    ConnectionConfirm confirm{.sourceReference = head->sourceReference};
    if (head->variablePart.left() == 0) return confirm;

    const auto negotiated = readNegotiation(head->variablePart);
    if (!negotiated || head->variablePart.left() != 0) return std::nullopt;
    confirm.negotiated = true;
    if (negotiated->type == negotiationFailure) {
        confirm.failure = negotiated->value;
    } else if (negotiated->type == negotiationResponse) {
        confirm.flags = negotiated->flags;
        confirm.selected = negotiated->value;
    } else {
        return std::nullopt;
    }
    return confirm;
}

std::optional<ConnectionRequest> parseConnectionRequest(ByteView pdu)
{
    auto head = readHead(pdu, connectionRequestCode);
    if (!head) return std::nullopt;
    auto& reader = head->variablePart;
    ConnectionRequest request;

    // A cookie or token is text that ends with CR LF; no text begins with the type byte of RDP_NEG_REQ.
    if (reader.left() != 0 && reader.rest().front() != negotiationRequest) {
        const auto text = toText(reader.rest());
        const auto end = text.find("\r\n");
        if (end == std::string::npos) return std::nullopt;
        request.cookieOrToken = text.substr(0, end);
        reader.skip(end + 2);
    }
    if (reader.left() == 0) return request;

    const auto negotiated = readNegotiation(reader);
    if (!negotiated || negotiated->type != negotiationRequest) return std::nullopt;
    request.requested = negotiated->value;
    if ((negotiated->flags & correlationInfoPresent) != 0) {
        const auto type = reader.u8();
        reader.skip(1);
        const auto length = reader.u16le();
        reader.skip(correlationInfoSize - 4);
        if (!reader.ok() || type != correlationInfo || length != correlationInfoSize) return std::nullopt;
    }
    if (reader.left() != 0) return std::nullopt;
    return request;
}

Bytes connectionConfirm(const ConnectionConfirm& confirm)
{
    Bytes trailer;
    if (confirm.failure) {
        trailer = negotiation(negotiationFailure, 0, *confirm.failure);
    } else if (confirm.negotiated) {
        trailer = negotiation(negotiationResponse, confirm.flags, confirm.selected);
    }
    return connectionPdu(connectionConfirmCode, confirm.sourceReference, trailer);
}

}    // namespace rdpmend::protocol
