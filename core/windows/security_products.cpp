#include "core/windows/security_products.h"

#include "core/windows/wmi.h"

namespace rdpmend::windows {

Result<std::vector<SecurityProduct>> securityProducts()
{
    struct Query {
        SecurityProduct::Kind kind;
        const wchar_t* text;
    };
    // "displayName", "pathToSignedProductExe" and "productState" are not documented; Windows' own window reads them.
    constexpr Query queries[] = {{SecurityProduct::Kind::Antivirus, L"SELECT * FROM AntiVirusProduct"},
                                 {SecurityProduct::Kind::Firewall, L"SELECT * FROM FirewallProduct"},
                                 {SecurityProduct::Kind::Antispyware, L"SELECT * FROM AntiSpywareProduct"}};
    const auto deadline = Deadline::in(std::chrono::seconds(15));
    std::vector<SecurityProduct> found;
    for (const auto& query : queries) {
        const auto status = readWmi(LR"(root\SecurityCenter2)", query.text, deadline, [&](const WmiRow& row) -> Status {
            const auto state = row.number(L"productState");
            if (!state) return refusal("The Security Center knows a product without telling its state.");
            found.push_back({.kind = query.kind,
                             .name = row.text(L"displayName").value_or(""),
                             .path = row.text(L"pathToSignedProductExe").value_or(""),
                             .state = *state});
            return ok();
        });
        if (!status) return status.error();
    }
    return found;
}

}    // namespace rdpmend::windows
