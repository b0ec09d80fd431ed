// What an access list grants to somebody without rights.
#include "core/machine/access_list.h"

#include <gtest/gtest.h>

namespace rdpmend::test {
namespace {

std::optional<std::uint32_t> access(std::string_view sddl)
{
    return standardUsersAccess(sddl, "S-1-5-21-1-2-3-1001");
}

TEST(AccessList, UsersAreKnownByNameAndByNumber)
{
    EXPECT_EQ(access("D:(A;;KR;;;BU)"), 0x20019U);
    EXPECT_EQ(access("O:BAG:SYD:PAI(A;CI;CCDCLCSWRPRC;;;S-1-5-32-545)(A;;KA;;;BA)"), 0x2001FU);
    EXPECT_EQ(access("D:(A;;0x6;;;AU)(A;;SD;;;S-1-5-21-1-2-3-1001)"), 0x10006U);
    EXPECT_EQ(access("D:(A;;KA;;;BA)(A;;KA;;;SY)(A;;KA;;;S-1-5-21-1-2-3-500)"), 0U);
}

TEST(AccessList, FirstEntryThatSpeaksOfARightDecides)
{
    EXPECT_EQ(access("D:(D;;DC;;;BU)(A;;KR;;;BU)(A;;DC;;;WD)"), 0x20019U);
    EXPECT_EQ(access("D:(A;;DC;;;BU)(D;;DC;;;WD)"), 0x2U);
}

TEST(AccessList, WhatIsOnlyInheritedDoesNotCount)
{
    EXPECT_EQ(access("D:(A;CIIO;KA;;;BU)(A;CI;KR;;;BU)"), 0x20019U);
}

TEST(AccessList, AuditEntriesAreNoAccess)
{
    EXPECT_EQ(access("D:(A;;KR;;;BU)S:(AU;SAFA;KA;;;WD)"), 0x20019U);
}

TEST(AccessList, EmptyListRefusesAllAndAMissingOneNothing)
{
    EXPECT_EQ(access("D:"), 0U);
    EXPECT_EQ(access("D:P"), 0U);
    EXPECT_EQ(access("D:NO_ACCESS_CONTROL"), 0xF003FU);
}

TEST(AccessList, WhatIsNotUnderstoodIsNotGuessed)
{
    for (const auto* sddl : {"", "O:BAG:SY", "D:(A;;KR;;;BU", "D:(A;;QQ;;;BU)", "D:(A;;K;;;BU)", "D:(A;;KR;BU)",
                             "D:(XA;;KR;;;BU;(@User.x==1))", "D:(OA;;KR;;;BU)"})
        EXPECT_EQ(access(sddl), std::nullopt) << sddl;
}

}    // namespace
}    // namespace rdpmend::test
