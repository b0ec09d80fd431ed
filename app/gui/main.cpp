// The wizard: puts this PC, its network and its journal together and opens the window.
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QStandardPaths>
#include <QStyleHints>
#include <cstdio>
#include <optional>

#include "app/elevation/elevation.h"
#include "app/gui/session_case_service.h"
#include "app/this_pc.h"
#ifdef _WIN32
#include "app/windows/hardening.h"
#endif
#include "core/net/asio_net.h"
#include "ui/snapshot.h"
#include "ui/theme/theme.h"
#include "ui/wizard/wizard.h"

namespace {

using namespace rdpmend;

constexpr int badUsage = 64;    // EX_USAGE of sysexits.h
constexpr std::uint16_t desktopPort = 3389;
constexpr std::uint16_t gatewayPort = 443;

struct Arguments {
    Target target{};
    bool hasHost = false;
    QString rdpFile{};
    std::optional<std::string> practice{};
    std::optional<ui::Scheme> scheme{};
    QString snapshots{};
};

std::string firstScenario()
{
    return scenarios().empty() ? std::string{} : scenarios().front().id;
}

Result<Arguments> readArguments(QCommandLineParser& parser)
{
    parser.setApplicationDescription(QStringLiteral("Finds out why a Remote Desktop connection fails, and mends it."));
    parser.addPositionalArgument(QStringLiteral("HOST"),
                                 QStringLiteral("what cannot be reached; with --practice, the case to practise"),
                                 QStringLiteral("[HOST]"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {QStringLiteral("practice"), QStringLiteral("Practise on a pretended PC and a really broken host.")},
        {QStringLiteral("gateway"), QStringLiteral("Remote Desktop gateway."), QStringLiteral("HOST[:PORT]")},
        {QStringLiteral("error"), QStringLiteral("What the error window said."), QStringLiteral("CODE[/EXT]")},
        {QStringLiteral("rdp"), QStringLiteral("The .rdp file of the connection."), QStringLiteral("FILE")},
        {QStringLiteral("theme"), QStringLiteral("light or dark; otherwise as the desktop."),
         QStringLiteral("light|dark")},
        {QStringLiteral("snapshot"), QStringLiteral("Save pictures of all pages of a practice case."),
         QStringLiteral("FOLDER")},
    });
    if (!parser.parse(QCoreApplication::arguments())) return refusal(parser.errorText().toStdString());

    Arguments arguments;
    arguments.snapshots = parser.value(QStringLiteral("snapshot"));
    arguments.rdpFile = parser.value(QStringLiteral("rdp"));
    if (const QString theme = parser.value(QStringLiteral("theme")); theme == QLatin1String("light"))
        arguments.scheme = ui::Scheme::Light;
    else if (theme == QLatin1String("dark"))
        arguments.scheme = ui::Scheme::Dark;
    else if (!theme.isEmpty())
        return refusal("--theme is light or dark.");

    const QStringList positional = parser.positionalArguments();
    if (positional.size() > 1) return refusal("Name one computer only; rdpmend --help says more.");
    if (parser.isSet(QStringLiteral("practice")) || !arguments.snapshots.isEmpty()) {
        arguments.practice = positional.isEmpty() ? firstScenario() : positional.front().toStdString();
        return arguments;
    }
    if (const QString gateway = parser.value(QStringLiteral("gateway")); !gateway.isEmpty()) {
        auto endpoint = parseEndpoint(gateway.toStdString(), gatewayPort);
        if (!endpoint) return endpoint.error();
        arguments.target.gateway = *endpoint;
    }
    if (const QString error = parser.value(QStringLiteral("error")); !error.isEmpty()) {
        auto reported = parseReportedError(error.toStdString());
        if (!reported) return reported.error();
        arguments.target.reported = *reported;
    }
    if (!positional.isEmpty()) {
        auto host = parseEndpoint(positional.front().toStdString(), desktopPort);
        if (!host) return host.error();
        arguments.target.host = *host;
        arguments.hasHost = true;
    }
    return arguments;
}

// %LOCALAPPDATA%\rdpmend\journal.db on Windows; where nothing can be changed there is nothing to remember.
std::string journalPath(const Machine& machine)
{
    if (!machine.present()) return {};
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return QDir(folder).filePath(QStringLiteral("rdpmend/journal.db")).toStdString();
}

int run(const Arguments& arguments)
{
    const auto machine = thisPc();
    const auto net = makeAsioNet();
    const auto elevated = elevatedBroker();
    gui::SessionCaseService service(*machine, *net, journalPath(*machine), elevated.get());
    ui::Wizard wizard(service);
    if (const auto session = machine->sessionState(); session && session->elevated)
        wizard.page()->complain(
            QObject::tr("rdpmend was started as administrator. It need not be, and opens no files then."));
    if (!arguments.snapshots.isEmpty()) {
        if (!QDir().mkpath(arguments.snapshots)) return EXIT_FAILURE;
        const QStringList saved = ui::saveSnapshots(wizard, *arguments.practice, arguments.snapshots);
        for (const QString& path : saved) std::puts(qPrintable(path));
        return wizard.screen() == ui::Screen::undo() ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    wizard.show();
    if (arguments.practice)
        wizard.story().practise(*arguments.practice);
    else if (!arguments.rdpFile.isEmpty())
        wizard.story().checkFile(arguments.rdpFile, arguments.target);
    else if (arguments.hasHost)
        wizard.story().check(arguments.target);
    return QApplication::exec();
}

}    // namespace

int main(int argc, char** argv)
{
#ifdef _WIN32
    rdpmend::harden();
    QCoreApplication::setLibraryPaths({});    // all plug-ins are inside
#endif
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("rdpmend"));
    QApplication::setApplicationVersion(QStringLiteral(RDPMEND_VERSION));

    QCommandLineParser parser;
    const auto arguments = readArguments(parser);
    if (!arguments) {
        std::fprintf(stderr, "%s\n", describe(arguments.error()).c_str());
        return badUsage;
    }
    if (parser.isSet(QStringLiteral("help"))) parser.showHelp();
    if (parser.isSet(QStringLiteral("version"))) parser.showVersion();

    ui::applyScheme(arguments->scheme.value_or(ui::schemeOfTheSystem()));
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (!arguments->scheme)
        QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, qApp,
                         [] { ui::applyScheme(ui::schemeOfTheSystem()); });
#endif
    return run(*arguments);
}
