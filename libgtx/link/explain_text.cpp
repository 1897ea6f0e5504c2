// SPDX-License-Identifier: MIT
#include <array>

#include <fmt/format.h>

#include "gtx/link/explain.hpp"

namespace gtx::link {

namespace {

/// A fault in words: {0} is the pack, {1} the other one.
struct Row {
    FaultKind kind;
    std::string_view name;
    std::string_view rule;
    std::string_view seen;
    std::string_view to_do;
};

constexpr std::array rows = {
    Row{FaultKind::swapped, "swapped", "R-LINK-3", "In and Out are swapped at {0}",
        "exchange the two link cables at this pack"},
    Row{FaultKind::coding_broken, "coding_broken", "R-LINK-4",
        "the coding line of the cable between {0} and {1} is broken, though its bus is not",
        "replace this cable, and look at pins and plugs of both ports"},
    Row{FaultKind::not_connected, "not_connected", "R-LINK-4",
        "{0} is on the bus, and nobody's Out reaches it",
        "see that its Port In is joined with the Port Out of the pack before it, by a whole cable"},
    Row{FaultKind::missing, "missing", "R-LINK-4",
        "fewer packs answer than there should be, and {0} is the last one",
        "look at the cable behind it, and whether the packs beyond have power"},
    Row{FaultKind::loop, "loop", "R-LINK-2",
        "the Out of {0} is joined with the In of {1}: a ring has no master",
        "take this cable out; the Port In of the first pack and the Port Out of the last stay open"},
    Row{FaultKind::own_loop, "own_loop", "R-LINK-3", "the Out of {0} is plugged into its own In",
        "take this cable out, and join the Out with the In of the next pack"},
    Row{FaultKind::two_masters, "two_masters", "R-LINK-2",
        "somebody else numbers packs on this bus, or two chains share it",
        "let one master at work only, and take out the cable that joins the chains"},
    Row{FaultKind::split, "split", "R-LINK-3",
        "the Out of {0} reaches several packs: coding wires touch each other",
        "join one Out with one In only, without splitters, and replace the cable whose wires touch"},
    Row{FaultKind::stuck, "stuck", "R-LINK-4", "the In of {0} is raised though no Out is",
        "take the cable out of its Port In: if it stays raised the port is broken, else the cable or what "
        "drives it"},
    Row{FaultKind::wrong_port, "wrong_port", "R-LINK-3", "a link cable is in the wrong port of {0}",
        "the first pack has one in Port Out only, the last one in Port In only, the others Port In towards "
        "the first"},
    Row{FaultKind::duplicate_serial, "duplicate_serial", "R-LINK-6", "several packs say they are {0}",
        "have the serial number of all but one set right, or take them off the bus"},
    Row{FaultKind::fifth_pack, "fifth_pack", "R-LINK-5",
        "more than four packs are on the bus; {0} gets no number", "take off all beyond the fourth"},
    Row{FaultKind::bus_dead, "bus_dead", "R-LINK-1", "nothing comes back from the bus",
        "look at power, at speed, at the two wires (A and B swapped, shorted, broken) and whether the plug "
        "is in a link port"},
    Row{FaultKind::bus_noisy, "bus_noisy", "R-LINK-1", "what packs say arrives garbled or not at all",
        "look at plugs, termination at both ends and long stubs, and try again"},
    Row{FaultKind::adapter_in_out, "adapter_in_out", "R-LINK-2", "the adapter is in a Port Out",
        "plug it into the Port In of the first pack"},
};

const Row& row(FaultKind kind) {
    return rows[static_cast<std::size_t>(kind)];
}

constexpr bool in_order = [] {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (static_cast<std::size_t>(rows[i].kind) != i) return false;
    return true;
}();
static_assert(in_order);

std::string words(std::optional<std::size_t> pack, const Observation& seen, std::string_view unnamed) {
    if (!pack || *pack >= seen.members.size()) return std::string(unnamed);
    const auto& member = seen.members[*pack];
    if (seen.master_is_pack && *pack == 0) return "the master";
    if (member.number) return fmt::format("pack {} ({:010X})", *member.number, member.identity.serial);
    return fmt::format("pack {:010X}", member.identity.serial);
}

/// Who is meant where no pack is named.
std::string_view nobody(FaultKind kind, bool other) {
    switch (kind) {
    case FaultKind::coding_broken:
    case FaultKind::stuck:
    case FaultKind::split:
        return "the adapter";
    case FaultKind::loop:
        return other ? "the first pack" : "the last pack";
    case FaultKind::fifth_pack:
        return "a fifth";
    default:
        return "a pack";
    }
}

} // namespace

std::string_view name(FaultKind kind) noexcept {
    return row(kind).name;
}
std::string_view rule(FaultKind kind) noexcept {
    return row(kind).rule;
}

std::string sentence(const Fault& fault, const Observation& seen) {
    const auto& r = row(fault.kind);
    const auto pack = words(fault.pack, seen, nobody(fault.kind, false));
    const auto other = words(fault.other, seen, nobody(fault.kind, true));
    return fmt::format("{}: {}.", fmt::format(fmt::runtime(r.seen), pack, other), r.to_do);
}

} // namespace gtx::link
