// SPDX-License-Identifier: MIT
/// \file
/// Which dialect is on this bus, and why: clues are counted, the dialect with the most points is taken.
///
/// A bus with an inverter only, with a high-voltage battery, with 11-bit identifiers widened to 29 bits, or
/// of a boat or car gets no dialect, and the reason is told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/dialect/dialect.hpp"

namespace gtx::dialect {

/// Points a dialect needs at least.
inline constexpr int threshold = 6;

/// What the clues say so far.
struct Verdict {
    const Dialect* dialect = nullptr;  ///< the one taken; null if none has the points, or a stranger has most
    const Dialect* stranger = nullptr; ///< known and not decoded: the reason why there is no dialect
    int points = 0;
    std::vector<const Clue*>
        reasons; ///< the clues that hold for `dialect` or `stranger` (or the nearest), weightiest first
    const Dialect* nearest = nullptr; ///< where there is neither: the one with most points, if any
    std::vector<const Dialect*>
        as_good;           ///< others with the same points, which read the bus the same as far as seen
    std::string version;   ///< the first version that has all messages seen; may be empty
    bool inverter = false; ///< an inverter was heard
};

class GTX_API Recogniser {
public:
    Recogniser();

    /// Takes a frame into account. Costs little for identifiers that are no clue.
    void see(const can::Frame& frame);
    /// True for an identifier that any clue is about.
    [[nodiscard]] static bool is_clue(can::Id id) noexcept;
    /// True once two clues came twice: a cycle of the bus has been heard, so what is missing will not come
    /// soon.
    [[nodiscard]] bool ripe() const;
    [[nodiscard]] Verdict verdict() const;

private:
    struct Count {
        std::uint32_t good = 0;
        std::uint32_t bad = 0;
    };
    [[nodiscard]] bool holds(const Clue& clue, const Count& count) const;
    [[nodiscard]] int points(std::size_t dialect) const;
    [[nodiscard]] bool about_a_battery(std::size_t dialect) const;
    void tell_reasons(Verdict& verdict, std::size_t dialect) const;

    std::vector<std::vector<Count>> counts_; ///< per dialect, per clue
    std::uint32_t versions_possible_[32]; ///< per dialect, a bit for each version that has all messages seen
};

} // namespace gtx::dialect
