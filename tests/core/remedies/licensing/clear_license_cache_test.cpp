#include "../bench.h"

namespace rdpmend {
namespace {

constexpr auto pc = R"({"registry": {
    "HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\HardwareID": {"ClientHWID": {"binary": "0011"}},
    "HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000": {"CompanyName": {"binary": "00"}},
    "HKLM32\\SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000": {}}})";

Bench damaged()
{
    Bench bench(pc);
    bench.see("licensing.store", "licensing.store_malformed");
    return bench;
}

TEST(ClearLicenseCache, LeavesAnEmptyStoreInBothViewsThatStandardUsersMayWriteTo)
{
    const auto bench = damaged();
    const auto proposal = bench.propose("F401");
    ASSERT_EQ(proposal.changes.size(), 2U);
    const auto after = bench.after(proposal);
    for (const auto view : {View::Registry64, View::Registry32}) {
        const auto* key =
            after.registry.find({.hive = Hive::LocalMachine, .path = "SOFTWARE\\Microsoft\\MSLicensing", .view = view});
        ASSERT_NE(key, nullptr);
        EXPECT_TRUE(key->values.empty());
        ASSERT_EQ(key->keys.size(), 1U);
        const auto& store = key->keys[0];
        EXPECT_EQ(store.name, "Store");
        EXPECT_TRUE(store.keys.empty());
        // CC query, DC set, LC create subkey, SW enumerate, RP notify, RC read control: KEY_READ + set + create
        EXPECT_NE(store.sddl.value_or("").find("CCDCLCSWRPRC;;;BU)"), std::string::npos);
        EXPECT_NE(store.sddl.value_or("").find("(A;CIIO;SD;;;BU)"), std::string::npos) << "licences may be deleted";
    }
}

TEST(ClearLicenseCache, TouchesNoViewThatHasNoCache)
{
    Bench bench(
        R"({"registry": {"HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\HardwareID": {"ClientHWID": {"binary": "0011"}}}})");
    bench.see("transport.reported", "licensing.reported_store");
    EXPECT_EQ(bench.propose("F401").changes.size(), 1U);
}

TEST(ClearLicenseCache, IsHiddenWhenNothingPointsAtLicensingUnlessAskedFor)
{
    Bench bench(pc);
    bench.see("transport.close_stage", "transport.cut_after_confirm");
    EXPECT_EQ(bench.propose("F401").withheld, "not_offered.not_needed");
    bench.see("licensing.store", "licensing.store_absent");
    EXPECT_EQ(bench.propose("F401").withheld, "not_offered.not_needed");
    bench.askedFor = true;
    EXPECT_EQ(bench.propose("F401").changes.size(), 2U);
}

TEST(ClearLicenseCache, IsWithheldWhenTheCacheIsClear)
{
    auto bench = damaged();
    bench.pc = bench.after(bench.propose("F401"));
    EXPECT_EQ(bench.propose("F401").withheld, "not_offered.already_so");
    bench.pc = SimulatedState{};
    EXPECT_EQ(bench.propose("F401").withheld, "not_offered.already_so");
}

TEST(ClearLicenseCache, AFailedLookIsAnError)
{
    expectEveryLookToBeNeeded(damaged(), "F401");
}

}    // namespace
}    // namespace rdpmend
