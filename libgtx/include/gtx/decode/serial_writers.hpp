// SPDX-License-Identifier: MIT
/// \file
/// Sinks that write what was said on serial lines: records, states, events, or a summary at the end.
#pragma once

#include <memory>

#include "gtx/decode/buffer.hpp"
#include "gtx/decode/serial_stream.hpp"
#include "gtx/decode/writers.hpp"

namespace gtx::decode {

/// A sink that writes.
class GTX_API SerialWriter : public SerialSink {
public:
    /// Nothing more comes.
    virtual void finish();
    /// Lines of data written so far, headings not counted.
    [[nodiscard]] std::uint64_t lines() const { return lines_; }
    /// Frames that were selected so far and could be shown, whether or not a line came of them.
    [[nodiscard]] std::uint64_t selected() const { return selected_; }

protected:
    std::uint64_t lines_ = 0;
    std::uint64_t selected_ = 0;
};

/// Which frames are wanted: interfaces are ports, identifiers are addresses, messages are commands.
GTX_API bool wants(const Selection& selection, const SerialRecord& record, std::string_view port);
/// True where the signal of this field is wanted.
GTX_API bool wants(const Selection& selection, const wire::Field& field);
/// The names in `messages` and `signals` that nothing in the dialect bears: probably typing errors.
GTX_API std::vector<std::string> unknown_names(const Selection& selection,
                                               const dialect::SerialDialect& dialect);

/// The writer for `options`, of which `format` is not frames; null for findings, which are about CAN. `ports`
/// gives the names behind the numbers; `stream` and `lines` are what was counted, told in a summary, and may
/// be null until finish(). All are borrowed and must outlive the writer. Headings are written at once.
struct SerialSources {
    const log::InterfaceNames& ports;
    const std::unique_ptr<SerialStream>* stream = nullptr;
    const log::Counts* lines = nullptr;
};
GTX_API std::unique_ptr<SerialWriter> make_serial_writer(const WriterOptions& options,
                                                         const SerialSources& sources, Buffer& out);

} // namespace gtx::decode
