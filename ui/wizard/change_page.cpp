#include "ui/wizard/change_page.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <algorithm>

#include "core/report/words.h"
#include "ui/words.h"

namespace rdpmend::ui {
namespace {

void addLine(QVBoxLayout& column, const QString& drawing, Role role, const QString& text)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(grid(3));
    row->addWidget(new Drawing(drawing, role, 18), 0, Qt::AlignTop);
    row->addWidget(new Text(text), 1);
    column.addLayout(row);
}

QWidget* side(const QString& title, const std::string& content, Role role)
{
    auto* whole = new QWidget;
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(new Text(title, Type::Small, &Colours::inkSoft));
    auto* text = new Text(plain(content), Type::Body, role);
    text->setFont(fixedFont(Type::Body));
    column->addWidget(text);
    column->addStretch();
    return whole;
}

}    // namespace

QWidget* beforeAndAfter(const ChangeWords& words, const QString& beforeTitle, const QString& afterTitle)
{
    auto* whole = new QWidget;
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(grid(2));
    auto* place = new Text(plain(words.place), Type::Small);
    place->setFont(fixedFont(Type::Small));
    column->addWidget(place);
    auto* row = new QHBoxLayout;
    row->setSpacing(grid(4));
    row->addWidget(side(beforeTitle, words.before, &Colours::inkSoft), 1);
    row->addWidget(new Drawing(QStringLiteral("arrow-right"), &Colours::accent, 20), 0, Qt::AlignVCenter);
    row->addWidget(side(afterTitle, words.after, &Colours::ink), 1);
    column->addLayout(row);
    return whole;
}

void ChangePage::refresh()
{
    clear(*body());
    complain({});
    const Case& theCase = story().theCase();
    std::size_t count = 0;
    for (const auto& step : story().consent().steps) count += step.changes.size();
    setHeadline(count == 1 ? tr("Change this setting?") : tr("Change these settings?"));

    for (const auto& step : story().consent().steps) {
        if (const QString effect = factText("fix." + step.fix + ".effect", theCase); !effect.isEmpty()) addText(effect);
        auto* changes = new Card;
        bool first = true;
        for (const auto& change : step.changes) {
            if (!first) changes->column()->addWidget(rule());
            first = false;
            changes->column()->addWidget(beforeAndAfter(story().words(change), tr("Now"), tr("Afterwards")));
        }
        body()->addWidget(changes);

        auto* terms = new QVBoxLayout;
        terms->setSpacing(grid(3));
        terms->setContentsMargins(grid(1), grid(2), 0, 0);
        addLine(*terms, step.scope == Scope::Machine ? QStringLiteral("shield") : QStringLiteral("person"),
                step.scope == Scope::Machine ? &Colours::found : &Colours::inkSoft,
                scopeText(step.scope) + QLatin1Char('.'));
        addLine(*terms, QStringLiteral("clock"), &Colours::inkSoft,
                step.needsRestart ? tr("Takes effect after this PC is restarted.")
                                  : tr("Takes effect at once, without a restart."));
        const QString undo = factText("fix." + step.fix + ".undo", theCase);
        addLine(*terms, QStringLiteral("undo"),
                step.reversal == Reversal::Impossible ? &Colours::found : &Colours::inkSoft,
                tr("%1. %2").arg(reversalText(step.reversal), undo).trimmed());
        body()->addLayout(terms);
        body()->addSpacing(grid(2));
    }
}

QString ChangePage::primaryLabel() const
{
    const auto& steps = story().consent().steps;
    return steps.empty() ? QString() : fixVerb(steps.front());
}

bool ChangePage::primaryHasShield() const
{
    return std::ranges::any_of(story().consent().steps,
                               [](const PlanStep& step) { return step.scope == Scope::Machine; });
}

}    // namespace rdpmend::ui
