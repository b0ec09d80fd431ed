// Firewall and security products.
#include <set>

#include "tests/core/machine/contract.h"

namespace rdpmend {
namespace {

using ProtectionContract = test::Contract;

TEST_P(ProtectionContract, TheFirewallHasThreeProfilesAndOneOfThemIsActive)
{
    const auto firewall = m_machine->firewall();
    if (GetParam().isWine)
        return cannotLookUnderWine(firewall, "its INetFwPolicy2 implements neither profiles nor rules");
    ASSERT_TRUE(firewall) << test::told(firewall);
    std::set<FirewallProfile> profiles;
    bool anyActive = false;
    for (const auto& profile : firewall->profiles) {
        EXPECT_TRUE(profiles.insert(profile.profile).second);
        anyActive = anyActive || profile.active;
    }
    EXPECT_EQ(profiles, (std::set{FirewallProfile::Domain, FirewallProfile::Private, FirewallProfile::Public}));
    EXPECT_TRUE(anyActive);
}

TEST_P(ProtectionContract, RulesHaveNamesAndAtMost8192AreTold)
{
    const auto firewall = m_machine->firewall();
    if (GetParam().isWine)
        return cannotLookUnderWine(firewall, "its INetFwPolicy2 implements neither profiles nor rules");
    ASSERT_TRUE(firewall) << test::told(firewall);
    EXPECT_LE(firewall->rules.size(), 8192U);
    for (const auto& rule : firewall->rules) EXPECT_FALSE(rule.name.empty());
}

TEST_P(ProtectionContract, TellsSecurityProducts)
{
    const auto products = m_machine->securityProducts();
    if (GetParam().isWine) return cannotLookUnderWine(products, "root\\SecurityCenter2 does not exist there");
    ASSERT_TRUE(products) << test::told(products);
    for (const auto& product : *products) EXPECT_FALSE(product.name.empty());
}

TEST_P(ProtectionContract, AnswersSeveralThreads)
{
    sameFromSeveralThreads([this] { return m_machine->firewall(); });
}

RDPMEND_CONTRACT_OF(ProtectionContract);

}    // namespace
}    // namespace rdpmend
