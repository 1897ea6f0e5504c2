// SPDX-License-Identifier: MIT
/// \file
/// An over-discharged pack: how long there is to recharge it (R-OVERDIS), whether a charger wakes it
/// (R-DIAG-1), how to begin gently, and when to give up and call the maker.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/bms/settings.hpp"
#include "gtx/pack/cell.hpp"
#include "gtx/pack/ratings.hpp"
#include "gtx/plan/calendar.hpp"
#include "gtx/plan/verdict.hpp"

namespace gtx::plan {

/// How long an over-discharged pack may be left (R-OVERDIS-1, -2). 25 degC belongs to the stricter row; -10
/// and 45 degC are in the table. Empty: the manual gives no time for this temperature, or it is no number.
/// With the PCS connected it is "less than" the time, apart from it "within".
GTX_API std::optional<Seconds> recovery_time(Celsius temperature, bool connected) noexcept;

/// What a charger does to a dark pack.
enum class Waking : std::uint8_t {
    unknown,          ///< no charger was named
    awake,            ///< it does not sleep: no cell is below the level of deep discharge
    wakes,            ///<
    charger_too_low,  ///< below 51 V (R-DIAG-1)
    no_margin,        ///< not above the battery by what makes current flow
    charger_too_high, ///< above 56.16 V (R-DATA-2): it must not be used
    beyond_rescue,    ///< a cell is below 2 V: nothing wakes it, and nothing should
};
GTX_API std::string_view name(Waking waking) noexcept;

struct RecoverWish {
    std::optional<Percent> soc;    ///< as last known
    std::optional<Volts> battery;  ///< measured, B+ to B- (or P+ to P- of a pack that lets one measure there)
    std::optional<Volts> cell_min; ///< the lowest cell; without value the mean of `battery`
    Celsius temperature{25};
    bool connected = false;              ///< to the PCS
    Timestamp since = Timestamp::none(); ///< when it became over-discharged
    std::optional<Volts> charger;        ///< what an external charger puts out
    Amps charger_current = pack::charge_current_nominal;
    AmpHours capacity = pack::nominal_capacity;
    pack::CellType cell = pack::gtx2500_cell();
    bms::Settings bms{};
};

struct RecoverPlan {
    bool possible = false; ///< nothing stands against charging it now
    std::vector<Obstacle> obstacles;
    bool over_discharged = false;           ///< SOC 10 % or less (R-OVERDIS-1)
    std::optional<Seconds> allowed;         ///< from `since`
    Timestamp deadline = Timestamp::none(); ///< none: `since` or the time is not known
    std::string_view deadline_rule;         ///< R-OVERDIS-1 or R-OVERDIS-2
    Waking waking = Waking::unknown;
    /// The gentle first phase: at most this current until the lowest cell is at `gentle_until`; what the BMS
    /// announces for a deeply discharged cell (bms::Derating). 0 A: not needed.
    Amps gentle_current{};
    Volts gentle_until{};
    AmpHours gentle_charge{};    ///< about, by the cell's curve
    Seconds gentle_time{};       ///< about
    std::vector<Action> actions; ///< in this order; none for a pack beyond rescue
    std::vector<Action> give_up; ///< when one of these is so: stop, contact the maker (R-DIAG-1, R-DIAG-7)
};

GTX_API RecoverPlan plan_recovery(const RecoverWish& wish);
/// The deadline for a calendar; empty if there is none.
GTX_API std::vector<CalendarEntry> calendar_of(const RecoverPlan& plan);

} // namespace gtx::plan
