// SPDX-License-Identifier: MIT
/// \file
/// Storing a pack: whether it may be, at which SOC, and until when it has to be recharged (R-STORE).
///
/// Two clocks run. One is that of R-STORE-2: 12, 6 or 3 months by temperature. The other is the charge that
/// leaks away: SOC must stay between 30 and 60 % (R-STORE-1). The first that runs out gives the date.
///
/// Temperatures may change with time. Then each stretch uses up its share of the time that its row allows,
/// and when the shares make one whole, the pack is due: 3 months at 20 degC and 4.5 at 30 degC are a year's
/// worth. [proposal: the manual speaks of one temperature only] At a constant temperature this is the table
/// itself.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/pack/ratings.hpp"
#include "gtx/plan/calendar.hpp"
#include "gtx/plan/verdict.hpp"

namespace gtx::plan {

inline constexpr double storage_humidity_min_pct = 5;  ///< R-STORE-1, relative
inline constexpr double storage_humidity_max_pct = 70; ///< R-STORE-1

/// How long a pack may lie at one temperature before it must be recharged (R-STORE-2). A temperature on a
/// boundary belongs to the stricter row: 25 degC is half a year, 35 degC a quarter; -10 and 45 degC are still
/// allowed. Empty: storage is prohibited there, or the temperature is no number.
GTX_API std::optional<Seconds> storage_time(Celsius temperature) noexcept;

/// The temperature from `from` on, until the next one.
struct TemperatureFrom {
    Timestamp from;
    Celsius temperature;
};

/// What empties a pack that lies.
struct Leakage {
    double cells_per_month =
        0.003;                 ///< fraction of capacity at 25 degC, doubles every 10 K; CellType's proposal
    Amps electronics{0.00005}; ///< of a pack that is shut down; asleep 1 mA, awake 10 mA (bms::Draw)
};
/// The current that stands for all of it at one temperature, a magnitude. Months of 30 days.
GTX_API Amps leakage_current(const Leakage& leakage, AmpHours capacity, Celsius temperature) noexcept;

struct StorageWish {
    Percent soc{50};
    Timestamp from; ///< when storage begins; must be known
    /// Ascending. The first holds before its own time as well, the last for ever. At least one.
    std::vector<TemperatureFrom> temperatures;
    std::optional<double> humidity_pct; ///< relative; without value nothing is said of it
    AmpHours capacity = pack::nominal_capacity;
    Leakage leakage{};
};

/// Why the date is what it is.
enum class StorageEnd : std::uint8_t {
    not_allowed, ///< storage cannot begin like this
    time,        ///< R-STORE-2
    charge,      ///< SOC falls to 30 % before (R-STORE-1)
    temperature, ///< the log goes where storage is prohibited (R-STORE-2)
};

struct StoragePlan {
    bool allowed = false;            ///< it may be stored here, as it is, now
    std::vector<Obstacle> obstacles; ///< all of them, not only the first
    StorageEnd end = StorageEnd::not_allowed;
    Timestamp until = Timestamp::none();           ///< recharge, or take it away, by then
    std::string_view rule;                         ///< behind `until`
    Timestamp by_time = Timestamp::none();         ///< R-STORE-2 alone; none: prohibited before
    Timestamp by_charge = Timestamp::none();       ///< SOC at 30 %; none: not within 100 years
    Timestamp by_temperature = Timestamp::none();  ///< where the log leaves -10 … 45 degC; none: never
    Timestamp over_discharged = Timestamp::none(); ///< SOC at 10 % (R-OVERDIS-1); none: as by_charge
    Percent soc_then{};                            ///< at `until`
    Percent soc_best{45}; ///< R-STORE-1: middle of the window [proposal]; leaves most time on both sides
    // The recharge of R-STORE-3.
    Amps recharge_current = pack::storage_recharge_current;
    Percent recharge_to = pack::storage_recharge_to;
    AmpHours recharge_charge{}; ///< 0: it is there already
    Seconds recharge_time{};
};

/// Plans it. Without a start or a temperature: an obstacle says so.
GTX_API StoragePlan plan_storage(const StorageWish& wish);

/// The dates for a calendar: recharge, and the day from which it is over-discharged.
GTX_API std::vector<CalendarEntry> calendar_of(const StoragePlan& plan);

} // namespace gtx::plan
