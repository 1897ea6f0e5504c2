// SPDX-License-Identifier: MIT
/// \file
/// Captures of CAN in any of the formats people have: which one it is, told from its content, and one reader
/// for all.
///
/// Each format is a row of formats() and a Reader of its own, found by its row. A reader takes bytes in
/// blocks of any size and gives frames; it opens nothing, reads no clock and remembers a bounded amount
/// whatever comes. What is no frame is counted by reason and costs nothing else.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/log/candump.hpp"
#include "gtx/log/entry.hpp"

namespace gtx::log {

/// How the times of a capture are meant, and whose names interfaces get: the same for all formats.
using ReaderOptions = CandumpOptions;

/// Reads one capture of CAN. The rules of CandumpReader hold for each: what read() takes, what a batch holds,
/// that the way the blocks are cut changes nothing.
class GTX_API Reader {
public:
    Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    virtual ~Reader() = default;

    /// Takes some of `bytes` and fills `batch` anew; returns how many bytes it took, at least 1 unless empty.
    /// At most CandumpReader::batch_size entries a call. Entry::line is the line of a text or the record of a
    /// binary format, from 1.
    virtual std::size_t read(std::string_view bytes, Batch& batch) = 0;
    /// The capture is over. False: all given; true: call again for more (a compressed container may hold many
    /// frames).
    virtual bool finish(Batch& batch) = 0;

    [[nodiscard]] virtual const Counts& counts() const = 0;
    [[nodiscard]] virtual InterfaceNames& interfaces() = 0;
    [[nodiscard]] virtual bool times_are_differences() const { return false; }
};

/// How sure a look at the beginning of a capture is.
enum class Likeness : std::uint8_t {
    no,   ///< it is not this format
    more, ///< nothing against it, nothing for it yet
    yes,  ///< a signature or a line that no other format has
};

/// A format of captures of CAN.
struct Format {
    std::string_view name;   ///< what -F takes: "candump", "asc", "trc", "pcapng"
    std::string_view title;  ///< for people: "Vector ASC"
    std::string_view source; ///< what the grammar is known from, for gtx-formats(5)
    bool binary = false;     ///< records instead of lines
    /// Looks at the first bytes, at most max_look of them; `whole`: nothing more comes. Name and place of the
    /// file are not asked.
    Likeness (*look)(std::string_view beginning, bool whole) = nullptr;
    std::unique_ptr<Reader> (*reader)(const ReaderOptions&) = nullptr;
};

/// All formats, in the order in which they are asked; candump is last, and takes what nobody else does.
GTX_API std::span<const Format> formats();
/// The format with that name, or null.
GTX_API const Format* find_format(std::string_view name);
/// What the capture is written in. Empty: more of it has to be seen (never with `whole`, nor with max_look
/// bytes).
GTX_API const Format* format_of(std::string_view beginning, bool whole);

} // namespace gtx::log
