// Lists of proxies as Windows and the scripts of proxies (PAC) write them. "Navigator Proxy Auto-Config File Format";
// WINHTTP_PROXY_INFO and INTERNET_PROXY_INFO, Microsoft Learn.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace rdpmend::protocol {

inline constexpr std::size_t proxyListLimit = 8 * 1024;    // bytes

// "PROXY a:8080; DIRECT" of a script, and Windows' own "a:8080;b" or "http=a:8080 https=b": the proxies for a URL of
// this scheme ("http", "https"), in order, as "host:port"; a SOCKS proxy as "socks=host:port". "DIRECT" ends the list;
// an empty one means directly. Refuses what is neither form, and lists of more than 32 proxies.
Result<std::vector<std::string>> parseProxyList(std::string_view text, std::string_view scheme);

// Whether a bypass list ("*.example.org;<local>;10.*") lets this host go directly. "<local>": any name without a dot.
bool isBypassed(std::string_view list, std::string_view host);

}    // namespace rdpmend::protocol
