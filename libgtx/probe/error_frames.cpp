// SPDX-License-Identifier: MIT
#include "probe/error_frames_impl.hpp"

namespace gtx::probe {

namespace {

// Classes: bits of the identifier (linux/can/error.h).
constexpr std::uint32_t controller_problem = 0x004; // details in byte 1
constexpr std::uint32_t went_off = 0x040;
constexpr std::uint32_t restarted = 0x100;
constexpr std::uint32_t has_counters = 0x200; // of transmit errors in byte 6, of receive errors in byte 7

// Details of a controller's problem.
constexpr std::uint8_t warning = 0x04 | 0x08; // receiving, transmitting: 96 errors
constexpr std::uint8_t passive = 0x10 | 0x20; // 128 errors
constexpr std::uint8_t active_again = 0x40;

} // namespace

void Controller::take(const can::Frame& frame) {
    ++error_frames_;
    const auto classes = frame.id.value;
    if ((classes & controller_problem) != 0 && frame.length > 1) take_state(frame.data[1]);
    if ((classes & restarted) != 0) state_ = "error_active";
    if ((classes & went_off) != 0) {
        ++bus_off_;
        state_ = "bus_off";
    }
    if ((classes & has_counters) != 0 && frame.length > 7) {
        tx_ = frame.data[6];
        rx_ = frame.data[7];
    }
}

void Controller::take_state(std::uint8_t details) {
    if ((details & passive) != 0)
        state_ = "error_passive";
    else if ((details & warning) != 0)
        state_ = "error_warning";
    else if ((details & active_again) != 0)
        state_ = "error_active";
}

} // namespace gtx::probe
