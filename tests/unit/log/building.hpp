// SPDX-License-Identifier: MIT
/// \file
/// Binary captures put together byte by byte: pcap, pcapng, BLF.
#pragma once

#include <zlib.h>

#include "records_reading.hpp"

namespace building {

using records_reading::number;

inline constexpr unsigned sll = 113;
inline constexpr unsigned socketcan = 227;
inline constexpr unsigned sll2 = 276;

/// A classic pcap in one byte order.
struct Pcap {
    bool big = false;
    bool nanoseconds = false;
    std::string out{};

    [[nodiscard]] std::string u32(std::uint64_t v) const { return number(v, 4, big); }
    void head(unsigned link) {
        out += u32(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4) + number(2, 2, big) + number(4, 2, big) + u32(0) +
               u32(0) + u32(65535) + u32(link);
    }
    void packet(const std::string& data, std::uint64_t seconds = 1700000000, std::uint64_t fraction = 123456,
                std::uint64_t more = 0) {
        out += u32(seconds) + u32(fraction) + u32(data.size()) + u32(data.size() + more) + data;
    }
};

/// A pcapng in one byte order.
struct Pcapng {
    bool big = false;
    std::string out{};

    [[nodiscard]] std::string u32(std::uint64_t v) const { return number(v, 4, big); }
    static std::string padded(std::string s) {
        s.append((4 - s.size() % 4) % 4, '\0');
        return s;
    }
    [[nodiscard]] std::string option(unsigned code, const std::string& value) const {
        return number(code, 2, big) + number(value.size(), 2, big) + padded(value);
    }
    void block(std::uint32_t type, const std::string& body) {
        const auto length = u32(body.size() + 12);
        out += u32(type) + length + body + length;
    }
    void section() {
        block(0x0A0D0D0A, u32(0x1A2B3C4D) + number(1, 2, big) + number(0, 2) + number(UINT64_MAX, 8));
    }
    void interface(unsigned link, const std::string& options = {}) {
        block(1, number(link, 2, big) + number(0, 2) + u32(0) + options);
    }
    void packet(const std::string& data, std::uint32_t interface = 0, const std::string& options = {},
                std::uint64_t ticks = 1700000000123456, std::uint64_t more = 0) {
        block(6, u32(interface) + u32(ticks >> 32) + u32(ticks & 0xFFFFFFFF) + u32(data.size()) +
                     u32(data.size() + more) + padded(data) + options);
    }
};

inline std::string cooked(unsigned protocol, const std::string& data, unsigned type = 0) {
    return number(type, 2, true) + number(280, 2, true) + number(0, 2) + number(0, 8) +
           number(protocol, 2, true) + data;
}
inline std::string cooked2(unsigned protocol, const std::string& data, unsigned type = 0,
                           unsigned index = 5) {
    return number(protocol, 2, true) + number(0, 2) + number(index, 4, true) + number(280, 2, true) +
           number(type, 1) + number(0, 1) + number(0, 8) + data;
}

/// Of a BLF file, whose times are those of 2023-11-14 22:13:20.500.
inline std::string file_head(std::uint32_t size = 144) {
    std::string s = "LOGG" + number(size, 4) + number(0, 8) + number(0, 24);
    for (const unsigned field : {2023U, 11U, 2U, 14U, 22U, 13U, 20U, 500U}) s += number(field, 2);
    s.resize(size, '\0');
    return s;
}

/// An object with `body` behind the head of version 1 (32 bytes) or 2 (40 bytes), padded as Vector does.
inline std::string object(std::uint32_t type, const std::string& body, std::uint64_t ticks = 1,
                          std::uint32_t flags = 2, unsigned version = 1) {
    const std::size_t head = version == 1 ? 32 : 40;
    std::string s = "LOBJ" + number(head, 2) + number(version, 2) + number(head + body.size(), 4) +
                    number(type, 4) + number(flags, 4) + number(0, 4) + number(ticks, 8);
    s.resize(head, '\0');
    s += body;
    return s + std::string(s.size() % 4, '\0');
}

inline std::string message(std::uint32_t id, const std::string& data, unsigned channel = 1,
                           unsigned flags = 0, unsigned dlc = 99) {
    auto bytes = data;
    bytes.resize(8, '\0');
    return number(channel, 2) + number(flags, 1) + number(dlc == 99 ? data.size() : dlc, 1) + number(id, 4) +
           bytes;
}

inline std::string fd_message(std::uint32_t id, const std::string& data, unsigned fd_flags, unsigned dlc) {
    auto bytes = data;
    bytes.resize(64, '\0');
    return number(2, 2) + number(1, 1) + number(dlc, 1) + number(id, 4) + number(0, 5) + number(fd_flags, 1) +
           number(data.size(), 1) + number(0, 5) + bytes + number(0, 4);
}

inline std::string fd_message_64(std::uint32_t id, const std::string& data, std::uint32_t flags, unsigned dlc,
                                 unsigned direction) {
    return number(3, 1) + number(dlc, 1) + number(data.size(), 1) + number(0, 1) + number(id, 4) +
           number(0, 4) + number(flags, 4) + number(0, 16) + number(0, 2) + number(direction, 1) +
           number(0, 1) + number(0, 4) + data;
}

inline std::string deflated(const std::string& content) {
    std::string out(compressBound(content.size()), '\0');
    auto size = static_cast<uLongf>(out.size());
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(content.data()),
             content.size());
    out.resize(size);
    return out;
}

inline std::string container_of(unsigned method, const std::string& content, std::size_t stated) {
    const auto s = "LOBJ" + number(16, 2) + number(1, 2) + number(32 + content.size(), 4) + number(10, 4) +
                   number(method, 2) + number(0, 6) + number(stated, 4) + number(0, 4) + content;
    return s + std::string(s.size() % 4, '\0');
}
inline std::string stored(const std::string& content) {
    return container_of(0, content, content.size());
}
inline std::string zipped(const std::string& content) {
    return container_of(2, deflated(content), content.size());
}

} // namespace building
