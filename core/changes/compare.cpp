// Is it the same place, does it hold that, and who wrote it last: the questions behind every change and every undo.
#include <algorithm>

#include "core/base/text.h"
#include "core/changes/changes.h"

namespace rdpmend {
namespace {

bool sameKey(const RegistryKey& a, const RegistryKey& b)
{
    return a.hive == b.hive && (a.view == b.view || !hasTwoViews(a)) && equalIgnoringCase(a.path, b.path);
}

bool holdsTree(const RegistryTree& now, const RegistryTree& wanted)
{
    const auto sameValue = [](const NamedValue& a, const NamedValue& b) {
        return equalIgnoringCase(a.name, b.name) && a.value == b.value;
    };
    return equalIgnoringCase(now.name, wanted.name) && (!wanted.sddl || now.sddl == wanted.sddl) &&
           std::ranges::equal(now.values, wanted.values, sameValue) &&
           std::ranges::equal(now.keys, wanted.keys, holdsTree);
}

const RegistryTree* keyNamed(const RegistryTree* parent, std::string_view name)
{
    if (!parent) return nullptr;
    const auto found = std::ranges::find_if(
        parent->keys, [name](const RegistryTree& key) { return equalIgnoringCase(key.name, name); });
    return found == parent->keys.end() ? nullptr : &*found;
}

bool hasValue(const RegistryTree* key, const NamedValue& value)
{
    return key && std::ranges::any_of(key->values, [&value](const NamedValue& other) {
               return equalIgnoringCase(other.name, value.name) && other.value == value.value;
           });
}

bool madeOfPieces(const RegistryTree& now, const RegistryTree* before, const RegistryTree* after)
{
    if (!before && !after) return false;
    return std::ranges::all_of(
               now.values,
               [&](const NamedValue& value) { return hasValue(before, value) || hasValue(after, value); }) &&
           std::ranges::all_of(now.keys, [&](const RegistryTree& key) {
               return madeOfPieces(key, keyNamed(before, key.name), keyNamed(after, key.name));
           });
}

// Replacing a tree takes the system many calls, so it can stop half way.
bool halfMade(const PlannedChange& change, const Change& now)
{
    const auto* before = std::get_if<ReplaceRegistryKey>(&change.before);
    const auto* after = std::get_if<ReplaceRegistryKey>(&change.after);
    const auto* tree = std::get_if<ReplaceRegistryKey>(&now);
    if (!before || !after || !tree) return false;
    if (!tree->tree) return before->tree && after->tree;
    return madeOfPieces(*tree->tree, before->tree ? &*before->tree : nullptr, after->tree ? &*after->tree : nullptr);
}

struct SamePlace {
    bool operator()(const SetRegistryValue& a, const SetRegistryValue& b) const
    {
        return sameKey(a.key, b.key) && equalIgnoringCase(a.name, b.name);
    }
    bool operator()(const ReplaceRegistryKey& a, const ReplaceRegistryKey& b) const { return sameKey(a.key, b.key); }
    bool operator()(const SetSavedCredential& a, const SetSavedCredential& b) const
    {
        return equalIgnoringCase(a.target, b.target);
    }
    bool operator()(const WriteFile& a, const WriteFile& b) const { return equalIgnoringCase(a.path, b.path); }
    template <class A, class B>
    bool operator()(const A&, const B&) const
    {
        return false;
    }
};

struct SameContent {
    bool operator()(const SetRegistryValue& a, const SetRegistryValue& b) const { return a.value == b.value; }
    bool operator()(const ReplaceRegistryKey& now, const ReplaceRegistryKey& wanted) const
    {
        return now.tree && wanted.tree ? holdsTree(*now.tree, *wanted.tree) : now.tree == wanted.tree;
    }
    bool operator()(const SetSavedCredential& a, const SetSavedCredential& b) const { return a.user == b.user; }
    bool operator()(const WriteFile& a, const WriteFile& b) const { return a.content == b.content; }
    template <class A, class B>
    bool operator()(const A&, const B&) const
    {
        return false;
    }
};

}    // namespace

bool hasTwoViews(const RegistryKey& key)
{
    return key.hive == Hive::LocalMachine && startsWithIgnoringCase(key.path + '\\', "SOFTWARE\\") &&
           !startsWithIgnoringCase(key.path + '\\', "SOFTWARE\\Policies\\");
}

bool samePlace(const Change& a, const Change& b)
{
    return std::visit(SamePlace{}, a, b);
}

bool holds(const Change& now, const Change& wanted)
{
    return samePlace(now, wanted) && std::visit(SameContent{}, now, wanted);
}

Standing standing(const PlannedChange& change, const Change& now)
{
    if (holds(now, change.before)) return Standing::AsBefore;
    if (holds(now, change.after) || halfMade(change, now)) return Standing::Ours;
    return Standing::ChangedSince;
}

}    // namespace rdpmend
