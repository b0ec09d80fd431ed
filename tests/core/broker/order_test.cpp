// Every state, every message, every mistake: the table below is the whole behaviour.
#include "core/broker/order.h"

#include <gtest/gtest.h>

namespace rdpmend::broker {
namespace {

using State = Order::State;

constexpr Nonce nonce{7};

std::vector<Request> all()
{
    return {Hello{}, Begin{.fixes = {401}}, Undo{.numbers = {1}}, UndoAll{}, Settle{.run = 1}};
}

// What leads there.
std::vector<Request> wayTo(State state)
{
    switch (state) {
    case State::Silent: return {};
    case State::Greeted: return {Hello{}};
    case State::Made: return {Hello{}, Begin{.fixes = {401}}};
    case State::Spent: return {Hello{}, UndoAll{}};
    }
    return {};
}

Envelope<Request> following(std::uint32_t sequence, const Request& request)
{
    return {.sequence = sequence, .nonce = sequence == 0 ? Nonce{} : nonce, .message = request};
}

Order orderIn(State state)
{
    Order order(nonce);
    std::uint32_t sequence = 0;
    for (const auto& request : wayTo(state)) EXPECT_TRUE(order.accept(following(sequence++, request)));
    EXPECT_EQ(order.state(), state);
    return order;
}

std::optional<State> expected(State state, std::size_t message)
{
    constexpr std::optional<State> no{};
    // Hello, Begin, Undo, UndoAll, Settle
    const std::array<std::array<std::optional<State>, 5>, 4> table{
        {{State::Greeted, no, no, no, no},
         {no, State::Made, State::Spent, State::Spent, State::Spent},
         {no, no, State::Made, no, no},
         {no, no, no, no, no}}};
    return table.at(static_cast<std::size_t>(state)).at(message);
}

TEST(Order, AcceptsExactlyWhatTheTableSays)
{
    for (const auto state : {State::Silent, State::Greeted, State::Made, State::Spent}) {
        const auto next = static_cast<std::uint32_t>(wayTo(state).size());
        for (std::size_t i = 0; i < all().size(); ++i) {
            auto order = orderIn(state);
            const auto accepted = order.accept(following(next, all()[i]));
            EXPECT_EQ(bool(accepted), expected(state, i).has_value()) << int(state) << ' ' << i;
            if (accepted) {
                EXPECT_EQ(order.state(), *expected(state, i));
                continue;
            }
            // Whatever was out of order was the last thing.
            for (const auto& later : all())
                for (const auto sequence : {next, next + 1}) EXPECT_FALSE(order.accept(following(sequence, later)));
        }
    }
}

TEST(Order, WantsTheNextNumberAndThisConnectionsNonce)
{
    for (const auto state : {State::Silent, State::Greeted, State::Made}) {
        const auto next = static_cast<std::uint32_t>(wayTo(state).size());
        for (std::size_t i = 0; i < all().size(); ++i) {
            if (!expected(state, i)) continue;
            for (const auto wrong : {next - 1, next + 1, next ^ 0x80000000U}) {
                auto request = following(next, all()[i]);
                request.sequence = wrong;
                EXPECT_FALSE(orderIn(state).accept(request));
            }
            for (const auto& wrong : {Nonce{8}, Nonce{7, 1}, next == 0 ? nonce : Nonce{}}) {
                auto request = following(next, all()[i]);
                request.nonce = wrong;
                EXPECT_FALSE(orderIn(state).accept(request));
            }
        }
    }
}

TEST(Order, RefusesAnotherVersion)
{
    Order order(nonce);
    EXPECT_FALSE(order.accept(following(0, Hello{.version = version + 1})));
    EXPECT_FALSE(order.accept(following(0, Hello{})));
}

}    // namespace
}    // namespace rdpmend::broker
