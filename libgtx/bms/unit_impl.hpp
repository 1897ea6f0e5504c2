// SPDX-License-Identifier: MIT
/// \file
/// The BMS of one pack: what it remembers between steps.
#pragma once

#include <cstdint>

#include "bms/brief_impl.hpp"
#include "bms/counter_impl.hpp"
#include "bms/guarding_impl.hpp"
#include "bms/hold_impl.hpp"
#include "bms/lamps_impl.hpp"
#include "bms/limiter_impl.hpp"
#include "bms/scan_impl.hpp"
#include "gtx/bms/system.hpp"

namespace gtx::bms {

/// What a step changed in what a unit says.
enum class Stir : std::uint8_t {
    counted, ///< numbers
    limits,  ///< and its limits
    anything,
};

/// What a pack is charged out of, and R-LED-7 shows no red light for.
inline constexpr auto undervoltages = state::Conditions::of(state::Condition::cell_undervoltage) |
                                      state::Conditions::of(state::Condition::pack_undervoltage);

/// What a unit is told of the packs beside it.
struct Company {
    bool hungry = false; ///< some are not full yet, so a tail into this one is no overcharge
    bool any = false;    ///< there are some: what differs from them is joined softly (R-DIAG-10)
};

class Unit {
public:
    Unit(const Settings& settings, const UnitSetup& setup);

    /// `out` is what it gave the last time.
    Stir step(const Settings& settings, const Measurement& m, Order order, Company company, Moment& moment,
              UnitOutputs& out);
    void reset();
    [[nodiscard]] Phase phase() const { return phase_; }
    /// When it came into its phase.
    [[nodiscard]] std::int64_t since() const { return since_; }
    /// It runs and is not full.
    [[nodiscard]] bool hungry() const { return phase_ == Phase::running && !counter_.full(); }

private:
    /// What one step works with.
    struct Turn {
        const Settings& settings;
        const Measurement& m;
        Moment& moment;
        UnitOutputs& out;
        Extremes volts;
        Extremes degrees;
        double current;
        bool charging;
        bool discharging;
        std::int64_t last; ///< when the last step was
        Company company;
    };
    void work(const Turn& t, Order order);
    Stir move_limits(const Settings& settings, const Measurement& m, std::int64_t last, std::int64_t now,
                     UnitOutputs& out);
    void settle(const Turn& t, const Readings& r);
    void keep_plain(Windows<quantity_count>& all) const;
    void enter(Phase phase, std::int64_t at);
    void obey(const Turn& t, Order order);
    void advance(const Turn& t);
    void count(const Settings& settings, std::int64_t ns, double current, double draw);
    [[nodiscard]] bool only_count(const Measurement& m, double current, UnitOutputs& out) const;
    [[nodiscard]] Readings readings(const Turn& t) const;
    bool guard(const Turn& t, const Readings& r); ///< true if something may have changed
    void correct(const Turn& t);
    void doze(const Turn& t);
    [[nodiscard]] static bool charger_waits(const Turn& t);
    void wake(const Turn& t);
    void request(const Turn& t);
    void see_charger(const Turn& t);
    [[nodiscard]] bool awake() const { return phase_ != Phase::off && phase_ != Phase::asleep; }
    [[nodiscard]] bool undervoltage() const;

    // what comes out
    void act(const Turn& t);
    void join(const Turn& t, pack::Switches before);
    void limit(const Turn& t);
    void limit(const Settings& settings, const Strains& strains, std::int64_t last, std::int64_t now,
               UnitOutputs& out);
    void balance(const Turn& t) const;
    void tell(const Turn& t) const;
    void tell_numbers(const Extremes& volts, const Extremes& degrees, UnitOutputs& out) const {
        out.soc = Percent(counter_.soc());
        out.remaining = AmpHours(counter_.remaining());
        out.cycles = counter_.cycles();
        out.cell_min = Volts(volts.lowest);
        out.cell_max = Volts(volts.highest);
        out.temperature_min = Celsius(degrees.lowest);
        out.temperature_max = Celsius(degrees.highest);
        out.temperature = Celsius(degrees.mean());
    }
    [[nodiscard]] state::Mode mode(const Turn& t) const;
    void show(const Turn& t);
    [[nodiscard]] bool red(state::Mode mode) const;
    [[nodiscard]] int lit(const Turn& t) const;

    Counter counter_;
    Guarding guarding_;
    Limiter limiter_;
    Phase phase_;
    std::int64_t since_ = never;
    std::int64_t last_ = never;
    Shown shown_;
    bool begun_ = false;  ///< the first step is behind it
    bool changed_ = true; ///< guards or phase, in this step
    bool force_charge_ = false;
    bool full_request_ = false;
    bool at_charger_ = false; ///< a full pack and its charger is still there (R-LED-4)
    Volts held_{};            ///< what that charger held when current last flowed
    bool shutdown_soon_ = false;
    BriefWindows quick_;       ///< inside, a step changes nothing but numbers before `due_`
    bool limits_move_ = false; ///< inside, limits have to be worked out all the same
    std::int64_t due_ = never;
    bool joining_ = false; ///< through the limiter (R-DIAG-10)
    Hold joined_;
    Hold full_;
    Hold empty_;
    Hold charger_gone_;
    Hold month_;
    Hold starved_;
    Hold deep_;
};

} // namespace gtx::bms
