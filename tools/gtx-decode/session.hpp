// SPDX-License-Identifier: MIT
/// \file
/// One run of gtx-decode over its captures: bytes to frames to lines, and what is said about it on stderr.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "gtx/decode/parallel.hpp"
#include "gtx/decode/stream.hpp"
#include "gtx/decode/writers.hpp"
#include "gtx/log/reader.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/common/input.hpp"
#include "tools/common/output.hpp"
#include "tools/gtx-decode/dbc.hpp"
#include "tools/gtx-decode/options.hpp"
#include "tools/gtx-decode/serial_side.hpp"

namespace gtx::decode_tool {

class Session {
public:
    Session(const Options& options, Databases& databases) : options_(options), databases_(databases) {}

    /// Reads all captures and writes what was asked for. *Errors:* of files and devices.
    Result<cli::ExitStatus> run();

private:
    /// What a capture holds; of CAN with its format.
    struct Held {
        log::Content content{};
        const log::Format* format = nullptr;
    };

    Result<void> read_all(cli::Output& output);
    Result<void> read(const std::string& path, cli::Output& output);
    Result<void> read_can(const log::Format& format, cli::Input& input, cli::Output& output);
    void end_can(bool differences, const log::Counts& counts, const std::string& name);
    class Passing;
    [[nodiscard]] std::uint64_t jobs() const;
    [[nodiscard]] bool goes_in_chunks(const log::Format& format, const cli::Input& input) const;
    Result<void> read_chunks(cli::Input& input, cli::Output& output);
    static Result<bool> fetch(decode::ParallelCandump& capture, decode::Blocks& blocks, cli::Input& input);
    Result<void> fill(decode::ParallelCandump& capture, decode::Blocks& blocks, cli::Input& input) const;
    Result<void> read_serial(log::Content content, cli::Input& input, cli::Output& output);
    [[nodiscard]] std::optional<Held> held(bool whole) const;
    Result<Held> look(cli::Input& input, cli::Output& output);
    Result<std::string_view> next(cli::Input& input, cli::Output& output);
    void open_can();
    [[nodiscard]] std::string complaint(log::Content content) const;
    Result<bool> take_block(log::Reader& reader, std::string_view block, const std::string& name,
                            cli::Output& output);
    bool take_batch(const log::Batch& batch, const std::string& name);
    void drain(cli::Output& output);
    cli::ExitStatus status() const;

    void tell_refused(const log::Refused& refused, const std::string& name);
    void tell_end() const;
    void tell_counts() const;
    [[nodiscard]] bool is_wanted(std::uint16_t interface) const;
    void tell_not_recognised(std::uint16_t interface) const;
    void explain(std::uint16_t interface, const dialect::Verdict& verdict) const;

    [[nodiscard]] decode::WriterOptions writer_options() const;
    [[nodiscard]] decode::StreamOptions stream_options();

    const Options& options_;
    Databases& databases_;
    log::InterfaceNames interfaces_;
    log::Counts counts_; ///< of all captures together
    std::array<std::uint64_t, log::refusal_count> told_{};
    decode::Buffer buffer_;
    std::unique_ptr<decode::Writer> writer_;
    std::unique_ptr<decode::Stream> stream_;
    log::Batch batch_;
    bool refused_ = false;  ///< --strict met a refused line
    bool enough_ = false;   ///< no more frames are wanted
    bool failed_ = false;   ///< a capture could not be read
    bool wrong_ = false;    ///< a capture does not go with the options
    std::string beginning_; ///< of a capture, as much as told what it holds
    std::unique_ptr<SerialSide> serial_;
};

} // namespace gtx::decode_tool
