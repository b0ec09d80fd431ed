#include "core/windows/winsock.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <windows.h>

#include "core/windows/system_tools.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

TEST(WinsockCatalogue, ListsTheProvidersOfWindows)
{
    const auto providers = winsockCatalogue();
    ASSERT_TRUE(providers) << describe(providers.error());
    EXPECT_TRUE(std::ranges::any_of(*providers, [](const WinsockProvider& provider) {
        return provider.name.find("TCP") != std::string::npos && provider.chainLength == 1;
    }));
    for (const auto& provider : *providers) {
        EXPECT_FALSE(provider.name.empty());
        EXPECT_EQ(provider.path.find('%'), std::string::npos) << provider.path;
        EXPECT_TRUE(provider.fileExists) << provider.path;
        EXPECT_TRUE(rdpmend::test::underWine() || !provider.path.empty()) << provider.name;    // Wine does not tell
    }
}

TEST(WinsockCatalogue, ResolvesPathsWithoutTheEnvironment)
{
    const auto system = systemFolder();
    ASSERT_TRUE(system);
    SetEnvironmentVariableW(L"SystemRoot", L"C:\\elsewhere");
    EXPECT_EQ(resolvedPath(L"%systemroot%\\system32\\mswsock.dll"),
              system->substr(0, system->rfind(L'\\')) + L"\\system32\\mswsock.dll");
    EXPECT_EQ(resolvedPath(L"mswsock.dll"), *system + L"\\mswsock.dll");
    EXPECT_EQ(resolvedPath(L"C:\\vendor\\lsp.dll"), L"C:\\vendor\\lsp.dll");
    EXPECT_EQ(resolvedPath(L"%TEMP%\\lsp.dll"), L"");
    EXPECT_EQ(resolvedPath(L""), L"");
}

}    // namespace
}    // namespace rdpmend::windows
