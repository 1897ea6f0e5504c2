// SPDX-License-Identifier: MIT
/// \file
/// What a BMS is set to: thresholds, delays, curves. Plain data, so a bench may try others.
///
/// The manual's own numbers come first, by rule id; where it is silent those of the field, with their source.
/// "Proposal" marks what nobody states.
#pragma once

#include <array>
#include <cstddef>

#include "gtx/base/units.hpp"
#include "gtx/bms/guards.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::bms {

struct Point {
    double x = 0;
    double y = 0;
};

/// A curve of straight lines through the first `count` points, x ascending; outside the nearest end holds.
struct Line {
    static constexpr std::size_t most = 6;
    std::array<Point, most> points{};
    std::size_t count = 0;

    template <std::size_t N>
    static constexpr Line through(const Point (&given)[N]) {
        static_assert(N >= 1 && N <= most);
        Line line;
        for (const auto& p : given) line.points[line.count++] = p;
        return line;
    }
    [[nodiscard]] constexpr double at(double x) const {
        if (!(x > points[0].x)) return points[0].y;
        for (std::size_t i = 1; i < count; ++i)
            if (x < points[i].x) return between(points[i - 1], points[i], x);
        return points[count - 1].y;
    }

private:
    static constexpr double between(Point a, Point b, double x) {
        return a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x);
    }
};

/// Fractions of the current that is announced when all is well (R-DATA-9). The smallest of them counts.
struct Derating {
    /// On the highest cell. OpenEMS Fenecon Commercial: it leaves two thirds at 3.51 V, so a full charge at
    /// 56.16 V (16 x 3.51 V) ends by the tail of the cells; curves that end at 3.45 or 3.50 V would never get
    /// there.
    Line charge_by_cell_max = Line::through({{3.485, 1}, {3.49, 0.9}, {3.57, 0.01}, {3.60, 0}});
    /// On the lowest cell: a deeply discharged cell is woken gently. OpenEMS: 0.1 up to 3.00 V.
    Line charge_by_cell_min = Line::through({{3.00, 0.1}, {3.05, 1}});
    /// dbus-aggregate-batteries: nothing is left at the 2.90 V of the alarm.
    Line discharge_by_cell_min = Line::through({{2.90, 0}, {3.00, 0.05}, {3.10, 1}});
    /// Shape of OpenEMS and dbus-serialbattery, stretched over the manual's own span (R-DIAG-2): proposal.
    Line charge_by_temperature =
        Line::through({{-11, 0}, {-10, 0.05}, {0, 0.2}, {15, 1}, {45, 1}, {55, 0.05}});
    /// The same over R-DIAG-3 and R-DATA-5: proposal.
    Line discharge_by_temperature =
        Line::through({{-21, 0}, {-20, 0.05}, {-10, 0.25}, {10, 1}, {50, 1}, {60, 0.05}});
    /// dbus-serialbattery.
    Line by_mosfet = Line::through({{70, 1}, {80, 0.25}, {90, 0}});
    /// A soft end: proposal, after the tapers seen at GivEnergy and dbus-serialbattery. Never 0, since a
    /// counted SOC may be wrong and charging ends by voltage and tail.
    Line charge_by_soc = Line::through({{95, 1}, {100, 0.2}});
    /// Full current over the 90 % that may be used (R-DATA-1), then less: proposal.
    Line discharge_by_soc = Line::through({{0, 0.2}, {10, 1}});
};

/// What is announced to the inverter (R-PCS-1). The data sheet caps it whatever stands here.
struct Announced {
    Amps charge = pack::charge_current_nominal;       ///< R-DATA-3; Pylontech announces the nominal one too
    Amps discharge = pack::discharge_current_nominal; ///< R-DATA-4
    /// Charge voltage over temperature within R-DATA-2: gentler in the cold and the heat; proposal.
    Line charge_voltage = Line::through({{0, pack::charge_voltage_min.value()},
                                         {10, pack::charge_voltage_max.value()},
                                         {40, pack::charge_voltage_max.value()},
                                         {50, pack::charge_voltage_min.value()}});
    /// Less charge voltage for each volt the highest cell is above its share (56.16 V / 16); proposal.
    double charge_voltage_per_cell_excess = 8;
    Volts discharge_voltage = pack::discharge_voltage_min; ///< R-DATA-2
    double rise_A_per_s = 0.5;                             ///< OpenEMS Fenecon Commercial; cuts are at once
    /// Less than this fraction is nothing (dbus-serialbattery: 1.5 %), and nothing becomes something again
    /// only above the other (proposal): so discharging ends instead of fading for hours.
    double least = 0.015;
    double least_again = 0.05;
    /// No rise for so long after a cut: proposal (dbus-serialbattery waits 30 s and then rises by 5 A/s).
    Seconds hold{10};
};

/// When the counted SOC is put right.
struct Correction {
    Volts full_voltage{55.6};    ///< of the battery; 55.68 V (R-DATA-2) less what a charger misses; proposal
    Volts full_cell{3.55};       ///< or of the highest cell: then the limits have ended the charge; proposal
    Amps tail{2.5};              ///< 0.05 C; PACE: 2.0 A
    Seconds full_hold{60};       ///< proposal
    Volts empty_cell{2.95};      ///< while discharging; dbus-serialbattery: 2.90 V after 300 s
    Seconds empty_hold{60};      ///< proposal
    double efficiency = 0.998;   ///< of charging; see CellType
    double learning = 0.5;       ///< how much of a measured capacity is believed; proposal
    AmpHours capacity_least{25}; ///< a measured capacity beyond these is not believed; proposal
    AmpHours capacity_most{60};
    Percent counted_most{99.9}; ///< counting alone does not reach full (R-TERM-2)
};

struct Requests {
    Percent force_charge_below = pack::force_charge_below; ///< R-PCS-2
    Percent force_charge_until{10};                        ///< proposal
    Percent full_level = pack::full_charge_level;          ///< R-PCS-3: reaching it starts the month again
    Seconds full_after = pack::full_charge_after;          ///< R-PCS-3
    /// Charging is not wanted from full down to here; Seplos V3: 96 %.
    Percent recharge_below = pack::full_charge_level;
};

/// Passive balancing: the highest cells are bled near full.
struct Balancing {
    Volts from{3.40};        ///< PACE, Seplos V3
    Volts difference{0.030}; ///< to the lowest; PACE
    Volts until{0.010};      ///< LibreSolar
    Celsius coldest{0};      ///< Seplos V3
    Celsius hottest{50};     ///< Seplos V3
};

/// Trips of guards that recover by time.
struct Lockout {
    Seconds recover{60}; ///< Seplos V3
    unsigned trips = 5;  ///< Seplos V3: the last of them locks, until a restart or a repair
    Seconds forget{600}; ///< a trip so long after the last one is the first again; proposal
};

/// When a discharged pack goes to sleep, and what wakes it.
struct Sleep {
    Seconds undervoltage{3600}; ///< in protection without charge current; PACE: 5 min, Seplos V3: 48 h
    Volts deep_cell{2.50};      ///< Pylontech
    Seconds deep{30};           ///< Seplos V3
    Volts charger = pack::revival_voltage; ///< R-DIAG-1, at the terminals
    Volts margin{0.5};                     ///< above the battery; proposal
    Volts beyond_rescue{2.0};              ///< below it a charger wakes nothing (R-DIAG-1); Seplos V3
};

/// How a pack is joined to a bus of another voltage, so that a gap of 80 % is borne (R-DIAG-10): through a
/// resistance first. The manual does not say how; boards of the field limit this current to 10 A (PACE), the
/// numbers are a proposal.
struct Joining {
    Volts from{1.0};    ///< between bus and battery when a switch closes; less gives at most 30 A by itself
    Volts live{40};     ///< a bus below this is no bus
    Ohms limiter{0.25}; ///< about 9 A for a gap of 80 %
    Amps until{2};      ///< less than this for `hold` and the limiter is left out
    Seconds hold{10};
};

/// What the electronics draw from the cells; proposal.
struct Draw {
    Amps awake{0.010};
    Amps asleep{0.001};
    Amps off{0.00005};
};

/// How long things take that one sees; proposal.
struct Times {
    Seconds light_step{0.25}; ///< from one LED to the next while starting and stopping (R-BTN-1, R-BTN-3)
    Seconds coding{2};        ///< automatic coding, and for each pack
    Seconds coding_each{0.5};
    Seconds pack_lost{5}; ///< until a pack that does not answer is an alarm
};

struct Settings {
    std::array<Guard, guard_count> guards = default_guards;
    Derating derating;
    Announced announced;
    Correction correction;
    Requests requests;
    Balancing balancing;
    Lockout lockout;
    Sleep sleep;
    Joining joining;
    Draw draw;
    Times times;
    Amps dead_band{0.3};      ///< less than this is no current; proposal
    Volts charger_drop{0.05}; ///< without current and so much lower: the charger is off (R-LED-4); proposal
    Seconds charger_off{10};  ///< for so long; proposal
    Seconds button_press = pack::button_press; ///< R-BTN-1, R-BTN-3, R-BTN-4: longer than this
    /// Works everything out in every step. The same comes out, slower: it is for proving that.
    bool thorough = false;
};

} // namespace gtx::bms
