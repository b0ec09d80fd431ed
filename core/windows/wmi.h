// Rows of Windows Management Instrumentation. Everything in them is untrusted: providers of any vendor write it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/deadline.h"
#include "core/base/result.h"

struct IWbemClassObject;

namespace rdpmend::windows {

class WmiRow {
public:
    explicit WmiRow(IWbemClassObject& object) : m_object(object) {}

    // nullopt: the row has no such property, it is null, or it is of another type. Texts are at most 4 Ki characters.
    std::optional<std::string> text(const wchar_t* property) const;
    std::optional<std::uint32_t> number(const wchar_t* property) const;              // sint8 to uint32
    std::optional<std::vector<std::string>> texts(const wchar_t* property) const;    // string[], at most 64

private:
    IWbemClassObject& m_object;
};

// Calls `row` for each row of a WQL query, which is a constant: nothing foreign may be put into it. The namespace is
// like LR"(root\SecurityCenter2)". An error when `row` returns one, at the deadline, and for more than 4,096 rows.
// Connecting itself cannot be interrupted: Windows gives it two minutes.
Status readWmi(const wchar_t* nameSpace, const wchar_t* query, const Deadline& deadline,
               const std::function<Status(const WmiRow&)>& row);

}    // namespace rdpmend::windows
