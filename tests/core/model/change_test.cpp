#include "core/model/change.h"

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

TEST(RegistryValue, DwordsAreFourBytesLittleEndian)
{
    const auto value = RegistryValue::fromDword(0x01020304);
    EXPECT_EQ(value.type, RegistryValue::dword);
    EXPECT_EQ(toHex(value.data), "04030201");
    EXPECT_EQ(value.asDword(), 0x01020304U);
    EXPECT_EQ(value.asString(), std::nullopt);
}

TEST(RegistryValue, StringsAreUtf16WithTheirEnd)
{
    const auto value = RegistryValue::fromString("\xC3\xBC");
    EXPECT_EQ(value.type, RegistryValue::sz);
    EXPECT_EQ(toHex(value.data), "fc000000");
    EXPECT_EQ(value.asString(), "\xC3\xBC");
    EXPECT_EQ(value.asDword(), std::nullopt);
}

TEST(RegistryValue, StringsMayLackTheirEndOrGoOnBehindIt)
{
    EXPECT_EQ((RegistryValue{.type = RegistryValue::sz, .data = {0x61, 0}}).asString(), "a");
    EXPECT_EQ((RegistryValue{.type = RegistryValue::expandSz, .data = {0x61, 0, 0, 0, 0x62, 0}}).asString(), "a");
    EXPECT_EQ((RegistryValue{.type = RegistryValue::sz, .data = {}}).asString(), "");
    EXPECT_EQ((RegistryValue{.type = RegistryValue::sz, .data = {0x61}}).asString(), "") << "half a character";
}

TEST(RegistryValue, WrongSizesAndTypesAreNotGuessedAt)
{
    EXPECT_EQ((RegistryValue{.type = RegistryValue::dword, .data = {1, 0, 0}}).asDword(), std::nullopt);
    EXPECT_EQ((RegistryValue{.type = RegistryValue::dword, .data = {1, 0, 0, 0, 0}}).asDword(), std::nullopt);
    EXPECT_EQ((RegistryValue{.type = RegistryValue::binary, .data = {1, 0, 0, 0}}).asDword(), std::nullopt);
    EXPECT_EQ((RegistryValue{.type = RegistryValue::multiSz, .data = {0x61, 0}}).asString(), std::nullopt);
}

}    // namespace
}    // namespace rdpmend
