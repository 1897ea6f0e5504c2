// SPDX-License-Identifier: MIT
#include "sim/line_faults_impl.hpp"

namespace gtx::sim {

namespace {

using What = command::Fault::What;

double* fraction_of(What what, LineFaults& line) {
    switch (what) {
    case What::line_lost:
        return &line.lost;
    case What::line_noise:
        return &line.noise;
    case What::line_broken:
        return &line.broken;
    case What::line_cut:
        return &line.cut;
    case What::line_glued:
        return &line.glued;
    default:
        return nullptr;
    }
}

bool* switch_of(What what, LineFaults& line) {
    switch (what) {
    case What::line_echo:
        return &line.echo;
    case What::line_duplicate:
        return &line.doubled;
    case What::line_silent:
        return &line.silent;
    case What::line_babble:
        return &line.babble;
    case What::line_second_master:
        return &line.second_master;
    case What::line_wrong_speed:
        return &line.wrong_speed;
    default:
        return nullptr;
    }
}

} // namespace

bool take_line(const command::Fault& c, LineFaults& line) {
    if (auto* fraction = fraction_of(c.what, line)) {
        *fraction = c.mended ? 0 : c.amount;
        return true;
    }
    auto* on = switch_of(c.what, line);
    if (on != nullptr) *on = !c.mended;
    return on != nullptr;
}

} // namespace gtx::sim
