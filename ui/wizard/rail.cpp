#include "ui/wizard/rail.h"

#include <QPainter>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/words.h"

namespace rdpmend::ui {

// Shape, title and the word of a state under it.
class RailButton : public QPushButton {
public:
    explicit RailButton(const QString& title) : m_title(title)
    {
        setProperty("kind", QStringLiteral("rail"));
        setCheckable(true);
        setAutoDefault(true);
        setFixedHeight(scaled(48));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void set(const QString& drawing, Role role, const QString& word, bool here)
    {
        m_drawing = drawing;
        m_role = role;
        m_word = word;
        setChecked(here);
        QString name = word.isEmpty() ? m_title : m_title + QStringLiteral(": ") + word;
        setAccessibleName(here ? Rail::tr("%1, you are here").arg(name) : name);
        update();
    }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPushButton::paintEvent(event);
        QPainter painter(this);
        const double side = scaled(20);
        const double left = grid(3);
        if (isChecked()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(colours().accent);
            painter.drawRoundedRect(QRectF(0, height() * 0.25, 3, height() * 0.5), 1.5, 1.5);
        }
        paintDrawing(painter, m_drawing, {left, (height() - side) / 2.0, side, side}, colour(m_role));
        const double textLeft = left + side + grid(3);
        const double textWidth = width() - textLeft - grid(2);
        painter.setFont(textFont(Type::Body, isChecked() ? QFont::DemiBold : QFont::Normal));
        painter.setPen(isEnabled() || isChecked() ? colours().ink : colours().inkSoft);
        const auto elided = [&painter, textWidth](const QString& text) {
            return painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(textWidth));
        };
        if (m_word.isEmpty()) {
            painter.drawText(QRectF(textLeft, 0, textWidth, height()), Qt::AlignVCenter | Qt::AlignLeft,
                             elided(m_title));
            return;
        }
        const double middle = height() / 2.0;
        painter.drawText(QRectF(textLeft, middle - scaled(20), textWidth, scaled(20)), Qt::AlignVCenter | Qt::AlignLeft,
                         elided(m_title));
        painter.setFont(textFont(Type::Small));
        painter.setPen(colour(m_role));
        painter.drawText(QRectF(textLeft, middle, textWidth, scaled(17)), Qt::AlignVCenter | Qt::AlignLeft,
                         elided(m_word));
    }

private:
    QString m_title;
    QString m_drawing;
    Role m_role = &Colours::ink;
    QString m_word;
};

Rail::Rail(const CaseStory& story, QWidget* parent) : QWidget(parent), m_story(story)
{
    setObjectName(QStringLiteral("rail"));
    setAttribute(Qt::WA_StyledBackground);
    setNarrow(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(grid(3), grid(5), grid(3), grid(4));
    column->setSpacing(2);
    auto* brand = new Text(QStringLiteral("rdpmend"), Type::Title);
    brand->setWeight(QFont::Bold);
    brand->setContentsMargins(grid(3), 0, 0, grid(3));
    column->addWidget(brand);

    const auto add = [this, column](const QString& title, Screen screen) {
        auto* made = new RailButton(title);
        connect(made, &QPushButton::clicked, this, [this, screen] { emit chosen(screen); });
        column->addWidget(made);
        m_buttons.push_back(made);
    };
    add(tr("Start"), Screen::start());
    for (const Phase phase : allPhases)
        add(QStringLiteral("%1  %2").arg(number(phase)).arg(phaseTitle(phase)), Screen::phase(phase));
    add(tr("Finish"), Screen::finish());
    column->addStretch();
    m_practice = new Text(tr("Practice: nothing on your own PC is touched."), Type::Small, &Colours::inkSoft);
    m_practice->setContentsMargins(grid(3), 0, grid(2), grid(2));
    column->addWidget(m_practice);
    m_undo = button(
        tr("Undo …"), ButtonKind::Quiet, [this] { emit chosen(Screen::undo()); }, QStringLiteral("undo"));
    m_undo->setAccessibleName(tr("What was ever changed on this PC, and undo"));
    column->addWidget(m_undo);
    refresh(Screen::start());
}

void Rail::setNarrow(bool narrow)
{
    setFixedWidth(scaled(narrow ? 184 : 208));
}

void Rail::refresh(Screen here)
{
    const bool free = !here.passes();
    m_buttons.front()->set(QStringLiteral("start"), &Colours::inkSoft, plain(m_story.target().host.host),
                           here == Screen::start());
    m_buttons.front()->setEnabled(free);
    for (const Phase phase : allPhases) {
        const State state = m_story.phaseState(phase);
        auto* made = m_buttons[static_cast<std::size_t>(number(phase))];
        made->set(drawingOf(state), roleOf(state), wordOf(state), here.group == number(phase));
        made->setEnabled(free && m_story.isChecked());
    }
    m_buttons.back()->set(QStringLiteral("finish"), &Colours::inkSoft,
                          m_story.isChecked() ? tr("ready") : wordOf(State::NotYet), here == Screen::finish());
    m_buttons.back()->setEnabled(free && m_story.isChecked());
    m_practice->setVisible(m_story.isPractice());
    m_undo->setEnabled(free);
}

}    // namespace rdpmend::ui
