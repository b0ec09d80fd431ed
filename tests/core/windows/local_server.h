// A web server on loopback that gives one answer to every request, or none.
#pragma once

#include <array>
#include <atomic>
#include <string>
#include <thread>

#include <winsock2.h>

#include <ws2tcpip.h>

namespace rdpmend::windows::test {

class LocalServer {
public:
    // Empty: connections are taken, and nothing is ever said.
    explicit LocalServer(std::string answer) : m_answer(std::move(answer))
    {
        WSADATA data{};
        WSAStartup(MAKEWORD(2, 2), &data);
        m_listening = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        int size = sizeof address;
        bind(m_listening, generic, size);
        listen(m_listening, 16);
        getsockname(m_listening, generic, &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::jthread([this](const std::stop_token& stop) { serve(stop); });
    }
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;
    ~LocalServer()
    {
        m_thread.request_stop();
        m_thread.join();
        closesocket(m_listening);
        WSACleanup();
    }

    std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(m_port) + path; }
    int asked() const { return m_asked; }

private:
    void serve(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            WSAPOLLFD ready{.fd = m_listening, .events = POLLRDNORM, .revents = 0};
            if (WSAPoll(&ready, 1, 50) <= 0) continue;
            const SOCKET client = accept(m_listening, nullptr, nullptr);
            ++m_asked;
            std::array<char, 4096> request{};
            if (m_answer.empty()) {
                while (!stop.stop_requested()) Sleep(20);
            } else {
                recv(client, request.data(), static_cast<int>(request.size()), 0);
                send(client, m_answer.data(), static_cast<int>(m_answer.size()), 0);
                shutdown(client, SD_SEND);
                while (recv(client, request.data(), static_cast<int>(request.size()), 0) > 0) {}
            }
            closesocket(client);
        }
    }

    std::string m_answer;
    SOCKET m_listening = INVALID_SOCKET;
    std::uint16_t m_port = 0;
    std::atomic<int> m_asked = 0;
    std::jthread m_thread;
};

}    // namespace rdpmend::windows::test
