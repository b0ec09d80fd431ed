// The last words of a host to a client whose settings were exchanged: granted, or ended with a reason. Between
// MCS Connect-Response and these a real host and client also join channels and exchange capabilities; the practice
// case leaves that out on both sides.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.h"

namespace rdpmend {

// Set Error Info PDU, [MS-RDPBCGR] 2.2.5.1; 0 is ERRINFO_NONE.
Bytes setErrorInfo(std::uint32_t errorInfo);
std::optional<std::uint32_t> parseErrorInfo(ByteView pdu);

// License Error PDU with STATUS_VALID_CLIENT: no licence is needed or it is good, [MS-RDPBCGR] 2.2.1.12.
Bytes licenceGranted();

}    // namespace rdpmend
