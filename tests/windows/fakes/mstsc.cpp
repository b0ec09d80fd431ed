// Stands for Windows' Remote Desktop client: writes where it lies, what it was told and where it was started into
// C:\mstsc.txt, one line each, and ends.
#include <array>
#include <string>

#include <windows.h>

int wmain()
{
    std::array<wchar_t, 1024> self{};
    std::array<wchar_t, 1024> folder{};
    GetModuleFileNameW(nullptr, self.data(), static_cast<DWORD>(self.size()));
    GetCurrentDirectoryW(static_cast<DWORD>(folder.size()), folder.data());
    const auto said = std::wstring(self.data()) + L'\n' + GetCommandLineW() + L'\n' + folder.data() + L'\n';
    void* file = CreateFileW(L"C:\\mstsc.txt", FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                             OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    DWORD written = 0;
    WriteFile(file, said.data(), static_cast<DWORD>(said.size() * sizeof(wchar_t)), &written, nullptr);
    CloseHandle(file);
    return 0;
}
