#include "core/engine/pc_proxy.h"

namespace rdpmend {

Target asThisPcGoes(Target target, const MachineView& machine, std::stop_token stop)
{
    constexpr auto patience = std::chrono::seconds(4);    // a PAC script has to be found, fetched and run
    constexpr std::uint16_t usualPort = 80;
    if (!target.gateway || target.proxy || !machine.present()) return target;
    const auto proxies =
        machine.proxiesFor("https://" + toString(*target.gateway) + '/', Deadline::in(patience, std::move(stop)));
    if (!proxies || proxies->empty()) return target;
    if (auto proxy = parseEndpoint(proxies->front(), usualPort)) target.proxy = *std::move(proxy);
    return target;
}

}    // namespace rdpmend
