// SPDX-License-Identifier: MIT
#include "gtx/serial/modbus.hpp"

#include <array>

#include "serial/window_impl.hpp"

namespace gtx::serial {

namespace {

constexpr std::uint8_t exception_bit = 0x80;
constexpr std::uint8_t last_address = 247; ///< above are reserved: MODBUS over Serial Line V1.02, 2.2
constexpr std::size_t crc_bytes = 2;
constexpr std::size_t short_form = 8; ///< address, function, two words, CRC
constexpr std::size_t exception_form = 5;
constexpr std::size_t max_frame = ModbusFrame::max_data + 4;

constexpr auto crc_table = [] {
    std::array<std::uint16_t, 256> table{};
    for (unsigned i = 0; i < 256; ++i) {
        unsigned crc = i;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xA001U : 0U);
        table[i] = static_cast<std::uint16_t>(crc);
    }
    return table;
}();

bool crc_is_right(Bytes frame) {
    const auto body = frame.first(frame.size() - crc_bytes);
    const unsigned sent = frame[body.size()] | unsigned{frame[body.size() + 1]} << 8;
    return crc16(body) == sent;
}

constexpr bool reads(std::uint8_t function) {
    return function >= 1 && function <= 4;
}
constexpr bool writes_one(std::uint8_t function) {
    return function == 5 || function == 6;
}
constexpr bool writes_many(std::uint8_t function) {
    return function == 0x0F || function == 0x10;
}
constexpr bool is_known(std::uint8_t function) {
    return reads(function) || writes_one(function) || writes_many(function);
}

/// A length that the frame at the front may have.
struct Form {
    enum class State : std::uint8_t { none, not_yet_known, known };
    State state = State::none;
    std::size_t length = 0;

    static constexpr Form of(std::size_t length) { return {State::known, length}; }
    static constexpr Form later() { return {State::not_yet_known, 0}; }
};

/// Address, function, a count of bytes at `at`, so many bytes, CRC. Registers have two bytes each.
Form counted(Bytes bytes, std::size_t at, bool registers) {
    if (bytes.size() <= at) return Form::later();
    const std::size_t count = bytes[at];
    const auto length = at + 1 + count + crc_bytes;
    if (count == 0 || length > max_frame || (registers && count % 2 != 0)) return {};
    return Form::of(length);
}

Form long_form(Bytes bytes) {
    const auto function = bytes[1];
    if (reads(function)) return counted(bytes, 2, function >= 3);
    if (writes_many(function)) return counted(bytes, 6, function == 0x10);
    return {};
}

enum class Fit : std::uint8_t { no, unknown, yes };

Fit fits(Bytes bytes, Form form) {
    if (form.state == Form::State::none) return Fit::no;
    if (form.state == Form::State::not_yet_known || bytes.size() < form.length) return Fit::unknown;
    return crc_is_right(bytes.first(form.length)) ? Fit::yes : Fit::no;
}

Verdict judge(Bytes bytes, bool over) {
    if (bytes[0] > last_address) return Verdict::refused(Refusal::noise);
    if (bytes.size() < 2) return over ? Verdict::refused(Refusal::noise) : Verdict::more();
    const auto function = bytes[1];
    const bool exception = (function & exception_bit) != 0;
    if (!is_known(function & static_cast<std::uint8_t>(~exception_bit)))
        return Verdict::refused(Refusal::noise);
    std::array<Form, 2> forms{Form::of(exception ? exception_form : short_form),
                              exception ? Form{} : long_form(bytes)};
    if (forms[1].length != 0 && forms[1].length < forms[0].length) std::swap(forms[0], forms[1]);
    bool unknown = false;
    for (const auto& form : forms) {
        const auto fit = fits(bytes, form);
        if (fit == Fit::yes) return Verdict::frame(form.length);
        unknown |= fit == Fit::unknown;
    }
    if (unknown && !over) return Verdict::more();
    return Verdict::refused(unknown ? Refusal::unfinished : Refusal::wrong_checksum);
}

ModbusRole role_of(Bytes frame) {
    const auto function = frame[1];
    if (function & exception_bit) return ModbusRole::exception;
    if (writes_one(function)) return ModbusRole::either;
    const bool is_short = frame.size() == short_form;
    if (writes_many(function)) return is_short ? ModbusRole::reply : ModbusRole::request;
    if (!is_short) return ModbusRole::reply;
    return function <= 2 && frame[2] == 3 ? ModbusRole::either : ModbusRole::request;
}

} // namespace

std::uint16_t crc16(Bytes bytes) noexcept {
    unsigned crc = 0xFFFF;
    for (auto byte : bytes) crc = crc >> 8 ^ crc_table[(crc ^ byte) & 0xFF];
    return static_cast<std::uint16_t>(crc);
}

Result<std::vector<std::uint8_t>> encode_modbus(const ModbusFrame& frame) {
    if (frame.data.size() > ModbusFrame::max_data)
        return Error{Errc::bad_length, "more than 252 bytes of data"};
    std::vector<std::uint8_t> out{frame.address, frame.function};
    out.insert(out.end(), frame.data.begin(), frame.data.end());
    const auto crc = crc16(out);
    out.push_back(static_cast<std::uint8_t>(crc & 0xFF));
    out.push_back(static_cast<std::uint8_t>(crc >> 8));
    return out;
}

class ModbusReader::Impl {
public:
    Window window{judge};
};

namespace {

/// What to do with a frame that was found.
auto taker(ModbusBatch& batch) {
    return [&batch](const Place& place, Bytes bytes) {
        const auto data = bytes.subspan(2, bytes.size() - 2 - crc_bytes);
        batch.frames.push_back({place, {bytes[0], bytes[1], {data.begin(), data.end()}}, role_of(bytes)});
    };
}

} // namespace

ModbusReader::ModbusReader() : impl_(std::make_unique<Impl>()) {}
ModbusReader::~ModbusReader() = default;
ModbusReader::ModbusReader(ModbusReader&&) noexcept = default;
ModbusReader& ModbusReader::operator=(ModbusReader&&) noexcept = default;

void ModbusReader::read(Bytes bytes, Timestamp time, ModbusBatch& batch) {
    for (auto byte : bytes) impl_->window.take(byte, time, batch.refused, taker(batch));
}

void ModbusReader::finish(ModbusBatch& batch) {
    impl_->window.finish(batch.refused, taker(batch));
}

const Counts& ModbusReader::counts() const {
    return impl_->window.counts();
}

} // namespace gtx::serial
