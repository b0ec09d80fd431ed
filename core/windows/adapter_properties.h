// The advanced properties of network adapters, as their drivers offer them. NetAdapterCimProv, Microsoft Learn.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/machine/network_settings.h"

namespace rdpmend::windows {

Result<std::vector<AdapterProperty>> adapterProperties();

}    // namespace rdpmend::windows
