// Line drawings in any colour and size. The drawings are resources/icons/*.svg; they are read by a parser for the small
// part of SVG that they use, because the program does not link Qt's SVG module.
#pragma once

#include <QIcon>
#include <QPainterPath>
#include <QString>
#include <optional>
#include <string_view>

#include "ui/theme/theme.h"

class QPainter;

namespace rdpmend::ui {

// The data of a <path d="...">: absolute M, L, C and Z only; nullopt for anything else.
std::optional<QPainterPath> pathFromSvg(std::string_view data);
// All paths of the drawing in its 24 x 24 square; empty when there is none of that name.
const QPainterPath& drawing(const QString& name);

// Stroked to fill the square `box`; the stroke is 1.5/24 of it, never thinner than a pixel.
void paintDrawing(QPainter& painter, const QString& name, const QRectF& box, const QColor& colour);
// For buttons: painted in the colour that `role` has at the moment of painting.
QIcon icon(const QString& name, Role role);

}    // namespace rdpmend::ui
