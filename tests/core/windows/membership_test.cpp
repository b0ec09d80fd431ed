#include "core/windows/membership.h"

#include <gtest/gtest.h>

#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

TEST(Membership, SaysWhatThisPcBelongsTo)
{
    const auto belongs = membership();
    ASSERT_TRUE(belongs) << describe(belongs.error());
    EXPECT_FALSE(belongs->name.empty());
    EXPECT_EQ(belongs->joined == Joined::Domain, !belongs->dnsDomain.empty());
    if (rdpmend::test::underWine()) {
        EXPECT_EQ(belongs->joined, Joined::Workgroup);
        EXPECT_FALSE(belongs->entraJoined);    // there is no such function
    }
}

}    // namespace
}    // namespace rdpmend::windows
