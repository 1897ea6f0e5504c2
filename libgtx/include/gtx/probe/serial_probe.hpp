// SPDX-License-Identifier: MIT
/// \file
/// Asks packs on a serial line, or listens to others who do: who is there, and how they are.
///
/// A pure state machine. Bytes and the time come in; what is to be sent and when to call again come out:
///
///     SerialProbe probe(options, now);
///     while (!probe.over()) {
///         const auto step = probe.step(now);          // do what it wants
///         if (step.speed) line.set_speed(*step.speed);
///         if (!step.send.empty()) line.write(step.send);
///         … wait for bytes, or until step.again …
///         probe.take(bytes, now);
///         while (auto state = probe.next_state()) use(*state);
///     }
///
/// It asks politely (the gaps of serial::Pace), one request at a time, only with commands that change
/// nothing, and on a line whose protocol is not known only with the greetings of the protocols, which are hex
/// text.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/diag/observation.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::probe {

struct SerialProbeOptions {
    const dialect::SerialDialect* dialect = nullptr; ///< null: to be found
    /// Listening: how bytes are framed, where that is known and the protocol is not; empty: as the first
    /// right frame is.
    std::optional<dialect::Framing> framing;
    std::vector<std::uint8_t> addresses; ///< of packs; empty: to be found, the protocol's first ones first
    std::optional<std::uint32_t> speed;  ///< Bd; empty: those of the protocols are tried, likely ones first
    std::uint32_t line_speed = 9600;     ///< what the line has now
    bool fixed_speed = false;            ///< the line has no speed of its own to set (TCP)
    bool listen_only = false;            ///< nothing is ever sent
    bool scan = false; ///< ask every address of the protocol (of each protocol, until one answers), once
    std::int64_t interval_ns = 0;            ///< from one poll cycle to the next; 0: as fast as is polite
    std::int64_t timeout_ns = 5'000'000'000; ///< of looking for a pack; then it gives up (see over())
    /// For tests: all gaps and time limits are divided by this (> 0).
    double haste = 1;
    std::string source; ///< of the states: "/dev/ttyUSB0"
};

/// What is to be done now.
struct SerialStep {
    std::string send;                   ///< bytes to send; empty: nothing
    std::optional<std::uint32_t> speed; ///< set this first
    Timestamp again;                    ///< call step() at this time at the latest
};

enum class Phase : std::uint8_t {
    looking,  ///< for protocol, speed and address
    scanning, ///< all addresses of the protocol
    polling,
    listening,
    over, ///< it gave up, or the scan is done
};
/// "looking", … "over". Never fails.
GTX_API std::string_view name(Phase phase) noexcept;

/// A pack that answered.
struct Found {
    const dialect::SerialDialect* dialect = nullptr;
    std::uint8_t address = 0;
    std::uint32_t speed = 0;
    std::string model;   ///< as it says; empty: not told
    std::string version; ///< of its firmware
    std::string serial;
    std::string maker;
};

class GTX_API SerialProbe {
public:
    SerialProbe(SerialProbeOptions options, Timestamp now);
    ~SerialProbe();
    SerialProbe(SerialProbe&&) noexcept;
    SerialProbe& operator=(SerialProbe&&) noexcept;

    /// What to do now. `now` never goes back.
    SerialStep step(Timestamp now);
    /// Bytes that came.
    void take(serial::Bytes bytes, Timestamp now);
    /// The device vanished: what was asked is forgotten, and asked again when it is back.
    void lost(Timestamp now);

    /// A recording ends: what is held is judged as it stands.
    void finish(Timestamp now);

    /// The next whole state, one for each poll cycle (listening: for each answer that changes it); empty:
    /// none.
    std::optional<state::Snapshot> next_state();
    [[nodiscard]] Phase phase() const;
    [[nodiscard]] bool over() const { return phase() == Phase::over; }
    [[nodiscard]] const std::vector<Found>& found() const;
    /// What is known of the line so far. `port` is the source.
    [[nodiscard]] diag::SerialLink link() const;
    /// What was tried, in words, for someone who got no answer: "pylontech-rs485 at 115200 Bd, addresses
    /// 2-9".
    [[nodiscard]] std::vector<std::string> tried() const;
    /// Called for each frame that was understood, sent or received. For traces and -v.
    void on_reading(std::function<void(const dialect::SerialReading&, bool sent)> call);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::probe
