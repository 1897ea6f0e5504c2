// SPDX-License-Identifier: MIT
// Vector ASC, written. What the format has no place for stands in comments that gtx reads again: names of
// interfaces, unknown directions, the details of error frames, that the date is UTC.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/log/candump.hpp"
#include "log/asc_impl.hpp"
#include "log/fields_impl.hpp"
#include "log/writers_impl.hpp"

namespace gtx::log {

namespace {

class AscWriter final : public FrameWriter {
public:
    bool append(std::string& out, const Entry& entry, std::string_view interface) override;
    void finish(std::string& out) override;

private:
    static constexpr std::uint32_t last_channel = 255;

    void put_heading(std::string& out, Timestamp first);
    std::uint32_t channel_of(std::string& out, std::string_view interface);
    void put_directions(std::string& out, can::Direction direction);
    void put_fdf(std::string& out, const can::Frame& frame);
    static void put_error_mark(std::string& out, const Entry& entry);
    char* put_time(char* p, const Entry& entry) const;

    std::map<std::string, std::uint32_t, std::less<>> channels_;
    std::array<bool, last_channel + 1> taken_{};
    std::int64_t start_ns_ = 0;
    bool headed_ = false;
    bool directions_ = true; ///< as the reader takes them to be
    bool fdf_ = true;
};

void put_mark(std::string& out, std::string_view text) {
    out.append(asc_mark).append(text).append("\n");
}

/// can0 is channel 1; a name without a number has none.
std::uint32_t wanted_channel(std::string_view interface) {
    constexpr std::string_view prefix = "can";
    if (!interface.starts_with(prefix)) return 0;
    const auto digits = interface.substr(prefix.size());
    const auto number = parse_unsigned(digits, 10, 254);
    const bool plain = digits.size() == 1 || (!digits.empty() && digits[0] != '0');
    return number && plain ? *number + 1 : 0;
}

char* put_id(char* p, const can::Frame& frame) {
    char* end = fmt::format_to(p, "{:X}", frame.id.value);
    if (frame.id.extended) *end++ = 'x';
    return end;
}

char* put_bytes(char* p, const can::Frame& frame) {
    for (const auto byte : frame.bytes()) {
        *p++ = ' ';
        p = text::put_hex_byte(p, byte);
    }
    return p;
}

std::string_view name_of(can::Direction direction) {
    return direction == can::Direction::sent ? "Tx" : "Rx";
}

/// `21A             Rx   d 8 FE 36`, as log2asc has it.
char* put_classic(char* p, std::uint32_t channel, const can::Frame& frame) {
    char id[16];
    const std::string_view shown(id, static_cast<std::size_t>(put_id(id, frame) - id));
    const bool remote = frame.kind == can::Kind::remote;
    p = fmt::format_to(p, " {:<2} {:<15} {:<4} {} {:X}", channel, shown, name_of(frame.direction),
                       remote ? 'r' : 'd', dlc_of(frame));
    return remote ? p : put_bytes(p, frame);
}

/// The columns of CANFD; of duration, bits, CRC and bit timings nothing is known, so they are 0.
char* put_fd(char* p, std::uint32_t channel, const can::Frame& frame) {
    char id[16];
    const std::string_view shown(id, static_cast<std::size_t>(put_id(id, frame) - id));
    const bool brs = (frame.fd_flags & can::Frame::fd_brs) != 0;
    const bool esi = (frame.fd_flags & can::Frame::fd_esi) != 0;
    p = fmt::format_to(p, " CANFD {:3} {:<4} {:>8}  {:>32} {:d} {:d} {:x} {:2}", channel,
                       name_of(frame.direction), shown, "", brs, esi, dlc_of(frame), frame.length);
    p = put_bytes(p, frame);
    const auto flags = asc_fdf | (brs ? asc_brs : 0) | (esi ? asc_esi : 0);
    return fmt::format_to(p, " {:8} {:4} {:8x} 0 0 0 0 0", 0, 0, flags);
}

void AscWriter::put_heading(std::string& out, Timestamp first) {
    headed_ = true;
    const auto ns = first.known() ? std::max<std::int64_t>(first.ns(), 0) : 0;
    start_ns_ = ns / second_ns * second_ns;
    const auto d = date_of(ns / second_ns);
    const auto date = fmt::format("{} {} {:2} {:02}:{:02}:{:02}.000 {}", weekday(d),
                                  english_months[d.month - 1], d.day, d.hour, d.minute, d.second, d.year);
    out.append(fmt::format("date {}\nbase hex  timestamps absolute\nno internal events logged\n", date));
    put_mark(out, asc_utc);
    out.append(fmt::format("Begin Triggerblock {}\n", date));
}

/// The channel of an interface, told in a mark where its number does not say its name.
std::uint32_t AscWriter::channel_of(std::string& out, std::string_view interface) {
    if (const auto known = channels_.find(interface); known != channels_.end()) return known->second;
    const auto wanted = wanted_channel(interface);
    auto channel = wanted;
    if (channel == 0 || taken_[channel]) {
        const auto free = std::find(taken_.begin() + 1, taken_.end(), false);
        if (free == taken_.end()) return last_channel; // no capture has so many buses
        channel = static_cast<std::uint32_t>(free - taken_.begin());
    }
    taken_[channel] = true;
    channels_.emplace(interface, channel);
    if (channel != wanted) put_mark(out, fmt::format("{}{} is {}", asc_channel, channel, interface));
    return channel;
}

void AscWriter::put_directions(std::string& out, can::Direction direction) {
    const bool known = direction != can::Direction::unknown;
    if (known != directions_) put_mark(out, known ? asc_direction_known : asc_direction_unknown);
    directions_ = known;
}

/// Writers of before 2025 do not record FDF; in the columns it is always set.
void AscWriter::put_fdf(std::string& out, const can::Frame& frame) {
    const bool with = (frame.fd_flags & can::Frame::fd_fdf) != 0;
    if (with != fdf_) put_mark(out, with ? asc_with_fdf : asc_no_fdf);
    fdf_ = with;
}

/// The frame as candump writes it, without time and interface.
void AscWriter::put_error_mark(std::string& out, const Entry& entry) {
    std::string line;
    append_candump_line(line, entry, "x");
    const auto frame = line.find(" x ") + 3;
    put_mark(out,
             fmt::format("{}{}", asc_error, std::string_view(line).substr(frame, line.size() - frame - 1)));
}

char* AscWriter::put_time(char* p, const Entry& entry) const {
    const Timestamp since(entry.time.known() ? entry.time.ns() - start_ns_ : 0);
    char text[32];
    const auto* end = text::put_seconds(text, since, entry.time_decimals > 6 ? 9 : 6);
    return fmt::format_to(p, "{:>11}", std::string_view(text, static_cast<std::size_t>(end - text)));
}

bool AscWriter::append(std::string& out, const Entry& entry, std::string_view interface) {
    const auto& frame = entry.frame;
    if (frame.kind == can::Kind::xl) return false;
    if (!headed_) put_heading(out, entry.time);
    const auto channel = channel_of(out, interface);
    char buffer[512]; // 64 bytes of 3 characters, and less than that of all else
    char* p = put_time(buffer, entry);
    switch (frame.kind) {
    case can::Kind::error:
        put_error_mark(out, entry);
        p = fmt::format_to(p, " {:<2} ErrorFrame", channel);
        break;
    case can::Kind::fd:
        put_directions(out, frame.direction);
        put_fdf(out, frame);
        p = put_fd(p, channel, frame);
        break;
    default:
        put_directions(out, frame.direction);
        p = put_classic(p, channel, frame);
    }
    *p++ = '\n';
    out.append(buffer, p);
    return true;
}

void AscWriter::finish(std::string& out) {
    if (!headed_) put_heading(out, Timestamp::none());
    out += "End TriggerBlock\n";
}

} // namespace

std::unique_ptr<FrameWriter> write_asc() {
    return std::make_unique<AscWriter>();
}

} // namespace gtx::log
