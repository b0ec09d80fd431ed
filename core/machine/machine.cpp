#include "core/machine/machine.h"

namespace rdpmend {

Result<std::vector<StoredCertificate>> MachineView::certificates(StoreOwner, StoreName) const
{
    return cannotLook("certificate stores");
}

Result<ChainJudgement> MachineView::judgeChain(const std::vector<Bytes>&, std::string_view) const
{
    return cannotLook("what Windows trusts");
}

Result<std::optional<Service>> MachineView::service(std::string_view) const
{
    return cannotLook("services");
}

Result<Firewall> MachineView::firewall() const
{
    return cannotLook("the firewall");
}

Result<std::vector<SecurityProduct>> MachineView::securityProducts() const
{
    return cannotLook("security products");
}

Result<std::vector<LoggedEvent>> MachineView::events(const EventQuery&, const Deadline&) const
{
    return cannotLook("event logs");
}

Result<std::vector<WinsockProvider>> MachineView::winsockCatalogue() const
{
    return cannotLook("the Winsock catalogue");
}

Result<std::vector<NetworkAdapter>> MachineView::networkAdapters() const
{
    return cannotLook("network adapters");
}

Result<std::vector<Route>> MachineView::routes() const
{
    return cannotLook("routes");
}

Result<std::vector<AdapterProperty>> MachineView::adapterProperties() const
{
    return cannotLook("the properties of network adapters");
}

Result<ProxySettings> MachineView::proxySettings() const
{
    return cannotLook("proxy settings");
}

Result<std::vector<std::string>> MachineView::proxiesFor(std::string_view, const Deadline&) const
{
    return cannotLook("proxy scripts");
}

Result<DnsSettings> MachineView::dnsSettings() const
{
    return cannotLook("the settings of the DNS client");
}

Result<std::vector<std::string>> MachineView::lookUpName(std::string_view, NameSource) const
{
    return cannotLook("the cache of the DNS client");
}

Result<SessionState> MachineView::sessionState() const
{
    return cannotLook("the session");
}

Result<Membership> MachineView::membership() const
{
    return cannotLook("the domain");
}

Result<ClockSettings> MachineView::clockSettings() const
{
    return cannotLook("the settings of the clock");
}

Result<std::optional<std::string>> MachineView::policyOwner(const RegistryKey&, std::string_view) const
{
    return cannotLook("Group Policy");
}

Error MachineView::cannotLook(std::string_view at) const
{
    return refusal("On this system rdpmend cannot look at " + std::string(at) + '.');
}

Status Machine::startRemoteDesktop(std::string_view)
{
    return refusal("Only Windows has the Remote Desktop client that rdpmend could start.");
}

}    // namespace rdpmend
