#include "ui/theme/icons.h"

#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <charconv>
#include <string>

namespace rdpmend {
std::string_view embeddedIcon(std::string_view path);    // written by the build: the files of resources/icons
}

namespace rdpmend::ui {
namespace {

constexpr double square = 24;

// Numbers and commands of path data, one after the other.
class PathData {
public:
    explicit PathData(std::string_view data) : m_rest(data) {}

    char command()
    {
        skipBlanks();
        if (m_rest.empty()) return 0;
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        return c;
    }
    QPointF point()
    {
        const double x = number();
        return {x, number()};
    }
    bool ok() const { return m_ok; }

private:
    void skipBlanks()
    {
        while (!m_rest.empty() && (m_rest.front() == ' ' || m_rest.front() == ',' || m_rest.front() == '\n'))
            m_rest.remove_prefix(1);
    }
    double number()
    {
        skipBlanks();
        double value = 0;
        const auto [end, error] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (error != std::errc{}) {
            m_ok = false;
            return 0;
        }
        m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
        return value;
    }

    std::string_view m_rest;
    bool m_ok = true;
};

QPainterPath load(const QString& name)
{
    std::string_view file = embeddedIcon("icons/" + name.toStdString() + ".svg");
    QPainterPath whole;
    constexpr std::string_view before = "<path d=\"";
    for (auto at = file.find(before); at != file.npos; at = file.find(before)) {
        file.remove_prefix(at + before.size());
        if (const auto part = pathFromSvg(file.substr(0, file.find('"')))) whole.addPath(*part);
    }
    return whole;
}

class DrawingEngine : public QIconEngine {
public:
    DrawingEngine(QString name, Role role) : m_name(std::move(name)), m_role(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = std::min(rect.width(), rect.height());    // what is wider leaves room at its end
        paintDrawing(*painter, m_name, QRect(rect.topLeft(), QSize(side, side)),
                     mode == QIcon::Disabled ? colours().notLooked : colour(m_role));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap out(size);
        out.fill(Qt::transparent);
        QPainter painter(&out);
        paint(&painter, {{}, size}, mode, state);
        return out;
    }
    QIconEngine* clone() const override { return new DrawingEngine(*this); }

private:
    QString m_name;
    Role m_role;
};

}    // namespace

std::optional<QPainterPath> pathFromSvg(std::string_view text)
{
    PathData data(text);
    QPainterPath path;
    while (const char command = data.command()) {
        switch (command) {
        case 'M': path.moveTo(data.point()); break;
        case 'L': path.lineTo(data.point()); break;
        case 'C': {
            const QPointF first = data.point();
            const QPointF second = data.point();
            path.cubicTo(first, second, data.point());
            break;
        }
        case 'Z': path.closeSubpath(); break;
        default: return std::nullopt;
        }
        if (!data.ok()) return std::nullopt;
    }
    return path;
}

const QPainterPath& drawing(const QString& name)
{
    static QHash<QString, QPainterPath> drawings;    // only the window's thread paints
    const auto found = drawings.constFind(name);
    return found != drawings.cend() ? *found : *drawings.insert(name, load(name));
}

void paintDrawing(QPainter& painter, const QString& name, const QRectF& box, const QColor& colour)
{
    const double side = std::min(box.width(), box.height());
    const double scale = side / square;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center() - QPointF(side / 2, side / 2));
    painter.scale(scale, scale);
    painter.setPen(QPen(colour, std::max(1.5, 1.25 / scale), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(drawing(name));
    painter.restore();
}

QIcon icon(const QString& name, Role role)
{
    return QIcon(new DrawingEngine(name, role));
}

}    // namespace rdpmend::ui
