// Pictures of all pages of one practice case, in light and dark: for the documents, and for looking at the design.
#pragma once

#include <QString>
#include <QStringList>
#include <chrono>
#include <string>

#include "ui/wizard/wizard.h"

namespace rdpmend::ui {

// Plays the case from the start to the undo and saves "0-3-light.png", "0-3-dark.png", ... into `folder`, which exists.
// Gives the files it wrote; it stops early when a page does not come within `patience`.
QStringList saveSnapshots(Wizard& wizard, const std::string& practiceCase, const QString& folder,
                          std::chrono::milliseconds patience = std::chrono::minutes(1));

}    // namespace rdpmend::ui
