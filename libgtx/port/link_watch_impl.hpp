// SPDX-License-Identifier: MIT
/// \file
/// What errors of a socket and frames of a controller say about the link. Pure: facts go in, events come out.
///
/// The facts are those measured on Linux 6.1 with vcan, kvaser_pci and slcan; they stand beside each case.
#pragma once

#include <vector>

#include "gtx/can/frame.hpp"
#include "gtx/port/socketcan.hpp"

namespace gtx::port {

/// What a failed read or write means.
enum class Trouble : std::uint8_t {
    nothing_now, ///< EAGAIN on reading, EINTR: try again later
    link,        ///< the interface is down or gone
    queue,       ///< no room to send
    frame,       ///< the interface cannot carry this frame
    other,       ///< anything else
};
Trouble trouble_of_read(int error) noexcept;
Trouble trouble_of_write(int error) noexcept;

/// What the kernel says of an interface now.
struct Sight {
    unsigned index = 0; ///< 0: there is none of this name
    bool up = false;
};

class LinkWatch {
public:
    /// How the interface looked when it was opened: no event.
    explicit LinkWatch(Sight first) noexcept : seen_(first) {}

    /// How it looks now. A new index under the same name: it was removed and is back.
    void look(Sight now);
    /// A read or write failed with this errno.
    void refused(int error);
    /// A frame could not be queued for sending.
    void queue_was_full();
    /// The kernel took a frame.
    void took();
    /// A frame was read. Error frames tell of bus-off and restart; any other that came over the bus shows
    /// that the controller takes part in it again. from_bus is false for frames of this machine.
    void heard(const can::Frame& frame, bool from_bus);
    /// The controller is bus-off.
    void is_bus_off();

    [[nodiscard]] bool there() const noexcept { return seen_.index != 0; }
    [[nodiscard]] bool up() const noexcept { return seen_.up; }
    [[nodiscard]] bool bus_off() const noexcept { return bus_off_; }
    [[nodiscard]] unsigned index() const noexcept { return seen_.index; }
    /// What happened since the last call. An interface that went down because it was removed is only removed.
    std::vector<LinkEvent> take_events();

private:
    void went_down();
    void went_away();
    void came_back(unsigned index);
    void restarted();

    Sight seen_;
    bool full_ = false;
    bool bus_off_ = false;
    std::vector<LinkEvent> events_;
};

} // namespace gtx::port
