#include <algorithm>

#include "core/base/text.h"
#include "tests/core/machine/contract.h"

namespace rdpmend {
namespace {

using namespace std::chrono_literals;

using EventsContract = test::Contract;

constexpr auto noEventLog = "its EvtQuery fails, and its old event log is always empty";

TEST_P(EventsContract, NewestComesFirstAndNotMoreThanAskedFor)
{
    const EventQuery query{.channel = "System", .within = 24h * 365, .atMost = 7};
    const auto events = m_machine->events(query, deadline());
    if (GetParam().isWine) return cannotLookUnderWine(events, noEventLog);
    ASSERT_TRUE(events) << test::told(events);
    EXPECT_LE(events->size(), query.atMost);
    EXPECT_TRUE(std::ranges::is_sorted(*events, std::greater{}, &LoggedEvent::when));
    for (const auto& event : *events) {
        EXPECT_TRUE(equalIgnoringCase(event.channel, query.channel)) << event.channel;
        EXPECT_GE(event.when, m_machine->now() - query.within - 1min);
        EXPECT_LE(event.data.size(), 64U);
        for (const auto& [name, value] : event.data) EXPECT_LE(value.size(), 4096U);
    }
}

TEST_P(EventsContract, AskedForNoneGivesNone)
{
    const auto events = m_machine->events({.channel = "System", .atMost = 0}, deadline());
    if (GetParam().isWine) return cannotLookUnderWine(events, noEventLog);
    ASSERT_TRUE(events) << test::told(events);
    EXPECT_TRUE(events->empty());
}

TEST_P(EventsContract, TellsThoseOfTheProviderAndIdsAlone)
{
    const auto events = m_machine->events(
        {.channel = "System", .provider = "Schannel", .ids = {36887, 36888}, .within = 24h * 365}, deadline());
    if (GetParam().isWine) return cannotLookUnderWine(events, noEventLog);
    ASSERT_TRUE(events) << test::told(events);
    for (const auto& event : *events) {
        EXPECT_TRUE(equalIgnoringCase(event.provider, "Schannel")) << event.provider;
        EXPECT_TRUE(event.id == 36887 || event.id == 36888) << event.id;
    }
}

TEST_P(EventsContract, AChannelThatDoesNotExistIsAnError)
{
    EXPECT_FALSE(m_machine->events({.channel = "rdpmend-contract-test/Operational"}, deadline()));
    for (const auto& name : test::hostileNames()) EXPECT_FALSE(m_machine->events({.channel = name}, deadline()));
}

TEST_P(EventsContract, AProviderWithAHostileNameHasNoEvents)
{
    for (const auto& name : test::hostileNames()) {
        if (name.empty()) continue;    // any provider
        const auto events = m_machine->events({.channel = "System", .provider = name}, deadline());
        EXPECT_TRUE(!events || events->empty()) << sanitise(name);
    }
}

TEST_P(EventsContract, ReadsNothingAfterAStop)
{
    std::stop_source stop;
    stop.request_stop();
    const auto events = m_machine->events({.channel = "System"}, Deadline::in(10s, stop.get_token()));
    ASSERT_FALSE(events);
    EXPECT_EQ(events.error().domain, Domain::Cancelled);
}

RDPMEND_CONTRACT_OF(EventsContract);

}    // namespace
}    // namespace rdpmend
