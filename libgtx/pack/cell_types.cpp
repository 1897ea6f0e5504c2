// SPDX-License-Identifier: MIT
// The two kinds of cell. Sources are keys of the model page: k1 A123 cells measured at the University of
// Colorado (ESC toolbox, MIT), k2 SimSES of TU Munich (BSD-3); [P] is a proposal of ours.
#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "gtx/pack/cell.hpp"

namespace gtx::pack {
namespace {

// Proposal [P] from k1: 0 % is 1 % of the A123 cell and 100 % its 98 %. The maker's window leaves something
// at both ends: beyond 0 and 100 % the curve goes on in that reserve, steep, so that the voltage tells what
// happens. The points outside are k1 again (0 % of it at -1 %, 99 and 100 % of it at 101 and 102 %), then a
// plain wall.
const Curve gtx2500_ocv = {{-3, -2, -1, 0,  1,  2,  3,  5,  7.5, 10, 15, 20, 25,  30,  35,  40,  45, 50,
                            55, 60, 65, 70, 75, 80, 85, 90, 95,  97, 98, 99, 100, 101, 102, 103, 104},
                           {0.500, 1.600, 2.295, 2.734, 2.854, 2.931, 2.982, 3.066, 3.140,
                            3.186, 3.219, 3.247, 3.270, 3.287, 3.297, 3.299, 3.302, 3.305,
                            3.306, 3.309, 3.312, 3.318, 3.330, 3.337, 3.341, 3.344, 3.352,
                            3.358, 3.369, 3.380, 3.419, 3.459, 3.583, 3.950, 4.550}};

// Half the gap between charge and discharge, of the same source.
const Curve gtx2500_hysteresis = {{0,  1,  2,  3,  5,  7.5, 10, 15, 20, 25, 30, 35, 40, 45,
                                   50, 55, 60, 65, 70, 75,  80, 85, 90, 95, 97, 98, 99, 100},
                                  {0.030, 0.030, 0.030, 0.030, 0.030, 0.028, 0.024, 0.019, 0.022, 0.025,
                                   0.027, 0.025, 0.017, 0.014, 0.014, 0.015, 0.017, 0.018, 0.018, 0.015,
                                   0.012, 0.010, 0.010, 0.012, 0.014, 0.019, 0.024, 0.030}};

// k2, Sony/Murata; V/K.
const Curve sony_entropic = {{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100},
                             {-0.490e-3, -0.164e-3, -0.118e-3, -0.044e-3, 0.098e-3, 0.110e-3, 0.129e-3,
                              0.145e-3, 0.100e-3, 0.084e-3, 0.118e-3}};

/// How much larger R0 is than at 25 degC. k1, A123.
const Curve cold_factor = {{-25, -15, -5, 5, 15, 25, 35, 45}, {15.0, 7.1, 3.35, 2.01, 1.34, 1, 0.91, 0.85}};
/// How much larger R0 is than in the middle. [P] after k2 and k1.
const Curve soc_factor = {{0, 30, 80, 95}, {1.3, 1, 1, 1.15}};
/// Discharging a nearly empty cell in the cold: k2 has 2.8 at 10 degC and 10 %, and nothing remarkable at 25
/// degC. Between them a straight line, and held below 10 degC. [P]
const Curve empty_factor = {{10, 25}, {2.8, 1.3}};

constexpr double gtx2500_r0 = 0.55e-3; // [P], at 25 degC and 50 %

double gtx2500_resistance(double degC, double soc, bool discharging) {
    const double factor = soc_factor.at(soc);
    const double empty = discharging && soc <= 10 ? empty_factor.at(degC) : 0;
    return gtx2500_r0 * cold_factor.at(degC) * std::max(factor, empty);
}

Surface gtx2500_surface(bool discharging) {
    Surface s{{-25, -15, -5, 5, 10, 15, 20, 25, 35, 45}, {0, 10, 20, 30, 80, 95, 100}, {}};
    for (const double degC : s.temperature_degC)
        for (const double soc : s.soc_pct) s.ohm.push_back(gtx2500_resistance(degC, soc, discharging));
    return s;
}

// k2: volts at 0, 1, ... 100 per cent.
constexpr std::array sony_ocv = {
    2.28619, 2.78334, 2.89524, 2.96735, 3.02133, 3.06470, 3.10083, 3.13167, 3.15830, 3.18105, 3.19666,
    3.20265, 3.20559, 3.20790, 3.20993, 3.21200, 3.21467, 3.21878, 3.22415, 3.22951, 3.23435, 3.23880,
    3.24292, 3.24706, 3.25091, 3.25467, 3.25808, 3.26115, 3.26432, 3.26732, 3.27028, 3.27303, 3.27562,
    3.27796, 3.28019, 3.28260, 3.28478, 3.28678, 3.28869, 3.29038, 3.29212, 3.29374, 3.29498, 3.29587,
    3.29670, 3.29727, 3.29775, 3.29830, 3.29861, 3.29909, 3.29948, 3.29992, 3.30014, 3.30061, 3.30099,
    3.30137, 3.30176, 3.30214, 3.30252, 3.30300, 3.30347, 3.30395, 3.30443, 3.30498, 3.30557, 3.30630,
    3.30691, 3.30772, 3.30862, 3.30958, 3.31082, 3.31192, 3.31327, 3.31479, 3.31645, 3.31854, 3.32109,
    3.32400, 3.32751, 3.33123, 3.33447, 3.33667, 3.33811, 3.33905, 3.33980, 3.34027, 3.34077, 3.34115,
    3.34159, 3.34203, 3.34247, 3.34287, 3.34316, 3.34363, 3.34419, 3.34469, 3.34531, 3.34625, 3.34866,
    3.36180, 3.53049};
constexpr std::pair<double, double> sony_ends[] = {
    {0.5, 2.68347}, {1.5, 2.84697}, {98.5, 3.35215}, {99.5, 3.39627}};
constexpr std::array sony_hysteresis = {
    0.03000, 0.03000, 0.03000, 0.03000, 0.03000, 0.02872, 0.02738, 0.02634, 0.02526, 0.02458, 0.02510,
    0.02435, 0.02359, 0.02349, 0.02362, 0.02416, 0.02492, 0.02503, 0.02448, 0.02431, 0.02486, 0.02559,
    0.02646, 0.02716, 0.02759, 0.02772, 0.02769, 0.02771, 0.02792, 0.02835, 0.02883, 0.02929, 0.02959,
    0.02945, 0.02902, 0.02837, 0.02749, 0.02645, 0.02530, 0.02399, 0.02263, 0.02139, 0.02053, 0.02003,
    0.01958, 0.01939, 0.01910, 0.01893, 0.01881, 0.01872, 0.01871, 0.01865, 0.01863, 0.01872, 0.01872,
    0.01872, 0.01872, 0.01872, 0.01891, 0.01901, 0.01910, 0.01920, 0.01929, 0.01946, 0.01948, 0.01971,
    0.01986, 0.02010, 0.02044, 0.02063, 0.02091, 0.02125, 0.02165, 0.02190, 0.02234, 0.02253, 0.02260,
    0.02223, 0.02139, 0.02034, 0.01939, 0.01872, 0.01823, 0.01786, 0.01749, 0.01722, 0.01710, 0.01710,
    0.01704, 0.01717, 0.01711, 0.01729, 0.01739, 0.01767, 0.01804, 0.01852, 0.01916, 0.02026, 0.02193,
    0.02252, 0.03000};
// k2: mOhm of one 3 Ah cell at 10, 25 and 40 degC (rows) and 10, 20, ... 90 %; constant beyond.
constexpr std::array sony_charge = {53.6, 59.2, 58.5, 59.3, 62.6, 67.5, 70.8, 69.2, 80.7, //
                                    37.6, 41.4, 41.4, 41.8, 44.8, 47.7, 49.8, 46.8, 53.4, //
                                    30.5, 33.1, 33.1, 32.6, 35.2, 37.7, 38.9, 35.6, 40.0};
constexpr std::array sony_discharge = {195.0, 80.8, 75.1, 74.8, 69.4, 65.1, 61.5, 64.8, 61.4, //
                                       61.7,  50.4, 48.8, 51.8, 47.8, 44.3, 41.8, 46.6, 42.5, //
                                       44.1,  38.4, 37.5, 40.0, 38.4, 35.1, 32.9, 37.7, 34.0};
constexpr double sony_parallel = 17;

Curve by_per_cent(const std::array<double, 101>& y) {
    Curve c;
    for (const double v : y) {
        c.x.push_back(static_cast<double>(c.x.size()));
        c.y.push_back(v);
    }
    return c;
}

Surface sony_surface(const std::array<double, 27>& milliohm) {
    Surface s{{10, 25, 40}, {10, 20, 30, 40, 50, 60, 70, 80, 90}, {}};
    for (const double m : milliohm) s.ohm.push_back(m * 1e-3 / sony_parallel);
    return s;
}

} // namespace

CellType gtx2500_cell(bool third_pair) {
    CellType type;
    type.name = "gtx2500";
    type.capacity = AmpHours(50);
    type.ocv = gtx2500_ocv;
    type.hysteresis = gtx2500_hysteresis;
    type.entropic = sony_entropic;
    type.charge_resistance = gtx2500_surface(false);
    type.discharge_resistance = gtx2500_surface(true);
    type.rc = {{Ohms(0.35e-3), Seconds(10)}, {Ohms(0.70e-3), Seconds(120)}}; // [P]
    if (third_pair) type.rc.push_back({Ohms(0.8e-3), Seconds(1800)});        // [P]
    type.coulombic_efficiency = 0.998;                                       // [P]
    type.self_discharge_per_month = 0.003;                                   // [P]
    type.to_case_W_per_K = 1; // [P]: a cell lies in the air of its case, 15 W/m2/K (k2) over some 0.07 m2
    return type;
}

CellType sony_murata_17p() {
    CellType type;
    type.name = "sony_murata_17p";
    type.capacity = AmpHours(51);
    type.ocv = by_per_cent(sony_ocv);
    for (const auto& [soc, volts] : sony_ends) { // where whole per cents are too coarse
        const auto at = std::upper_bound(type.ocv.x.begin(), type.ocv.x.end(), soc);
        type.ocv.y.insert(type.ocv.y.begin() + (at - type.ocv.x.begin()), volts);
        type.ocv.x.insert(at, soc);
    }
    type.hysteresis = by_per_cent(sony_hysteresis);
    type.entropic = sony_entropic;
    type.charge_resistance = sony_surface(sony_charge);
    type.discharge_resistance = sony_surface(sony_discharge);
    type.coulombic_efficiency = 1;
    type.to_case_W_per_K = 1;
    return type;
}

} // namespace gtx::pack
