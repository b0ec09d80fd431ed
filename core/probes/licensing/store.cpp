// Reads: HKLM\SOFTWARE\Microsoft\MSLicensing, both views.  Finds: a store that is not shaped like one.
//
// The cache matters only when a Session Host hands out per-device licences: damage is a suspect, and codes 0x100-0x10B
// are what points here. Shape: HardwareID\ClientHWID (binary, 20 bytes) and Store\LICENSExxx\ClientLicense (binary).
#include "core/base/text.h"
#include "core/machine/registry_places.h"
#include "core/probes/common.h"
#include "core/probes/named.h"

namespace rdpmend::probes {
namespace {

constexpr std::size_t hardwareIdSize = 20;

// What is wrong with the shape; empty when nothing is.
std::string fault(const RegistryTree& root)
{
    if (const auto* hardware = findNamed(root.keys, "HardwareID")) {
        const auto* id = findNamed(hardware->values, "ClientHWID");
        if (id && (id->value.type != RegistryValue::binary || id->value.data.size() != hardwareIdSize))
            return "HardwareID\\ClientHWID is not 20 bytes of REG_BINARY";
    }
    if (const auto* store = findNamed(root.keys, "Store")) {
        for (const auto& licence : store->keys) {
            const auto* blob = findNamed(licence.values, "ClientLicense");
            if (!blob) return "Store\\" + sanitise(licence.name, 40) + " has no ClientLicense";
            if (blob->value.type != RegistryValue::binary || blob->value.data.empty())
                return "Store\\" + sanitise(licence.name, 40) + "\\ClientLicense is empty or not REG_BINARY";
        }
    }
    return {};
}

// A licence is bound to this number; without it none of those kept fits.
bool hasHardwareId(const RegistryTree& root)
{
    const auto* hardware = findNamed(root.keys, "HardwareID");
    return hardware && findNamed(hardware->values, "ClientHWID");
}

Outcome run(ProbeContext& c)
{
    auto outcome = Outcome::healthy();
    // Only when the person's error code speaks of licensing can the cache be what stands in the way.
    const bool suspected = reportedPointsTo(c, "licensing.");
    bool any = false;
    for (const auto view : {View::Registry64, View::Registry32}) {
        const auto tree = c.machine.registryTree(places::licenceCache(view));
        if (!tree) return Outcome::couldNotLook(tree.error());
        if (!*tree) continue;
        any = true;
        const std::string_view bits = view == View::Registry64 ? "64-bit" : "32-bit";
        const auto* store = findNamed((*tree)->keys, "Store");
        const auto licences = store ? store->keys.size() : 0;
        outcome.fact("licence.store", std::string(bits) + ": " + std::to_string(licences) + " licences");
        if (auto wrong = fault(**tree); !wrong.empty())
            outcome.add({.id = "licensing.store_malformed",
                         .weight = suspected ? Weight::Blocks : Weight::Degrades,
                         .evidence = {{.key = "licence.view", .value = std::string(bits)},
                                      {.key = "licence.fault", .value = std::move(wrong)}}});
        else if (suspected && view == View::Registry64 && licences > 0 && !hasHardwareId(**tree))
            outcome.add({.id = "licensing.hardware_id_missing",
                         .evidence = {{.key = "licence.view", .value = std::string(bits)}}});
        else if (suspected && licences > 0)
            outcome.add(
                {.id = "licensing.store_suspected", .evidence = {{.key = "licence.view", .value = std::string(bits)}}});
    }
    if (!any) outcome.add({.id = "licensing.store_absent", .weight = Weight::Note});
    return outcome;
}

}    // namespace

extern const Probe licensing_store;
const Probe licensing_store{.id = "licensing.store", .phase = Phase::Licensing, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes
