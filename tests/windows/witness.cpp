// What tests put where a program might take it for something of Windows: as a DLL and as a program it does nothing but
// write its own path into C:\witness.txt. As a program with an argument it loads that DLL first, as careless programs
// do.
#include <array>

#include <windows.h>

namespace {

void testify(HMODULE self)
{
    std::array<wchar_t, 1024> path{};
    const DWORD size = GetModuleFileNameW(self, path.data(), static_cast<DWORD>(path.size() - 1));
    path[size] = L'\n';
    void* file = CreateFileW(L"C:\\witness.txt", FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                             OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    DWORD written = 0;
    WriteFile(file, path.data(), static_cast<DWORD>((size + 1) * sizeof(wchar_t)), &written, nullptr);
    CloseHandle(file);
}

}    // namespace

#ifdef WITNESS_DLL
extern "C" BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, void*)
{
    if (reason == DLL_PROCESS_ATTACH) testify(self);
    return TRUE;
}
#else
int wmain(int argc, wchar_t** argv)
{
    if (argc > 1) return LoadLibraryW(argv[1]) == nullptr ? 1 : 0;
    testify(nullptr);
    return 0;
}
#endif
