// What the client that will really connect asks first: its TLS, its NLA setting, its gateway transport.
#pragma once

#include "core/conversation/conversation.h"
#include "core/facts/facts.h"
#include "core/machine/machine.h"

namespace rdpmend {

Question usualQuestion(const Target& target, const MachineView& machine, const Facts& facts);

}    // namespace rdpmend
