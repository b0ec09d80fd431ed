#include "faulty_disk.h"

#include <new>

namespace rdpmend {
namespace {

struct File {
    sqlite3_file base;    // first: SQLite knows the object by this
    sqlite3_file* real;
};

sqlite3_vfs* s_real = nullptr;
sqlite3_vfs s_vfs{};
int s_left = 0;
int s_code = SQLITE_OK;
bool s_happened = false;

sqlite3_file* real(sqlite3_file* file)
{
    return reinterpret_cast<File*>(file)->real;
}

bool fails()
{
    if (s_code == SQLITE_OK) return false;
    if (s_left > 1) {
        --s_left;
        return false;
    }
    s_happened = true;
    return true;
}

int close(sqlite3_file* file)
{
    return real(file)->pMethods->xClose(real(file));
}
int read(sqlite3_file* file, void* to, int count, sqlite3_int64 at)
{
    return real(file)->pMethods->xRead(real(file), to, count, at);
}
int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 at)
{
    return fails() ? s_code : real(file)->pMethods->xWrite(real(file), from, count, at);
}
int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    return real(file)->pMethods->xTruncate(real(file), size);
}
int sync(sqlite3_file* file, int flags)
{
    return real(file)->pMethods->xSync(real(file), flags);
}
int fileSize(sqlite3_file* file, sqlite3_int64* size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lock(sqlite3_file* file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}
int unlock(sqlite3_file* file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}
int checkLock(sqlite3_file* file, int* out)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int control(sqlite3_file* file, int op, void* argument)
{
    return real(file)->pMethods->xFileControl(real(file), op, argument);
}
int sectorSize(sqlite3_file* file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}
int characteristics(sqlite3_file* file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

constexpr sqlite3_io_methods methods{.iVersion = 1,
                                     .xClose = close,
                                     .xRead = read,
                                     .xWrite = write,
                                     .xTruncate = truncate,
                                     .xSync = sync,
                                     .xFileSize = fileSize,
                                     .xLock = lock,
                                     .xUnlock = unlock,
                                     .xCheckReservedLock = checkLock,
                                     .xFileControl = control,
                                     .xSectorSize = sectorSize,
                                     .xDeviceCharacteristics = characteristics};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    auto* ours = reinterpret_cast<File*>(file);
    ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
    ours->base.pMethods = nullptr;
    const int code = s_real->xOpen(s_real, name, ours->real, flags, outFlags);
    if (ours->real->pMethods) ours->base.pMethods = &methods;
    return code;
}

}    // namespace

FaultyDisk::FaultyDisk()
{
    s_real = sqlite3_vfs_find(nullptr);
    s_vfs = *s_real;
    s_vfs.zName = "faulty disk";
    s_vfs.szOsFile = static_cast<int>(sizeof(File)) + s_real->szOsFile;
    s_vfs.xOpen = open;    // the rest is the real one's: it does not look at open files
    repair();
    sqlite3_vfs_register(&s_vfs, 1);
}

FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&s_vfs);
    sqlite3_vfs_register(s_real, 1);
}

void FaultyDisk::failFrom(int n, int code)
{
    s_left = n;
    s_code = code;
    s_happened = false;
}

bool FaultyDisk::happened()
{
    return s_happened;
}

}    // namespace rdpmend
