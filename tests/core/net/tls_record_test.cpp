#include <gtest/gtest.h>

#include "core/net/tls_record.h"

namespace rdpmend::tls {
namespace {

Bytes helloBody(std::uint16_t legacyVersion, ByteView extensions)
{
    ByteWriter body;
    body.u16be(legacyVersion).zeros(32).u8(2).u16be(0xABCD).u16be(0x1302).u8(0);
    if (!extensions.empty()) body.u16be(static_cast<std::uint16_t>(extensions.size())).bytes(extensions);
    return body.take();
}

TEST(ServerHello, TellsVersionAndSuiteWithoutExtensions)
{
    EXPECT_EQ(readServerHello(helloBody(0x0301, {})), (ServerHello{.version = 0x0301, .suite = 0x1302}));
}

TEST(ServerHello, TakesTheVersionFromItsExtension)
{
    const Bytes extensions{0, 51, 0, 1, 9, 0, 43, 0, 2, 3, 4};
    EXPECT_EQ(readServerHello(helloBody(0x0303, extensions)), (ServerHello{.version = 0x0304, .suite = 0x1302}));
}

TEST(ServerHello, IsMalformedWhenCutAnywhere)
{
    const Bytes extensions{0, 43, 0, 2, 3, 4};
    const auto whole = helloBody(0x0303, extensions);
    const auto withoutExtensions = whole.size() - extensions.size() - 2;
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_EQ(readServerHello(ByteView(whole).first(size)).has_value(), size == withoutExtensions) << size;
}

TEST(Certificates, AreTakenApartInBothForms)
{
    const std::vector<Bytes> chain{{1, 2}, {3}};
    EXPECT_EQ(readCertificates(Bytes{0, 0, 9, 0, 0, 2, 1, 2, 0, 0, 1, 3}, /*tls13=*/false), chain);
    EXPECT_EQ(readCertificates(Bytes{1, 7, 0, 0, 14, 0, 0, 2, 1, 2, 0, 1, 9, 0, 0, 1, 3, 0, 0}, /*tls13=*/true), chain);
    EXPECT_EQ(readCertificates(Bytes{0, 0, 0}, /*tls13=*/false), std::vector<Bytes>{});
}

TEST(Certificates, AreMalformedWhenTheirLengthsDoNotFit)
{
    EXPECT_FALSE(readCertificates(Bytes{}, /*tls13=*/false));
    EXPECT_FALSE(readCertificates(Bytes{0, 0, 9, 0, 0, 2, 1, 2}, /*tls13=*/false));
    EXPECT_FALSE(readCertificates(Bytes{0, 0, 5, 0, 0, 3, 1, 2}, /*tls13=*/false));
    EXPECT_FALSE(readCertificates(Bytes{0, 0, 0, 5, 0, 0, 2, 1, 2}, /*tls13=*/true));
}

TEST(Certificates, AreReadUpToOneMoreThanTheLimit)
{
    Bytes list;
    for (int i = 0; i < 1000; ++i) list.insert(list.end(), {0, 0, 1, 0x30});
    const auto body = ByteWriter().u8(0).u16be(static_cast<std::uint16_t>(list.size())).bytes(list).take();
    EXPECT_EQ(readCertificates(body, /*tls13=*/false)->size(), certificateLimit + 1);
}

TEST(TlsRecord, IsKnownByItsFirstBytes)
{
    EXPECT_TRUE(mayBeTls({}));
    EXPECT_TRUE(mayBeTls(Bytes{22}));
    EXPECT_TRUE(mayBeTls(Bytes{21, 3, 1}));
    EXPECT_FALSE(mayBeTls(Bytes{22, 2}));
    EXPECT_FALSE(mayBeTls(Bytes{3, 0, 0, 19}));    // TPKT
    EXPECT_FALSE(mayBeTls(Bytes{'H'}));
}

TEST(TlsVersion, HasANameOrItsNumber)
{
    EXPECT_EQ(versionName(0x0301), "TLSv1");
    EXPECT_EQ(versionName(0x0304), "TLSv1.3");
    EXPECT_EQ(versionName(0x7F1C), "0x7f1c");
}

}    // namespace
}    // namespace rdpmend::tls
