#include "ui/theme/state.h"

#include <QCoreApplication>
#include <algorithm>

namespace rdpmend::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(State)
};

}    // namespace

QString drawingOf(State state)
{
    switch (state) {
    case State::NotYet: return QStringLiteral("state-not-yet");
    case State::Checking: return QStringLiteral("state-checking");
    case State::Fine: return QStringLiteral("state-fine");
    case State::Found: return QStringLiteral("state-found");
    case State::Broken: return QStringLiteral("state-broken");
    case State::CouldNotLook: return QStringLiteral("state-could-not-look");
    case State::NotNeeded: return QStringLiteral("state-not-needed");
    }
    return {};
}

Role roleOf(State state)
{
    switch (state) {
    case State::NotYet: return &Colours::notLooked;
    case State::Checking: return &Colours::accent;
    case State::Fine: return &Colours::fine;
    case State::Found: return &Colours::found;
    case State::Broken: return &Colours::broken;
    case State::CouldNotLook: return &Colours::notLooked;
    case State::NotNeeded: return &Colours::notLooked;
    }
    return &Colours::ink;
}

QString wordOf(State state)
{
    switch (state) {
    case State::NotYet: return Words::tr("not yet");
    case State::Checking: return Words::tr("checking");
    case State::Fine: return Words::tr("fine");
    case State::Found: return Words::tr("found something");
    case State::Broken: return Words::tr("broken");
    case State::CouldNotLook: return Words::tr("could not look");
    case State::NotNeeded: return Words::tr("not needed");
    }
    return {};
}

State stateOf(const Outcome& outcome)
{
    switch (outcome.verdict) {
    case Verdict::Healthy: {
        const bool degraded =
            std::ranges::any_of(outcome.findings, [](const Finding& f) { return f.weight != Weight::Note; });
        return degraded ? State::Found : State::Fine;
    }
    case Verdict::Problem: return State::Broken;
    case Verdict::Inconclusive: return State::CouldNotLook;
    case Verdict::NotApplicable: return State::NotNeeded;
    case Verdict::Skipped: return State::CouldNotLook;
    case Verdict::Crashed: return State::CouldNotLook;
    }
    return State::CouldNotLook;
}

State stateOf(Weight weight)
{
    switch (weight) {
    case Weight::Note: return State::Fine;
    case Weight::Degrades: return State::Found;
    case Weight::Blocks: return State::Broken;
    }
    return State::Found;
}

}    // namespace rdpmend::ui
