#include "app/cli/opened_case.h"

#include "app/cli/inputs.h"
#include "core/net/asio_net.h"

namespace rdpmend::cli {

Session OpenedCase::session() const
{
    return Session(*machine, *net, Facts::builtIn(), journal.get(), {}, {}, elevated.get());
}

Result<OpenedCase> openCase(const TargetArguments& target, const PlaceArguments& place)
{
    auto read = readTarget(target, Facts::builtIn());
    if (!read) return read.error();
    auto machine = openMachine(place);
    if (!machine) return machine.error();
    return OpenedCase{.target = *std::move(read),
                      .machine = *std::move(machine),
                      .net = makeAsioNet(),
                      .elevated = openElevated(place)};
}

Result<OpenedCase> openCaseToLook(const TargetArguments& target, const PlaceArguments& place)
{
    auto opened = openCase(target, place);
    if (!opened) return opened;
    if (auto journal = readJournal(place)) opened->journal = *std::move(journal);
    return opened;
}

}    // namespace rdpmend::cli
