#include "core/model/change.h"

#include "core/base/text.h"

namespace rdpmend {

RegistryValue RegistryValue::fromDword(std::uint32_t value)
{
    return {.type = dword, .data = ByteWriter{}.u32le(value).take()};
}

RegistryValue RegistryValue::fromString(std::string_view utf8)
{
    auto data = toUtf16le(utf8);
    data.insert(data.end(), {0, 0});
    return {.type = sz, .data = std::move(data)};
}

std::optional<std::uint32_t> RegistryValue::asDword() const
{
    if (type != dword || data.size() != 4) return std::nullopt;
    return ByteReader(data).u32le();
}

std::optional<std::string> RegistryValue::asString() const
{
    if (type != sz && type != expandSz) return std::nullopt;
    auto text = fromUtf16le(data);
    text.resize(std::min(text.size(), text.find('\0')));    // the stored terminator, when there is one
    return text;
}

}    // namespace rdpmend
