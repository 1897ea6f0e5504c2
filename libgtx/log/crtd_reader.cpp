// SPDX-License-Identifier: MIT
// CRTD of the Open Vehicle Monitoring System: `1542473901.020305 1R11 7E8 02 01 00`.
#include "log/fields_impl.hpp"
#include "log/formats_impl.hpp"
#include "log/text_reader_impl.hpp"

namespace gtx::log {

namespace {

class CrtdReader final : public TextReader {
public:
    using TextReader::TextReader;

private:
    Outcome parse(std::string_view line, Entry& entry) override;
    Failure set_time(const ParsedTime& stamp, Entry& entry);

    std::int64_t sum_ns_ = 0;
};

/// A record type: `[bus]R11`, `T29`, or a letter C and what kind of comment it is.
struct Record {
    std::uint32_t bus = 1;
    can::Direction direction{};
    bool extended = false;
    bool comment = false;
};

std::optional<Record> parse_record(std::string_view word) {
    Record record;
    Cursor in(word);
    if (const auto digits = in.digits(); !digits.empty()) {
        const auto bus = parse_unsigned(digits, 10, 255);
        if (!bus || *bus == 0) return {};
        record.bus = *bus;
    }
    const auto kind = in.rest();
    record.comment = kind.size() == 3 && kind[0] == 'C';
    record.extended = kind == "R29" || kind == "T29";
    if (!record.comment && !record.extended && kind != "R11" && kind != "T11") return {};
    record.direction = kind[0] == 'R' ? can::Direction::received : can::Direction::sent;
    return record;
}

Failure CrtdReader::set_time(const ParsedTime& stamp, Entry& entry) {
    const bool differences = options().time_mode == TimeMode::differences;
    const auto time = time_sum(differences ? sum_ns_ : 0, stamp.ns);
    if (!time) return Refusal::bad_time;
    sum_ns_ = time->ns();
    entry.time = *time;
    entry.time_decimals = stamp.decimals;
    return {};
}

Outcome CrtdReader::parse(std::string_view line, Entry& entry) {
    if (line[0] == '#') return comment_outcome();
    Cursor in(line);
    const auto stamp = parse_time(next_word(in));
    if (!stamp) return refusal_outcome(Refusal::bad_time);
    if (const auto failure = set_time(*stamp, entry)) return refusal_outcome(*failure);
    const auto record = parse_record(next_word(in));
    if (!record) return refusal_outcome(Refusal::unknown_form, in.done());
    if (record->comment) return comment_outcome();
    auto& frame = entry.frame;
    frame.direction = record->direction;
    const auto id = parse_unsigned(next_word(in), 16, last_extended_id);
    if (const auto failure = set_number_id(id, record->extended, frame))
        return refusal_outcome(*failure, in.ran_out());
    if (const auto failure = parse_all_bytes(in, 8, frame)) return refusal_outcome(*failure, in.ran_out());
    entry.interface = bus(record->bus - 1);
    return frame_outcome();
}

Likeness look_at_crtd(std::string_view line) {
    if (line[0] == '#') return Likeness::more;
    Cursor in(line);
    const auto stamp = next_word(in);
    const auto record = parse_record(next_word(in));
    return stamp.find('.') != stamp.npos && parse_time(stamp) && record ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness look_crtd(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_at_crtd);
}

std::unique_ptr<Reader> read_crtd(const ReaderOptions& options) {
    return std::make_unique<CrtdReader>(options);
}

} // namespace gtx::log
