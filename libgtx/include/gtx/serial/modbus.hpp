// SPDX-License-Identifier: MIT
/// \file
/// Modbus RTU frames: address, function, data, CRC. Some packs offer it beside their own protocol.
///
/// On the wire a pause ends a frame. Bytes that come through an adapter, a gateway or a file have lost their
/// pauses, so the reader knows where a frame ends by its function and its count of bytes, and by the CRC.
/// Functions 01 … 06, 0F and 10 and exceptions are known; lengths are those of the MODBUS Application
/// Protocol V1.1b3, addresses and CRC those of MODBUS over Serial Line V1.02. Packs use 01, 03, 04, 0F and 10
/// (serial-protocols.md 8).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/serial/refusal.hpp"

namespace gtx::serial {

/// CRC-16/MODBUS (reversed polynomial A001, beginning with FFFF). On the wire the low byte comes first.
GTX_API std::uint16_t crc16(Bytes bytes) noexcept;

/// Who said it, as far as the frame itself shows.
enum class ModbusRole : std::uint8_t {
    request,
    reply,
    either,    ///< both have this form: 05 and 06 are answered by their echo
    exception, ///< a reply with function + 80 and one byte, why
};

struct ModbusFrame {
    static constexpr std::size_t max_data = 252; ///< a frame has at most 256 bytes

    std::uint8_t address = 0;       ///< 0 (all) … 247
    std::uint8_t function = 0;      ///< with 80 added for exceptions
    std::vector<std::uint8_t> data; ///< between function and CRC, the count of bytes included

    friend bool operator==(const ModbusFrame&, const ModbusFrame&) = default;
};

/// The bytes on the wire. *Errors:* bad_length: more than max_data bytes.
GTX_API Result<std::vector<std::uint8_t>> encode_modbus(const ModbusFrame& frame);

struct ModbusSeen {
    Place place;
    ModbusFrame frame;
    ModbusRole role{};
};

struct ModbusBatch {
    std::vector<ModbusSeen> frames;
    std::vector<Refused> refused;

    void clear() {
        frames.clear();
        refused.clear();
    }
};

/// Finds frames among bytes in blocks of any size. Where the next bytes are no frame, it tries from the byte
/// behind, so it finds the next good one. Bytes that are none have the reason of the first of them: the
/// length of a frame that is not right cannot be known. One string of bytes in 65536 passes a CRC by chance.
/// Holds at most 256 bytes.
class GTX_API ModbusReader {
public:
    ModbusReader();
    ~ModbusReader();
    ModbusReader(ModbusReader&&) noexcept;
    ModbusReader& operator=(ModbusReader&&) noexcept;

    /// Takes all of `bytes`, which came at `time` (it may be unknown), and appends to `batch`.
    void read(Bytes bytes, Timestamp time, ModbusBatch& batch);
    /// Nothing more comes, or the line was silent: what is held is judged as it stands. To be called in
    /// pauses where times are known; without it a frame behind noise may wait for up to 255 bytes more.
    void finish(ModbusBatch& batch);

    [[nodiscard]] const Counts& counts() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::serial
