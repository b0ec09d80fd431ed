// Real processes and real files: a broker is killed at a random moment of a plan, and another one recovers what it
// left.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wire.h"

namespace rdpmend::broker {
namespace {

constexpr int kills = 60;
using Clock = std::chrono::steady_clock;

class Socket final : public Stream {
public:
    explicit Socket(int socket) : m_socket(socket) {}
    ~Socket() override { close(m_socket); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    Result<std::size_t> read(std::span<std::uint8_t> into, const Deadline& deadline) override
    {
        pollfd ready{.fd = m_socket, .events = POLLIN, .revents = 0};
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.left()).count();
        if (poll(&ready, 1, static_cast<int>(left)) == 0) return Error{.domain = Domain::TimedOut, .doing = "read"};
        const auto got = ::read(m_socket, into.data(), into.size());
        return got < 0 ? std::size_t{0} : static_cast<std::size_t>(got);
    }
    Status write(ByteView bytes, const Deadline&) override
    {
        const auto sent = send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent != static_cast<ssize_t>(bytes.size())) return refusal("closed");
        return ok();
    }

private:
    int m_socket;
};

struct Processes {
    std::string pc;
    std::string journal;
    pid_t last = 0;
    int killAfter = -1;    // microseconds; the next broker only

    Result<std::unique_ptr<Stream>> start()
    {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return refusal("no sockets");
        const auto after = std::exchange(killAfter, -1);
        last = fork();
        if (last == 0) {
            close(ends[0]);
            if (after >= 0) {    // it kills itself, at a moment that it knows nothing of
                std::thread([after] {
                    usleep(static_cast<useconds_t>(after));
                    ::kill(getpid(), SIGKILL);
                }).detach();
            }
            Socket socket(ends[1]);
            auto machine = SimulatedMachine::load(pc);
            if (machine) Server(**machine, [this] { return Journal::open(journal); }).serve(socket);
            _exit(0);
        }
        close(ends[1]);
        return std::unique_ptr<Stream>(std::make_unique<Socket>(ends[0]));
    }
};

TEST(KillingTheBroker, AtAnyMomentIsSaidAndTheNextOneRecovers)
{
    std::string folder = testing::TempDir() + "rdpmend-broker-kill-XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    Processes processes{.pc = folder + "/pc.json", .journal = folder + "/machine.db"};
    const auto own = folder + "/own.db";
    const auto start = brokenState();
    std::ofstream(processes.pc) << toJson(start);

    std::mt19937 random(7);
    int killed = 0;
    int changed = 0;
    int interrupted = 0;
    // How long a plan takes here at least, and how much of that after its first change: round 0 is left alone to learn
    // it, and who is missed teaches more.
    auto whole = std::chrono::microseconds::max();
    auto rest = whole;
    for (int i = 0; i <= kills; ++i) {
        Client client([&] { return processes.start(); },
                      [&] { return Journal::open(processes.journal, /*readOnly=*/true); });
        auto machine = SimulatedMachine::load(processes.pc);
        auto journal = Journal::open(own);
        ASSERT_TRUE(machine && journal);
        DeadNet net;
        Session session(**machine, net, Facts::builtIn(), journal->get(), "", fakeProbes(), &client);
        const std::vector<std::string> fixes{"F401", "F502"};
        const auto plan = session.plan(brokenTarget(), {}, fixes);
        ASSERT_TRUE(plan);
        // At any moment, or at one after the first change.
        if (i > 0 && i % 4 == 0) processes.killAfter = static_cast<int>(random() % whole.count());
        std::optional<Clock::time_point> first;
        const auto killAtFirstChange = [&](const Event& event) {
            if (first || !std::holds_alternative<ChangeMade>(event)) return;
            first = Clock::now();
            if (i == 0) return;
            usleep(static_cast<useconds_t>(random() % rest.count()));
            ::kill(processes.last, SIGKILL);
        };
        const auto begun = Clock::now();
        const auto results = session.carryOut(*plan, killAtFirstChange);
        const auto ended = Clock::now();
        const bool said = results.back().error.has_value();
        int status = 0;
        if (said) {
            waitpid(processes.last, &status, 0);
            killed += WIFSIGNALED(status);
            EXPECT_NE(describe(*results.back().error).find("ended before it had answered"), std::string::npos);
        } else {
            ASSERT_TRUE(first);
            whole = std::min(whole, std::chrono::ceil<std::chrono::microseconds>(ended - begun));
            rest = std::min(rest, std::chrono::ceil<std::chrono::microseconds>(ended - *first));
        }

        // As after a restart of the program.
        auto later = SimulatedMachine::load(processes.pc);
        ASSERT_TRUE(later);
        changed += said && !((*later)->state() == start);
        Session again(**later, net, Facts::builtIn(), journal->get(), "", fakeProbes(), &client);
        const auto left = again.interrupted();
        ASSERT_TRUE(left || describe(left.error()).find("half written") != std::string::npos);
        interrupted += left && !left->empty();
        for (const auto& result : again.undoAll({})) {
            ASSERT_FALSE(result.error) << describe(*result.error);
            ASSERT_EQ(result.state, ChangeState::Undone);
        }
        const auto back = SimulatedMachine::load(processes.pc);
        ASSERT_TRUE((*back)->state() == start) << "kill " << i;
    }
    while (waitpid(-1, nullptr, WNOHANG) > 0) {}
    EXPECT_GT(killed, kills / 4) << "the kills must hit something";
    EXPECT_GT(changed, kills / 6);
    std::cout << kills << " plans, " << killed << " brokers killed, " << changed << " with the PC changed, "
              << interrupted << " inside a run: all recovered\n";
    std::filesystem::remove_all(folder);
}

}    // namespace
}    // namespace rdpmend::broker
