// What every page must have: names for screen readers, room for its words, nothing interpreted, enough contrast.
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QtTest>
#include <cmath>

#include "tests/ui/scripted_case_service.h"
#include "ui/snapshot.h"
#include "ui/theme/icons.h"
#include "ui/wizard/wizard.h"
#include "ui/words.h"

using namespace rdpmend;
using namespace rdpmend::ui;
using tests::ScriptedCaseService;

namespace {

// Shows every page of the scripted case in turn.
template <class Look>
void onEveryPage(Wizard& wizard, const Look& look)
{
    const auto arrive = [&wizard](Screen screen) {
        return QTest::qWaitFor([&] { return wizard.screen() == screen && !wizard.story().busy(); });
    };
    const auto visit = [&](Screen screen) {
        QVERIFY2(arrive(screen), qPrintable(screen.number()));
        QTest::qWait(1);
        look(screen.number());
    };
    wizard.show();
    visit(Screen::start());
    wizard.story().practise("damaged-licence-cache");
    visit(Screen::verdict());
    for (const Phase phase : allPhases) {
        wizard.goTo(Screen::phase(phase));
        visit(Screen::phase(phase));
    }
    wizard.story().chooseFix("F401");
    visit({4, 2});
    wizard.story().agree();
    visit({4, 4});
    wizard.goTo(Screen::finish());
    visit(Screen::finish());
    wizard.goTo(Screen::undo());
    visit(Screen::undo());
}

double luminance(const QColor& colour)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double light = std::max(luminance(a), luminance(b)), dark = std::min(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

}    // namespace

class LooksTest : public QObject {
    Q_OBJECT

private slots:
    void init() { applyScheme(Scheme::Light); }

    void everyFocusableHasAName()
    {
        ScriptedCaseService service;
        service.recentTargets = {{.host = {.host = "pc-3", .port = 3389}}};
        Wizard wizard(service);
        onEveryPage(wizard, [&wizard](const QString& screen) {
            int focusable = 0;
            for (auto* widget : wizard.findChildren<QWidget*>()) {
                if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
                ++focusable;
                const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
                QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(),
                         qPrintable(screen + QStringLiteral(": ") + QLatin1String(widget->metaObject()->className())));
            }
            QVERIFY2(focusable >= 3, qPrintable(screen));
        });
    }

    void nothingIsClipped_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("smallest") << QSize(760, 540);
        QTest::newRow("default") << QSize(1000, 700);
    }
    void nothingIsClipped()
    {
        QFETCH(QSize, size);
        ScriptedCaseService service;
        Wizard wizard(service);
        wizard.resize(size);
        const QString pictures = qEnvironmentVariable("RDPMEND_SNAPSHOTS");    // for whoever wants to look
        onEveryPage(wizard, [&wizard, size, &pictures](const QString& screen) {
            QCOMPARE(wizard.size(), size);
            if (!pictures.isEmpty())
                wizard.grab().save(QStringLiteral("%1/%2-%3.png").arg(pictures, screen).arg(size.width()));
            for (auto* button : wizard.findChildren<QPushButton*>()) {
                if (!button->isVisible() || button->text().isEmpty()) continue;
                const QString where = screen + QStringLiteral(": ") + button->text();
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(where));
                QVERIFY2(button->height() >= button->sizeHint().height(), qPrintable(where));
            }
            for (auto* text : wizard.findChildren<Text*>()) {
                if (!text->isVisible()) continue;
                QVERIFY2(text->height() >= text->heightForWidth(text->width()),
                         qPrintable(screen + QStringLiteral(": ") + text->text()));
            }
            // The page scrolls downwards only.
            QCOMPARE(wizard.page()->horizontalScrollBar()->maximum(), 0);
            QVERIFY2(wizard.page()->widget()->width() <= wizard.page()->viewport()->width(), qPrintable(screen));
        });
    }

    void foreignTextIsShownLiterally()
    {
        ScriptedCaseService service;
        service.foreign =
            "<b>bold</b><img src=x onerror=y> &amp; \x1b[31m \xe2\x80\xae"
            "desrever &File " +
            std::string(300, 'W');
        service.host = "<h1>host</h1>";
        Wizard wizard(service);
        bool seen = false;
        onEveryPage(wizard, [&](const QString& screen) {
            for (auto* label : wizard.findChildren<QLabel*>()) {
                QCOMPARE(label->textFormat(), Qt::PlainText);
                seen = seen || label->text().contains(QStringLiteral("<b>bold</b>"));
                for (const QChar c : label->text())
                    QVERIFY2(c == QLatin1Char('\n') || (c.isPrint() || c.isSpace()),
                             qPrintable(screen + label->text()));
                QVERIFY(!label->text().contains(QChar(0x202E)));
            }
            for (auto* button : wizard.findChildren<QPushButton*>())
                QVERIFY(!button->toolTip().contains(QLatin1Char('<')));
            QVERIFY2(wizard.page()->widget()->width() <= wizard.page()->viewport()->width(), qPrintable(screen));
        });
        QVERIFY(seen);
    }

    void contrastIsEnough()
    {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const Colours c = coloursOf(scheme);
            for (const QColor& ground : {c.window, c.surface, c.hover}) {
                QVERIFY(contrast(c.ink, ground) >= 7);
                for (const Role role : {&Colours::inkSoft, &Colours::accent, &Colours::fine, &Colours::found,
                                        &Colours::broken, &Colours::notLooked})
                    QVERIFY2(contrast(c.*role, ground) >= 4.5, qPrintable((c.*role).name() + ground.name()));
                QVERIFY(contrast(c.outline, ground) >= 3 || ground == c.hover);
            }
            QVERIFY(contrast(c.onAccent, c.accent) >= 4.5);
        }
    }

    void thePathIsBrokenWhereTheCauseIs_data()
    {
        QTest::addColumn<Side>("side");
        QTest::addColumn<std::string>("cause");
        QTest::addColumn<int>("brokenLink");
        QTest::newRow("this PC") << Side::ThisPc << std::string("licensing.cache_damaged") << 0;
        QTest::newRow("name") << Side::Network << std::string("network.name_not_found") << 0;
        QTest::newRow("filtered") << Side::Network << std::string("network.port_filtered") << 1;
        QTest::newRow("gateway") << Side::Gateway << std::string("transport.gateway_refuses") << 1;
        QTest::newRow("host") << Side::OtherComputer << std::string("transport.host_denies") << 2;
    }
    void thePathIsBrokenWhereTheCauseIs()
    {
        QFETCH(Side, side);
        QFETCH(std::string, cause);
        QFETCH(int, brokenLink);
        const Target target{.host = {.host = "pc-17"}, .gateway = Endpoint{.host = "gw"}};
        Diagnosis diagnosis{.causes = {{.id = cause, .side = side, .weight = Weight::Blocks}},
                            .overall = Overall::Problem};
        const PathScene scene = pathScene(target, diagnosis.outcomes, {}, &diagnosis);
        QCOMPARE(scene.nodes.size(), std::size_t(4));
        for (std::size_t i = 0; i < scene.links.size(); ++i)
            QCOMPARE(scene.links[i].state == State::Broken, static_cast<int>(i) == brokenLink);
        QCOMPARE(std::ranges::count(scene.nodes, State::Broken, &PathScene::Node::state), 1);
        QVERIFY(scene.inWords().contains(QStringLiteral("broken between")));
    }

    void whatWasNotLookedAtNeverLooksFine()
    {
        const PathScene before = pathScene({.host = {.host = "pc-17"}}, {}, {}, nullptr);
        for (const auto& node : before.nodes) QCOMPARE(node.word, QStringLiteral("not looked"));
        const Outcomes blind{{"network.tcp_port", Outcome::couldNotLook({})},
                             {"transport.negotiation", {.verdict = Verdict::Skipped}}};
        const Diagnosis diagnosis{.outcomes = blind};
        const PathScene after = pathScene({.host = {.host = "pc-17"}}, blind, {}, &diagnosis);
        for (const auto& node : after.nodes) QVERIFY(node.state != State::Fine);
        for (const auto& link : after.links) QVERIFY(link.state != State::Fine);
    }

    void behindAGatewayTheOtherComputerIsNotLookedAt()
    {
        const Target target{.host = {.host = "pc-17"}, .gateway = Endpoint{.host = "gw"}};
        const Outcomes outcomes{{"network.tcp_port", Outcome::healthy()},
                                {"certificates.validity", Outcome::healthy()}};
        const PathScene scene = pathScene(target, outcomes, {}, nullptr);
        QCOMPARE(scene.nodes[2].state, State::Fine);
        QCOMPARE(scene.nodes[3].word, QStringLiteral("not looked"));
        QVERIFY(scene.links[2].state != State::Fine);
    }

    void drawingsAreReadAndNothingElse()
    {
        for (const State state : {State::NotYet, State::Checking, State::Fine, State::Found, State::Broken,
                                  State::CouldNotLook, State::NotNeeded})
            QVERIFY(!drawing(drawingOf(state)).isEmpty());
        QVERIFY(drawing(QStringLiteral("no-such-drawing")).isEmpty());
        QVERIFY(pathFromSvg("M 1 2 L 3 4 C 1 1 2 2 3 3 Z"));
        for (const char* bad : {"M 1", "M 1 2 Q 3 4 5 6", "m 1 2", "M a b", "M 1 2 L"})
            QVERIFY2(!pathFromSvg(bad), bad);
    }

    void picturesOfAllPagesCanBeTaken()
    {
        ScriptedCaseService service;
        Wizard wizard(service);
        const QTemporaryDir own;
        const QString asked = qEnvironmentVariable("RDPMEND_SNAPSHOTS");
        const QString folder = asked.isEmpty() ? own.path() : asked;
        const QStringList saved = saveSnapshots(wizard, "damaged-licence-cache", folder);
        QCOMPARE(wizard.screen(), Screen::undo());
        for (const char* screen : {"0-1", "0-3", "1-1", "2-1", "3-1", "4-1", "5-1", "4-2", "4-4", "6-2", "7-1"})
            for (const char* scheme : {"light", "dark"})
                QVERIFY2(saved.contains(QDir(folder).filePath(
                             QStringLiteral("%1-%2.png").arg(QLatin1String(screen), QLatin1String(scheme)))),
                         screen);
    }
};

QTEST_MAIN(LooksTest)
#include "looks_test.moc"
