#include "tests/core/machine/contract.h"

namespace rdpmend {
namespace {

using ServicesContract = test::Contract;

TEST_P(ServicesContract, AServiceThatDoesNotExistIsNothing)
{
    const auto service = m_machine->service("rdpmend-contract-test");
    ASSERT_TRUE(service) << test::told(service);
    EXPECT_FALSE(*service);
}

TEST_P(ServicesContract, TellsRemoteDesktopsServiceAndItsNeeds)
{
    const auto service = m_machine->service("TermService");
    ASSERT_TRUE(service) << test::told(service);
    ASSERT_TRUE(*service);
    EXPECT_EQ((*service)->name, "TermService");
    EXPECT_FALSE((*service)->displayName.empty());
    EXPECT_EQ((*service)->processId != 0, (*service)->state != ServiceState::Stopped);
}

TEST_P(ServicesContract, NamesHaveNoCase)
{
    const auto service = m_machine->service("TERMservice");
    ASSERT_TRUE(service) << test::told(service);
    ASSERT_TRUE(*service);
    EXPECT_TRUE(equalIgnoringCase((*service)->name, "TermService"));
}

TEST_P(ServicesContract, HostileNamesAreRefusedOrNotFound)
{
    for (const auto& name : test::hostileNames()) {
        const auto service = m_machine->service(name);
        EXPECT_TRUE(!service || !*service) << sanitise(name);
    }
}

TEST_P(ServicesContract, AnswersSeveralThreads)
{
    sameFromSeveralThreads([this] { return m_machine->service("TermService"); });
}

RDPMEND_CONTRACT_OF(ServicesContract);

}    // namespace
}    // namespace rdpmend
