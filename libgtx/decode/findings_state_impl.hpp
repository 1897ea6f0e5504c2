// SPDX-License-Identifier: MIT
/// \file
/// What the states of a battery show over time: how the inverter keeps its limits, and what is raised.
#pragma once

#include <array>

#include "decode/findings_impl.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::decode {

/// The highest that was allowed within the last seconds: a new limit needs a moment to be kept.
class Allowed {
public:
    static constexpr Ns grace = 5 * second; ///< our choice: five periods of the usual second

    /// `limit` is what is allowed from `now` on; empty: not known.
    void set(std::optional<double> limit, Ns now);
    /// The highest in force in the `grace` before `now`; empty: not known.
    [[nodiscard]] std::optional<double> highest(Ns now) const;

private:
    struct Past {
        double limit = 0;
        Ns until = no_time;
    };
    static constexpr std::size_t most = 16;

    std::optional<double> now_;
    std::array<Past, most> past_{}; ///< higher ones that were, the oldest first
    std::size_t size_ = 0;
};

/// How the inverter keeps what it is told (R-PCS-1).
class Keeping {
public:
    explicit Keeping(Episodes& episodes) : episodes_(&episodes) {}

    /// A state; `measured`: it has a new measurement, by the message `by`.
    void see(const state::Values& values, bool measured, const Shown& by, Ns now);
    /// Nothing was known since `last`.
    void interrupt(Ns last);
    /// True while the battery forbids all current.
    [[nodiscard]] static bool forbids_all(const state::Values& values);

private:
    /// One rule: for how long it was broken.
    struct Broken {
        Shown by{};
        Ns since = no_time; ///< no_time: it is kept
        Ns last = no_time;
        double worst = 0;
        double over = 0; ///< of the worst
        double limit = 0;
        bool told = false;
    };
    struct Sample {
        double worst = 0;
        double over = 0; ///< 0 or less: the rule is kept
        double limit = 0;
    };
    void judge_current(const state::Values& values, const Shown& by, Ns now);
    void judge_voltage(const state::Values& values, const Shown& by, Ns now);
    void judge_prohibited(const state::Values& values, const Shown& by, Ns now);
    void judge(LogFinding kind, const Sample& sample, const Shown& by, Ns now);
    void tell(Broken& broken, LogFinding kind);
    Broken& broken(LogFinding kind);

    Episodes* episodes_;
    Allowed charge_;
    Allowed discharge_;
    Allowed voltage_;
    Allowed charging_;
    Allowed discharging_;
    std::array<Broken, 4> broken_;
};

/// Alarms, protections and faults that the battery raises.
class Flags {
public:
    explicit Flags(Episodes& episodes) : episodes_(&episodes) {}

    void see(const state::Snapshot& state, const Shown& by, Ns now);
    /// All that is raised is not known any more.
    void forget(Ns at);

private:
    using Raised = std::array<state::Conditions, state::severity_count>;
    using Address = std::optional<std::int64_t>;
    void compare(Raised& before, const state::Values& now, Address pack, const Shown& by, Ns at);
    void change(Subject subject, state::Conditions from, state::Conditions to, const Shown& by, Ns at);

    Episodes* episodes_;
    Raised stack_{};
    std::vector<std::pair<std::int64_t, Raised>> packs_; ///< by address
};

} // namespace gtx::decode
