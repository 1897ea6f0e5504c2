// SPDX-License-Identifier: MIT
/// \file
/// All bytes as they came and went, and what the coding line did, in a file that can be read again.
#pragma once

#include <optional>
#include <string>

#include "gtx/base/result.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/serial/refusal.hpp"
#include "tools/common/output.hpp"

namespace gtx::assign_tool {

class Trace {
public:
    /// `path` empty: nothing is written. `port`: the name in its lines. *Errors:* of the file.
    static Result<Trace> open(const std::string& path, std::string port);

    void bytes(Timestamp time, can::Direction way, serial::Bytes bytes);
    /// A comment, which readers of traces skip: "# (1700000000.123456) ttyUSB0 RTS raised".
    void level(Timestamp time, std::string_view line, bool raised);
    /// *Errors:* a full disk.
    Result<void> close();

private:
    std::optional<cli::Output> output_;
    std::string port_;
};

} // namespace gtx::assign_tool
