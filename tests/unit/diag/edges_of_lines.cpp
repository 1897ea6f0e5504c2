// SPDX-License-Identifier: MIT
#include "edges.hpp"
#include "seen.hpp"

namespace gtx::test {
namespace {

using diag::CanLink;
using diag::SerialLink;

template <class Change>
auto line_with(Change change) {
    return [=](double x) {
        auto seen = serial_well();
        change(*seen.serial, static_cast<std::uint64_t>(x));
        return seen;
    };
}
/// A line on which nothing is right.
template <class Change>
auto bad_line(Change change) {
    return [=](double x) {
        diag::Observation seen;
        seen.serial = SerialLink{.port = "/dev/ttyUSB7", .speed = 115200};
        change(*seen.serial, static_cast<std::uint64_t>(x));
        return seen;
    };
}
template <class Change>
auto bus_with(Change change) {
    return [=](double x) {
        auto seen = can_well();
        change(*seen.can, x);
        return seen;
    };
}
std::uint64_t whole(double x) {
    return static_cast<std::uint64_t>(x);
}
void noise(SerialLink& l, std::uint64_t zeros) {
    l.requests = 12;
    l.bytes = l.noise_bytes = 100;
    l.zero_bytes = zeros;
    l.high_bytes = 100 - zeros;
}

const Edge serial[] = {
    {"serial_no_bytes", bad_line([](SerialLink& l, std::uint64_t x) { l.requests = x; }), 2, 3,
     "3 requests at 115200 Bd", "3 requests"},
    {"serial_only_echo", bad_line([](SerialLink& l, std::uint64_t x) {
         l.requests = 12;
         l.bytes = 200;
         l.frames = 12;
         l.dialect = "pace";
         l.echoes = x;
     }),
     0, 12, "our own 12 requests"},
    {"serial_wrong_speed", bad_line(noise), 24, 25, "speed is probably wrong", "25 %"},
    {"serial_noise", bad_line(noise), 25, 24, "only noise at 115200 Bd", "fewer"},
    {"serial_double_replies", line_with([](SerialLink& l, std::uint64_t x) { l.double_replies = x; }), 0, 1,
     "1 request got two"},
    {"serial_wrong_address", line_with([](SerialLink& l, std::uint64_t x) { l.other_address = x; }), 0, 1,
     "1 answer"},
    {"serial_two_masters", line_with([](SerialLink& l, std::uint64_t x) { l.strangers_requests = x; }), 0, 1,
     "1 request"},
    {"serial_only_refusals", bad_line([](SerialLink& l, std::uint64_t x) {
         l.requests = l.frames = 12;
         l.bytes = 200;
         l.dialect = "pace";
         l.refusals = x;
         l.last_refusal = "wrong version";
     }),
     0, 12, "wrong version"},
    {"serial_unknown_protocol", bad_line([](SerialLink& l, std::uint64_t x) {
         l.listening = true;
         l.bytes = 100;
         l.frames = x;
     }),
     0, 1, "not recognised"},
    {"serial_checksums",
     line_with([](SerialLink& l, std::uint64_t x) { l.frames = 1000 - (l.wrong_checksums = x); }), 10, 11,
     "1.1 %", "1 %"},
    {"serial_refused",
     line_with([](SerialLink& l, std::uint64_t x) { l.frames = 1000 - (l.other_refused = x); }), 10, 11,
     "1.1 %", "1 %"},
    {"serial_timeouts", line_with([](SerialLink& l, std::uint64_t x) { l.timeouts = x; }), 5, 6, "6 %",
     "5 %"},
    {"serial_lost", line_with([](SerialLink& l, std::uint64_t x) { l.lost = x; }), 0, 1, "1 time"},
    {"serial_quiet",
     [](double x) {
         diag::Observation seen;
         seen.serial = SerialLink{.port = "/dev/ttyUSB7", .listening = true};
         seen.watched_s = x;
         return seen;
     },
     9.9, 10, "in 10 s", "10 s"},
    {"serial_some_noise", line_with([](SerialLink& l, std::uint64_t x) { l.noise_bytes = x; }), 500, 501,
     "5 %", "5 %"},
    {"no_state",
     [](double x) {
         auto seen = serial_well();
         if (x > 0) seen.state.reset();
         return seen;
     },
     0, 1, "something answers"},
    {"serial_echo", line_with([](SerialLink& l, std::uint64_t x) { l.echoes = x; }), 0, 1, "not harmful"},
};

void silent(CanLink& b, double frames) {
    b.frames = whole(frames);
    b.battery_frames = b.inverter_frames = 0;
    b.dialect.clear();
    b.dialect_bit_rate.reset();
    b.longest_silence_s.reset();
    b.keep_alive_gap_s.reset();
}

const Edge can[] = {
    {"can_down", bus_with([](CanLink& b, double x) {
         if (x > 0) b.state = "stopped";
     }),
     0, 1, "is down"},
    {"can_bus_off", bus_with([](CanLink& b, double x) { b.bus_off = whole(x); }), 0, 1, "left the bus"},
    {"can_bus_off", bus_with([](CanLink& b, double x) {
         if (x > 0) b.state = "bus_off";
     }),
     0, 1, "left the bus"},
    {"can_bit_rate", bus_with([](CanLink& b, double x) {
         silent(b, 0);
         b.dialect_bit_rate = 500000;
         b.bit_rate = static_cast<std::uint32_t>(x);
     }),
     500000, 250000, "250 kbit/s"},
    {"can_no_ack", bus_with([](CanLink& b, double x) {
         silent(b, 0);
         b.tx_errors = static_cast<std::uint32_t>(x);
     }),
     127, 128, "nobody acknowledges", "128"},
    {"can_silence", bus_with(silent), 1, 0, "not one frame"},
    {"can_only_inverter", bus_with([](CanLink& b, double x) {
         b.battery_frames = 0;
         b.inverter_frames = whole(x);
     }),
     0, 1, "the battery is not"},
    {"can_doubled", bus_with([](CanLink& b, double x) { b.doubled = x > 0; }), 0, 1,
     "two batteries"}, // R-WIRE-4
    {"can_error_passive", bus_with([](CanLink& b, double x) { b.rx_errors = static_cast<std::uint32_t>(x); }),
     127, 128, "error passive", "128"},
    {"can_error_passive", bus_with([](CanLink& b, double x) {
         if (x > 0) b.state = "error_passive";
     }),
     0, 1, "error passive"},
    {"can_no_dialect", bus_with([](CanLink& b, double x) { silent(b, x); }), 0, 1, "no dialect"},
    {"can_many_errors", bus_with([](CanLink& b, double x) { b.error_frames = whole(x); }), 10, 11,
     "11 error frames", "1 %"},
    {"can_some_errors", bus_with([](CanLink& b, double x) { b.error_frames = whole(x); }), 0, 1,
     "1 error frame"},
    {"can_some_errors", bus_with([](CanLink& b, double x) { b.error_frames = whole(x); }), 11, 10,
     "10 error frames", "1 %"},
    {"can_lost", bus_with([](CanLink& b, double x) { b.lost = whole(x); }), 0, 1, "1 time"},
    {"can_no_keep_alive",
     [](double x) {
         auto seen = can_well();
         seen.can->inverter_frames = 0;
         seen.can->keep_alive_gap_s.reset();
         seen.watched_s = x;
         return seen;
     },
     9.9, 10, "no inverter", "10 s"},
    {"can_keep_alive_gap", bus_with([](CanLink& b, double x) { b.keep_alive_gap_s = x; }), 10, 10.1, "10.1 s",
     "10 s"},
    {"can_battery_silence", bus_with([](CanLink& b, double x) { b.longest_silence_s = x; }), 5, 5.1, "5.1 s",
     "5 s"},
    {"can_out_of_range", bus_with([](CanLink& b, double x) { b.out_of_range = whole(x); }), 9, 10,
     "10 values", "1 %"},
    {"can_too_short", bus_with([](CanLink& b, double x) { b.too_short = whole(x); }), 10, 11, "11 frames",
     "1 %"},
    {"can_unknown", bus_with([](CanLink& b, double x) { b.unknown_frames = whole(x); }), 100, 101, "10.1 %",
     "10 %"},
    {"no_state",
     [](double x) {
         auto seen = can_well();
         if (x > 0) seen.state.reset();
         return seen;
     },
     0, 1, "a battery is heard"},
    {"inverter_not_listed", // R-INV-1
     bus_with([](CanLink& b, double x) {
         if (x > 0) b.dialect = "victron";
     }),
     0, 1, "victron"},
};

} // namespace

std::span<const Edge> serial_edges() {
    return serial;
}
std::span<const Edge> can_edges() {
    return can;
}

} // namespace gtx::test
