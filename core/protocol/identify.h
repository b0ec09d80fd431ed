// What speaks on a port where RDP was expected, from its first bytes.
#pragma once

#include <string_view>

#include "core/base/bytes.h"

namespace rdpmend::protocol {

// "SSH", "HTTP", "TLS", "SMTP", "FTP", "VNC", "MySQL", "Telnet", "SMB", ... ; "" when it is not known.
std::string_view identify(ByteView firstBytes);

}    // namespace rdpmend::protocol
