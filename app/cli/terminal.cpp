#include "app/cli/terminal.h"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "core/base/text.h"

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace rdpmend::cli {
namespace {

constexpr std::size_t width = 88;

bool isTerminal(std::FILE* file)
{
#ifdef _WIN32
    return _isatty(_fileno(file)) != 0;
#else
    return isatty(fileno(file)) != 0;
#endif
}

// https://no-color.org: any value that is not empty
bool coloursWanted()
{
    const char* no = std::getenv("NO_COLOR");
    const char* kind = std::getenv("TERM");
    return (no == nullptr || *no == '\0') && (kind == nullptr || std::string_view(kind) != "dumb");
}

std::string_view code(Style style)
{
    switch (style) {
    case Style::Plain: return "";
    case Style::Bold: return "\033[1m";
    case Style::Soft: return "\033[2m";
    case Style::Good: return "\033[32m";
    case Style::Warn: return "\033[33m";
    case Style::Bad: return "\033[31m";
    }
    return "";
}

// Columns, near enough: characters, and none for escape sequences.
std::size_t columns(std::string_view text)
{
    std::size_t count = 0;
    bool escape = false;
    for (const char c : text) {
        if (c == '\033') escape = true;
        if (!escape && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
        if (escape && c == 'm') escape = false;
    }
    return count;
}

std::string wrap(std::string_view text, std::size_t hang)
{
    std::string out;
    const std::size_t indent = text.find_first_not_of(' ');
    if (indent == std::string_view::npos) return out;
    out.append(indent, ' ');
    std::size_t at = indent;
    bool first = true;
    for (const std::string& word : split(text.substr(indent), ' ')) {
        const std::size_t length = columns(word);
        if (!first && at + 1 + length > width) {
            out += '\n';
            out.append(hang, ' ');
            at = hang;
        } else if (!first) {
            out += ' ';
            ++at;
        }
        out += word;
        at += length;
        first = false;
    }
    return out;
}

void put(std::FILE* file, std::string_view text)
{
    (void)std::fwrite(text.data(), 1, text.size(), file);
}

}    // namespace

Terminal::Terminal()
    : m_inIsTerminal(isTerminal(stdin)),
      m_outIsTerminal(isTerminal(stdout)),
      m_errIsTerminal(isTerminal(stderr)),
      m_colours(m_outIsTerminal && coloursWanted())
{}

void Terminal::say(std::string_view text, Style style, std::size_t hang)
{
    endProgress();
    put(stdout, styled(m_outIsTerminal ? wrap(text, hang) : std::string(text), style));
    put(stdout, "\n");
}

void Terminal::heading(std::string_view text)
{
    say("");
    say(text, Style::Bold);
}

void Terminal::exactly(std::string_view text)
{
    endProgress();
    put(stdout, text);
}

std::string Terminal::styled(std::string_view text, Style style) const
{
    if (!m_colours || style == Style::Plain || text.empty()) return std::string(text);
    return std::string(code(style)).append(text).append("\033[0m");
}

void Terminal::complain(std::string_view sentence)
{
    constexpr std::size_t longest = 1000;
    endProgress();
    put(stderr, sanitise(sentence, longest) + "\n");
}

void Terminal::complain(const Error& error)
{
    complain(describe(error));
}

void Terminal::progress(std::string_view line)
{
    if (!m_errIsTerminal) return;
    put(stderr, "\r\033[K" + sanitise(line, width - 10));
    (void)std::fflush(stderr);
    m_progressShown = true;
}

void Terminal::endProgress()
{
    if (!m_progressShown) return;
    put(stderr, "\r\033[K");
    (void)std::fflush(stderr);
    m_progressShown = false;
}

bool Terminal::ask(std::string_view question, bool otherwise)
{
    endProgress();
    (void)std::fflush(stdout);
    put(stderr, std::string(question) + (otherwise ? " [Y/n] " : " [y/N] "));
    (void)std::fflush(stderr);
    std::array<char, 64> answer{};
    if (std::fgets(answer.data(), static_cast<int>(answer.size()), stdin) == nullptr) return false;
    const std::string word = toLower(trim(answer.data()));
    return word.empty() ? otherwise : word == "y" || word == "yes";
}

bool Terminal::flush()
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

}    // namespace rdpmend::cli
