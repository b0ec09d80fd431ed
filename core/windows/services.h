// Services, as the Service Control Manager tells them to anybody. Nothing is started, stopped or configured here.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/result.h"
#include "core/machine/services.h"

namespace rdpmend::windows {

Result<std::optional<Service>> service(std::string_view name);    // nullopt: there is none

}    // namespace rdpmend::windows
