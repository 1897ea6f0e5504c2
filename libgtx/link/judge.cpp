// SPDX-License-Identifier: MIT
// The table of faults, and the judge who calls the others.
#include "gtx/link/judge.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include <fmt/format.h>

#include "link/judge_impl.hpp"

namespace gtx::link {
namespace {

using enum Gravity;

constexpr auto rows = std::to_array<WiringRule>({
    // Section 2 of the manual: never short, never reversed, never in series.
    {"short_circuit", "R-DATA-7", danger, "A cable joins plus and minus of one pack, or of the PCS.",
     "Take this cable off."},
    {"reversed_polarity", "R-DATA-7", danger, "A pack is joined to the others the wrong way round.",
     "Change P+ and P- of this pack."},
    {"in_series", "R-DATA-7", danger, "A cable leads from the P+ of one pack to the P- of another.",
     "Take this cable off; packs are joined P+ to P+ and P- to P- only."},
    {"pcs_pole", "R-WIRE-2", danger, "The PCS is joined to the wrong pole.",
     "Lead PCS + to the P+ of the master and PCS - to the P- of the last slave."},
    // 6.4.2, step 4.
    {"pcs_open", "R-WIRE-1", wrong, "A single pack whose PCS lacks plus or minus.",
     "Lead PCS + to any P+ of the pack and PCS - to any P-."},
    {"not_parallel", "R-WIRE-2", wrong, "Not all P+, or not all P-, are joined.",
     "Join P+ with P+ and P- with P-, from each pack to the next."},
    {"pcs_plus_place", "R-WIRE-2", wrong, "PCS + is not at the master.",
     "Lead PCS + to the P+ of the master."},
    {"pcs_minus_place", "R-WIRE-2", wrong, "PCS - is not at the last slave.",
     "Lead PCS - to the P- of the last slave."},
    {"crowded", "R-WIRE-2", wrong, "More than two cables at one pole, which has two terminals.",
     "One cable to a terminal: lead the others on from the next pack."},
    // Step 3.
    {"pe_split", "R-WIRE-3", wrong, "The grounding points of the packs are not all joined.",
     "Join them with each other, and only then with the ground."},
    {"pe_open", "R-WIRE-3", wrong, "No pack is grounded.", "Ground one of the packs, nearby."},
    {"pe_twice", "R-WIRE-3", wrong, "More than one connection to ground.",
     "Keep one, from one pack; the packs are joined with each other."},
    // Step 5, the link ports.
    {"link_port", "R-LINK-1", wrong, "A link cable is in a port that is no link port.",
     "Lead it from the Out of a pack to the In of the next."},
    {"link_loop", "R-LINK-2", wrong, "The chain is closed: there is no master.",
     "Take out the cable in the In of the pack that is to be the master."},
    {"link_swapped", "R-LINK-3", wrong, "In and Out are swapped.", "Change In and Out."},
    {"link_reversed", "R-LINK-3", wrong, "The chain begins where the PCS ends.",
     "Change In and Out at each pack; or move both poles and the CAN cable of the PCS to the other end."},
    {"link_break", "R-LINK-4", wrong, "The chain has a gap.",
     "Lead a cable from the Out of a pack to the In of the next."},
    {"fifth_pack", "R-LINK-5", wrong, "More than four packs.",
     "Take the packs beyond four out of the system."},
    // Step 5, the PCS.
    {"can_missing", "R-WIRE-4", wrong, "No CAN cable leads to the PCS.",
     "Lead it from the CAN/RS485 port of the master to the PCS."},
    {"can_port", "R-WIRE-4", wrong, "The CAN cable is in a wrong port.",
     "Put it into the port CAN/RS485 of the master."},
    {"can_place", "R-WIRE-4", wrong, "The CAN cable is not at the master.",
     "Put it into the port CAN/RS485 of the master."},
    {"can_extra", "R-WIRE-4", wrong, "A CAN cable that does not lead to the PCS.",
     "Take it off: packs are joined by their link ports only."},
    // 5.2.4 to 5.2.7.
    {"pin_signal", "R-WIRE-5", wrong, "A wire leads from a pin to a signal that is not its own.",
     "Change the wire before the plug is put in."},
    {"pin_missing", "R-WIRE-5", wrong, "A cable made by hand lacks a wire.", "Add the wire."},
    {"contact_pair", "R-WIRE-5", wrong, "A dry contact is wired by the wrong pins, or to the wrong input.",
     "Pins 1/2 close when charging, pins 3/4 when discharging is prohibited."},
    {"contact_load", "R-WIRE-5", wrong, "More than 30 V or 1 A on a dry contact.",
     "Let the contact switch a relay, with 30 V and 1 A at most."},
});

} // namespace

std::string_view name(Gravity gravity) noexcept {
    return gravity == danger ? "danger" : "wrong";
}

std::span<const WiringRule> wiring_rules() noexcept {
    return rows;
}

Together::Together(std::size_t things) : of_(things) {
    std::iota(of_.begin(), of_.end(), std::size_t{0});
}

std::size_t Together::root(std::size_t thing) const {
    while (of_[thing] != thing) thing = of_[thing];
    return thing;
}

std::vector<std::vector<unsigned>> groups(const Together& joined, unsigned packs) {
    std::vector<std::vector<unsigned>> out;
    for (unsigned p = 0; p < packs; ++p) {
        const auto at = std::ranges::find_if(out, [&](const auto& g) { return joined.same(g[0] - 1, p); });
        if (at == out.end())
            out.push_back({p + 1});
        else
            at->push_back(p + 1);
    }
    const auto main = std::ranges::max_element(out, {}, &std::vector<unsigned>::size);
    if (main != out.end()) std::rotate(out.begin(), main, main + 1);
    return out;
}

std::string pack_words(const std::vector<unsigned>& packs) {
    std::string out = packs.size() == 1 ? "pack " : "packs ";
    for (std::size_t i = 0; i < packs.size(); ++i) {
        if (i > 0) out += i + 1 == packs.size() ? " and " : ", ";
        out += std::to_string(packs[i]);
    }
    return out;
}

bool crossed_still(const Turned& cable, unsigned turned) {
    return cable.crossed != (((turned >> cable.a ^ turned >> cable.b) & 1U) != 0);
}

unsigned fewest_turned(const std::vector<Turned>& cables, std::size_t things) {
    unsigned best = 0;
    std::pair least{cables.size() + things + 1, things + 1};
    for (unsigned turned = 0; turned < 1U << things; ++turned) {
        const auto ups = static_cast<std::size_t>(std::popcount(turned));
        const auto left = static_cast<std::size_t>(
            std::ranges::count_if(cables, [&](const Turned& c) { return crossed_still(c, turned); }));
        if (const std::pair faults{ups + left, ups}; faults < least) {
            least = faults;
            best = turned;
        }
    }
    return best;
}

WiringFinding& Bench::find(std::string_view code, std::string says, std::vector<std::size_t> cables,
                           std::vector<unsigned> packs) {
    auto& f = findings.emplace_back();
    f.row = &*std::ranges::find(rows, code, &WiringRule::code);
    f.says = std::move(says);
    const char* lead = ": ";
    for (const auto i : cables) {
        f.says += fmt::format("{}{} (line {})", std::exchange(lead, ", "), text(wiring.cables[i]),
                              wiring.cables[i].line);
    }
    f.next.emplace_back(f.row->mend);
    f.cables = std::move(cables);
    f.packs = std::move(packs);
    return f;
}

bool Bench::found(std::size_t cable) const {
    return std::ranges::any_of(findings,
                               [&](const auto& f) { return std::ranges::count(f.cables, cable) > 0; });
}

std::pair<const End*, const End*> pack_first(const Connection& cable) {
    if (cable.a.device == Device::pack) return {&cable.a, &cable.b};
    return {&cable.b, &cable.a};
}

std::vector<WiringFinding> judge(const Wiring& wiring) {
    Bench bench{wiring};
    judge_link(bench);
    judge_power(bench);
    judge_pe(bench);
    judge_can(bench);
    judge_contacts(bench);
    judge_pins(bench);
    for (auto& f : bench.findings)
        if (f.row->gravity == danger)
            f.next.insert(f.next.begin(),
                          "Touch no terminal; leave all packs and the PCS off, or switch them off, "
                          "before anything is moved (R-DIAG-11).");
    std::ranges::stable_sort(bench.findings, {}, &WiringFinding::row); // all point into one table
    return std::move(bench.findings);
}

} // namespace gtx::link
