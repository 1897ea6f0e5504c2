// SPDX-License-Identifier: MIT
/// \file
/// Prices, load and sun of a day or more into a schedule of charge, hold and discharge at least cost.
///
/// The battery is one store of energy; SOC is its level, and its limits fall near full and near empty as the
/// BMS announces them. What is worth knowing of the future is a curve: the cost from a slot on over the
/// energy stored. It is made of straight lines and worked out backwards, exactly, so there is no grid of
/// levels to choose. Where prices make the cost of a slot non-convex (selling dearer than buying, negative
/// prices), a grid finds on which side of each bend to be, and the exact method does the rest.
///
/// Ties are broken the same way each time: towards what was decided before, else towards holding.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/bms/settings.hpp"
#include "gtx/pack/ratings.hpp"
#include "gtx/plan/charge.hpp"
#include "gtx/plan/verdict.hpp"

namespace gtx::plan {

/// A stretch of time in which prices and powers are constant. Prices are per kWh, in whatever money.
struct DaySlot {
    Timestamp begin;
    Seconds width{900};
    double buy = 0;
    double sell = 0; ///< what the grid pays
    Watts load{};
    Watts pv{};
    Seconds utc_offset{0}; ///< of local time, for windows and for people
};

/// A stack as a store of energy. Powers are of stored energy: its nominal voltage times the current.
struct DayBattery {
    WattHours capacity{2560}; ///< from 0 to 100 % (R-DATA-1: 50 Ah at 51.2 V)
    Watts charge_max{1280};
    Watts discharge_max{1280}; ///< a magnitude
    bms::Line charge_by_soc;   ///< fraction over SOC %; must be concave for the least cost
    bms::Line discharge_by_soc;
    double charge_efficiency = 0.95;    ///< from the meter into the cells [proposal]
    double discharge_efficiency = 0.95; ///< from the cells to the meter [proposal]
};
/// Of `packs` packs at a temperature, with the limits that their BMS announces there (R-PCS-1, R-DATA-9).
GTX_API DayBattery battery_of(unsigned packs, Percent soh, Celsius temperature,
                              const bms::Settings& settings = {});
/// Of packs that differ: capacities add up, and as the master announces it the limit of the stack is that of
/// its weakest pack for each of them. Packs without temperature have `ambient`.
GTX_API DayBattery battery_of(std::span<const PackStart> packs, Celsius ambient,
                              const bms::Settings& settings = {});
/// Of the whole stack, by the capacity of each pack; 0 without packs.
GTX_API Percent soc_of(std::span<const PackStart> packs);

/// SOC must be at `soc` or above at `by`; a time inside of a slot counts as the end of the slot before.
struct FullBy {
    Timestamp by;
    Percent soc = pack::full_soc;
    std::string_view rule; ///< empty: the user's wish
};

/// SOC at a time, as a plan decided it.
struct SocAt {
    Timestamp at;
    Percent soc;
};

struct DayWish {
    DayBattery battery;
    Percent soc{50};
    std::vector<DaySlot> slots;                              ///< one after the other, without gaps
    Percent reserve = pack::force_charge_below + Percent(2); ///< not below this, 10 %: clear of R-PCS-2
    Percent top = pack::full_soc;    ///< not above this, but where `full_by` or the start is
    std::optional<Watts> import_max; ///< of the grid connection
    std::optional<Watts> export_max; ///< what the sun gives beyond it is lost
    bool charge_from_grid = true;
    bool sell_from_battery = true;
    double wear = 0; ///< cost of each kWh that leaves the cells
    /// What a kWh that is stored at the end is worth; without value what it costs to buy it at the cheapest
    /// price of the last day, not below 0 [proposal].
    std::optional<double> end_value;
    std::vector<FullBy> full_by;
    /// When SOC was last at 97 %: a full charge is placed in the cheapest night before a month is over
    /// (R-PCS-3), to be done when the window ends (R-PCS-4). Without value none is.
    std::optional<Timestamp> last_full;
    Seconds window_begin = pack::full_charge_window_begin; ///< local time since midnight
    Seconds window_end = pack::full_charge_window_end;
    std::vector<SocAt> decided; ///< of an earlier plan: kept where that costs nothing
};

enum class DayAction : std::uint8_t { hold, charge, discharge };
GTX_API std::string_view name(DayAction action) noexcept;

enum class DayReason : std::uint8_t {
    cheap,         ///< buying now costs less than it will be worth
    sun,           ///< the sun gives more than the house takes
    full_charge,   ///< to be full in time
    dear,          ///< using it now saves more than it is worth later
    no_gain,       ///< price differences do not pay for losses and wear
    empty,         ///< at the reserve
    full,          ///< at the top
    grid_limit,    ///< the grid connection is used up
    no_limit_left, ///< the BMS allows nothing at this temperature
};
GTX_API std::string_view name(DayReason reason) noexcept;

struct DayDecision {
    Timestamp begin;
    Seconds width{};
    Seconds utc_offset{};
    DayAction action{};
    DayReason reason{};
    std::string why; ///< one sentence with the prices
    Watts battery{}; ///< at the meter, the mean; positive charges
    Amps ask{}; ///< of the stack at 51.2 V nominal: what to ask for so that SOC gets there; positive charges
    Watts grid{}; ///< positive is bought
    Watts lost{}; ///< sun that nobody takes
    Percent soc_begin{};
    Percent soc_end{};
    double buy = 0;
    double sell = 0;
    double cost = 0;         ///< of this slot, wear too
    double cost_without = 0; ///< if the battery did nothing
    double worth = 0; ///< of a kWh in the cells at its end: the last that went in, the next to come out
};

struct DayPlan {
    bool possible = false;           ///< all wishes are met
    std::vector<Obstacle> obstacles; ///< wishes that are not met; the plan does the nearest that can be
    std::vector<DayDecision> decisions;
    double cost = 0;         ///< all slots, less what is stored at the end is worth
    double cost_without = 0; ///< the same with an idle battery
    double end_value = 0;    ///< of a kWh, as it was used
    double cycles = 0;       ///< full ones, by what leaves the cells
    std::optional<Timestamp>
        full_charge;    ///< when the monthly full charge is done; none: not needed, or no window
    bool convex = true; ///< the least cost for certain; else a grid of 300 levels chose between bends
};

/// Plans it. 48 h in quarters take about 2 ms; about 7 ms where costs are not convex.
GTX_API DayPlan plan_day(const DayWish& wish);

/// SOC at the end of each slot, for DayWish::decided of the next plan.
GTX_API std::vector<SocAt> decided_by(const DayPlan& plan);

/// Appends scenario lines (gtx-formats(5)) that move the battery as planned: `charge` and `load` in amps, and
/// `end`. Time 0 is the beginning of the first slot.
GTX_API void append_scenario(std::string& out, const DayPlan& plan);

} // namespace gtx::plan
