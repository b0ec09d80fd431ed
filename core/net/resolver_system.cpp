// What this system's resolver, hosts file and list of name servers say.
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netdb.h>
#include <sys/socket.h>
#endif

#include "core/net/resolver.h"
#include "core/net/resolver_files.h"
#include "core/net/system_names.h"

namespace rdpmend {
namespace {

constexpr std::size_t fileLimit = 1024 * 1024;    // bytes; block lists in hosts files are long
constexpr std::size_t addressLimit = 64;

std::string systemWords(int code)
{
#ifdef _WIN32
    return std::system_category().message(code);
#else
    return code == EAI_SYSTEM ? std::generic_category().message(errno) : ::gai_strerror(code);
#endif
}

SystemAnswer::Kind kindOf(int code)
{
    if (code == EAI_NONAME) return SystemAnswer::Kind::NoName;
#ifdef EAI_NODATA
    if (code == EAI_NODATA) return SystemAnswer::Kind::NoAddress;
#endif
#ifdef EAI_ADDRFAMILY
    if (code == EAI_ADDRFAMILY) return SystemAnswer::Kind::NoAddress;
#endif
    return SystemAnswer::Kind::Failed;
}

SystemAnswer askSystem(const std::string& host, std::optional<Family> family)
{
    // No AI_ADDRCONFIG: a family that this PC cannot use at the moment is still a fact about the name.
    addrinfo hints{};
    hints.ai_family = !family ? AF_UNSPEC : *family == Family::V4 ? AF_INET : AF_INET6;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &list); code != 0)
        return {.kind = kindOf(code), .words = systemWords(code)};
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, [](addrinfo* l) { ::freeaddrinfo(l); });

    SystemAnswer answer{.kind = SystemAnswer::Kind::Found};
    for (const auto* item = list; item && answer.addresses.size() < addressLimit; item = item->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (::getnameinfo(item->ai_addr, static_cast<socklen_t>(item->ai_addrlen), text.data(),
                          static_cast<socklen_t>(text.size()), nullptr, 0, NI_NUMERICHOST) == 0)
            answer.addresses.push_back({text.data(), item->ai_family == AF_INET ? Family::V4 : Family::V6});
    }
    return answer;
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// Empty when it cannot be read.
std::string textOf(std::FILE* opened)
{
    const File file(opened, [](std::FILE* f) { return std::fclose(f); });
    std::string text;
    std::array<char, 4096> block{};
    while (file && text.size() < fileLimit) {
        const auto count = std::fread(block.data(), 1, block.size(), file.get());
        if (count == 0) break;
        text.append(block.data(), count);
    }
    return text;
}

}    // namespace

#ifndef _WIN32

std::FILE* openHostsFile()
{
    return std::fopen("/etc/hosts", "rb");
}

NameServers configuredNameServers()
{
    return readResolvConf(textOf(std::fopen("/etc/resolv.conf", "rb")));
}

#endif

ResolverSources systemResolver()
{
    return {
        .system = askSystem, .nameServers = configuredNameServers, .hostsFile = [] { return textOf(openHostsFile()); }};
}

}    // namespace rdpmend
