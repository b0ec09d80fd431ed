#include "ui/wizard/start_page.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QUrl>

#include "ui/widgets/combo_box.h"
#include "ui/words.h"

namespace rdpmend::ui {
namespace {

constexpr std::uint16_t desktopPort = 3389;
constexpr std::uint16_t gatewayPort = 443;
constexpr int mostRecent = 4;

bool isRemoteDesktopFile(const QString& typed)
{
    return typed.endsWith(QLatin1String(".rdp"), Qt::CaseInsensitive);
}

Text* label(const QString& text, const QString& note = {})
{
    auto* made = new Text(note.isEmpty() ? text : text + QStringLiteral("  ") + note, Type::Small, &Colours::inkSoft);
    made->setContentsMargins(0, grid(1), 0, 0);
    return made;
}

QString firstFile(const QMimeData& data)
{
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) return url.toLocalFile();
    return {};
}

}    // namespace

StartPage::StartPage(CaseStory& story, QWidget* parent) : Page(story, parent)
{
    setHeadline(tr("What can't you connect to?"));
    viewport()->setAcceptDrops(true);    // a scroll area hears of drops through its viewport

    m_interrupted = new Card;
    m_interrupted->column()->addWidget(new StateMark(State::Found, tr("not finished")));
    m_interruptedText = new Text;
    m_interrupted->column()->addWidget(m_interruptedText);
    auto* choice = new QHBoxLayout;
    choice->addWidget(button(tr("Put it back"), ButtonKind::Normal, [this] { this->story().putBackInterrupted(); }));
    choice->addWidget(button(tr("Keep it as it is"), ButtonKind::Quiet, [this] { this->story().keepInterrupted(); }));
    choice->addStretch();
    m_interrupted->column()->addLayout(choice);
    m_interrupted->hide();
    body()->addWidget(m_interrupted);

    auto* form = new QVBoxLayout;
    form->setSpacing(grid(1));
    m_address = new QLineEdit;
    m_address->setAccessibleName(tr("Address of the other computer, or a .rdp file"));
    m_address->setPlaceholderText(tr("pc-17   or   pc-17.example.com:3390   or a .rdp file"));
    m_address->setMaxLength(1024);
    m_address->setAcceptDrops(false);    // a dropped file is for the page
    form->addWidget(label(tr("Address of the other computer, or a .rdp file")));
    auto* addressRow = new QHBoxLayout;
    addressRow->setSpacing(grid(2));
    addressRow->addWidget(m_address, 1);
    auto* browseButton = button(tr("Browse …"), ButtonKind::Normal, [this] { browse(); });
    browseButton->setAccessibleName(tr("Browse for a .rdp file"));
    addressRow->addWidget(browseButton);
    form->addLayout(addressRow);
    m_recent = new QWidget;
    (new QHBoxLayout(m_recent))->setContentsMargins(0, 0, 0, 0);
    form->addWidget(m_recent);
    m_recent->hide();

    m_gateway = new QLineEdit;
    m_gateway->setAccessibleName(tr("Gateway, if you use one"));
    m_gateway->setPlaceholderText(tr("gateway.example.com"));
    m_gateway->setMaxLength(1024);
    m_gateway->setAcceptDrops(false);
    form->addSpacing(grid(2));
    form->addWidget(label(tr("Gateway, if you use one")));
    form->addWidget(m_gateway);

    m_error = new QPlainTextEdit;
    m_error->setAccessibleName(tr("Error message, if there was one"));
    m_error->setPlaceholderText(tr("Paste anything from the error window, for example 0x904 / 0x7"));
    m_error->setTabChangesFocus(true);
    m_error->setFixedHeight(scaled(64));
    form->addSpacing(grid(2));
    form->addWidget(label(tr("Error message, if there was one")));
    form->addWidget(m_error);
    m_meaning = new Text({}, Type::Small, &Colours::inkSoft);
    form->addWidget(m_meaning);
    m_meaning->hide();
    connect(m_error, &QPlainTextEdit::textChanged, this, [this] { explainError(); });
    body()->addLayout(form);

    m_practice = new Card;
    auto* practiceTitle = new Text(tr("Nothing to check right now?"));
    practiceTitle->setWeight(QFont::DemiBold);
    m_practice->column()->addWidget(practiceTitle);
    m_practice->column()->addWidget(new Text(tr("Practise on a pretended PC and a really broken computer, both inside "
                                                "this program. Nothing on your PC is touched."),
                                             Type::Small, &Colours::inkSoft));
    auto* practiceRow = new QHBoxLayout;
    practiceRow->setSpacing(grid(2));
    m_scenarios = new ComboBox;
    m_scenarios->setAccessibleName(tr("What is to be broken"));
    practiceRow->addWidget(m_scenarios, 1);
    practiceRow->addWidget(button(
        tr("Practise"), ButtonKind::Normal,
        [this] { this->story().practise(toUtf8(m_scenarios->currentData().toString())); }, QStringLiteral("play")));
    m_practice->column()->addLayout(practiceRow);
    m_practiceStory = new Text({}, Type::Small, &Colours::inkSoft);
    m_practice->column()->addWidget(m_practiceStory);
    connect(m_scenarios, &QComboBox::currentIndexChanged, this, [this](int index) {
        const auto& cases = this->story().startInfo().practice;
        const bool known = index >= 0 && index < static_cast<int>(cases.size());
        m_practiceStory->setText(known ? plain(cases[static_cast<std::size_t>(index)].story) : QString());
    });
    m_practice->hide();
    body()->addSpacing(grid(3));
    body()->addWidget(m_practice);
    connect(&story, &CaseStory::startLoaded, this, [this] { showOffers(); });
}

void StartPage::refresh()
{
    complain({});
}

void StartPage::showOffers()
{
    const auto& info = story().startInfo();
    m_interrupted->setVisible(!info.interrupted.empty());
    m_interruptedText->setText(info.interrupted.empty()
                                   ? QString()
                                   : tr("The last run was interrupted on %1 while it changed %n setting(s). They can "
                                        "be put back as they were, or stay as "
                                        "they are now.",
                                        nullptr, static_cast<int>(info.interrupted.size()))
                                         .arg(timeText(info.interrupted.front().entry.when)));

    clear(*m_recent->layout());
    auto* row = static_cast<QHBoxLayout*>(m_recent->layout());
    row->setSpacing(grid(1));
    row->addWidget(new Text(tr("Lately:"), Type::Small, &Colours::inkSoft), 0, Qt::AlignVCenter);
    for (std::size_t i = 0; i < info.recent.size() && i < mostRecent; ++i) {
        const Target& target = info.recent[i];
        const QString address =
            target.host.port == desktopPort ? plain(target.host.host) : plain(toString(target.host));
        const QString shown = fontMetrics().elidedText(address, Qt::ElideMiddle, scaled(150));
        auto* offer = button(shown, ButtonKind::Quiet, [this, address, target] {
            m_address->setText(address);
            m_gateway->setText(target.gateway ? plain(target.gateway->host) : QString());
            m_address->setFocus();
        });
        offer->setAccessibleName(tr("Fill in %1").arg(address));
        row->addWidget(offer);
    }
    row->addStretch();
    m_recent->setVisible(!info.recent.empty());

    m_scenarios->clear();
    for (const auto& one : info.practice) m_scenarios->addItem(plain(one.title), QString::fromStdString(one.id));
    m_practice->setVisible(!info.practice.empty());
}

void StartPage::explainError()
{
    const QString typed = m_error->toPlainText().trimmed();
    m_meaning->setVisible(!typed.isEmpty());
    if (typed.isEmpty()) return;
    const auto reported = parseReportedError(toUtf8(typed));
    if (!reported) {
        m_meaning->setText(errorText(reported.error()));
        return;
    }
    const Explanation explanation = Facts::builtIn().explain(*reported);
    const CodeFact& telling = explanation.extended ? *explanation.extended : explanation.reason;
    m_meaning->setText(tr("%1: %2").arg(plain(toString(*reported)), plain(telling.meaning)));
}

void StartPage::browse()
{
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a .rdp file"), {}, tr("Remote Desktop files (*.rdp)"));
    if (!path.isEmpty()) m_address->setText(path);
}

void StartPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (isRemoteDesktopFile(firstFile(*event->mimeData()))) event->acceptProposedAction();
}

void StartPage::dropEvent(QDropEvent* event)
{
    m_address->setText(firstFile(*event->mimeData()));
    m_address->setFocus();
}

void StartPage::primary()
{
    complain({});
    const QString typed = m_address->text().trimmed();
    const auto refuse = [this](QWidget* field, const QString& sentence) {
        complain(sentence);
        field->setFocus();
    };
    if (typed.isEmpty())
        return refuse(m_address,
                      tr("Type the address of the computer that you cannot connect to, or choose a .rdp file."));

    Target target;
    if (const QString gateway = m_gateway->text().trimmed(); !gateway.isEmpty()) {
        const auto endpoint = parseEndpoint(toUtf8(gateway), gatewayPort);
        if (!endpoint) return refuse(m_gateway, errorText(endpoint.error()));
        target.gateway = *endpoint;
    }
    if (const QString error = m_error->toPlainText().trimmed(); !error.isEmpty()) {
        const auto reported = parseReportedError(toUtf8(error));
        if (!reported) return refuse(m_error, errorText(reported.error()));
        target.reported = *reported;
    }
    if (isRemoteDesktopFile(typed)) return story().checkFile(typed, target);
    const auto host = parseEndpoint(toUtf8(typed), desktopPort);
    if (!host) return refuse(m_address, errorText(host.error()));
    target.host = *host;
    story().check(target);
}

}    // namespace rdpmend::ui
