// What the resolver said, in words and as a finding.
#pragma once

#include <string_view>

#include "core/machine/net.h"

namespace rdpmend::probes {

std::string_view nameAnswerWords(NameAnswer answer);    // "no such name"
// Why the name gave no address: the id of the finding.
std::string_view nameFinding(const Resolution& resolution);

}    // namespace rdpmend::probes
