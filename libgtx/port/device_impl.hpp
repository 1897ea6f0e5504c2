// SPDX-License-Identifier: MIT
/// \file
/// What stands behind a line as long as it is there: one opened device or one connection. A line that is lost
/// drops it, closed, and opens another when it is back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gtx/base/result.hpp"
#include "gtx/port/line.hpp"
#include "port/line_name_impl.hpp"

namespace gtx::port {

/// How many bytes went, and whether the device is gone. Nothing and not gone: later.
struct Moved {
    std::size_t count = 0;
    bool gone = false;
};

/// What the driver counted since it was loaded; it wraps around.
struct DriverCounts {
    std::uint32_t breaks = 0;
    std::uint32_t framing = 0;
    std::uint32_t parity = 0;
    std::uint32_t overrun = 0;
};

class Device {
public:
    Device() = default;
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;
    virtual ~Device() = default;

    [[nodiscard]] virtual LineKind kind() const noexcept = 0;
    [[nodiscard]] virtual int fd() const noexcept = 0;
    /// 0: it can be used; EINPROGRESS: not yet, it becomes writable when that changes; else why it cannot.
    virtual int settled() { return 0; }
    /// Never block.
    virtual Moved read(std::span<std::uint8_t> room) = 0;
    virtual Moved write(serial::Bytes bytes) = 0;
    /// Whether it is still there.
    virtual bool alive() = 0;
    /// Throws away what was not read. True when the device does this speed now; `got` is what it says it
    /// does.
    virtual bool set_speed(std::uint32_t speed, std::uint32_t& got) = 0;
    virtual std::optional<DriverCounts> driver_counts() { return std::nullopt; }
    /// Not offered by this kind: not_supported.
    virtual Result<void> set_rts(bool) { return Error{Errc::not_supported, "has no RTS"}; }
    virtual Result<bool> cts() { return Error{Errc::not_supported, "has no CTS"}; }
};

/// Opens the device of this name as it is now: links are followed each time. The speed is set.
Result<std::unique_ptr<Device>> open_device(const std::string& name, const LineOptions& options);

/// Where a gateway can be reached, in the order to try.
struct Address {
    int family = 0;
    std::vector<std::uint8_t> bytes; ///< a sockaddr
};
Result<std::vector<Address>> look_up(const std::string& name, const Gateway& gateway);
/// Begins to connect; see settled().
std::unique_ptr<Device> connect_to(const Address& address);

} // namespace gtx::port
