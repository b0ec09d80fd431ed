// The states that a phase, a hop or a check can be in. Each has a shape, a colour and a word: never colour alone.
#pragma once

#include <QString>

#include "core/model/outcome.h"
#include "ui/theme/theme.h"

namespace rdpmend::ui {

enum class State { NotYet, Checking, Fine, Found, Broken, CouldNotLook, NotNeeded };

QString drawingOf(State state);
Role roleOf(State state);
QString wordOf(State state);    // "fine", "found something", ...
State stateOf(const Outcome& outcome);
State stateOf(Weight weight);

}    // namespace rdpmend::ui
