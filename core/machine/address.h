// Numeric addresses, and ranges of them as Windows' settings write them.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/bytes.h"

namespace rdpmend {

// 4 or 16 bytes in network order; a zone ("%4") is left out. nullopt: no literal.
std::optional<Bytes> addressBytes(std::string_view literal);

// "192.0.2.0/24", "192.0.2.0/255.255.255.0", "2001:db8::/32", or one address: the length of the prefix when it covers
// the address. nullopt: it does not, or is no such range.
std::optional<unsigned> coveringPrefix(std::string_view range, const Bytes& address);

// As above, and also "192.0.2.1-192.0.2.9".
bool isWithin(std::string_view range, const Bytes& address);

}    // namespace rdpmend
