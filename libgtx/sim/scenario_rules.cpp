// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iterator>

#include "sim/scenario_impl.hpp"

namespace gtx::sim::scenario {
namespace {

using What = command::Fault::What;

template <class T>
Command make_flow(const Rule&, const Captures& c) {
    return T{c.amount};
}
template <class T>
bool take_flow(const Rule&, const Command& command, Captures& c) {
    const auto* of = std::get_if<T>(&command);
    if (of != nullptr) c.amount = of->amount;
    return of != nullptr;
}

Command make_pv(const Rule&, const Captures& c) {
    return command::Pv{std::get<Watts>(c.amount.value)};
}
bool take_pv(const Rule&, const Command& command, Captures& c) {
    const auto* pv = std::get_if<command::Pv>(&command);
    if (pv != nullptr) c.amount.value = pv->power;
    return pv != nullptr;
}

Command make_ambient(const Rule&, const Captures& c) {
    return command::Ambient{Celsius(c.numbers[0])};
}
bool take_ambient(const Rule&, const Command& command, Captures& c) {
    const auto* ambient = std::get_if<command::Ambient>(&command);
    if (ambient != nullptr) c.add(ambient->temperature.value());
    return ambient != nullptr;
}

Command make_press(const Rule&, const Captures& c) {
    return command::Press{.pack = c.pack, .hold = Seconds(c.numbers[0])};
}
bool take_press(const Command& command, Captures& c, bool master) {
    const auto* press = std::get_if<command::Press>(&command);
    if (press == nullptr || (press->pack == 0) != master) return false;
    c.pack = press->pack;
    c.add(press->hold.value());
    return true;
}
bool take_press_of_master(const Rule&, const Command& command, Captures& c) {
    return take_press(command, c, true);
}
bool take_press_of_pack(const Rule&, const Command& command, Captures& c) {
    return take_press(command, c, false);
}

template <bool on, bool inverter>
Command make_plug(const Rule&, const Captures& c) {
    return command::Plug{.pack = inverter ? all_packs : c.pack, .on = on};
}
template <bool on, bool inverter>
bool take_plug(const Rule&, const Command& command, Captures& c) {
    const auto* plug = std::get_if<command::Plug>(&command);
    if (plug == nullptr || plug->on != on || (plug->pack == all_packs) != inverter) return false;
    c.pack = plug->pack;
    return true;
}

Command make_add(const Rule&, const Captures& c) {
    command::Add add{.soc = Percent(c.numbers[0]), .temperature = {}};
    if (c.number_count > 1) add.temperature = Celsius(c.numbers[1]);
    return add;
}
template <bool with_temperature>
bool take_add(const Rule&, const Command& command, Captures& c) {
    const auto* add = std::get_if<command::Add>(&command);
    if (add == nullptr || add->temperature.has_value() != with_temperature) return false;
    c.add(add->soc.value());
    if (add->temperature) c.add(add->temperature->value());
    return true;
}

Command make_inverter(const Rule&, const Captures& c) {
    return command::Inverter{static_cast<command::Inverter::Habit>(c.index)};
}
bool take_inverter(const Rule&, const Command& command, Captures& c) {
    const auto* inverter = std::get_if<command::Inverter>(&command);
    if (inverter != nullptr) c.index = static_cast<std::size_t>(inverter->habit);
    return inverter != nullptr;
}

Command make_window(const Rule&, const Captures& c) {
    return command::Window{.begin = Seconds(c.numbers[0]), .end = Seconds(c.numbers[1])};
}
bool take_window(const Rule&, const Command& command, Captures& c) {
    const auto* window = std::get_if<command::Window>(&command);
    if (window == nullptr) return false;
    c.add(window->begin.value());
    c.add(window->end.value());
    return true;
}

Command make_fault(const Rule& rule, const Captures& c) {
    return command::Fault{.what = rule.what, .pack = c.pack, .index = c.index, .amount = c.numbers[0]};
}
bool take_fault(const Rule& rule, const Command& command, Captures& c) {
    const auto* fault = std::get_if<command::Fault>(&command);
    if (fault == nullptr || fault->what != rule.what) return false;
    c.pack = fault->pack;
    c.index = fault->index;
    c.add(fault->amount);
    return true;
}

using Start = command::Begin::What;

Command make_packs(const Rule&, const Captures& c) {
    return command::Begin{.what = Start::packs, .amount = static_cast<double>(c.pack + 1)};
}
bool take_packs(const Rule&, const Command& command, Captures& c) {
    const auto* begin = std::get_if<command::Begin>(&command);
    if (begin == nullptr || begin->what != Start::packs) return false;
    c.pack = static_cast<std::size_t>(begin->amount) - 1;
    return true;
}

template <Start what>
Command make_begin(const Rule&, const Captures& c) {
    return command::Begin{.what = what, .pack = c.pack, .amount = c.numbers[0]};
}
template <Start what>
bool take_begin(const Rule&, const Command& command, Captures& c) {
    const auto* begin = std::get_if<command::Begin>(&command);
    if (begin == nullptr || begin->what != what) return false;
    c.pack = begin->pack;
    c.add(begin->amount);
    return true;
}

Command make_seed(const Rule&, const Captures& c) {
    return command::Begin{.what = Start::seed, .seed = c.index};
}
bool take_seed(const Rule&, const Command& command, Captures& c) {
    const auto* begin = std::get_if<command::Begin>(&command);
    if (begin == nullptr || begin->what != Start::seed) return false;
    c.index = begin->seed;
    return true;
}

Command make_charger(const Rule&, const Captures& c) {
    return command::Charger{Volts(c.numbers[0])};
}
bool take_charger(const Rule&, const Command& command, Captures& c) {
    const auto* charger = std::get_if<command::Charger>(&command);
    if (charger != nullptr) c.add(charger->voltage.value());
    return charger != nullptr;
}

Command make_end(const Rule&, const Captures&) {
    return command::End{};
}
bool take_end(const Rule&, const Command& command, Captures&) {
    return std::holds_alternative<command::End>(command);
}

constexpr Rule rule(std::string_view usage, std::string_view doc, decltype(Rule::make) make,
                    decltype(Rule::take) take, What what = {}) {
    return {{usage.substr(0, usage.find(' ')), usage, doc}, make, take, what};
}
constexpr Rule fault(What what, std::string_view usage, std::string_view doc) {
    return rule(usage, doc, make_fault, take_fault, what);
}

// The order of the manual page. Forms of one command stand together.
constexpr Rule all_rules[] = {
    rule("begin packs PACK", "So many packs are there; this and the others of begin hold at time 0 only.",
         make_packs, take_packs),
    rule("begin pack PACK|all soc SOC", "State of charge at the beginning.", make_begin<Start::soc>,
         take_begin<Start::soc>),
    rule("begin pack PACK|all soh SHARE", "Capacity left of the nominal one, from 20%.",
         make_begin<Start::soh>, take_begin<Start::soh>),
    rule("begin pack PACK|all temperature TEMPERATURE", "Of the pack at the beginning.",
         make_begin<Start::temperature>, take_begin<Start::temperature>),
    rule("begin pack PACK|all spread SHARE", "How its cells differ in charge: the standard deviation.",
         make_begin<Start::spread>, take_begin<Start::spread>),
    rule("begin seed SEED", "Decides all chance.", make_seed, take_seed),
    rule("load POWER|CURRENT|off", "What the house draws from the inverter.", make_flow<command::Load>,
         take_flow<command::Load>),
    rule("charge POWER|CURRENT|off", "What a charger pushes in, or the inverter from the grid.",
         make_flow<command::Charge>, take_flow<command::Charge>),
    rule("charger VOLTAGE", "The charger gives no more than this voltage.", make_charger, take_charger),
    rule("pv POWER|off", "What the solar panels give; what the load leaves of it charges.", make_pv, take_pv),
    rule("profile FILE", "The load follows a CSV file of times and powers.", nullptr, nullptr),
    rule("profile FILE load|pv|charge", "The same for one of these commands.", nullptr, nullptr),
    rule("profile FILE load|pv|charge for DURATION",
         "The same, from its beginning again and again for so long; its last row is the end of one round.",
         nullptr, nullptr),
    rule("ambient TEMPERATURE", "The temperature of the air.", make_ambient, take_ambient),
    rule("press HOLD", "The start button of pack 1, the master, is held down for so long.", make_press,
         take_press_of_master),
    rule("press pack PACK HOLD", "The start button of another pack.", make_press, take_press_of_pack),
    rule("connect", "The inverter is put on.", make_plug<true, true>, take_plug<true, true>),
    rule("connect pack PACK", "The power cable of a pack is put on.", make_plug<true, false>,
         take_plug<true, false>),
    rule("disconnect", "The inverter is taken off.", make_plug<false, true>, take_plug<false, true>),
    rule("disconnect pack PACK", "The power cable of a pack is taken off.", make_plug<false, false>,
         take_plug<false, false>),
    rule("add soc SOC", "One more pack on the stack, as warm as the air.", make_add, take_add<false>),
    rule("add soc SOC temperature TEMPERATURE", "One more pack, of another temperature.", make_add,
         take_add<true>),
    rule("inverter obey|disobey|silent|passive",
         "It follows the limits and requests of the BMS, ignores them, follows them and sends no "
         "keep-alive, or follows the limits and charges on no request.",
         make_inverter, take_inverter),
    rule("window HH:MM HH:MM", "When the inverter does the full charge; may span midnight.", make_window,
         take_window),
    fault(What::cell_weak, "fault pack PACK|all cell CELL weak PERCENT",
          "So much of the capacity of a cell is left."),
    fault(What::cell_short, "fault pack PACK|all cell CELL short RESISTANCE", "A short inside a cell."),
    fault(What::cell_open_wire, "fault pack PACK|all cell CELL open", "The sense wire of a cell is open."),
    fault(What::sensor_lost, "fault pack PACK|all sensor SENSOR lost", "A temperature sensor is lost."),
    fault(What::switch_stuck, "fault pack PACK|all switch charge|discharge stuck open|closed",
          "A switch of the BMS stays as it is named."),
    fault(What::cable, "fault pack PACK|all cable RESISTANCE", "So much more in the power cable of a pack."),
    fault(What::link_silent, "fault pack PACK|all silent", "A pack does not answer the master."),
    fault(What::bus_silent, "fault bus silent", "The stack sends nothing to the inverter."),
    fault(What::bus_noise, "fault bus noise PERCENT", "So many frames have wrong bits."),
    fault(What::bus_cut, "fault bus cut PERCENT", "So many frames are cut short."),
    fault(What::bus_lost, "fault bus lost PERCENT", "So many frames do not come."),
    fault(What::duplicate_id, "fault bus duplicate", "A second stack sends the same identifiers."),
    fault(What::line_lost, "fault line lost PERCENT", "So many replies on the serial line do not come."),
    fault(What::line_noise, "fault line noise PERCENT", "So many replies have bytes of noise before them."),
    fault(What::line_broken, "fault line broken PERCENT", "So many replies have a wrong character."),
    fault(What::line_cut, "fault line cut PERCENT", "So many replies end early."),
    fault(What::line_glued, "fault line glued PERCENT", "So many replies come together with the next one."),
    fault(What::line_echo, "fault line echo", "The adapter hears itself: requests come back."),
    fault(What::line_duplicate, "fault line duplicate-address", "A second pack has the same address."),
    fault(What::line_silent, "fault line silent", "Nothing comes."),
    fault(What::line_babble, "fault line babble", "Noise without end, as from a line without termination."),
    fault(What::line_second_master, "fault line second-master", "Someone else asks, too."),
    fault(What::line_wrong_speed, "fault line wrong-speed", "What comes is heard as at another speed."),
    fault(What::link_swapped, "fault link swap PACK",
          "In and Out of the link are swapped at a pack (R-LINK-3)."),
    fault(What::link_cut, "fault link cut JOINT", "The link cable between two packs is cut, or not there."),
    fault(What::link_coding_cut, "fault link coding cut JOINT",
          "Its coding line is broken, and its bus is not."),
    fault(What::link_wrong_port, "fault link wrong-port PACK",
          "The plug of its Port In is in a port that is none of the link."),
    fault(What::link_stuck, "fault link stuck PACK", "Its Port In is raised by something else."),
    fault(What::link_serial, "fault link serial PACK as OTHER", "A pack says the serial number of another."),
    fault(What::link_loop, "fault link loop", "The last Out is joined with the first In (R-LINK-2)."),
    fault(What::link_split, "fault link split", "All coding lines touch each other."),
    fault(What::link_shorted, "fault link shorted", "The pair of the link is shorted: nothing is heard."),
    fault(What::link_babble, "fault link babble", "The link has no termination: bytes come from nowhere."),
    fault(What::link_second_master, "fault link second-master", "Somebody else numbers packs, too."),
    fault(What::link_adapter_out, "fault link adapter-out",
          "The adapter of --link is in the last Port Out instead of the first Port In."),
    fault(What::link_noise, "fault link noise PERCENT", "So many bytes on the link arrive wrong."),
    fault(What::link_lost, "fault link lost PERCENT", "So many messages on the link do not arrive."),
    rule("mend FAULT", "A fault is over: the words of the fault, without how much.", nullptr, nullptr),
    rule("end", "Nothing happens any more.", make_end, take_end),
};

constexpr auto all_rows = [] {
    std::array<CommandRow, std::size(all_rules)> rows{};
    std::ranges::transform(all_rules, rows.begin(), &Rule::row);
    return rows;
}();

} // namespace

std::span<const Rule> rules() {
    return all_rules;
}

} // namespace gtx::sim::scenario

namespace gtx::sim {

std::span<const CommandRow> command_rows() noexcept {
    return scenario::all_rows;
}

} // namespace gtx::sim
