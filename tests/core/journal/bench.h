// A journal in a folder of its own, and something to write into it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#ifdef _WIN32
#include <process.h>
#else
#include <unistd.h>
#endif

#include "core/journal/journal.h"
#include "core/journal/sqlite.h"

namespace rdpmend {

class JournalTest : public testing::Test {
protected:
    void SetUp() override
    {
        m_folder = testing::TempDir() + "rdpmend-journal-" + std::to_string(getpid());
        std::filesystem::remove_all(m_folder);
        ASSERT_TRUE(std::filesystem::create_directory(m_folder));
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    std::string path() const { return m_folder + "/journal.sqlite"; }
    std::unique_ptr<Journal> open(bool readOnly = false) const
    {
        auto journal = Journal::open(path(), readOnly);
        EXPECT_TRUE(journal) << describe(journal.error());
        return journal ? *std::move(journal) : nullptr;
    }
    std::string refusalOf(bool readOnly = false) const
    {
        const auto journal = Journal::open(path(), readOnly);
        return journal ? "opened" : describe(journal.error());
    }
    void sql(const std::string& text) const { sqlite::Database(path(), sqlite::Open::Create).run(text); }

    std::string m_folder;
};

inline HistoryEntry entry(std::int64_t run = 1, std::uint32_t value = 1)
{
    const SetRegistryValue before{.key = {.path = "Software\\Microsoft\\Terminal Server Client"},
                                  .name = "RDGClientTransport"};
    auto after = before;
    after.value = RegistryValue::fromDword(value);
    return {.run = run,
            .fix = "F501",
            .remedy = "transport.set_rdg_client_transport",
            .reversal = Reversal::Exact,
            .change = {.before = before, .after = after}};
}

}    // namespace rdpmend
