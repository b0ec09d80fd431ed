// Messages cut out of real traffic. They lie beside the repository, not in it: tests that read them are skipped where
// they are not. RDPMEND_CAPTURES names another folder.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "core/base/bytes.h"

namespace rdpmend::test {

inline std::filesystem::path capturesFolder()
{
    const char* named = std::getenv("RDPMEND_CAPTURES");
    return named != nullptr ? named : RDPMEND_SOURCE_DIR "/../shared/captures";
}

inline Bytes readBytes(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A fixture for tests that need them.
class Captures : public testing::Test {
protected:
    void SetUp() override
    {
        if (!std::filesystem::is_directory(capturesFolder())) GTEST_SKIP() << "no captures beside the repository";
    }
    static Bytes capture(const std::string& name)
    {
        auto bytes = readBytes(capturesFolder() / name);
        EXPECT_FALSE(bytes.empty()) << name << " is missing";
        return bytes;
    }
};

}    // namespace rdpmend::test
