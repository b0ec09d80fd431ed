// Carries out a break on a connection.
#pragma once

#include "core/practice/behaviour.h"
#include "core/practice/server.h"

namespace rdpmend {

// `refusal` is what the protocol says no with at this stage; it is sent for Ending::Refuse and followed by FIN.
void carryOut(const Break& broken, Connection& connection, ByteView refusal = {});

}    // namespace rdpmend
