#include "core/broker/order.h"

namespace rdpmend::broker {

// nullopt: it may not come now.
std::optional<Order::State> Order::after(const Request& request) const
{
    struct {
        State state;

        std::optional<State> only(State when, State then) const
        {
            return state == when ? std::optional(then) : std::nullopt;
        }
        std::optional<State> operator()(const Hello& hello) const
        {
            return hello.version == version ? only(State::Silent, State::Greeted) : std::nullopt;
        }
        std::optional<State> operator()(const Begin&) const { return only(State::Greeted, State::Made); }
        // What this connection has made, it may put back: the server sees to it that it is that.
        std::optional<State> operator()(const Undo&) const
        {
            return state == State::Made ? State::Made : only(State::Greeted, State::Spent);
        }
        std::optional<State> operator()(const UndoAll&) const { return only(State::Greeted, State::Spent); }
        std::optional<State> operator()(const Settle&) const { return only(State::Greeted, State::Spent); }
    } const rule{m_state};
    return std::visit(rule, request);
}

Status Order::accept(const Envelope<Request>& request)
{
    const auto& expected = m_state == State::Silent ? Nonce{} : m_nonce;
    const auto next = after(request.message);
    if (m_over || request.sequence != m_next || request.nonce != expected || !next) {
        m_over = true;
        return refusal("A message on the pipe came out of its order.");
    }
    m_state = *next;
    ++m_next;
    return ok();
}

}    // namespace rdpmend::broker
