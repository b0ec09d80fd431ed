#include "core/report/markup.h"

#include "core/base/text.h"

namespace rdpmend {

Markup& Markup::text(std::string_view foreign)
{
    constexpr std::size_t longest = 4000;
    for (const char c : sanitise(foreign, longest)) {
        switch (c) {
        case '&': m_out += "&amp;"; break;
        case '<': m_out += "&lt;"; break;
        case '>': m_out += "&gt;"; break;
        case '"': m_out += "&quot;"; break;
        case '\'': m_out += "&#39;"; break;
        default: m_out += c;
        }
    }
    return *this;
}

Markup& Markup::element(std::string_view tag, std::string_view foreign)
{
    return raw("<").raw(tag).raw(">").text(foreign).raw("</").raw(tag).raw(">");
}

Markup& Markup::element(std::string_view tag, std::string_view cssClass, std::string_view foreign)
{
    return raw("<").raw(tag).raw(" class=\"").raw(cssClass).raw("\">").text(foreign).raw("</").raw(tag).raw(">");
}

}    // namespace rdpmend
