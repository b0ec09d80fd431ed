// Where a system keeps what its resolver goes by.
#pragma once

#include <cstdio>

#include "core/net/name_servers.h"

namespace rdpmend {

std::FILE* openHostsFile();             // nullptr: it cannot be read; the system then cannot read it either
NameServers configuredNameServers();    // empty where that is not known

}    // namespace rdpmend
