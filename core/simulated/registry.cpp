#include "core/simulated/registry.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/changes/changes.h"

namespace rdpmend {
namespace {

// The place of `name` in a list that is sorted without case, and whether it is there.
template <class List>
auto placeOf(List& sorted, std::string_view name)
{
    const auto at =
        std::ranges::lower_bound(sorted, toLower(name), {}, [](const auto& entry) { return toLower(entry.name); });
    return std::pair(at, at != sorted.end() && equalIgnoringCase(at->name, name));
}

RegistryTree& make(RegistryTree& parent, std::string_view name)
{
    const auto [at, there] = placeOf(parent.keys, name);
    return there ? *at : *parent.keys.insert(at, RegistryTree{.name = std::string(name)});
}

RegistryTree& makePath(RegistryTree& root, std::string_view path)
{
    RegistryTree* key = &root;
    for (const auto& part : split(path, '\\')) key = &make(*key, part);
    return *key;
}

const RegistryTree* findPath(const RegistryTree& root, std::string_view path)
{
    const RegistryTree* key = &root;
    for (const auto& part : split(path, '\\')) {
        const auto [at, there] = placeOf(key->keys, part);
        if (!there) return nullptr;
        key = &*at;
    }
    return key;
}

void sort(RegistryTree& tree)
{
    const auto byName = [](const auto& entry) { return toLower(entry.name); };
    std::ranges::stable_sort(tree.values, {}, byName);
    std::ranges::stable_sort(tree.keys, {}, byName);
    for (auto& key : tree.keys) sort(key);
}

}    // namespace

const NamedValue* findValue(const RegistryTree& key, std::string_view name)
{
    const auto [at, there] = placeOf(key.values, name);
    return there ? &*at : nullptr;
}

RegistryTree& SimulatedRegistry::root(const RegistryKey& key)
{
    if (key.hive == Hive::CurrentUser) return m_currentUser;
    return key.view == View::Registry32 && hasTwoViews(key) ? m_machine32 : m_machine64;
}

const RegistryTree* SimulatedRegistry::find(const RegistryKey& key) const
{
    return findPath(const_cast<SimulatedRegistry*>(this)->root(key), key.path);
}

void SimulatedRegistry::set(const RegistryKey& key, std::string_view name, std::optional<RegistryValue> value)
{
    if (!value && !find(key)) return;
    auto& values = makePath(root(key), key.path).values;
    const auto [at, there] = placeOf(values, name);
    if (value && there) {
        at->value = *std::move(value);
    } else if (value) {
        values.insert(at, {.name = std::string(name), .value = *std::move(value)});
    } else if (there) {
        values.erase(at);
    }
}

void SimulatedRegistry::replace(const RegistryKey& key, std::optional<RegistryTree> tree)
{
    if (!tree && !find(key)) return;
    const auto lastSlash = key.path.rfind('\\');
    auto& parent = lastSlash == std::string::npos ? root(key) : makePath(root(key), key.path.substr(0, lastSlash));
    const auto name = lastSlash == std::string::npos ? key.path : key.path.substr(lastSlash + 1);
    const auto [at, there] = placeOf(parent.keys, name);
    if (!tree) {
        parent.keys.erase(at);
        return;
    }
    if (!equalIgnoringCase(tree->name, name)) tree->name = name;
    sort(*tree);
    if (there) {
        *at = *std::move(tree);
    } else {
        parent.keys.insert(at, *std::move(tree));
    }
}

void SimulatedRegistry::setSddl(const RegistryKey& key, std::string sddl)
{
    makePath(root(key), key.path).sddl = std::move(sddl);
}

}    // namespace rdpmend
