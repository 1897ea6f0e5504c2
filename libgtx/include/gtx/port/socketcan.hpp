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

/// What happened to a link.
enum class LinkEvent : std::uint8_t {
    up,      ///< put up
    down,    ///< put down
    removed, ///< there is no interface of this name any more (a removed one goes down first: it may be told)
    back,    ///< there is one again, and the socket uses it; it may still be down
    queue_full, ///< no room to send, told once until a frame is taken: nobody acknowledges, or too much at
                ///< once
    bus_off,    ///< the controller left the bus after too many errors; what is sent now is lost
    restarted,  ///< it takes part again
};
/// "up", "down", "removed", "back", "queue_full", "bus_off", "restarted". Never fails.
GTX_API std::string_view name(LinkEvent event) noexcept;

struct Received {
    can::Frame frame{};
    Timestamp time; ///< of the kernel, UTC
};

struct CanOptions {
    bool listen_only = false; ///< send() refuses
    bool error_frames = true; ///< receive error frames
    bool fd = true;           ///< receive and send CAN FD where the interface can
    bool own_frames =
        false; ///< receive what this socket sent, with Direction::sent; all others are `received`
};

class GTX_API CanSocket {
public:
    /// Opens `interface`. It may be down. *Errors:* os: there is no such interface (ENODEV), the kernel has
    /// no CAN (EAFNOSUPPORT), no permission; each says in words what to do.
    static Result<CanSocket> open(std::string_view interface, const CanOptions& options = {});
    ~CanSocket();
    CanSocket(CanSocket&&) noexcept;
    CanSocket& operator=(CanSocket&&) noexcept;

    /// For poll: readable when receive() has something or something happened to the link. The same for the
    /// whole life of the socket, also when the interface was removed and is back.
    [[nodiscard]] int fd() const;
    /// The next frame, or no value when there is none now. Never blocks. *Errors:* none that ends the work;
    /// those of the link become events.
    std::optional<Received> receive();
    /// False when it could not be sent now: link down or removed, bus-off, queue full. It is counted; try the
    /// next one. A length that CAN FD does not have is filled up with zeros. *Errors:* not_supported for
    /// listen-only and for frames the interface cannot carry.
    Result<bool> send(const can::Frame& frame);
    /// To be called now and then (each second): sees an interface that was put up or down, and reopens one
    /// that was removed and is back. Costs a few system calls.
    void tend();
    /// What happened to the link since the last call.
    std::vector<LinkEvent> events();
    /// The interface is there and up, as far as seen by now.
    [[nodiscard]] bool up() const;
    /// Frames sent, and not sent because of the link, and because the queue was full.
    struct Counts {
        std::uint64_t sent = 0;
        std::uint64_t received = 0;
        std::uint64_t lost_down = 0; ///< also those given to a controller that is bus-off
        std::uint64_t lost_full = 0;
        std::uint64_t overrun = 0; ///< received frames that the kernel dropped (SO_RXQ_OVFL)
    };
    [[nodiscard]] const Counts& counts() const;

private:
    class Impl;
    explicit CanSocket(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// State of a controller, by its error counters (ISO 11898-1).
enum class CanState : std::uint8_t {
    error_active,
    error_warning,
    error_passive,
    bus_off,
    stopped,
    sleeping,
    unknown
};
/// "error_active", … "unknown". Never fails.
GTX_API std::string_view name(CanState state) noexcept;

/// How an interface stands.
struct CanLink {
    bool up = false;
    CanState state = CanState::unknown;      ///< unknown: virtual interfaces have none
    std::optional<std::uint32_t> bit_rate;   ///< bit/s; empty: never set, or virtual
    std::optional<std::uint32_t> restart_ms; ///< 0: does not restart by itself; empty: virtual
};

/// What is known of an interface. *Errors:* os with ENODEV: no such interface; not_supported: it is not CAN.
GTX_API Result<CanLink> can_link(std::string_view interface);
/// Sets the bit rate and puts the interface up (down first if need be). What is not given stays as it is; an
/// interface that is up and has the values is left alone, unless it is bus-off. restart_ms 0: it does not
/// restart by itself. When the values are refused, an interface that was up is put up again. *Errors:* as
/// can_link; os with EPERM: no permission (needs CAP_NET_ADMIN); bad_value: no bit rate is set or given;
/// out_of_range: the controller cannot do this rate within 1 %; not_supported by the interface.
GTX_API Result<void> can_bring_up(std::string_view interface, std::optional<std::uint32_t> bit_rate,
                                  std::optional<std::uint32_t> restart_ms);
/// Restarts a controller that is bus-off. *Errors:* as can_link; bad_value: it is not bus-off, or restarts by
/// itself; not_supported: its driver cannot (put it down and up); os with EPERM: no permission.
GTX_API Result<void> can_restart(std::string_view interface);

} // namespace gtx::port
