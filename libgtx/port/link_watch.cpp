// SPDX-License-Identifier: MIT
#include "port/link_watch_impl.hpp"

#include <linux/can/error.h>

#include <cerrno>
#include <utility>

namespace gtx::port {

Trouble trouble_of_read(int error) noexcept {
    switch (error) {
    case EAGAIN:
    case EINTR:
        return Trouble::nothing_now;
    case ENETDOWN: // put down, or the first of two errors of an interface that is removed
    case ENODEV:   // removed
    case ENXIO:
        return Trouble::link;
    default:
        return Trouble::other;
    }
}

Trouble trouble_of_write(int error) noexcept {
    switch (error) {
    case ENETDOWN: // down
    case ENXIO:    // the socket is bound to nothing since its interface was removed
    case ENODEV:
        return Trouble::link;
    case ENOBUFS: // the queue of the interface is full: nobody acknowledges, or too much at once
    case EAGAIN:  // the buffer of the socket is full
    case ENOMEM:
        return Trouble::queue;
    case EINVAL: // CAN FD on an interface of classic CAN
        return Trouble::frame;
    default:
        return Trouble::other;
    }
}

void LinkWatch::look(Sight now) {
    if (now.index == 0) {
        went_away();
        return;
    }
    if (now.index != seen_.index) came_back(now.index);
    if (now.up && !seen_.up) events_.push_back(LinkEvent::up);
    if (!now.up) went_down();
    seen_ = now;
}

void LinkWatch::refused(int error) {
    if (error == ENETDOWN) went_down();
    if (error == ENODEV || error == ENXIO) went_away();
}

void LinkWatch::queue_was_full() {
    if (!full_) events_.push_back(LinkEvent::queue_full);
    full_ = true;
}

void LinkWatch::took() {
    full_ = false;
}

void LinkWatch::heard(const can::Frame& frame, bool from_bus) {
    if (frame.kind != can::Kind::error) {
        if (from_bus && bus_off_) restarted();
        return;
    }
    if ((frame.id.value & CAN_ERR_BUSOFF) != 0) is_bus_off();
    if ((frame.id.value & CAN_ERR_RESTARTED) != 0) restarted();
}

void LinkWatch::is_bus_off() {
    if (!bus_off_) events_.push_back(LinkEvent::bus_off);
    bus_off_ = true;
}

std::vector<LinkEvent> LinkWatch::take_events() {
    return std::exchange(events_, {});
}

void LinkWatch::went_down() {
    if (seen_.up) events_.push_back(LinkEvent::down);
    seen_.up = false;
    full_ = false;
    bus_off_ = false; // an interface that is put up again begins error-active
}

void LinkWatch::went_away() {
    if (!there()) return;
    went_down();
    if (!events_.empty() && events_.back() == LinkEvent::down) events_.pop_back();
    events_.push_back(LinkEvent::removed);
    seen_ = {};
}

void LinkWatch::came_back(unsigned index) {
    went_away();
    events_.push_back(LinkEvent::back);
    seen_ = {index, false};
}

void LinkWatch::restarted() {
    events_.push_back(LinkEvent::restarted);
    bus_off_ = false;
}

} // namespace gtx::port
