#include "core/practice/udp.h"

#include <array>
#include <thread>

#include <boost/asio.hpp>

#include "core/base/bytes.h"

namespace rdpmend {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

constexpr std::size_t payloadSize = 1232;    // both packets of the handshake are padded to it
constexpr std::uint16_t synFlag = 0x0001, ackFlag = 0x0004;

// The answer to a version-less SYN; empty for anything else.
Bytes synAck(ByteView datagram)
{
    ByteReader in(datagram);
    in.skip(4 + 2);    // snSourceAck, receive window
    const std::uint16_t flags = in.u16be();
    const std::uint32_t theirs = in.u32be();
    if (!in.ok() || datagram.size() != payloadSize || (flags & synFlag) == 0 || (flags & ackFlag) != 0) return {};
    ByteWriter out;
    out.u32be(theirs).u16be(64).u16be(synFlag | ackFlag);
    out.u32be(theirs ^ 0x5A5A5A5AU).u16be(payloadSize).u16be(payloadSize);
    out.zeros(payloadSize - out.size());
    return out.take();
}

class Responder final : public PracticeUdp {
public:
    explicit Responder(bool answers) : m_answers(answers) {}
    ~Responder() override
    {
        m_io.stop();
        if (m_thread.joinable()) m_thread.join();
    }

    Status open()
    {
        error_code error;
        const udp::endpoint any(asio::ip::address_v4::loopback(), 0);
        m_socket.open(any.protocol(), error);
        if (!error) m_socket.bind(any, error);
        if (!error) m_port = m_socket.local_endpoint(error).port();
        if (error) {
            return Error{.domain = Domain::Socket,
                         .code = error.value(),
                         .doing = "open a UDP port for the practice case",
                         .words = error.message()};
        }
        receive();
        m_thread = std::jthread([this] { m_io.run(); });
        return ok();
    }

    std::uint16_t port() const override { return m_port; }

private:
    void receive()
    {
        m_socket.async_receive_from(asio::buffer(m_datagram), m_from,
                                    [this](const error_code& error, std::size_t size) {
                                        if (error == asio::error::operation_aborted) return;
                                        if (m_answers && !error) {
                                            error_code ignored;
                                            const Bytes reply = synAck(ByteView(m_datagram).first(size));
                                            if (!reply.empty())
                                                m_socket.send_to(asio::buffer(reply), m_from, 0, ignored);
                                        }
                                        receive();
                                    });
    }

    bool m_answers;
    asio::io_context m_io{1};
    udp::socket m_socket{m_io};
    udp::endpoint m_from{};
    std::array<std::uint8_t, 2048> m_datagram{};
    std::uint16_t m_port = 0;
    std::jthread m_thread{};
};

}    // namespace

Result<std::unique_ptr<PracticeUdp>> PracticeUdp::start(bool answers)
{
    auto responder = std::make_unique<Responder>(answers);
    if (auto opened = responder->open(); !opened) return opened.error();
    return std::unique_ptr<PracticeUdp>(std::move(responder));
}

}    // namespace rdpmend
