// SPDX-License-Identifier: MIT
/// \file
/// The BMS of a whole stack: the units of its packs, the master among them, and what it tells the inverter.
///
/// Pack 0 is the master. A pure step like that of a unit:
///
///     bms::System system(settings, soc_of_each_pack);
///     const auto& out = system.step(inputs, now);
///     … the world moves on until out.next at the latest …
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/bms/settings.hpp"
#include "gtx/bms/unit.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::bms {

/// What happens to a stack from outside at an instant.
struct Inputs {
    std::span<const Measurement> packs; ///< one for each pack of the system
    std::uint32_t buttons = 0;          ///< bit n: the start button of pack n is held down
    std::uint32_t linked = ~0U;         ///< bit n: pack n is reached over the link; the master always is
    /// How long automatic coding takes at least (R-LINK-6); what the settings say counts if it is longer.
    Seconds coding{0};
};

struct Outputs {
    std::vector<UnitOutputs> packs;
    std::uint32_t present = 0; ///< bit n: pack n is numbered and answers the master
    /// By the packs that work; protection or fault only if none does. Shutdown unless the master runs.
    state::Mode mode = state::Mode::shutdown;
    state::Conditions conditions[state::severity_count]; ///< of the stack: what any pack has
    /// Of the stack. Currents are as many times the smallest as packs take part (switch closed, not full):
    /// nobody decides who carries how much, and the weakest must not be overrun. Voltages: the strictest.
    Limits limits;
    Percent soc{}; ///< by capacity, of the packs that are present
    Percent soh{};
    AmpHours remaining{};
    AmpHours capacity{};
    bool charge_enabled = false; ///< any pack allows it
    bool discharge_enabled = false;
    bool force_charge = false;        ///< R-PCS-2: any pack asks for it
    bool full_charge_request = false; ///< R-PCS-3: any pack asks for it
    /// Dry contact 1/2 closed, R-PCS-5. Both are open while the master is off or asleep: no power, no relay.
    bool contact_prohibit_charge = false;
    bool contact_prohibit_discharge = false; ///< dry contact 3/4 closed, R-PCS-5
    bool talking = false;                    ///< the master sends to the inverter
    /// The last step only counted: but for charge, cycles, extremes and mode all is what it was before.
    bool quiet = false;
    /// When a delay runs out: step again at this time at the latest, then what is due happens on time.
    Timestamp next = Timestamp::none();
};

/// A pack as its BMS remembers it when it is first switched on.
struct UnitSetup {
    Percent soc{50}; ///< what it believes
    AmpHours capacity = pack::nominal_capacity;
    Percent soh{100};
    std::int64_t cycles = 0;
    bool running = true; ///< false: shut down, waiting for its button
};

/// Copyable: a copy is a second stack in the same state.
class GTX_API System {
public:
    /// All units of one stack; the first is the master. Time begins at the first step.
    System(const Settings& settings, std::span<const UnitSetup> units);
    ~System();
    System(const System&);
    System(System&&) noexcept;
    System& operator=(const System&);
    System& operator=(System&&) noexcept;

    /// A pack is joined to the running stack: it starts when the master finds it.
    void add(const UnitSetup& unit);

    /// `now` is at or after that of the last step. Valid until the next call.
    const Outputs& step(const Inputs& inputs, Timestamp now);
    [[nodiscard]] const Outputs& outputs() const;

    /// Everything the stack and its packs would say at the last step, for people and for dialects. `inputs`
    /// as in that step. Does not set time, source, dialect, name and serials. Of a pack that the master does
    /// not reach only the address is known; a fifth has none (R-LINK-5).
    void fill(state::Snapshot& snapshot, const Inputs& inputs) const;

    /// Begins a clean life for one unit (what is there again shows in the next step): faults, lock-outs and
    /// counters of trips are forgotten (a repair).
    void reset(std::size_t unit);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::bms
