// Who may write the licence store, and what the codes of licensing mean together with its shape.
#include <gtest/gtest.h>

#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"
#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

const std::string key = R"("HKLM64\\SOFTWARE\\Microsoft\\MSLicensing)";
const std::string hardware = key + R"(\\HardwareID": {"ClientHWID": {"binary": ")" + std::string(40, '1') + "\"}}";
const std::string licence = key + R"(\\Store\\LICENSE000": {"ClientLicense": {"binary": "0011"}})";
const std::string asMicrosoftHasIt = "D:(A;CI;KA;;;BA)(A;CI;CCDCLCSWRPRC;;;BU)(A;CIIO;SD;;;BU)";

Diagnosis diagnoseStore(const std::string& registry, const std::string& storeAccess,
                        std::optional<ReportedError> reported = {}, const std::string& licenceAccess = "D:(A;;KA;;;BU)")
{
    std::string json = "{\"registry\": {" + registry + '}';
    if (!storeAccess.empty())
        json += R"(, "permissions": {)" + key + R"(\\Store": ")" + storeAccess + "\", " + key +
                R"(\\Store\\LICENSE000": ")" + licenceAccess + "\"}";
    auto machine = SimulatedMachine::fromJson(json + '}');
    if (!machine) throw std::runtime_error(describe(machine.error()));
    ScriptedNet net;
    net.connections = {
        {.replies = {confirmSelecting(protocol::protocolHybrid), challengeReply(std::chrono::system_clock::now())}}};
    auto target = host();
    target.reported = reported;
    return diagnose(net, target, **machine);
}

const std::string whole = hardware + ", " + licence;

TEST(LicenceStore, StoreThatUsersCannotWriteIsTheCauseWhenTheCodeSpeaksOfTheStore)
{
    for (const std::uint32_t extended : {0x10BU, 0x100U, 0x103U}) {
        const auto diagnosis = diagnoseStore(whole, "D:(A;CI;KA;;;BA)(A;CI;KR;;;BU)",
                                             ReportedError{.reason = 0x904, .extended = extended});
        EXPECT_EQ(topCause(diagnosis), "licensing.cache_unwritable") << extended;
        EXPECT_EQ(diagnosis.overall, Overall::Problem);
    }
}

TEST(LicenceStore, WithoutACodeItIsANote)
{
    const auto diagnosis = diagnoseStore(whole, "D:(A;CI;KA;;;BA)(A;CI;KR;;;BU)");
    EXPECT_TRUE(found(diagnosis, "licensing.store_unwritable"));
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    EXPECT_EQ(topCause(diagnosis), "");
}

TEST(LicenceStore, StoreAsMicrosoftExpectsItIsNotBlamed)
{
    const auto diagnosis = diagnoseStore(whole, asMicrosoftHasIt, ReportedError{.reason = 0x904, .extended = 0x104});
    EXPECT_FALSE(found(diagnosis, "licensing.store_unwritable"));
    EXPECT_EQ(diagnosis.outcomes.at("licensing.store_access").verdict, Verdict::Healthy);
    EXPECT_EQ(topCause(diagnosis), "licensing.cache_damaged");
}

TEST(LicenceStore, LicenceThatCannotBeReplacedIsFoundAsWell)
{
    const auto diagnosis = diagnoseStore(whole, asMicrosoftHasIt, ReportedError{.reason = 0x904, .extended = 0x109},
                                         "D:(A;;KA;;;BA)(A;;KR;;;BU)");
    ASSERT_TRUE(found(diagnosis, "licensing.store_unwritable"));
    EXPECT_EQ(diagnosis.outcomes.at("licensing.store_access").findings.at(0).evidence.at(1).value,
              "users may not delete the licence");
}

TEST(LicenceStore, MissingStoreCountsOnlyWhenItCouldNotBeMade)
{
    EXPECT_FALSE(found(diagnoseStore("", ""), "licensing.store_unwritable"));
    EXPECT_EQ(topCause(diagnoseStore("", "", ReportedError{.reason = 0x904, .extended = 0x10B})),
              "licensing.cache_unwritable");
}

TEST(LicenceStore, UnknownAccessIsNeverHealthy)
{
    const auto diagnosis = diagnoseStore(whole, "O:BA");
    EXPECT_EQ(diagnosis.outcomes.at("licensing.store_access").verdict, Verdict::Inconclusive);
}

TEST(LicenceStore, CodesThatDoNotSayWhichSideFailedAreDecidedByTheStore)
{
    for (const std::uint32_t code : {2056U, 2312U}) {
        const ReportedError reported{.reason = code};
        EXPECT_EQ(topCause(diagnoseStore(whole, asMicrosoftHasIt, reported)), "licensing.server_refused") << code;
        EXPECT_EQ(topCause(diagnoseStore(whole, "D:(A;;KR;;;BU)", reported)), "licensing.cache_unwritable") << code;
        const auto damaged = hardware + ", " + key + R"(\\Store\\LICENSE000": {"ClientLicense": {"string": "x"}})";
        EXPECT_EQ(topCause(diagnoseStore(damaged, asMicrosoftHasIt, reported)), "licensing.cache_damaged") << code;
    }
    // The server's own words leave no doubt.
    EXPECT_EQ(topCause(diagnoseStore(whole, asMicrosoftHasIt, ReportedError{.reason = 0x904, .extended = 0x101})),
              "licensing.server_refused");
}

TEST(LicenceStore, LicenceWithoutItsHardwareNumberIsDamaged)
{
    const auto diagnosis = diagnoseStore(licence, asMicrosoftHasIt, ReportedError{.reason = 0x904, .extended = 0x104});
    EXPECT_TRUE(found(diagnosis, "licensing.hardware_id_missing"));
    EXPECT_EQ(topCause(diagnosis), "licensing.cache_damaged");
    EXPECT_FALSE(found(diagnoseStore(whole, asMicrosoftHasIt, ReportedError{.reason = 0x904, .extended = 0x104}),
                       "licensing.hardware_id_missing"));
    EXPECT_FALSE(found(diagnoseStore(licence, asMicrosoftHasIt), "licensing.hardware_id_missing"));
}

}    // namespace
}    // namespace rdpmend::test
