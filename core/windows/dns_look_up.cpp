
#include <winsock2.h>

#include <windns.h>

#include "core/base/text.h"
#include "core/windows/dns_client.h"
#include "core/windows/system_library.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr auto library = L"dnsapi.dll";
constexpr std::size_t mostAddresses = 64;
constexpr DWORD dnsQueryWireOnly = 0x100;    // DNS_QUERY_WIRE_ONLY, not in every windns.h
constexpr DWORD elsewhere = DNS_QUERY_NO_HOSTS_FILE | DNS_QUERY_NO_NETBT | DNS_QUERY_NO_MULTICAST;

DWORD options(NameSource source)
{
    switch (source) {
    case NameSource::Cache: return elsewhere | DNS_QUERY_NO_WIRE_QUERY;
    case NameSource::Servers: return elsewhere | DNS_QUERY_BYPASS_CACHE | dnsQueryWireOnly;
    }
    return 0;
}

// The source answered, and has no address for the name. What is no name in DNS (ERROR_INVALID_NAME) has none either.
bool saysNone(DNS_STATUS status)
{
    return status == DNS_ERROR_RCODE_NAME_ERROR || status == DNS_INFO_NO_RECORDS ||
           status == DNS_ERROR_RECORD_DOES_NOT_EXIST || status == DNS_ERROR_INVALID_NAME_CHAR ||
           status == ERROR_INVALID_NAME;
}

struct Records {
    decltype(DnsFree)* release;
    DNS_RECORDW* first = nullptr;

    ~Records() { release(first, DnsFreeRecordList); }
};

class LookUp {
public:
    static Result<LookUp> of(std::string_view name, NameSource source)
    {
        LookUp out;
        out.m_doing = "ask DNS for " + sanitise(name);
        out.m_options = options(source);
        auto wide = toWide(name);
        if (!wide) return wide.error();
        out.m_name = *std::move(wide);
        const auto query = systemFunction<decltype(DnsQuery_W)>(library, "DnsQuery_W");
        if (!query) return query.error();
        out.m_query = *query;
        const auto release = systemFunction<decltype(DnsFree)>(library, "DnsFree");
        if (!release) return release.error();
        out.m_release = *release;
        return out;
    }

    Status add(WORD type, std::vector<std::string>& addresses) const
    {
        Records records{.release = m_release};
        const auto status = m_query(m_name.c_str(), type, m_options, nullptr, &records.first, nullptr);
        if (saysNone(status)) return ok();
        if (status != ERROR_SUCCESS) return win32Error(static_cast<DWORD>(status), m_doing);
        std::size_t count = 0;
        for (const auto* record = records.first; record && count < mostAddresses; record = record->pNext) {
            if (record->wType != type || record->Flags.S.Section != DnsSectionAnswer) continue;
            const auto* bytes = type == DNS_TYPE_A ? reinterpret_cast<const std::uint8_t*>(&record->Data.A.IpAddress)
                                                   : record->Data.AAAA.Ip6Address.IP6Byte;
            addresses.push_back(addressText({bytes, type == DNS_TYPE_A ? 4U : 16U}));
            ++count;
        }
        return ok();
    }

private:
    std::string m_doing;
    DWORD m_options = 0;
    std::wstring m_name;
    decltype(DnsQuery_W)* m_query = nullptr;
    decltype(DnsFree)* m_release = nullptr;
};

}    // namespace

Result<std::vector<std::string>> lookUpName(std::string_view name, NameSource source)
{
    const auto lookUp = LookUp::of(name, source);
    if (!lookUp) return lookUp.error();
    std::vector<std::string> addresses;
    const auto v4 = lookUp->add(DNS_TYPE_A, addresses);
    const auto v6 = lookUp->add(DNS_TYPE_AAAA, addresses);
    if (addresses.empty() && !v4) return v4.error();
    if (addresses.empty() && !v6) return v6.error();
    return addresses;
}

}    // namespace rdpmend::windows
