// The two numbers of the dialog, out of whatever a person types or pastes.
//
// Two ways of reading. Short: nothing but one or two numbers and separators, as in "904/7". Sentence: anything else;
// there a number counts when it is written with 0x, when a word for "code" stands right before it, or when it is a
// known reason too large for a time or a count. Times, dates, versions, addresses and names such as pc-17 are passed
// over.
#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/facts/facts.h"

namespace rdpmend {
namespace {

constexpr std::size_t longestInput = 4096;
constexpr std::uint64_t firstResultCode = 0x80000000;    // HRESULT, NTSTATUS, SSPI: not the dialog's numbers
constexpr std::uint64_t largestSmallNumber = 255;        // hours, counts and days live below

constexpr std::string_view example = "for example 0x904/0x7";

// Parts of the words for "code", "error" and "reason", and for "extended", in the languages of Windows; lower case.
constexpr std::array codeWords{"code",  "kod",    "kód",       "cod",   "cód",    "код",    "error", "errore",
                               "erro",  "erreur", "fehler",    "fout",  "fel",    "feil",   "fejl",  "virhe",
                               "hiba",  "chyb",   "błęd",      "błąd",  "ошиб",   "reason", "grund", "raison",
                               "motiv", "エラー", "コード",    "错误",  "錯誤",   "代码",   "代碼",  "오류",
                               "코드",  "ext",    "erweitert", "étend", "асширен"};
constexpr std::array extendedWords{"exten", "ext ",    "ext:", "ext.",  "erweitert",  "étend",  "etend",    "ampliad",
                                   "estes", "udvid",   "utök", "utvid", "uitgebreid", "laajen", "kiterjes", "rozsz",
                                   "rozš",  "асширен", "拡張", "扩展",  "擴充",       "확장"};

template <std::size_t count>
bool hasAny(std::string_view text, const std::array<const char*, count>& words)
{
    return std::ranges::any_of(words,
                               [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f');
}
bool isWord(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || c == '_';
}

// Lower case; full-width forms (U+FF01..FF5E) and special blanks, commas and dashes become their ASCII forms, invisible
// characters (zero width, direction marks) go.
std::string folded(std::string_view typed)
{
    struct Fold {
        std::string_view from, to;
    };
    static constexpr std::array folds{
        Fold{"\xC2\xA0", " "},     Fold{"\xE2\x80\xAF", " "}, Fold{"\xE3\x80\x80", " "},
        Fold{"\xE3\x80\x81", ","}, Fold{"\xE2\x80\x93", "-"}, Fold{"\xE2\x80\x94", "-"},
        Fold{"\xE2\x88\x92", "-"}, Fold{"\xEF\xBB\xBF", ""},  Fold{"\xC3\x89", "\xC3\xA9"}};
    std::string out;
    while (!typed.empty()) {
        const auto at = [typed](std::size_t i) { return i < typed.size() ? static_cast<unsigned char>(typed[i]) : 0U; };
        const auto fold = std::ranges::find_if(folds, [typed](const Fold& one) { return typed.starts_with(one.from); });
        if (fold != folds.end()) {
            out += fold->to;
            typed.remove_prefix(fold->from.size());
        } else if (at(0) == 0xEF && (at(1) == 0xBC || at(1) == 0xBD) && at(2) >= 0x80 && at(2) < 0xC0) {
            const unsigned ascii = (at(1) == 0xBC ? 0x20U : 0x60U) + (at(2) - 0x80U);
            if (ascii > 0x20 && ascii < 0x7F) out += static_cast<char>(ascii);
            typed.remove_prefix(3);
        } else if (at(0) == 0xE2 &&
                   ((at(1) == 0x80 && ((at(2) >= 0x8B && at(2) <= 0x8F) || (at(2) >= 0xAA && at(2) <= 0xAE))) ||
                    (at(1) == 0x81 && at(2) >= 0xA6 && at(2) <= 0xA9))) {
            typed.remove_prefix(3);
        } else {
            out += typed.front();
            typed.remove_prefix(1);
        }
    }
    return toLower(out);
}

enum class Notation : std::uint8_t { Hex, Decimal };

bool known(std::uint64_t value, bool extended)
{
    const auto& facts = Facts::builtIn();
    const auto code = static_cast<std::int64_t>(value);
    if (extended) return facts.code("extended_reason", code).has_value();
    return facts.code("disconnect_reason", code) || facts.code("gateway", code);
}

struct Number {
    std::uint64_t value = 0;
    Notation notation = Notation::Decimal;
    bool saysExtended = false;    // the words before it call it the extended code
};

// Reads "0x904", "904" or "b08". A bare number whose two readings are equally (un)known is written like the number
// before it, `earlier`, and one that says the same as that in the other notation ("0x904 (2308)") is read so.
std::optional<Number> readNumber(std::string_view word, bool extended, const Number* earlier)
{
    constexpr std::size_t mostDigits = 15;    // any more are not a number of the dialog, and might not fit
    if (word.starts_with("0x")) {
        const auto digits = word.substr(2);
        if (digits.empty() || digits.size() > mostDigits || !std::ranges::all_of(digits, isHexDigit))
            return std::nullopt;
        return Number{.value = *parseNumber(word), .notation = Notation::Hex};
    }
    if (word.size() > mostDigits || !std::ranges::all_of(word, isHexDigit) || std::ranges::none_of(word, isDigit))
        return std::nullopt;
    const Number hex{.value = *parseNumber("0x" + std::string(word)), .notation = Notation::Hex};
    if (!std::ranges::all_of(word, isDigit)) return hex;
    const Number decimal{.value = *parseNumber(word), .notation = Notation::Decimal};
    if (earlier && decimal.value == earlier->value && decimal.value > largestSmallNumber) return decimal;
    const bool hexKnown = known(hex.value, extended);
    const bool decimalKnown = known(decimal.value, extended);
    if (hexKnown != decimalKnown) return hexKnown ? hex : decimal;
    return earlier && earlier->notation == Notation::Hex ? hex : decimal;
}

using Numbers = std::vector<Number>;

// The number that begins at `begin` has a minus, as HRESULTs have, and not a hyphen as in pc-17.
bool negative(std::string_view text, std::size_t begin)
{
    return begin > 0 && text[begin - 1] == '-' && (begin == 1 || !isWord(text[begin - 2]));
}

// nullopt: there is more in the text than one or two numbers.
std::optional<Numbers> readShort(std::string_view text)
{
    constexpr std::string_view separators = " \t\r\n/,;|()[]+&#\"'-";
    Numbers numbers;
    for (;;) {
        const auto begin = text.find_first_not_of(separators);
        if (begin == std::string_view::npos) return numbers.empty() ? std::nullopt : std::optional(numbers);
        text.remove_prefix(begin);
        auto word = text.substr(0, text.find_first_of(separators));
        text.remove_prefix(word.size());
        while (word.ends_with('.')) word.remove_suffix(1);
        const auto number = readNumber(word, !numbers.empty(), numbers.empty() ? nullptr : &numbers.front());
        if (!number || numbers.size() == 2) return std::nullopt;
        numbers.push_back(*number);
    }
}

class Sentence {
public:
    explicit Sentence(std::string_view text) : m_text(text) {}

    Numbers read()
    {
        while (m_at < m_text.size()) {
            if (!isWord(m_text[m_at])) {
                ++m_at;
                continue;
            }
            const std::size_t begin = m_at;
            while (m_at < m_text.size() && isWord(m_text[m_at])) ++m_at;
            look(begin);
        }
        return std::move(m_numbers);
    }

private:
    void look(std::size_t begin)
    {
        const auto word = m_text.substr(begin, m_at - begin);
        const bool marked = word.starts_with("0x");
        if (!marked && !std::ranges::all_of(word, isDigit)) return;
        const auto gap = m_text.substr(m_end, begin - m_end);    // since the last number that counted
        const bool saysExtended = hasAny(gap.substr(gap.size() - std::min<std::size_t>(gap.size(), 64)), extendedWords);
        const bool second = !m_numbers.empty();
        auto number = readNumber(word, saysExtended || second, second ? &m_numbers.front() : nullptr);
        if (!number) return;
        const bool follows = second && gap == "/";    // "0x904/7"
        if (!marked && !follows) {
            if (glued(begin) || negative(m_text, begin)) return;
            const bool reason = number->value > largestSmallNumber && known(number->value, false) &&
                                number->notation == Notation::Decimal;
            if (!reason && !hasAny(lastWord(gap), codeWords)) return;
        }
        number->saysExtended = saysExtended;
        m_numbers.push_back(*number);
        m_end = m_at;
    }

    // Part of a time, a date, a version, an address or a name. One slash alone may divide the two numbers.
    bool glued(std::size_t begin) const
    {
        constexpr std::string_view glue = ":.-/,";
        const auto at = [this](std::size_t i) { return i < m_text.size() ? m_text[i] : ' '; };
        if (begin >= 2 && glue.find(at(begin - 1)) != std::string_view::npos && isWord(at(begin - 2))) return true;
        if (glue.find(at(m_at)) == std::string_view::npos || !isWord(at(m_at + 1))) return false;
        if (at(m_at) == ',') return false;
        if (at(m_at) != '/') return true;
        const auto next = m_text.find_first_not_of("0123456789abcdefx", m_at + 1);
        return next != std::string_view::npos && m_text[next] == '/';    // 10/07/2024
    }

    static std::string_view lastWord(std::string_view gap)
    {
        const auto end = gap.find_last_not_of(" \t\r\n:=#(\"'.[-");
        if (end == std::string_view::npos) return {};
        const auto blank = gap.find_last_of(" \t\r\n:=#(\"'.,[", end);
        return gap.substr(blank == std::string_view::npos ? 0 : blank + 1,
                          end - (blank == std::string_view::npos ? 0 : blank + 1) + 1);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_end = 0;    // of the last number that counted
    Numbers m_numbers{};
};

// The dialog pasted twice, or one number given in both notations, is one statement.
Numbers withoutRepetition(Numbers numbers)
{
    const auto half = static_cast<std::ptrdiff_t>(numbers.size() / 2);
    const auto same = [](const Number& a, const Number& b) { return a.value == b.value; };
    if (half >= 1 && numbers.size() % 2 == 0 && numbers.size() > 2 &&
        std::equal(numbers.begin(), numbers.begin() + half, numbers.begin() + half, same))
        numbers.resize(static_cast<std::size_t>(half));
    Numbers out;
    for (const auto& number : numbers) {
        const bool repeats = std::ranges::any_of(out, [&number](const Number& earlier) {
            return earlier.value == number.value && (earlier.notation != number.notation || !known(number.value, true));
        });
        if (!repeats) out.push_back(number);
    }
    return out;
}

std::string shown(std::string_view typed)
{
    return '"' + sanitise(trim(typed), 60) + '"';
}

Error notTheDialogs(std::string_view typed, std::uint64_t code)
{
    std::string meaning;
    for (const auto* table : {"sspi", "nt_status", "gateway_status"})
        if (const auto fact = Facts::builtIn().code(table, static_cast<std::int64_t>(code)); fact && meaning.empty())
            meaning = fmt::format(" ({}: {})", fact->symbol, fact->meaning.substr(0, fact->meaning.size() - 1));
    return refusal(
        fmt::format("{} is a Windows result code{}, not a Remote Desktop error number: type the numbers behind "
                    "\"Error code\" and \"Extended error code\", {}.",
                    shown(typed), meaning, example));
}

// "-2146893048": an HRESULT as a signed number. 0 when there is none in the text.
std::uint64_t negativeResultCode(std::string_view text)
{
    for (auto minus = text.find('-'); minus != std::string_view::npos; minus = text.find('-', minus + 1)) {
        if (!negative(text, minus + 1)) continue;
        const auto digits = text.substr(minus + 1, text.find_first_not_of("0123456789", minus + 1) - minus - 1);
        if (digits.size() < 7 || digits.size() > 10) continue;
        const auto value = *parseNumber(digits);
        if (value <= firstResultCode) return (std::uint64_t{1} << 32U) - value;
    }
    return 0;
}

}    // namespace

Result<ReportedError> parseReportedError(std::string_view typed)
{
    if (typed.size() > longestInput)
        return refusal("That is too long for an error message: paste only the lines with the numbers.");
    const std::string text = trim(folded(typed));
    if (text.empty()) return refusal(fmt::format("Type the error number as the dialog shows it, {}.", example));

    const auto result = negativeResultCode(text);
    Numbers numbers = result == 0 ? readShort(text).value_or(Numbers{}) : Numbers{};
    if (numbers.empty()) numbers = Sentence(text).read();
    numbers = withoutRepetition(std::move(numbers));
    const auto isResultCode = [](const Number& number) { return number.value >= firstResultCode; };
    const auto large = std::ranges::find_if(numbers, isResultCode);
    const auto resultCode = large == numbers.end() ? result : large->value;
    std::erase_if(numbers, isResultCode);

    if (numbers.empty() && resultCode > std::numeric_limits<std::uint32_t>::max())
        return refusal(
            fmt::format("{} is larger than any Remote Desktop error number: type it as the dialog shows it, {}.",
                        shown(typed), example));
    if (numbers.empty() && resultCode != 0) return notTheDialogs(typed, resultCode);
    if (numbers.empty())
        return refusal(fmt::format("There is no Remote Desktop error number in {}: type it as the dialog shows it, {}.",
                                   shown(typed), example));
    if (numbers.size() > 2)
        return refusal(fmt::format("There are more than two error numbers in {}: type only the two of the dialog, {}.",
                                   shown(typed), example));
    if (numbers.size() == 1 && numbers.front().saysExtended)
        return refusal(fmt::format("{} is only the extended code: type the number behind \"Error code\" as well, {}.",
                                   shown(typed), example));
    if (numbers.size() == 2 && numbers.front().saysExtended && !numbers.back().saysExtended)
        std::swap(numbers.front(), numbers.back());

    ReportedError reported{.reason = static_cast<std::uint32_t>(numbers.front().value)};
    if (numbers.size() == 2) reported.extended = static_cast<std::uint32_t>(numbers.back().value);
    return reported;
}

std::string toString(const ReportedError& reported)
{
    if (!reported.extended) return fmt::format("0x{:X}", reported.reason);
    return fmt::format("0x{:X} / 0x{:X}", reported.reason, *reported.extended);
}

}    // namespace rdpmend
