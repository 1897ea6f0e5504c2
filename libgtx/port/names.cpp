// SPDX-License-Identifier: MIT
#include "gtx/port/line.hpp"
#include "gtx/port/socketcan.hpp"

namespace gtx::port {

std::string_view name(LinkEvent event) noexcept {
    switch (event) {
    case LinkEvent::up:
        return "up";
    case LinkEvent::down:
        return "down";
    case LinkEvent::removed:
        return "removed";
    case LinkEvent::back:
        return "back";
    case LinkEvent::queue_full:
        return "queue_full";
    case LinkEvent::bus_off:
        return "bus_off";
    case LinkEvent::restarted:
        return "restarted";
    }
    return "unknown";
}

std::string_view name(CanState state) noexcept {
    switch (state) {
    case CanState::error_active:
        return "error_active";
    case CanState::error_warning:
        return "error_warning";
    case CanState::error_passive:
        return "error_passive";
    case CanState::bus_off:
        return "bus_off";
    case CanState::stopped:
        return "stopped";
    case CanState::sleeping:
        return "sleeping";
    case CanState::unknown:
        break;
    }
    return "unknown";
}

std::string_view name(LineEvent event) noexcept {
    switch (event) {
    case LineEvent::lost:
        return "lost";
    case LineEvent::back:
        return "back";
    case LineEvent::write_full:
        return "write_full";
    }
    return "unknown";
}

std::string_view name(LineKind kind) noexcept {
    switch (kind) {
    case LineKind::serial:
        return "serial";
    case LineKind::pseudo_terminal:
        return "pseudo_terminal";
    case LineKind::tcp:
        return "tcp";
    }
    return "unknown";
}

} // namespace gtx::port
