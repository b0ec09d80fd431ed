// A combo box whose arrow is drawn in the colour of the scheme, and whose long entries do not widen the window.
#pragma once

#include <QComboBox>

namespace rdpmend::ui {

class ComboBox : public QComboBox {
    Q_OBJECT
public:
    explicit ComboBox(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

}    // namespace rdpmend::ui
