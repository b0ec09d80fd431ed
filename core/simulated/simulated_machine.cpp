#include "core/simulated/simulated_machine.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/machine/limits.h"

namespace rdpmend {
namespace {

constexpr std::size_t simulatedPcLimit = 16 << 20;    // bytes of JSON

std::filesystem::path toPath(const std::string& utf8)
{
    return std::filesystem::path(std::u8string(utf8.begin(), utf8.end()));
}

// Half of what there is: what is left when the power goes while a tree is being written or removed.
RegistryTree halfOf(RegistryTree tree)
{
    tree.values.resize(tree.values.size() / 2);
    tree.keys.resize((tree.keys.size() + 1) / 2);
    for (auto& key : tree.keys) key = halfOf(std::move(key));
    return tree;
}

std::optional<Error> unusable(const std::string& path)
{
    const bool drive = path.size() > 3 && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
    if (drive || path.starts_with("\\\\") || path.starts_with('/')) return std::nullopt;
    return refusal("\"" + sanitise(path) + "\" is not the whole path of a file.");
}

auto findCredential(auto& credentials, std::string_view target)
{
    return std::ranges::find_if(credentials,
                                [target](const auto& entry) { return equalIgnoringCase(entry.target, target); });
}

struct Current {
    const SimulatedState& state;

    Result<Change> operator()(SetRegistryValue like) const
    {
        if (const auto error = unusable(like.key)) return *error;
        like.value = std::nullopt;
        const auto* key = state.registry.find(like.key);
        if (const auto* found = key ? findValue(*key, like.name) : nullptr) {
            like.name = found->name;
            like.value = found->value;
        }
        return Change(std::move(like));
    }
    Result<Change> operator()(ReplaceRegistryKey like) const
    {
        if (const auto error = unusable(like.key)) return *error;
        const auto* key = state.registry.find(like.key);
        like.tree = key ? std::optional(*key) : std::nullopt;
        if (like.tree && entries(*like.tree) > largestTree)
            return refusal(place(like) + " holds more than 4096 keys and values, too many to be kept for undo.");
        return Change(std::move(like));
    }
    Result<Change> operator()(SetSavedCredential like) const
    {
        const auto found = findCredential(state.credentials, like.target);
        like.user = std::nullopt;
        if (found != state.credentials.end()) like = {.target = found->target, .user = found->user};
        return Change(std::move(like));
    }
    Result<Change> operator()(WriteFile like) const
    {
        if (const auto error = unusable(like.path)) return *error;
        const auto found = state.files.find(like.path);
        like.content = std::nullopt;
        if (found != state.files.end()) like = {.path = found->first, .content = found->second};
        if (like.content && like.content->size() > largestFile)
            return refusal(place(like) + " is larger than 64 KiB, too large to be kept for undo.");
        return Change(std::move(like));
    }
};

struct Perform {
    SimulatedState& state;
    bool halfWay;

    Status operator()(const SetRegistryValue& change) const
    {
        if (auto error = unusable(change.key)) return *error;
        state.registry.set(change.key, change.name, change.value);
        return ok();
    }
    Status operator()(const ReplaceRegistryKey& change) const
    {
        if (auto error = unusable(change.key)) return *error;
        if (change.tree && entries(*change.tree) > largestTree)
            return refusal("A registry key with more than 4096 keys and values is not written.");
        auto tree = change.tree;
        if (halfWay) {
            const auto* now = state.registry.find(change.key);
            if (now) tree = *now;
            if (tree) tree = halfOf(*tree);
        }
        state.registry.replace(change.key, std::move(tree));
        return ok();
    }
    Status operator()(const SetSavedCredential& change) const
    {
        if (!canBePerformed(change))
            return refusal("A saved password cannot be put back: Windows asks for it at the next connection.");
        std::erase_if(state.credentials,
                      [&change](const auto& entry) { return equalIgnoringCase(entry.target, change.target); });
        return ok();
    }
    Status operator()(const WriteFile& change) const
    {
        if (auto error = unusable(change.path)) return *error;
        if (change.content && change.content->size() > largestFile)
            return refusal("A file larger than 64 KiB is not written.");
        state.files.erase(change.path);
        if (change.content) state.files.emplace(change.path, *change.content);
        return ok();
    }
};

}    // namespace

SimulatedMachine::SimulatedMachine(SimulatedState state) : m_state(std::move(state)) {}

Result<std::unique_ptr<SimulatedMachine>> SimulatedMachine::fromJson(std::string_view json)
{
    auto state = stateFromJson(json, "The simulated PC");
    if (!state) return state.error();
    return std::make_unique<SimulatedMachine>(*std::move(state));
}

Result<std::unique_ptr<SimulatedMachine>> SimulatedMachine::load(const std::string& path)
{
    const auto shown = sanitise(path);
    std::ifstream in(toPath(path), std::ios::binary);
    std::ostringstream text;
    std::error_code problem;
    const auto bytes = std::filesystem::file_size(toPath(path), problem);
    if (!in || problem) return refusal(shown + " cannot be read: check the name of the simulated PC's file.");
    if (bytes > simulatedPcLimit) return refusal(shown + " is larger than 16 MiB, too large for a simulated PC.");
    text << in.rdbuf();
    auto state = stateFromJson(text.str(), shown);
    if (!state) return state.error();
    auto machine = std::make_unique<SimulatedMachine>(*std::move(state));
    machine->m_path = path;
    return machine;
}

Status SimulatedMachine::save() const
{
    const std::lock_guard lock(m_mutex);
    return saveUnlocked();
}

Status SimulatedMachine::saveUnlocked() const
{
    if (m_path.empty()) return ok();
    const auto beside = m_path + ".new";
    std::ofstream out(toPath(beside), std::ios::binary | std::ios::trunc);
    out << toJson(m_state);
    out.close();
    std::error_code problem;
    if (out) std::filesystem::rename(toPath(beside), toPath(m_path), problem);
    if (!out || problem) {
        std::error_code ignored;
        std::filesystem::remove(toPath(beside), ignored);
        return refusal("The simulated PC's file " + sanitise(m_path) + " cannot be written.");
    }
    return ok();
}

SimulatedState SimulatedMachine::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

void SimulatedMachine::setState(SimulatedState state)
{
    const std::lock_guard lock(m_mutex);
    m_state = std::move(state);
}

void SimulatedMachine::setFaults(FaultPlan* faults)
{
    const std::lock_guard lock(m_mutex);
    m_faults = faults;
}

std::optional<Error> SimulatedMachine::lookFails() const
{
    const auto fault = m_faults ? m_faults->next(FaultPlan::Call::Look) : std::nullopt;
    if (!fault) return std::nullopt;
    if (*fault == Fault::CutHalfWay || *fault == Fault::CutAfter) m_faults->cutPower();
    return m_faults->error();
}

std::string SimulatedMachine::description() const
{
    const std::lock_guard lock(m_mutex);
    return m_state.description;
}

Result<std::optional<RegistryValue>> SimulatedMachine::registryValue(const RegistryKey& key,
                                                                     std::string_view name) const
{
    auto now = current(SetRegistryValue{.key = key, .name = std::string(name)});
    if (!now) return now.error();
    return std::get<SetRegistryValue>(*now).value;
}

Result<bool> SimulatedMachine::hasRegistryKey(const RegistryKey& key) const
{
    const std::lock_guard lock(m_mutex);
    if (auto error = lookFails()) return *error;
    if (auto error = unusable(key)) return *error;
    return m_state.registry.find(key) != nullptr;
}

Result<std::optional<RegistryTree>> SimulatedMachine::registryTree(const RegistryKey& key) const
{
    auto now = current(ReplaceRegistryKey{.key = key});
    if (!now) return now.error();
    return std::get<ReplaceRegistryKey>(*now).tree;
}

Result<std::vector<SavedCredential>> SimulatedMachine::savedCredentials(std::string_view prefix) const
{
    const std::lock_guard lock(m_mutex);
    if (auto error = lookFails()) return *error;
    std::vector<SavedCredential> out;
    for (const auto& [target, user, password] : m_state.credentials)
        if (startsWithIgnoringCase(target, prefix)) out.push_back({.target = target, .user = user});
    return out;
}

Result<std::optional<Bytes>> SimulatedMachine::file(std::string_view path) const
{
    auto now = current(WriteFile{.path = std::string(path)});
    if (!now) return now.error();
    return std::get<WriteFile>(*now).content;
}

Result<std::vector<std::string>> SimulatedMachine::remoteDesktopFiles() const
{
    const std::lock_guard lock(m_mutex);
    if (auto error = lookFails()) return *error;
    std::vector<std::string> out;
    for (const auto& [path, content] : m_state.files) {
        const auto folder = std::string_view(path).substr(0, path.rfind('\\'));
        const bool there =
            std::ranges::any_of(std::array{"\\Documents", "\\Desktop", "\\Downloads"},
                                [&](const char* name) { return equalIgnoringCase(folder, m_state.home + name); });
        if (there && toLower(path).ends_with(".rdp") && out.size() < mostRemoteDesktopFiles) out.push_back(path);
    }
    return out;
}

Result<std::string> SimulatedMachine::hostsFile() const
{
    const std::lock_guard lock(m_mutex);
    if (auto error = lookFails()) return *error;
    if (m_state.hosts.size() > largestFile) return refusal("The hosts file is larger than 64 KiB.");
    return m_state.hosts;
}

Result<std::string> SimulatedMachine::ownFolder() const
{
    const std::lock_guard lock(m_mutex);
    if (auto error = lookFails()) return *error;
    return m_state.home + "\\AppData\\Local\\rdpmend";
}

std::chrono::system_clock::time_point SimulatedMachine::now() const
{
    const std::lock_guard lock(m_mutex);
    return nowUnlocked();
}

std::chrono::system_clock::time_point SimulatedMachine::nowUnlocked() const
{
    return std::chrono::system_clock::now() + m_state.clockOffset;
}

Result<Change> SimulatedMachine::current(const Change& like) const
{
    const std::lock_guard lock(m_mutex);
    if (auto error = lookFails()) return *error;
    return std::visit(Current{m_state}, like);
}

Status SimulatedMachine::perform(const Change& change, const Deadline& deadline)
{
    const std::lock_guard lock(m_mutex);
    if (deadline.over())
        return Error{.domain = deadline.cancelled() ? Domain::Cancelled : Domain::TimedOut,
                     .doing = "change " + place(change)};
    const auto fault = m_faults ? m_faults->next(FaultPlan::Call::Perform) : std::nullopt;
    if (fault == Fault::Refuse) return m_faults->error();
    if (fault == Fault::Ignore) return ok();

    const bool halfWay = fault == Fault::CutHalfWay;
    if (halfWay && !std::holds_alternative<ReplaceRegistryKey>(change)) m_faults->cutPower();
    auto before = m_state;
    if (auto status = std::visit(Perform{m_state, halfWay}, change); !status) return status;
    if (auto saved = saveUnlocked(); !saved) {
        m_state = std::move(before);
        return saved;
    }
    if (fault == Fault::RefuseAfter) return m_faults->error();
    if (fault) m_faults->cutPower();
    return ok();
}

}    // namespace rdpmend
