#include "core/machine/no_machine.h"

namespace rdpmend {

static Error notHere()
{
    return refusal("This is not a Windows PC, so its settings can be neither read nor changed.");
}

Result<std::optional<RegistryValue>> NoMachine::registryValue(const RegistryKey&, std::string_view) const
{
    return notHere();
}

Result<bool> NoMachine::hasRegistryKey(const RegistryKey&) const
{
    return notHere();
}

Result<std::optional<RegistryTree>> NoMachine::registryTree(const RegistryKey&) const
{
    return notHere();
}

Result<std::vector<SavedCredential>> NoMachine::savedCredentials(std::string_view) const
{
    return notHere();
}

Result<std::optional<Bytes>> NoMachine::file(std::string_view) const
{
    return notHere();
}

Result<std::vector<std::string>> NoMachine::remoteDesktopFiles() const
{
    return notHere();
}

Result<std::string> NoMachine::hostsFile() const
{
    return notHere();
}

Result<std::string> NoMachine::ownFolder() const
{
    return notHere();
}

Result<Change> NoMachine::current(const Change&) const
{
    return notHere();
}

Status NoMachine::perform(const Change&, const Deadline&)
{
    return notHere();
}

Error NoMachine::cannotLook(std::string_view) const
{
    return notHere();
}

}    // namespace rdpmend
