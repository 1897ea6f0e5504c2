// SPDX-License-Identifier: MIT
// What a serial line tells about itself. Silence and noise have many causes: all are named, the likely first.
#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "diag/thresholds_impl.hpp"
#include "gtx/diag/pins.hpp"

namespace gtx::diag {
namespace {

constexpr std::string_view check_port = "Check that this is the right port and that its adapter is the kind "
                                        "the socket wants: RS232 and RS485 do not understand each other.";
/// A step that is made of the table of pins.
std::string check_pins() {
    return fmt::format(
        "Check the cable pin by pin: RS485 A to A (pins {} of the pack) and B to B ({}), RS232 TX (pins {}) "
        "to RX and RX ({}) to TX, and GND to GND.",
        pins_of("CAN/RS485", "RS485-A"), pins_of("CAN/RS485", "RS485-B"), pins_of("RS232", "TX"),
        pins_of("RS232", "RX"));
}
constexpr std::string_view check_speed = "Try the other speeds: 9600 and 115200 Bd are usual; on many packs "
                                         "a DIP switch sets it, read at the start.";
constexpr std::string_view check_address =
    "Try other addresses: scan all of them, and compare with the DIP switches, which are read at the start.";
constexpr std::string_view check_awake =
    "See whether the pack is on (its RUN light) and wake it: a pack that is off or asleep answers nothing.";
constexpr std::string_view check_bias =
    "Put 120 ohm between A and B at both ends, and join the grounds: an open line reads as noise.";

std::string asked(const SerialLink& line) {
    return fmt::format("{} of {} answered, {} received", line.replies, count(line.requests, "request"),
                       count(line.bytes, "byte"));
}
std::string at_speed(const SerialLink& line) {
    return line.speed ? fmt::format(" at {} Bd", *line.speed) : std::string();
}
/// Nothing right came, though something came.
bool only_noise(const SerialLink& line) {
    return line.bytes > 0 && line.noise_bytes > 0 && line.frames == 0 && line.replies == 0 &&
           line.echoes == 0 && line.wrong_checksums == 0;
}
bool zeros(const SerialLink& line) {
    return static_cast<double>(line.zero_bytes) >= limit::zero_share * static_cast<double>(line.noise_bytes);
}
void noise_evidence(Told told, const SerialLink& line) {
    told.because(fmt::format("{} of noise and no frame", count(line.noise_bytes, "byte")))
        .because(
            fmt::format("{} of them are 00, {} have the highest bit set", line.zero_bytes, line.high_bytes));
    if (line.framing_errors)
        told.because(fmt::format("the driver counted {}", count(*line.framing_errors, "framing error")));
}

} // namespace

void look_serial_no_bytes(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->listening || line->bytes > 0 || line->requests < limit::unanswered) return;
    report
        .add(fmt::format("{}: not one byte came back for {}{}", line->port, count(line->requests, "request"),
                         at_speed(*line)))
        .because(asked(*line))
        .then({check_port, check_awake, check_pins(), check_address, check_speed,
               "Packs stay silent, too, when address or speed is wrong: only an answer tells these apart."});
}

void look_serial_quiet(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || !line->listening || line->bytes > 0) return;
    if (!seen.watched_s || !at_least(*seen.watched_s, limit::listen_s)) return;
    report
        .add(fmt::format("{}: nothing was said in {}{}", line->port, show(Seconds(*seen.watched_s), 0),
                         at_speed(*line)))
        .because("0 bytes heard while listening")
        .then({"If nobody asks on this line, silence is normal: ask yourself, without listening only.",
               check_port, check_pins()});
}

void look_serial_wrong_speed(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || !only_noise(*line) || !zeros(*line)) return;
    noise_evidence(
        report
            .add(fmt::format("{}: only noise with many zero bytes{}: the speed is probably wrong", line->port,
                             at_speed(*line)))
            .then({check_speed, "Else A and B are swapped: exchange them once.", check_bias, check_port})
            .inferred(),
        *line);
}

void look_serial_noise(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || !only_noise(*line) || zeros(*line)) return;
    const bool open =
        static_cast<double>(line->high_bytes) >= limit::high_share * static_cast<double>(line->noise_bytes);
    const bool framing = line->framing_errors.value_or(0) > 0;
    auto told = report.add(fmt::format("{}: only noise{}: {}", line->port, at_speed(*line),
                                       open ? "A and B may be swapped, the line open, or the speed wrong"
                                            : "the speed or the protocol is wrong"));
    if (open && !framing)
        told.then({"Exchange A and B once.", check_bias, check_speed, check_port});
    else
        told.then({check_speed, "Exchange A and B once.", check_bias, check_port,
                   "If it is a text console or another protocol, name the dialect."});
    noise_evidence(told.inferred(), *line);
}

void look_serial_only_echo(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->echoes == 0 || line->replies > 0 || line->refusals > 0 || line->other_address > 0)
        return;
    report
        .add(fmt::format("{}: only our own {} came back, no answer", line->port,
                         count(line->echoes, "request")))
        .because(asked(*line))
        .then({"The adapter hears itself, so port and adapter work; the pack does not answer.", check_awake,
               check_pins(), check_address, check_speed,
               "If RX and TX of an RS232 cable are bridged, open the bridge."});
}

void look_serial_echo(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->echoes == 0 || line->replies == 0) return;
    report.add(fmt::format("{}: the adapter hears what it sends: not harmful", line->port))
        .because(count(line->echoes, "request") + " heard again and passed over")
        .then({"Nothing need be done; an adapter that mutes its receiver while sending ends it."});
}

void look_serial_wrong_address(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->other_address == 0) return;
    report
        .add(fmt::format("{}: {} came from an address that was not asked", line->port,
                         count(line->other_address, "answer")))
        .because(asked(*line))
        .then({"Compare the DIP switches (or the number that coding gave) with the address you ask.",
               "Ask the address that answered.",
               "After setting a DIP switch restart the pack: it is read only then.",
               "On some stacks the master answers for others with its own address."});
}

void look_serial_double_replies(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->double_replies == 0) return;
    report
        .add(fmt::format("{}: {} got two right answers: two packs have one address", line->port,
                         count(line->double_replies, "request")))
        .because(fmt::format("{}", count(line->double_replies, "double answer")))
        .then({"Give each pack an address of its own: start the master anew so that it codes, or set the DIP "
               "switches and restart the packs.",
               "If they have no switches, check the order of the link cables: a pack whose In is empty takes "
               "itself for the master."})
        .inferred();
}

void look_serial_two_masters(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->listening || line->strangers_requests == 0) return;
    report
        .add(fmt::format("{}: someone else asks on this line, too: {}", line->port,
                         count(line->strangers_requests, "request")))
        .because(fmt::format("{} heard that are not ours", count(line->strangers_requests, "request")))
        .because(fmt::format("{}, {}", count(line->wrong_checksums, "wrong checksum"),
                             count(line->timeouts, "timeout")))
        .then({"Only listen on this line, or take the other one (inverter, logger, master pack) off it.",
               "Two that ask at once spoil each other's answers."});
}

void look_serial_checksums(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line) return;
    const auto all = line->frames + line->wrong_checksums;
    if (!more_than(line->wrong_checksums, limit::checksum_share, all)) return;
    report
        .add(fmt::format("{}: {} of the frames have a wrong checksum", line->port,
                         share(line->wrong_checksums, all)))
        .because(fmt::format("{} of {}", line->wrong_checksums, count(all, "frame")))
        .then({check_bias, "Lead the cable away from power cables, and keep it short.",
               "See whether two packs have one address or somebody else asks: their answers collide.",
               "If every single one is wrong, the sender reckons its checksum otherwise: report its model."});
}

void look_serial_refused(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line) return;
    const auto all = line->frames + line->other_refused;
    if (!more_than(line->other_refused, limit::refused_share, all)) return;
    report
        .add(fmt::format("{}: {} of the frames are cut or malformed", line->port,
                         share(line->other_refused, all)))
        .because(fmt::format("{} of {}", line->other_refused, count(all, "frame")))
        .then({"Look at them with a trace: bytes that are lost in the middle are lost by adapter or gateway.",
               "Ask more slowly, or at a lower speed.", check_bias});
}

void look_serial_some_noise(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->frames == 0 || !more_than(line->noise_bytes, limit::line_noise_share, line->bytes))
        return;
    report
        .add(fmt::format("{}: {} of the bytes are noise between right frames", line->port,
                         share(line->noise_bytes, line->bytes)))
        .because(fmt::format("{} of {}", line->noise_bytes, count(line->bytes, "byte")))
        .then({check_bias,
               "Cheap adapters make some when they turn round: it does no harm while the frames are right."});
}

void look_serial_only_refusals(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->refusals == 0 || line->replies > line->refusals) return;
    auto told =
        report.add(fmt::format("{}: the pack answers, and refuses everything it was asked{}{}", line->port,
                               line->last_refusal.empty() ? "" : ": ", line->last_refusal));
    told.because(count(line->refusals, "refusal"))
        .then({"Name another dialect: version and command of the request are not those of this pack.",
               "Ask fewer things: some packs know only some commands.",
               "The line itself is fine: speed, address and cable are right."});
}

void look_serial_timeouts(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->replies == 0 || !more_than(line->timeouts, limit::timeout_share, line->requests))
        return;
    report
        .add(fmt::format("{}: {} of the requests got no answer in time", line->port,
                         share(line->timeouts, line->requests)))
        .because(fmt::format("{} of {}", count(line->timeouts, "timeout"), count(line->requests, "request")))
        .then({"Ask more slowly: some packs need 200 ms between requests.",
               "Wait longer for an answer: a stack of ten takes 1.6 s at 9600 Bd.",
               "See whether somebody else asks on this line.", check_bias});
}

void look_serial_lost(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || line->lost == 0) return;
    report.add(fmt::format("{}: the device vanished {}", line->port, count(line->lost, "time")))
        .because(fmt::format("gone {}", count(line->lost, "time")))
        .then({"Check plug and cable of the USB adapter, and its hub's power.",
               "Name the port by its id (/dev/serial/by-id/): a device that comes back may get another "
               "number."});
}

void look_serial_unknown_protocol(const Observation& seen, Report& report) {
    const auto& line = seen.serial;
    if (!line || !line->dialect.empty() || line->frames == 0 || line->replies > 0) return;
    if (line->echoes > 0 || line->refusals > 0 || line->other_address > 0) return;
    report.add(fmt::format("{}: right frames of a protocol that is not recognised", line->port))
        .because(count(line->frames, "frame"))
        .then(
            {"Name the dialect if you know it.", "Keep a trace, and report it with the model of the pack."});
}

} // namespace gtx::diag
