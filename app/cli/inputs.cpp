#include "app/cli/inputs.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "app/elevation/elevation.h"
#include "app/this_pc.h"
#include "core/base/text.h"
#include "core/machine/no_machine.h"
#include "core/protocol/rdp_file.h"
#include "core/simulated/simulated_machine.h"
#include "core/x509/certificate.h"

namespace rdpmend::cli {
namespace {

constexpr std::uint16_t rdpPort = 3389, httpsPort = 443, proxyPort = 8080;
constexpr std::string_view simulated = "simulated:";

std::filesystem::path toPath(const std::string& utf8)
{
    return {std::u8string(utf8.begin(), utf8.end())};
}

std::string inQuotes(std::string_view typed)
{
    constexpr std::size_t shown = 80;
    return "'" + sanitise(typed, shown) + "'";
}

Error prefixed(std::string_view argument, const Error& error)
{
    return refusal(std::string(argument) + ": " + describe(error));
}

Result<Bytes> readInput(std::string_view argument, const std::string& path, std::size_t limit)
{
    std::error_code problem;
    if (std::filesystem::is_directory(toPath(path), problem))
        return refusal(std::string(argument) + ": " + inQuotes(path) + " is a folder; name a file.");
    std::ifstream file(toPath(path), std::ios::binary);
    if (!file)
        return refusal(std::string(argument) + ": " + inQuotes(path) +
                       " cannot be opened; check the name and its rights.");
    std::string content(limit + 1, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (file.bad()) return refusal(std::string(argument) + ": " + inQuotes(path) + " cannot be read.");
    content.resize(static_cast<std::size_t>(file.gcount()));
    if (content.size() > limit)
        return refusal(std::string(argument) + ": " + inQuotes(path) + " is larger than " +
                       std::to_string(limit / 1024) + " KiB.");
    return toBytes(content);
}

Status fromRdpFile(const std::string& path, Target& target)
{
    auto content = readInput("--rdp", path, protocol::rdpFileLimit);
    if (!content) return content.error();
    auto file = protocol::parseRdpFile(*content);
    if (!file) return prefixed("--rdp " + inQuotes(path), file.error());
    if (const auto host = file->host()) {
        auto endpoint = parseEndpoint(*host, rdpPort);
        if (!endpoint) return prefixed("--rdp " + inQuotes(path), endpoint.error());
        target.host = *endpoint;
    }
    if (const auto gateway = file->gateway()) {
        auto endpoint = parseEndpoint(*gateway, httpsPort);
        if (!endpoint) return prefixed("--rdp " + inQuotes(path), endpoint.error());
        target.gateway = *endpoint;
    }
    target.user = file->user();
    // Fixes and Remote Desktop itself look for it from another folder.
    const auto whole = std::filesystem::absolute(std::u8string(path.begin(), path.end())).u8string();
    target.rdpFile = std::string(whole.begin(), whole.end());
    return ok();
}

Result<Endpoint> parseProxy(std::string_view typed)
{
    constexpr std::string_view scheme = "http://";
    std::string_view rest = typed;
    if (startsWithIgnoringCase(rest, scheme)) rest.remove_prefix(scheme.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (rest.find_first_of("/@") != std::string_view::npos)
        return refusal("--proxy: write it as http://HOST:PORT, without user, password or path.");
    auto endpoint = parseEndpoint(rest, proxyPort);
    if (!endpoint) return prefixed("--proxy", endpoint.error());
    return endpoint;
}

Status addTrustAnchor(const std::string& path, Target& target)
{
    constexpr std::size_t limit = 1024 * 1024;
    auto content = readInput("--trust-anchor", path, limit);
    if (!content) return content.error();
    auto anchors = readAnchors(*content);
    if (!anchors) return prefixed("--trust-anchor " + inQuotes(path), anchors.error());
    target.trustAnchors.insert(target.trustAnchors.end(), anchors->begin(), anchors->end());
    return ok();
}

Result<std::string> journalPath(const PlaceArguments& arguments)
{
    if (!arguments.journal.empty()) return arguments.journal;
    if (arguments.machine.starts_with(simulated)) return arguments.machine.substr(simulated.size()) + ".journal";

    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return value == nullptr ? std::string{} : std::string(value);
    };
#ifdef _WIN32
    const std::string base = variable("LOCALAPPDATA");
#else
    std::string base = variable("XDG_STATE_HOME");
    if (base.empty() && !variable("HOME").empty()) base = variable("HOME") + "/.local/state";
#endif
    if (base.empty()) return refusal("The folder for the journal is not known; name one with --journal FILE.");
    return (toPath(base) / "rdpmend" / "journal.db").string();
}

}    // namespace

Result<Target> readTarget(const TargetArguments& arguments, const Facts& facts)
{
    Target target;
    target.deep = arguments.deep;
    target.onlineRevocation = arguments.onlineRevocation;
    if (!arguments.rdpFile.empty())
        if (Status read = fromRdpFile(arguments.rdpFile, target); !read) return read.error();
    if (!arguments.target.empty()) {
        auto host = parseEndpoint(arguments.target, rdpPort);
        if (!host) return host.error();
        target.host = *host;
    }
    if (!arguments.cloud.empty()) {
        if (facts.cloudEndpoints(arguments.cloud).empty())
            return refusal("--avd: " + inQuotes(arguments.cloud) + " is not one of azure, us-gov, china.");
        target.cloud = arguments.cloud;
    }
    if (target.host.host.empty() && !target.cloud)
        return refusal(arguments.rdpFile.empty()
                           ? "Say which computer cannot be reached: a name, an address, or --rdp FILE."
                           : "--rdp: the file names no computer; say which one cannot be reached.");
    if (!arguments.gateway.empty()) {
        auto gateway = parseEndpoint(arguments.gateway, httpsPort);
        if (!gateway) return prefixed("--gateway", gateway.error());
        target.gateway = *gateway;
    }
    if (!arguments.proxy.empty()) {
        auto proxy = parseProxy(arguments.proxy);
        if (!proxy) return proxy.error();
        target.proxy = *proxy;
    }
    if (!arguments.error.empty()) {
        auto reported = parseReportedError(arguments.error);
        if (!reported) return prefixed("--error", reported.error());
        target.reported = *reported;
    }
    if (arguments.client != target.client && facts.client(arguments.client) == nullptr)
        return refusal("--as: " + inQuotes(arguments.client) + " is not one of this-pc, windows-10, windows-11.");
    target.client = arguments.client;
    for (const std::string& path : arguments.trustAnchors)
        if (Status added = addTrustAnchor(path, target); !added) return added.error();
    return target;
}

Result<std::unique_ptr<Machine>> openMachine(const PlaceArguments& arguments)
{
    const std::string& choice = arguments.machine;
    if (choice == "none") return std::unique_ptr<Machine>(std::make_unique<NoMachine>());
    if (choice.empty() || choice == "this-pc") {
        auto machine = thisPc();
        if (!choice.empty() && !machine->present())
            return refusal("--machine: this-pc means a Windows PC, and this one is " + machine->description() + ".");
        return machine;
    }
    if (!choice.starts_with(simulated) || choice.size() == simulated.size())
        return refusal("--machine: " + inQuotes(choice) + " is not one of this-pc, none, simulated:FILE.");
    auto machine = SimulatedMachine::load(choice.substr(simulated.size()));
    if (!machine) return prefixed("--machine", machine.error());
    return std::unique_ptr<Machine>(std::move(*machine));
}

Result<std::unique_ptr<Journal>> openJournal(const PlaceArguments& arguments)
{
    auto path = journalPath(arguments);
    if (!path) return path.error();
    const auto folder = toPath(*path).parent_path();
    std::error_code problem;
    if (!folder.empty()) std::filesystem::create_directories(folder, problem);
    if (problem)
        return refusal("The folder of the journal " + inQuotes(*path) + " cannot be made: " + problem.message() + ".");
    return Journal::open(*path);
}

Result<std::unique_ptr<Journal>> readJournal(const PlaceArguments& arguments)
{
    auto path = journalPath(arguments);
    if (!path) return path.error();
    return Journal::open(*path, /*readOnly=*/true);
}

std::unique_ptr<Elevated> openElevated(const PlaceArguments& arguments)
{
    const bool thisOne = arguments.machine.empty() || arguments.machine == "this-pc";
    return thisOne ? elevatedBroker() : nullptr;
}

Status writeOutput(const std::string& path, const std::string& content)
{
    std::ofstream file(toPath(path), std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) return refusal(inQuotes(path) + " cannot be written.");
    return ok();
}

}    // namespace rdpmend::cli
