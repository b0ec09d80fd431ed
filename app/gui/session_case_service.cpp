#include "app/gui/session_case_service.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <set>

#include "core/changes/changes.h"
#include "core/engine/try_connection.h"
#include "core/machine/registry_places.h"
#include "core/protocol/rdp_file.h"

namespace rdpmend::gui {
namespace {

constexpr std::uint16_t desktopPort = 3389;
constexpr std::uint16_t gatewayPort = 443;
constexpr int rememberedHosts = 10;    // mstsc keeps MRU0 to MRU9

}    // namespace

SessionCaseService::SessionCaseService(Machine& machine, Net& net, std::string journalPath, Elevated* elevated)
    : m_machine(machine), m_net(net), m_journalPath(std::move(journalPath)), m_elevated(elevated)
{}

SessionCaseService::Place SessionCaseService::open(Machine& machine, Net& net, const std::string& journalPath,
                                                   Elevated* elevated)
{
    Place place;
    if (journalPath.empty()) {
        place.whyNoJournal = "Nothing can be changed here: this is " + machine.description() + ".";
    } else {
        QDir().mkpath(QFileInfo(QString::fromStdString(journalPath)).path());
        if (auto journal = Journal::open(journalPath))
            place.journal = *std::move(journal);
        else
            place.whyNoJournal = describe(journal.error());
    }
    place.session = std::make_unique<Session>(machine, net, Facts::builtIn(), place.journal.get(), place.whyNoJournal,
                                              std::span<const Probe* const>{}, elevated);
    return place;
}

SessionCaseService::Place& SessionCaseService::place()
{
    if (m_practicePlace) return *m_practicePlace;
    if (!m_thisPc) m_thisPc = open(m_machine, m_net, m_journalPath, m_elevated);
    return *m_thisPc;
}

std::string SessionCaseService::machine()
{
    return place().session->machine().description();
}

std::vector<Target> SessionCaseService::recent()
{
    std::vector<Target> targets;
    for (int i = 0; i < rememberedHosts; ++i) {
        const auto value = place().session->machine().registryValue(places::recentHosts(), "MRU" + std::to_string(i));
        if (!value || !*value) continue;
        if (const auto endpoint = parseEndpoint((*value)->asString().value_or(""), desktopPort))
            targets.push_back({.host = *endpoint});
    }
    return targets;
}

Result<Target> SessionCaseService::readRemoteDesktopFile(const std::string& path)
{
    if (const auto session = m_machine.sessionState(); session && session->elevated)
        return refusal(
            "rdpmend runs as administrator, and then opens no file: it may come from anybody. Start rdpmend "
            "without administrator rights, or type the address.");
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return refusal("The .rdp file cannot be opened: " + file.errorString().toStdString() + ".");
    const QByteArray content = file.read(static_cast<qint64>(protocol::rdpFileLimit) + 1);
    const auto read = protocol::parseRdpFile(
        toBytes(std::string_view(content.constData(), static_cast<std::size_t>(content.size()))));
    if (!read) return read.error();

    const auto host = read->host();
    if (!host) return refusal("The .rdp file names no computer.");
    auto endpoint = parseEndpoint(*host, desktopPort);
    if (!endpoint) return endpoint.error();
    const QString whole = QDir::toNativeSeparators(QFileInfo(file).absoluteFilePath());
    Target target{.host = *endpoint, .user = read->user(), .rdpFile = whole.toStdString()};
    if (const auto gateway = read->gateway()) {
        auto through = parseEndpoint(*gateway, gatewayPort);
        if (!through) return through.error();
        target.gateway = *through;
    }
    return target;
}

std::vector<ui::PracticeCase> SessionCaseService::practiceCases()
{
    std::vector<ui::PracticeCase> cases;
    for (const auto& one : scenarios()) cases.push_back({.id = one.id, .title = one.title, .story = one.story});
    return cases;
}

Result<Target> SessionCaseService::practise(const std::string& id)
{
    leavePractice();
    auto practice = Practice::start(id);
    if (!practice) return practice.error();
    m_practice = *std::move(practice);
    // A journal of its own for every case: what was undone in one must not be offered in the next.
    const QString journal = m_practiceFolder.filePath(QStringLiteral("practice-%1.db").arg(++m_practiceCount));
    m_practicePlace = open(m_practice->machine(), m_practice->net(), journal.toStdString());
    return m_practice->target();
}

void SessionCaseService::leavePractice()
{
    m_practicePlace.reset();
    m_practice.reset();
}

Diagnosis SessionCaseService::diagnose(const Target& target, const Sink& sink, std::stop_token stop)
{
    return place().session->diagnose(target, sink, std::move(stop));
}

Result<Plan> SessionCaseService::plan(const Target& target, const Diagnosis& diagnosis,
                                      std::span<const std::string> fixes)
{
    return place().session->plan(target, diagnosis, fixes);
}

std::vector<StepResult> SessionCaseService::carryOut(const Plan& plan, const Sink& sink, std::stop_token stop)
{
    return place().session->carryOut(plan, sink, std::move(stop));
}

Diagnosis SessionCaseService::verify(const Target& target, const Diagnosis& before, const Plan& plan,
                                     std::vector<StepResult>& results, const Sink& sink, std::stop_token stop)
{
    return place().session->verify(target, before, plan, results, sink, std::move(stop));
}

Result<std::vector<Session::Remembered>> SessionCaseService::history()
{
    return place().session->history();
}

Result<std::vector<Session::Remembered>> SessionCaseService::interrupted()
{
    return place().session->interrupted();
}

std::vector<UndoResult> SessionCaseService::undo(std::span<const std::int64_t> numbers, const Sink& sink,
                                                 bool evenIfChanged)
{
    return place().session->undo(numbers, sink, evenIfChanged);
}

bool SessionCaseService::hasRemoteDesktop()
{
    return place().session->machine().present();
}

Status SessionCaseService::tryConnection(const Target& target)
{
    if (m_practice)
        return refusal("This is practice, so nothing is opened. On your own PC, Remote Desktop would open now.");
    if (const auto file = rdpmend::tryConnection(m_machine, target); !file) return file.error();
    return ok();
}

Status SessionCaseService::keep(std::span<const std::int64_t> numbers)
{
    auto& session = *place().session;
    const auto interrupted = session.interrupted();
    if (!interrupted) return interrupted.error();
    std::set<std::int64_t> runs;
    for (const auto& [entry, standing] : *interrupted)
        if (std::ranges::count(numbers, entry.number) > 0) runs.insert(entry.run);
    for (const auto run : runs)
        if (Status settled = session.settle(run); !settled) return settled;
    return ok();
}

ui::ChangeWords SessionCaseService::words(const PlannedChange& change) const
{
    return {.place = rdpmend::place(change.after), .before = content(change.before), .after = content(change.after)};
}

}    // namespace rdpmend::gui
