#include "app/this_pc.h"

#ifdef _WIN32
#include "core/windows/windows_machine.h"
#else
#include "core/machine/no_machine.h"
#endif

namespace rdpmend {

std::unique_ptr<Machine> thisPc()
{
#ifdef _WIN32
    return std::make_unique<WindowsMachine>();
#else
    return std::make_unique<NoMachine>();
#endif
}

}    // namespace rdpmend
