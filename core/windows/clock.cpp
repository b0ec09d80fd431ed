// "Windows Time service tools and settings", Microsoft Learn, has the registry values.
#include "core/windows/clock.h"

#include "core/windows/error.h"
#include "core/windows/registry.h"

namespace rdpmend::windows {
namespace {

Result<std::chrono::seconds> utcOffset()
{
    DYNAMIC_TIME_ZONE_INFORMATION zone{};
    const DWORD season = GetDynamicTimeZoneInformation(&zone);
    if (season == TIME_ZONE_ID_INVALID) return lastError("read the time zone");
    LONG bias = zone.Bias;    // minutes, west positive
    if (season == TIME_ZONE_ID_DAYLIGHT) bias += zone.DaylightBias;
    if (season == TIME_ZONE_ID_STANDARD) bias += zone.StandardBias;
    return std::chrono::seconds(std::chrono::minutes(-bias));
}

Result<std::string> timeService(const char* name)
{
    const auto value = readValue(
        {.hive = Hive::LocalMachine, .path = R"(SYSTEM\CurrentControlSet\Services\W32Time\Parameters)"}, name);
    if (!value) return value.error();
    return *value ? (*value)->asString().value_or("") : std::string();
}

}    // namespace

Result<ClockSettings> clockSettings()
{
    const auto offset = utcOffset();
    if (!offset) return offset.error();
    const auto source = timeService("Type");
    if (!source) return source.error();
    const auto server = timeService("NtpServer");
    if (!server) return server.error();
    return ClockSettings{.bootedAt = std::chrono::system_clock::now() - std::chrono::milliseconds(GetTickCount64()),
                         .utcOffset = *offset,
                         .source = *source,
                         .server = *server};
}

}    // namespace rdpmend::windows
