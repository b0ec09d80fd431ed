// Certificates made by the test, put into the real stores and taken out again.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include <windows.h>

#include <ncrypt.h>

#include "core/windows/certificates.h"
#include "core/windows/handle.h"
#include "core/windows/wide.h"
#include "tests/core/windows/planted_certificate.h"
#include "tests/support/test_pki.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

constexpr DWORD ofComputer = CERT_SYSTEM_STORE_LOCAL_MACHINE;
constexpr DWORD ofPerson = CERT_SYSTEM_STORE_CURRENT_USER;

std::optional<StoredCertificate> find(StoreOwner owner, StoreName store, const Bytes& der)
{
    const auto all = certificates(owner, store);
    EXPECT_TRUE(all) << describe(all.error());
    if (!all) return {};
    const auto found = std::ranges::find(*all, der, &StoredCertificate::der);
    return found == all->end() ? std::nullopt : std::optional(*found);
}

TEST(Certificates, FindsWhatIsInEachStore)
{
    const auto issued = test::TestPki().issue({.commonName = "rdpmend-test"});
    struct Place {
        DWORD where;
        const wchar_t* name;
        StoreOwner owner;
        StoreName store;
    };
    for (const auto& [where, name, owner, store] :
         {Place{ofPerson, L"MY", StoreOwner::CurrentUser, StoreName::Personal},
          Place{ofComputer, L"MY", StoreOwner::LocalMachine, StoreName::Personal},
          Place{ofComputer, L"CA", StoreOwner::LocalMachine, StoreName::Intermediate},
          Place{ofComputer, L"Remote Desktop", StoreOwner::LocalMachine, StoreName::RemoteDesktop}}) {
        SCOPED_TRACE(shown(name));
        EXPECT_EQ(find(owner, store, issued.der), std::nullopt);
        {
            const PlantedCertificate planted(where, name, issued.der);
            const auto found = find(owner, store, issued.der);
            ASSERT_TRUE(found);
            EXPECT_EQ(found->key, std::nullopt);
        }
        EXPECT_EQ(find(owner, store, issued.der), std::nullopt);
    }
}

TEST(Certificates, TheRootsOfThisPcAreListed)
{
    const auto roots = certificates(StoreOwner::CurrentUser, StoreName::Root);
    ASSERT_TRUE(roots) << describe(roots.error());
    EXPECT_FALSE(roots->empty());
}

TEST(Certificates, AStoreThatDoesNotExistIsEmpty)
{
    CertUnregisterSystemStore(L"Remote Desktop", ofPerson);
    const auto none = certificates(StoreOwner::CurrentUser, StoreName::RemoteDesktop);
    ASSERT_TRUE(none) << describe(none.error());
    EXPECT_TRUE(none->empty());
    EXPECT_EQ(CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0,
                            ofPerson | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG, L"Remote Desktop"),
              nullptr)
        << "looking made it";
}

TEST(Certificates, ACertificateLargerThan64KiBIsRefusedAndNotPassedOver)
{
    const std::string long63(63, 'x');
    std::vector<std::string> names;
    for (int i = 0; i < 1100; ++i) names.push_back(std::to_string(i) + '.' + long63);
    const auto issued = test::TestPki().issue({.commonName = "rdpmend-test", .dnsNames = names});
    ASSERT_GT(issued.der.size(), 64U * 1024U);
    const PlantedCertificate planted(ofPerson, L"CA", issued.der);
    const auto all = certificates(StoreOwner::CurrentUser, StoreName::Intermediate);
    ASSERT_FALSE(all);
    EXPECT_NE(describe(all.error()).find("64 KiB"), std::string::npos) << describe(all.error());
}

// Of this process alone: several tests run at once on one PC.
std::wstring keyName()
{
    return L"rdpmend-test-key-" + std::to_wstring(GetCurrentProcessId());
}

// A key of the older CryptoAPI that is the computer's own, as that of Remote Desktop is.
class OwnKey {
public:
    OwnKey()
    {
        remove();
        EXPECT_TRUE(acquire(CRYPT_NEWKEYSET)) << GetLastError();
        HCRYPTKEY key = 0;
        EXPECT_TRUE(CryptGenKey(m_provider, AT_KEYEXCHANGE, 1024U << 16U, &key)) << GetLastError();
        CryptDestroyKey(key);
    }
    ~OwnKey()
    {
        CryptReleaseContext(m_provider, 0);
        remove();
    }
    std::string fileName() const
    {
        std::array<char, 512> name{};
        DWORD size = name.size() - 1;
        EXPECT_TRUE(CryptGetProvParam(m_provider, PP_UNIQUE_CONTAINER, reinterpret_cast<BYTE*>(name.data()), &size, 0));
        return name.data();
    }
    CRYPT_KEY_PROV_INFO info()
    {
        return {.pwszContainerName = m_container.data(),
                .pwszProvName = m_providerName.data(),
                .dwProvType = PROV_RSA_AES,
                .dwFlags = CRYPT_MACHINE_KEYSET,
                .dwKeySpec = AT_KEYEXCHANGE};
    }

private:
    bool acquire(DWORD flags)
    {
        return CryptAcquireContextW(&m_provider, m_container.c_str(), m_providerName.c_str(), PROV_RSA_AES,
                                    CRYPT_MACHINE_KEYSET | CRYPT_SILENT | flags) != FALSE;
    }
    void remove() { acquire(CRYPT_DELETEKEYSET); }

    std::wstring m_container = keyName();
    std::wstring m_providerName = L"Microsoft Enhanced RSA and AES Cryptographic Provider";
    HCRYPTPROV m_provider = 0;
};

class PrivateKeyTest : public testing::Test {
protected:
    PrivateKey keyOf(const CRYPT_KEY_PROV_INFO& info)
    {
        const PlantedCertificate planted(ofComputer, L"MY", m_issued.der, &info);
        const auto found = find(StoreOwner::LocalMachine, StoreName::Personal, m_issued.der);
        EXPECT_TRUE(found && found->key);
        return found ? found->key.value_or(PrivateKey{}) : PrivateKey{};
    }

    test::Issued m_issued = test::TestPki().issue({.commonName = "rdpmend-test"});
};

TEST_F(PrivateKeyTest, IsFoundWithItsFileAndWhoMayUseIt)
{
    OwnKey own;
    const std::string folder = R"(C:\ProgramData\Microsoft\Crypto\RSA\MachineKeys)";
    if (test::underWine()) {    // which keeps keys in its registry
        std::filesystem::create_directories(folder);
        std::ofstream(folder + '\\' + own.fileName()) << "key";
    }
    const auto key = keyOf(own.info());
    EXPECT_EQ(key.trouble, std::nullopt) << describe(*key.trouble);
    EXPECT_EQ(key.provider, "Microsoft Enhanced RSA and AES Cryptographic Provider");
    EXPECT_EQ(key.container, shown(keyName()));
    EXPECT_EQ(key.file, folder + '\\' + own.fileName());
    for (const char* part : {"O:", "G:", "D:"}) EXPECT_NE(key.sddl.find(part), std::string::npos) << key.sddl;
    if (test::underWine()) std::filesystem::remove(key.file);
}

TEST_F(PrivateKeyTest, WhoseFileIsNowhereHasNone)
{
    if (!test::underWine()) GTEST_SKIP() << "Windows keeps every such key in a file";
    OwnKey own;
    EXPECT_EQ(keyOf(own.info()), (PrivateKey{.provider = "Microsoft Enhanced RSA and AES Cryptographic Provider",
                                             .container = shown(keyName())}));
}

TEST_F(PrivateKeyTest, ThatIsGoneIsTroubleAndTheCertificateIsListedStill)
{
    std::wstring container = L"rdpmend-test-gone";
    std::wstring capi = L"Microsoft Enhanced RSA and AES Cryptographic Provider";
    std::wstring cng = MS_KEY_STORAGE_PROVIDER;
    CRYPT_KEY_PROV_INFO info{
        .pwszContainerName = container.data(), .pwszProvName = capi.data(), .dwProvType = PROV_RSA_AES};
    const auto old = keyOf(info);
    ASSERT_TRUE(old.trouble);
    EXPECT_EQ(old.trouble->domain, Domain::HResult) << describe(*old.trouble);
    EXPECT_EQ(static_cast<HRESULT>(old.trouble->code), NTE_BAD_KEYSET) << describe(*old.trouble);
    EXPECT_EQ(old.container, "rdpmend-test-gone");
    EXPECT_EQ(old.file, "");

    info.pwszProvName = cng.data();
    info.dwProvType = 0;
    const auto newer = keyOf(info);
    ASSERT_TRUE(newer.trouble);
    EXPECT_EQ(newer.provider, "Microsoft Software Key Storage Provider");
    EXPECT_EQ(newer.trouble->domain, Domain::HResult) << describe(*newer.trouble);
    EXPECT_NE(describe(*newer.trouble).find("rdpmend-test-gone"), std::string::npos) << describe(*newer.trouble);
    if (!test::underWine()) {
        EXPECT_EQ(static_cast<HRESULT>(newer.trouble->code), NTE_BAD_KEYSET);
    }
}

}    // namespace
}    // namespace rdpmend::windows
