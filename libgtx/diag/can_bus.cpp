// SPDX-License-Identifier: MIT
// What a CAN bus tells about itself.
#include <algorithm>

#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "diag/thresholds_impl.hpp"
#include "gtx/diag/pins.hpp"

namespace gtx::diag {
namespace {

/// A step that is made of the table of pins.
std::string check_wires() {
    return fmt::format(
        "Check the cable: CANH to CANH (pin {} of the battery, another one at many inverters), CANL to "
        "CANL (pin {}), and GND to GND (pin {}).",
        pins_of("CAN/RS485", "CANH"), pins_of("CAN/RS485", "CANL"), pins_of("CAN/RS485", "GND"));
}
constexpr std::string_view check_ends =
    "Measure CANH to CANL with everything off: 60 ohm says both ends are terminated, 120 ohm one, more none.";
constexpr std::string_view check_master =
    "See that the cable is in the master's CAN/RS485 port: a slave says nothing there (R-WIRE-4).";
constexpr std::string_view check_on = "See whether the battery is on (its RUN light), and start the master.";
constexpr std::string_view check_rate = "Set the bit rate of the battery: 500 kbit/s is usual, 250 rarer.";

bool passive(const CanLink& bus) {
    return bus.state == "error_passive" || bus.tx_errors.value_or(0) >= limit::error_passive ||
           bus.rx_errors.value_or(0) >= limit::error_passive;
}
bool off(const CanLink& bus) {
    return bus.bus_off > 0 || bus.state == "bus_off";
}
bool down(const CanLink& bus) {
    return bus.live && bus.state == "stopped";
}
bool wrong_rate(const CanLink& bus) {
    return bus.bit_rate && bus.dialect_bit_rate && *bus.bit_rate != *bus.dialect_bit_rate &&
           bus.battery_frames == 0;
}
/// Nobody acknowledges: it fails to send, and hears nobody.
bool alone(const CanLink& bus) {
    return bus.frames == 0 && bus.tx_errors.value_or(0) >= limit::error_passive;
}
std::string kbit(std::uint32_t rate) {
    return fmt::format("{} kbit/s", rate / 1000.0);
}
void counters(Told told, const CanLink& bus) {
    if (!bus.state.empty()) told.because("state of the controller: " + bus.state);
    if (bus.tx_errors || bus.rx_errors)
        told.because(fmt::format("error counters: {} sending, {} receiving", bus.tx_errors.value_or(0),
                                 bus.rx_errors.value_or(0)));
    if (bus.error_frames > 0) told.because(count(bus.error_frames, "error frame"));
}

} // namespace

void look_can_down(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !down(*bus)) return;
    report.add(fmt::format("{}: the interface is down", bus->interface))
        .because("state of the controller: " + bus->state)
        .then({"Put it up with the bit rate of the battery: ip link set IF up type can bitrate 500000"});
}

void look_can_silence(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || bus->frames > 0 || down(*bus) || off(*bus) || passive(*bus)) return;
    auto told = report.add(bus->live ? fmt::format("{}: not one frame was heard", bus->interface)
                                     : std::string("there is no frame in the recording"));
    told.because("0 frames");
    if (seen.watched_s) told.because(fmt::format("listened for {}", show(Seconds(*seen.watched_s), 0)));
    if (bus->bit_rate) told.because("bit rate of the interface: " + kbit(*bus->bit_rate));
    if (!bus->live) {
        told.then({"Record again while battery and inverter are on."});
        return;
    }
    told.then({check_on, check_wires(), check_master, check_ends, check_rate,
               "Some batteries speak only after the inverter's keep-alive: let it be sent."});
}

void look_can_bit_rate(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !wrong_rate(*bus)) return;
    auto told = report.add(fmt::format("{}: the interface runs at {}, the dialect {} at {}", bus->interface,
                                       kbit(*bus->bit_rate), bus->dialect, kbit(*bus->dialect_bit_rate)));
    told.because("no frame of the battery");
    counters(told, *bus);
    told.then({"Set the interface to the bit rate of the dialect.",
               "A wrong rate disturbs the others: take the interface off the bus until it is right."});
}

void look_can_no_ack(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !alone(*bus) || off(*bus)) return;
    auto told =
        report.add(fmt::format("{}: nobody acknowledges what is sent, and nobody is heard", bus->interface));
    counters(told, *bus);
    told.then({check_on, check_wires(), check_ends, check_rate}).inferred();
}

void look_can_error_passive(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !passive(*bus) || alone(*bus) || off(*bus)) return;
    auto told =
        report.add(fmt::format("{}: the controller is error passive: many frames go wrong", bus->interface));
    counters(told, *bus);
    told.then(
        {check_rate, check_ends, check_wires(), "Take participants off one by one to find who disturbs."});
}

void look_can_bus_off(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !off(*bus)) return;
    auto told =
        report.add(fmt::format("{}: the controller left the bus after too many errors", bus->interface));
    told.because(fmt::format("bus-off {}", count(bus->bus_off, "time")));
    counters(told, *bus);
    told.then(
        {check_rate, check_wires(), check_ends,
         "Then restart it: ip link set IF type can restart, or let it restart by itself (restart-ms)."});
}

void look_can_many_errors(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !more_than(bus->error_frames, limit::error_share, bus->frames)) return;
    auto told = report.add(fmt::format("{}: {} beside {}", bus->interface,
                                       count(bus->error_frames, "error frame"), count(bus->frames, "frame")));
    counters(told, *bus);
    told.then({check_rate, check_ends, "Lead the cable away from power cables, and join the grounds.",
               check_wires()});
}

void look_can_some_errors(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || bus->error_frames == 0 || more_than(bus->error_frames, limit::error_share, bus->frames))
        return;
    report
        .add(fmt::format("{}: {} among {}", bus->interface, count(bus->error_frames, "error frame"),
                         count(bus->frames, "frame")))
        .because(count(bus->error_frames, "error frame"))
        .then({"A few happen when something is plugged in; watch whether they go on.", check_ends});
}

void look_can_lost(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || bus->lost == 0) return;
    report
        .add(fmt::format("{}: the interface went down or vanished {}", bus->interface,
                         count(bus->lost, "time")))
        .because(fmt::format("gone {}", count(bus->lost, "time")))
        .then({"Check plug and cable of the USB adapter.", "See who else sets this interface."});
}

void look_can_no_dialect(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || bus->frames == 0 || !bus->dialect.empty()) return;
    report.add(fmt::format("{}: frames are there, but of no dialect that is known", bus->interface))
        .because(count(bus->frames, "frame"))
        .then({"Listen longer: some identifiers come rarely.",
               "Set the inverter profile of the battery, or name the dialect.",
               "See that it is the bus of the battery: other devices use CAN, too.",
               "Keep a recording, and report it with the model of the battery."});
}

void look_can_only_inverter(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || bus->inverter_frames == 0 || bus->battery_frames > 0) return;
    report.add(fmt::format("{}: the inverter is heard, the battery is not", bus->interface))
        .because(fmt::format("{} of the inverter, 0 of the battery", count(bus->inverter_frames, "frame")))
        .then({check_on, check_master, check_wires(),
               "Bit rate and interface are right, since the inverter is understood."});
}

void look_can_no_keep_alive(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !bus->wants_keep_alive || bus->battery_frames == 0 || bus->inverter_frames > 0) return;
    if (!seen.watched_s || !at_least(*seen.watched_s, limit::heard_s)) return;
    report.add(fmt::format("{}: no inverter is heard, the battery may stop sending", bus->interface))
        .because(fmt::format("{} of the battery, 0 of the inverter in {}",
                             count(bus->battery_frames, "frame"), show(Seconds(*seen.watched_s), 0)))
        .then({"See that the inverter is on and its battery type set to one with CAN.",
               "If it hears the battery and stays silent, some dialects want no keep-alive: then nothing is "
               "wrong.",
               "On a bench send the keep-alive yourself.", check_wires()});
}

void look_can_keep_alive_gap(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !bus->keep_alive_gap_s || !more(*bus->keep_alive_gap_s, limit::keep_alive_s)) return;
    report
        .add(fmt::format("{}: the inverter was silent for {}", bus->interface,
                         show(Seconds(*bus->keep_alive_gap_s), 1)))
        .because(count(bus->inverter_frames, "frame") + " of the inverter")
        .then({"See whether the inverter restarted.", check_wires(), check_ends});
}

void look_can_battery_silence(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !bus->longest_silence_s || !more(*bus->longest_silence_s, limit::silence_s)) return;
    report
        .add(fmt::format("{}: the battery was silent for {}", bus->interface,
                         show(Seconds(*bus->longest_silence_s), 1)))
        .because(count(bus->battery_frames, "frame") + " of the battery")
        .then({"See whether the battery restarted or went to sleep.",
               "See whether the inverter's keep-alive was missing then.", check_wires(), check_ends});
}

void look_can_doubled(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !bus->doubled) return;
    report
        .add(fmt::format("{}: messages come twice in their time with other contents: two batteries send",
                         bus->interface))
        .because("two senders of the same identifiers")
        .then({"Only the master's CAN port leads to the inverter: unplug the others (R-WIRE-4).",
               "Join the packs by the link, so that one speaks for all.",
               "Two stacks need two inverters, or two CAN ports."})
        .inferred();
}

void look_can_unknown(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || bus->dialect.empty() || !more_than(bus->unknown_frames, limit::unknown_share, bus->frames))
        return;
    report
        .add(fmt::format("{}: {} of the frames are in no message of {}", bus->interface,
                         share(bus->unknown_frames, bus->frames), bus->dialect))
        .because(fmt::format("{} of {}", bus->unknown_frames, count(bus->frames, "frame")))
        .then({"See whether another dialect fits better, or another device shares the bus."});
}

void look_can_out_of_range(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !more_than(bus->out_of_range, limit::bad_share, bus->battery_frames)) return;
    report
        .add(fmt::format("{}: {} not to be believed in {} of the battery", bus->interface,
                         count(bus->out_of_range, "value"), count(bus->battery_frames, "frame")))
        .because(count(bus->out_of_range, "value") + " out of the range of its field")
        .then({"See whether another dialect fits better: limits of 0 or FFFF come from the wrong one.",
               "If only some are wrong, two senders or a disturbed gateway may mix bytes."});
}

void look_can_too_short(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || !more_than(bus->too_short, limit::bad_share, bus->frames)) return;
    report.add(fmt::format("{}: {} shorter than the message", bus->interface, count(bus->too_short, "frame")))
        .because(fmt::format("{} of {}", bus->too_short, count(bus->frames, "frame")))
        .then({"See whether another dialect fits better.", "See whether a gateway or logger cuts frames."});
}

} // namespace gtx::diag
