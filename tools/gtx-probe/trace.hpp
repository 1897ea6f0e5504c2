// SPDX-License-Identifier: MIT
/// \file
/// All frames or bytes as they came and went, in a file that can be read again.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "gtx/base/result.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/log/candump.hpp"
#include "tools/common/output.hpp"

namespace gtx::probe_tool {

class Trace {
public:
    /// An empty path: nothing is written. *Errors:* of the file.
    static Result<Trace> open(const std::string& path);

    void frame(Timestamp time, std::string_view interface, const can::Frame& frame);
    void bytes(Timestamp time, std::string_view port, can::Direction way,
               std::span<const std::uint8_t> bytes);
    /// *Errors:* a full disk.
    Result<void> close();

private:
    std::optional<cli::Output> output_;
    log::Entry entry_;
    std::string line_;
};

} // namespace gtx::probe_tool
