// SPDX-License-Identifier: MIT
/// \file
/// stdout or a file, written in blocks and checked: a full disk is an error with a message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gtx/base/result.hpp"
#include "tools/common/fd.hpp"

namespace gtx::cli {

/// When bytes leave.
enum class Flush : std::uint8_t {
    automatic, ///< each write if the output is a terminal, else blocks
    blocks,
    each_write,
};

class Output {
public:
    static constexpr std::size_t block_size = 256 * 1024;

    /// Opens `path`, created or emptied; "-" and "" are stdout.
    static Result<Output> open(std::string_view path, Flush mode = Flush::automatic);

    /// Adds `text`. After the first failure it drops everything and says false; flush() and close() say why.
    bool write(std::string_view text);
    /// Hands over what is held back.
    Result<void> flush();
    /// Flushes and closes. To be called at the end: only then is the work done.
    Result<void> close();

    /// False after the first failure: there is no use in going on.
    [[nodiscard]] bool good() const { return good_; }
    /// True if people read along.
    [[nodiscard]] bool terminal() const { return terminal_; }
    /// As typed, or "standard output".
    [[nodiscard]] const std::string& name() const { return name_; }
    /// True if `fd` is the same regular file, which reading and writing at once would destroy.
    [[nodiscard]] bool same_file(int fd) const;

private:
    Output(Fd fd, std::string name, Flush mode);
    Result<void> status() const;
    void fail(int os_errno);
    void write_out(std::string_view text);

    Fd fd_;
    std::string name_;
    std::string block_;
    bool terminal_ = false;
    bool each_write_ = false;
    bool good_ = true;
    int os_errno_ = 0;
};

} // namespace gtx::cli
