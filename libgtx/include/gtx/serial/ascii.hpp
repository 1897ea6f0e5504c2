// SPDX-License-Identifier: MIT
/// \file
/// The frame `~ … CR` in hex text, common to Pylontech, PACE, Seplos and many others (YD/T 1363.3).
///
///     ~ VER ADR CID1 CID2 LENGTH INFO CHKSUM CR      2, 2, 2, 2, 4, LENID and 4 characters between the marks
///
/// LENGTH is one character LCHKSUM and three LENID, the number of characters of INFO. What the bytes of INFO
/// mean is the dialects' business. Source: serial-protocols.md 2.1, from the papers of the makers and
/// recomputed over some hundred frames of the field.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/serial/refusal.hpp"

namespace gtx::serial {

/// One frame. Two frames are equal if all their bytes are: so a caller knows the echo of its own request.
struct AsciiFrame {
    static constexpr std::size_t fixed_chars = 16; ///< VER … LENGTH and CHKSUM
    static constexpr std::size_t max_lenid = 4095; ///< characters of INFO: LENID has three hex digits
    static constexpr std::size_t max_info = 2047;  ///< bytes of INFO
    static constexpr std::size_t max_chars = fixed_chars + max_lenid; ///< between `~` and CR

    std::uint8_t ver = 0x20;  ///< 20, 22, 25, 12 and 00 seen
    std::uint8_t adr = 0;     ///< of the pack, in requests and replies
    std::uint8_t cid1 = 0x46; ///< 46 battery; 4A and 4F seen
    std::uint8_t cid2 = 0;    ///< command of a request, return code (RTN) of a reply
    std::vector<std::uint8_t> info;

    friend bool operator==(const AsciiFrame&, const AsciiFrame&) = default;
};

/// LENGTH for a LENID of 0 … 4095: LCHKSUM in the upper four bits, so that all four nibbles add up to a
/// multiple of 16. 0x002 gives 0xE002.
GTX_API std::uint16_t length_field(std::uint16_t lenid) noexcept;
/// CHKSUM of the characters VER … INFO: what makes the sum of their codes a multiple of 65536.
GTX_API std::uint16_t ascii_checksum(std::string_view chars) noexcept;

/// The frame with `~` and CR, in capitals. *Errors:* bad_length: INFO has more than max_info bytes.
GTX_API Result<std::string> encode_ascii(const AsciiFrame& frame);

/// Reads what stands between `~` and CR. No value: `frame` holds it. Else why not, and `frame` is as it was.
///
/// Small letters are taken as well as capitals, though the papers want capitals and no frame of the field has
/// others; CHKSUM is then over the codes as they stand. The checks come in the order not_hex, too_short,
/// too_long, wrong_length_checksum, length_in_bytes, wrong_length, odd_digits, wrong_checksum.
GTX_API std::optional<Refusal> parse_ascii(std::string_view chars, AsciiFrame& frame);

/// A frame where it stood.
struct AsciiSeen {
    Place place;
    AsciiFrame frame;
    /// Its CR is missing: another `~`, a byte that is no hex digit, or the end of the bytes stands there.
    /// All its checks are right, so it is taken.
    bool without_end = false;
};

/// What one or more calls yield, each list in the order of the bytes. The caller empties it.
struct AsciiBatch {
    std::vector<AsciiSeen> frames;
    std::vector<Refused> refused;

    void clear() {
        frames.clear();
        refused.clear();
    }
};

/// Finds frames among bytes in blocks of any size. Each `~` begins anew, whatever stood before. A frame that
/// is refused reaches to its CR, or to an LF: so files with one frame a line are read, too. Holds at most
/// AsciiFrame::max_chars bytes.
class GTX_API AsciiReader {
public:
    AsciiReader();
    ~AsciiReader();
    AsciiReader(AsciiReader&&) noexcept;
    AsciiReader& operator=(AsciiReader&&) noexcept;

    /// Takes all of `bytes`, which came at `time` (it may be unknown), and appends to `batch`.
    void read(Bytes bytes, Timestamp time, AsciiBatch& batch);
    /// Nothing more comes, or the time limit of a reply is over: what is held is judged as it stands. The
    /// reader can go on; offsets go on, too.
    void finish(AsciiBatch& batch);

    [[nodiscard]] const Counts& counts() const;
    /// True from a `~` to the end of its frame: more is to come.
    [[nodiscard]] bool inside() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::serial
