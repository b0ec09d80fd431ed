// What happens to the journal when its process is killed, and when it may not write: by children of the test.
#include <csignal>
#include <iostream>
#include <random>

#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

namespace rdpmend {
namespace {

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
