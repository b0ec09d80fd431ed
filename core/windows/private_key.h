// Where the private key of a certificate lies. The key itself is never read, and nothing is asked of a person or a
// card.
#pragma once

#include <optional>

#include <windows.h>

#include <wincrypt.h>

#include "core/machine/certificates.h"

namespace rdpmend::windows {

std::optional<PrivateKey> privateKey(const CERT_CONTEXT& certificate);    // nullopt: it has none here

}    // namespace rdpmend::windows
