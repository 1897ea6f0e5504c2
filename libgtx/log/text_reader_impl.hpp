// SPDX-License-Identifier: MIT
/// \file
/// What all readers of text but candump's have in common: lines are cut out of blocks of any size, counted,
/// bounded and cleaned; a format only says what a line is.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "gtx/log/reader.hpp"
#include "log/begun_line_impl.hpp"
#include "log/candump_line_impl.hpp"

namespace gtx::log {

inline Outcome frame_outcome() {
    return {.what = Outcome::What::frame};
}
inline Outcome comment_outcome() {
    return {.what = Outcome::What::comment};
}
inline Outcome detail_outcome() {
    return {.what = Outcome::What::detail};
}
inline Outcome refusal_outcome(Refusal reason, bool ran_out = false) {
    return {.what = Outcome::What::refused, .reason = reason, .ran_out = ran_out};
}
/// What a line is whose frame was put together, or failed.
inline Outcome outcome_of(Failure failure, const Cursor& in) {
    return failure ? refusal_outcome(*failure, in.ran_out()) : frame_outcome();
}

/// A reader of lines. CandumpReader cuts lines by the same rules, in its own, faster way.
class TextReader : public Reader {
public:
    explicit TextReader(const ReaderOptions& options) : options_(options) {}

    std::size_t read(std::string_view bytes, Batch& batch) final;
    bool finish(Batch& batch) final;
    [[nodiscard]] const Counts& counts() const final { return counts_; }
    [[nodiscard]] InterfaceNames& interfaces() final {
        return options_.interfaces != nullptr ? *options_.interfaces : own_interfaces_;
    }

protected:
    /// One line without its end and the blanks around it; neither empty nor with control characters. A frame
    /// goes into `entry`, which is cleared: no time, no bytes, all else 0. Its line is set already.
    virtual Outcome parse(std::string_view line, Entry& entry) = 0;

    /// A line was refused, by parse() or before it. A frame of several lines is not whole without it.
    virtual void lose() {}

    [[nodiscard]] const ReaderOptions& options() const { return options_; }
    /// Local date and time as UTC, as the options say.
    [[nodiscard]] std::int64_t utc_of(int year, int month, int day, int hour, int minute, int second) const {
        const auto convert = options_.local_to_utc != nullptr ? options_.local_to_utc : utc_seconds;
        return convert(year, month, day, hour, minute, second);
    }
    /// The number of the interface `can0`, `can1` ... that a bus counted from 0 is.
    std::uint16_t bus(std::uint32_t index);

private:
    void begin(Batch& batch);
    const char* continue_line(const char* p, const char* end, Batch& batch);
    const char* read_lines(const char* p, const char* end, Batch& batch);
    void keep(std::string_view part, Batch& batch);
    void take(std::string_view line, Batch& batch, bool last = false);
    Outcome look_at(std::string_view line, Entry& entry);
    void refuse(Refusal reason, std::string_view line, Batch& batch);

    ReaderOptions options_;
    InterfaceNames own_interfaces_;
    Counts counts_;
    std::array<std::uint32_t, 8> buses_{}; ///< numbers given to the first buses, plus 1
    BegunLine begun_line_;
    std::string without_colour_;
};

/// Asks `look` of each whole line of a beginning, blank ones left out, until one is not `more`. The lines
/// have no blanks around them. At the end of what there is: `more`, or `no` if nothing more comes.
Likeness look_at_lines(std::string_view beginning, bool whole, Likeness (*look)(std::string_view line));

/// True if `reader`, which is new, makes one frame of `line` and nothing else.
bool is_one_frame(Reader& reader, std::string_view line);

/// `line` without CR, blanks and tabs around it.
std::string_view trimmed(std::string_view line);

} // namespace gtx::log
