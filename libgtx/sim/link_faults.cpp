// SPDX-License-Identifier: MIT
#include "gtx/sim/link_stack.hpp"

namespace gtx::sim {

namespace {

using What = command::Fault::What;

std::uint32_t* bits_of(What what, LinkFaults& f) {
    switch (what) {
    case What::link_swapped:
        return &f.swapped;
    case What::link_cut:
        return &f.cut;
    case What::link_coding_cut:
        return &f.coding_cut;
    case What::link_wrong_port:
        return &f.wrong_port;
    case What::link_stuck:
        return &f.stuck;
    default:
        return nullptr;
    }
}

bool* switch_of(What what, LinkFaults& f) {
    switch (what) {
    case What::link_loop:
        return &f.loop;
    case What::link_split:
        return &f.split;
    case What::link_shorted:
        return &f.shorted;
    case What::link_babble:
        return &f.babble;
    case What::link_second_master:
        return &f.second_master;
    case What::link_adapter_out:
        return &f.adapter_out;
    default:
        return nullptr;
    }
}

double* fraction_of(What what, LinkFaults& f) {
    if (what == What::link_noise) return &f.noise;
    return what == What::link_lost ? &f.lost : nullptr;
}

} // namespace

bool take_link(const command::Fault& fault, LinkFaults& faults) {
    const bool on = !fault.mended;
    if (auto* bits = bits_of(fault.what, faults)) {
        const auto mask = fault.pack == all_packs ? ~0U : std::uint32_t{1} << fault.pack;
        *bits = on ? *bits | mask : *bits & ~mask;
    } else if (auto* flag = switch_of(fault.what, faults)) {
        *flag = on;
    } else if (auto* fraction = fraction_of(fault.what, faults)) {
        *fraction = on ? fault.amount : 0;
    } else if (fault.what == What::link_serial && fault.pack < faults.serial_as.size()) {
        faults.serial_as[fault.pack] = on ? std::optional(fault.index) : std::nullopt;
    } else {
        return false;
    }
    return true;
}

} // namespace gtx::sim
