#include "core/windows/adapter_properties.h"

#include <gtest/gtest.h>

#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

TEST(AdapterProperties, AreReadOrItIsSaidWhyNot)
{
    const auto properties = adapterProperties();
    if (rdpmend::test::underWine()) {    // no such namespace of WMI
        ASSERT_FALSE(properties);
        EXPECT_EQ(properties.error().domain, Domain::HResult);
        EXPECT_EQ(properties.error().code, 0x8004100E);    // WBEM_E_INVALID_NAMESPACE
        return;
    }
    ASSERT_TRUE(properties) << describe(properties.error());
    for (const auto& property : *properties) {
        EXPECT_FALSE(property.adapter.empty());
        EXPECT_FALSE(property.keyword.empty());
    }
}

}    // namespace
}    // namespace rdpmend::windows
