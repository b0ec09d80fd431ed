#include "core/journal/journal.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include "bench.h"
#include "faulty_disk.h"

namespace rdpmend {
namespace {

TEST_F(JournalTest, RemembersWhatWasIntendedAcrossOpenings)
{
    {
        const auto journal = open();
        ASSERT_TRUE(journal->ready());
        EXPECT_EQ(*journal->beginRun({1}), 1);
        EXPECT_EQ(*journal->beginRun({2}), 2);
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
    EXPECT_EQ(*journal->runs(),
              (std::vector{RunRecord{.number = 1, .id = {1}, .finished = true}, RunRecord{.number = 2, .id = {2}}}));
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
    EXPECT_FALSE(reader->beginRun({}));
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
    EXPECT_TRUE(journal->runs()->empty());
    EXPECT_TRUE(std::filesystem::is_empty(m_folder));
}

TEST_F(JournalTest, SaysThatItsFolderDoesNotExist)
{
    const auto journal = Journal::open(m_folder + "/none/journal.sqlite");
    ASSERT_FALSE(journal);
    EXPECT_NE(describe(journal.error()).find("cannot be opened or written, so nothing is changed"), std::string::npos);
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

TEST_F(JournalTest, BringsAFileOfTheFirstFormatUpAndReadsItAsItIs)
{
    ASSERT_TRUE(open()->beginRun({7}));
    ASSERT_TRUE(open()->intend(entry()));
    sql("ALTER TABLE run DROP COLUMN id; PRAGMA user_version = 1");    // what version 1 wrote

    const std::vector without{RunRecord{.number = 1}};
    EXPECT_EQ(*open(/*readOnly=*/true)->runs(), without);
    EXPECT_EQ(*open()->runs(), without);
    EXPECT_EQ(open()->history()->size(), 1U);
    EXPECT_EQ(*open()->beginRun({8}), 2);
    EXPECT_EQ(open(/*readOnly=*/true)->runs()->at(1).id, RunId{8});
}

TEST_F(JournalTest, SaysThatANewerVersionWroteIt)
{
    open().reset();
    sql("PRAGMA user_version = 3");
    EXPECT_NE(refusalOf().find("was written by a newer version of rdpmend (format 3, this one knows 2)"),
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

}    // namespace
}    // namespace rdpmend
