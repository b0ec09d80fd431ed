// Who runs the program where: session, membership, clock, policies, and starting Remote Desktop.
#include "core/base/text.h"
#include "tests/core/machine/contract.h"

namespace rdpmend {
namespace {

using namespace std::chrono_literals;

using SessionContract = test::Contract;

TEST_P(SessionContract, TheUserHasANameAndASid)
{
    const auto session = m_machine->sessionState();
    ASSERT_TRUE(session) << test::told(session);
    EXPECT_NE(session->user.find('\\'), std::string::npos) << session->user;
    EXPECT_TRUE(session->userSid.starts_with("S-1-5-")) << session->userSid;
    EXPECT_TRUE(session->remote || session->clientName.empty());
}

TEST_P(SessionContract, AWorkgroupHasNoDnsDomain)
{
    const auto membership = m_machine->membership();
    ASSERT_TRUE(membership) << test::told(membership);
    EXPECT_TRUE(membership->joined == Joined::Domain || membership->dnsDomain.empty());
    EXPECT_TRUE(membership->entraJoined || membership->entraTenant.empty());
}

TEST_P(SessionContract, TheClockTellsAStartInThePast)
{
    const auto clock = m_machine->clockSettings();
    ASSERT_TRUE(clock) << test::told(clock);
    EXPECT_LT(clock->bootedAt, m_machine->now());
    EXPECT_GT(clock->bootedAt, m_machine->now() - 24h * 365 * 20);
    EXPECT_LE(std::chrono::abs(clock->utcOffset), 14h);
}

TEST_P(SessionContract, AValueThatNoPolicySetsHasNoOwner)
{
    const auto owner =
        m_machine->policyOwner({.hive = Hive::LocalMachine, .path = "SOFTWARE\\Policies\\rdpmend-contract-test"}, "n");
    if (GetParam().isWine && !owner) return cannotLookUnderWine(owner, "it has no Group Policy");
    ASSERT_TRUE(owner) << test::told(owner);
    EXPECT_FALSE(*owner);
}

TEST_P(SessionContract, StartsRemoteDesktopWithNothingButAnRdpFileThatExists)
{
    const auto folder = m_machine->ownFolder();
    ASSERT_TRUE(folder) << test::told(folder);
    EXPECT_FALSE(m_machine->startRemoteDesktop(*folder + "\\that is not there.rdp"));
    EXPECT_FALSE(m_machine->startRemoteDesktop("C:\\Windows\\System32\\cmd.exe"));
    EXPECT_FALSE(m_machine->startRemoteDesktop("relative.rdp"));
    for (const auto& name : test::hostileNames()) EXPECT_FALSE(m_machine->startRemoteDesktop(name)) << sanitise(name);
}

TEST_P(SessionContract, AnswersSeveralThreads)
{
    sameFromSeveralThreads([this] { return m_machine->sessionState(); });
    sameFromSeveralThreads([this] { return m_machine->membership(); });
}

RDPMEND_CONTRACT_OF(SessionContract);

}    // namespace
}    // namespace rdpmend
