// SPDX-License-Identifier: MIT
/// \file
/// Objects of a Vector BLF file: one that has been cut out of the file into a frame.
///
/// Sources: what the free readers of the format agree on (python-can's can/io/blf.py, Vector_BLF, Wireshark's
/// blf.c), and files that Vector's own library wrote. All numbers are little-endian.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "log/records_impl.hpp"

namespace gtx::log::blf {

inline constexpr std::string_view file_magic = "LOGG";
inline constexpr std::string_view object_magic = "LOBJ";
inline constexpr std::size_t least_file_head = 72; ///< up to the time of the last object
inline constexpr std::size_t base_head = 16;       ///< magic, length of the head, version, length, type
inline constexpr std::size_t full_head = 32;       ///< and flags, time
inline constexpr std::size_t container_head = 32;  ///< and method, size when inflated

/// Types of objects that are read; all others are passed over.
enum Type : std::uint32_t {
    can_message = 1,
    can_error = 2,
    log_container = 10,
    can_error_ext = 73,
    can_message2 = 86,
    can_fd_message = 100,
    can_fd_message_64 = 101,
    can_fd_error_64 = 104,
};

/// True for types that take_object() reads.
bool is_can(std::uint32_t type);

/// Reads one whole object of a type that is_can() into the entry that `sink` gave for it. `start_ns`: when
/// the measurement began, since 1970.
void take_object(std::string_view object, std::int64_t start_ns, Entry& entry, RecordSink& sink);

} // namespace gtx::log::blf
