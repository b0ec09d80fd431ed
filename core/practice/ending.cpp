#include "core/practice/ending.h"

namespace rdpmend {

// A RST overtakes what was sent before it (Windows throws unread bytes away then): what was said gets time to be read.
static constexpr std::chrono::milliseconds beforeReset{20};

void carryOut(const Break& broken, Connection& connection, ByteView refusal)
{
    switch (broken.how) {
    case Ending::Reset:
        connection.pause(beforeReset);
        connection.reset();
        return;
    case Ending::Close: connection.close(); return;
    case Ending::Hang: connection.hang(); return;
    case Ending::Say:
        (void)connection.write(toBytes(broken.bytes));
        connection.close();
        return;
    case Ending::Refuse:
        (void)connection.write(refusal);
        connection.close();
        return;
    }
}

}    // namespace rdpmend
