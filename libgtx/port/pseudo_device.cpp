// SPDX-License-Identifier: MIT
// The end of a pseudo-terminal that others give us: /dev/pts/7, and what socat links to one.
#include <unistd.h>

#include <cerrno>

#include "port/open_impl.hpp"
#include "port/raw_tty_impl.hpp"

namespace gtx::port {

namespace {

class PseudoDevice final : public Device {
public:
    explicit PseudoDevice(Handle handle) : handle_(std::move(handle)) {}

    [[nodiscard]] LineKind kind() const noexcept override { return LineKind::pseudo_terminal; }
    [[nodiscard]] int fd() const noexcept override { return handle_.get(); }
    Moved read(std::span<std::uint8_t> room) override {
        const auto count = ::read(fd(), room.data(), room.size());
        if (count > 0) return {static_cast<std::size_t>(count), false};
        return {0, count == 0 || !later(errno)};
    }
    Moved write(serial::Bytes bytes) override {
        const auto count = ::write(fd(), bytes.data(), bytes.size());
        if (count >= 0) return {static_cast<std::size_t>(count), false};
        return {0, !later(errno)};
    }
    bool alive() override { return waiting_in(fd()).has_value(); }
    bool set_speed(std::uint32_t speed, std::uint32_t& got) override {
        if (!set_raw(fd(), speed)) return false;
        got = speed_of(fd()).value_or(0);
        forget_input(fd());
        return same_speed(speed, got);
    }

private:
    static bool later(int error) noexcept { return error == EAGAIN || error == EINTR; }

    Handle handle_;
};

} // namespace

std::unique_ptr<Device> open_pseudo_terminal(Handle lock) {
    return std::make_unique<PseudoDevice>(std::move(lock));
}

} // namespace gtx::port
