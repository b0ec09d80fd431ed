// Texts with {placeholders} and [optional parts]: "It expired[ on {certificate.until}]."
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace rdpmend {

struct Blank {
    std::string_view name{};    // of the placeholder
    bool optional = false;      // it stands inside an optional part
    bool beginsSentence = false;
};

// An optional part is left out when one of its placeholders is empty. What `value` returns is not looked at again.
std::string fill(std::string_view text, const std::function<std::string(const Blank&)>& value);

}    // namespace rdpmend
