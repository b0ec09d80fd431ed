#include "core/facts/facts.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/facts/tables.h"
#include "core/facts/template.h"

namespace rdpmend {
namespace {

constexpr std::size_t longestValue = 2048;    // characters; notes carry several sentences of evidence

std::string valueOf(const Values& values, std::string_view name)
{
    const auto found = values.find(name);
    return found == values.end() ? std::string{} : sanitise(found->second, longestValue);
}

// {endpoint} is the computer that this PC really talks to: the gateway where there is one, else the host. A sentence
// about a host or gateway that nobody named says "the other computer" or "the gateway".
std::string fillIn(const Values& values, const Blank& blank)
{
    std::string value = valueOf(values, blank.name);
    if (!value.empty()) return value;
    std::string_view otherwise = blank.name == "gateway" ? "word.gateway" : blank.name == "host" ? "word.host" : "";
    if (blank.name == "endpoint") {
        value = valueOf(values, "gateway");
        if (value.empty()) value = valueOf(values, "host");
        if (!value.empty()) return value;
        otherwise = "word.host";
    }
    if (otherwise.empty() || blank.optional) return {};
    value = tables::words().find(otherwise)->second;
    if (blank.beginsSentence) value.front() = static_cast<char>(value.front() - 'a' + 'A');
    return value;
}

}    // namespace

const Facts& Facts::builtIn()
{
    static const Facts facts;
    return facts;
}

std::string Facts::text(std::string_view id, const Values& values) const
{
    const auto found = tables::words().find(id);
    if (found == tables::words().end()) return {};
    return fill(found->second, [&values](const Blank& blank) { return fillIn(values, blank); });
}

bool Facts::hasText(std::string_view id) const
{
    return tables::words().contains(id);
}

const std::vector<CauseRule>& Facts::causes() const
{
    return tables::causes();
}

const CauseRule* Facts::cause(std::string_view idOrNumber) const
{
    const auto& all = causes();
    const auto found = std::ranges::find_if(all, [idOrNumber](const CauseRule& rule) {
        return rule.id == idOrNumber || equalIgnoringCase(rule.number, idOrNumber);
    });
    return found == all.end() ? nullptr : &*found;
}

const ClientFact* Facts::client(std::string_view id) const
{
    const auto found = std::ranges::find(tables::clients(), id, &ClientFact::id);
    return found == tables::clients().end() ? nullptr : &*found;
}

const std::vector<CloudEndpoint>& Facts::cloudEndpoints(std::string_view cloud) const
{
    static const std::vector<CloudEndpoint> none;
    const auto& clouds = tables::cloudEndpoints().clouds;
    const auto found = clouds.find(cloud);
    return found == clouds.end() ? none : found->second;
}

std::string Facts::cloudEndpointsDate() const
{
    return tables::cloudEndpoints().date;
}

const std::vector<std::string>& Facts::inspectionIssuers() const
{
    return tables::inspectionIssuers();
}

std::optional<CodeFact> Facts::code(std::string_view table, std::int64_t code) const
{
    const auto* codes = tables::codes(table);
    if (!codes) return std::nullopt;
    const auto found = codes->find(code);
    return found == codes->end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::pair<std::string, std::string>> Facts::refusals() const
{
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& name : tables::refusals())
        out.emplace_back(text("refusal." + name + ".title"), text("refusal." + name));
    return out;
}

}    // namespace rdpmend
