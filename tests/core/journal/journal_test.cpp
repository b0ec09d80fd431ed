#include "core/journal/journal.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include "faulty_disk.h"

namespace rdpmend {
namespace {

class JournalTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::string name = testing::TempDir() + "rdpmend-journal-XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        m_folder = name;
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
    void sql(const std::string& text) const
    {
        SQLite::Database(path(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(text);
    }

    std::string m_folder;
};

HistoryEntry entry(std::int64_t run = 1, std::uint32_t value = 1)
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

TEST_F(JournalTest, RemembersWhatWasIntendedAcrossOpenings)
{
    {
        const auto journal = open();
        ASSERT_TRUE(journal->ready());
        EXPECT_EQ(*journal->beginRun(), 1);
        EXPECT_EQ(*journal->beginRun(), 2);
        EXPECT_EQ(*journal->intend(entry(1)), 1);
        EXPECT_EQ(*journal->intend(entry(2, 5)), 2);
        ASSERT_TRUE(journal->setState(1, ChangeState::Done));
        ASSERT_TRUE(journal->finishRun(1));
    }
    const auto journal = open();
    const auto history = *journal->history();
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].state, ChangeState::Done);
    EXPECT_EQ(history[1].state, ChangeState::Intended);
    EXPECT_EQ(history[1].change, entry(2, 5).change);
    EXPECT_EQ(history[1].remedy, "transport.set_rdg_client_transport");
    EXPECT_LT(std::chrono::system_clock::now() - history[1].when, std::chrono::minutes(1));
    EXPECT_EQ(*journal->unfinishedRuns(), std::vector<std::int64_t>{2});
    EXPECT_EQ(*journal->intend(entry()), 3) << "numbers go on";
}

TEST_F(JournalTest, RefusesNumbersItDoesNotHave)
{
    const auto journal = open();
    EXPECT_EQ(describe(journal->setState(7, ChangeState::Done).error()), "The journal has no change 7.");
    EXPECT_EQ(describe(journal->finishRun(7).error()), "The journal has no run 7.");
}

TEST_F(JournalTest, RefusesAnIntentThatItCouldNotGiveBackExactly)
{
    const auto journal = open();
    auto broken = entry();
    std::get<SetRegistryValue>(broken.change.before).name = "\xFF";    // not UTF-8
    const auto number = journal->intend(broken);
    ASSERT_FALSE(number);
    EXPECT_NE(describe(number.error()).find("cannot be kept in the journal exactly"), std::string::npos);
    EXPECT_TRUE(journal->history()->empty());
}

TEST_F(JournalTest, ASecondCopyIsToldWhoHoldsItAndMayRead)
{
    const auto first = open();
    ASSERT_TRUE(first->intend(entry()));
    const auto expected = "Another copy of rdpmend (process " + std::to_string(getpid()) +
                          ") holds the journal, so nothing is changed here: close that copy first.";
    EXPECT_EQ(refusalOf(), expected);

    const auto reader = open(/*readOnly=*/true);
    EXPECT_TRUE(reader->readOnly());
    EXPECT_EQ(reader->history()->size(), 1U);
    ASSERT_TRUE(first->intend(entry()));
    EXPECT_EQ(reader->history()->size(), 2U) << "sees what the other copy writes";
    for (const auto& refused : {reader->ready(), reader->setState(1, ChangeState::Done), reader->finishRun(1)}) {
        ASSERT_FALSE(refused);
        EXPECT_NE(describe(refused.error()).find("is open for reading only"), std::string::npos);
    }
    EXPECT_FALSE(reader->intend(entry()));
    EXPECT_FALSE(reader->beginRun());
}

TEST_F(JournalTest, TheLockGoesWithItsHolder)
{
    open().reset();
    EXPECT_NE(open(), nullptr);
}

TEST_F(JournalTest, ReadingWhatIsNotThereIsAnEmptyHistoryAndCreatesNothing)
{
    const auto journal = open(/*readOnly=*/true);
    EXPECT_TRUE(journal->history()->empty());
    EXPECT_TRUE(journal->unfinishedRuns()->empty());
    EXPECT_TRUE(std::filesystem::is_empty(m_folder));
}

TEST_F(JournalTest, SaysThatItsFolderDoesNotExist)
{
    const auto journal = Journal::open(m_folder + "/none/journal.sqlite");
    ASSERT_FALSE(journal);
    EXPECT_NE(describe(journal.error()).find("cannot be opened or written, so nothing is changed"), std::string::npos);
}

// The administrator may write everywhere, so this looks from a child that is nobody.
TEST_F(JournalTest, SaysThatFileOrFolderIsReadOnly)
{
    open().reset();
    using std::filesystem::perms;
    constexpr auto mayRead = perms::owner_read | perms::group_read | perms::others_read;
    std::filesystem::permissions(path(), mayRead);
    std::filesystem::permissions(path() + ".lock", perms::all);
    std::filesystem::permissions(m_folder, perms::owner_all | mayRead | perms::group_exec | perms::others_exec);
    const auto inChild = [this](const char* expected, bool readOnly) {
        const auto child = fork();
        if (child == 0) {
            if (geteuid() == 0 && setuid(65534) != 0) _exit(2);
            const auto refusal = refusalOf(readOnly);
            if (refusal.find(expected) == std::string::npos) std::cerr << refusal << '\n';
            _exit(refusal.find(expected) == std::string::npos ? 1 : 0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    };
    EXPECT_EQ(inChild("is read-only, so nothing is changed: allow writing to it and its folder.", false), 0);
    EXPECT_EQ(inChild("opened", true), 0) << "reading is still possible";
    std::filesystem::permissions(path(), perms::all);
    EXPECT_EQ(inChild("is read-only, so nothing is changed: allow writing to it and its folder.", false), 0)
        << "the folder alone";
}

TEST_F(JournalTest, SaysThatItIsDamaged)
{
    for (const std::string content :
         {"this is no database, whatever its name says, and long enough to look like one...............",
          "SQLite format 3"}) {
        std::ofstream(path(), std::ios::binary) << content << std::string(1000, 'x');
        EXPECT_NE(refusalOf().find("is damaged, so nothing is changed"), std::string::npos) << refusalOf();
        EXPECT_NE(refusalOf(/*readOnly=*/true).find("is damaged"), std::string::npos);
    }
}

TEST_F(JournalTest, LeavesTheDatabaseOfAnotherProgramAlone)
{
    sql("CREATE TABLE bookmarks (url TEXT)");
    EXPECT_NE(refusalOf().find("is not a journal of rdpmend, so it is left alone"), std::string::npos) << refusalOf();
}

TEST_F(JournalTest, SaysThatANewerVersionWroteIt)
{
    open().reset();
    sql("PRAGMA user_version = 2");
    EXPECT_NE(refusalOf().find("was written by a newer version of rdpmend (format 2, this one knows 1)"),
              std::string::npos);
    EXPECT_NE(refusalOf(/*readOnly=*/true).find("newer version"), std::string::npos);
}

TEST_F(JournalTest, GuessesNothingFromARowItDoesNotUnderstand)
{
    for (const std::string damage :
         {"UPDATE change SET state = 'dome'", "UPDATE change SET before = replace(before, 'null', '7')",
          "UPDATE change SET scope = 'machine'", "UPDATE change SET run = 9"}) {
        std::filesystem::remove(path());
        ASSERT_TRUE(open()->intend(entry()));
        sql(damage);
        const auto history = open()->history();
        ASSERT_FALSE(history) << damage;
        EXPECT_NE(describe(history.error()).find("Change 1 in the journal is damaged, so nothing is undone"),
                  std::string::npos);
    }
}

// Whatever byte of the file is flipped: refused, or the same places and contents as before.
TEST_F(JournalTest, NoFlippedByteChangesWhatWouldBeWritten)
{
    {
        const auto journal = open();
        for (std::uint32_t i = 0; i < 3; ++i) ASSERT_TRUE(journal->intend(entry(1, i)));
        ASSERT_TRUE(journal->setState(2, ChangeState::Done));
    }
    std::ostringstream whole;
    whole << std::ifstream(path(), std::ios::binary).rdbuf();
    const auto content = whole.str();
    const auto truth = *open(/*readOnly=*/true)->history();
    int refused = 0;
    int same = 0;
    int shorter = 0;
    for (std::size_t i = 0; i < content.size(); ++i) {
        if (content[i] == 0 && i % 64 != 0) continue;    // the file is mostly empty pages
        auto damaged = content;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
        std::ofstream(path(), std::ios::binary) << damaged;
        const auto journal = Journal::open(path(), /*readOnly=*/true);
        const auto history = journal ? (*journal)->history() : Result<std::vector<HistoryEntry>>(journal.error());
        if (!history) {
            ++refused;
            continue;
        }
        for (const auto& seen : *history) {
            ASSERT_LE(seen.number, 3) << "byte " << i;
            ASSERT_EQ(seen, truth[static_cast<std::size_t>(seen.number - 1)]) << "byte " << i;
        }
        ++(history->size() == truth.size() ? same : shorter);
    }
    EXPECT_GT(refused, 100);
    std::cout << "flipped bytes: " << refused << " refused, " << same << " without meaning, " << shorter
              << " lost rows\n";
}

TEST_F(JournalTest, AFullDiskIsSaidAndNothingIsRemembered)
{
    const FaultyDisk disk;
    for (int n = 1; n < 400;
         n += n < 15 ? 1 : 11) {    // the first writes are all different, the many pages in between are not
        std::filesystem::remove(path());
        auto journal = open();
        disk.failFrom(n, SQLITE_FULL);
        const auto ready = journal->ready();
        const auto number = ready ? journal->intend(entry()) : Result<std::int64_t>(ready.error());
        const bool happened = disk.happened();
        disk.repair();
        if (!happened) {
            ASSERT_TRUE(number);
            EXPECT_GT(n, 5);
            return;
        }
        ASSERT_FALSE(number);
        EXPECT_NE(describe(number.error()).find("cannot grow because the disk is full, so nothing is changed"),
                  std::string::npos)
            << describe(number.error());
        journal.reset();
        EXPECT_TRUE(open()->history()->empty()) << "write " << n;
    }
    FAIL() << "never got through";
}

TEST_F(JournalTest, OpeningOnAFullOrBrokenDiskIsRefused)
{
    const FaultyDisk disk;
    for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE}) {
        std::filesystem::remove(path());
        disk.failFrom(1, code);
        EXPECT_EQ(refusalOf().find(code == SQLITE_FULL ? "The journal " : "use the journal "), 0U) << refusalOf();
        disk.repair();
        EXPECT_NE(open(), nullptr) << "usable again";
    }
}

TEST_F(JournalTest, WhatReadyReservedIsEnoughForARun)
{
    const auto journal = open();
    ASSERT_TRUE(journal->ready());
    const auto size = std::filesystem::file_size(path());
    for (std::uint32_t i = 0; i < 200; ++i) ASSERT_TRUE(journal->intend(entry(1, i)));
    EXPECT_EQ(std::filesystem::file_size(path()), size);
}

// A child writes and says aloud what it was told is durable; then it is killed at a random moment.
TEST_F(JournalTest, LosesNothingWhenTheProcessIsKilled)
{
    std::mt19937 random(20240501);
    constexpr int kills = 60;
    std::int64_t promised = 0;
    int killedInTheMiddle = 0;
    for (int kill = 0; kill < kills; ++kill) {
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        const auto child = fork();
        if (child == 0) {
            auto journal = Journal::open(path());
            if (!journal) _exit(1);
            for (;;) {
                const auto number = (*journal)->intend(entry());
                if (!number || write(ends[1], &*number, sizeof *number) != sizeof *number) _exit(1);
                if (!(*journal)->setState(*number, ChangeState::Done)) _exit(1);
            }
        }
        close(ends[1]);
        // Not before it has begun, so that every kill hits something.
        std::int64_t number = 0;
        ASSERT_EQ(read(ends[0], &number, sizeof number), ssize_t(sizeof number));
        usleep(static_cast<useconds_t>(random() % 100000));
        ::kill(child, SIGKILL);
        do {
            promised = std::max(promised, number);
        } while (read(ends[0], &number, sizeof number) == ssize_t(sizeof number));
        close(ends[0]);
        int status = 0;
        waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
        killedInTheMiddle += std::filesystem::exists(path() + "-journal");

        const auto journal = open();
        const auto history = journal->history();
        ASSERT_TRUE(history) << describe(history.error());
        ASSERT_GE(static_cast<std::int64_t>(history->size()), promised);
        ASSERT_LE(static_cast<std::int64_t>(history->size()), promised + 1);
        for (std::size_t i = 0; i + 1 < history->size(); ++i) {
            ASSERT_EQ((*history)[i].number, static_cast<std::int64_t>(i + 1));
            ASSERT_EQ((*history)[i].change, entry().change);
        }
        promised = static_cast<std::int64_t>(history->size());
    }
    std::cout << kills << " kills, " << killedInTheMiddle << " of them inside a transaction, " << promised
              << " changes, none lost\n";
}

}    // namespace
}    // namespace rdpmend
