// Antivirus, firewall and antispyware products that told the Security Center of themselves. Windows Server has none.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/machine/firewall.h"

namespace rdpmend::windows {

Result<std::vector<SecurityProduct>> securityProducts();

}    // namespace rdpmend::windows
