#include "core/broker/messages.h"

#include <gtest/gtest.h>

namespace rdpmend::broker {
namespace {

std::vector<Request> requests()
{
    return {Hello{}, Begin{.run = {1, 2, 3}, .plan = {4, 5, 6}, .fixes = {401, 502}},
            Undo{.evenIfChanged = true, .numbers = {1, 9000000000}}, UndoAll{.evenIfChanged = true}, Settle{.run = 7}};
}

std::vector<Answer> answers()
{
    const Error error{.domain = Domain::Win32, .code = -5, .doing = "write HKLM", .words = "access is denied"};
    return {Welcome{.nonce = {9}},
            Made{.fix = 401, .number = 12},
            StepDone{.fix = 401},
            StepDone{.fix = 401, .rolledBack = true, .error = error},
            Undone{.number = 12, .standing = Standing::ChangedSince, .state = ChangeState::Kept},
            Undone{.number = 12, .error = error},
            Done{},
            Done{.refusal = refusal("No.")}};
}

template <class Message>
Envelope<Message> on(Message message)
{
    return {.sequence = 0x01020304, .nonce = {1, 2}, .message = std::move(message)};
}

TEST(Messages, ComeBackAsTheyWere)
{
    for (const auto& request : requests()) EXPECT_EQ(*decodeRequest(encode(on(request))), on(request));
    for (const auto& answer : answers()) EXPECT_EQ(*decodeAnswer(encode(on(answer))), on(answer));
}

TEST(Messages, AreRefusedWhenAnyByteIsMissingOrTooMany)
{
    for (const auto& request : requests()) {
        auto frame = encode(on(request));
        for (std::size_t length = 0; length < frame.size(); ++length)
            EXPECT_FALSE(decodeRequest(ByteView(frame).first(length))) << length;
        frame.push_back(0);
        EXPECT_FALSE(decodeRequest(frame));
    }
    for (const auto& answer : answers()) {
        auto frame = encode(on(answer));
        for (std::size_t length = 0; length < frame.size(); ++length)
            EXPECT_FALSE(decodeAnswer(ByteView(frame).first(length))) << length;
        frame.push_back(0);
        EXPECT_FALSE(decodeAnswer(frame));
    }
}

TEST(Messages, AreRefusedWithAValueThatHasNoMeaning)
{
    const auto with = [](Bytes frame, std::size_t at, std::uint8_t value) {
        frame.at(at) = value;
        return frame;
    };
    constexpr std::size_t body = 24;
    for (const auto& request : requests())
        for (std::size_t reserved = 1; reserved < 4; ++reserved)
            EXPECT_FALSE(decodeRequest(with(encode(on(request)), reserved, 1)));
    const auto undo = encode(on<Request>(Undo{.numbers = {1}}));
    EXPECT_FALSE(decodeRequest(with(undo, body, 2))) << "neither true nor false";
    EXPECT_FALSE(decodeRequest(with(undo, body + 3, 0))) << "number 0";
    EXPECT_FALSE(decodeRequest(with(undo, undo.size() - 1, 0x80))) << "a negative number";
    EXPECT_FALSE(decodeRequest(encode(on<Request>(Undo{})))) << "none at all";
    EXPECT_FALSE(decodeRequest(encode(on<Request>(Begin{.fixes = std::vector<std::uint16_t>(mostFixes + 1)}))));
    EXPECT_TRUE(decodeRequest(encode(on<Request>(Begin{.fixes = std::vector<std::uint16_t>(mostFixes)}))));
    EXPECT_FALSE(decodeRequest(encode(on<Request>(Undo{.numbers = std::vector<std::int64_t>(mostNumbers + 1, 1)}))));
    EXPECT_FALSE(decodeRequest(encode(on<Request>(Settle{.run = 0}))));
    for (int kind = 0; kind < 256; ++kind) {
        if (kind >= 1 && kind <= 5) continue;
        EXPECT_FALSE(decodeRequest(with(undo, 0, static_cast<std::uint8_t>(kind)))) << kind;
    }

    const auto undone = encode(on<Answer>(Undone{.number = 1}));
    EXPECT_FALSE(decodeAnswer(with(undone, body + 8, 4))) << "a standing there is not";
    EXPECT_FALSE(decodeAnswer(with(undone, body + 9, 5))) << "a state there is not";
    EXPECT_FALSE(decodeAnswer(undo)) << "a request is no answer";
    EXPECT_FALSE(decodeRequest(undone)) << "an answer is no request";
}

TEST(Messages, WordsOfTheBrokerAreBoundedAndCleaned)
{
    const Error loud{.doing = "\x1b[2J" + std::string(5000, 'x') + "\xe2\x80\xae", .words = std::string(5000, '\n')};
    const auto heard = decodeAnswer(encode(on<Answer>(Done{.refusal = loud})));
    ASSERT_TRUE(heard);
    const auto& refusal = *std::get<Done>(heard->message).refusal;
    EXPECT_LE(refusal.doing.size(), 1024U);
    EXPECT_EQ(refusal.doing.find('\x1b'), std::string::npos);
    EXPECT_EQ(refusal.words.find('\n'), std::string::npos);
}

TEST(Messages, NameFixesByTheirNumber)
{
    EXPECT_EQ(fixNumber("F401"), 401);
    EXPECT_EQ(fixName(401), "F401");
    for (const auto* wrong : {"", "401", "F", "F65536", "Fx", "f401"}) EXPECT_FALSE(fixNumber(wrong)) << wrong;
}

}    // namespace
}    // namespace rdpmend::broker
