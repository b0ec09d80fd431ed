#include "core/machine/no_machine.h"

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

TEST(NoMachine, IsNotPresentAndRefusesEverythingWithOneSentence)
{
    NoMachine machine;
    EXPECT_FALSE(machine.present());
    EXPECT_EQ(machine.description(), "not a Windows PC");
    const auto refuses = [](const auto& result) {
        return !result && result.error().domain == Domain::Internal && result.error().doing.ends_with('.');
    };
    EXPECT_TRUE(refuses(machine.registryValue({}, "")));
    EXPECT_TRUE(refuses(machine.hasRegistryKey({})));
    EXPECT_TRUE(refuses(machine.registryTree({})));
    EXPECT_TRUE(refuses(machine.savedCredentials("")));
    EXPECT_TRUE(refuses(machine.file("")));
    EXPECT_TRUE(refuses(machine.remoteDesktopFiles()));
    EXPECT_TRUE(refuses(machine.hostsFile()));
    EXPECT_TRUE(refuses(machine.ownFolder()));
    EXPECT_TRUE(refuses(machine.current(WriteFile{})));
    EXPECT_TRUE(refuses(machine.perform(WriteFile{}, Deadline::in(std::chrono::seconds(1)))));
    EXPECT_TRUE(refuses(machine.startRemoteDesktop("C:\\a.rdp")));
}

TEST(NoMachine, SaysOfWhatItDoesNotOverrideThatItIsNoWindowsPc)
{
    const NoMachine machine;
    const auto sentence = machine.hostsFile().error();
    EXPECT_EQ(machine.service("TermService").error(), sentence);
    EXPECT_EQ(machine.certificates(StoreOwner::LocalMachine, StoreName::Personal).error(), sentence);
    EXPECT_EQ(machine.events({}, Deadline::in(std::chrono::seconds(1))).error(), sentence);
    EXPECT_EQ(machine.policyOwner({}, "n").error(), sentence);
}

}    // namespace
}    // namespace rdpmend
