// The certificate stores, read only.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/machine/certificates.h"

namespace rdpmend::windows {

// A store that does not exist is empty. An error for more than 4,096 certificates, or one of more than 64 KiB.
Result<std::vector<StoredCertificate>> certificates(StoreOwner owner, StoreName store);

}    // namespace rdpmend::windows
