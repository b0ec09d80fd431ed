// The visual language: colours by their role, four sizes of type, distances on a 4-pixel grid. Widgets ask for a role
// when they paint, so that changing the scheme repaints everything.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace rdpmend::ui {

struct Colours {
    QColor window;     // behind everything
    QColor surface;    // cards, fields
    QColor hover;      // a surface under the pointer
    QColor line;       // separates, carries no meaning
    QColor outline;    // edge of things one can operate: at least 3:1 on surface and window
    QColor ink;        // text, at least 7:1
    QColor inkSoft;    // secondary text, at least 4.5:1
    QColor accent;     // the one colour for what can be done next
    QColor onAccent;
    QColor fine, found, broken, notLooked;    // states; always together with a shape and a word
};

// A colour is named by the member that holds it: `&Colours::ink`.
using Role = QColor Colours::*;

enum class Scheme { Light, Dark };

Colours coloursOf(Scheme scheme);
const Colours& colours();    // of the scheme in force
inline QColor colour(Role role)
{
    return colours().*role;
}

Scheme schemeInForce();
// What the desktop asks for. Before Qt 6.5 it is guessed from the lightness of the desktop's own palette.
Scheme schemeOfTheSystem();
// Style, palette, font and style sheet of the whole application.
void applyScheme(Scheme scheme);

// 12, 14, 18 and 26 pixels at 96 dpi and normal text size; they grow with the text size of the system.
enum class Type { Small, Body, Title, Headline };

QFont textFont(Type type, QFont::Weight weight = QFont::Normal);
QFont fixedFont(Type type);
// A distance of the grid in device-independent pixels.
constexpr int grid(int steps)
{
    return 4 * steps;
}
int scaled(int pixels);    // for things that hold text or stand beside it: grows with the text size

}    // namespace rdpmend::ui
