// SPDX-License-Identifier: MIT
/// \file
/// Vector ASC, read: a heading with date and base, then a line for each event.
#pragma once

#include <string>
#include <vector>

#include "log/dates_impl.hpp"
#include "log/text_reader_impl.hpp"

namespace gtx::log {

/// Bits of the FLAGS column of a CANFD line.
inline constexpr std::uint32_t asc_rtr = 0x10;
inline constexpr std::uint32_t asc_fdf = 0x1000;
inline constexpr std::uint32_t asc_brs = 0x2000;
inline constexpr std::uint32_t asc_esi = 0x4000;

/// Comments that gtx writes for itself, so that what the format cannot hold comes back.
inline constexpr std::string_view asc_mark = "// gtx: ";
inline constexpr std::string_view asc_utc = "the date is UTC";
inline constexpr std::string_view asc_direction_unknown = "direction unknown";
inline constexpr std::string_view asc_direction_known = "direction known";
inline constexpr std::string_view asc_no_fdf = "FDF not recorded";
inline constexpr std::string_view asc_with_fdf = "FDF recorded";
inline constexpr std::string_view asc_channel = "channel ";
inline constexpr std::string_view asc_error = "error ";

class AscReader final : public TextReader {
public:
    explicit AscReader(const ReaderOptions& options);

private:
    struct FdHead;

    Outcome parse(std::string_view line, Entry& entry) override;
    Outcome parse_heading(std::string_view line);
    Outcome parse_comment(std::string_view line);
    Outcome parse_event(std::string_view line, Entry& entry);
    Outcome parse_classic(Cursor& in, Entry& entry);
    Outcome parse_fd(Cursor& in, Entry& entry);
    Outcome parse_error(std::uint32_t channel, Entry& entry);
    static std::optional<std::uint32_t> parse_dlc(std::string_view word);
    Failure parse_data(Cursor& in, can::Frame& frame) const;
    Failure parse_classic_bytes(Cursor& in, std::uint32_t dlc, can::Frame& frame) const;
    Failure parse_fd_frame(Cursor& in, Entry& entry, FdHead& head) const;
    Failure set_id(std::string_view word, can::Frame& frame) const;
    Outcome finished(Failure failure, std::uint32_t channel, const Cursor& in, Entry& entry);

    bool take_base(std::string_view line);
    bool take_date(std::string_view text);
    void set_start();
    void take_mark(std::string_view mark);
    std::optional<Timestamp> place(std::int64_t ns);
    std::uint16_t interface_of(std::uint32_t channel);

    bool decimal_ = false; ///< base dec
    bool relative_ = false;
    bool dated_ = false;
    bool utc_ = false;
    bool directions_ = true;
    bool fdf_ = true;
    Date date_;
    std::int64_t start_ns_ = 0;
    std::int64_t sum_ns_ = 0;
    std::vector<std::string> names_;  ///< of channels, where a mark gives one
    std::optional<can::Frame> error_; ///< what a mark said of the error frame in the next line
    std::uint64_t error_line_ = 0;    ///< the line that frame is for
};

} // namespace gtx::log
