// SPDX-License-Identifier: MIT
// Words for the things of an installation, and the one that is right.
#include "gtx/link/wiring.hpp"

#include <array>

#include <fmt/format.h>

#include "link/wiring_impl.hpp"

namespace gtx::link {

std::string_view name(Signal signal) noexcept {
    constexpr std::array<std::string_view, 10> names = {"",        "NC",      "GND", "CANH", "CANL",
                                                        "RS485-A", "RS485-B", "TX",  "RX",   "VCC"};
    const auto i = static_cast<std::size_t>(signal);
    return i < names.size() ? names[i] : "";
}

std::string_view name(CableKind kind) noexcept {
    constexpr std::array<std::string_view, 6> names = {"link", "power", "pe", "can", "contact", "pin"};
    const auto i = static_cast<std::size_t>(kind);
    return i < names.size() ? names[i] : "";
}

namespace {

std::string text_of_pack(const End& end) {
    if (end.spot == Spot::pe) return fmt::format("{}", end.pack);
    if (end.spot == Spot::contacts) return fmt::format("{}.{}/{}", end.pack, end.pin, end.pin2);
    const auto spot = spot_name(end.device, end.spot);
    return end.pin == 0 ? fmt::format("{}.{}", end.pack, spot)
                        : fmt::format("{}.{}.{}", end.pack, spot, end.pin);
}

} // namespace

std::string text(const End& end) {
    if (end.device == Device::pack) return text_of_pack(end);
    const auto device = device_name(end.device);
    if (end.signal != Signal::none) return fmt::format("{}.{}", device, name(end.signal));
    const auto spot = spot_name(end.device, end.spot);
    return spot.empty() ? std::string(device) : fmt::format("{}.{}", device, spot);
}

std::string text(const Connection& c) {
    auto out = fmt::format("{} {} - {}", name(c.kind), text(c.a), text(c.b));
    if (c.volts) out += fmt::format(" {}V", *c.volts);
    if (c.amps) out += fmt::format(" {}A", *c.amps);
    return out;
}

std::string text(const Wiring& wiring) {
    auto out = fmt::format("packs {}\n", wiring.packs);
    for (const auto& cable : wiring.cables) (out += text(cable)) += '\n';
    return out;
}

std::string_view device_name(Device device) {
    constexpr std::array<std::string_view, 5> names = {"", "pcs", "ground", "pc", "lcd"};
    return names[static_cast<std::size_t>(device)];
}

std::string_view spot_name(Device device, Spot spot) {
    constexpr std::array<std::string_view, 11> of_pack = {"in", "out", "can", "rs232", "lcd", "P+",
                                                          "P-", "",    "",    "",      ""};
    constexpr std::array<std::string_view, 11> of_pcs = {"",  "", "", "",       "",         "+",
                                                         "-", "", "", "charge", "discharge"};
    const auto i = static_cast<std::size_t>(spot);
    if (device == Device::pack) return of_pack[i];
    return device == Device::pcs ? of_pcs[i] : "";
}

// Sections 5.2.4, 5.2.5 and 5.2.7 of the manual (R-WIRE-5). The pins of the link ports are not published.
Signal signal_at(Spot socket, unsigned pin) noexcept {
    using enum Signal;
    constexpr std::array can = {rs485_b, rs485_a, nc, canh, canl, gnd, rs485_a, rs485_b};
    constexpr std::array rs232 = {gnd, tx, rx, nc, nc, rx, tx, gnd};
    constexpr std::array lcd = {gnd, rx, tx, vcc};
    const auto at = [pin](const auto& pins) { return pin >= 1 && pin <= pins.size() ? pins[pin - 1] : none; };
    if (socket == Spot::can) return at(can);
    if (socket == Spot::rs232) return at(rs232);
    return socket == Spot::lcd ? at(lcd) : none;
}

namespace {

Connection between(CableKind kind, End a, End b) {
    Connection c;
    c.kind = kind;
    c.a = a;
    c.b = b;
    return c;
}

End of_pack(unsigned pack, Spot spot) {
    return End{.pack = pack, .spot = spot};
}

} // namespace

Wiring right_wiring(unsigned packs) {
    using enum CableKind;
    const auto of_pcs = [](Spot spot) { return End{.device = Device::pcs, .spot = spot}; };
    Wiring w{packs, {}};
    for (unsigned p = 1; p < packs; ++p) {
        w.cables.push_back(between(link, of_pack(p, Spot::out), of_pack(p + 1, Spot::in)));     // R-LINK-3
        w.cables.push_back(between(power, of_pack(p, Spot::plus), of_pack(p + 1, Spot::plus))); // R-WIRE-2
        w.cables.push_back(between(power, of_pack(p, Spot::minus), of_pack(p + 1, Spot::minus)));
        w.cables.push_back(between(pe, of_pack(p, Spot::pe), of_pack(p + 1, Spot::pe))); // R-WIRE-3
    }
    w.cables.push_back(between(pe, of_pack(1, Spot::pe), End{.device = Device::ground, .spot = Spot::pe}));
    w.cables.push_back(between(power, of_pcs(Spot::plus), of_pack(1, Spot::plus)));
    w.cables.push_back(between(power, of_pcs(Spot::minus), of_pack(packs, Spot::minus)));
    w.cables.push_back(between(can, of_pcs(Spot::can), of_pack(1, Spot::can))); // R-WIRE-4
    for (std::size_t i = 0; i < w.cables.size(); ++i) w.cables[i].line = i + 2; // as text() writes it
    return w;
}

} // namespace gtx::link
