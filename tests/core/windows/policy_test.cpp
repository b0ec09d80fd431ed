#include "core/windows/policy.h"

#include <gtest/gtest.h>

#include "core/base/text.h"
#include "core/windows/files.h"
#include "core/windows/system_tools.h"
#include "core/windows/wide.h"
#include "tests/core/windows/kept.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

constexpr auto terminalServices = R"(SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services)";

Bytes denyingFile()
{
    ByteWriter file;
    file.text("PReg").u32le(1).bytes(toUtf16le("[")).bytes(toUtf16le(terminalServices)).zeros(2);
    file.bytes(toUtf16le(";fDenyTSConnections")).zeros(2).bytes(toUtf16le(";")).u32le(4).bytes(toUtf16le(";")).u32le(4);
    file.bytes(toUtf16le(";")).u32le(1).bytes(toUtf16le("]"));
    return file.take();
}

// Wine has no log of policy, so that what this PC's own policy file says is read.
class LocalPolicy : public testing::TestWithParam<Hive> {
protected:
    void SetUp() override
    {
        if (!rdpmend::test::underWine()) GTEST_SKIP() << "the policy of a real PC is left alone";
        const auto half = GetParam() == Hive::LocalMachine ? "Machine" : "User";
        for (const auto* part : {"\\GroupPolicy", half}) {
            m_path += m_path.empty() ? shown(*systemFolder()) + part : std::string("\\") + part;
            CreateDirectoryW(toWide(m_path)->c_str(), nullptr);
        }
        m_path += "\\Registry.pol";
        m_kept = std::make_unique<test::Kept>(std::vector<Change>{WriteFile{.path = m_path}});
    }
    void write(const std::optional<Bytes>& content) { m_kept->perform(WriteFile{.path = m_path, .content = content}); }
    Result<std::optional<std::string>> owner(const char* name) const
    {
        return policyOwner({.hive = GetParam(), .path = terminalServices}, name);
    }

    std::string m_path;
    std::unique_ptr<test::Kept> m_kept;
};

TEST_P(LocalPolicy, OwnsWhatItsFileSets)
{
    write(denyingFile());
    const auto owned = owner("fdenytsconnections");
    ASSERT_TRUE(owned) << describe(owned.error());
    EXPECT_EQ(*owned, "Local Group Policy");
    const auto free = owner("SecurityLayer");
    ASSERT_TRUE(free) << describe(free.error());
    EXPECT_FALSE(*free);
}

TEST_P(LocalPolicy, OwnsNothingWithoutAFile)
{
    write(std::nullopt);
    const auto free = owner("fDenyTSConnections");
    ASSERT_TRUE(free) << describe(free.error());
    EXPECT_FALSE(*free);
}

TEST_P(LocalPolicy, IsAnErrorWhenTheFileIsNoPolicy)
{
    write(toBytes("PReg"));
    EXPECT_FALSE(owner("fDenyTSConnections"));
}

INSTANTIATE_TEST_SUITE_P(Both, LocalPolicy, testing::Values(Hive::LocalMachine, Hive::CurrentUser));

}    // namespace
}    // namespace rdpmend::windows
