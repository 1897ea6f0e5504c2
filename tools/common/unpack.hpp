// SPDX-License-Identifier: MIT
/// \file
/// Compressed bytes into plain ones, as they come: gzip, xz, zstd, bzip2, told from their first bytes.
///
/// zlib is linked, as the library has it anyway. The others are opened when they are needed, so that the
/// start of a tool does not pay for them; dpkg itself needs all three, so they are on every Debian.
///
/// Not by libarchive: it gives nothing of the last block (up to 64 KiB, all of a short file) where a file is
/// cut, does not check the CRC of gzip (3.6.2), and starting with it takes 4 ms more.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gtx::cli {

enum class Packing : std::uint8_t { plain, gzip, xz, zstd, bzip2 };

/// How a file is packed that begins so. Empty: more of it has to be seen (never with `whole`).
std::optional<Packing> packing_of(std::string_view beginning, bool whole);

/// Takes packed bytes and gives plain ones. Several streams one behind the other are one, as the tools of
/// these formats have it. Memory: gzip 44 KiB, bzip2 4 MiB; xz and zstd what the file asks for, up to
/// max_memory.
class Unpacker {
public:
    static constexpr std::uint64_t max_memory = std::uint64_t{128} << 20;

    Unpacker() = default;
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;
    virtual ~Unpacker() = default;

    /// Takes from the front of `in`, fills the front of `out`, returns how much of it. `last`: nothing comes
    /// behind `in`. 0: all of `in` is taken, or there is no going on; then complaint() may say why.
    virtual std::size_t step(std::string_view& in, std::span<char> out, bool last) = 0;
    /// What is wrong with the packed bytes; empty if nothing is, so far.
    [[nodiscard]] const std::string& complaint() const { return complaint_; }

protected:
    /// What ends the unpacking: there is no going on behind it.
    void complain(std::string what) { complaint_ = std::move(what); }

private:
    std::string complaint_;
};

/// Never null; where a library is missing the first step complains.
std::unique_ptr<Unpacker> make_unpacker(Packing packing);

} // namespace gtx::cli
