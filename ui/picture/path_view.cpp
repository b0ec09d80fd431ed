#include "ui/picture/path_view.h"

#include <QPainter>
#include <QStyle>
#include <algorithm>

#include "ui/theme/icons.h"

namespace rdpmend::ui {
namespace {

void paintBroken(QPainter& painter, QPointF from, QPointF to)
{
    // Two loose ends and a cross between them; the ends hang, so that it is no straight line with a mark on it.
    const QPointF middle = (from + to) / 2;
    const double gap = scaled(16);
    painter.setPen(QPen(colours().broken, 2.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    QPainterPath ends(from);
    ends.lineTo(middle.x() - gap - 8, from.y());
    ends.lineTo(middle.x() - gap, from.y() + 7);
    ends.moveTo(to);
    ends.lineTo(middle.x() + gap + 8, to.y());
    ends.lineTo(middle.x() + gap, to.y() - 7);
    painter.drawPath(ends);
    const double arm = scaled(6);
    painter.drawLine(middle + QPointF(-arm, -arm), middle + QPointF(arm, arm));
    painter.drawLine(middle + QPointF(-arm, arm), middle + QPointF(arm, -arm));
}

void paintLink(QPainter& painter, QPointF from, QPointF to, const PathScene::Link& link, int beat)
{
    switch (link.state) {
    case State::Broken: paintBroken(painter, from, to); return;
    case State::Fine:
    case State::Found:
        painter.setPen(QPen(colours().fine, 2.5, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(from, to);
        break;
    case State::Checking: {
        QPen pen(colours().accent, 2.5, Qt::CustomDashLine, Qt::RoundCap);
        pen.setDashPattern({0.1, 3});
        pen.setDashOffset(-beat * 0.5);
        painter.setPen(pen);
        painter.drawLine(from, to);
        break;
    }
    case State::NotYet:
    case State::CouldNotLook:
    case State::NotNeeded: {
        QPen pen(colours().outline, 2, Qt::CustomDashLine, Qt::RoundCap);
        pen.setDashPattern({0.1, 4});
        painter.setPen(pen);
        painter.drawLine(from, to);
        break;
    }
    }
    if (link.measure.isEmpty()) return;
    painter.setFont(textFont(Type::Small));
    painter.setPen(colours().inkSoft);
    painter.drawText(QRectF(from.x(), from.y() - scaled(22), to.x() - from.x(), scaled(18)), Qt::AlignCenter,
                     link.measure);
}

bool wasLooked(State state)
{
    return state == State::Fine || state == State::Found || state == State::Broken;
}

void paintNode(QPainter& painter, QPointF centre, double radius, double width, const PathScene::Node& node)
{
    const QColor ring =
        colour(node.state == State::Checking || wasLooked(node.state) ? roleOf(node.state) : &Colours::outline);
    painter.setPen(QPen(ring, 2, wasLooked(node.state) || node.state == State::Checking ? Qt::SolidLine : Qt::DotLine));
    painter.setBrush(colours().surface);
    painter.drawEllipse(centre, radius, radius);
    const double drawn = radius * 1.05;
    paintDrawing(painter, node.drawing, {centre.x() - drawn / 2, centre.y() - drawn / 2, drawn, drawn},
                 colour(wasLooked(node.state) ? &Colours::ink : &Colours::inkSoft));

    QRectF line(centre.x() - width / 2, centre.y() + radius + 5, width, scaled(20));
    painter.setFont(textFont(Type::Body, QFont::DemiBold));
    painter.setPen(colours().ink);
    painter.drawText(line, Qt::AlignCenter,
                     painter.fontMetrics().elidedText(node.label, Qt::ElideMiddle, static_cast<int>(width)));

    line.translate(0, scaled(20));
    painter.setFont(textFont(Type::Small));
    const QColor state = colour(roleOf(node.state));
    const double wordWidth = painter.fontMetrics().horizontalAdvance(node.word);
    const double mark = scaled(14);
    const double left = centre.x() - (mark + 5 + wordWidth) / 2;
    paintDrawing(painter, drawingOf(node.state), {left, line.y() + (line.height() - mark) / 2, mark, mark}, state);
    painter.setPen(state);
    painter.drawText(QRectF(left + mark + 5, line.y(), wordWidth + 2, line.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     node.word);
}

}    // namespace

void paintPath(QPainter& painter, const QRectF& box, const PathScene& scene, int beat)
{
    if (scene.nodes.size() < 2) return;
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = scaled(26);
    const double column = box.width() / static_cast<double>(scene.nodes.size());
    const double y = box.top() + radius + 3;
    const auto centre = [&](std::size_t i) { return QPointF(box.left() + column * (static_cast<double>(i) + 0.5), y); };
    for (std::size_t i = 0; i < scene.links.size(); ++i)
        paintLink(painter, centre(i) + QPointF(radius + 8, 0), centre(i + 1) - QPointF(radius + 8, 0), scene.links[i],
                  beat);
    for (std::size_t i = 0; i < scene.nodes.size(); ++i)
        paintNode(painter, centre(i), radius, column - 8, scene.nodes[i]);
}

PathView::PathView(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_timer.setInterval(80);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        ++m_beat;
        update();
    });
}

void PathView::setScene(const PathScene& scene)
{
    m_scene = scene;
    setAccessibleName(scene.inWords());
    const bool moves = std::ranges::any_of(scene.links, [](const auto& link) { return link.state == State::Checking; });
    // 0 is what systems report whose people asked for no animation.
    if (moves && style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0)
        m_timer.start();
    else
        m_timer.stop();
    update();
}

QSize PathView::sizeHint() const
{
    return {scaled(600), scaled(104)};
}

QSize PathView::minimumSizeHint() const
{
    return {scaled(300), scaled(104)};
}

void PathView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintPath(painter, rect(), m_scene, m_beat);
}

}    // namespace rdpmend::ui
