// Changes as data. Every kind says "this place holds that": its inverse is the same kind with what the place held
// before, which is why undo needs no code of its own. The set is closed; adding a kind = one struct here, one case per
// machine, one case in core/changes, and the contract test tells what is missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/bytes.h"

namespace rdpmend {

enum class Hive : std::uint8_t { CurrentUser, LocalMachine };
enum class View : std::uint8_t { Registry64, Registry32 };    // KEY_WOW64_64KEY / KEY_WOW64_32KEY

struct RegistryKey {
    Hive hive = Hive::CurrentUser;
    std::string path{};    // "Software\\Microsoft\\...", no leading or trailing backslash
    View view = View::Registry64;

    bool operator==(const RegistryKey&) const = default;
};

struct RegistryValue {
    std::uint32_t type = 0;    // REG_* of winnt.h; unknown types are kept as they are
    Bytes data{};              // exactly as stored: REG_SZ is UTF-16LE with its NUL

    bool operator==(const RegistryValue&) const = default;

    static constexpr std::uint32_t none = 0, sz = 1, expandSz = 2, binary = 3, dword = 4, multiSz = 7, qword = 11;
    static RegistryValue fromDword(std::uint32_t value);
    static RegistryValue fromString(std::string_view utf8);
    std::optional<std::uint32_t> asDword() const;    // nullopt unless REG_DWORD of 4 bytes
    std::optional<std::string> asString() const;     // nullopt unless REG_SZ or REG_EXPAND_SZ
};

struct NamedValue {
    std::string name{};    // "" is the default value
    RegistryValue value{};

    bool operator==(const NamedValue&) const = default;
};

// A key with all that is under it. Sorted by name (case-insensitively) so that equal trees compare equal.
struct RegistryTree {
    std::string name{};                   // last part of the path
    std::optional<std::string> sddl{};    // the key's own security descriptor when it could be read
    std::vector<NamedValue> values{};
    std::vector<RegistryTree> keys{};

    bool operator==(const RegistryTree&) const = default;
};

struct SetRegistryValue {
    RegistryKey key{};
    std::string name{};
    std::optional<RegistryValue> value{};    // nullopt: the value does not exist

    bool operator==(const SetRegistryValue&) const = default;
};

struct ReplaceRegistryKey {
    RegistryKey key{};
    std::optional<RegistryTree> tree{};    // nullopt: the key does not exist

    bool operator==(const ReplaceRegistryKey&) const = default;
};

// The password of a saved credential cannot be read back, so it can be taken away but not put back.
struct SetSavedCredential {
    std::string target{};                 // "TERMSRV/pc-17"
    std::optional<std::string> user{};    // nullopt: no credential is saved for the target

    bool operator==(const SetSavedCredential&) const = default;
};

struct WriteFile {
    std::string path{};                // absolute, inside the person's own folders
    std::optional<Bytes> content{};    // nullopt: the file does not exist; at most 64 KiB

    bool operator==(const WriteFile&) const = default;
};

using Change = std::variant<SetRegistryValue, ReplaceRegistryKey, SetSavedCredential, WriteFile>;

}    // namespace rdpmend
