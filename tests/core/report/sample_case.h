// A case with something in every member, made by hand. `name` stands wherever foreign text can stand.
#pragma once

#include <string>

#include "core/report/report.h"

namespace rdpmend::test {

inline Case sampleCase(const std::string& name = "pc-17.corp.example")
{
    using namespace std::chrono_literals;
    const RegistryKey servers{.path = "Software\\Microsoft\\Terminal Server Client\\Servers\\" + name};
    const PlannedChange change{
        .before = SetRegistryValue{.key = servers, .name = "UsernameHint", .value = RegistryValue::fromString(name)},
        .after = SetRegistryValue{.key = servers, .name = "UsernameHint"}};
    const PlannedChange credential{.before = SetSavedCredential{.target = "TERMSRV/" + name, .user = "CORP\\alice"},
                                   .after = SetSavedCredential{.target = "TERMSRV/" + name}};
    const PlannedChange file{
        .before = WriteFile{.path = "C:\\Users\\alice\\try.rdp"},
        .after = WriteFile{.path = "C:\\Users\\alice\\try.rdp", .content = toBytes("full address:s:" + name)}};

    Case out;
    out.target.host = {.host = name, .port = 3389};
    out.target.gateway = Endpoint{.host = "gw.corp.example", .port = 443};
    out.target.proxy = Endpoint{.host = "proxy.corp.example", .port = 8080};
    out.target.user = "CORP\\alice";
    out.target.reported = ReportedError{.reason = 0x904, .extended = 7};
    out.target.trustAnchors = {toBytes("der")};
    out.target.rdpFile = "/home/alice/" + name + ".rdp";
    out.machine = "Windows 11 Pro on " + name;
    out.when = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 9h + 14min + 5s;
    out.diagnosis.connections = 2;

    Outcome port = Outcome::healthy();
    port.fact("tcp.address", "10.20.30.40", Privacy::Personal)
        .fact("tcp.port", "3389")
        .fact("tcp.key", "hunter2", Privacy::Secret);
    port.took = 12ms;
    Outcome ended;
    ended.verdict = Verdict::Healthy;
    ended.add(
        {.id = "transport.server_ended",
         .evidence = {
             {"session.code", "0x10007"}, {"session.host", name, Privacy::Personal}, {"session.said", "bye " + name}}});
    ended.took = 34ms;
    Outcome blind = Outcome::couldNotLook(
        {.domain = Domain::Win32, .code = 5, .doing = "read the hosts of " + name, .words = name});
    out.diagnosis.outcomes = {{"network.tcp_port", port},
                              {"transport.session_start", ended},
                              {"network.hosts_file", blind},
                              {"licensing.store", Outcome::notApplicable(name)},
                              {"transport.udp", {.verdict = Verdict::Skipped, .because = "network.tcp_port"}}};
    out.diagnosis.overall = Overall::Problem;
    out.diagnosis.causes = {{.id = "transport.host_denies",
                             .number = "C518",
                             .side = Side::OtherComputer,
                             .likelihood = 0.87654,
                             .forIt = {{"transport.server_ended", "transport.session_start", 2.30258}},
                             .against = {{"network.tcp_port=healthy", "network.tcp_port", -0.5}},
                             .nextTest = "look_at_host_log"},
                            {.id = "licensing.cache_damaged",
                             .number = "C401",
                             .weight = Weight::Degrades,
                             .likelihood = 0.1,
                             .fixes = {"F401"}}};
    out.plan.steps = {{.fix = "F302",
                       .remedy = "credentials.forget_user_name_hint",
                       .complaints = {"credentials.user_name_hint"},
                       .cause = "transport.host_denies",
                       .changes = {change, credential, file}}};
    out.plan.withheld = {
        {.fix = "F501", .remedy = "transport.set_rdg_client_transport", .reason = "not_offered.no_gateway"}};
    out.results = {
        {.fix = "F302", .error = Error{.doing = "write " + name, .words = name}, .effect = Effect::NoChange, .run = 3}};
    out.history = {{.number = 7,
                    .run = 3,
                    .fix = "F302",
                    .remedy = "credentials.forget_user_name_hint",
                    .state = ChangeState::Done,
                    .change = change,
                    .when = out.when}};
    return out;
}

}    // namespace rdpmend::test
