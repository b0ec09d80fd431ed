#include <algorithm>
#include <set>

#include "bench.h"

namespace rdpmend {
namespace {

TEST(RemedyTable, HasEveryRemedyOnceInTheOrderOfTheNumbers)
{
    std::vector<std::string> numbers;
    std::set<std::string_view> ids;
    for (const auto* remedy : allRemedies()) {
        numbers.emplace_back(remedy->number);
        EXPECT_TRUE(ids.insert(remedy->id).second);
        EXPECT_NE(remedy->propose, nullptr);
    }
    EXPECT_EQ(numbers, (std::vector<std::string>{"F204", "F301", "F302", "F303", "F304", "F401", "F501", "F502"}));
}

TEST(RemedyTable, FindsByNumberAndById)
{
    EXPECT_EQ(findRemedy("f401")->id, "licensing.clear_license_cache");
    EXPECT_EQ(findRemedy("transport.force_tcp")->number, "F502");
    EXPECT_EQ(findRemedy("F999"), nullptr);
}

TEST(RemedyTable, OnlyThePasswordCannotBePutBackAndNeedsItsTestFirst)
{
    for (const auto* remedy : allRemedies()) {
        EXPECT_EQ(remedy->reversal == Reversal::Impossible, remedy->number == "F301");
        if (remedy->onlyAfter.empty()) continue;
        const auto* test = findRemedy(remedy->onlyAfter);
        ASSERT_NE(test, nullptr);
        EXPECT_TRUE(test->test);
        EXPECT_LT(test->disruption, remedy->disruption);
    }
}

}    // namespace
}    // namespace rdpmend
