#include <set>

#include <gtest/gtest.h>

#include "core/machine/net.h"

namespace rdpmend {
namespace {

TEST(NetFailureName, IsDifferentForEach)
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(NetFailure::Refusal); ++i) names.insert(name(static_cast<NetFailure>(i)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(NetFailure::Refusal) + 1);
    EXPECT_FALSE(names.contains(""));
    EXPECT_EQ(name(NetFailure::NetworkUnreachable), "network_unreachable");
}

TEST(NetErrorToError, KeepsTheNumberSpaceOfItsCode)
{
    EXPECT_EQ(toError({.failure = NetFailure::Refused, .system = 111, .words = "Connection refused"}, "connect"),
              (Error{.domain = Domain::Socket, .code = 111, .doing = "connect", .words = "Connection refused"}));
    EXPECT_EQ(toError({.failure = NetFailure::TlsAlert, .system = 40}, "shake hands").domain, Domain::TlsAlert);
    EXPECT_EQ(toError({.failure = NetFailure::TlsBroken, .system = 1}, "shake hands").domain, Domain::Tls);
    EXPECT_EQ(toError({.failure = NetFailure::Silent}, "connect").domain, Domain::TimedOut);
    EXPECT_EQ(toError({.failure = NetFailure::Cancelled}, "connect").domain, Domain::Cancelled);
}

TEST(NetErrorToError, SaysWhoClosedTheConnection)
{
    EXPECT_EQ(toError({.failure = NetFailure::Closed}, "read").words, "the far end closed the connection");
}

TEST(NetErrorToError, MakesOfOurOwnRefusalAWholeSentence)
{
    EXPECT_EQ(toError({.failure = NetFailure::Refusal, .words = "Too much."}, "read"), refusal("Too much."));
}

}    // namespace
}    // namespace rdpmend
