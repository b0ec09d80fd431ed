// Does a certificate stand for the name that was typed? RFC 6125 6.4, on the strings of `Certificate`.
#include <algorithm>

#include "core/x509/certificate.h"
#include "core/x509/openssl.h"

namespace rdpmend {
namespace {

// The bytes of an IPv4 or IPv6 literal, so that two spellings of one address compare equal. Empty: not a literal.
Bytes addressBytes(const std::string& text)
{
    const x509::ErrorScope scope;
    const x509::OctetStringPtr address(a2i_IPADDRESS(text.c_str()));
    if (!address) return {};
    const auto* data = ASN1_STRING_get0_data(address.get());
    return {data, data + ASN1_STRING_length(address.get())};
}

// "*.example.com" stands for exactly one label, and not for a whole top level.
bool matches(std::string_view pattern, std::string_view name)
{
    if (!pattern.starts_with("*.")) return equalIgnoringCase(pattern, name);
    const auto parent = pattern.substr(1);
    const auto firstDot = name.find('.');
    if (firstDot == std::string_view::npos || firstDot == 0 || parent.find('.', 1) == std::string_view::npos)
        return false;
    return equalIgnoringCase(parent, name.substr(firstDot));
}

// As it was typed, without what is no part of the name: brackets, zone, the dot of the root.
std::string bare(std::string_view typed)
{
    auto name = trim(typed);
    if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
    if (name.find(':') != std::string::npos) name = name.substr(0, name.find('%'));
    if (name.ends_with('.')) name.pop_back();
    return name;
}

}    // namespace

bool nameMatches(const Certificate& certificate, std::string_view typed)
{
    const auto name = bare(typed);
    if (name.empty()) return false;
    const auto address = addressBytes(name);
    const bool wantsAddress = !address.empty();
    bool kindSeen = false;
    for (const auto& candidate : certificate.names) {
        const auto candidateAddress = addressBytes(candidate);
        if (candidateAddress.empty() == wantsAddress) continue;    // the other kind
        kindSeen = true;
        if (wantsAddress ? candidateAddress == address : matches(candidate, name)) return true;
    }
    if (kindSeen || certificate.commonName.empty()) return false;
    return wantsAddress ? addressBytes(certificate.commonName) == address : matches(certificate.commonName, name);
}

}    // namespace rdpmend
