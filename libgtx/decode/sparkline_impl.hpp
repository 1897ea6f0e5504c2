// SPDX-License-Identifier: MIT
/// \file
/// Lines of blocks that show in a summary how SOC, voltage, current and temperature went: ▁▂▃▄▅▆▇█.
///
/// What is kept follows from the frames alone and is bounded; that of two parts of a log gives that of the
/// whole, wherever the log was cut.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "decode/history_impl.hpp"
#include "gtx/decode/stream.hpp"

namespace gtx::decode {

class Sparklines {
public:
    static constexpr std::size_t lanes = 4;
    static constexpr std::size_t most_columns = 512;
    static constexpr std::size_t most_interfaces = 64; ///< those with higher numbers have no lines

    void take(const log::Entry& entry, const Slot& slot, bool changed);
    /// Takes what was kept of the frames behind those of this one.
    void merge(const Sparklines& later);
    /// Appends the lines of an interface, each `width` columns wide at most; none if there is nothing to show
    /// or not enough room.
    void append(std::string& out, std::size_t interface, unsigned width) const;

private:
    /// A slot: the rows of its message that are shown, and what they said last.
    struct Track {
        const dialect::Message* message = nullptr;
        std::array<int, lanes> rows{};
        std::uint8_t said = 0; ///< lanes with a value in the last frame
        std::array<std::int32_t, lanes> values{};
        History::Place place;
    };
    Track& track_of(const Slot& slot);
    static void read(Track& track, const log::Entry& entry, const Slot& slot);
    History& history_of(std::size_t interface);

    std::vector<Track> tracks_; ///< by the number of the slot
    std::vector<History> histories_;
};

} // namespace gtx::decode
