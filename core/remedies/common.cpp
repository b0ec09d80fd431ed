#include "core/remedies/common.h"

#include <optional>
#include <utility>

#include "core/machine/registry_places.h"

namespace rdpmend::remedies {

static std::string lastPart(std::string_view path)
{
    return std::string(path.substr(path.rfind('\\') + 1));    // npos + 1 is 0: the whole path
}

static std::optional<RegistryKey> parent(RegistryKey key)
{
    const auto slash = key.path.rfind('\\');
    if (slash == std::string::npos) return std::nullopt;
    key.path.resize(slash);
    return key;
}

std::vector<RegistryKey> serverKeys(const Target& target)
{
    std::vector<RegistryKey> out;
    for (const auto& server : {target.host.host, toString(target.host)}) out.push_back(places::rememberedHost(server));
    return out;
}

std::string credentialTarget(const Target& target)
{
    return "TERMSRV/" + target.host.host;
}

Proposal withheld(std::string_view reason)
{
    return {.withheld = "not_offered." + std::string(reason)};
}

Result<Proposal> removeValue(const MachineView& machine, const std::vector<RegistryKey>& keys, std::string_view name,
                             std::string_view reason)
{
    Proposal proposal;
    for (const auto& key : keys) {
        const auto value = machine.registryValue(key, name);
        if (!value) return value.error();
        if (*value) proposal.changes.push_back(SetRegistryValue{.key = key, .name = std::string(name)});
    }
    return proposal.changes.empty() ? withheld(reason) : proposal;
}

Result<Change> setValue(const MachineView& machine, const RegistryKey& key, std::string_view name, RegistryValue value)
{
    const auto there = machine.hasRegistryKey(key);
    if (!there) return there.error();
    if (*there) return Change(SetRegistryValue{.key = key, .name = std::string(name), .value = std::move(value)});

    // Upwards to the first key that exists.
    RegistryKey missing = key;
    RegistryTree tree{.name = lastPart(key.path), .values = {{.name = std::string(name), .value = std::move(value)}}};
    for (auto above = parent(missing); above; above = parent(missing)) {
        const auto found = machine.hasRegistryKey(*above);
        if (!found) return found.error();
        if (*found) break;
        tree = RegistryTree{.name = lastPart(above->path), .keys = {std::move(tree)}};
        missing = *std::move(above);
    }
    return Change(ReplaceRegistryKey{.key = std::move(missing), .tree = std::move(tree)});
}

}    // namespace rdpmend::remedies
