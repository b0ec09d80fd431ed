// Spelling of registry places, shared by the words and the .reg files. Not for other libraries.
#pragma once

#include <string>

#include "core/model/change.h"

namespace rdpmend {

// The path as regedit shows it: the 32-bit view of a key that has two is under WOW6432Node.
std::string shownPath(const RegistryKey& key);

}    // namespace rdpmend
