// SPDX-License-Identifier: MIT
/// \file
/// Where what is told goes: stdout, a file, or a file that is replaced as a whole each time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gtx/base/result.hpp"
#include "tools/common/output.hpp"
#include "tools/gtx-probe/options.hpp"

namespace gtx::probe_tool {

class Sink {
public:
    /// *Errors:* of the file.
    static Result<Sink> open(const Options& options);

    /// Adds `text`, or replaces the file by it.
    void put(std::string_view text);
    /// Hands over what is held back.
    void flush();
    /// *Errors:* of the file: a full disk, a directory without permission.
    Result<void> close();

    [[nodiscard]] bool good() const { return !failure_ && (!output_ || output_->good()); }
    [[nodiscard]] bool terminal() const { return output_ && output_->terminal(); }
    /// True if `fd` is the file that is written.
    [[nodiscard]] bool same_file(int fd) const { return output_ && output_->same_file(fd); }

private:
    Result<void> replace(std::string_view text) const;

    std::optional<cli::Output> output_; ///< none: `path_` is replaced
    std::string path_;
    std::optional<Error> failure_;
};

} // namespace gtx::probe_tool
