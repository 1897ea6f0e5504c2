// SPDX-License-Identifier: MIT
/// \file
/// Captures of CAN, written: one row for each format, as for readers.
///
/// What a format can hold comes back from its reader as it was. What it cannot is said with its row; a frame
/// that it cannot hold at all is left out, and append() says so.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/log/entry.hpp"

namespace gtx::log {

/// Writes one capture into a string that its owner empties now and then. Keeps a bounded amount.
class GTX_API FrameWriter {
public:
    FrameWriter() = default;
    FrameWriter(const FrameWriter&) = delete;
    FrameWriter& operator=(const FrameWriter&) = delete;
    virtual ~FrameWriter() = default;

    /// Appends `entry`, with the heading before the first. A time that is not known is written as 0 where the
    /// format has no way to leave it out. False: the format has no such frame, and nothing was written.
    virtual bool append(std::string& out, const Entry& entry, std::string_view interface) = 0;
    /// The capture is over: appends what has to stand at the end, and the heading if nothing was written.
    virtual void finish(std::string& out) = 0;
};

/// A format that can be written.
struct WrittenFormat {
    std::string_view name;   ///< that of the Format which reads it
    std::string_view cannot; ///< what it cannot hold: "frames of CAN XL"; empty: it holds all
    std::unique_ptr<FrameWriter> (*writer)() = nullptr;
};

/// All formats that can be written.
GTX_API std::span<const WrittenFormat> written_formats();
/// The one of that name, or null.
GTX_API const WrittenFormat* find_written_format(std::string_view name);

} // namespace gtx::log
