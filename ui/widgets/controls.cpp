#include "ui/widgets/controls.h"

#include <QAccessible>
#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>

#include "ui/theme/icons.h"

namespace rdpmend::ui {
namespace {

QString withoutMnemonic(QString label)
{
    return label.replace(QLatin1Char('&'), QLatin1String("&&"));
}

}    // namespace

Drawing::Drawing(const QString& name, Role role, int pixels, QWidget* parent)
    : QWidget(parent), m_name(name), m_role(role), m_side(scaled(pixels))
{
    setFixedSize(m_side, m_side);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void Drawing::set(const QString& name, Role role)
{
    m_name = name;
    m_role = role;
    update();
}

void Drawing::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintDrawing(painter, m_name, rect(), colour(m_role));
}

StateMark::StateMark(State state, const QString& word, QWidget* parent) : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(grid(1) + 2);
    m_drawing = new Drawing({}, &Colours::ink, 16);
    m_word = new Text({}, Type::Small);
    row->addWidget(m_drawing, 0, Qt::AlignVCenter);
    row->addWidget(m_word, 1, Qt::AlignVCenter);
    setMinimumHeight(QFontMetrics(textFont(Type::Body)).height());    // stands well beside a line of text
    set(state, word);
}

void StateMark::set(State state, const QString& word)
{
    m_drawing->set(drawingOf(state), roleOf(state));
    m_word->setText(word.isEmpty() ? wordOf(state) : word);
    m_word->setRole(roleOf(state));
}

QString wordOfCheck(State state)
{
    return state == State::Broken ? StateMark::tr("in the way") : wordOf(state);
}

StateMark* checkMark(const Outcome& outcome)
{
    const State state = stateOf(outcome);
    return new StateMark(state, wordOfCheck(state));
}

QPushButton* button(const QString& label, ButtonKind kind, const std::function<void()>& pressed, const QString& drawing)
{
    auto* made = new QPushButton;
    Role role = &Colours::ink;
    if (kind == ButtonKind::Primary) {
        made->setProperty("kind", QStringLiteral("primary"));
        role = &Colours::onAccent;
    } else if (kind != ButtonKind::Normal) {
        made->setProperty("kind", kind == ButtonKind::Quiet ? QStringLiteral("quiet") : QStringLiteral("fold"));
        role = &Colours::accent;
    }
    setDrawing(*made, drawing, role);
    made->setFont(textFont(Type::Body, kind == ButtonKind::Primary ? QFont::DemiBold : QFont::Normal));
    made->setAutoDefault(true);
    setLabel(*made, label);
    QObject::connect(made, &QPushButton::clicked, made, [pressed] {
        if (pressed) pressed();
    });
    return made;
}

void setDrawing(QPushButton& button, const QString& drawing, Role role)
{
    button.setIcon(drawing.isEmpty() ? QIcon() : icon(drawing, role));
    button.setIconSize({scaled(18) + grid(1), scaled(18)});    // styles leave too little room between drawing and words
}

void setLabel(QPushButton& button, const QString& label)
{
    button.setText(withoutMnemonic(label));
    button.setAccessibleName(label);
}

QPushButton* copyButton(const QString& label, const std::function<QString()>& text)
{
    auto* made = button(label, ButtonKind::Fold, {}, QStringLiteral("copy"));
    QObject::connect(made, &QPushButton::clicked, made, [made, label, text] {
        QGuiApplication::clipboard()->setText(text());
        const QString copied = Card::tr("Copied");
        setLabel(*made, copied);
        announce(*made, copied);
        QTimer::singleShot(2000, made, [made, label] { setLabel(*made, label); });
    });
    return made;
}

CommandLink::CommandLink(const QString& drawing, const QString& title, const QString& sentence, bool shield,
                         QWidget* parent)
    : QPushButton(parent)
{
    setProperty("kind", QStringLiteral("link"));
    setAutoDefault(true);
    setAccessibleName(sentence.isEmpty() ? title : title + QStringLiteral(". ") + sentence);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(grid(4), grid(3), grid(4), grid(3));
    row->setSpacing(grid(4));
    row->addWidget(new Drawing(drawing, &Colours::accent, 24), 0, Qt::AlignVCenter);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    auto* titleText = new Text(title, Type::Body, &Colours::ink);
    titleText->setWeight(QFont::DemiBold);
    words->addWidget(titleText);
    if (!sentence.isEmpty()) words->addWidget(new Text(sentence, Type::Small, &Colours::inkSoft));
    row->addLayout(words, 1);
    if (shield) row->addWidget(new Drawing(QStringLiteral("shield"), &Colours::found, 20), 0, Qt::AlignVCenter);
    row->addWidget(new Drawing(QStringLiteral("chevron-right"), &Colours::inkSoft, 20), 0, Qt::AlignVCenter);
    for (auto* child : findChildren<QWidget*>()) child->setAttribute(Qt::WA_TransparentForMouseEvents);
}

int CommandLink::heightForWidth(int width) const
{
    return layout()->heightForWidth(width);
}

QSize CommandLink::sizeHint() const
{
    return layout()->sizeHint();
}

QSize CommandLink::minimumSizeHint() const
{
    return layout()->minimumSize();
}

Card::Card(QWidget* parent) : QFrame(parent)
{
    setProperty("kind", QStringLiteral("card"));
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(grid(4), grid(4), grid(4), grid(4));
    m_column->setSpacing(grid(2));
}

int Disclosure::lineHeight() const
{
    m_button->ensurePolished();    // the style sheet adds to its height
    return m_button->sizeHint().height();
}

int Disclosure::indent()
{
    constexpr int border = 2, spacing = 4;    // as in the style sheet, and as Fusion spaces drawing and words
    return border + scaled(18) + grid(1) + spacing;
}

Disclosure::Disclosure(const QString& label, bool calm, QWidget* parent) : QWidget(parent)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(grid(1));
    m_button = button(
        label, ButtonKind::Fold, [this] { setOpen(!m_open); }, QStringLiteral("chevron-right"));
    m_button->setProperty("calm", calm);
    outer->addWidget(m_button, 0, Qt::AlignLeading);
    m_content = new QWidget;
    m_column = new QVBoxLayout(m_content);
    m_column->setContentsMargins(indent(), 0, 0, grid(2));
    m_column->setSpacing(grid(2));
    outer->addWidget(m_content);
    m_content->hide();
    m_button->setAccessibleName(tr("%1, closed").arg(label));
}

void Disclosure::setOpen(bool open)
{
    m_open = open;
    m_content->setVisible(open);
    setDrawing(*m_button, open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), &Colours::accent);
    const QString label = m_button->text().replace(QLatin1String("&&"), QLatin1String("&"));
    m_button->setAccessibleName((open ? tr("%1, open") : tr("%1, closed")).arg(label));
}

QWidget* factTable(const std::vector<std::pair<QString, QString>>& rows)
{
    auto* whole = new QWidget;
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(grid(1));
    auto* table = new QGridLayout;
    table->setHorizontalSpacing(grid(4));
    table->setVerticalSpacing(grid(1));
    table->setColumnStretch(0, 2);
    table->setColumnStretch(1, 5);
    QString all;
    for (const auto& [name, value] : rows) {
        const int row = table->rowCount();
        table->addWidget(new Text(name, Type::Small, &Colours::inkSoft), row, 0, Qt::AlignTop);
        auto* valueText = new Text(value, Type::Small);
        valueText->setFont(fixedFont(Type::Small));
        table->addWidget(valueText, row, 1);
        all += name + QStringLiteral(": ") + value + QLatin1Char('\n');
    }
    column->addLayout(table);
    column->addWidget(copyButton(Card::tr("Copy these facts"), [all] { return all; }), 0, Qt::AlignLeading);
    return whole;
}

QWidget* rule()
{
    auto* line = new QFrame;
    line->setProperty("kind", QStringLiteral("rule"));
    line->setFixedHeight(1);
    return line;
}

void clear(QLayout& layout)
{
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();    // one of its own buttons may be asking for this
        } else if (QLayout* inner = item->layout()) {
            clear(*inner);
        }
        delete item;
    }
}

void announce(QWidget& where, const QString& text)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent event(&where, text);
#else
    (void)text;    // what changed is in the accessible name already; an alert makes readers look again
    QAccessibleEvent event(&where, QAccessible::Alert);
#endif
    QAccessible::updateAccessibility(&event);
}

}    // namespace rdpmend::ui
