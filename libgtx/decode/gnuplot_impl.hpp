// SPDX-License-Identifier: MIT
/// \file
/// A picture of what batteries said over time, as a script for gnuplot that holds its data.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "decode/history_impl.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::decode {

/// The values that are drawn, in the order of gnuplot_lanes.
enum class Lane : std::uint8_t {
    soc,
    voltage,
    charge_voltage_limit,
    discharge_voltage_limit,
    current,
    charge_current_limit,
    discharge_current_limit,
    temperature,
};
inline constexpr std::size_t lane_count = 8;

/// What is not a number: what was wrong by its severity, then modes and requests.
inline constexpr std::size_t requests_set = state::severity_count;
inline constexpr std::size_t flag_sets = state::severity_count + 1;

/// A battery of a picture.
struct Portrait {
    std::size_t number = 0; ///< of its interface
    std::string source;
    std::string dialect;
    History history;
};

class Picture {
public:
    /// More make no picture that can be read; the script says how many were left out.
    static constexpr std::size_t most_batteries = 16;
    static constexpr std::size_t most_columns = 1024;

    /// Takes what is known of the battery `number` at the time in it. `changed` is false if that is what was
    /// known before. False if there is nothing in it to draw.
    bool take(std::size_t number, const state::Snapshot& state, bool changed);
    /// Appends the script; nothing where there is nothing to draw.
    void append(std::string& out) const;

private:
    Portrait* find(std::size_t number, const state::Snapshot& state);

    std::vector<Portrait> portraits_;
    std::vector<bool> left_out_; ///< batteries beyond the most, by number
    enum class Axis : std::uint8_t { undecided, time, order } axis_ = Axis::undecided;
    std::int64_t taken_ = 0;
    std::int64_t latest_ns_ = 0; ///< for what comes without a time among what has one
};

/// Text from a capture as a string of gnuplot in which nothing is obeyed, by gnuplot, by the shell or by TeX.
std::string gnuplot_string(std::string_view text);

} // namespace gtx::decode
