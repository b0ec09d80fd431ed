// From what was typed to what the session needs. Every refusal is one sentence that names the argument.
#pragma once

#include <memory>
#include <string>

#include "app/cli/arguments.h"
#include "core/apply/elevated.h"
#include "core/facts/facts.h"
#include "core/journal/journal.h"
#include "core/machine/machine.h"
#include "core/model/target.h"

namespace rdpmend::cli {

// The .rdp file and the root certificates are read here.
Result<Target> readTarget(const TargetArguments& arguments, const Facts& facts);
Result<std::unique_ptr<Machine>> openMachine(const PlaceArguments& arguments);

// --journal FILE; beside a simulated PC's file; else the person's own, whose folder is made when it is missing.
Result<std::unique_ptr<Journal>> openJournal(const PlaceArguments& arguments);
// For looking only: what is missing is not made, and is an empty history.
Result<std::unique_ptr<Journal>> readJournal(const PlaceArguments& arguments);

// Who makes machine-wide changes; null on a PC that is only simulated, where the session makes them itself.
std::unique_ptr<Elevated> openElevated(const PlaceArguments& arguments);

Status writeOutput(const std::string& path, const std::string& content);

}    // namespace rdpmend::cli
