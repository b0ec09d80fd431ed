// Cures: licensing.cache_damaged.  Changes: HKLM, MSLicensing in both views (elevated).  Undo: from the stored copy.
// The key is replaced by an empty store that everybody may write to, as Windows makes it: deleting it would leave
// standard users without any, because the client re-creates it only when it runs elevated.
#include <algorithm>

#include "core/machine/registry_places.h"
#include "core/remedies/common.h"

namespace rdpmend::remedies {
namespace {

// Users: set values, create subkeys, read; and delete the licences below (what Microsoft's support scripts expect).
constexpr auto storeSddl = "D:(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;CCDCLCSWRPRC;;;BU)(A;CIIO;SD;;;BU)";

bool pointsAtLicensing(const Diagnosis& diagnosis)
{
    return std::ranges::any_of(diagnosis.findings(), [](const auto& seen) {
        return seen.second.id.starts_with("licensing.") && seen.second.id != "licensing.store_absent";
    });
}

bool isEmptyStore(const RegistryTree& tree)
{
    return tree.values.empty() && tree.keys.size() == 1 && tree.keys[0].values.empty() && tree.keys[0].keys.empty();
}

Result<Proposal> propose(const RemedyContext& context)
{
    if (!context.askedFor && !pointsAtLicensing(context.diagnosis)) return withheld("not_needed");
    Proposal proposal;
    for (const auto view : {View::Registry64, View::Registry32}) {
        const auto key = places::licenceCache(view);
        const auto tree = context.machine.registryTree(key);
        if (!tree) return tree.error();
        if (!*tree || isEmptyStore(**tree)) continue;
        proposal.changes.push_back(ReplaceRegistryKey{
            .key = key, .tree = RegistryTree{.name = "MSLicensing", .keys = {{.name = "Store", .sddl = storeSddl}}}});
    }
    return proposal.changes.empty() ? withheld("already_so") : proposal;
}

}    // namespace

extern const Remedy licensing_clear_license_cache;
const Remedy licensing_clear_license_cache{.number = "F401",
                                           .id = "licensing.clear_license_cache",
                                           .cures = {"licensing.cache_damaged"},
                                           .complaints = {"licensing.store"},
                                           .scope = Scope::Machine,
                                           .places = {{{.key = places::licensing}}},
                                           .reversal = Reversal::FromCopy,
                                           .disruption = 2,
                                           .needsRestart = true,
                                           .propose = propose};

}    // namespace rdpmend::remedies
