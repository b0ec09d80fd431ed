#include "core/facts/tables.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/facts/embedded.h"

namespace rdpmend::tables {
namespace {

using Json = nlohmann::json;

// Never destroyed, on purpose.
template <class T>
class Lazy {
public:
    template <class Load>
    const T& get(Load load)
    {
        std::call_once(m_once, [&] { m_value = new T(load()); });
        return *m_value;
    }

private:
    std::once_flag m_once;
    const T* m_value = nullptr;
};

// The table that `read` makes of an embedded file.
template <class Read>
auto load(const std::string& path, Read read)
{
    try {
        return read(Json::parse(embeddedFact(path)));
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "rdpmend was built with a broken %s: %s\n", path.c_str(), problem.what());
        std::abort();
    }
}

std::vector<std::string> strings(const Json& json)
{
    return json.get<std::vector<std::string>>();
}

std::int64_t number(const std::string& text)
{
    const auto value = parseNumber(text);
    if (!value) throw std::runtime_error("not a number: " + text);
    return static_cast<std::int64_t>(*value);
}

template <class Enum, std::size_t count>
Enum named(const std::string& word, const std::array<Enum, count>& values)
{
    for (const Enum value : values)
        if (name(value) == word) return value;
    throw std::runtime_error("no such word: " + word);
}

CodeFact code(const std::string& table, const Json& row)
{
    return {.table = table,
            .code = number(row.at("code")),
            .symbol = row.at("symbol"),
            .meaning = row.at("meaning"),
            .definedBy = row.at("defined_by"),
            .official = row.at("official"),
            .myth = row.value("myth", ""),
            .finding = row.value("finding", "")};
}

Pair pair(const Json& row)
{
    Pair out{.reason = static_cast<std::uint32_t>(number(row.at("reason"))), .text = row.at("text")};
    const std::string extended = row.at("extended");
    if (extended == "any") {
        out.kind = Pair::Extended::Any;
    } else if (extended == "licensing") {
        out.kind = Pair::Extended::Licensing;
    } else if (extended != "none") {
        out.kind = Pair::Extended::Code;
        out.extended = static_cast<std::uint32_t>(number(extended));
    }
    return out;
}

std::vector<EvidenceRule> evidence(const Json& cause, const char* side)
{
    std::vector<EvidenceRule> out;
    if (const auto rules = cause.find(side); rules != cause.end())
        for (const auto& [finding, weight] : rules->items()) out.push_back({.finding = finding, .weight = weight});
    return out;
}

CauseRule cause(const Json& row)
{
    static constexpr std::array sides{Side::ThisPc, Side::Network, Side::Gateway, Side::OtherComputer};
    static constexpr std::array weights{Weight::Note, Weight::Degrades, Weight::Blocks};
    CauseRule out{.number = row.at("number"),
                  .id = row.at("id"),
                  .side = named(row.at("side").get<std::string>(), sides),
                  .establishedBy = row.at("established_by").get<std::vector<std::vector<std::string>>>(),
                  .forIt = evidence(row, "for"),
                  .against = evidence(row, "against"),
                  .prior = row.value("prior", 0.0),
                  .nextTest = row.value("next_test", "")};
    if (const auto side = row.find("side_at_gateway"); side != row.end())
        out.sideAtGateway = named(side->get<std::string>(), sides);
    if (const auto weight = row.find("weight"); weight != row.end())
        out.weight = named(weight->get<std::string>(), weights);
    if (const auto settled = row.find("settled_by"); settled != row.end()) out.settledBy = strings(*settled);
    if (const auto fixes = row.find("fixes"); fixes != row.end()) out.fixes = strings(*fixes);
    return out;
}

std::uint16_t tlsVersion(const std::string& name)
{
    for (std::uint16_t minor = 0; minor <= 3; ++minor)
        if (name == "TLS 1." + std::to_string(minor)) return static_cast<std::uint16_t>(0x0301 + minor);
    throw std::runtime_error("no such TLS version: " + name);
}

std::string joined(const std::vector<std::string>& parts)
{
    std::string out;
    for (const auto& part : parts) out += (out.empty() ? "" : ":") + part;
    return out;
}

ClientFact client(const Json& row)
{
    return {.id = row.at("id"),
            .name = row.at("name"),
            .offer = {.minVersion = tlsVersion(row.at("min_version")),
                      .maxVersion = tlsVersion(row.at("max_version")),
                      .suites12 = joined(strings(row.at("suites12"))),
                      .suites13 = joined(strings(row.at("suites13")))}};
}

CloudEndpoint cloudEndpoint(const Json& row)
{
    return {.host = row.value("host", ""), .zone = row.value("zone", ""), .connects = row.at("connects")};
}

template <class T>
std::vector<T> list(const Json& rows, T (*read)(const Json&))
{
    std::vector<T> out;
    for (const auto& row : rows) out.push_back(read(row));
    return out;
}

}    // namespace

const Words& words()
{
    static Lazy<Words> table;
    return table.get([] { return load("text/en.json", [](const Json& json) { return json.get<Words>(); }); });
}

const Codes* codes(std::string_view table)
{
    struct Named {
        std::string_view name;
        Lazy<Codes> codes{};
    };
    static std::array<Named, 11> all{{{"disconnect_reason"},
                                      {"extended_reason"},
                                      {"gateway"},
                                      {"negotiation_failure"},
                                      {"tls_alert"},
                                      {"nt_status"},
                                      {"sspi"},
                                      {"gateway_status"},
                                      {"license_error"},
                                      {"license_transition"},
                                      {"mcs_disconnect"}}};
    for (auto& one : all) {
        if (one.name != table) continue;
        return &one.codes.get([&one] {
            const std::string name(one.name);
            return load("facts/errors/" + name + ".json", [&name](const Json& json) {
                Codes out;
                for (const auto& row : json.at("codes")) {
                    auto fact = code(name, row);
                    const auto key = fact.code;
                    out.emplace(key, std::move(fact));
                }
                return out;
            });
        });
    }
    return nullptr;
}

const std::vector<Pair>& pairs()
{
    static Lazy<std::vector<Pair>> table;
    return table.get(
        [] { return load("facts/pairs.json", [](const Json& json) { return list(json.at("pairs"), pair); }); });
}

const std::vector<CauseRule>& causes()
{
    static Lazy<std::vector<CauseRule>> table;
    return table.get([] {
        if (embeddedFact("facts/causes.json").empty()) return std::vector<CauseRule>{};
        return load("facts/causes.json", [](const Json& json) { return list(json.at("causes"), cause); });
    });
}

const std::vector<ClientFact>& clients()
{
    static Lazy<std::vector<ClientFact>> table;
    return table.get(
        [] { return load("facts/clients.json", [](const Json& json) { return list(json.at("clients"), client); }); });
}

const CloudEndpoints& cloudEndpoints()
{
    static Lazy<CloudEndpoints> table;
    return table.get([] {
        return load("facts/avd_endpoints.json", [](const Json& json) {
            CloudEndpoints out{.date = json.at("date")};
            for (const auto& [cloud, rows] : json.at("clouds").items()) out.clouds[cloud] = list(rows, cloudEndpoint);
            return out;
        });
    });
}

const std::vector<std::string>& inspectionIssuers()
{
    static Lazy<std::vector<std::string>> table;
    return table.get([] {
        return load("facts/inspection_issuers.json", [](const Json& json) { return strings(json.at("words")); });
    });
}

const std::vector<std::string>& refusals()
{
    static Lazy<std::vector<std::string>> table;
    return table.get(
        [] { return load("facts/refusals.json", [](const Json& json) { return strings(json.at("refusals")); }); });
}

}    // namespace rdpmend::tables
