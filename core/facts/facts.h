// The tables of resources/: error codes, causes and their rules, clients, and every word a person reads. They are part
// of the program and loaded table by table when first asked for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/machine/net.h"
#include "core/model/outcome.h"
#include "core/model/phase.h"
#include "core/model/target.h"

namespace rdpmend {

// One row of resources/facts/errors/*.json.
struct CodeFact {
    std::string
        table{};    // "disconnect_reason", "extended_reason", "gateway", "negotiation_failure", "tls_alert", ...
    std::int64_t code = 0;
    std::string symbol{};       // "exDiscReasonServerDeniedConnection"; empty when nobody published one
    std::string meaning{};      // one plain sentence
    std::string definedBy{};    // "[MS-RDPBCGR] 2.2.5.1.1; mstscax.dll type library"
    bool official = true;       // false: community tables only
    std::string myth{};         // what popular advice says of it, and why that is wrong; often empty
    std::string finding{};      // finding id that this code, when reported, stands for; often empty
    std::string family{};       // set by explain() for codes that no table knows: "by its family probably ..."
};

// What the two numbers of the dialog are.
struct Explanation {
    CodeFact reason{};
    std::optional<CodeFact> extended{};
    std::string together{};    // what the pair says, when there is something to say about it
};

struct EvidenceRule {
    std::string finding{};    // finding id, or "<probe id>=healthy"
    double weight = 0;        // natural-log odds
};

struct CauseRule {
    std::string number{}, id{};
    Side side = Side::ThisPc;
    std::optional<Side> sideAtGateway{};    // instead, when the endpoint looked at is a gateway
    // The cause is listed when all findings of at least one of these sets were seen. A reported code alone never is a
    // set (checked by the lint test).
    std::vector<std::vector<std::string>> establishedBy{};
    std::vector<EvidenceRule> forIt{}, against{};
    double prior = 0;
    std::optional<Weight> weight{};          // instead of that of the heaviest establishing finding
    std::string nextTest{};                  // text id
    std::vector<std::string> settledBy{};    // findings after which no next test is needed
    std::vector<std::string> fixes{};        // "F401"
};

struct ClientFact {
    std::string id{};      // "windows-10"
    std::string name{};    // "Windows 10"
    TlsOffer offer{};
};

// A row of resources/facts/avd_endpoints.json: what a client of Azure Virtual Desktop or Windows 365 must reach by TLS
// on port 443.
struct CloudEndpoint {
    std::string host{};       // empty: no name of the zone is known that could be asked
    std::string zone{};       // "*.wvd.microsoft.com" when the list names a whole zone; else empty
    bool connects = false;    // without it no session begins
};

using Values = std::map<std::string, std::string, std::less<>>;

class Facts {
public:
    // The one that is part of the program; thread-safe, lives for ever.
    static const Facts& builtIn();

    // Words by id in English, with {placeholders} filled in; "" when there are none. Values are sanitised here. A part
    // in [square brackets] is left out when one of its placeholders is empty; {endpoint} is {gateway}, or {host}
    // without one.
    std::string text(std::string_view id, const Values& values = {}) const;
    bool hasText(std::string_view id) const;

    const std::vector<CauseRule>& causes() const;
    const CauseRule* cause(std::string_view idOrNumber) const;
    const ClientFact* client(std::string_view id) const;
    // Of "azure", "us-gov" or "china"; empty: no such cloud.
    const std::vector<CloudEndpoint>& cloudEndpoints(std::string_view cloud) const;
    std::string cloudEndpointsDate() const;    // "2024-06": when the list was published
    // Words in an issuer's name by which products that open TLS are known.
    const std::vector<std::string>& inspectionIssuers() const;

    std::optional<CodeFact> code(std::string_view table, std::int64_t code) const;
    Explanation explain(const ReportedError& reported) const;
    // The reasons of resources/facts/refusals.json: what is never offered, and why.
    std::vector<std::pair<std::string, std::string>> refusals() const;

private:
    Facts() = default;
};

// Any form a person may type or paste: "0x904", "2308", "904/7", "0x904/0x7", "error code: 0x904, extended error
// code: 0x7", the dialog's whole sentence in any language that keeps the numbers. Digits without 0x are read as the
// notation in which the tables know the number ("904" is 0x904, "2308" is decimal), else as decimal. Refuses with one
// sentence; at most 4 KiB.
Result<ReportedError> parseReportedError(std::string_view typed);
std::string toString(const ReportedError& reported);    // "0x904 / 0x7"

}    // namespace rdpmend
