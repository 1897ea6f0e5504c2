// SPDX-License-Identifier: MIT
/// \file
/// Sinks that write: each decoded message, each state, each event, what is wrong, or a summary at the end.
///
/// All write into a Buffer that belongs to the caller, a line at a time; none keeps more than a bounded
/// amount.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "gtx/base/export.hpp"
#include "gtx/decode/buffer.hpp"
#include "gtx/decode/selection.hpp"
#include "gtx/decode/stream.hpp"

namespace gtx::decode {

enum class As : std::uint8_t { messages, state, events, summary, findings };
enum class Format : std::uint8_t {
    text,
    json,
    csv,
    gnuplot,    ///< one script with its data that draws states, whatever `as` says
    frames,     ///< candump log lines of the frames that are selected, whatever `as` says
    asc,        ///< the same frames as Vector ASC
    frames_csv, ///< as the CSV of log::written_formats()
    pcapng,     ///< as pcapng
};

/// True if `format` passes on frames instead of decoding them.
constexpr bool passes_frames(Format format) {
    return format >= Format::frames;
}

struct WriterOptions {
    As as = As::messages;
    Format format = Format::text;
    Selection selection;
    bool all = false;          ///< messages: frames that are in no message too
    std::int64_t every_ns = 0; ///< state: one line for each such span of time; 0: one for each message
    /// Columns of a UTF-8 terminal: a summary as text shows there how SOC, voltage, current and temperature
    /// went; 0: none.
    unsigned sparkline_width = 0;
    std::optional<std::uint64_t> most; ///< lines of data after which it has had enough
};

/// A sink that writes.
class GTX_API Writer : public Sink {
public:
    /// Lines of data written so far, headings not counted.
    [[nodiscard]] std::uint64_t lines() const { return lines_; }
    /// Frames that were selected so far and could be shown, whether or not a line came of them.
    [[nodiscard]] std::uint64_t selected() const { return selected_; }
    /// Selected frames for which the format has no place, such as CAN XL in ASC.
    [[nodiscard]] std::uint64_t left_out() const { return left_out_; }
    /// What a person should be told at the end, beside what was written: that there are no findings, and in
    /// how much; empty: nothing.
    [[nodiscard]] virtual std::string remark() const;
    /// True if a finding worse than a note was written.
    [[nodiscard]] virtual bool alarming() const;

    /// Takes over what `later` counted: a writer of the same options, for the same kind of stream, whose
    /// frames came behind those of this one, and which is not finished. What `later` has written stays in its
    /// own buffer, for the caller to pass on behind that of this writer.
    virtual void absorb(Writer& later);
    /// Makes a writer that was absorbed count anew, for frames from still further down. False: it cannot, and
    /// another is to be made.
    virtual bool restart();

protected:
    std::uint64_t lines_ = 0;
    std::uint64_t selected_ = 0;
    std::uint64_t left_out_ = 0;
};

/// The writer for `options`. `interfaces` gives the names behind the numbers; it and `out` are borrowed and
/// must outlive the writer. Headings are written at once. `counts` is what the reader counted, told in a
/// summary; may be null.
GTX_API std::unique_ptr<Writer> make_writer(const WriterOptions& options,
                                            const log::InterfaceNames& interfaces, const log::Counts* counts,
                                            Buffer& out);

} // namespace gtx::decode
