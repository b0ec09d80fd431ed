// Where the program and its broker meet, and who may come. Only an administrator can make a pipe below
// ProtectedPrefix\Administrators.
#pragma once

#include <string>

namespace rdpmend {

inline constexpr std::size_t pipeNameDigits = 32;    // 128 bits

inline std::string brokerPipe(const std::string& digits)
{
    return R"(\\.\pipe\ProtectedPrefix\Administrators\rdpmend-)" + digits;
}

// Nobody over the network; SYSTEM and the administrators everything; the person who agreed may read and write, look
// whose it is, and cannot make another instance (FILE_READ_DATA, FILE_WRITE_DATA, FILE_READ_ATTRIBUTES, which
// CreateFileW always asks for, READ_CONTROL, SYNCHRONIZE). The label lets a program of medium integrity write.
inline std::string brokerPipeSddl(const std::string& userSid)
{
    return "O:BAG:BAD:P(D;;FA;;;NU)(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x120083;;;" + userSid + ")S:(ML;;NW;;;ME)";
}

}    // namespace rdpmend
