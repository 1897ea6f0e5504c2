// SPDX-License-Identifier: MIT
/// \file
/// A file or stdin, read in blocks; what is packed by gzip, xz, zstd or bzip2 is unpacked on the way.
///
///     auto input = cli::Input::open(path);
///     if (!input) return input.error();
///     for (;;) {
///         if (input->would_wait()) (void)output.flush(); // live: show what is there before waiting
///         auto block = input->read();
///         if (!block) return block.error();
///         if (block->empty()) break; // the end, or a signal
///         …
///     }
///     if (auto damage = input->damage(); !damage) return damage.error();
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "gtx/base/result.hpp"
#include "tools/common/fd.hpp"
#include "tools/common/unpack.hpp"

namespace gtx::cli {

class Input {
public:
    static constexpr std::size_t block_size = 256 * 1024;

    /// Opens `path`; "-" and "" are stdin. A terminal as stdin is said once on stderr.
    static Result<Input> open(std::string_view path);

    /// The next bytes, at least one; empty at the end and once a signal was noted. Waits for live input.
    /// Valid until the next call. Packed bytes that are damaged end it, behind all that can be unpacked.
    Result<std::string_view> read();
    /// The same, put at the beginning of `room`; how many bytes. For what is not live, once read() has given
    /// something.
    Result<std::size_t> read_into(std::span<char> room);
    /// What of a plain file is not read yet; read() goes on at a place of it. Empty for all else.
    struct Part {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
    };
    [[nodiscard]] Part rest_of_file() const;
    Result<void> go_on_at(std::uint64_t offset);
    /// What was wrong with the packed bytes, once read() came to their end.
    [[nodiscard]] Result<void> damage() const;

    /// True where bytes come in their own time: pipe, terminal, socket, device. False for a regular file.
    [[nodiscard]] bool live() const { return live_; }
    /// True if read() would wait now: the moment to flush what was written so far. Always false for files.
    [[nodiscard]] bool would_wait() const;
    /// Waits at most so long until read() need not. False if it still would, or a signal came.
    [[nodiscard]] bool wait(std::chrono::milliseconds longest) const;
    /// As typed, or "standard input".
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] int fd() const { return fd_.get(); }

private:
    Input(Fd fd, std::string name, bool live);
    Result<std::string_view> read_bytes(std::size_t behind = 0);
    Result<std::size_t> read_file(std::span<char> room);
    Result<std::string_view> read_first();
    Result<std::size_t> read_packed(std::span<char> room);

    Fd fd_;
    std::string name_;
    bool live_ = false;
    std::unique_ptr<char[]> block_; ///< of block_size, as all blocks: pages that are not used cost nothing
    bool begun_ = false;
    std::unique_ptr<Unpacker> unpacker_; ///< null: the bytes are plain
    std::string_view packed_;            ///< the rest of block_, still packed
    bool ended_ = false;                 ///< no more packed bytes come
    std::unique_ptr<char[]> plain_;
};

} // namespace gtx::cli
