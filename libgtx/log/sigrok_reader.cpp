// SPDX-License-Identifier: MIT
// Annotations of the CAN decoder of sigrok and PulseView, a line for each field of a frame:
//
//     194166-194209 CAN: Fields: Identifier: 854 (0x356)
//     194222-194241 CAN: Fields: Data length code: 6
//     194242-194273 CAN: Fields: Data byte 0: 0x49
//
// The times are samples of an unknown rate, so frames have none. The line that completes a frame is the
// frame; the others explain it.
#include "log/fields_impl.hpp"
#include "log/formats_impl.hpp"
#include "log/text_reader_impl.hpp"

namespace gtx::log {

namespace {

class SigrokReader final : public TextReader {
public:
    using TextReader::TextReader;

private:
    Outcome parse(std::string_view line, Entry& entry) override;
    void lose() override { begun_ = false; }
    Outcome take_field(std::string_view name, std::string_view value, Entry& entry);
    Outcome take_id(std::string_view value, bool extended);
    Outcome take_length(std::string_view value, Entry& entry);
    Outcome take_byte(std::string_view name, std::string_view value, Entry& entry);
    Outcome complete(Entry& entry);

    can::Frame frame_; ///< put together so far
    bool begun_ = false;
    std::size_t wanted_ = 0;
};

/// `854 (0x356)`.
std::optional<std::uint32_t> in_brackets(std::string_view value) {
    const auto open = value.find('(');
    if (open == value.npos || value.back() != ')') return {};
    return parse_hex_0x(value.substr(open + 1, value.size() - open - 2), last_extended_id);
}

Outcome SigrokReader::take_id(std::string_view value, bool extended) {
    begun_ = false;
    frame_ = {};
    frame_.data.fill(0);
    if (value.empty()) return refusal_outcome(Refusal::bad_id, true);
    if (const auto failure = set_number_id(in_brackets(value), extended, frame_))
        return refusal_outcome(*failure, value.back() != ')');
    begun_ = true;
    return detail_outcome();
}

Outcome SigrokReader::complete(Entry& entry) {
    entry.frame = frame_;
    entry.interface = bus(0);
    begun_ = false;
    return frame_outcome();
}

Outcome SigrokReader::take_length(std::string_view value, Entry& entry) {
    if (!begun_) return detail_outcome();
    const auto dlc = parse_unsigned(value, 10, 15);
    begun_ = dlc.has_value();
    if (!dlc) return refusal_outcome(Refusal::bad_length, value.empty());
    set_classic_dlc(*dlc, frame_);
    wanted_ = frame_.kind == can::Kind::remote ? 0 : frame_.length;
    return wanted_ == 0 ? complete(entry) : detail_outcome();
}

Outcome SigrokReader::take_byte(std::string_view name, std::string_view value, Entry& entry) {
    if (!begun_) return detail_outcome();
    const auto index = parse_unsigned(name, 10, 7);
    const auto byte = parse_hex_0x(value, 0xFF);
    const auto next = static_cast<std::size_t>(frame_.length) - wanted_;
    begun_ = index && byte && *index == next && wanted_ > 0;
    if (!begun_) return refusal_outcome(byte ? Refusal::bad_length : Refusal::bad_data, value.size() < 4);
    frame_.data[next] = static_cast<std::uint8_t>(*byte);
    return --wanted_ == 0 ? complete(entry) : detail_outcome();
}

Outcome SigrokReader::take_field(std::string_view name, std::string_view value, Entry& entry) {
    constexpr std::string_view byte = "Data byte ";
    if (name == "Identifier") return take_id(value, false);
    if (name == "Full Identifier") return take_id(value, true);
    if (name == "Remote transmission request" && value.starts_with("remote")) frame_.kind = can::Kind::remote;
    if (name == "Data length code") return take_length(value, entry);
    if (name.starts_with(byte)) return take_byte(name.substr(byte.size()), value, entry);
    return detail_outcome();
}

/// `194166-194209 CAN: Fields: `: what stands before each field; empty optional: it does not.
std::optional<std::string_view> field_of(std::string_view line) {
    constexpr std::string_view fields = "Fields: ";
    Cursor in(line);
    const bool samples = !in.digits().empty() && in.accept('-') && !in.digits().empty();
    if (!samples || next_word(in).empty()) return {};
    in.skip_blanks();
    if (!in.rest().starts_with(fields)) return {};
    return in.rest().substr(fields.size());
}

Outcome SigrokReader::parse(std::string_view line, Entry& entry) {
    if (line[0] == '#') return comment_outcome();
    const auto field = field_of(line);
    if (!field) return refusal_outcome(Refusal::unknown_form, is_digit(line[0]));
    const auto colon = field->find(':');
    if (colon == field->npos) return detail_outcome();
    return take_field(field->substr(0, colon), trimmed(field->substr(colon + 1)), entry);
}

Likeness look_at_sigrok(std::string_view line) {
    if (line[0] == '#') return Likeness::more;
    return field_of(line) ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness look_sigrok(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_at_sigrok);
}

std::unique_ptr<Reader> read_sigrok(const ReaderOptions& options) {
    return std::make_unique<SigrokReader>(options);
}

} // namespace gtx::log
