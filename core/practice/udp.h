// The UDP side of a practice host, [MS-RDPEUDP] 3.1.5.1.3: it answers a SYN with SYN+ACK, or it says nothing.
#pragma once

#include <cstdint>
#include <memory>

#include "core/base/result.h"

namespace rdpmend {

class PracticeUdp {
public:
    static Result<std::unique_ptr<PracticeUdp>> start(bool answers);
    virtual ~PracticeUdp() = default;

    virtual std::uint16_t port() const = 0;    // on 127.0.0.1
};

}    // namespace rdpmend
