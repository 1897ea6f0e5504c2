// SPDX-License-Identifier: MIT
/// \file
/// Bytes of serial lines become a stream of readings: what each frame said.
///
/// Each port has a framer for each direction, and one conversation. How a port is framed (hex text, AA 55,
/// Modbus, console) is found out by what gives the first right frame, if no dialect is given; what came
/// before is not lost.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/log/serial_text.hpp"

namespace gtx::decode {

/// One frame, or one answer of a console.
struct SerialRecord {
    Timestamp time;            ///< of its first byte
    std::uint8_t decimals = 0; ///< of a second, as the capture gives them
    std::uint64_t line = 0;    ///< of the capture, where it began
    std::uint16_t port = 0;    ///< number in the reader's InterfaceNames
    dialect::Way way{};
    std::uint64_t bytes = 0; ///< on the line
    const dialect::SerialReading* reading = nullptr;
};

/// Bytes that a framer did not take.
struct SerialRefusal {
    std::uint64_t line = 0; ///< of the capture, where it began
    std::uint16_t port = 0;
    const serial::Refused* refused = nullptr;
};

/// Whoever takes the readings. Both return false when they have had enough.
class GTX_API SerialSink {
public:
    virtual ~SerialSink() = default;
    virtual bool take(const SerialRecord& record) = 0;
    virtual bool refuse(const SerialRefusal& refusal);
};

struct SerialStreamOptions {
    const dialect::SerialDialect* dialect = nullptr; ///< what every port speaks; null: to be recognised
};

/// What a stream counted, of all ports.
struct SerialStreamCounts {
    std::uint64_t frames = 0;
    std::uint64_t decoded = 0; ///< requests, replies and refusals of a known command
    std::uint64_t unknown = 0; ///< right frames that are not described
    serial::Counts framers;    ///< bytes, and what the framers refused
};

/// What was said on one port.
struct SerialPortCounts {
    std::uint16_t port = 0;
    const dialect::SerialDialect* dialect = nullptr; ///< the last one recognised; null: none
    dialect::Conversation::Counts talk;
    const dialect::SerialStranger* stranger = nullptr; ///< the last one heard; null: none
};

class GTX_API SerialStream {
public:
    /// Ports kept apart; what comes from more is not looked at.
    static constexpr std::size_t most_ports = 64;

    /// `sink` is borrowed and must outlive the stream.
    SerialStream(SerialStreamOptions options, SerialSink& sink);
    ~SerialStream();
    SerialStream(SerialStream&&) noexcept;
    SerialStream& operator=(SerialStream&&) noexcept;

    /// The captures from now on are the text of a console, or are not.
    void set_console(bool console);
    /// Takes what a reader gave, or its pieces from `first` up to `end`. False once the sink has had enough.
    bool push(const log::SerialBatch& batch);
    bool push(const log::SerialBatch& batch, std::size_t first, std::size_t end);
    /// A capture is over: frames do not go on in the next one. False as push().
    bool finish();

    [[nodiscard]] const SerialStreamCounts& counts() const;
    /// The ports that were heard.
    [[nodiscard]] std::vector<SerialPortCounts> ports() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::decode
