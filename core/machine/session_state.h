// Who runs this program, where, and since when.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace rdpmend {

struct SessionState {
    std::uint32_t id = 0;        // ProcessIdToSessionId
    bool remote = false;         // inside an RDP session (SM_REMOTESESSION, and the glass session of RemoteFX)
    std::string clientName{};    // of the PC that the session is used from; empty when local
    std::string user{};          // "DOMAIN\\user"
    std::string userSid{};
    bool elevated = false;         // TokenElevation
    bool administrator = false;    // a member of Administrators, elevated or not

    bool operator==(const SessionState&) const = default;
};

enum class Joined : std::uint8_t { Workgroup, Domain };

struct Membership {
    Joined joined = Joined::Workgroup;
    std::string name{};           // NetBIOS name of the domain or workgroup
    std::string dnsDomain{};      // empty in a workgroup
    bool entraJoined = false;     // the device, not only the person (NetGetAadJoinInformation)
    std::string entraTenant{};    // tenant id

    bool operator==(const Membership&) const = default;
};

struct ClockSettings {
    std::chrono::system_clock::time_point bootedAt{};
    std::chrono::seconds utcOffset{};    // of the local time zone now, east positive
    std::string source{};                // W32Time Parameters\Type: "NTP", "NT5DS", "NoSync"
    std::string server{};                // NtpServer, "time.windows.com,0x9"

    bool operator==(const ClockSettings&) const = default;
};

}    // namespace rdpmend
