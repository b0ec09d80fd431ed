#include "core/windows/adapter_properties.h"

#include "core/windows/wmi.h"

namespace rdpmend::windows {
namespace {

constexpr std::chrono::seconds patience{15};

AdapterProperty described(const WmiRow& row)
{
    AdapterProperty property{.adapter = row.text(L"Name").value_or(""),
                             .keyword = row.text(L"RegistryKeyword").value_or(""),
                             .shownName = row.text(L"DisplayName").value_or(""),
                             .shownValue = row.text(L"DisplayValue").value_or("")};
    for (const auto& part : row.texts(L"RegistryValue").value_or(std::vector<std::string>{}))
        property.value += (property.value.empty() ? "" : ",") + part;
    return property;
}

}    // namespace

Result<std::vector<AdapterProperty>> adapterProperties()
{
    std::vector<AdapterProperty> properties;
    const auto status = readWmi(LR"(root\StandardCimv2)",
                                L"SELECT Name, RegistryKeyword, RegistryValue, DisplayName, DisplayValue "
                                L"FROM MSFT_NetAdapterAdvancedPropertySettingData",
                                Deadline::in(patience), [&properties](const WmiRow& row) {
                                    properties.push_back(described(row));
                                    return ok();
                                });
    if (!status) return status.error();
    return properties;
}

}    // namespace rdpmend::windows
