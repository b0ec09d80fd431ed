// What check, plan and fix open before they look: the target, the PC, the network, and a session over them.
#pragma once

#include <memory>

#include "app/cli/arguments.h"
#include "core/apply/elevated.h"
#include "core/engine/session.h"

namespace rdpmend::cli {

struct OpenedCase {
    Target target{};
    std::unique_ptr<Machine> machine{};
    std::unique_ptr<Net> net{};
    std::unique_ptr<Elevated> elevated{};
    std::unique_ptr<Journal> journal{};    // null: nothing is remembered

    Session session() const;    // outlived by this
};

// Without a journal. Refuses with one sentence that names the argument.
Result<OpenedCase> openCase(const TargetArguments& target, const PlaceArguments& place);
// With the journal as far as it can be read: what was tried before decides what is offered now.
Result<OpenedCase> openCaseToLook(const TargetArguments& target, const PlaceArguments& place);

}    // namespace rdpmend::cli
