// SPDX-License-Identifier: MIT
#include "gtx/sim/link_stack.hpp"

#include <algorithm>
#include <utility>

#include "gtx/base/random.hpp"

namespace gtx::sim {

namespace {

using link::PortKind;

constexpr std::int64_t second_ns = 1'000'000'000;
/// A coding that takes longer has gone wrong; room link promises an end much sooner.
constexpr std::int64_t patience_ns = 120 * second_ns;
constexpr double babble = 0.05; ///< of idle milliseconds; proposal

constexpr bool bit(std::uint32_t bits, std::size_t n) {
    return (bits >> n & 1U) != 0;
}

std::uint64_t serial_of(std::size_t pack, std::uint64_t seed) {
    constexpr std::uint64_t batch = 0x25; // of 40 bits; the last two digits are the pack's number in the row
    return batch << 32 | (SplitMix64::at(seed, pack) & 0xFFFFFF) << 8 | (pack + 1);
}

void swap_plugs(link::Socket& s, std::uint32_t swapped) {
    if (s.pack == link::Socket::bench || !bit(swapped, s.pack)) return;
    s.port = s.port == PortKind::in ? PortKind::out : PortKind::in;
}

std::vector<link::Cable> cables_of(std::size_t packs, const LinkFaults& f, bool bench) {
    std::vector<link::Cable> cables;
    for (std::size_t i = 1; i < packs; ++i)
        if (!bit(f.cut, i - 1) && !bit(f.wrong_port, i))
            cables.push_back({{i - 1, PortKind::out}, {i, PortKind::in}, true, !bit(f.coding_cut, i - 1)});
    if (f.loop) cables.push_back({{packs - 1, PortKind::out}, {0, PortKind::in}});
    const bool last_is_free = !f.loop && !(bench && f.adapter_out);
    if (f.second_master && last_is_free)
        cables.push_back({{packs - 1, PortKind::out}, {packs, PortKind::out}});
    // Where a ring leaves no socket, the adapter holds on to the pair.
    if (bench && f.adapter_out && !f.loop)
        cables.push_back({{}, {packs - 1, PortKind::out}});
    else if (bench)
        cables.push_back({{}, {0, PortKind::in}, true, !f.loop});
    for (auto& c : cables) {
        swap_plugs(c.a, f.swapped);
        swap_plugs(c.b, f.swapped);
    }
    return cables;
}

/// Starts the first pack and lets time pass until its coding has ended.
std::int64_t code(link::Bus& bus, const LinkFaults& f, std::size_t packs) {
    std::string nobody;
    const Timestamp begin(0);
    for (std::size_t i = 1; i < packs; ++i) bus.pack(i).power(true, begin);
    if (f.second_master) bus.pack(packs).press(begin);
    bus.pack(0).press(begin);
    bus.advance(begin, nobody);
    auto now = begin;
    const auto& ready = std::as_const(bus); // who is only looked at is not asked what it does
    while (ready.pack(0).observation() == nullptr && now.ns() < patience_ns) {
        const auto next = bus.next();
        if (!next.known()) break;
        now = std::max(now, next);
        bus.advance(now, nobody);
    }
    return now.ns();
}

void tell(LinkReport& report, const link::Verdict& verdict, const link::Observation& seen) {
    report.right = verdict.right;
    for (const auto& explanation : verdict.explanations) {
        std::string words;
        std::string kinds;
        for (const auto& fault : explanation) {
            (words += words.empty() ? "" : " ") += link::sentence(fault, seen);
            (kinds += kinds.empty() ? "" : " + ") += link::name(fault.kind);
        }
        report.words.push_back(std::move(words));
        report.kinds.push_back(std::move(kinds));
    }
}

} // namespace

link::BusOptions link_bus(std::size_t packs, const LinkFaults& faults, bool bench, std::uint64_t seed) {
    link::BusOptions options;
    const auto all = packs + (faults.second_master ? 1U : 0U);
    for (std::size_t i = 0; i < all; ++i) {
        const auto as = i < most_packs ? faults.serial_as[i].value_or(i) : i;
        options.packs.push_back({.identity = {.serial = serial_of(as, seed), .firmware = 0x0102},
                                 .seed = SplitMix64::at(seed, 100 + i)});
    }
    options.cables = cables_of(packs, faults, bench);
    options.faults = {.noise = faults.noise,
                      .lost = faults.lost,
                      .babble = faults.babble ? babble : 0,
                      .shorted = faults.shorted,
                      .echo = false,
                      .stuck = faults.stuck,
                      .coding_shorted = faults.split};
    options.seed = seed;
    return options;
}

std::uint32_t link_reached(std::size_t packs, const LinkFaults& faults) {
    std::uint32_t reached = 1;
    if (faults.shorted) return reached;
    const auto cables = cables_of(packs, faults, false);
    for (std::size_t round = 0; round < packs; ++round)
        for (const auto& c : cables) {
            const auto both = 1U << c.a.pack | 1U << c.b.pack;
            if ((reached & both) != 0) reached |= both;
        }
    return reached;
}

LinkReport run_coding(std::size_t packs, const LinkFaults& faults, std::uint64_t seed) {
    LinkReport report;
    report.numbered = 1;
    auto bus = link::Bus::create(link_bus(packs, faults, false, seed), Timestamp(0));
    if (!bus) return report;
    report.duration = Seconds(static_cast<double>(code(*bus, faults, packs)) / second_ns);
    const auto& ready = std::as_const(*bus);
    for (std::size_t i = 1; i < packs; ++i)
        if (ready.pack(i).number()) report.numbered |= 1U << i;
    const auto* seen = ready.pack(0).observation();
    if (seen != nullptr) tell(report, link::explain(*seen, static_cast<unsigned>(packs)), *seen);
    return report;
}

} // namespace gtx::sim
