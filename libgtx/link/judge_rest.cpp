// SPDX-License-Identifier: MIT
// Earth (R-WIRE-3), CAN (R-WIRE-4), dry contacts and single wires (R-WIRE-5).
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "link/judge_impl.hpp"

namespace gtx::link {
namespace {

constexpr double contact_volts = 30; // 5.2.6 of the manual
constexpr double contact_amps = 1;

} // namespace

void judge_pe(Bench& bench) {
    Together joined(bench.wiring.packs);
    std::vector<std::size_t> grounds;
    for (std::size_t i = 0; i < bench.wiring.cables.size(); ++i) {
        const auto& c = bench.wiring.cables[i];
        if (c.kind != CableKind::pe) continue;
        const auto [one, other] = pack_first(c);
        if (other->device == Device::ground)
            grounds.push_back(i);
        else
            joined.join(one->pack - 1, other->pack - 1);
    }
    const auto all = groups(joined, bench.wiring.packs);
    for (std::size_t i = 1; i < all.size(); ++i)
        bench.find("pe_split",
                   fmt::format("The grounding point of {} is not joined with {}", pack_words(all[i]),
                               pack_words(all[0])),
                   {}, all[i]);
    if (grounds.empty()) bench.find("pe_open", "No pack is connected to ground");
    for (const auto& group : all) {
        std::vector<std::size_t> its;
        for (const auto i : grounds)
            if (std::ranges::count(group, pack_first(bench.wiring.cables[i]).first->pack) > 0)
                its.push_back(i);
        if (its.size() > 1) bench.find("pe_twice", fmt::format("{} connections to ground", its.size()), its);
    }
}

namespace {

void judge_can_end(Bench& bench, std::size_t i, const End& pack) {
    if (pack.spot != Spot::can)
        bench.find("can_port", fmt::format("{} is not the port for CAN", text(pack)), {i}, {pack.pack});
    else if (!bench.masters.empty() && std::ranges::count(bench.masters, pack.pack) == 0)
        bench.find(
            "can_place",
            fmt::format("The PCS is at pack {}, and the master is {}", pack.pack, pack_words(bench.masters)),
            {i}, {pack.pack});
}

} // namespace

void judge_can(Bench& bench) {
    bool there = false;
    for (std::size_t i = 0; i < bench.wiring.cables.size(); ++i) {
        const auto& c = bench.wiring.cables[i];
        if (c.kind != CableKind::can) continue;
        const auto [pack, other] = pack_first(c);
        if (other->device == Device::pack) {
            bench.find("can_extra", "A CAN cable joins two packs", {i}, {pack->pack, other->pack});
            continue;
        }
        there = true;
        judge_can_end(bench, i, *pack);
    }
    if (!there) bench.find("can_missing", "The PCS has no CAN cable to the battery");
}

void judge_contacts(Bench& bench) {
    for (std::size_t i = 0; i < bench.wiring.cables.size(); ++i) {
        const auto& c = bench.wiring.cables[i];
        if (c.kind != CableKind::contact) continue;
        const auto [pack, pcs] = pack_first(c);
        const bool charge = pcs->spot == Spot::no_charge;
        const std::pair wanted = charge ? std::pair(1U, 2U) : std::pair(3U, 4U);
        if (std::pair(pack->pin, pack->pin2) != wanted)
            bench.find("contact_pair",
                       fmt::format("What stops {} is on pins {}/{}", charge ? "charging" : "discharging",
                                   wanted.first, wanted.second),
                       {i}, {pack->pack});
        if (c.volts.value_or(0) > contact_volts || c.amps.value_or(0) > contact_amps)
            bench.find("contact_load", "The contact bears 30 V and 1 A", {i}, {pack->pack});
    }
}

namespace {

/// The signal that a pin is joined with at the other side: what one sends the other receives.
Signal mate(Signal s) {
    if (s == Signal::tx) return Signal::rx;
    return s == Signal::rx ? Signal::tx : s;
}

/// What a cable needs, by what is in it, as signals of the socket.
std::vector<Signal> needs(Spot socket, const std::vector<Signal>& there) {
    using enum Signal;
    if (socket == Spot::rs232) return {gnd, tx, rx};
    if (socket == Spot::lcd) return {gnd, rx, tx, vcc};
    const auto has = [&](Signal s) { return std::ranges::count(there, s) > 0; };
    std::vector<Signal> out;
    if (has(canh) || has(canl) || (!has(rs485_a) && !has(rs485_b))) out = {canh, canl};
    if (has(rs485_a) || has(rs485_b)) out.insert(out.end(), {rs485_a, rs485_b});
    return out;
}

} // namespace

void judge_pins(Bench& bench) {
    std::map<std::pair<unsigned, Spot>, std::vector<Signal>> sockets;
    std::vector<std::pair<unsigned, Spot>> wrong;
    for (std::size_t i = 0; i < bench.wiring.cables.size(); ++i) {
        const auto& c = bench.wiring.cables[i];
        if (c.kind != CableKind::pin) continue;
        const auto [pin, far] = pack_first(c);
        const auto signal = signal_at(pin->spot, pin->pin);
        const std::pair socket{pin->pack, pin->spot};
        sockets[socket].push_back(signal);
        if (signal != Signal::nc && far->signal == mate(signal)) continue;
        wrong.push_back(socket);
        bench.find("pin_signal",
                   fmt::format("Pin {} carries {}{}", text(*pin), name(signal),
                               signal == Signal::nc ? ": nothing belongs there" : ""),
                   {i}, {pin->pack});
    }
    for (const auto& [socket, there] : sockets)
        for (const auto need : needs(socket.second, there))
            if (std::ranges::count(there, need) == 0 && std::ranges::count(wrong, socket) == 0)
                bench.find("pin_missing",
                           fmt::format("{} has no wire for {}",
                                       text(End{.pack = socket.first, .spot = socket.second}), name(need)),
                           {}, {socket.first});
}

} // namespace gtx::link
