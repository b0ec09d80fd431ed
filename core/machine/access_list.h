// Access lists as text (SDDL), as much of them as tells what a person without rights may do with a registry key.
// learn.microsoft.com, "ACE Strings", "How AccessCheck Works".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rdpmend {

namespace key_access {
inline constexpr std::uint32_t queryValue = 0x1, setValue = 0x2, createSubkey = 0x4, enumerate = 0x8;
inline constexpr std::uint32_t remove = 0x10000;    // DELETE
}    // namespace key_access

// The rights that a standard user has on a registry key: those of Users, Everyone, Authenticated Users, Interactive,
// and of the person's own SID, which may be empty. nullopt: the text has no access list, or is not understood.
std::optional<std::uint32_t> standardUsersAccess(std::string_view sddl, std::string_view ownSid);

}    // namespace rdpmend
