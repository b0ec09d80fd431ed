// The way from this PC to the other computer as a list of plain things to draw: who stands on it, what is between them,
// and the same in words. `path_view` paints it; nothing here knows how.
#pragma once

#include <QString>
#include <set>
#include <string>
#include <vector>

#include "core/model/diagnosis.h"
#include "core/model/target.h"
#include "ui/theme/state.h"

namespace rdpmend::ui {

struct PathScene {
    struct Node {
        Side side = Side::ThisPc;
        QString drawing{};    // of resources/icons
        QString label{};      // "You", "pc-17"
        State state = State::NotYet;
        QString word{};
    };
    struct Link {
        State state = State::NotYet;    // Broken is drawn broken, NotYet and CouldNotLook are dotted: never like Fine
        QString measure{};              // "12 ms"; empty when nothing was measured
    };
    std::vector<Node> nodes{};
    std::vector<Link> links{};    // one less than nodes; links[i] joins nodes[i] and nodes[i + 1]

    QString inWords() const;
};

// What is known so far. `running` are the probes under way; `finished` is null until the causes are ranked, then the
// best blocking cause says where the way is broken.
PathScene pathScene(const Target& target, const Outcomes& outcomes, const std::set<std::string, std::less<>>& running,
                    const Diagnosis* finished);

}    // namespace rdpmend::ui
