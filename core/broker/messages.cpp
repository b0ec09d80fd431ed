#include "core/broker/messages.h"

#include <algorithm>

#include "core/base/text.h"

namespace rdpmend::broker {
namespace {

enum class Kind : std::uint8_t {
    Hello = 1,
    Begin,
    Undo,
    UndoAll,
    Settle,
    Welcome = 0x81,
    Made,
    StepDone,
    Undone,
    Done,
};

constexpr std::size_t longestDoing = 1024;    // bytes
constexpr std::size_t longestWords = 256;

// ---- writing

ByteWriter& i64(ByteWriter& out, std::int64_t value)
{
    const auto bits = static_cast<std::uint64_t>(value);
    return out.u32le(static_cast<std::uint32_t>(bits)).u32le(static_cast<std::uint32_t>(bits >> 32U));
}

void text(ByteWriter& out, std::string_view value, std::size_t longest)
{
    value = value.substr(0, longest);
    out.u16le(static_cast<std::uint16_t>(value.size())).text(value);
}

void error(ByteWriter& out, const std::optional<Error>& value)
{
    out.u8(value ? 1 : 0);
    if (!value) return;
    out.u8(static_cast<std::uint8_t>(value->domain));
    i64(out, value->code);
    text(out, value->doing, longestDoing);
    text(out, value->words, longestWords);
}

struct Write {
    ByteWriter& out;

    Kind operator()(const Hello& m) const { return out.u16le(m.version), Kind::Hello; }
    Kind operator()(const Begin& m) const
    {
        out.bytes(m.run).bytes(m.plan).u16le(static_cast<std::uint16_t>(m.fixes.size()));
        for (const auto fix : m.fixes) out.u16le(fix);
        return Kind::Begin;
    }
    Kind operator()(const Undo& m) const
    {
        out.u8(m.evenIfChanged).u16le(static_cast<std::uint16_t>(m.numbers.size()));
        for (const auto number : m.numbers) i64(out, number);
        return Kind::Undo;
    }
    Kind operator()(const UndoAll& m) const { return out.u8(m.evenIfChanged), Kind::UndoAll; }
    Kind operator()(const Settle& m) const { return i64(out, m.run), Kind::Settle; }

    Kind operator()(const Welcome& m) const { return out.u16le(m.version).bytes(m.nonce), Kind::Welcome; }
    Kind operator()(const Made& m) const { return i64(out.u16le(m.fix), m.number), Kind::Made; }
    Kind operator()(const StepDone& m) const
    {
        out.u16le(m.fix).u8(m.rolledBack);
        error(out, m.error);
        return Kind::StepDone;
    }
    Kind operator()(const Undone& m) const
    {
        i64(out, m.number).u8(static_cast<std::uint8_t>(m.standing)).u8(static_cast<std::uint8_t>(m.state));
        error(out, m.error);
        return Kind::Undone;
    }
    Kind operator()(const Done& m) const
    {
        error(out, m.refusal);
        return Kind::Done;
    }
};

template <class Message>
Bytes write(const Envelope<Message>& envelope)
{
    ByteWriter body;
    const auto kind = std::visit(Write{body}, envelope.message);
    ByteWriter out;
    out.u8(static_cast<std::uint8_t>(kind)).zeros(3).u32le(envelope.sequence).bytes(envelope.nonce).bytes(body.take());
    return out.take();
}

// ---- reading

class Reader : public ByteReader {
public:
    using ByteReader::ByteReader;

    std::int64_t i64() { return static_cast<std::int64_t>(u64le()); }
    std::int64_t positive()
    {
        const auto value = i64();
        if (value <= 0) fail();
        return value;
    }
    bool flag()
    {
        const auto value = u8();
        if (value > 1) fail();
        return value == 1;
    }
    template <class Enum>
    Enum one(Enum last)
    {
        const auto value = u8();
        if (value > static_cast<std::uint8_t>(last)) fail();
        return ok() ? static_cast<Enum>(value) : Enum{};
    }
    template <std::size_t n>
    std::array<std::uint8_t, n> array()
    {
        std::array<std::uint8_t, n> out{};
        std::ranges::copy(take(n), out.begin());
        return out;
    }
    // What was announced must be there to the byte before anything is made for it.
    std::size_t count(std::size_t most, std::size_t sizeOfEach)
    {
        const std::size_t value = u16le();
        if (value == 0 || value > most || left() != value * sizeOfEach) fail();
        return ok() ? value : 0;
    }
    std::string text(std::size_t longest)
    {
        const std::size_t length = u16le();
        if (length > longest) fail();
        return sanitise(toText(take(length)), longest);
    }
    std::optional<Error> error()
    {
        if (!flag()) return std::nullopt;
        Error out{.domain = one(Domain::Sqlite), .code = i64()};
        out.doing = text(longestDoing);
        out.words = text(longestWords);
        return out;
    }
};

// nullopt: no kind of request.
std::optional<Request> readRequest(Kind kind, Reader& in)
{
    switch (kind) {
    case Kind::Hello: return Hello{.version = in.u16le()};
    case Kind::Begin: {
        Begin begin{.run = in.array<16>(), .plan = in.array<32>(), .fixes = {}};
        for (auto left = in.count(mostFixes, 2); left > 0; --left) begin.fixes.push_back(in.u16le());
        return begin;
    }
    case Kind::Undo: {
        Undo undo{.evenIfChanged = in.flag(), .numbers = {}};
        for (auto left = in.count(mostNumbers, 8); left > 0; --left) undo.numbers.push_back(in.positive());
        return undo;
    }
    case Kind::UndoAll: return UndoAll{.evenIfChanged = in.flag()};
    case Kind::Settle: return Settle{.run = in.positive()};
    case Kind::Welcome:
    case Kind::Made:
    case Kind::StepDone:
    case Kind::Undone:
    case Kind::Done: return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Answer> readAnswer(Kind kind, Reader& in)
{
    switch (kind) {
    case Kind::Hello:
    case Kind::Begin:
    case Kind::Undo:
    case Kind::UndoAll:
    case Kind::Settle: return std::nullopt;
    case Kind::Welcome: {
        const auto theirs = in.u16le();
        return Welcome{.version = theirs, .nonce = in.array<16>()};
    }
    case Kind::Made: {
        const auto fix = in.u16le();
        return Made{.fix = fix, .number = in.positive()};
    }
    case Kind::StepDone: {
        StepDone step{.fix = in.u16le(), .rolledBack = in.flag()};
        step.error = in.error();
        return step;
    }
    case Kind::Undone: {
        Undone undone{.number = in.i64(), .standing = in.one(Standing::Unknown), .state = in.one(ChangeState::Kept)};
        undone.error = in.error();
        return undone;
    }
    case Kind::Done: return Done{.refusal = in.error()};
    }
    return std::nullopt;
}

template <class Message, class Read>
Result<Envelope<Message>> decode(ByteView frame, Read readMessage)
{
    Reader in(frame);
    const auto kind = static_cast<Kind>(in.u8());
    for (int reserved = 0; reserved < 3; ++reserved)
        if (in.u8() != 0) in.fail();
    Envelope<Message> out{.sequence = in.u32le(), .nonce = in.array<16>()};
    auto message = readMessage(kind, in);
    if (!message || !in.ok() || in.left() != 0) return refusal("A message on the pipe cannot be understood.");
    out.message = *std::move(message);
    return out;
}

}    // namespace

std::string fixName(std::uint16_t number)
{
    return 'F' + std::to_string(number);
}

std::optional<std::uint16_t> fixNumber(std::string_view name)
{
    if (!name.starts_with('F')) return std::nullopt;
    const auto number = parseNumber(name.substr(1));
    if (!number || *number > UINT16_MAX) return std::nullopt;
    return static_cast<std::uint16_t>(*number);
}

Bytes encode(const Envelope<Request>& request)
{
    return write(request);
}

Bytes encode(const Envelope<Answer>& answer)
{
    return write(answer);
}

Result<Envelope<Request>> decodeRequest(ByteView frame)
{
    return decode<Request>(frame, readRequest);
}

Result<Envelope<Answer>> decodeAnswer(ByteView frame)
{
    return decode<Answer>(frame, readAnswer);
}

}    // namespace rdpmend::broker
