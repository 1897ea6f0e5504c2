// SPDX-License-Identifier: MIT
// A gateway that gives the bytes of a serial line as a TCP server.
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "port/device_impl.hpp"
#include "port/interface_impl.hpp"
#include "port/line_words_impl.hpp"

namespace gtx::port {

namespace {

/// A gateway that lost its power says nothing: it is asked after 10 s of silence, every 5 s, and given up
/// after three; bytes it does not acknowledge for 10 s end it too. Own choice.
constexpr int silence_s = 10;
constexpr int again_s = 5;
constexpr int tries = 3;
constexpr int unacknowledged_ms = 10'000;

void set(int fd, int level, int what, int value) noexcept {
    setsockopt(fd, level, what, &value, sizeof value);
}

void set_options(int fd) noexcept {
    set(fd, IPPROTO_TCP, TCP_NODELAY, 1); // a request is one small packet, at once
    set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(fd, IPPROTO_TCP, TCP_KEEPIDLE, silence_s);
    set(fd, IPPROTO_TCP, TCP_KEEPINTVL, again_s);
    set(fd, IPPROTO_TCP, TCP_KEEPCNT, tries);
    set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, unacknowledged_ms);
}

bool later(int error) noexcept {
    return error == EAGAIN || error == EINTR;
}

class TcpDevice final : public Device {
public:
    explicit TcpDevice(const Address& address)
        : socket_(socket(address.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
        if (!socket_.open()) {
            settled_ = errno;
            return;
        }
        set_options(fd());
        const auto* where = reinterpret_cast<const sockaddr*>(address.bytes.data());
        settled_ = connect(fd(), where, static_cast<socklen_t>(address.bytes.size())) == 0 ? 0 : errno;
    }

    [[nodiscard]] LineKind kind() const noexcept override { return LineKind::tcp; }
    [[nodiscard]] int fd() const noexcept override { return socket_.get(); }
    int settled() override;
    Moved read(std::span<std::uint8_t> room) override {
        const auto count = recv(fd(), room.data(), room.size(), MSG_DONTWAIT);
        if (count > 0) return {static_cast<std::size_t>(count), false};
        return {0, count == 0 || !later(errno)};
    }
    Moved write(serial::Bytes bytes) override {
        const auto count = send(fd(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count >= 0) return {static_cast<std::size_t>(count), false};
        return {0, !later(errno)};
    }
    bool alive() override {
        char next = 0;
        const auto count = recv(fd(), &next, 1, MSG_DONTWAIT | MSG_PEEK);
        return count > 0 || (count < 0 && later(errno));
    }
    bool set_speed(std::uint32_t speed, std::uint32_t& got) override {
        got = speed; // the gateway has its own
        return true;
    }

private:
    Handle socket_;
    int settled_ = 0;
};

int TcpDevice::settled() {
    pollfd polled{fd(), POLLOUT, 0};
    if (settled_ == EINPROGRESS && poll(&polled, 1, 0) == 1) {
        socklen_t size = sizeof settled_;
        if (getsockopt(fd(), SOL_SOCKET, SO_ERROR, &settled_, &size) != 0) settled_ = errno;
    }
    return settled_;
}

struct Free {
    void operator()(addrinfo* list) const noexcept { freeaddrinfo(list); }
};

Error not_found(const std::string& name, const Gateway& gateway, int error) {
    const auto words = "cannot look up " + gateway.host + ": " + gai_strerror(error);
    return Error{Errc::os, words, error == EAI_SYSTEM ? errno : 0}.in(name);
}

} // namespace

Result<std::vector<Address>> look_up(const std::string& name, const Gateway& gateway) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int error = getaddrinfo(gateway.host.c_str(), gateway.port.c_str(), &hints, &found);
    if (error != 0) return not_found(name, gateway, error);
    const std::unique_ptr<addrinfo, Free> list(found);
    std::vector<Address> all;
    for (const auto* one = list.get(); one != nullptr; one = one->ai_next) {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(one->ai_addr);
        all.push_back({one->ai_family, {bytes, bytes + one->ai_addrlen}});
    }
    return all;
}

std::unique_ptr<Device> connect_to(const Address& address) {
    return std::make_unique<TcpDevice>(address);
}

} // namespace gtx::port
