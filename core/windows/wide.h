// UTF-8 inside the program, UTF-16 at the calls of Windows.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace rdpmend::windows {

// For names and paths: a NUL in the middle would cut the name short, so that another thing is meant; it is refused, as
// is what is not UTF-8 (ERROR_NO_UNICODE_TRANSLATION).
Result<std::wstring> toWide(std::string_view utf8);
// A name that can be given back to Windows: refuses lone surrogates (ERROR_NO_UNICODE_TRANSLATION).
Result<std::string> fromWide(std::wstring_view utf16);
// For words that are only shown: what is not text becomes U+FFFD.
std::string shown(std::wstring_view utf16);

}    // namespace rdpmend::windows
