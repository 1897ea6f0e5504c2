// SPDX-License-Identifier: MIT
/// \file
/// What the error frames of a CAN controller say of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gtx/can/frame.hpp"

namespace gtx::probe {

/// The controller, as its error frames tell. Classes and details are those of Linux (linux/can/error.h).
class Controller {
public:
    /// Takes a frame of Kind::error.
    void take(const can::Frame& frame);

    [[nodiscard]] std::uint64_t error_frames() const { return error_frames_; }
    [[nodiscard]] std::uint64_t bus_off() const { return bus_off_; }
    /// "error_active", "error_warning", "error_passive", "bus_off"; empty: nothing was said.
    [[nodiscard]] std::string_view state() const { return state_; }
    [[nodiscard]] std::optional<std::uint32_t> tx_errors() const { return tx_; }
    [[nodiscard]] std::optional<std::uint32_t> rx_errors() const { return rx_; }

private:
    void take_state(std::uint8_t details);

    std::uint64_t error_frames_ = 0;
    std::uint64_t bus_off_ = 0;
    std::string_view state_;
    std::optional<std::uint32_t> tx_;
    std::optional<std::uint32_t> rx_;
};

} // namespace gtx::probe
