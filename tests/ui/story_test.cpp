// The whole story by keyboard, and what happens when the person stops, errs or comes back after a crash.
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>
#include <algorithm>

#include "tests/ui/scripted_case_service.h"
#include "ui/wizard/wizard.h"

using namespace rdpmend;
using namespace rdpmend::ui;
using tests::ScriptedCaseService;

namespace {

void show(Wizard& wizard)
{
    wizard.show();
    wizard.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&wizard));
    QTRY_VERIFY(!wizard.story().busy());
}

void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QWidget* focus = QApplication::focusWidget();
    QVERIFY(focus);
    QTest::keyClick(focus, static_cast<Qt::Key>(key), modifiers);
}

void arriveAt(Wizard& wizard, Screen screen)
{
    QTRY_COMPARE(wizard.screen().number(), screen.number());
    QTRY_VERIFY(!wizard.story().busy());
}

template <class Widget>
Widget* named(Wizard& wizard, const QString& accessibleName)
{
    for (auto* widget : wizard.findChildren<Widget*>())
        if (widget->accessibleName() == accessibleName && widget->isVisible()) return widget;
    return nullptr;
}

// Everything that can be read on the window now.
QString allText(const Wizard& wizard)
{
    QStringList all;
    for (const auto* label : wizard.findChildren<QLabel*>())
        if (label->isVisible()) all << label->text();
    return all.join(QLatin1Char('\n'));
}

}    // namespace

class StoryTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyScheme(Scheme::Light); }

    void theWholeStoryByKeyboardAlone()
    {
        ScriptedCaseService service;
        Wizard wizard(service);
        show(wizard);
        QCOMPARE(wizard.screen(), Screen::start());
        QVERIFY(wizard.windowTitle().startsWith(QStringLiteral("0-1 ")));

        int strokes = 0;
        const auto stroke = [&strokes](int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
            ++strokes;
            press(key, modifiers);
        };
        while (!qobject_cast<QLineEdit*>(QApplication::focusWidget()) && strokes < 20) stroke(Qt::Key_Tab);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("pc-17"));
        stroke(Qt::Key_Return);
        arriveAt(wizard, Screen::verdict());
        QCOMPARE(QApplication::focusWidget()->metaObject()->className(), "rdpmend::ui::Headline");
        QVERIFY(wizard.windowTitle().startsWith(QStringLiteral("0-3 ")));

        stroke(Qt::Key_Return);    // the fix's own verb
        arriveAt(wizard, {4, 2});
        QVERIFY(allText(wizard).contains(QStringLiteral("MSLicensing")));
        stroke(Qt::Key_Return);    // consent
        arriveAt(wizard, {4, 4});
        QCOMPARE(wizard.page()->headlineText(), QStringLiteral("It worked"));
        stroke(Qt::Key_Return);
        arriveAt(wizard, Screen::finish());
        QCOMPARE(wizard.page()->headlineText(), QStringLiteral("You can connect again"));

        stroke(Qt::Key_Left, Qt::AltModifier);
        arriveAt(wizard, {4, 4});
        auto* undo = named<QPushButton>(wizard, QStringLiteral("What was ever changed on this PC, and undo"));
        QVERIFY(undo);
        undo->setFocus();
        stroke(Qt::Key_Return);    // Enter presses what has the focus, not the primary button
        arriveAt(wizard, Screen::undo());
        QTRY_VERIFY(named<QPushButton>(wizard, QStringLiteral("Put back everything")));
        stroke(Qt::Key_Return);
        QTRY_VERIFY(!named<QPushButton>(wizard, QStringLiteral("Put back everything")));

        const auto calls = service.calls();
        const std::vector<std::string> expected{"diagnose pc-17", "plan",    "plan F401", "carryOut F401", "verify",
                                                "plan",           "history", "undo 1 2",  "history"};
        QCOMPARE(calls, expected);
        QVERIFY2(strokes <= 25, qPrintable(QString::number(strokes)));
        QVERIFY(!service.calledFromTheWindowsThread());
    }

    void remoteDesktopCanBeTriedAfterAFix()
    {
        ScriptedCaseService service;
        Wizard wizard(service);
        show(wizard);
        wizard.story().check({.host = {.host = "pc-17", .port = 3389}});
        arriveAt(wizard, Screen::verdict());
        QVERIFY(!named<QPushButton>(wizard, QStringLiteral("Try it now")));
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 2});
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 4});
        auto* tryNow = named<QPushButton>(wizard, QStringLiteral("Try it now"));
        QVERIFY(tryNow);
        tryNow->click();
        QTRY_VERIFY(!wizard.story().busy());
        QCOMPARE(service.calls().back(), std::string("try pc-17"));
        QCOMPARE(wizard.screen(), (Screen{4, 4}));

        service.tryFails = refusal("There is no Remote Desktop here.");
        tryNow->click();
        QTRY_VERIFY(allText(wizard).contains(QStringLiteral("There is no Remote Desktop here.")));
        QVERIFY(!service.calledFromTheWindowsThread());
    }

    void remoteDesktopIsNotOfferedWhereThereIsNone()
    {
        ScriptedCaseService service;
        service.remoteDesktop = false;
        Wizard wizard(service);
        show(wizard);
        wizard.story().check({.host = {.host = "pc-17", .port = 3389}});
        arriveAt(wizard, Screen::verdict());
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 2});
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 4});
        QVERIFY(!named<QPushButton>(wizard, QStringLiteral("Try it now")));
    }

    void stopWhileCheckingComesBackAtOnce()
    {
        ScriptedCaseService service;
        service.holdChecking = true;
        Wizard wizard(service);
        show(wizard);
        wizard.story().check({.host = {.host = "pc-17", .port = 3389}});
        QTRY_COMPARE(wizard.screen(), Screen::checking());
        QTRY_COMPARE(wizard.story().done(), 1);
        press(Qt::Key_Escape);
        QCOMPARE(wizard.screen(), Screen::start());
        QTRY_VERIFY(service.stopped());
        QTRY_VERIFY(!wizard.story().busy());
        QCOMPARE(wizard.screen(), Screen::start());    // nothing late turns the page
        QVERIFY(!wizard.story().isChecked());
    }

    void theWindowLivesWhileTheProbesWait()
    {
        ScriptedCaseService service;
        service.holdChecking = true;
        Wizard wizard(service);
        show(wizard);
        QElapsedTimer clock;
        clock.start();
        wizard.story().check({.host = {.host = "pc-17", .port = 3389}});
        QVERIFY(clock.elapsed() < 200);
        QTRY_COMPARE(wizard.story().done(), 1);
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&ticks] { ++ticks; });
        timer.start(5);
        QTRY_VERIFY(ticks > 10);
        QCOMPARE(wizard.screen(), Screen::checking());
        QVERIFY(wizard.story().waitingFor());
        service.release();
        arriveAt(wizard, Screen::verdict());
    }

    void closingWhileTheProbesWaitEndsThem()
    {
        ScriptedCaseService service;
        service.holdChecking = true;
        {
            Wizard wizard(service);
            wizard.show();
            wizard.story().check({.host = {.host = "pc-17", .port = 3389}});
            QTRY_COMPARE(wizard.story().done(), 1);
        }
        QVERIFY(service.stopped());
    }

    void whatMadeNoDifferenceIsPutBackByDefault()
    {
        ScriptedCaseService service;
        service.effect = Effect::NoChange;
        Wizard wizard(service);
        show(wizard);
        wizard.story().practise("damaged-licence-cache");
        arriveAt(wizard, Screen::verdict());
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 2});
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 4});
        QCOMPARE(wizard.page()->headlineText(), QStringLiteral("It made no difference"));
        press(Qt::Key_Return);
        arriveAt(wizard, Screen::finish());
        QCOMPARE(wizard.page()->headlineText(), QStringLiteral("What is left to do"));
        QVERIFY(wizard.story().lastTry()->putBack);
        QCOMPARE(service.calls().back(), std::string("undo 1 2"));
    }

    void whatCouldNotBeMadeIsSaid()
    {
        ScriptedCaseService service;
        service.carryOutFails = refusal("The journal is locked by another copy of the program.");
        Wizard wizard(service);
        show(wizard);
        wizard.story().practise("damaged-licence-cache");
        arriveAt(wizard, Screen::verdict());
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 2});
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 4});
        QCOMPARE(wizard.page()->headlineText(), QStringLiteral("The change could not be made"));
        QVERIFY(allText(wizard).contains(QStringLiteral("locked by another copy")));
    }

    void sayingNoToWindowsLeadsBackToTheQuestion()
    {
        ScriptedCaseService service;
        service.carryOutFails = consentDeclined();
        Wizard wizard(service);
        show(wizard);
        wizard.story().practise("damaged-licence-cache");
        arriveAt(wizard, Screen::verdict());
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 2});
        wizard.story().agree();
        arriveAt(wizard, {4, 3});
        arriveAt(wizard, {4, 2});
        QVERIFY(wizard.story().theCase().results.empty());
    }

    void changingNothingIsOneKey()
    {
        ScriptedCaseService service;
        Wizard wizard(service);
        show(wizard);
        wizard.story().practise("damaged-licence-cache");
        arriveAt(wizard, Screen::verdict());
        press(Qt::Key_Return);
        arriveAt(wizard, {4, 2});
        press(Qt::Key_Escape);
        QCOMPARE(wizard.screen(), Screen::verdict());
        QCOMPARE(std::ranges::count(service.calls(), "carryOut F401"), 0);
    }

    void badInputIsOneSentenceOnThePage_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("gateway");
        QTest::addColumn<QString>("error");
        QTest::newRow("nothing typed") << QString() << QString() << QString();
        QTest::newRow("blanks") << QStringLiteral("   ") << QString() << QString();
        QTest::newRow("port") << QStringLiteral("pc-17:99999") << QString() << QString();
        QTest::newRow("URL") << QStringLiteral("rdp://pc-17") << QString() << QString();
        QTest::newRow("gateway") << QStringLiteral("pc-17") << QStringLiteral("gw:-1") << QString();
        QTest::newRow("error message") << QStringLiteral("pc-17") << QString() << QStringLiteral("it does not work");
        QTest::newRow("no such file") << QStringLiteral("/nowhere/x.rdp") << QString() << QString();
    }
    void badInputIsOneSentenceOnThePage()
    {
        QFETCH(QString, address);
        QFETCH(QString, gateway);
        QFETCH(QString, error);
        ScriptedCaseService service;
        Wizard wizard(service);
        show(wizard);
        named<QLineEdit>(wizard, QStringLiteral("Address of the other computer, or a .rdp file"))->setText(address);
        named<QLineEdit>(wizard, QStringLiteral("Gateway, if you use one"))->setText(gateway);
        named<QPlainTextEdit>(wizard, QStringLiteral("Error message, if there was one"))->setPlainText(error);
        const QString before = allText(wizard);
        wizard.page()->primary();
        QTRY_VERIFY(!wizard.story().busy());
        QCOMPARE(wizard.screen(), Screen::start());
        QVERIFY2(allText(wizard).size() > before.size(), "a sentence appeared");
        for (const auto& call : service.calls())
            QVERIFY(!QString::fromStdString(call).startsWith(QStringLiteral("diagnose")));
    }

    void aRemoteDesktopFileNamesTheHost()
    {
        ScriptedCaseService service;
        Wizard wizard(service);
        show(wizard);
        named<QLineEdit>(wizard, QStringLiteral("Address of the other computer, or a .rdp file"))
            ->setText(QStringLiteral("work.rdp"));
        wizard.page()->primary();
        arriveAt(wizard, Screen::verdict());
        QCOMPARE(wizard.story().target().host.host, std::string("from-the-file"));
    }

    void aDroppedFileIsTaken()
    {
        ScriptedCaseService service;
        Wizard wizard(service);
        show(wizard);
        QMimeData file, picture;
        file.setUrls({QUrl::fromLocalFile(QStringLiteral("/home/person/work.rdp"))});
        picture.setUrls({QUrl::fromLocalFile(QStringLiteral("/home/person/cat.png"))});
        const auto enter = [&wizard](const QMimeData& data) {
            QDragEnterEvent event({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            event.ignore();
            QApplication::sendEvent(wizard.page()->viewport(), &event);
            return event.isAccepted();
        };
        QVERIFY(!enter(picture));
        QVERIFY(enter(file));
        QDropEvent drop({100, 100}, Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(wizard.page()->viewport(), &drop);
        QCOMPARE(named<QLineEdit>(wizard, QStringLiteral("Address of the other computer, or a .rdp file"))->text(),
                 QStringLiteral("/home/person/work.rdp"));
    }

    void anInterruptedRunIsOfferedAtTheStart_data()
    {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<std::string>("call");
        QTest::newRow("put back") << QStringLiteral("Put it back") << std::string("undo 7");
        QTest::newRow("keep") << QStringLiteral("Keep it as it is") << std::string("keep");
    }
    void anInterruptedRunIsOfferedAtTheStart()
    {
        QFETCH(QString, choice);
        QFETCH(std::string, call);
        ScriptedCaseService service;
        service.interruptedBefore = {
            {.entry = ScriptedCaseService::entry(7, ChangeState::Intended), .standing = Standing::Ours}};
        Wizard wizard(service);
        show(wizard);
        auto* button = named<QPushButton>(wizard, choice);
        QVERIFY(button);
        button->click();
        QTRY_VERIFY(!wizard.story().busy());
        QCOMPARE(service.calls().front(), call);
        QTRY_VERIFY(!named<QPushButton>(wizard, choice));
    }

    void afterPracticeARealHostIsCheckedOnThisPc()
    {
        ScriptedCaseService service;
        Wizard wizard(service);
        show(wizard);
        wizard.story().practise("damaged-licence-cache");
        arriveAt(wizard, Screen::verdict());
        QVERIFY(wizard.story().isPractice());
        wizard.goTo(Screen::start());
        wizard.story().check({.host = {.host = "pc-18", .port = 3389}});
        arriveAt(wizard, Screen::verdict());
        QVERIFY(!wizard.story().isPractice());
        const auto calls = service.calls();
        QVERIFY(std::ranges::find(calls, "leavePractice") < std::ranges::find(calls, "diagnose pc-18"));
    }
};

QTEST_MAIN(StoryTest)
#include "story_test.moc"
