// What the chain engine of Windows thinks of the certificates of a server. The same engine judges for Windows' own
// Remote Desktop client.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/machine/certificates.h"

namespace rdpmend::windows {

// `chain` is DER, leaf first, at most 32; `name` is the name that was connected to, empty: any. Certificates, lists and
// answers about revocation are used when Windows has them already; nothing that a certificate names is fetched. That a
// revocation is not known is no complaint.
Result<ChainJudgement> judgeChain(const std::vector<Bytes>& chain, std::string_view name);

}    // namespace rdpmend::windows
