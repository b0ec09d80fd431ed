#include "core/remedies/places.h"

#include <algorithm>

#include "core/base/text.h"

namespace rdpmend {
namespace {

bool isAtOrBelow(std::string_view path, std::string_view key)
{
    return equalIgnoringCase(path, key) || startsWithIgnoringCase(path, std::string(key) + '\\');
}

bool coversKey(const MachinePlace& place, std::string_view path)
{
    return place.value.empty() && isAtOrBelow(path, place.key);
}

bool coversValue(const MachinePlace& place, std::string_view path, std::string_view name)
{
    return coversKey(place, path) || (equalIgnoringCase(path, place.key) && equalIgnoringCase(name, place.value));
}

// A key that only leads to one value may be made and removed with it, but holds nothing else.
bool leadsTo(const MachinePlace& place, std::string_view path)
{
    return isAtOrBelow(place.key, path);
}

bool isUsable(std::string_view path)
{
    return !path.empty() && path.front() != '\\' && path.back() != '\\' &&
           path.find("\\\\") == std::string_view::npos && path.find('\0') == std::string_view::npos;
}

template <class Covers>
bool anyPlace(const Remedy& remedy, Covers covers)
{
    return std::ranges::any_of(remedy.places,
                               [&covers](const MachinePlace& place) { return !place.key.empty() && covers(place); });
}

bool valueIsInside(const Remedy& remedy, std::string_view path, std::string_view name)
{
    return anyPlace(remedy, [&](const MachinePlace& place) { return coversValue(place, path, name); });
}

bool treeIsInside(const Remedy& remedy, const std::string& path, const RegistryTree& tree, bool written)
{
    const bool covered = anyPlace(remedy, [&](const MachinePlace& place) { return coversKey(place, path); });
    const bool onTheWay = anyPlace(remedy, [&](const MachinePlace& place) { return leadsTo(place, path); });
    if (!covered && (!onTheWay || (written && tree.sddl))) return false;
    return std::ranges::all_of(tree.values,
                               [&](const NamedValue& value) { return valueIsInside(remedy, path, value.name); }) &&
           std::ranges::all_of(tree.keys, [&](const RegistryTree& key) {
               return isUsable(key.name) && key.name.find('\\') == std::string::npos &&
                      treeIsInside(remedy, path + '\\' + key.name, key, written);
           });
}

struct Inside {
    const Remedy& remedy;
    bool written;

    bool operator()(const SetRegistryValue& change) const
    {
        return change.key.hive == Hive::LocalMachine && isUsable(change.key.path) &&
               valueIsInside(remedy, change.key.path, change.name);
    }
    bool operator()(const ReplaceRegistryKey& change) const
    {
        if (change.key.hive != Hive::LocalMachine || !isUsable(change.key.path)) return false;
        return treeIsInside(remedy, change.key.path, change.tree.value_or(RegistryTree{}), written);
    }
    bool operator()(const SetSavedCredential&) const { return false; }
    bool operator()(const WriteFile&) const { return false; }
};

}    // namespace

bool staysInside(const Remedy& remedy, const Change& change)
{
    return std::visit(Inside{remedy, /*written=*/true}, change);
}

bool losesOnlyWhatIsInside(const Remedy& remedy, const Change& now)
{
    return std::visit(Inside{remedy, /*written=*/false}, now);
}

}    // namespace rdpmend
