// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/serial_side.hpp"

#include <algorithm>

#include "tools/gtx-decode/times.hpp"

namespace gtx::decode_tool {

SerialSide::SerialSide(const Options& options, const decode::WriterOptions& writer_options,
                       decode::Buffer& out)
    : options_(options), writer_options_(writer_options), out_(out) {
    if (!frames_only())
        writer_ = decode::make_serial_writer(writer_options_, {ports_, &stream_, &counts_}, out_);
    stream_ = std::make_unique<decode::SerialStream>(
        decode::SerialStreamOptions{dialect::find_serial(options_.dialect)}, *this);
}

void SerialSide::begin(log::Content content, std::string name) {
    const auto mode = time_mode(options_.timestamps);
    reader_ = std::make_unique<log::SerialReader>(log::SerialOptions{
        content, mode == log::TimeMode::automatic ? log::TimeMode::as_written : mode, local_to_utc, &ports_});
    name_ = std::move(name);
    plain_ = content == log::Content::console || content == log::Content::bytes;
    stream_->set_console(content == log::Content::console);
}

bool SerialSide::take(std::string_view block) {
    batch_.clear();
    reader_->read(block, batch_);
    return take_batch();
}

void SerialSide::end(bool whole) {
    if (whole) {
        batch_.clear();
        reader_->finish(batch_);
        (void)(take_batch() && (frames_only() ? flush_kept() : stream_->finish()));
    }
    const auto& counts = reader_->counts();
    counts_.lines += counts.lines;
    counts_.frames += counts.frames;
    counts_.comments += counts.comments;
    counts_.details += counts.details;
    for (std::size_t i = 0; i < log::refusal_count; ++i) counts_.refused[i] += counts.refused[i];
}

void SerialSide::finish() {
    if (writer_) writer_->finish();
}

bool SerialSide::push(std::size_t first_piece, std::size_t end_piece) {
    if (frames_only()) {
        for (auto i = first_piece; i < end_piece; ++i)
            if (!write_piece(batch_.pieces[i])) return false;
        return true;
    }
    return stream_->push(batch_, first_piece, end_piece);
}

/// Pieces and refused lines in the order of the capture. False once there is no use in reading on.
bool SerialSide::take_batch() {
    std::size_t taken = 0;
    for (const auto& refused : batch_.refused) {
        auto before = taken;
        while (before < batch_.pieces.size() && batch_.pieces[before].line < refused.line) ++before;
        if (enough_ = !push(taken, before); enough_) return false;
        taken = before;
        tell_refused_line(refused);
        refused_ = enough_ = options_.strict;
        if (enough_) return false;
    }
    enough_ = !push(taken, batch_.pieces.size());
    return !enough_;
}

bool SerialSide::take(const decode::SerialRecord& record) {
    constexpr std::size_t most_reasons = 8;
    const auto& reading = *record.reading;
    if (!reading.note.empty()) notes_.insert(reading.note);
    if (reading.said == dialect::Said::misfit && misfits_.size() < most_reasons) misfits_.insert(reading.why);
    return writer_->take(record);
}

// --- frames: the bytes as they came ------------------------------------------------------------------------

bool SerialSide::write_line(const log::SerialPiece& piece, std::span<const std::uint8_t> bytes) {
    if (options_.count && lines_ >= *options_.count) return false;
    std::string line;
    log::append_serial_line(line, piece.time, ports_.name(piece.port), piece.direction, bytes);
    out_.append(line);
    ++lines_;
    return !options_.count || lines_ < *options_.count;
}

/// Plain bytes come as they were read: their lines are theirs, or 1024 bytes.
bool SerialSide::write_piece(const log::SerialPiece& piece) {
    constexpr std::size_t most = 1024;
    const auto& selection = writer_options_.selection;
    if (selection.selects_time() && !selection.wants_time(piece.time)) return true;
    if (!selection.interfaces.empty() &&
        std::ranges::find(selection.interfaces, ports_.name(piece.port)) == selection.interfaces.end())
        return true;
    if (!plain_) return write_line(piece, batch_.bytes_of(piece));
    for (const auto byte : batch_.bytes_of(piece)) {
        kept_ += static_cast<char>(byte);
        if ((byte == '\n' || kept_.size() == most) && !flush_kept()) return false;
    }
    return true;
}

bool SerialSide::flush_kept() {
    if (kept_.empty()) return true;
    const auto bytes = serial::bytes_of(kept_);
    const bool more =
        write_line({.port = ports_.number_of(log::SerialReader::unnamed_port), .size = bytes.size()}, bytes);
    kept_.clear();
    return more;
}

cli::ExitStatus SerialSide::status() const {
    if (refused_) return cli::ExitStatus::no;
    if (frames_only()) return lines_ != 0 ? cli::ExitStatus::yes : cli::ExitStatus::no;
    const bool decoded = writer_->selected() != 0 && stream_->counts().decoded != 0;
    return decoded ? cli::ExitStatus::yes : cli::ExitStatus::no;
}

} // namespace gtx::decode_tool
