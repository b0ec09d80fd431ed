// What every machine promises of what can be changed: registry, credentials, files. All that is written stays below the
// scratch keys and in the program's own folder.
#include <functional>
#include <memory>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "core/changes/changes.h"
#include "tests/core/machine/contract.h"

namespace rdpmend {
namespace {

using test::Factory;

// Every test has places of its own: several run at once.
std::string nameOfTest()
{
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    auto name = std::string(test->name());
    return name.substr(0, name.find('/'));
}

RegistryKey scratch()
{
    return {.path = "Software\\rdpmend-test\\" + nameOfTest()};
}

RegistryKey machineScratch(View view)
{
    return {.hive = Hive::LocalMachine, .path = "SOFTWARE\\rdpmend-test\\" + nameOfTest(), .view = view};
}

RegistryKey below(const std::string& path)
{
    auto key = scratch();
    key.path += '\\' + path;
    return key;
}

class MachineContract : public testing::TestWithParam<Factory> {
protected:
    void SetUp() override { remove(); }
    void TearDown() override { remove(); }

    Deadline deadline() const { return Deadline::in(std::chrono::seconds(10)); }
    void perform(const Change& change)
    {
        const auto status = m_machine->perform(change, deadline());
        ASSERT_TRUE(status) << place(change) << ": " << describe(status.error());
    }
    Change current(const Change& like)
    {
        const auto now = m_machine->current(like);
        EXPECT_TRUE(now) << place(like) << ": " << describe(now.error());
        return now ? *now : like;
    }
    std::string file(const std::string& name) { return *m_machine->ownFolder() + "\\" + nameOfTest() + ' ' + name; }

    const std::unique_ptr<Machine> m_machine = GetParam().make();

private:
    void remove() { perform(ReplaceRegistryKey{.key = scratch()}); }
};

TEST_P(MachineContract, WhatIsAbsentIsAValueAndNotAnError)
{
    EXPECT_TRUE(m_machine->present());
    EXPECT_FALSE(m_machine->description().empty());
    const auto value = m_machine->registryValue(below("no\\such\\key"), "n");
    ASSERT_TRUE(value);
    EXPECT_FALSE(*value);
    const auto key = m_machine->hasRegistryKey(below("no"));
    ASSERT_TRUE(key);
    EXPECT_FALSE(*key);
    const auto tree = m_machine->registryTree(below("no"));
    ASSERT_TRUE(tree);
    EXPECT_FALSE(*tree);
    const auto content = m_machine->file(file("that is not there"));
    ASSERT_TRUE(content);
    EXPECT_FALSE(*content);
    const auto saved = m_machine->savedCredentials("TERMSRV/rdpmend-contract-test");
    ASSERT_TRUE(saved);
    EXPECT_TRUE(saved->empty());
}

TEST_P(MachineContract, KeepsEveryTypeOfValueByteForByte)
{
    const std::vector<RegistryValue> values{
        RegistryValue::fromDword(0xFFFFFFFFU),
        RegistryValue::fromString("Gr\xC3\xBC\xC3\x9F"
                                  "e"),
        {.type = RegistryValue::sz, .data = {'x', 0}},    // without its NUL, as some programs write it
        {.type = RegistryValue::expandSz, .data = RegistryValue::fromString("%windir%").data},
        {.type = RegistryValue::multiSz, .data = {'a', 0, 0, 0, 0, 0}},
        {.type = RegistryValue::qword, .data = {1, 2, 3, 4, 5, 6, 7, 8}},
        {.type = RegistryValue::binary, .data = {}},
        {.type = RegistryValue::none, .data = {9}},
        {.type = 0x1234, .data = {1}},
        {.type = RegistryValue::dword, .data = {1, 2}},    // too short, and yet it stands there
    };
    for (const auto& value : values) {
        for (const std::string name : {"", "a name"}) {
            const SetRegistryValue change{.key = below("types"), .name = name, .value = value};
            perform(change);
            EXPECT_EQ(*m_machine->registryValue(change.key, name), value) << content(change);
            EXPECT_TRUE(holds(current(change), change));
        }
    }
}

TEST_P(MachineContract, NamesHaveNoCaseAndKeepTheOneTheyWereWrittenIn)
{
    perform(SetRegistryValue{.key = below("Mixed Case"), .name = "Some Name", .value = RegistryValue::fromDword(1)});
    EXPECT_EQ((*m_machine->registryValue(below("MIXED case"), "some NAME"))->asDword(), 1U);
    EXPECT_TRUE(*m_machine->hasRegistryKey(below("mixed CASE")));
    perform(SetRegistryValue{.key = below("mixed case"), .name = "some name", .value = RegistryValue::fromDword(2)});
    const auto tree = *m_machine->registryTree(scratch());
    ASSERT_TRUE(tree);
    ASSERT_EQ(tree->keys.size(), 1U);
    EXPECT_EQ(tree->keys[0].name, "Mixed Case");
    ASSERT_EQ(tree->keys[0].values.size(), 1U);
    EXPECT_EQ(tree->keys[0].values[0].name, "Some Name");
    EXPECT_EQ(tree->keys[0].values[0].value.asDword(), 2U);
}

TEST_P(MachineContract, TheMachineHasTwoViewsAndThePersonOne)
{
    const auto wide = machineScratch(View::Registry64);
    const auto narrow = machineScratch(View::Registry32);
    const SetRegistryValue change{.key = wide, .name = "n", .value = RegistryValue::fromDword(64)};
    const auto status = m_machine->perform(change, deadline());
    if (!status && status.error().domain == Domain::Win32 && status.error().code == 5)
        GTEST_SKIP() << "only an administrator may write here";
    ASSERT_TRUE(status) << describe(status.error());
    EXPECT_FALSE(*m_machine->hasRegistryKey(narrow));
    perform(SetRegistryValue{.key = narrow, .name = "n", .value = RegistryValue::fromDword(32)});
    EXPECT_EQ((*m_machine->registryValue(wide, "n"))->asDword(), 64U);
    perform(ReplaceRegistryKey{.key = wide});
    EXPECT_FALSE(*m_machine->hasRegistryKey(wide));
    EXPECT_EQ((*m_machine->registryValue(narrow, "n"))->asDword(), 32U);
    perform(ReplaceRegistryKey{.key = narrow});

    auto person = below("one");
    perform(SetRegistryValue{.key = person, .name = "n", .value = RegistryValue::fromDword(1)});
    person.view = View::Registry32;
    EXPECT_EQ((*m_machine->registryValue(person, "n"))->asDword(), 1U);
}

TEST_P(MachineContract, KeepsNamesWithUnusualCharacters)
{
    for (const std::string name : {"back\\slash", "a\"b\n=[x]", "\xC5\xBElu\xC5\xA5 \xF0\x9F\x98\x80", " ", "%TEMP%"}) {
        const SetRegistryValue change{.key = below("names"), .name = name, .value = RegistryValue::fromDword(1)};
        perform(change);
        EXPECT_EQ(current(change), Change(change)) << name;
    }
    const ReplaceRegistryKey key{.key = below("\xC5\xBElu\xC5\xA5 / \xF0\x9F\x98\x80"), .tree = RegistryTree{}};
    perform(key);
    const auto tree = *m_machine->registryTree(scratch());
    ASSERT_TRUE(tree);
    ASSERT_EQ(tree->keys.size(), 2U);
    EXPECT_EQ(tree->keys[1].name, "\xC5\xBElu\xC5\xA5 / \xF0\x9F\x98\x80");
    EXPECT_EQ(tree->keys[0].values.size(), 5U);
}

TEST_P(MachineContract, RemovingAndReplacingAreIdempotent)
{
    const SetRegistryValue value{.key = below("k"), .name = "n", .value = RegistryValue::fromDword(1)};
    perform(value);
    perform(value);
    const SetRegistryValue noValue{.key = below("k"), .name = "n"};
    perform(noValue);
    perform(noValue);
    EXPECT_TRUE(holds(current(noValue), noValue));
    perform(SetRegistryValue{.key = below("never there"), .name = "n"});
    EXPECT_FALSE(*m_machine->registryTree(below("never there"))) << "removing a value creates no key";

    const ReplaceRegistryKey noKey{.key = below("k")};
    perform(noKey);
    perform(noKey);
    EXPECT_TRUE(holds(current(noKey), noKey));
}

TEST_P(MachineContract, ReplacesAWholeTreeAndTellsItSorted)
{
    perform(SetRegistryValue{.key = below("t\\gone"), .name = "n", .value = RegistryValue::fromDword(1)});
    const ReplaceRegistryKey change{
        .key = below("t"),
        .tree = RegistryTree{.name = "t",
                             .values = {{.name = "b", .value = RegistryValue::fromDword(1)},
                                        {.name = "A", .value = RegistryValue::fromDword(2)}},
                             .keys = {{.name = "y"}, {.name = "X", .keys = {{.name = "deep"}}}}}};
    perform(change);
    const auto now = current(change);
    const auto& tree = std::get<ReplaceRegistryKey>(now).tree;
    ASSERT_TRUE(tree);
    ASSERT_EQ(tree->values.size(), 2U);
    EXPECT_EQ(tree->values[0].name, "A");
    ASSERT_EQ(tree->keys.size(), 2U);
    EXPECT_EQ(tree->keys[0].name, "X");
    EXPECT_EQ(tree->keys[0].keys[0].name, "deep");
}

TEST_P(MachineContract, WritesReadsAndRemovesFiles)
{
    const WriteFile write{.path = file("a.rdp"), .content = Bytes{0xFF, 0xFE, 0, 10, 13}};
    perform(write);
    EXPECT_TRUE(holds(current(write), write));
    EXPECT_EQ(*m_machine->file(write.path), *write.content);
    const WriteFile empty{.path = write.path, .content = Bytes{}};
    perform(empty);
    EXPECT_EQ(*m_machine->file(write.path), Bytes{}) << "an empty file is there";
    perform(WriteFile{.path = write.path});
    perform(WriteFile{.path = write.path});
    EXPECT_FALSE(*m_machine->file(write.path));
}

TEST_P(MachineContract, RefusesWhatCannotBeKeptForUndo)
{
    EXPECT_FALSE(m_machine->perform(WriteFile{.path = file("big"), .content = Bytes(64 * 1024 + 1)}, deadline()));
    EXPECT_FALSE(*m_machine->file(file("big")));
    EXPECT_FALSE(m_machine->perform(WriteFile{.path = "relative.txt", .content = Bytes{}}, deadline()));
    RegistryTree wide{.name = "wide"};
    for (int i = 0; i < 5000; ++i) wide.keys.push_back({.name = std::to_string(i)});
    EXPECT_FALSE(m_machine->perform(ReplaceRegistryKey{.key = below("wide"), .tree = wide}, deadline()));
    EXPECT_FALSE(m_machine->perform(ReplaceRegistryKey{.key = {.path = ""}}, deadline())) << "never a whole hive";
    EXPECT_FALSE(m_machine->perform(ReplaceRegistryKey{.key = {.path = "Software\\\\x"}}, deadline()));
    EXPECT_FALSE(m_machine->perform(SetSavedCredential{.target = "TERMSRV/x", .user = "anna"}, deadline()));
}

TEST_P(MachineContract, ForgettingACredentialThatIsNotSavedIsDoneAlready)
{
    const SetSavedCredential change{.target = "TERMSRV/rdpmend-contract-test"};
    EXPECT_TRUE(holds(current(change), change));
    perform(change);
}

TEST_P(MachineContract, ChangesNothingAfterAStop)
{
    std::stop_source stop;
    stop.request_stop();
    const SetRegistryValue change{.key = below("k"), .name = "n", .value = RegistryValue::fromDword(1)};
    const auto status = m_machine->perform(change, Deadline::in(std::chrono::seconds(10), stop.get_token()));
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().domain, Domain::Cancelled);
    EXPECT_FALSE(*m_machine->registryTree(scratch()));
}

TEST_P(MachineContract, TakesCallsFromSeveralThreads)
{
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([this, t] {
            for (std::uint32_t i = 0; i < 50; ++i) {
                const SetRegistryValue change{
                    .key = below("thread"), .name = std::to_string(t), .value = RegistryValue::fromDword(i)};
                EXPECT_TRUE(m_machine->perform(change, deadline()));
                EXPECT_EQ((*m_machine->registryValue(change.key, change.name))->asDword(), i);
            }
        });
    threads.clear();
    EXPECT_EQ((*m_machine->registryTree(below("thread")))->values.size(), 4U);
}

// Random changes, each undone by what current() said before it, newest first.
class RandomChanges {
public:
    RandomChanges(std::uint32_t seed, std::function<std::string(const std::string&)> file)
        : m_random(seed), m_file(std::move(file))
    {}

    Change next()
    {
        switch (pick(4)) {
        case 0: return WriteFile{.path = m_file(name()), .content = pick(3) ? std::optional(bytes()) : std::nullopt};
        case 1: return ReplaceRegistryKey{.key = key(), .tree = pick(4) ? std::optional(tree(3)) : std::nullopt};
        default:
            return SetRegistryValue{
                .key = key(), .name = name(), .value = pick(3) ? std::optional(value()) : std::nullopt};
        }
    }

private:
    std::size_t pick(std::size_t count) { return m_random() % count; }
    std::string name()
    {
        return std::vector<std::string>{"", "a", "B", "b", "UsernameHint", "long name with blanks"}[pick(6)];
    }
    std::string keyName() { return std::vector<std::string>{"a", "A", "b", "Store", "LICENSE000"}[pick(5)]; }
    Bytes bytes() { return Bytes(pick(9), static_cast<std::uint8_t>(m_random())); }
    RegistryValue value() { return {.type = static_cast<std::uint32_t>(pick(12)), .data = bytes()}; }
    // Half of them are keys that random values have already been written to.
    RegistryKey key() { return below(pick(2) ? keyName() : keyName() + '\\' + keyName()); }
    RegistryTree tree(std::size_t depth)
    {
        RegistryTree out{.name = "t"};
        if (pick(2)) out.values.push_back({.name = "a", .value = value()});
        if (pick(2)) out.values.push_back({.name = "z", .value = value()});
        if (depth > 0 && pick(2)) out.keys.push_back(tree(depth - 1));
        return out;
    }

    std::mt19937 m_random;
    std::function<std::string(const std::string&)> m_file;
};

TEST_P(MachineContract, PerformingTheInverseIsIdentityOnRandomMachines)
{
    // A value that is set creates its key, which a remedy avoids by replacing the topmost missing key; so here all keys
    // exist before.
    for (const auto* name : {"a", "b", "Store", "LICENSE000"})
        for (const auto* inner : {"a", "b", "Store", "LICENSE000"})
            perform(SetRegistryValue{
                .key = below(std::string(name) + '\\' + inner), .name = "seed", .value = RegistryValue::fromDword(7)});

    for (std::uint32_t seed = 1; seed <= GetParam().randomRounds; ++seed) {
        RandomChanges random(seed, [this](const std::string& name) { return file(name); });
        const auto before = *m_machine->registryTree(scratch());
        std::vector<PlannedChange> made;
        for (int i = 0; i < 12; ++i) {
            const auto after = random.next();
            const auto* value = std::get_if<SetRegistryValue>(&after);
            if (value && !*m_machine->registryTree(value->key)) continue;
            const auto* key = std::get_if<ReplaceRegistryKey>(&after);
            if (key && !*m_machine->registryTree({.path = key->key.path.substr(0, key->key.path.rfind('\\'))}))
                continue;
            made.push_back({.before = current(after), .after = after});
            perform(after);
        }
        while (!made.empty()) {
            perform(made.back().before);
            EXPECT_TRUE(holds(current(made.back().before), made.back().before));
            made.pop_back();
        }
        ASSERT_EQ(*m_machine->registryTree(scratch()), before) << "seed " << seed;
        for (const auto* name : {"", "a", "b", "UsernameHint"})
            EXPECT_FALSE(*m_machine->file(file(name))) << "seed " << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(All, MachineContract, testing::ValuesIn(test::factories()), test::nameOfFactory);

}    // namespace
}    // namespace rdpmend
