// SPDX-License-Identifier: MIT
/// \file
/// How each cell of a pack differs from its kind.
#pragma once

#include <vector>

#include "gtx/pack/pack.hpp"
#include "pack/ageing_impl.hpp"

namespace gtx::pack {

struct Individual {
    double capacity = 1;       ///< against the kind's, when new
    double resistance = 1;     ///< against the kind's, when new
    double self_discharge = 1; ///< against the kind's
    double fade = 1;           ///< how quickly it wears, with the profile's factor
    double z = 0.5;            ///< at the beginning
    CellFault fault{};
    Wear wear{};

    /// As of now, against the kind's nominal.
    [[nodiscard]] double capacity_now() const;
    [[nodiscard]] double resistance_now() const;
};

/// The cells of a pack, drawn from the seed; the same on every machine.
std::vector<Individual> draw(const PackSetup& setup);

} // namespace gtx::pack
