// The small parts that pages are made of.
#pragma once

#include <QFrame>
#include <QPushButton>
#include <QVBoxLayout>
#include <functional>

#include "ui/theme/state.h"
#include "ui/widgets/text.h"

namespace rdpmend::ui {

// A line drawing in the colour of its role.
class Drawing : public QWidget {
    Q_OBJECT
public:
    Drawing(const QString& name, Role role, int pixels, QWidget* parent = nullptr);
    void set(const QString& name, Role role);
    QSize sizeHint() const override { return {m_side, m_side}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    Role m_role;
    int m_side;
};

// Shape and word of a state.
class StateMark : public QWidget {
    Q_OBJECT
public:
    explicit StateMark(State state, const QString& word = {}, QWidget* parent = nullptr);
    void set(State state, const QString& word = {});

private:
    Drawing* m_drawing;
    Text* m_word;
};

// For one check: what is broken on the picture is "in the way" in a list.
QString wordOfCheck(State state);
StateMark* checkMark(const Outcome& outcome);

enum class ButtonKind { Normal, Primary, Quiet, Fold };    // Fold stands flush with the text around it

// A button whose label is plain text ('&' is shown, not a mnemonic) and which Enter presses when it has the focus.
QPushButton* button(const QString& label, ButtonKind kind, const std::function<void()>& pressed,
                    const QString& drawing = {});
void setLabel(QPushButton& button, const QString& label);
void setDrawing(QPushButton& button, const QString& drawing, Role role);
// Copies what `text` gives, and says so on the button for a moment.
QPushButton* copyButton(const QString& label, const std::function<QString()>& text);

// A choice with a title and a sentence, as wide as the page.
class CommandLink : public QPushButton {
    Q_OBJECT
public:
    CommandLink(const QString& drawing, const QString& title, const QString& sentence, bool shield = false,
                QWidget* parent = nullptr);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
};

// A framed group.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);
    QVBoxLayout* column() const { return m_column; }

private:
    QVBoxLayout* m_column;
};

// A line that opens and closes what is under it.
class Disclosure : public QWidget {
    Q_OBJECT
public:
    // `calm` is for lists of them: the label looks like text, only its arrow like something to press.
    explicit Disclosure(const QString& label, bool calm = false, QWidget* parent = nullptr);
    int lineHeight() const;    // of the label, for what stands beside it
    static int indent();       // of the label, for lines beside it that cannot be opened
    QVBoxLayout* column() const { return m_column; }
    void setOpen(bool open);
    bool isOpen() const { return m_open; }

private:
    QPushButton* m_button;
    QWidget* m_content;
    QVBoxLayout* m_column;
    bool m_open = false;
};

// Rows of name and value with a button that copies them. Values wrap, whatever they are.
QWidget* factTable(const std::vector<std::pair<QString, QString>>& rows);

QWidget* rule();    // a thin line
// Removes and deletes everything in the layout.
void clear(QLayout& layout);
// Says `text` to screen readers when they would not notice the change by themselves.
void announce(QWidget& where, const QString& text);

}    // namespace rdpmend::ui
