// SPDX-License-Identifier: MIT
/// \file
/// Captures of serial lines: bytes to frames to lines, and what is said about it on stderr.
#pragma once

#include <array>
#include <memory>
#include <set>
#include <string>

#include "gtx/decode/serial_writers.hpp"
#include "gtx/log/serial_text.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/gtx-decode/options.hpp"

namespace gtx::decode_tool {

class SerialSide : public decode::SerialSink {
public:
    SerialSide(const Options& options, const decode::WriterOptions& writer_options, decode::Buffer& out);

    /// A capture begins.
    void begin(log::Content content, std::string name);
    /// Takes some of it. False once there is no use in reading on.
    bool take(std::string_view block);
    /// It is over; `whole`: all of it was read.
    void end(bool whole);
    /// All captures are over: what the writer still holds.
    void finish();
    void tell_end(bool failed) const;
    [[nodiscard]] cli::ExitStatus status() const;

    bool take(const decode::SerialRecord& record) override;
    bool refuse(const decode::SerialRefusal& refusal) override;

private:
    bool take_batch();
    bool push(std::size_t first_piece, std::size_t end_piece);
    bool write_piece(const log::SerialPiece& piece);
    bool write_line(const log::SerialPiece& piece, std::span<const std::uint8_t> bytes);
    bool flush_kept();
    [[nodiscard]] bool frames_only() const { return decode::passes_frames(options_.format); }

    void tell_refused_line(const log::Refused& refused);
    void tell_counts() const;
    void tell_talk(const decode::SerialPortCounts& port) const;

    const Options& options_;
    decode::WriterOptions writer_options_;
    decode::Buffer& out_;
    log::InterfaceNames ports_;
    log::Counts counts_; ///< of all captures together
    std::array<std::uint64_t, log::refusal_count> told_lines_{};
    std::array<std::uint64_t, serial::refusal_count> told_frames_{};
    std::set<std::string_view> notes_;
    std::set<std::string> misfits_; ///< why frames did not fit
    std::unique_ptr<decode::SerialStream> stream_;
    std::unique_ptr<decode::SerialWriter> writer_;
    std::unique_ptr<log::SerialReader> reader_;
    log::SerialBatch batch_;
    std::string name_;
    std::string kept_; ///< of plain bytes: the beginning of a line of the trace
    bool plain_ = false;
    bool refused_ = false; ///< --strict met something refused
    bool enough_ = false;
    std::uint64_t lines_ = 0; ///< of the trace
};

} // namespace gtx::decode_tool
