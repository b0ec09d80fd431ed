#include "app/elevation/elevation.h"

#ifdef _WIN32
#include "app/broker/machine_journal.h"
#include "app/elevation/start_broker.h"
#include "core/broker/client.h"
#endif

namespace rdpmend {

std::unique_ptr<Elevated> elevatedBroker()
{
#ifdef _WIN32
    return std::make_unique<broker::Client>(startBroker, readMachineJournal);
#else
    return nullptr;
#endif
}

}    // namespace rdpmend
