#include "core/engine/try_connection.h"

#include <gtest/gtest.h>

#include "core/machine/no_machine.h"
#include "core/protocol/rdp_file.h"
#include "core/simulated/simulated_machine.h"

namespace rdpmend {
namespace {

const Target pc17{.host = {.host = "pc-17", .port = 3390}, .gateway = Endpoint{.host = "gw.example.org", .port = 443}};

TEST(TryConnection, StartsRemoteDesktopWithAFileThatItWrites)
{
    SimulatedMachine machine;
    const auto path = tryConnection(machine, pc17);
    ASSERT_TRUE(path) << describe(path.error());
    EXPECT_EQ(*path, *machine.ownFolder() + "\\Try - pc-17_3390.rdp");
    EXPECT_EQ(machine.state().system.started, std::vector<std::string>{*path});
    const auto content = machine.file(*path);
    ASSERT_TRUE(content && *content);
    const auto file = protocol::parseRdpFile(**content);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->host(), "pc-17:3390");
    EXPECT_EQ(file->gateway(), "gw.example.org:443");
    EXPECT_FALSE(file->number("prompt for credentials"));
}

TEST(TryConnection, TakesThePersonsOwnFileAsItIs)
{
    SimulatedMachine machine;
    const auto own = *machine.ownFolder() + "\\own.rdp";
    const auto written = toBytes("full address:s:pc-17\r\n");
    ASSERT_TRUE(machine.perform(WriteFile{.path = own, .content = written}, Deadline::in(std::chrono::seconds(1))));
    auto target = pc17;
    target.rdpFile = own;
    const auto path = tryConnection(machine, target);
    ASSERT_TRUE(path) << describe(path.error());
    EXPECT_EQ(*path, own);
    EXPECT_EQ(machine.file(own).operator*(), written);
    EXPECT_EQ(machine.state().system.started, std::vector<std::string>{own});
}

TEST(TryConnection, SaysThatTheFileIsMissing)
{
    SimulatedMachine machine;
    auto target = pc17;
    target.rdpFile = *machine.ownFolder() + "\\missing.rdp";
    EXPECT_FALSE(tryConnection(machine, target));
    EXPECT_TRUE(machine.state().system.started.empty());
}

TEST(TryConnection, RefusesWhereThereIsNoWindows)
{
    NoMachine machine;
    const auto path = tryConnection(machine, pc17);
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().domain, Domain::Internal);
    EXPECT_NE(describe(path.error()).find("Windows PC only"), std::string::npos);
}

}    // namespace
}    // namespace rdpmend
