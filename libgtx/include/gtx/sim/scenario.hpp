// SPDX-License-Identifier: MIT
/// \file
/// What happens to a simulated stack and when: scenario lines, `TIME COMMAND…`, as text and as data.
///
/// A line that is not understood is refused with its number and what was expected; nothing runs then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"

namespace gtx::sim {

/// A current or a power, always positive; which way it flows is the command's.
struct Amount {
    std::variant<Amps, Watts> value = Watts(0);
    friend bool operator==(const Amount&, const Amount&) = default;
};

/// Packs that can be simulated: more than the four of R-DATA-7, so that a fifth is seen not to be numbered
/// (R-LINK-5).
inline constexpr std::size_t most_packs = 8;
/// Temperatures that can be simulated.
inline constexpr Celsius coldest{-60};
inline constexpr Celsius hottest{120};

/// Every pack of the stack. Packs are 0, 1, … here, and 1, 2, … in text, pack 1 being the master.
inline constexpr std::size_t all_packs = ~std::size_t{0};

namespace command {
/// What the house draws from the inverter; 0: nothing.
struct Load {
    Amount amount;
    friend bool operator==(const Load&, const Load&) = default;
};
/// What a charger (or the inverter from the grid) pushes in, within the limits of the BMS; 0: nothing.
struct Charge {
    Amount amount;
    friend bool operator==(const Charge&, const Charge&) = default;
};
/// What the solar panels give; surplus over the load charges.
struct Pv {
    Watts power{};
    friend bool operator==(const Pv&, const Pv&) = default;
};
struct Ambient {
    Celsius temperature{};
    friend bool operator==(const Ambient&, const Ambient&) = default;
};
/// The start button of a pack is held down for so long.
struct Press {
    std::size_t pack = 0;
    Seconds hold{};
    friend bool operator==(const Press&, const Press&) = default;
};
/// The power cable of a pack, or (all_packs) the inverter, is put on or taken off.
struct Plug {
    std::size_t pack = all_packs;
    bool on = true;
    friend bool operator==(const Plug&, const Plug&) = default;
};
/// One more pack on the stack.
struct Add {
    Percent soc{50};
    std::optional<Celsius> temperature; ///< without value: the ambient
    friend bool operator==(const Add&, const Add&) = default;
};
/// How the inverter behaves.
struct Inverter {
    enum class Habit : std::uint8_t {
        obey,    ///< follows the limits and requests of the BMS
        disobey, ///< ignores them
        silent,  ///< obeys, and sends no keep-alive
        passive, ///< follows the limits; a charger that gives what it has and charges on no request
    } habit = Habit::obey;
    friend bool operator==(const Inverter&, const Inverter&) = default;
};
/// The inverter's window for the full charge (R-PCS-4), since midnight.
struct Window {
    Seconds begin{};
    Seconds end{};
    friend bool operator==(const Window&, const Window&) = default;
};
/// Something breaks, or is mended.
struct Fault {
    enum class What : std::uint8_t {
        cell_weak,      ///< amount: fraction of the capacity that is left, 0 … 1
        cell_short,     ///< amount: ohms
        cell_open_wire, ///< its sense wire
        sensor_lost,    ///< a temperature sensor; index from 0
        switch_stuck,   ///< index 0: charge, 1: discharge; amount 1: closed, 0: open
        cable,          ///< amount: ohms more in the power cable
        link_silent,    ///< the pack does not answer the master
        link_swapped,   ///< of the link, as LinkFaults: In and Out at the pack
        link_cut,       ///< the cable from the pack to the next
        link_coding_cut,
        link_wrong_port,
        link_stuck,
        link_serial,  ///< index: of the pack whose serial number it says
        bus_silent,   ///< the stack sends nothing to the inverter
        bus_noise,    ///< amount: fraction of frames with wrong bits
        bus_cut,      ///< amount: fraction of frames that are cut short
        bus_lost,     ///< amount: fraction of frames that do not come
        duplicate_id, ///< a second stack sends the same identifiers
        line_lost,    ///< of the serial line, as LineFaults; amount: fraction of replies
        line_noise,   ///< amount: fraction of replies
        line_broken,  ///< amount: fraction of replies
        line_cut,     ///< amount: fraction of replies
        line_glued,   ///< amount: fraction of replies
        line_echo,
        line_duplicate, ///< a second pack has the same address
        line_silent,
        line_babble,
        line_second_master,
        line_wrong_speed,
        link_loop, ///< of the link as a whole, as LinkFaults
        link_split,
        link_shorted,
        link_babble,
        link_second_master,
        link_adapter_out,
        link_noise, ///< amount: fraction of bytes
        link_lost,  ///< amount: fraction of messages
    } what{};
    std::size_t pack =
        0; ///< where it is of a pack; all_packs for all; 0 where it is of bus, line or link as a whole
    std::size_t index = 0; ///< of the cell, sensor or switch, from 0
    double amount = 0;
    bool mended = false; ///< the fault is over
    friend bool operator==(const Fault&, const Fault&) = default;
};
/// How the stack is at the very beginning; take_beginning() puts it into a setup.
struct Begin {
    enum class What : std::uint8_t {
        packs,       ///< amount: how many there are
        soc,         ///< amount: %
        soh,         ///< amount: %, 20 … 100
        temperature, ///< amount: degC
        spread,      ///< amount: how the cells of a pack differ in SOC, standard deviation in points
        seed,
    } what{};
    std::size_t pack = all_packs;
    double amount = 0;
    std::uint64_t seed = 0;
    friend bool operator==(const Begin&, const Begin&) = default;
};
/// The highest voltage that the charger, or the inverter, can give.
struct Charger {
    Volts voltage{};
    friend bool operator==(const Charger&, const Charger&) = default;
};
/// No more after this.
struct End {
    friend bool operator==(const End&, const End&) = default;
};
} // namespace command

using Command = std::variant<command::Load, command::Charge, command::Pv, command::Ambient, command::Press,
                             command::Plug, command::Add, command::Inverter, command::Window, command::Fault,
                             command::Begin, command::Charger, command::End>;

/// One thing that happens. Times are from the beginning of the simulation.
struct Step {
    std::int64_t at_ns = 0;
    Command command;
    std::uint64_t line = 0; ///< where it stood in its text, from 1
};

/// All that happens, in the order of time; steps of one time keep the order of their lines.
using Scenario = std::vector<Step>;

/// A line that was refused.
struct Refusal {
    std::string file;
    std::uint64_t line = 0;
    std::string why; ///< "expected a duration or a time of day, not 'x'"
};

struct ScenarioOptions {
    /// Time of day at the beginning, since midnight UTC: `03:00` is the next time it is 3 o'clock.
    Seconds start_of_day{};
    /// Reads another file (load profiles) for `profile FILE`; `path` is as it stands in the scenario, and
    /// where a relative one begins is the caller's to say. Null: there are no other files.
    std::function<Result<std::string>(std::string_view path)> read_file;
};

/// Reads scenario lines, the grammar of gtx-formats(5). All refused lines go to `refused`, after 100 of them
/// only that the rest was not read; if there is one, the scenario is not to be used. Times are at most 100
/// years, and there are at most 1000000 steps: profiles are given as the steps they stand for, at the line of
/// the `profile`.
GTX_API Scenario parse_scenario(std::string_view text, std::string_view file, const ScenarioOptions& options,
                                std::vector<Refusal>& refused);

/// Appends one step as a line of text with its line end, such that parse_scenario() gives the same step again
/// (but for its line number). The values must be ones that parse_scenario() takes.
GTX_API void append_scenario_line(std::string& out, const Step& step);

/// One form of a command: parser, writer and manual page are made of these. A word in capitals stands for a
/// value, `a|b` for one of several words.
struct CommandRow {
    std::string_view name;  ///< "load"; several rows may have one name
    std::string_view usage; ///< "load POWER|CURRENT|off"
    std::string_view doc;   ///< one sentence
};
GTX_API std::span<const CommandRow> command_rows() noexcept;

} // namespace gtx::sim
