// SPDX-License-Identifier: MIT
/// \file
/// The script of a picture.
#pragma once

#include <span>
#include <string>

#include "decode/gnuplot_impl.hpp"

namespace gtx::decode {

/// Bits of requests_set; those below are modes, by their number.
enum class Request : std::uint8_t { charge_forbidden = 16, discharge_forbidden, force_charge, full_charge };

/// `timed`: histories are by time, else by the number of the frame, one in each of the narrowest columns.
void append_gnuplot(std::string& out, std::span<const Portrait> portraits, std::size_t left_out, bool timed);

/// A line of the lower panel: something that was so from time to time.
struct Said {
    const Portrait* portrait = nullptr;
    std::size_t set = 0;
    unsigned bit = 0;
};
/// One of those times, in nanoseconds.
struct Spell {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// From one time to a later one, however far apart.
std::uint64_t ns_between(std::int64_t from, std::int64_t to);

/// Where nothing was heard for so long that no line is drawn over it.
class Holes {
public:
    explicit Holes(const History& history);
    [[nodiscard]] bool before(std::size_t column) const;

private:
    const History& history_;
    static constexpr std::uint64_t most_ns = ~std::uint64_t{0};
    std::uint64_t longest_ns_ = 0;
};

/// All that was ever so, what matters most first.
std::vector<Said> said_of(std::span<const Portrait> portraits);
std::vector<Spell> spells_of(const Said& said);
std::string words_of(const Said& said);

} // namespace gtx::decode
