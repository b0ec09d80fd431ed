#include "core/practice/practice_net.h"

#include <algorithm>

#include "core/base/text.h"

namespace rdpmend {
namespace {

constexpr std::string_view loopback = "127.0.0.1";

class PracticeNet final : public Net {
public:
    PracticeNet(std::unique_ptr<Net> real, PracticeNetSettings settings)
        : m_real(std::move(real)), m_settings(std::move(settings))
    {}

    Resolution resolve(std::string_view host, const Deadline& deadline) override
    {
        const bool own = std::ranges::any_of(m_settings.names,
                                             [host](const std::string& name) { return equalIgnoringCase(name, host); });
        if (!own) return m_real->resolve(host, deadline);
        return {.addresses = {{.text = std::string(loopback), .family = Family::V4}},
                .v4 = NameAnswer::Found,
                .v6 = NameAnswer::NoAddress,
                .detail = "answered by the practice case"};
    }

    Connected connect(const Address& address, std::uint16_t port, const ConnectOptions& options,
                      const Deadline& deadline) override
    {
        return m_real->connect(address, mapped(m_settings.tcpPorts, address, port), options, deadline);
    }

    Datagram exchange(const Address& address, std::uint16_t port, ByteView payload, int tries,
                      std::chrono::milliseconds every, const Deadline& deadline) override
    {
        return m_real->exchange(address, mapped(m_settings.udpPorts, address, port), payload, tries, every, deadline);
    }

private:
    static std::uint16_t mapped(const std::map<std::uint16_t, std::uint16_t>& ports, const Address& address,
                                std::uint16_t port)
    {
        const auto found = ports.find(port);
        return address.text == loopback && found != ports.end() ? found->second : port;
    }

    std::unique_ptr<Net> m_real;
    PracticeNetSettings m_settings;
};

}    // namespace

std::unique_ptr<Net> makePracticeNet(std::unique_ptr<Net> real, PracticeNetSettings settings)
{
    return std::make_unique<PracticeNet>(std::move(real), std::move(settings));
}

}    // namespace rdpmend
