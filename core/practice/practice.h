// The practice case: a simulated Windows PC and a really broken Remote Desktop host (and gateway) on loopback, both
// inside the program, so that find, fix, verify and undo run with real sockets and nothing to set up.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/machine/machine.h"
#include "core/machine/net.h"
#include "core/model/target.h"

namespace rdpmend {

struct Scenario {
    std::string id{};               // "damaged-licence-cache"
    std::string title{};            // "The licence cache is damaged"
    std::string story{};            // what the caller says, two sentences
    std::string expectedCause{};    // catalogue id that should rank first
    std::string expectedFix{};      // "F401"; empty when somebody else must act
};

// resources/practice/*.json; the first is the one that ./run.sh opens.
const std::vector<Scenario>& scenarios();

// Starts the host. It reads the simulated PC's settings at every connection, so that the right fix really makes it
// answer and undoing it breaks it again. Everything stops and closes with the object.
class Practice {
public:
    static Result<std::unique_ptr<Practice>> start(std::string_view scenario);
    virtual ~Practice() = default;

    virtual const Scenario& scenario() const = 0;
    virtual const Target& target() const = 0;
    virtual Machine& machine() = 0;
    // Real sockets; only names ("pc-17") are answered by the practice case itself.
    virtual Net& net() = 0;
    // One try of a whole connection as mstsc would make it with the PC's present settings: what the dialog would say;
    // nullopt: connected.
    virtual std::optional<ReportedError> tryToConnect() = 0;
};

}    // namespace rdpmend
