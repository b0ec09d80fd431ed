// Which TLS versions programs of this PC use as clients: the defaults of its Windows, as the registry changes them
// (learn.microsoft.com, "Transport Layer Security (TLS) registry settings").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/machine/machine.h"
#include "core/machine/net.h"

namespace rdpmend {

struct SchannelVersion {
    std::uint16_t version = 0;    // as on the wire: 0x0301 TLS 1.0 ... 0x0304 TLS 1.3
    std::string_view name{};      // as Windows calls its key: "TLS 1.2"
    bool byDefault = false;
    bool on = false;
    std::string setting{};    // "Enabled = 0", "DisabledByDefault = 1", "Enabled = 1"; empty: nothing is set

    bool operator==(const SchannelVersion&) const = default;
};

// The id of resources/facts/clients.json that this Windows is like; "this-pc" when it does not tell its build.
std::string_view clientOfThisPc(const MachineView& machine);
// TLS 1.0 to 1.3, oldest first. `usual`: what its Windows offers when nothing is set.
Result<std::vector<SchannelVersion>> schannelVersions(const MachineView& machine, const TlsOffer& usual);
// The newest version that is on, and those below it without a gap, as a ClientHello can say it. `usual` unchanged when
// none is on: there is then nothing that could be offered.
TlsOffer offerOf(TlsOffer usual, const std::vector<SchannelVersion>& versions);

}    // namespace rdpmend
