#include "core/facts/facts.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace rdpmend {
namespace {

struct Typed {
    const char* text;
    std::uint32_t reason;
    std::optional<std::uint32_t> extended;
};

// So that a failing case shows what was typed.
void PrintTo(const Typed& typed, std::ostream* out)
{
    *out << '"' << typed.text << '"';
}

class Understood : public testing::TestWithParam<Typed> {};

TEST_P(Understood, GivesTheTwoNumbers)
{
    const auto& typed = GetParam();
    const auto parsed = parseReportedError(typed.text);
    ASSERT_TRUE(parsed) << describe(parsed.error());
    EXPECT_EQ(toString(*parsed), toString({.reason = typed.reason, .extended = typed.extended}));
}

constexpr std::nullopt_t none = std::nullopt;

INSTANTIATE_TEST_SUITE_P(
    OneNumber, Understood,
    testing::Values(Typed{"0x904", 0x904, none}, Typed{"0X904", 0x904, none}, Typed{"  0x904 \r\n", 0x904, none},
                    Typed{"0x904.", 0x904, none}, Typed{"(0x904)", 0x904, none}, Typed{"\"0x904\"", 0x904, none},
                    Typed{"#0x904", 0x904, none}, Typed{"0x904/", 0x904, none}, Typed{"2308", 0x904, none},
                    Typed{"904", 0x904, none}, Typed{"b08", 0xB08, none}, Typed{"F07", 0xF07, none},
                    Typed{"516", 0x204, none}, Typed{"204", 0x204, none}, Typed{"808", 0x808, none},
                    Typed{"2056", 0x808, none}, Typed{"1800", 0x708, none}, Typed{"3", 3, none}, Typed{"0", 0, none},
                    Typed{"0x00000904", 0x904, none}, Typed{"300000c", 0x300000C, none},
                    Typed{"0x300000C", 0x300000C, none}, Typed{"50331660", 0x300000C, none},
                    Typed{"0x10B", 0x10B, none}, Typed{"1104", 1104, none}, Typed{"0x1104", 0x1104, none},
                    Typed{"0\xEF\xBD\x98\xEF\xBC\x99\xEF\xBC\x90\xEF\xBC\x94", 0x904, none},    // full-width x904
                    Typed{"\xEF\xBC\x92\xEF\xBC\x93\xEF\xBC\x90\xEF\xBC\x98", 0x904, none},     // full-width 2308
                    Typed{"\xE2\x80\x8E"
                          "0x904\xE2\x80\x8F",
                          0x904, none},    // direction marks of a pasted text
                    Typed{"2308 (0x904)", 0x904, none}, Typed{"0x904 (2308)", 0x904, none},
                    Typed{"2308 = 0x904 on pc-17", 0x904, none}, Typed{"0x904 0x904", 0x904, none}));

INSTANTIATE_TEST_SUITE_P(
    TwoNumbers, Understood,
    testing::Values(Typed{"0x904/0x7", 0x904, 7}, Typed{"0x904 / 0x7", 0x904, 7}, Typed{"0x904 0x7", 0x904, 7},
                    Typed{"0x904,7", 0x904, 7}, Typed{"0x904, 0x7.", 0x904, 7}, Typed{"0x904/7", 0x904, 7},
                    Typed{"904/7", 0x904, 7}, Typed{"904 7", 0x904, 7}, Typed{"904-7", 0x904, 7},
                    Typed{"2308/7", 0x904, 7}, Typed{"2308;7", 0x904, 7}, Typed{"0x904 (0x7)", 0x904, 7},
                    Typed{"0x904|0x7", 0x904, 7}, Typed{"0x904\n0x7", 0x904, 7}, Typed{"0x904+0x7", 0x904, 7},
                    Typed{"0X904/0X7", 0x904, 7}, Typed{"0x3/0x3", 3, 3}, Typed{"0x3/3", 3, 3},
                    Typed{"904 -7", 0x904, 7}, Typed{"3/3", 3, 3}, Typed{"0x904/0x0", 0x904, 0},
                    Typed{"904/10B", 0x904, 0x10B}, Typed{"904/104", 0x904, 0x104}, Typed{"2308/260", 0x904, 0x104},
                    Typed{"0x904/10", 0x904, 0x10}, Typed{"2308/10", 0x904, 10},
                    Typed{"0x904\xEF\xBC\x8F"
                          "0x7",
                          0x904, 7},    // full-width slash
                    Typed{"0x904\xC2\xA0"
                          "0x7",
                          0x904, 7}));    // no-break space

INSTANTIATE_TEST_SUITE_P(
    Sentences, Understood,
    testing::Values(
        Typed{"Error code: 0x904\nExtended error code: 0x7", 0x904, 7},
        Typed{"error code: 0x904, extended error code: 0x7", 0x904, 7},
        Typed{"ERROR CODE: 0X904\r\nEXTENDED ERROR CODE: 0X7\r\n", 0x904, 7},
        Typed{"Extended error code: 0x7, error code: 0x904", 0x904, 7},
        Typed{"Extended error code 0x7\nError code 0x904", 0x904, 7},
        Typed{"Error code: 2308, extended error code: 7", 0x904, 7},
        Typed{"I got error 0x904 with extended 0x7 again", 0x904, 7}, Typed{"0x904 ext 7", 0x904, 7},
        Typed{"Error 904/7 since Monday", 0x904, 7}, Typed{"mstsc says error 0x904/7 on both PCs", 0x904, 7},
        Typed{"code=0x904;ext=0x7", 0x904, 7}, Typed{"Today [09:14], pc-17: 0x904 (0x7)", 0x904, 7},
        Typed{"09:14 on 2024-07-10, 192.0.2.17:3389 gave 0x904", 0x904, none},
        Typed{"Disconnected at 09:14:22, reason 2308", 0x904, none},
        Typed{"RDPClient_SSL 1026 at 10/07/2024 09:14: reason 2308", 0x904, none},
        Typed{"my computer pc-17 shows code 904 since 3 days", 0x904, none},
        Typed{"[Window Title]\nRemote Desktop Connection\n\n[Content]\nThis computer can't connect to the remote "
              "computer.\n\n"
              "Error code: 0x904\nExtended error code: 0x7\nTimestamp (UTC): 04/27/24 06:09:11 AM\n"
              "Activity ID: 1b2c3d4e-0000-4a5b-9c00-0123456789ab\n\nPress Ctrl+C to copy.\n\n[OK]",
              0x904, 7},
        Typed{"Error code: 0x904\nExtended error code: 0x7\n\nError code: 0x904\nExtended error code: 0x7", 0x904, 7},
        Typed{"Fehlercode: 0x904\nErweiterter Fehlercode: 0x7\nZeitstempel (UTC): 27.04.24 06:09:11", 0x904, 7},
        Typed{"Der Fehlercode lautet 2308 (um 09:14 Uhr).", 0x904, none},
        Typed{"Erweiterter Fehlercode: 7, Fehlercode: 2308", 0x904, 7},
        Typed{"Code d\xE2\x80\x99"
              "erreur : 0x904\nCode d\xE2\x80\x99"
              "erreur étendu : 0x7",
              0x904, 7},
        Typed{"Code d'erreur étendu : 0x7\nCode d'erreur : 0x904", 0x904, 7},
        Typed{"Código de error: 0x904\nCódigo de error extendido: 0x7\nHora (UTC): 27/04/24 6:09:11", 0x904, 7},
        Typed{"Codice errore: 0x904\nCodice errore esteso: 0x7", 0x904, 7},
        Typed{"Код ошибки: 0x904\nРасширенный код ошибки: 0x7", 0x904, 7},
        Typed{"エラー コード: 0x904\n拡張エラー コード: 0x7", 0x904, 7},
        Typed{"错误代码:0x904\n扩展错误代码:0x7", 0x904, 7}, Typed{"Error code: 0x300000c", 0x300000C, none},
        Typed{"Error code 0x904, HRESULT 0x80004005", 0x904, none},
        Typed{"Error code: 0x3\nExtended error code: 0x3", 3, 3}));

struct Refused {
    std::string text;
    const char* says;    // part of the sentence
};

void PrintTo(const Refused& refused, std::ostream* out)
{
    *out << '"' << refused.text.substr(0, 60) << '"';
}

class NotUnderstood : public testing::TestWithParam<Refused> {};

TEST_P(NotUnderstood, GetsOneClearSentence)
{
    const auto parsed = parseReportedError(GetParam().text);
    ASSERT_FALSE(parsed) << toString(*parsed);
    EXPECT_EQ(parsed.error().domain, Domain::Internal);
    EXPECT_NE(parsed.error().doing.find(GetParam().says), std::string::npos) << parsed.error().doing;
    EXPECT_EQ(parsed.error().doing.back(), '.');
    EXPECT_LT(parsed.error().doing.size(), 400U);
}

INSTANTIATE_TEST_SUITE_P(
    Refusals, NotUnderstood,
    testing::Values(
        Refused{"", "Type the error number"}, Refused{" \r\n\t", "Type the error number"},
        Refused{"\xE2\x80\x8B", "Type the error number"}, Refused{"hello", "no Remote Desktop error number"},
        Refused{"0x", "no Remote Desktop error number"}, Refused{"0xZZ", "no Remote Desktop error number"},
        Refused{"bad face", "no Remote Desktop error number"}, Refused{"/", "no Remote Desktop error number"},
        Refused{"09:14", "no Remote Desktop error number"},
        Refused{"192.0.2.17:3389", "no Remote Desktop error number"},
        Refused{"pc-17 does not answer", "no Remote Desktop error number"},
        Refused{"10/07/2024 09:14:22", "no Remote Desktop error number"},
        Refused{"\xFF\xFE\x80\x81", "no Remote Desktop error number"},
        Refused{std::string("\0\0\0", 3), "no Remote Desktop error number"},
        Refused{"\x1B[31m", "no Remote Desktop error number"}, Refused{"0x100000000", "larger than any"},
        Refused{"99999999999", "larger than any"}, Refused{"0x99999999999999999999", "no Remote Desktop error number"},
        Refused{"-2146893048", "a Windows result code"}, Refused{"Error code: -2146893048", "a Windows result code"},
        Refused{"0x80070005", "a Windows result code"}, Refused{"0x8009030C", "SEC_E_LOGON_DENIED"},
        Refused{"-2146893044", "SEC_E_LOGON_DENIED"}, Refused{"0xC0000234", "STATUS_ACCOUNT_LOCKED_OUT"},
        Refused{"Extended error code: 0x7", "only the extended code"},
        Refused{"Erweiterter Fehlercode: 0x7", "only the extended code"}, Refused{"0x904 0x204 0x7", "more than two"},
        Refused{std::string(5000, '9'), "too long"}, Refused{std::string(4097, ' '), "too long"},
        Refused{std::string(4096, '9'), "no Remote Desktop error number"}));

TEST(ReportedErrorText, ForeignTextInARefusalIsSanitised)
{
    const auto parsed = parseReportedError("\x1B[31mred\xE2\x80\xAE gnirts");
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().doing.find('\x1B'), std::string::npos);
    EXPECT_EQ(parsed.error().doing.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(ReportedErrorText, IsShownAsTheDialogShowsIt)
{
    EXPECT_EQ(toString({.reason = 0x904}), "0x904");
    EXPECT_EQ(toString({.reason = 0x300000C, .extended = 0x10B}), "0x300000C / 0x10B");
}

TEST(ReportedErrorText, EveryKnownReasonIsUnderstoodInEachNotation)
{
    const auto& facts = Facts::builtIn();
    int known = 0;
    for (std::uint32_t reason = 0; reason < 0x3000; ++reason) {
        if (!facts.code("disconnect_reason", reason)) continue;
        ++known;
        const auto hex = toString({.reason = reason});
        for (const auto& typed : {hex, std::to_string(reason), hex + "/0x7", "Error code: " + hex}) {
            const auto parsed = parseReportedError(typed);
            ASSERT_TRUE(parsed) << typed;
            EXPECT_EQ(parsed->reason, reason) << typed;
        }
        if (reason < 10) continue;
        const auto bare = parseReportedError(hex.substr(2));
        ASSERT_TRUE(bare) << hex;
        EXPECT_EQ(bare->reason, reason) << hex;
    }
    EXPECT_GT(known, 60);
}

}    // namespace
}    // namespace rdpmend
