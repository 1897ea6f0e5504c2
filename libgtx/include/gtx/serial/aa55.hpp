// SPDX-License-Identifier: MIT
/// \file
/// The frame AA 55 of Deye low-voltage packs, as far as one recording shows it.
///
///     AA 55 01 | command | count | count bytes of data | CRC low, high | 0D 0A
///
/// The CRC is that of Modbus over command, count and data. All this is observed (a Deye LVESS02 and its host
/// program, 40 frames: captures/serial-battery/deye-lvess-rs485-aa55-lines-1-40.log); no paper of the maker
/// is known. The third byte was always 01: frames with another are not looked for.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/serial/refusal.hpp"

namespace gtx::serial {

struct Aa55Frame {
    static constexpr std::size_t max_data = 255;

    std::uint8_t command = 0; ///< of a reply it need not be the one asked for
    std::vector<std::uint8_t> data;

    friend bool operator==(const Aa55Frame&, const Aa55Frame&) = default;
};

/// The bytes on the wire. *Errors:* bad_length: more than max_data bytes.
GTX_API Result<std::vector<std::uint8_t>> encode_aa55(const Aa55Frame& frame);

struct Aa55Seen {
    Place place;
    Aa55Frame frame;
};

struct Aa55Batch {
    std::vector<Aa55Seen> frames;
    std::vector<Refused> refused;

    void clear() {
        frames.clear();
        refused.clear();
    }
};

/// Finds frames among bytes in blocks of any size. A frame that is refused is searched for another beginning.
/// Holds at most 264 bytes.
class GTX_API Aa55Reader {
public:
    Aa55Reader();
    ~Aa55Reader();
    Aa55Reader(Aa55Reader&&) noexcept;
    Aa55Reader& operator=(Aa55Reader&&) noexcept;

    /// Takes all of `bytes`, which came at `time` (it may be unknown), and appends to `batch`.
    void read(Bytes bytes, Timestamp time, Aa55Batch& batch);
    /// Nothing more comes, or the time limit of a reply is over: what is held is judged as it stands.
    void finish(Aa55Batch& batch);

    [[nodiscard]] const Counts& counts() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::serial
