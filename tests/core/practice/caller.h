// Raw calls to a practice host, for the tests: what does it really do on the wire?
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "core/net/asio_net.h"
#include "core/practice/host.h"
#include "core/protocol/credssp.h"
#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"

namespace rdpmend {

class Caller {
public:
    explicit Caller(std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds(2))
        : m_deadline(Deadline::in(patience))
    {
        auto connected = m_net->connect({.text = "127.0.0.1", .family = Family::V4}, port, {}, m_deadline);
        error = connected.error;
        m_stream = std::move(connected.stream);
    }

    bool say(ByteView bytes) { return m_stream && !(error = m_stream->write(bytes, m_deadline)); }
    bool say(std::string_view text) { return say(toBytes(text)); }
    // Appends what comes next; false: `error` says how it ended.
    bool hear(Bytes& out) { return m_stream && !(error = m_stream->read(out, 4096, m_deadline)); }
    // Everything until the end of the connection, or until nothing comes any more.
    Bytes hearAll()
    {
        Bytes out;
        while (hear(out)) {}
        return out;
    }
    std::optional<Bytes> pdu()
    {
        Bytes out;
        while (out.size() < protocol::tpktHeaderSize || out.size() < protocol::tpktLength(out).value_or(0)) {
            if (!hear(out)) return std::nullopt;
        }
        return out;
    }
    TlsReport tls(std::string sni = "pc-17") { return m_stream->startTls({.sni = std::move(sni)}, m_deadline); }
    std::optional<protocol::ConnectionConfirm> negotiate(std::optional<std::uint32_t> requested = 0x0B)
    {
        if (!say(protocol::connectionRequest(requested))) return std::nullopt;
        const auto answer = pdu();
        return answer ? protocol::parseConnectionConfirm(*answer) : std::nullopt;
    }
    std::optional<protocol::TsRequest> tsRequest()
    {
        Bytes out;
        for (;;) {
            const auto length = protocol::tsRequestLength(out);
            if (!length) return std::nullopt;
            if (*length > 0 && out.size() >= *length) return protocol::parseTsRequest(out);
            if (!hear(out)) return std::nullopt;
        }
    }
    std::optional<NetFailure> failure() const { return error ? std::optional(error->failure) : std::nullopt; }

    std::optional<NetError> error{};

private:
    std::unique_ptr<Net> m_net = makeAsioNet();
    Deadline m_deadline;
    std::unique_ptr<Stream> m_stream{};
};

// A host for one test, on a PC that the test may change.
struct HostFixture {
    explicit HostFixture(HostSettings settings = {})
    {
        auto made = makeAuthority();
        EXPECT_TRUE(made);
        authority = *made;
        auto started = PracticeHost::start(std::move(settings), authority, machine);
        EXPECT_TRUE(started);
        host = std::move(*started);
    }

    SimulatedMachine machine{};
    Identity authority{};
    std::unique_ptr<PracticeHost> host{};
};

}    // namespace rdpmend
