// SPDX-License-Identifier: MIT
/// \file
/// What the writers of serial lines share.
#pragma once

#include "gtx/base/text.hpp"
#include "gtx/decode/serial_writers.hpp"

namespace gtx::decode {

/// The time of a record as text; empty if it is not known.
inline std::string time_text(const SerialRecord& record) {
    constexpr std::size_t room = 32;
    char digits[room];
    if (!record.time.known()) return {};
    const char* end = text::put_seconds(digits, record.time, record.decimals > 6 ? 9 : 6);
    return {digits, static_cast<std::size_t>(end - digits)};
}

std::unique_ptr<SerialWriter> make_serial_record_writer(const WriterOptions&, const SerialSources&, Buffer&);
std::unique_ptr<SerialWriter> make_serial_state_writer(const WriterOptions&, const SerialSources&, Buffer&);
std::unique_ptr<SerialWriter> make_serial_picture_writer(const WriterOptions&, const SerialSources&, Buffer&);
std::unique_ptr<SerialWriter> make_serial_event_writer(const WriterOptions&, const SerialSources&, Buffer&);
std::unique_ptr<SerialWriter> make_serial_summary_writer(const WriterOptions&, const SerialSources&, Buffer&);

} // namespace gtx::decode
