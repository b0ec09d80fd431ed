#include "ui/widgets/combo_box.h"

#include <QPainter>

#include "ui/theme/icons.h"

namespace rdpmend::ui {

ComboBox::ComboBox(QWidget* parent) : QComboBox(parent)
{
    setFont(textFont(Type::Body));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(16);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ComboBox::paintEvent(QPaintEvent* event)
{
    QComboBox::paintEvent(event);
    QPainter painter(this);
    const double side = scaled(16);
    paintDrawing(painter, QStringLiteral("chevron-down"), {width() - side - grid(2), (height() - side) / 2, side, side},
                 colours().inkSoft);
}

}    // namespace rdpmend::ui
