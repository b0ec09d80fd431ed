// The program's side of the pipe: asks for a broker when one is needed, and hands its answers on. What the broker says
// is believed about the PC, because it has the rights to change it anyway; its words are sanitised for the person.
#pragma once

#include <functional>
#include <memory>
#include <set>

#include "core/apply/elevated.h"
#include "core/broker/stream.h"

namespace rdpmend::broker {

class Client final : public Elevated {
public:
    // Starts a broker and connects to it; isDeclined() when the person said no.
    using Start = std::function<Result<std::unique_ptr<Stream>>()>;
    using ReadJournal = std::function<Result<std::unique_ptr<Journal>>()>;

    Client(Start start, ReadJournal readJournal);
    ~Client() override;

    std::vector<StepResult> carryOut(std::span<const PlanStep> steps, const RunId& run, const Sink& sink) override;
    std::vector<UndoResult> undo(std::span<const std::int64_t> numbers, const Sink& sink, bool evenIfChanged) override;
    std::vector<UndoResult> undoAll(const Sink& sink, bool evenIfChanged) override;
    Status settle(std::int64_t run) override;
    Result<std::unique_ptr<Journal>> journal() const override { return m_readJournal(); }

private:
    class Link;

    Status connect();
    std::vector<UndoResult> putBack(const Request& request, const Sink& sink);

    Start m_start;
    ReadJournal m_readJournal;
    std::unique_ptr<Link> m_link;       // kept after a plan, so that it can be put back without asking again
    std::set<std::int64_t> m_made{};    // on m_link
};

}    // namespace rdpmend::broker
