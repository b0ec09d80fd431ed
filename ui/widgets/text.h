// Text that is never markup and never clipped: it wraps anywhere when a word is longer than the line (host names,
// registry paths), asks for the height it needs, and paints in the colour its role has at the moment.
#pragma once

#include <QLabel>

#include "ui/theme/theme.h"

namespace rdpmend::ui {

class Text : public QLabel {
    Q_OBJECT
public:
    explicit Text(const QString& text = {}, Type type = Type::Body, Role role = &Colours::ink,
                  QWidget* parent = nullptr);

    void setRole(Role role);
    void setWeight(QFont::Weight weight);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double layOut(double width, QPainter* painter) const;    // the height used; paints when there is a painter

    Role m_role;
};

// The sentence of a page. It takes the focus when the page comes, so that a screen reader says it.
class Headline : public Text {
    Q_OBJECT
public:
    explicit Headline(QWidget* parent = nullptr);

protected:
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_ring = false;    // a ring is drawn only for who came here with the Tab key
};

}    // namespace rdpmend::ui
