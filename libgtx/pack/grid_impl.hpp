// SPDX-License-Identifier: MIT
/// \file
/// The tables of a kind of cell, sampled at even distances so that a look-up is one multiplication.
///
/// SOC is a fraction here, z. The knots of our tables (whole and half per cent, 2.5 K) fall on nodes, so
/// between them the sampled curve is the curve.
#pragma once

#include <cstddef>
#include <vector>

#include "gtx/pack/cell.hpp"

namespace gtx::pack {

/// OCV and half-hysteresis at a node, and how much they rise to the next.
struct OcvNode {
    double ocv;
    double hysteresis;
    double ocv_rise;
    double hysteresis_rise;
};

/// A resistance along SOC: at + slope * z, true near the place it was asked for.
struct Line {
    double at = 0;
    double slope = 0;
};

/// The resistances of a cell at a temperature, near an SOC.
struct Resistances {
    Line charge;    ///< R0, ohm
    Line discharge; ///< R0, ohm
    Line rc;        ///< factor of the RC pairs: the mean of both directions against 25 degC, 50 %
};

class Grid {
public:
    static constexpr double per_unit = 400;      ///< nodes per unit of SOC: one each 0.25 %
    static constexpr double lowest_z = -0.08;    ///< of the first node
    static constexpr double wall_V = 60;         ///< per unit of SOC, where the type's own curve has ended
    static constexpr std::size_t segments = 464; ///< up to z = 1.08

    explicit Grid(const CellType& type);

    [[nodiscard]] const OcvNode* nodes() const { return nodes_.data(); }
    /// The integral of the OCV from 0 to z, in V: times capacity it is the energy above empty.
    [[nodiscard]] double energy(double z) const;
    [[nodiscard]] double entropic(double z) const;
    [[nodiscard]] double half_gap(double z) const;
    [[nodiscard]] Resistances resistances(double degC, double z) const;

private:
    static constexpr double lowest_degC = -40;
    static constexpr double kelvins_per_row = 2.5;
    static constexpr std::size_t rows = 49; ///< up to 80 degC
    static constexpr double columns_per_unit = 40;
    static constexpr std::size_t columns = 41;

    struct Sample {
        double charge;
        double discharge;
        double rc;
    };

    void sample_ocv(const CellType& type);
    void sample_resistances(const CellType& type);

    std::vector<OcvNode> nodes_;
    std::vector<double> energy_; ///< at the nodes
    std::vector<double> entropic_;
    std::vector<Sample> samples_;
};

} // namespace gtx::pack
