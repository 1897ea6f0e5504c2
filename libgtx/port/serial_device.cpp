// SPDX-License-Identifier: MIT
// A serial port by libserialport 0.1.1. What it needs to be used safely: an unplugged port reads as if
// nothing came, so it is asked whether it is still there; a speed it takes need not be one it sets, so it is
// read back; closing waits up to 30 s for bytes that cannot leave, so they are thrown away after a second; it
// opens what another program has open, so that is looked at before.
#include <libserialport.h>

#include <cerrno>
#include <chrono>
#include <limits>
#include <thread>

#include "port/open_impl.hpp"
#include "port/raw_tty_impl.hpp"

namespace gtx::port {

namespace {

using namespace std::chrono_literals;

/// How long bytes that were written may take to leave before the speed is changed or the port closed.
constexpr auto longest_drain = 1s;

struct Free {
    void operator()(sp_port* port) const noexcept { sp_free_port(port); }
    void operator()(sp_port_config* config) const noexcept { sp_free_config(config); }
};
using Port = std::unique_ptr<sp_port, Free>;
using Config = std::unique_ptr<sp_port_config, Free>;

Config new_config() {
    sp_port_config* config = nullptr;
    return Config(sp_new_config(&config) == SP_OK ? config : nullptr);
}

bool fits(std::uint32_t speed) noexcept {
    return speed <= static_cast<std::uint32_t>(std::numeric_limits<int>::max());
}

/// Everything but the speed: 8 data bits, no parity, 1 stop bit, no flow control; DTR and RTS raised.
bool set_format(sp_port* port) {
    const auto config = new_config();
    return config && sp_set_config_bits(config.get(), 8) == SP_OK &&
           sp_set_config_parity(config.get(), SP_PARITY_NONE) == SP_OK &&
           sp_set_config_stopbits(config.get(), 1) == SP_OK &&
           sp_set_config_flowcontrol(config.get(), SP_FLOWCONTROL_NONE) == SP_OK &&
           sp_set_config(port, config.get()) == SP_OK;
}

/// 0 when it cannot be asked.
std::uint32_t read_speed(sp_port* port) {
    const auto config = new_config();
    int speed = 0;
    if (!config || sp_get_config(port, config.get()) != SP_OK) return 0;
    if (sp_get_config_baudrate(config.get(), &speed) != SP_OK || speed < 0) return 0;
    return static_cast<std::uint32_t>(speed);
}

class SerialDevice final : public Device {
public:
    SerialDevice(Handle lock, Port port) : lock_(std::move(lock)), port_(std::move(port)) {
        sp_get_port_handle(port_.get(), &fd_);
        set_exclusive(fd_);
    }
    ~SerialDevice() override {
        drain();
        sp_flush(port_.get(), SP_BUF_OUTPUT);
        sp_close(port_.get());
    }
    SerialDevice(const SerialDevice&) = delete;
    SerialDevice& operator=(const SerialDevice&) = delete;

    [[nodiscard]] LineKind kind() const noexcept override { return LineKind::serial; }
    [[nodiscard]] int fd() const noexcept override { return fd_; }
    Moved read(std::span<std::uint8_t> room) override;
    Moved write(serial::Bytes bytes) override;
    bool alive() override { return sp_input_waiting(port_.get()) >= 0; }
    bool set_speed(std::uint32_t speed, std::uint32_t& got) override;
    std::optional<DriverCounts> driver_counts() override { return driver_counts_of(fd_); }
    Result<void> set_rts(bool on) override;
    Result<bool> cts() override;

private:
    void drain();
    [[nodiscard]] static Error failed() { return Error{Errc::os, "cannot use its signals", errno}; }

    Handle lock_;
    Port port_;
    int fd_ = -1;
};

Moved SerialDevice::read(std::span<std::uint8_t> room) {
    const int count = sp_nonblocking_read(port_.get(), room.data(), room.size());
    if (count > 0) return {static_cast<std::size_t>(count), false};
    return {0, count < 0 || !alive()};
}

Moved SerialDevice::write(serial::Bytes bytes) {
    const int count = sp_nonblocking_write(port_.get(), bytes.data(), bytes.size());
    if (count >= 0) return {static_cast<std::size_t>(count), false};
    return {0, errno != EAGAIN && errno != EINTR}; // a full buffer is an error to it
}

/// Waits until what was written has left, not for ever.
void SerialDevice::drain() {
    const auto end = std::chrono::steady_clock::now() + longest_drain;
    while (sp_output_waiting(port_.get()) > 0 && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(2ms);
    }
}

bool SerialDevice::set_speed(std::uint32_t speed, std::uint32_t& got) {
    got = 0;
    if (!fits(speed)) return false;
    drain();
    if (sp_set_baudrate(port_.get(), static_cast<int>(speed)) != SP_OK) return false;
    got = read_speed(port_.get());
    sp_flush(port_.get(), SP_BUF_INPUT);
    return same_speed(speed, got);
}

Result<void> SerialDevice::set_rts(bool on) {
    if (sp_set_rts(port_.get(), on ? SP_RTS_ON : SP_RTS_OFF) != SP_OK) return failed();
    return {};
}

Result<bool> SerialDevice::cts() {
    sp_signal signals{};
    if (sp_get_signals(port_.get(), &signals) != SP_OK) return failed();
    return (signals & SP_SIG_CTS) != 0;
}

} // namespace

Result<std::unique_ptr<Device>> open_serial(const FoundDevice& found, Handle lock, bool listen_only) {
    sp_port* named = nullptr;
    if (sp_get_port_by_name(found.path.c_str(), &named) != SP_OK) return found.error(ENODEV);
    Port port(named);
    if (sp_open(named, listen_only ? SP_MODE_READ : SP_MODE_READ_WRITE) != SP_OK) return found.error(errno);
    auto device = std::make_unique<SerialDevice>(std::move(lock), std::move(port));
    if (!set_format(named)) return found.error(errno);
    return std::unique_ptr<Device>(std::move(device));
}

} // namespace gtx::port
