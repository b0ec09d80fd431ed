#include "core/practice/scenario_file.h"

#include <initializer_list>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/practice/condition.h"

namespace rdpmend {
namespace {

using Json = nlohmann::json;

// Our own mistakes in a scenario file; parseScenario turns them into an Error.
[[noreturn]] void bad(const std::string& why)
{
    throw std::runtime_error(why);
}

template <class Value>
struct Word {
    std::string_view word;
    Value value;
};

template <class Value>
Value choose(const Json& json, std::initializer_list<Word<Value>> words)
{
    const auto& said = json.get_ref<const std::string&>();
    for (const auto& [word, value] : words) {
        if (word == said) return value;
    }
    bad('"' + said + "\" is not known here");
}

std::uint32_t number(const Json& json)
{
    if (json.is_number_unsigned()) return json.get<std::uint32_t>();
    const auto value = parseNumber(json.get_ref<const std::string&>());
    if (!value || *value > 0xFFFFFFFF) bad(json.dump() + " is not a number of 32 bits");
    return static_cast<std::uint32_t>(*value);
}

CertificateKind certificateKind(const Json& json)
{
    return choose<CertificateKind>(json, {{"valid", CertificateKind::Valid},
                                          {"expired", CertificateKind::Expired},
                                          {"not_yet_valid", CertificateKind::NotYetValid},
                                          {"wrong_name", CertificateKind::WrongName},
                                          {"weak", CertificateKind::Weak},
                                          {"wrong_purpose", CertificateKind::WrongPurpose},
                                          {"self_signed", CertificateKind::SelfSigned}});
}

Break parseBreak(const Json& json)
{
    Break out;
    for (const auto& [name, value] : json.items()) {
        if (name == "at") {
            out.at = choose<Moment>(value, {{"accept", Moment::Accept},
                                            {"request", Moment::Request},
                                            {"confirm", Moment::Confirm},
                                            {"client_hello", Moment::ClientHello},
                                            {"tls", Moment::Tls},
                                            {"sign_in", Moment::SignIn},
                                            {"licence", Moment::Licence},
                                            {"session", Moment::Session},
                                            {"rdg_out_data", Moment::RdgOutData},
                                            {"rpc_out_data", Moment::RpcOutData}});
        } else if (name == "how") {
            out.how = choose<Ending>(value, {{"reset", Ending::Reset},
                                             {"close", Ending::Close},
                                             {"hang", Ending::Hang},
                                             {"say", Ending::Say},
                                             {"refuse", Ending::Refuse}});
        } else if (name == "code") {
            out.code = number(value);
        } else if (name == "bytes") {
            out.bytes = value.get<std::string>();
        } else if (name == "while") {
            auto condition = parseCondition(value.dump());
            if (!condition) bad(condition.error().doing);
            out.condition = std::move(*condition);
        } else {
            bad("a break has no member \"" + name + '"');
        }
    }
    return out;
}

std::vector<Break> parseBreaks(const Json& json)
{
    std::vector<Break> out;
    for (const Json& one : json) out.push_back(parseBreak(one));
    return out;
}

HostSettings parseHost(const Json& json)
{
    HostSettings out;
    for (const auto& [name, value] : json.items()) {
        if (name == "certificate") {
            out.certificate = certificateKind(value);
        } else if (name == "clock_offset_seconds") {
            out.clockOffset = std::chrono::seconds(value.get<std::int64_t>());
        } else if (name == "select") {
            out.select = number(value);
        } else if (name == "breaks") {
            out.breaks = parseBreaks(value);
        } else {
            bad("a host has no member \"" + name + '"');
        }
    }
    return out;
}

GatewaySettings parseGateway(const Json& json)
{
    GatewaySettings out;
    for (const auto& [name, value] : json.items()) {
        if (name == "certificate") {
            out.certificate = certificateKind(value);
        } else if (name == "breaks") {
            out.breaks = parseBreaks(value);
        } else {
            bad("a gateway has no member \"" + name + '"');
        }
    }
    return out;
}

Target parseTarget(const Json& json)
{
    Target out;
    out.host.host = json.at("host").get<std::string>();
    if (json.contains("gateway")) out.gateway = Endpoint{.host = json.at("gateway").get<std::string>(), .port = 443};
    if (json.contains("user")) out.user = json.at("user").get<std::string>();
    const Json& reported = json.at("reported");
    out.reported = ReportedError{number(reported.at("reason")), number(reported.at("extended"))};
    return out;
}

ScenarioFile parse(const Json& json)
{
    ScenarioFile out;
    out.scenario = {.id = json.at("id").get<std::string>(),
                    .title = json.at("title").get<std::string>(),
                    .story = json.at("story").get<std::string>(),
                    .expectedCause = json.at("expected_cause").get<std::string>(),
                    .expectedFix = json.at("expected_fix").get<std::string>()};
    out.target = parseTarget(json.at("target"));
    out.machine = json.at("machine").dump();
    out.host = parseHost(json.at("host"));
    out.host.dnsName = out.target.host.host;
    if (out.target.gateway) {
        out.gateway = parseGateway(json.at("gateway"));
        out.gateway->dnsName = out.target.gateway->host;
    }
    if (json.contains("udp")) {
        out.udp = choose<UdpAnswer>(json.at("udp"), {{"answers", UdpAnswer::Answers}, {"silent", UdpAnswer::Silent}});
    }
    return out;
}

}    // namespace

Result<ScenarioFile> parseScenario(std::string_view json)
{
    try {
        return parse(Json::parse(json));
    } catch (const std::exception& problem) {
        return refusal(std::string("This is not a practice case: ") + problem.what());
    }
}

}    // namespace rdpmend
