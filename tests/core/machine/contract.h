// The machines that the contract (core/machine/machine.h) is tested on, as one suite. The machine of Windows joins when
// the tests run there.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/machine/machine.h"
#include "core/simulated/simulated_machine.h"
#include "tests/support/under_wine.h"
#ifdef _WIN32
#include "core/windows/windows_machine.h"
#endif

namespace rdpmend::test {

struct Factory {
    const char* name;
    std::function<std::unique_ptr<Machine>()> make;
    std::uint32_t randomRounds;    // every round takes a real disk much longer than a simulated one
    bool isWine;
};

inline void PrintTo(const Factory& factory, std::ostream* out)
{
    *out << factory.name;
}

inline std::vector<Factory> factories()
{
    return {
        {"Simulated", [] { return std::make_unique<SimulatedMachine>(); }, 200, false},
#ifdef _WIN32
        {"Windows", [] { return std::make_unique<WindowsMachine>(); }, 40, underWine()},
#endif
    };
}

inline std::string nameOfFactory(const testing::TestParamInfo<Factory>& factory)
{
    return factory.param.name;
}

// The questions that only look; see contract_*_test.cpp.
class Contract : public testing::TestWithParam<Factory> {
protected:
    Deadline deadline() const { return Deadline::in(std::chrono::seconds(30)); }

    // Where Wine cannot answer, the machine says so, and nothing else is accepted there.
    template <class T>
    void cannotLookUnderWine(const Result<T>& result, const char* why) const
    {
        ASSERT_TRUE(GetParam().isWine);
        ASSERT_FALSE(result) << "Wine can now: " << why;
        EXPECT_FALSE(describe(result.error()).empty());
    }

    // The same question from several threads at once has the same answer.
    template <class Question>
    void sameFromSeveralThreads(Question question)
    {
        const auto first = question();
        const auto same = [&first](const auto& again) {
            return first ? again && *again == *first : !again && again.error() == first.error();
        };
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&question, &same] {
                for (int i = 0; i < 5; ++i) {
                    const auto again = question();
                    EXPECT_TRUE(same(again)) << (again ? "another answer" : describe(again.error()));
                }
            });
    }

    const std::unique_ptr<Machine> m_machine = GetParam().make();
};

// Names that nobody gives anything. Each is refused or not found.
inline const std::vector<std::string>& hostileNames()
{
    using namespace std::string_literals;
    static const std::vector<std::string> names{
        "",
        " ",
        "Term\0Service"s,
        std::string(10'000, 'a'),
        "..\\..\\TermService",
        "../../etc/passwd",
        "\\\\?\\GLOBALROOT\\Device",
        "*",
        "' or 1=1 --",
        "a\r\nb",
        "\xFF\xFE not UTF-8",
        "{%s%n}",
        "con",
        "\xF0\x9F\x98\x80",
    };
    return names;
}

template <class T>
std::string told(const Result<T>& result)
{
    return result ? "" : describe(result.error());
}

}    // namespace rdpmend::test

#define RDPMEND_CONTRACT_OF(Suite) \
    INSTANTIATE_TEST_SUITE_P(All, Suite, testing::ValuesIn(test::factories()), test::nameOfFactory)
