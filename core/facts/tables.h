// The embedded tables as structs, each read when it is first asked for and kept for ever: a thread that outlives main()
// may still ask. A table that cannot be read is a defect of the build: the program says which one and ends.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts/facts.h"

namespace rdpmend::tables {

using Words = std::map<std::string, std::string, std::less<>>;
using Codes = std::map<std::int64_t, CodeFact>;

// A row of facts/pairs.json; the first one that fits counts.
struct Pair {
    std::uint32_t reason = 0;
    enum class Extended : std::uint8_t { None, Code, Licensing, Any } kind = Extended::None;
    std::uint32_t extended = 0;    // for Code
    std::string text{};
};

struct CloudEndpoints {
    std::string date{};
    std::map<std::string, std::vector<CloudEndpoint>, std::less<>> clouds{};
};

const Words& words();
const Codes* codes(std::string_view table);    // nullptr: there is no such table
const std::vector<Pair>& pairs();
const std::vector<CauseRule>& causes();    // empty as long as there is no facts/causes.json
const std::vector<ClientFact>& clients();
const CloudEndpoints& cloudEndpoints();
const std::vector<std::string>& inspectionIssuers();
const std::vector<std::string>& refusals();

}    // namespace rdpmend::tables
