// What is seen of a PC, in words on the terminal: one section per subject, lines for whoever helps.
#pragma once

#include "app/cli/terminal.h"
#include "core/inventory/inventory.h"

namespace rdpmend::cli {

void printPc(Terminal& terminal, const Inventory& inventory);

}    // namespace rdpmend::cli
