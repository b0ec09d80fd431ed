#include "core/facts/template.h"

namespace rdpmend {

std::string fill(std::string_view text, const std::function<std::string(const Blank&)>& value)
{
    std::string out;
    std::string part;    // the optional part that is being read
    bool optional = false;
    bool incomplete = false;
    while (!text.empty()) {
        std::string& to = optional ? part : out;
        const char c = text.front();
        const auto close = text.find('}');
        if (c == '{' && close != std::string_view::npos) {
            const std::string filled = value({.name = text.substr(1, close - 1),
                                              .optional = optional,
                                              .beginsSentence = !optional && (out.empty() || out.ends_with(". "))});
            incomplete = incomplete || filled.empty();
            to += filled;
            text.remove_prefix(close + 1);
            continue;
        }
        text.remove_prefix(1);
        if (c == '[' && !optional) {
            optional = true;
            incomplete = false;
            part.clear();
        } else if (c == ']' && optional) {
            optional = false;
            if (!incomplete) out += part;
        } else {
            to += c;
        }
    }
    return out;
}

}    // namespace rdpmend
