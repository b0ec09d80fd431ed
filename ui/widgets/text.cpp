#include "ui/widgets/text.h"

#include <QFocusEvent>
#include <QPainter>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

namespace rdpmend::ui {

Text::Text(const QString& text, Type type, Role role, QWidget* parent) : QLabel(parent), m_role(role)
{
    setTextFormat(Qt::PlainText);
    setFont(textFont(type));
    setText(text);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void Text::setRole(Role role)
{
    m_role = role;
    update();
}

void Text::setWeight(QFont::Weight weight)
{
    QFont changed = font();
    changed.setWeight(weight);
    setFont(changed);
}

double Text::layOut(double width, QPainter* painter) const
{
    double y = 0;
    for (const QString& paragraph : text().split(QLatin1Char('\n'))) {
        QTextLayout layout(paragraph, font());
        QTextOption option(alignment() & Qt::AlignHorizontal_Mask);
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        option.setTextDirection(layoutDirection());
        layout.setTextOption(option);
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(std::max(width, 1.0));
            line.setPosition({0, y});
            y += std::ceil(line.height() * 1.1);    // a little air between the lines
        }
        layout.endLayout();
        if (painter) layout.draw(painter, {0, 0});
    }
    return y;
}

int Text::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const double inner = width - margins.left() - margins.right();
    return static_cast<int>(std::ceil(layOut(inner, nullptr))) + margins.top() + margins.bottom();
}

QSize Text::sizeHint() const
{
    double widest = 0;
    for (const QString& paragraph : text().split(QLatin1Char('\n')))
        widest = std::max(widest, QFontMetricsF(font()).horizontalAdvance(paragraph));
    const QMargins margins = contentsMargins();
    const int width = std::min(static_cast<int>(std::ceil(widest)) + 2 + margins.left() + margins.right(), scaled(680));
    return {width, heightForWidth(width)};
}

QSize Text::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), scaled(48)), fontMetrics().height()};
}

void Text::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(colour(isEnabled() ? m_role : &Colours::notLooked));
    const QMargins margins = contentsMargins();
    painter.translate(margins.left(), margins.top());
    const double inner = width() - margins.left() - margins.right();
    if (alignment() & Qt::AlignVCenter)
        painter.translate(0, std::max(0.0, (height() - margins.top() - margins.bottom() - layOut(inner, nullptr)) / 2));
    layOut(inner, &painter);
}

Headline::Headline(QWidget* parent) : Text({}, Type::Headline, &Colours::ink, parent)
{
    setWeight(QFont::DemiBold);
    setFocusPolicy(Qt::StrongFocus);
    setAlignment(Qt::AlignTop | Qt::AlignLeading);
}

void Headline::focusInEvent(QFocusEvent* event)
{
    m_ring = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    Text::focusInEvent(event);
    update();
}

void Headline::focusOutEvent(QFocusEvent* event)
{
    m_ring = false;
    Text::focusOutEvent(event);
    update();
}

void Headline::paintEvent(QPaintEvent* event)
{
    Text::paintEvent(event);
    if (!m_ring) return;
    QPainter painter(this);
    painter.setPen(QPen(colours().accent, 2, Qt::DotLine));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

}    // namespace rdpmend::ui
