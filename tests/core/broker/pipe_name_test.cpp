// Who may open the pipe, to the letter: what Windows is given cannot be watched at work here.
#include "app/broker/pipe_name.h"

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

TEST(PipeOfTheBroker, LiesWhereOnlyAdministratorsMakePipes)
{
    EXPECT_EQ(brokerPipe("0123456789abcdef0123456789abcdef"),
              "\\\\.\\pipe\\ProtectedPrefix\\Administrators\\rdpmend-0123456789abcdef0123456789abcdef");
}

TEST(PipeOfTheBroker, IsForAdministratorsAndOnePersonOfThisPc)
{
    EXPECT_EQ(brokerPipeSddl("S-1-5-21-1-2-3-1001"),
              "O:BAG:BAD:P(D;;FA;;;NU)(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x120083;;;S-1-5-21-1-2-3-1001)S:(ML;;NW;;;ME)");
    constexpr unsigned readData = 1, writeData = 2, createInstance = 4, readAttributes = 0x80, readControl = 0x20000,
                       synchronize = 0x100000;    // winnt.h; FILE_APPEND_DATA is FILE_CREATE_PIPE_INSTANCE
    EXPECT_EQ(readData | writeData | readAttributes | readControl | synchronize, 0x120083U);
    EXPECT_EQ(0x120083U & createInstance, 0U);
}

}    // namespace
}    // namespace rdpmend
