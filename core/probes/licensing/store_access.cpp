// Reads: the access lists of MSLicensing\Store, both views.  Finds: a store that a person without rights cannot write.
//
// Users need to read, set values and create keys on Store, and to delete each licence below it (what Microsoft's own
// support script checks). A store that is not there can be made by an administrator only. This matters only when a
// Session Host hands out licences to PCs: without a code that speaks of licensing it is a note.
#include "core/base/text.h"
#include "core/machine/access_list.h"
#include "core/machine/registry_places.h"
#include "core/probes/common.h"
#include "core/probes/named.h"

namespace rdpmend::probes {
namespace {

// What is missing, as words; empty: nothing is. nullopt: the access list could not be read.
std::optional<std::string> missing(const RegistryTree& key, std::uint32_t wanted, std::string_view ownSid)
{
    if (!key.sddl) return std::nullopt;
    const auto has = standardUsersAccess(*key.sddl, ownSid);
    if (!has) return std::nullopt;
    std::string out;
    for (const auto& [right, words] :
         {std::pair(key_access::queryValue, "read values"), std::pair(key_access::setValue, "set values"),
          std::pair(key_access::createSubkey, "create keys"), std::pair(key_access::enumerate, "list keys"),
          std::pair(key_access::remove, "delete the licence")})
        if ((wanted & right) != 0 && (*has & right) == 0) out += (out.empty() ? "" : ", ") + std::string(words);
    return out.empty() ? out : "users may not " + out;
}

// Whether the person's code speaks of the store, or of licences without saying which side failed.
bool suspected(const ProbeContext& c)
{
    return reportedPointsTo(c, "licensing.reported_store") || reportedPointsTo(c, "licensing.reported_internal") ||
           reportedPointsTo(c, "licensing.reported_negotiation");
}

Outcome run(ProbeContext& c)
{
    const auto session = c.machine.sessionState();
    if (!session) return Outcome::couldNotLook(session.error());
    constexpr auto onStore =
        key_access::queryValue | key_access::setValue | key_access::createSubkey | key_access::enumerate;
    const auto weight = suspected(c) ? Weight::Blocks : Weight::Note;

    auto outcome = Outcome::healthy();
    const auto lacks = [&](std::string_view where, std::string what) {
        outcome.add({.id = "licensing.store_unwritable",
                     .weight = weight,
                     .evidence = {{.key = "licence.key", .value = std::string(where)},
                                  {.key = "licence.lacks", .value = std::move(what)}}});
    };
    for (const auto view : {View::Registry64, View::Registry32}) {
        const auto tree = c.machine.registryTree(places::licenceCache(view));
        if (!tree) return Outcome::couldNotLook(tree.error());
        const auto bits = std::string(view == View::Registry64 ? "64-bit" : "32-bit");
        const auto* store = *tree ? findNamed((*tree)->keys, "Store") : nullptr;
        if (!store) {
            outcome.fact("licence.access", bits + ": no store");
            // The other view belongs to 32-bit programs, and Windows' own client is none.
            if (view == View::Registry64 && weight == Weight::Blocks)
                lacks(bits + " Store", "it is not there, and only an administrator can make it");
            continue;
        }
        const auto ofStore = missing(*store, onStore, session->userSid);
        if (!ofStore) return Outcome::couldNotLook(refusal("The access list of MSLicensing\\Store could not be read."));
        outcome.fact("licence.access", bits + ": " + (ofStore->empty() ? "as it should be" : *ofStore));
        if (!ofStore->empty()) lacks(bits + " Store", *ofStore);
        for (const auto& licence : store->keys) {
            const auto ofLicence = missing(licence, key_access::remove, session->userSid);
            if (ofLicence && !ofLicence->empty()) lacks(bits + " Store\\" + sanitise(licence.name, 40), *ofLicence);
        }
    }
    return outcome;
}

}    // namespace

extern const Probe licensing_store_access;
const Probe licensing_store_access{
    .id = "licensing.store_access", .phase = Phase::Licensing, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes
