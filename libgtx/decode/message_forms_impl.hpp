// SPDX-License-Identifier: MIT
/// \file
/// A decoded message as text: as a JSON object, as CSV rows (one for each signal), or as a line for people.
///
/// A line is the time, a head that is constant for its slot, and a body. A frame that is in no message has
/// its bytes in hex instead of a body, between two texts that are constant as long as its length is.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decode/segment_impl.hpp"
#include "decode/writer_impl.hpp"

namespace gtx::decode {

/// What is known of a message before any frame of it came: the constant texts around its values.
struct Plan {
    struct Field {
        const wire::Row* row = nullptr;
        unsigned decimals = 0;
        Segment before; ///< the key, with what separates it from the value before
        Segment after;  ///< the unit
    };

    explicit Plan(wire::RowMask selected) : rows(selected) {}
    void add(const wire::Row& row, const std::string& before, const std::string& after);

    wire::RowMask rows; ///< selected
    std::vector<Field> fields;
    std::size_t room = Segment::most; ///< characters the bodies of a message need at most, all lines together
};

/// Begins lines, each with what all lines of a record begin with, and remembers where their times stand.
class LineStarts {
public:
    LineStarts(const Segment& before_time, const TimeText& time, const Block& head,
               std::vector<std::uint32_t>& times)
        : before_time_(before_time), time_(time), head_(head), times_(times) {}

    /// Characters a beginning needs at most.
    [[nodiscard]] std::size_t room() const { return Segment::most + time_room + head_.room(); }

    /// Writes the beginning of a line at `out`; the record began at `record`.
    char* put(char* out, const char* record) {
        ++lines_;
        if (!time_.known()) return head_.put(out);
        out = before_time_.put(out);
        times_.push_back(static_cast<std::uint32_t>(out - record));
        return head_.put(time_.put(out));
    }
    [[nodiscard]] std::uint32_t lines() const { return lines_; }

private:
    const Segment& before_time_;
    const TimeText& time_;
    const Block& head_;
    std::vector<std::uint32_t>& times_;
    std::uint32_t lines_ = 0;
};

/// What the three formats do differently.
class Form {
public:
    virtual ~Form() = default;
    virtual std::string_view heading() const = 0;
    virtual Plan plan(const wire::Table& table, wire::RowMask selected) const = 0;
    /// What stands in front of the time in a line, and behind it in every line of the slot. Without a time
    /// there is the second alone.
    virtual std::string_view before_time() const = 0;
    virtual std::string head(const Slot& slot, std::string_view interface, bool timed) const = 0;
    /// Writes the lines of a message; returns the place behind them.
    virtual char* body(char* out, LineStarts& starts, const Plan& plan, const Slot& slot,
                       std::span<const std::uint8_t> bytes) const = 0;
    /// What stands between the head and the bytes of a frame that is in no message, and behind them.
    /// `length`: how many bytes there are, or the number a remote frame asks for.
    virtual std::string raw_before(const Slot& slot, std::size_t length) const = 0;
    virtual std::string_view raw_after() const = 0;
};

std::unique_ptr<Form> make_form(Format format);

} // namespace gtx::decode
