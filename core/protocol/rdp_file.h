// .rdp files: "name:type:value" lines, UTF-16LE with BOM or UTF-8/ANSI. Read as text; never run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace rdpmend::protocol {

inline constexpr std::size_t rdpFileLimit = 64 * 1024;

struct RdpSetting {
    std::string name{};    // lower case
    char type = 's';       // 's' text, 'i' number, 'b' binary (hex)
    std::string value{};
    bool operator==(const RdpSetting&) const = default;
};

struct RdpFile {
    std::vector<RdpSetting> settings{};    // as they stand; the last one of a name counts

    std::optional<std::string> text(std::string_view name) const;
    std::optional<std::int64_t> number(std::string_view name) const;
    // "full address" (with "server port" where it names no port), "gatewayhostname" when "gatewayusagemethod" uses it
    // (1, 2, 3; 0 and 4 do not), "username"
    std::optional<std::string> host() const;
    std::optional<std::string> gateway() const;
    std::optional<std::string> user() const;
    void set(std::string_view name, char type, std::string value);    // replaces or appends
    Bytes write() const;                                              // UTF-16LE with BOM, CR LF, as mstsc writes it
    bool operator==(const RdpFile&) const = default;
};

// Refuses with one sentence: too large, not a .rdp file, no setting in it. "password 51:b" is dropped on reading.
Result<RdpFile> parseRdpFile(ByteView content);

}    // namespace rdpmend::protocol
