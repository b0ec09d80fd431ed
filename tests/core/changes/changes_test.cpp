#include "core/changes/changes.h"

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

const RegistryKey client{.path = "Software\\Microsoft\\Terminal Server Client"};
const RegistryKey licences{
    .hive = Hive::LocalMachine, .path = "SOFTWARE\\Microsoft\\MSLicensing", .view = View::Registry32};

RegistryTree licenceTree()
{
    return {
        .name = "MSLicensing",
        .values = {{.name = "", .value = RegistryValue::fromString("x")}},
        .keys = {{.name = "HardwareID",
                  .sddl = "D:(A;;KA;;;BA)",
                  .values = {{.name = "ClientHWID", .value = {.type = RegistryValue::binary, .data = {1, 2, 255}}}}},
                 {.name = "Store"}}};
}

std::vector<Change> everyKind()
{
    return {
        SetRegistryValue{.key = client, .name = "RDGClientTransport", .value = RegistryValue::fromDword(1)},
        SetRegistryValue{.key = client, .name = "", .value = RegistryValue{.type = 0x12345, .data = {}}},
        SetRegistryValue{.key = client, .name = std::string("with\0nul", 8)},
        ReplaceRegistryKey{.key = licences, .tree = licenceTree()},
        ReplaceRegistryKey{.key = licences},
        SetSavedCredential{.target = "TERMSRV/pc-17", .user = "EX\\änna"},
        SetSavedCredential{.target = "TERMSRV/pc-17"},
        WriteFile{.path = "C:\\Users\\anna\\x.rdp", .content = Bytes{0xFF, 0xFE, 0}},
        WriteFile{.path = "C:\\Users\\anna\\x.rdp", .content = Bytes{}},
        WriteFile{.path = "C:\\Users\\anna\\x.rdp"},
    };
}

TEST(ChangeJson, GivesBackEveryKindExactly)
{
    for (const auto& change : everyKind()) {
        const auto again = changeFromJson(toJson(change));
        ASSERT_TRUE(again) << describe(again.error());
        EXPECT_EQ(*again, change) << toJson(change);
    }
}

TEST(ChangeJson, IsCanonical)
{
    EXPECT_EQ(toJson(everyKind()[0]),
              R"({"key":{"hive":"HKCU","path":"Software\\Microsoft\\Terminal Server Client","view":64},)"
              R"("kind":"registry_value","name":"RDGClientTransport","value":{"data":"01000000","type":4}})");
}

TEST(ChangeJson, RefusesWhatItDoesNotKnow)
{
    const auto refuses = [](std::string_view json) {
        const auto change = changeFromJson(json);
        return !change && change.error().domain == Domain::Internal && change.error().doing.ends_with('.');
    };
    EXPECT_TRUE(refuses(""));
    EXPECT_TRUE(refuses("[1,2]"));
    EXPECT_TRUE(refuses("{}"));
    EXPECT_TRUE(refuses(R"({"kind":"start_service","name":"TermService"})"));
    EXPECT_TRUE(refuses(R"({"kind":"file","path":"C:\\x"})")) << "a missing member is not the same as null";
    EXPECT_TRUE(refuses(R"({"kind":"file","path":"C:\\x","content":null,"attributes":2})")) << "an unknown member";
    EXPECT_TRUE(refuses(R"({"kind":"file","path":"C:\\x","content":"0"})"));
    EXPECT_TRUE(refuses(R"({"kind":"file","path":7,"content":null})"));
    EXPECT_TRUE(refuses(R"({"kind":"registry_key","key":{"hive":"HKCR","path":"x","view":64},"tree":null})"));
    EXPECT_TRUE(refuses(R"({"kind":"registry_value","key":{"hive":"HKCU","path":"x","view":64},"name":"",)"
                        R"("value":{"type":-1,"data":""}})"));
    std::string deep = R"({"kind":"registry_key","key":{"hive":"HKCU","path":"x","view":64},"tree":)";
    for (int i = 0; i < 2000; ++i) deep += R"({"name":"k","sddl":null,"values":[],"keys":[)";
    for (int i = 0; i < 2000; ++i) deep += "]}";
    EXPECT_TRUE(refuses(deep + "}"));
}

TEST(ChangeJson, SurvivesEveryCutAndEveryFlippedByte)
{
    for (const auto& change : everyKind()) {
        const auto json = toJson(change);
        for (std::size_t i = 0; i < json.size(); ++i) {
            EXPECT_FALSE(changeFromJson(json.substr(0, i)));
            auto flipped = json;
            flipped[i] = static_cast<char>(flipped[i] ^ 0x08);
            (void)changeFromJson(flipped);    // must not crash; it may mean something else
        }
    }
}

TEST(PlanHash, CoversWhatWillBeDoneAndNothingElse)
{
    Plan plan{.steps = {{.fix = "F501",
                         .remedy = "transport.set_rdg_client_transport",
                         .changes = {{.before = SetRegistryValue{.key = client, .name = "RDGClientTransport"},
                                      .after = everyKind()[0]}}}}};
    const auto hash = planHash(plan);
    EXPECT_EQ(hash.size(), 64U);

    auto other = plan;
    other.withheld.push_back({.fix = "F502", .reason = "not_offered.already_so"});
    EXPECT_EQ(planHash(other), hash);
    other = plan;
    std::get<SetRegistryValue>(other.steps[0].changes[0].after).value = RegistryValue::fromDword(2);
    EXPECT_NE(planHash(other), hash);
    other = plan;
    other.steps[0].scope = Scope::Machine;
    EXPECT_NE(planHash(other), hash);
}

TEST(Places, CompareWithoutCaseAndKnowWhichKeysHaveTwoViews)
{
    const auto value = [](Hive hive, std::string path, View view, std::string name) -> Change {
        return SetRegistryValue{.key = {.hive = hive, .path = std::move(path), .view = view}, .name = std::move(name)};
    };
    using enum View;
    EXPECT_TRUE(samePlace(value(Hive::CurrentUser, "A\\b", Registry64, "N"),
                          value(Hive::CurrentUser, "a\\B", Registry32, "n")));
    EXPECT_FALSE(
        samePlace(value(Hive::CurrentUser, "A", Registry64, "N"), value(Hive::LocalMachine, "A", Registry64, "N")));
    EXPECT_FALSE(samePlace(value(Hive::LocalMachine, "Software\\A", Registry64, "N"),
                           value(Hive::LocalMachine, "SOFTWARE\\A", Registry32, "N")));
    EXPECT_TRUE(samePlace(value(Hive::LocalMachine, "SOFTWARE\\Policies\\A", Registry64, "N"),
                          value(Hive::LocalMachine, "SOFTWARE\\Policies\\A", Registry32, "N")));
    EXPECT_TRUE(samePlace(value(Hive::LocalMachine, "SYSTEM\\A", Registry64, "N"),
                          value(Hive::LocalMachine, "SYSTEM\\A", Registry32, "N")));
    EXPECT_FALSE(samePlace(WriteFile{.path = "x"}, SetSavedCredential{.target = "x"}));
}

TEST(Standings, TellBeforeOursAndForeign)
{
    const auto with = [](std::optional<RegistryValue> value) -> Change {
        return SetRegistryValue{.key = client, .name = "RDGClientTransport", .value = std::move(value)};
    };
    const PlannedChange change{.before = with(std::nullopt), .after = with(RegistryValue::fromDword(1))};
    EXPECT_EQ(standing(change, with(std::nullopt)), Standing::AsBefore);
    EXPECT_EQ(standing(change, with(RegistryValue::fromDword(1))), Standing::Ours);
    EXPECT_EQ(standing(change, with(RegistryValue::fromDword(0))), Standing::ChangedSince);
    EXPECT_EQ(standing(change, with(RegistryValue{.type = RegistryValue::qword, .data = {1, 0, 0, 0}})),
              Standing::ChangedSince)
        << "the type counts too";
}

TEST(Standings, ATreeHalfReplacedIsOursAndOneNewValueIsNot)
{
    const PlannedChange change{
        .before = ReplaceRegistryKey{.key = licences, .tree = licenceTree()},
        .after = ReplaceRegistryKey{
            .key = licences, .tree = RegistryTree{.name = "MSLicensing", .keys = {{.name = "Store", .sddl = "D:"}}}}};
    auto now = licenceTree();
    now.values.clear();
    now.keys[0].values.clear();
    EXPECT_EQ(standing(change, ReplaceRegistryKey{.key = licences, .tree = now}), Standing::Ours);
    EXPECT_EQ(standing(change, ReplaceRegistryKey{.key = licences}), Standing::Ours) << "removed, not yet written";

    now.keys[1].keys.push_back({.name = "LICENSE000"});
    EXPECT_EQ(standing(change, ReplaceRegistryKey{.key = licences, .tree = now}), Standing::ChangedSince);
    now = licenceTree();
    now.keys[0].values[0].value.data.push_back(7);
    EXPECT_EQ(standing(change, ReplaceRegistryKey{.key = licences, .tree = now}), Standing::ChangedSince);
}

TEST(Holding, LeavesOpenWhatIsNotAskedFor)
{
    auto now = licenceTree();
    now.sddl = "D:(A;;KA;;;SY)";
    EXPECT_TRUE(holds(ReplaceRegistryKey{.key = licences, .tree = now},
                      ReplaceRegistryKey{.key = licences, .tree = licenceTree()}));
    now.keys[0].sddl = "D:";
    EXPECT_FALSE(holds(ReplaceRegistryKey{.key = licences, .tree = now},
                       ReplaceRegistryKey{.key = licences, .tree = licenceTree()}));
}

TEST(Words, SayPlaceAndContent)
{
    const auto all = everyKind();
    EXPECT_EQ(place(all[0]), "HKCU\\Software\\Microsoft\\Terminal Server Client\\RDGClientTransport");
    EXPECT_EQ(content(all[0]), "1 (REG_DWORD)");
    EXPECT_EQ(place(all[1]), "HKCU\\Software\\Microsoft\\Terminal Server Client\\(default)");
    EXPECT_EQ(content(all[1]), "empty (registry type 74565)");
    EXPECT_EQ(content(all[2]), "does not exist");
    EXPECT_EQ(place(all[3]), "HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\MSLicensing");
    EXPECT_EQ(content(all[3]), "2 values in 3 keys");
    EXPECT_EQ(place(all[5]), "saved credential TERMSRV/pc-17");
    EXPECT_EQ(content(all[5]), "a password for EX\\änna");
    EXPECT_EQ(content(all[7]), "a file of 3 bytes");
    EXPECT_EQ(content(SetRegistryValue{.key = client, .value = RegistryValue::fromString("ev\nil")}),
              "\"ev il\" (REG_SZ)");
    EXPECT_EQ(content(SetRegistryValue{.key = client,
                                       .value = RegistryValue{.type = RegistryValue::binary, .data = Bytes(30, 0xAB)}}),
              "ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ... (REG_BINARY, 30 bytes)");
}

TEST(Words, OnlyAPasswordCannotBePutBack)
{
    const auto all = everyKind();
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(canBePerformed(all[i]), i != 5);
}

TEST(RegFile, WritesValuesDeletionsAndWholeKeys)
{
    const auto all = everyKind();
    EXPECT_EQ(toRegFile(all[0]),
              "Windows Registry Editor Version 5.00\r\n\r\n"
              "[HKEY_CURRENT_USER\\Software\\Microsoft\\Terminal Server "
              "Client]\r\n\"RDGClientTransport\"=dword:00000001\r\n");
    EXPECT_EQ(toRegFile(all[3]),
              "Windows Registry Editor Version 5.00\r\n\r\n"
              "[-HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\MSLicensing]\r\n\r\n"
              "[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\MSLicensing]\r\n@=\"x\"\r\n\r\n"
              "[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\MSLicensing\\HardwareID]\r\n"
              "; permissions: D:(A;;KA;;;BA)\r\n\"ClientHWID\"=hex:01,02,ff\r\n\r\n"
              "[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\MSLicensing\\Store]\r\n\r\n");
    EXPECT_NE(toRegFile(SetRegistryValue{.key = client, .name = "a\"b\\c"}).find("\"a\\\"b\\\\c\"=-\r\n"),
              std::string::npos);
    EXPECT_NE(toRegFile(SetRegistryValue{.key = client, .name = "n", .value = RegistryValue::fromString("two\nlines")})
                  .find("hex(1):74,00"),
              std::string::npos);
    EXPECT_NE(toRegFile(all[5]).find("cannot be put back"), std::string::npos);
}

TEST(RegFile, ANameCannotSmuggleInALine)
{
    const auto text =
        toRegFile(SetRegistryValue{.key = client, .name = "x\"=-\r\n[-HKEY_CURRENT_USER\\Software]\r\n\"y"});
    EXPECT_EQ(text.find("\n[-"), std::string::npos) << text;
}

}    // namespace
}    // namespace rdpmend
