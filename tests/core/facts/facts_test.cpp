#include "core/facts/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include <openssl/ssl.h>

namespace rdpmend {
namespace {

using testing::HasSubstr;

const Facts& facts()
{
    return Facts::builtIn();
}

// What everything else of the program calls by number: "C101" -> "network.name_not_found", "F101" ->
// "network.flush_dns".
std::map<std::string, std::string> permanentNumbers()
{
    std::map<std::string, std::string> out;
    std::ifstream file(RDPMEND_SOURCE_DIR "/tests/lint/permanent_numbers.txt");
    std::string number, id;
    for (std::string line; std::getline(file, line);) {
        const auto blank = line.find(' ');
        if (!line.empty() && line.front() != '#') out[line.substr(0, blank)] = line.substr(blank + 1);
    }
    return out;
}

TEST(Tables, EveryOneLoads)
{
    EXPECT_FALSE(facts().causes().empty());
    EXPECT_FALSE(facts().inspectionIssuers().empty());
    EXPECT_FALSE(facts().refusals().empty());
    EXPECT_TRUE(facts().hasText("verdict.healthy"));
    EXPECT_NE(facts().client("this-pc"), nullptr);
    for (const auto& [table, code] :
         std::initializer_list<std::pair<const char*, std::int64_t>>{{"disconnect_reason", 0x904},
                                                                     {"extended_reason", 7},
                                                                     {"gateway", 0x3000001},
                                                                     {"negotiation_failure", 5},
                                                                     {"tls_alert", 40},
                                                                     {"nt_status", 0xC000006D},
                                                                     {"sspi", 0x8009030C},
                                                                     {"gateway_status", 0x800759DA},
                                                                     {"license_error", 7},
                                                                     {"license_transition", 1},
                                                                     {"mcs_disconnect", 3}}) {
        const auto fact = facts().code(table, code);
        ASSERT_TRUE(fact) << table;
        EXPECT_EQ(fact->table, table);
        EXPECT_EQ(fact->code, code);
        EXPECT_FALSE(fact->meaning.empty());
        EXPECT_FALSE(fact->definedBy.empty());
    }
    EXPECT_FALSE(facts().code("no_such_table", 1));
    EXPECT_FALSE(facts().code("tls_alert", 1));
    EXPECT_FALSE(facts().code("tls_alert", -1));
}

TEST(Tables, MayBeAskedFromManyThreadsAtOnce)
{
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([] {
            EXPECT_TRUE(facts().code("license_error", 7));
            EXPECT_FALSE(facts().text("verdict.healthy").empty());
            EXPECT_NE(facts().client("windows-10"), nullptr);
        });
}

TEST(Codes, SayWhatTheSourcesSay)
{
    const auto symbol = [](const char* table, std::int64_t code) {
        return facts().code(table, code).value_or(CodeFact{}).symbol;
    };
    EXPECT_EQ(symbol("disconnect_reason", 2308), "disconnectReasonAtClientWinsockFDCLOSE");
    EXPECT_EQ(symbol("disconnect_reason", 2055), "SSL_ERR_LOGON_FAILURE");
    EXPECT_EQ(symbol("extended_reason", 12), "exDiscReasonLogoffByUser");
    EXPECT_EQ(symbol("extended_reason", 0x10B), "exDiscReasonLicenseCreatingLicStoreAccDenied");
    EXPECT_EQ(symbol("extended_reason", 0x10), "ERRINFO_SERVER_DWM_CRASH");
    EXPECT_EQ(symbol("extended_reason", 0x1126), "ERRINFO_SECURITY_DATA_TOO_SHORT23");
    EXPECT_EQ(symbol("negotiation_failure", 3), "SSL_CERT_NOT_ON_SERVER");
    EXPECT_EQ(symbol("tls_alert", 70), "protocol_version");
    EXPECT_EQ(symbol("license_error", 7), "STATUS_VALID_CLIENT");

    const auto console = facts().code("disconnect_reason", 1800);
    ASSERT_TRUE(console);
    EXPECT_FALSE(console->official);
    EXPECT_EQ(console->symbol, "");
    EXPECT_EQ(facts().code("extended_reason", 0x10B)->finding, "licensing.reported_store_denied");
}

TEST(Texts, ThereAreWordsForEveryCauseAndFix)
{
    const auto numbers = permanentNumbers();
    ASSERT_GT(numbers.size(), 90U);
    for (const auto& [number, id] : numbers) {
        if (number.starts_with('C')) {
            for (const auto* part : {".title", ".verdict", ".why", ".note"})
                EXPECT_TRUE(facts().hasText("cause." + id + part)) << number << part;
        } else {
            for (const auto* part : {".title", ".verb", ".effect", ".undo"})
                EXPECT_TRUE(facts().hasText("fix." + number + part)) << number << part;
        }
    }
}

TEST(Texts, ThereAreWordsForEverythingThatRulesName)
{
    for (const auto& rule : facts().causes()) {
        std::set<std::string> named(rule.settledBy.begin(), rule.settledBy.end());
        for (const auto& set : rule.establishedBy) named.insert(set.begin(), set.end());
        for (const auto& evidence : rule.forIt) named.insert(evidence.finding);
        for (const auto& evidence : rule.against) named.insert(evidence.finding);
        for (const auto& id : named) {
            const auto equals = id.find('=');
            EXPECT_TRUE(facts().hasText(equals == std::string::npos ? "finding." + id
                                                                    : "probe." + id.substr(0, equals) + ".title"))
                << rule.number << ' ' << id;
        }
        EXPECT_TRUE(rule.nextTest.empty() || facts().hasText(rule.nextTest)) << rule.number << ' ' << rule.nextTest;
        for (const auto& fix : rule.fixes)
            EXPECT_TRUE(facts().hasText("fix." + fix + ".title")) << rule.number << ' ' << fix;
    }
}

TEST(Texts, EveryCodeStandsForAFindingWithWords)
{
    int found = 0;
    for (const auto* table : {"disconnect_reason", "gateway", "extended_reason", "nt_status", "sspi"})
        for (std::int64_t code = 0; code < 0x8000; ++code)
            for (const auto base :
                 {std::int64_t{0}, std::int64_t{0x3000000}, std::int64_t{0x80090000}, std::int64_t{0xC0000000}})
                if (const auto fact = facts().code(table, base + code); fact && !fact->finding.empty()) {
                    EXPECT_TRUE(facts().hasText("finding." + fact->finding)) << table << ' ' << code;
                    ++found;
                }
    EXPECT_GT(found, 200);
}

TEST(Texts, PlaceholdersAreFilledIn)
{
    EXPECT_EQ(facts().text("cause.transport.host_denies.verdict", {{"host", "pc-17"}}),
              "pc-17 refuses the connection itself. Your PC and the network are fine.");
    EXPECT_EQ(facts().text("no.such.text"), "");
    EXPECT_FALSE(facts().hasText("no.such.text"));
}

TEST(Texts, OptionalPartsNeedTheirValues)
{
    const Values host{{"host", "pc-17"}};
    EXPECT_EQ(facts().text("finding.certificates.expired", host), "The certificate of pc-17 expired.");
    EXPECT_EQ(facts().text("finding.certificates.expired", {{"host", "pc-17"}, {"certificate.until", "10 July 2024"}}),
              "The certificate of pc-17 expired on 10 July 2024.");
}

TEST(Texts, TheEndpointIsTheGatewayWhenThereIsOne)
{
    EXPECT_THAT(facts().text("cause.certificates.expired.verdict", {{"host", "pc-17"}, {"gateway", ""}}),
                HasSubstr("pc-17's certificate"));
    EXPECT_THAT(facts().text("cause.certificates.expired.verdict", {{"host", "pc-17"}, {"gateway", "gw.example"}}),
                HasSubstr("gw.example's certificate"));
}

TEST(Texts, WithoutNamesTheyStillRead)
{
    EXPECT_EQ(facts().text("cause.transport.host_denies.verdict"),
              "The other computer refuses the connection itself. Your PC and the network are fine.");
    EXPECT_THAT(facts().text("cause.transport.gateway_busy.verdict"), HasSubstr("gateway the gateway is there"));
}

TEST(Texts, ForeignValuesAreSanitisedAndNotLookedAtAgain)
{
    const auto text = facts().text("cause.transport.host_denies.verdict", {{"host", "pc\x1B[31m\n{gateway}"}});
    EXPECT_THAT(text, HasSubstr("{gateway}"));
    EXPECT_EQ(text.find('\x1B'), std::string::npos);
    EXPECT_EQ(text.find('\n'), std::string::npos);
}

TEST(Causes, AreFoundByNumberAndById)
{
    const auto* byNumber = facts().cause("C105");
    ASSERT_NE(byNumber, nullptr);
    EXPECT_EQ(byNumber->id, "network.port_filtered");
    EXPECT_EQ(byNumber->side, Side::Network);
    EXPECT_FALSE(byNumber->establishedBy.empty());
    EXPECT_EQ(facts().cause("c105"), byNumber);
    EXPECT_EQ(facts().cause("network.port_filtered"), byNumber);
    EXPECT_EQ(facts().cause("C999"), nullptr);
}

TEST(Causes, HaveTheirPermanentNumbers)
{
    const auto numbers = permanentNumbers();
    for (const auto& rule : facts().causes()) {
        ASSERT_TRUE(numbers.contains(rule.number)) << rule.number;
        EXPECT_EQ(numbers.at(rule.number), rule.id);
    }
}

TEST(Clients, OfferWhatOpenSslAccepts)
{
    for (const auto* id : {"this-pc", "windows-10", "windows-11"}) {
        const auto* client = facts().client(id);
        ASSERT_NE(client, nullptr) << id;
        EXPECT_FALSE(client->name.empty());
        EXPECT_LE(client->offer.minVersion, client->offer.maxVersion);
        const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                        &SSL_CTX_free);
        SSL_CTX_set_security_level(context.get(), 0);
        EXPECT_EQ(SSL_CTX_set_ciphersuites(context.get(), ""), 1);
        EXPECT_EQ(SSL_CTX_set_cipher_list(context.get(), client->offer.suites12.c_str()), 1) << id;
        EXPECT_EQ(sk_SSL_CIPHER_num(SSL_CTX_get_ciphers(context.get())),
                  std::ranges::count(client->offer.suites12, ':') + 1)
            << "a name in the list is not OpenSSL's";
        EXPECT_EQ(SSL_CTX_set_ciphersuites(context.get(), client->offer.suites13.c_str()), 1) << id;
        EXPECT_EQ(client->offer.suites12.find("CHACHA20"), std::string::npos) << "Schannel has none for TLS 1.2";
    }
    EXPECT_EQ(facts().client("windows-10")->offer.maxVersion, 0x0303);
    EXPECT_EQ(facts().client("windows-11")->offer.maxVersion, 0x0304);
    EXPECT_EQ(facts().client("windows-95"), nullptr);
}

TEST(InspectionIssuers, NameTheKnownProducts)
{
    for (const auto* word : {"Zscaler", "Fortinet", "Netskope", "Kaspersky", "TLS Inspection"})
        EXPECT_THAT(facts().inspectionIssuers(), testing::Contains(word));
}

TEST(Refusals, SayWhatAndWhy)
{
    const auto refusals = facts().refusals();
    EXPECT_EQ(refusals.size(), 10U);
    for (const auto& [what, why] : refusals) {
        EXPECT_FALSE(what.empty());
        EXPECT_GT(why.size(), 20U) << what;
    }
    EXPECT_THAT(refusals.front().first, HasSubstr("NLA"));
}

}    // namespace
}    // namespace rdpmend
