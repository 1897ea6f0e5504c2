// SPDX-License-Identifier: MIT
/// \file
/// The door to a CAN bus: a raw SocketCAN socket, and what can be set and asked of its interface.
///
/// It survives what interfaces do: going down, coming back, being removed, a full queue, bus-off. None of it
/// is an error that ends the work; each is told as an Event.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"

namespace gtx::port {

enum class LinkEvent : std::uint8_t { up, down, removed, back, queue_full, bus_off, restarted };
GTX_API std::string_view name(LinkEvent event) noexcept;

struct Received {
    can::Frame frame{};
    Timestamp time; ///< of the kernel, UTC
};

struct CanOptions {
    bool listen_only = false; ///< send() refuses
    bool error_frames = true; ///< receive error frames
    bool fd = true;           ///< receive and send CAN FD where the interface can
    bool own_frames = false;  ///< receive what this socket sent
};

class GTX_API CanSocket {
public:
    /// Opens `interface`. It may be down. *Errors:* os: there is no such interface (ENODEV), the kernel has
    /// no CAN (EAFNOSUPPORT), no permission; each says in words what to do.
    static Result<CanSocket> open(std::string_view interface, const CanOptions& options = {});
    ~CanSocket();
    CanSocket(CanSocket&&) noexcept;
    CanSocket& operator=(CanSocket&&) noexcept;

    /// For poll: readable when receive() has something.
    [[nodiscard]] int fd() const;
    /// The next frame, or no value when there is none now. Never blocks. *Errors:* none that ends the work;
    /// those of the link become events.
    std::optional<Received> receive();
    /// False when it could not be sent now: link down or removed, queue full. It is counted; try the next
    /// one. *Errors:* not_supported for listen-only and for frames the interface cannot carry.
    Result<bool> send(const can::Frame& frame);
    /// To be called now and then (each second): reopens an interface that was removed and is back.
    void tend();
    /// What happened to the link since the last call.
    std::vector<LinkEvent> events();
    [[nodiscard]] bool up() const;
    /// Frames sent, and not sent because of the link, and because the queue was full.
    struct Counts {
        std::uint64_t sent = 0;
        std::uint64_t received = 0;
        std::uint64_t lost_down = 0;
        std::uint64_t lost_full = 0;
        std::uint64_t overrun = 0; ///< received frames that the kernel dropped (SO_RXQ_OVFL)
    };
    [[nodiscard]] const Counts& counts() const;

private:
    class Impl;
    explicit CanSocket(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// State of a controller.
enum class CanState : std::uint8_t {
    error_active,
    error_warning,
    error_passive,
    bus_off,
    stopped,
    sleeping,
    unknown
};
GTX_API std::string_view name(CanState state) noexcept;

struct CanLink {
    bool up = false;
    CanState state = CanState::unknown; ///< unknown: virtual interfaces have none
    std::optional<std::uint32_t> bit_rate;
    std::optional<std::uint32_t> restart_ms;
};

/// What is known of an interface. *Errors:* no such interface.
GTX_API Result<CanLink> can_link(std::string_view interface);
/// Sets the bit rate and puts the interface up (down first if need be). *Errors:* no permission (needs
/// CAP_NET_ADMIN), not supported by the interface.
GTX_API Result<void> can_bring_up(std::string_view interface, std::optional<std::uint32_t> bit_rate,
                                  std::optional<std::uint32_t> restart_ms);
/// Restarts a controller that is bus-off. *Errors:* it is not, or cannot restart, or no permission.
GTX_API Result<void> can_restart(std::string_view interface);

} // namespace gtx::port
