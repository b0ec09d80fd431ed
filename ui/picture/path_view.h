// Paints the way of `PathScene`.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/picture/path_scene.h"

class QPainter;

namespace rdpmend::ui {

// `beat` moves what shows progress; it is 0 in a still picture.
void paintPath(QPainter& painter, const QRectF& box, const PathScene& scene, int beat = 0);

class PathView : public QWidget {
    Q_OBJECT
public:
    explicit PathView(QWidget* parent = nullptr);
    void setScene(const PathScene& scene);
    const PathScene& scene() const { return m_scene; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    PathScene m_scene;
    QTimer m_timer;
    int m_beat = 0;
};

}    // namespace rdpmend::ui
