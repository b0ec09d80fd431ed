#include "core/windows/winsock.h"

#include <array>

#include <winsock2.h>
#include <ws2spi.h>

#include <knownfolders.h>

#include "core/windows/error.h"
#include "core/windows/folders.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

// Empty: Windows does not know it.
std::wstring folder(const GUID& id)
{
    const auto path = knownFolder(id, "of a Winsock provider");
    const auto wide = path ? toWide(*path) : path.error();
    return wide ? *wide : std::wstring();
}

bool startsWithIgnoringCase(std::wstring_view text, std::wstring_view prefix)
{
    return text.size() >= prefix.size() &&
           CompareStringOrdinal(text.data(), static_cast<int>(prefix.size()), prefix.data(),
                                static_cast<int>(prefix.size()), TRUE) == CSTR_EQUAL;
}

// Empty: Windows does not tell.
std::wstring pathOf(GUID provider)
{
    std::array<wchar_t, MAX_PATH + 1> path{};
    auto length = static_cast<int>(path.size() - 1);
    int error = 0;
    if (WSCGetProviderPath(&provider, path.data(), &length, &error) != 0) return {};
    return path.data();
}

bool isMissing(const std::wstring& path)
{
    if (GetFileAttributesW(path.c_str()) != INVALID_FILE_ATTRIBUTES) return false;
    const DWORD error = GetLastError();
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}

WinsockProvider described(const WSAPROTOCOL_INFOW& info)
{
    const auto stored = pathOf(info.ProviderId);
    const auto path = resolvedPath(stored);
    return {.id = info.dwCatalogEntryId,
            .name = shown(info.szProtocol),
            .path = shown(path.empty() ? stored : path),
            .chainLength = static_cast<std::uint32_t>(info.ProtocolChain.ChainLen),
            .fileExists = path.empty() || !isMissing(path)};
}

}    // namespace

std::wstring resolvedPath(std::wstring path)
{
    struct Variable {
        std::wstring_view name;
        const GUID& id;
    };
    if (path.empty()) return path;
    for (const auto& [name, id] : {Variable{L"%SystemRoot%", FOLDERID_Windows}, Variable{L"%windir%", FOLDERID_Windows},
                                   Variable{L"%ProgramFiles%", FOLDERID_ProgramFiles},
                                   Variable{L"%CommonProgramFiles%", FOLDERID_ProgramFilesCommon},
                                   Variable{L"%ProgramData%", FOLDERID_ProgramData}})
        if (startsWithIgnoringCase(path, name)) path.replace(0, name.size(), folder(id));
    if (path.find(L'%') != std::wstring::npos) return {};
    if (path.find_first_of(L"\\/:") == std::wstring::npos) path.insert(0, folder(FOLDERID_System) + L'\\');
    return path;
}

Result<std::vector<WinsockProvider>> winsockCatalogue()
{
    DWORD size = 0;
    int error = 0;
    std::vector<WSAPROTOCOL_INFOW> entries;
    // The first call tells the size; providers may come in between.
    for (int tries = 0; tries < 4; ++tries) {
        const int count = WSCEnumProtocols(nullptr, entries.data(), &size, &error);
        if (count >= 0) {
            std::vector<WinsockProvider> providers;
            for (const auto& info : entries)
                if (providers.size() < static_cast<std::size_t>(count)) providers.push_back(described(info));
            return providers;
        }
        if (error != WSAENOBUFS) break;
        entries.resize(size / sizeof(WSAPROTOCOL_INFOW) + 1);
        size = static_cast<DWORD>(entries.size() * sizeof(WSAPROTOCOL_INFOW));
    }
    return win32Error(static_cast<DWORD>(error), "list the Winsock catalogue");
}

}    // namespace rdpmend::windows
