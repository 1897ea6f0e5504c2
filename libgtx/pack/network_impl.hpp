// SPDX-License-Identifier: MIT
/// \file
/// Packs in parallel as a network: each is a source with a resistance that depends on the direction, and may
/// be blocked in one direction or both. What all of them take together never falls with the bus voltage, so a
/// load meets it in one place.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace gtx::pack {

/// A pack as the bus sees it.
struct Branch {
    double charge_V = 0; ///< above this it takes current
    double charge_S = 0; ///< siemens, per volt above; 0: blocked
    double discharge_V = 0;
    double discharge_S = 0; ///< per volt below
};

/// Around a bus voltage the current of all branches is slope * V - offset.
struct Straight {
    double slope = 0;
    double offset = 0;

    [[nodiscard]] double at(double bus) const { return slope * bus - offset; }
    friend bool operator==(const Straight&, const Straight&) = default;
};

inline double branch_current(const Branch& branch, double bus) {
    if (bus > branch.charge_V) return (bus - branch.charge_V) * branch.charge_S;
    if (bus < branch.discharge_V) return (bus - branch.discharge_V) * branch.discharge_S;
    return 0;
}
Straight straight_at(std::span<const Branch> branches, double bus);

class Network {
public:
    std::vector<Branch> branches; ///< filled anew each step

    /// Where the branches take no current all together: the voltage of an open bus, the lowest if there are
    /// several; 0 if no branch can deliver. `guess`: where to look first.
    double open_V(double guess);
    /// Where they take this current. Without an answer (nobody can) `possible` is false and the result is
    /// useless.
    double at_current(double amps, double guess, bool& possible);
    /// Where bus voltage times current is this power; of two places the higher voltage. If there is none,
    /// `possible` is false and the result is where the delivered power is largest.
    double at_power(double watts, double guess, bool& possible);
    [[nodiscard]] double current(double bus) const { return straight_at(branches, bus).at(bus); }

private:
    void sort_corners();
    [[nodiscard]] double sought_current(double amps, bool& possible);
    [[nodiscard]] double sought_power(double watts, bool& possible);

    std::vector<double> corners_;
};

} // namespace gtx::pack
