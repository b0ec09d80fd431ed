// The broker's side of a connection. It takes the program that asks for hostile: it knows fixes by number, proposes
// their changes itself, and makes them only when they are, to the byte, what the person agreed to.
#pragma once

#include <functional>
#include <memory>

#include "core/apply/applier.h"
#include "core/broker/bounded_machine.h"
#include "core/broker/order.h"
#include "core/broker/stream.h"

namespace rdpmend::broker {

inline constexpr std::chrono::seconds longestSilence{120};
inline constexpr std::chrono::seconds longestSend{10};

enum class Ending : std::uint8_t { Closed, Idle, Refused };

class Server {
public:
    using OpenJournal = std::function<Result<std::unique_ptr<Journal>>()>;

    // `openJournal` is called when the first request needs it. `machine` and what `openJournal` holds outlive the
    // server.
    Server(Machine& machine, OpenJournal openJournal);

    // One connection, to its end.
    Ending serve(Stream& stream);

private:
    class Connection;

    Result<Applier> applier();
    Result<std::vector<PlanStep>> agreedSteps(const Begin& begin) const;

    BoundedMachine m_machine;
    OpenJournal m_openJournal;
    std::unique_ptr<Journal> m_journal;
};

}    // namespace rdpmend::broker
