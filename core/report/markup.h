// HTML as a string in which every foreign character passes text(): what is not a literal of ours is escaped.
#pragma once

#include <string>
#include <string_view>

namespace rdpmend {

class Markup {
public:
    Markup& raw(std::string_view ours)
    {
        m_out += ours;
        return *this;
    }
    // Escaped for element content and quoted attributes; controls and bidirectional marks are taken out.
    Markup& text(std::string_view foreign);
    Markup& element(std::string_view tag, std::string_view foreign);    // <tag>foreign</tag>
    Markup& element(std::string_view tag, std::string_view cssClass, std::string_view foreign);
    std::string take() { return std::move(m_out); }

private:
    std::string m_out;
};

}    // namespace rdpmend
