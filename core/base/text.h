// Text is UTF-8 inside the program. Text that came from outside passes `sanitise` before a person sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rdpmend {

// What a label, a report or a terminal may show of a foreign string: valid UTF-8 (bad bytes become U+FFFD), without
// C0/C1 controls, line breaks, bidirectional controls and zero-width characters, at most `atMost` characters ("..." is
// put at the end of what was cut).
std::string sanitise(std::string_view foreign, std::size_t atMost = 256);

std::string toLower(std::string_view ascii);    // ASCII letters only; others stay
std::string trim(std::string_view text);        // blanks, tabs, line ends
std::vector<std::string> split(std::string_view text, char at);
bool startsWithIgnoringCase(std::string_view text, std::string_view prefix);
bool equalIgnoringCase(std::string_view a, std::string_view b);

// Whole text must be the number. `0x`/`0X` means hexadecimal.
std::optional<std::uint64_t> parseNumber(std::string_view text);

// UTF-16LE bytes (NTLM, .rdp files) to UTF-8; lone surrogates become U+FFFD, an odd last byte is dropped.
std::string fromUtf16le(std::span<const std::uint8_t> bytes);
std::vector<std::uint8_t> toUtf16le(std::string_view utf8);

// An IPv4 (4 bytes) or IPv6 (16 bytes) address, network order, as RFC 5952 writes it; "" for any other length.
std::string addressText(std::span<const std::uint8_t> address);

}    // namespace rdpmend
