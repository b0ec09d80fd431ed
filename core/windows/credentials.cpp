#include "core/windows/credentials.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/windows/error.h"
#include "core/windows/handle.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

// One target may have several credentials, one of each type.
struct Stored {
    std::wstring name{};
    DWORD type = 0;
    SavedCredential credential{};
};

Result<std::vector<Stored>> stored(std::string_view prefix)
{
    const std::string doing = "list the saved credentials";
    // The filter's only wildcard is the asterisk at its end, and "TERMSRV/*" is a target as good as any.
    auto filter = toWide(prefix.substr(0, prefix.find('*')));
    if (!filter) return filter.error();
    *filter += L'*';

    DWORD count = 0;
    PCREDENTIALW* list = nullptr;
    if (!CredEnumerateW(filter->c_str(), 0, &count, &list)) {
        if (GetLastError() == ERROR_NOT_FOUND) return std::vector<Stored>{};
        return lastError(doing);
    }
    const CredentialList owner(list);
    std::vector<Stored> out;
    for (DWORD i = 0; i < count; ++i) {
        const CREDENTIALW& entry = *list[i];
        const auto target = fromWide(entry.TargetName);
        if (!target) return target.error();
        if (!startsWithIgnoringCase(*target, prefix)) continue;
        const auto user = entry.UserName == nullptr ? std::string{} : shown(entry.UserName);
        out.push_back({.name = entry.TargetName, .type = entry.Type, .credential = {.target = *target, .user = user}});
    }
    return out;
}

Result<std::vector<Stored>> storedFor(std::string_view target)
{
    auto found = stored(target);
    if (found)
        std::erase_if(*found, [target](const Stored& one) { return one.credential.target.size() != target.size(); });
    return found;
}

}    // namespace

Result<std::vector<SavedCredential>> savedCredentials(std::string_view prefix)
{
    const auto found = stored(prefix);
    if (!found) return found.error();
    std::vector<SavedCredential> out;
    for (const auto& one : *found) out.push_back(one.credential);
    std::ranges::sort(out, {}, [](const SavedCredential& one) { return toLower(one.target); });
    return out;
}

Result<Change> current(SetSavedCredential like)
{
    const auto found = storedFor(like.target);
    if (!found) return found.error();
    like.user = std::nullopt;
    if (!found->empty()) like = {.target = found->front().credential.target, .user = found->front().credential.user};
    return Change(std::move(like));
}

Status perform(const SetSavedCredential& change)
{
    if (!canBePerformed(change))
        return refusal("A saved password cannot be put back: Windows asks for it at the next connection.");
    const auto found = storedFor(change.target);
    if (!found) return found.error();
    for (const auto& one : *found)
        if (!CredDeleteW(one.name.c_str(), one.type, 0) && GetLastError() != ERROR_NOT_FOUND)
            return lastError("delete the " + place(change));
    return ok();
}

}    // namespace rdpmend::windows
