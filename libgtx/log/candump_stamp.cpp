// SPDX-License-Identifier: MIT
#include "log/candump_stamp_impl.hpp"

#include <algorithm>

#include "gtx/base/text.hpp"

namespace gtx::log {

namespace {

/// Takes exactly `width` digits, a number from `low` to `high`.
bool expect_number(Cursor& in, unsigned width, int low, int high, int& value) {
    value = 0;
    for (; width > 0; --width) {
        if (!is_digit(in.peek())) {
            in.missing();
            return false;
        }
        value = value * 10 + (in.peek() - '0');
        in.advance(1);
    }
    return value >= low && value <= high;
}

/// The seconds before the point, any number of digits.
bool read_seconds(Cursor& in, std::int64_t& seconds) {
    const auto digits = in.digits();
    in.missing();
    seconds = 0;
    for (char c : digits) {
        seconds = seconds * 10 + (c - '0');
        if (seconds > last_second) return false;
    }
    return !digits.empty();
}

/// The point and what stands behind it: one to nine digits, as decimals; or nothing at all.
bool read_fraction(Cursor& in, Stamp& stamp) {
    if (!in.accept('.')) return true;
    const auto digits = in.digits();
    in.missing();
    if (digits.empty() || digits.size() > 9) return false;
    std::int64_t value = 0;
    for (char c : digits) value = value * 10 + (c - '0');
    stamp.decimals = static_cast<std::uint8_t>(digits.size());
    stamp.ns += value * text::powers_of_ten[9 - digits.size()];
    return true;
}

/// A step back that the order of arrival does not explain: to less than half. To exactly zero steps a
/// recording that was started again, too.
bool falls(std::int64_t from, std::int64_t to) {
    return to > 0 && to < from / 2;
}

/// What a look ahead has seen of a capture's stamps.
struct Steps {
    std::size_t stamps = 0;
    std::size_t back = 0;
    bool fell = false;
    std::int64_t last = 0;

    void add(std::int64_t ns) {
        if (ns < last) ++back;
        fell |= falls(last, ns);
        last = ns;
        ++stamps;
    }
    [[nodiscard]] bool are_differences() const { return fell || (back > 0 && back * 8 >= stamps); }
};

} // namespace

std::int64_t utc_seconds(int year, int month, int day, int hour, int minute, int second) {
    // Days of the civil calendar, counted in eras of 400 years that begin in March.
    const int y = month <= 2 ? year - 1 : year;
    const int era = y / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    const std::int64_t days = std::int64_t{era} * 146097 + day_of_era - 719468;
    return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

bool StampReader::read_date(Cursor& in, std::int64_t& seconds) {
    constexpr std::size_t length = std::string_view("2026-01-31 12:34:56").size();
    const auto text = in.rest().substr(0, length);
    if (!last_date_.empty() && text == last_date_) {
        in.advance(length);
        seconds = last_date_s_;
        return true;
    }
    int year, month, day, hour, minute, second;
    const bool is_date =
        expect_number(in, 4, 1970, 2200, year) && in.expect('-') && expect_number(in, 2, 1, 12, month) &&
        in.expect('-') && expect_number(in, 2, 1, 31, day) && in.expect(' ') &&
        expect_number(in, 2, 0, 23, hour) && in.expect(':') && expect_number(in, 2, 0, 59, minute) &&
        in.expect(':') && expect_number(in, 2, 0, 60, second);
    if (!is_date) return false;
    seconds = local_to_utc_(year, month, day, hour, minute, second);
    if (seconds < 0 || seconds > last_second) return false;
    last_date_ = text;
    last_date_s_ = seconds;
    return true;
}

bool StampReader::read(Cursor& in, Stamp& stamp, char end) {
    stamp = {};
    const auto rest = in.rest();
    stamp.is_date = rest.size() > 4 && is_digit(rest[3]) && rest[4] == '-';
    std::int64_t seconds = 0;
    if (!(stamp.is_date ? read_date(in, seconds) : read_seconds(in, seconds))) return false;
    stamp.ns = seconds * second_ns;
    return read_fraction(in, stamp) && in.expect(end);
}

std::optional<Timestamp> Timeline::add(std::int64_t ns) {
    std::int64_t sum;
    if (__builtin_add_overflow(sum_, ns, &sum)) return {};
    sum_ = sum;
    return Timestamp(sum_);
}

std::optional<Timestamp> Timeline::take(const Stamp& stamp) {
    if (stamp.is_date || stands_alone(stamp.ns / second_ns)) return Timestamp(stamp.ns);
    all_stood_alone_ = false;
    if (!differences_ && falls(last_, stamp.ns)) {
        differences_ = true;
        sum_ = last_;
    }
    last_ = stamp.ns;
    return differences_ ? add(stamp.ns) : Timestamp(stamp.ns);
}

void Timeline::look_ahead(std::string_view block) {
    if (mode_ != TimeMode::automatic) return;
    constexpr std::size_t far_enough = 65536;
    block = block.substr(0, far_enough);
    StampReader reader(nullptr);
    Steps steps;
    while (!block.empty()) {
        const auto end = block.find('\n');
        Cursor in(block.substr(0, end));
        in.skip_blanks();
        Stamp stamp;
        if (in.accept('(') && is_digit(in.peek()) && reader.read(in, stamp)) {
            if (stamp.is_date || stamp.ns / second_ns >= first_absolute_s) return;
            steps.add(stamp.ns);
        }
        block.remove_prefix(end == block.npos ? block.size() : end + 1);
    }
    differences_ = steps.are_differences();
}

} // namespace gtx::log
