// The order in which a connection may ask. One connection is one consent: it may carry out one plan, and then put back
// what it made; or undo, or settle, once. Whatever comes out of order ends it.
#pragma once

#include <optional>

#include "core/broker/messages.h"

namespace rdpmend::broker {

class Order {
public:
    enum class State : std::uint8_t { Silent, Greeted, Made, Spent };

    explicit Order(const Nonce& nonce) : m_nonce(nonce) {}

    // Refuses what may not come now, a sequence number that is not the next, and another connection's nonce.
    Status accept(const Envelope<Request>& request);

    State state() const { return m_state; }

private:
    std::optional<State> after(const Request& request) const;

    Nonce m_nonce;
    State m_state = State::Silent;
    std::uint32_t m_next = 0;
    bool m_over = false;    // refused once: nothing is accepted any more
};

}    // namespace rdpmend::broker
