// SPDX-License-Identifier: MIT
/// \file
/// What was seen of a stack and of the line to it: all that a finding can rest on.
///
/// Who watches fills it in: the tools do, from live buses, serial lines and recordings alike. A number that
/// is not known has no value; "not looked for" is not "none".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::diag {

/// A serial line, as it was while someone asked or listened.
struct SerialLink {
    std::string port;    ///< "/dev/ttyUSB0"
    std::string dialect; ///< that was tried or recognised; empty: none
    std::optional<std::uint32_t> speed;
    bool listening = false;     ///< nothing was sent
    std::uint64_t bytes = 0;    ///< received
    std::uint64_t requests = 0; ///< sent, or heard if listening
    std::uint64_t replies = 0;  ///< right ones
    std::uint64_t timeouts = 0;
    std::uint64_t frames = 0;      ///< right frames of any kind
    std::uint64_t noise_bytes = 0; ///< that began no frame
    std::uint64_t wrong_checksums = 0;
    std::uint64_t other_refused = 0; ///< frames refused for another reason
    std::uint64_t refusals = 0;      ///< replies with a return code other than 0
    std::string last_refusal;        ///< in words
    std::uint64_t echoes = 0;
    std::uint64_t other_address = 0;      ///< replies from an address that was not asked
    std::uint64_t double_replies = 0;     ///< two right replies to one request
    std::uint64_t strangers_requests = 0; ///< requests heard that are not ours
    std::uint64_t zero_bytes = 0;         ///< of the noise: bytes 00, as a wrong speed gives them
    std::uint64_t high_bytes = 0;         ///< of the noise: bytes with the highest bit, which no frame has
    std::optional<std::uint64_t> framing_errors; ///< by the driver
    std::uint64_t lost = 0;                      ///< times the device vanished
    std::vector<std::uint8_t> addresses;         ///< that answered
    std::vector<std::string> serials;            ///< of those, "" if not known; in the same order
};

/// A CAN bus.
struct CanLink {
    std::string interface;
    std::string dialect; ///< empty: not recognised
    bool live = false;   ///< a bus, not a recording
    std::uint64_t frames = 0;
    std::uint64_t battery_frames = 0;  ///< of messages to the inverter
    std::uint64_t inverter_frames = 0; ///< of messages to the battery: its keep-alive among them
    std::uint64_t unknown_frames = 0;  ///< data frames in no message of the dialect
    std::uint64_t too_short = 0;
    std::uint64_t out_of_range = 0; ///< fields that were sent and are not to be believed
    std::uint64_t error_frames = 0;
    std::uint64_t bus_off = 0;                     ///< times
    std::uint64_t lost = 0;                        ///< times the link went down or vanished
    std::optional<std::uint32_t> bit_rate;         ///< of the interface
    std::optional<std::uint32_t> dialect_bit_rate; ///< that the dialect has
    std::string state;                             ///< of the controller: "error_passive"; empty: not known
    std::optional<std::uint32_t> tx_errors;        ///< counters of the controller
    std::optional<std::uint32_t> rx_errors;
    std::optional<double> longest_silence_s; ///< without a frame of the battery
    std::optional<double> keep_alive_gap_s;  ///< longest time without the inverter, after it was heard
    bool wants_keep_alive = false;           ///< the dialect has a message to the battery
    bool doubled = false; ///< messages came twice in their period with other contents: two senders
};

/// How the inverter kept what it was told.
struct Following {
    std::uint64_t samples = 0;     ///< instants at which current and a limit or permission were known
    std::uint64_t over_charge = 0; ///< of these: current above the charge limit by more than 10 % and 1 A
    std::uint64_t over_discharge = 0;
    std::uint64_t over_voltage = 0; ///< voltage above the charge voltage limit by more than 0.5 V
    std::uint64_t prohibited = 0;   ///< current flowed where it was not allowed (above 1 A)
    Amps worst{};                   ///< the farthest above a limit
};

/// Everything seen.
struct Observation {
    std::optional<state::Snapshot> state; ///< the last one; empty: nothing was learned
    std::optional<state::Snapshot> first; ///< the first one, if there were several
    std::optional<SerialLink> serial;
    std::optional<CanLink> can;
    Following following;
    std::optional<double> watched_s; ///< how long
    std::vector<std::string> dialects_tried;
    /// Longest time on end for which packs showed other numbers of lights (R-LED-10) and were more than 5 %
    /// apart in SOC: R-DIAG-8 allows 10 minutes of it. Empty: there were never two packs with SOC and time.
    std::optional<double> soc_apart_s;
};

} // namespace gtx::diag
