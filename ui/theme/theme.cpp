#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>
#include <algorithm>

namespace rdpmend::ui {
namespace {

Scheme g_scheme = Scheme::Light;
Colours g_colours = coloursOf(Scheme::Light);

// Fonts are asked for before the first applyScheme() changes the application's font.
const QFont& systemFont()
{
    static const QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    return font;
}

double textScale()
{
    // The size that counts as normal: 9 points on Windows, where "Text size" of the settings scales it.
#ifdef Q_OS_WIN
    constexpr double normal = 12;
#else
    constexpr double normal = 14;
#endif
    static const double scale = std::clamp(QFontInfo(systemFont()).pixelSize() / normal, 1.0, 2.5);
    return scale;
}

int pixels(Type type)
{
    switch (type) {
    case Type::Small: return 12;
    case Type::Body: return 14;
    case Type::Title: return 18;
    case Type::Headline: return 26;
    }
    return 14;
}

QPalette paletteOf(const Colours& c)
{
    QPalette palette;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.ink);
    palette.setColor(QPalette::Base, c.surface);
    palette.setColor(QPalette::AlternateBase, c.window);
    palette.setColor(QPalette::Text, c.ink);
    palette.setColor(QPalette::PlaceholderText, c.inkSoft);
    palette.setColor(QPalette::Button, c.surface);
    palette.setColor(QPalette::ButtonText, c.ink);
    palette.setColor(QPalette::ToolTipBase, c.surface);
    palette.setColor(QPalette::ToolTipText, c.ink);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::Mid, c.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.notLooked);
    return palette;
}

// {role} is replaced by the colour. Fonts are never set here: they belong to the widgets.
constexpr auto styleSheet = R"(
QWidget#window, QScrollArea, QScrollArea > QWidget > QWidget#column { background: {window}; border: none; }
QWidget#rail { background: {surface}; border: none; border-right: 1px solid {line}; }
QWidget#top { background: {surface}; border: none; border-bottom: 1px solid {line}; }
QWidget#bottom { background: {surface}; border: none; border-top: 1px solid {line}; }
QFrame[kind="card"] { background: {surface}; border: 1px solid {line}; border-radius: 8px; }
QFrame[kind="rule"] { background: {line}; border: none; max-height: 1px; min-height: 1px; }

QPushButton { background: {surface}; color: {ink}; border: 1px solid {outline}; border-radius: 6px; padding: 7px 16px; }
QPushButton:hover { background: {hover}; }
QPushButton:focus { border: 2px solid {accent}; padding: 6px 15px; }
QPushButton:disabled { color: {notLooked}; border-color: {line}; }
QPushButton[kind="primary"] { background: {accent}; color: {onAccent}; border: 1px solid {accent}; padding: 7px 20px; }
QPushButton[kind="primary"]:hover { border: 1px solid {ink}; }
QPushButton[kind="primary"]:focus { border: 2px solid {ink}; padding: 6px 19px; }
QPushButton[kind="quiet"] { background: transparent; color: {accent}; border: 1px solid transparent; padding: 5px 8px; text-align: left; }
QPushButton[kind="quiet"]:hover { background: {hover}; }
QPushButton[kind="quiet"]:focus { border: 2px solid {accent}; padding: 4px 7px; }
QPushButton[kind="fold"] { background: transparent; color: {accent}; border: 2px solid transparent; border-radius: 4px;
    padding: 3px 8px 3px 0; text-align: left; }
QPushButton[kind="fold"][calm="true"] { color: {ink}; }
QPushButton[kind="fold"]:hover { color: {ink}; }
QPushButton[kind="fold"]:focus { border: 2px solid {accent}; }
QPushButton[kind="link"] { border: 1px solid {line}; border-radius: 8px; padding: 0; text-align: left; }
QPushButton[kind="link"]:hover { border-color: {outline}; }
QPushButton[kind="link"]:focus { border: 2px solid {accent}; }
QPushButton[kind="rail"] { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 0; }
QPushButton[kind="rail"]:hover:enabled { background: {hover}; }
QPushButton[kind="rail"]:checked { background: {hover}; }
QPushButton[kind="rail"]:focus { border: 2px solid {accent}; }

QLineEdit, QPlainTextEdit, QComboBox { background: {surface}; color: {ink}; border: 1px solid {outline}; border-radius: 6px;
    padding: 7px 9px; selection-background-color: {accent}; selection-color: {onAccent}; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid {accent}; padding: 6px 8px; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: {surface}; color: {ink}; border: 1px solid {outline}; padding: 4px;
    selection-background-color: {accent}; selection-color: {onAccent}; outline: none; }

QProgressBar { background: {line}; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: {accent}; border-radius: 3px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: {outline}; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QString styleSheetOf(const Colours& c)
{
    const std::pair<const char*, QColor> roles[] = {
        {"{window}", c.window},     {"{surface}", c.surface}, {"{hover}", c.hover},     {"{line}", c.line},
        {"{outline}", c.outline},   {"{ink}", c.ink},         {"{inkSoft}", c.inkSoft}, {"{accent}", c.accent},
        {"{fine}", c.fine},         {"{found}", c.found},     {"{broken}", c.broken},   {"{notLooked}", c.notLooked},
        {"{onAccent}", c.onAccent},
    };
    QString sheet = QString::fromLatin1(styleSheet);
    for (const auto& [role, value] : roles) sheet.replace(QLatin1String(role), value.name());
    return sheet;
}

}    // namespace

Colours coloursOf(Scheme scheme)
{
    if (scheme == Scheme::Light)
        return {.window = 0xF5F7F9,
                .surface = 0xFFFFFF,
                .hover = 0xE9EEF3,
                .line = 0xD8DEE5,
                .outline = 0x7B8794,
                .ink = 0x14202B,
                .inkSoft = 0x4D5B69,
                .accent = 0x0B5CAB,
                .onAccent = 0xFFFFFF,
                .fine = 0x1A7446,
                .found = 0x8A5300,
                .broken = 0xB3261E,
                .notLooked = 0x5D6975};
    return {.window = 0x14181D,
            .surface = 0x1C2229,
            .hover = 0x28313A,
            .line = 0x343E49,
            .outline = 0x7D8A97,
            .ink = 0xECF0F4,
            .inkSoft = 0xADB8C3,
            .accent = 0x74B7F7,
            .onAccent = 0x06213D,
            .fine = 0x5FCB93,
            .found = 0xE9B650,
            .broken = 0xFF8C82,
            .notLooked = 0x9BA7B3};
}

const Colours& colours()
{
    return g_colours;
}

Scheme schemeInForce()
{
    return g_scheme;
}

Scheme schemeOfTheSystem()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? Scheme::Dark : Scheme::Light;
#else
    static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark ? Scheme::Dark : Scheme::Light;
#endif
}

void applyScheme(Scheme scheme)
{
    (void)systemFont();
    (void)schemeOfTheSystem();
    g_scheme = scheme;
    g_colours = coloursOf(scheme);
    // Fusion: the native styles draw dark palettes badly, and ours must look the same at every scale.
    if (QApplication::style()->objectName() != QLatin1String("fusion"))
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(g_colours));
    QApplication::setFont(textFont(Type::Body));
    qApp->setStyleSheet(styleSheetOf(g_colours));
}

QFont textFont(Type type, QFont::Weight weight)
{
    QFont out = systemFont();
    out.setPixelSize(scaled(pixels(type)));
    out.setWeight(weight);
    return out;
}

QFont fixedFont(Type type)
{
    QFont out = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    out.setPixelSize(scaled(pixels(type)));
    return out;
}

int scaled(int pixels)
{
    return qRound(pixels * textScale());
}

}    // namespace rdpmend::ui
