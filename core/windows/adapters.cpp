#include "core/windows/adapters.h"

#include <memory>
#include <span>

#include "core/base/bytes.h"
#include "core/windows/socket_address.h"
#include "core/windows/system_library.h"
#include "core/windows/wide.h"

#include <iphlpapi.h>

namespace rdpmend::windows {
namespace {

constexpr auto library = L"iphlpapi.dll";

// The adapters are a list inside the bytes.
Result<Bytes> readAdapters()
{
    constexpr auto doing = "list the network adapters";
    const auto read = systemFunction<decltype(GetAdaptersAddresses)>(library, "GetAdaptersAddresses");
    if (!read) return read.error();
    constexpr ULONG flags = GAA_FLAG_INCLUDE_GATEWAYS | GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST;
    ULONG size = 32 * 1024;
    for (int tries = 0;; ++tries) {    // adapters may come while they are listed
        Bytes bytes(size);
        auto* first = reinterpret_cast<IP_ADAPTER_ADDRESSES*>(bytes.data());
        const ULONG status = (*read)(AF_UNSPEC, flags, nullptr, first, &size);
        if (status == ERROR_SUCCESS) return bytes;
        if (status == ERROR_NO_DATA) return Bytes{};
        if (status != ERROR_BUFFER_OVERFLOW || tries == 4) return win32Error(status, doing);
    }
}

// Of a list of Windows whose items have an Address and a Next.
template <class Item>
std::vector<std::string> addresses(const Item* item)
{
    std::vector<std::string> out;
    for (; item; item = item->Next)
        if (auto text = addressText(item->Address); !text.empty()) out.push_back(std::move(text));
    return out;
}

std::vector<std::string> addressesWithPrefix(const IP_ADAPTER_UNICAST_ADDRESS* item)
{
    std::vector<std::string> out;
    for (; item; item = item->Next)
        if (auto text = addressText(item->Address); !text.empty())
            out.push_back(text + '/' + std::to_string(item->OnLinkPrefixLength));
    return out;
}

NetworkAdapter described(const IP_ADAPTER_ADDRESSES& adapter)
{
    const auto text = [](const wchar_t* words) { return words ? shown(words) : std::string(); };
    return {
        .id = adapter.AdapterName ? adapter.AdapterName : "",
        .name = text(adapter.FriendlyName),
        .description = text(adapter.Description),
        .type = adapter.IfType,
        .index = adapter.IfIndex != 0 ? adapter.IfIndex : adapter.Ipv6IfIndex,
        .mtu = adapter.Mtu,
        .metric = adapter.Ipv4Metric,
        .up = adapter.OperStatus == IfOperStatusUp,
        .addresses = addressesWithPrefix(adapter.FirstUnicastAddress),
        .gateways = addresses(adapter.FirstGatewayAddress),
        .dnsServers = addresses(adapter.FirstDnsServerAddress),
        .dnsSuffix = text(adapter.DnsSuffix),
    };
}

Route described(const MIB_IPFORWARD_ROW2& row)
{
    return {.destination =
                addressText(row.DestinationPrefix.Prefix) + '/' + std::to_string(row.DestinationPrefix.PrefixLength),
            .nextHop = addressText(row.NextHop),
            .adapterIndex = row.InterfaceIndex,
            .metric = row.Metric};
}

}    // namespace

Result<std::vector<NetworkAdapter>> networkAdapters()
{
    const auto bytes = readAdapters();
    if (!bytes) return bytes.error();
    std::vector<NetworkAdapter> adapters;
    if (bytes->empty()) return adapters;
    for (const auto* one = reinterpret_cast<const IP_ADAPTER_ADDRESSES*>(bytes->data()); one; one = one->Next)
        adapters.push_back(described(*one));
    return adapters;
}

Result<std::vector<Route>> routes()
{
    const auto read = systemFunction<decltype(GetIpForwardTable2)>(library, "GetIpForwardTable2");
    if (!read) return read.error();
    const auto release = systemFunction<decltype(FreeMibTable)>(library, "FreeMibTable");
    if (!release) return release.error();
    MIB_IPFORWARD_TABLE2* table = nullptr;
    const auto status = (*read)(AF_UNSPEC, &table);
    const std::unique_ptr<MIB_IPFORWARD_TABLE2, decltype(*release)> owner(table, *release);
    if (status != NO_ERROR) return win32Error(static_cast<DWORD>(status), "list the routes");
    std::vector<Route> routes;
    for (const auto& row : std::span(table->Table, table->NumEntries)) routes.push_back(described(row));
    return routes;
}

}    // namespace rdpmend::windows
