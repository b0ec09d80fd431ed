// The whole story with real files: a child mends and undoes without end, and is killed at a random moment. What it
// leaves behind is recovered, and the PC must be as it was, bit for bit.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

namespace rdpmend {
namespace {

constexpr int kills = 60;

[[noreturn]] void mendAndUndoForEver(const std::string& pc, const std::string& journalPath, int tellReady)
{
    auto machine = SimulatedMachine::load(pc);
    auto journal = Journal::open(journalPath);
    if (!machine || !journal) _exit(1);
    DeadNet net;
    Session session(**machine, net, Facts::builtIn(), journal->get(), "", fakeProbes());
    const std::vector<std::string> fixes{"F204", "F302", "F303", "F304", "F401", "F501", "F502"};
    // The parent waits for the first change, so that every kill hits something.
    const auto tell = [tellReady, told = false](const Event& event) mutable {
        if (!told && std::holds_alternative<ChangeMade>(event)) told = ::write(tellReady, "!", 1) == 1;
    };
    for (;;) {
        const auto plan = session.plan(brokenTarget(), Diagnosis{}, fixes);
        if (!plan) _exit(1);
        for (const auto& result : session.carryOut(*plan, tell))
            if (result.error) _exit(1);
        for (const auto& result : session.undoAll({}))
            if (result.error) _exit(1);
    }
}

TEST(Killing, AtAnyMomentLeavesEverythingRecoverable)
{
    std::string folder = testing::TempDir() + "rdpmend-kill-XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    const auto pc = folder + "/pc.json";
    const auto journalPath = folder + "/journal.sqlite";
    const auto start = *stateFromJson(brokenPc, "");
    std::ofstream(pc) << toJson(start);

    std::mt19937 random(42);
    int interrupted = 0;
    int changed = 0;
    for (int kill = 0; kill < kills; ++kill) {
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        const auto child = fork();
        if (child == 0) mendAndUndoForEver(pc, journalPath, ends[1]);
        close(ends[1]);
        char ready = 0;
        ASSERT_EQ(read(ends[0], &ready, 1), 1);
        close(ends[0]);
        usleep(static_cast<useconds_t>(random() % 50000));
        ::kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";

        const auto machine = SimulatedMachine::load(pc);
        ASSERT_TRUE(machine) << describe(machine.error());
        const auto journal = Journal::open(journalPath);
        ASSERT_TRUE(journal) << describe(journal.error());
        changed += !((*machine)->state() == start);
        DeadNet net;
        Session session(**machine, net, Facts::builtIn(), journal->get(), "", fakeProbes());
        const auto left = session.interrupted();
        ASSERT_TRUE(left);
        interrupted += !left->empty();
        for (const auto& result : session.undoAll({})) {
            ASSERT_FALSE(result.error) << describe(*result.error);
            ASSERT_EQ(result.state, ChangeState::Undone);
        }
        ASSERT_TRUE((*machine)->state() == start) << "kill " << kill;
    }
    EXPECT_GT(changed, kills / 4) << "the kills must hit something";
    std::cout << kills << " kills, " << changed << " with the PC changed, " << interrupted
              << " inside a run: all recovered\n";
    std::filesystem::remove_all(folder);
}

}    // namespace
}    // namespace rdpmend
