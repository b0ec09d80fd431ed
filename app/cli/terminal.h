// Where words go: results to standard output, everything else to standard error. Colours, wrapping and questions exist
// only on a terminal, so that a pipe gets plain lines.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace rdpmend::cli {

enum class Style { Plain, Bold, Soft, Good, Warn, Bad };

class Terminal {
public:
    Terminal();

    bool progressIsSeen() const { return m_errIsTerminal; }
    bool canAsk() const { return m_inIsTerminal && m_errIsTerminal; }

    // One paragraph on standard output; on a terminal wrapped, every line after the first indented by `hang` blanks.
    void say(std::string_view text, Style style = Style::Plain, std::size_t hang = 0);
    void heading(std::string_view text);    // after an empty line
    void exactly(std::string_view text);    // as it is, without a line end of its own
    std::string styled(std::string_view text, Style style) const;

    void complain(std::string_view sentence);    // one line on standard error
    void complain(const Error& error);
    void progress(std::string_view line);    // replaces the line before; nothing in a pipe
    void endProgress();
    bool ask(std::string_view question, bool otherwise);    // precondition: canAsk()

    bool flush();    // false: standard output could not be written

private:
    bool m_inIsTerminal, m_outIsTerminal, m_errIsTerminal;
    bool m_colours;
    bool m_progressShown = false;
};

}    // namespace rdpmend::cli
