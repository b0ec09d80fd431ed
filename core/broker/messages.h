// Everything that crosses the pipe between the program and its elevated broker. Towards the broker: enumerations and
// bounded numbers only; no path, no name of the registry, no command, no text. Layout: README.md in this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/sha256.h"
#include "core/model/history.h"

namespace rdpmend::broker {

inline constexpr std::uint16_t version = 1;
inline constexpr std::size_t largestFrame = 64 << 10;    // bytes after the length
inline constexpr std::size_t mostFixes = 32;
inline constexpr std::size_t mostNumbers = 4096;

std::string fixName(std::uint16_t number);                        // 401: "F401"
std::optional<std::uint16_t> fixNumber(std::string_view name);    // "F401": 401

using Nonce = RandomBytes;    // the broker makes one for each connection

// What the program asks for.
struct Hello {
    std::uint16_t version = broker::version;
    bool operator==(const Hello&) const = default;
};
struct Begin {
    RunId run{};
    Sha256 plan{};                       // planHash() of the steps that the person agreed to
    std::vector<std::uint16_t> fixes;    // 401 for F401, in the plan's order; 1 to mostFixes
    bool operator==(const Begin&) const = default;
};
struct Undo {
    bool evenIfChanged = false;
    std::vector<std::int64_t> numbers;    // of changes, positive; 1 to mostNumbers
    bool operator==(const Undo&) const = default;
};
struct UndoAll {
    bool evenIfChanged = false;
    bool operator==(const UndoAll&) const = default;
};
struct Settle {
    std::int64_t run = 0;    // positive
    bool operator==(const Settle&) const = default;
};
using Request = std::variant<Hello, Begin, Undo, UndoAll, Settle>;

// What the broker says. Its words are for people, and sanitised when they arrive.
struct Welcome {
    std::uint16_t version = broker::version;
    Nonce nonce{};
    bool operator==(const Welcome&) const = default;
};
struct Made {    // a change was journalled, made and read back
    std::uint16_t fix = 0;
    std::int64_t number = 0;
    bool operator==(const Made&) const = default;
};
struct StepDone {
    std::uint16_t fix = 0;
    bool rolledBack = false;
    std::optional<Error> error{};
    bool operator==(const StepDone&) const = default;
};
struct Undone {
    std::int64_t number = 0;
    Standing standing = Standing::Unknown;
    ChangeState state = ChangeState::Done;
    std::optional<Error> error{};
    bool operator==(const Undone&) const = default;
};
struct Done {    // the last answer to every request but Hello
    std::optional<Error> refusal{};
    bool operator==(const Done&) const = default;
};
using Answer = std::variant<Welcome, Made, StepDone, Undone, Done>;

// A message on its way. `sequence` counts requests from 0; an answer has that of its request. `nonce` is that of the
// connection: zero in Hello and Welcome.
template <class Message>
struct Envelope {
    std::uint32_t sequence = 0;
    Nonce nonce{};
    Message message{};
    bool operator==(const Envelope&) const = default;
};

Bytes encode(const Envelope<Request>& request);
Bytes encode(const Envelope<Answer>& answer);
// Exactly one message and nothing behind it; refuses every value that has no meaning.
Result<Envelope<Request>> decodeRequest(ByteView frame);
Result<Envelope<Answer>> decodeAnswer(ByteView frame);

}    // namespace rdpmend::broker
