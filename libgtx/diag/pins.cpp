// SPDX-License-Identifier: MIT
#include "gtx/diag/pins.hpp"

namespace gtx::diag {
namespace {

// R-WIRE-5; sections 5.2.4 to 5.2.7 of the manual.
constexpr Pin can_pins[] = {{"1, 8", "RS485-B"}, {"2, 7", "RS485-A"}, {"3", "NC"},
                            {"4", "CANH"},       {"5", "CANL"},       {"6", "GND"}};
constexpr Pin rs232_pins[] = {{"1, 8", "GND"}, {"2, 7", "TX"}, {"3, 6", "RX"}, {"4, 5", "NC"}};
constexpr Pin contact_pins[] = {{"1, 2", "closed: charging is prohibited"},
                                {"3, 4", "closed: discharging is prohibited"}};
constexpr Pin lcd_pins[] = {{"1", "GND"}, {"2", "RX"}, {"3", "TX"}, {"4", "VCC"}};

constexpr Socket all_sockets[] = {
    {"CAN/RS485", "RJ45, to the inverter; its RS485 is reserved.", can_pins},
    {"RS232", "RJ45, for service by the maker or an engineer.", rs232_pins},
    {"Dry contacts", "Two relays, 30 V and 1 A at most.", contact_pins},
    {"LCD", "Serial port for an external display.", lcd_pins},
};

} // namespace

std::span<const Socket> sockets() noexcept {
    return all_sockets;
}

std::string_view pins_of(std::string_view socket, std::string_view signal) noexcept {
    for (const auto& s : all_sockets)
        for (const auto& p : s.pins)
            if (s.name == socket && p.signal == signal) return p.pins;
    return {};
}

} // namespace gtx::diag
