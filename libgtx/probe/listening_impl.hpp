// SPDX-License-Identifier: MIT
/// \file
/// A serial line on which others talk: nothing is sent.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtx/diag/observation.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/probe/serial_probe.hpp"
#include "gtx/serial/aa55.hpp"
#include "gtx/serial/ascii.hpp"
#include "gtx/serial/console.hpp"
#include "gtx/serial/modbus.hpp"
#include "probe/exchange_impl.hpp"
#include "probe/states_queue_impl.hpp"

namespace gtx::probe {

/// Listens. The framing is that of the protocol given; else what gives the first right frame.
class Listening {
public:
    Listening(const SerialProbeOptions& options, Timestamp now);

    void take(serial::Bytes bytes, Timestamp now);
    /// The speed to set, where nothing but noise was heard at the one before. Empty: stay.
    std::optional<std::uint32_t> next_speed(Timestamp now);
    [[nodiscard]] Timestamp due() const { return Timestamp(change_ns_); }
    void lost();
    /// Nothing more comes: what is held is judged as it stands.
    void finish(Timestamp now);

    [[nodiscard]] std::uint32_t speed() const { return speed_; }
    [[nodiscard]] const std::vector<Found>& found() const { return found_; }
    StatesQueue& states() { return states_; }
    void tell(diag::SerialLink& link) const;
    void on_reading(OnReading call) { on_reading_ = std::move(call); }

private:
    [[nodiscard]] bool reads(dialect::Framing framing) const { return !framing_ || *framing_ == framing; }
    [[nodiscard]] std::optional<dialect::Framing> first_heard() const;
    void clear_batches();
    void finish_readers();
    void hand_over(Timestamp now);
    void take_reading(dialect::SerialReading reading, Timestamp now);
    void take_reply(const dialect::SerialReading& reading, Timestamp now);
    void note_pack(const dialect::SerialReading& reading);
    void add_state(Timestamp now);
    void count_bytes(serial::Bytes bytes);
    [[nodiscard]] const serial::Counts& counts() const;

    std::optional<dialect::Framing> framing_; ///< empty: not known yet
    std::vector<std::uint32_t> speeds_;
    std::size_t speed_at_ = 0;
    std::uint32_t speed_;
    std::int64_t dwell_ns_;
    std::int64_t change_ns_;
    std::uint64_t frames_before_ = 0; ///< when the speed was set
    std::uint64_t bytes_before_ = 0;
    std::string source_;
    OnReading on_reading_;
    dialect::Conversation conversation_;
    std::vector<Found> found_;
    StatesQueue states_;
    state::Snapshot known_;
    std::string told_; ///< the last state, as text without its time
    diag::SerialLink seen_;

    serial::AsciiReader ascii_;
    serial::AsciiBatch ascii_batch_;
    serial::Aa55Reader aa55_;
    serial::Aa55Batch aa55_batch_;
    serial::ModbusReader modbus_;
    serial::ModbusBatch modbus_batch_;
    serial::ConsoleReader console_;
    serial::ConsoleBatch console_batch_;
};

} // namespace gtx::probe
