// Reading the event log (EvtQuery).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rdpmend {

struct EventQuery {
    std::string channel{};                 // "System", "Microsoft-Windows-TerminalServices-RDPClient/Operational"
    std::string provider{};                // empty: any
    std::vector<std::uint32_t> ids{};      // empty: any
    std::chrono::seconds within{86400};    // how far back
    std::size_t atMost = 100;              // newest first; never more than 1,000
};

struct LoggedEvent {
    std::string channel{};
    std::string provider{};
    std::uint32_t id = 0;
    std::uint8_t level = 0;      // 1 critical, 2 error, 3 warning, 4 information
    std::uint64_t record = 0;    // EventRecordID
    std::uint32_t processId = 0;
    std::chrono::system_clock::time_point when{};
    // EventData and UserData: names ("" where the event gives none) and values, in the order of the event. Untrusted;
    // at most 64 of at most 4 KiB.
    std::vector<std::pair<std::string, std::string>> data{};

    bool operator==(const LoggedEvent&) const = default;
};

}    // namespace rdpmend
