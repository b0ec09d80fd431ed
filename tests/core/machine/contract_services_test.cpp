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
    sameFromSeveralThreads([this] {
        auto service = m_machine->service("TermService");
        if (!service || !*service) return service;
        // Whether it runs may change meanwhile: the PC may only just have started.
        auto& seen = **service;
        seen = {.name = seen.name,
                .displayName = seen.displayName,
                .start = seen.start,
                .dependencies = seen.dependencies,
                .dependants = seen.dependants};
        return service;
    });
}

RDPMEND_CONTRACT_OF(ServicesContract);

}    // namespace
}    // namespace rdpmend
