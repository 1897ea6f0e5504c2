// SPDX-License-Identifier: MIT
#include "gtx/link/frame.hpp"

#include <algorithm>
#include <array>

#include "gtx/base/random.hpp"
#include "gtx/base/text.hpp"
#include "gtx/serial/modbus.hpp"

namespace gtx::link {

namespace {

using enum FieldKind;

constexpr std::array<FieldKind, 3> who = {FieldKind::serial, nonce, firmware};
constexpr std::array<FieldKind, 2> by_both = {FieldKind::serial, nonce};
constexpr std::array<FieldKind, 1> by_nonce = {nonce};
constexpr std::array<FieldKind, 2> with_levels = {nonce, FieldKind::levels};
constexpr std::array<FieldKind, 3> where = {salt, bits, prefix};
constexpr std::array<FieldKind, 1> at_sight = {sight};
constexpr std::array<FieldKind, 3> with_sights = {nonce, low, high};

constexpr std::array<CommandRow, 10> rows = {{
    {Command::reset,
     "reset",
     "",
     {},
     {},
     false,
     "A session begins, or ends without numbers: who hears it forgets its number and drops its Out.",
     ""},
    {Command::offer, "offer", "claim", at_sight, who, false,
     "The number ADR is to be had; with 0 none is. Who sees its In raised? Who hears it remembers under this "
     "sight how its In is.",
     "Whoever sees its In raised; ADR is the number that it holds already, or 0."},
    {Command::grant, "grant", "granted", by_both, by_nonce, true,
     "The pack with this serial number and nonce is to hold the number ADR, and to raise its Out; every "
     "other "
     "pack drops its own. Its number it is not yet.",
     "It holds ADR, and its Out is raised."},
    {Command::out, "out", "out-is", with_levels, with_levels, true,
     "The pack with this nonce sets its Out; every other pack drops its own. Nonce 0: all drop it.",
     "How its levels are now; nobody answers nonce 0."},
    {Command::levels, "levels", "levels-are", by_nonce, with_levels, true,
     "The pack with this nonce is asked for its levels.", "How they are; ADR is the number that it holds."},
    {Command::search, "search", "found", where, who, false,
     "Who is there whose place begins with these bits, is not muted and holds no number of this session?",
     "All of them; ADR is its number, or 0."},
    {Command::mute, "mute", "muted", by_nonce, by_nonce, true,
     "The pack with this nonce answers no search any more. Nonce 0: all answer again.",
     "It is muted; nobody answers nonce 0."},
    {Command::commit, "commit", "numbered", by_nonce, by_nonce, true,
     "The number ADR, which the pack with this nonce holds, is its number from now on; it drops its Out.",
     "It is."},
    {Command::shutdown,
     "shutdown",
     "stopping",
     {},
     by_nonce,
     true,
     "The pack with the number ADR is to shut down.",
     "It shuts down once this is sent."},
    {Command::witness, "witness", "saw", by_nonce, with_sights, true,
     "The pack with this nonce is asked what it remembers.",
     "In which sights its In was not raised, and in which it was. What it did not hear is in neither."},
}};

const CommandRow* find(std::uint8_t code) {
    const auto at = std::ranges::find(rows, static_cast<Command>(code), &CommandRow::command);
    return at == rows.end() ? nullptr : &*at;
}

std::span<const FieldKind> fields(const CommandRow& row, bool answer) {
    return answer ? row.answer : row.request;
}

constexpr std::size_t bytes_of_bits(unsigned bits) {
    return (bits + 7) / 8;
}

std::size_t width(FieldKind kind, unsigned bits_of_prefix) {
    switch (kind) {
    case FieldKind::serial:
        return serial_bits / 8;
    case nonce:
        return 4;
    case firmware:
        return 2;
    case prefix:
        return bytes_of_bits(bits_of_prefix);
    case FieldKind::levels:
    case salt:
    case bits:
    case sight:
    case low:
    case high:
        break;
    }
    return 1;
}

/// The prefix stands at the upper end of 32 bits; on the wire only its bytes.
unsigned prefix_shift(const Message& m) {
    return static_cast<unsigned>(place_bits - 8 * bytes_of_bits(m.bits));
}

std::uint64_t value(const Message& m, FieldKind kind) {
    switch (kind) {
    case FieldKind::serial:
        return m.serial;
    case nonce:
        return m.nonce;
    case firmware:
        return m.firmware;
    case FieldKind::levels:
        return m.levels;
    case salt:
        return m.salt;
    case bits:
        return m.bits;
    case sight:
        return m.sight;
    case low:
        return m.low;
    case high:
        return m.high;
    case prefix:
        break;
    }
    return m.bits == 0 ? 0 : m.prefix >> prefix_shift(m);
}

void set(Message& m, FieldKind kind, std::uint64_t v) {
    switch (kind) {
    case FieldKind::serial:
        m.serial = v;
        return;
    case nonce:
        m.nonce = static_cast<std::uint32_t>(v);
        return;
    case firmware:
        m.firmware = static_cast<std::uint16_t>(v);
        return;
    case FieldKind::levels:
        m.levels = static_cast<std::uint8_t>(v);
        return;
    case salt:
        m.salt = static_cast<std::uint8_t>(v);
        return;
    case bits:
        m.bits = static_cast<std::uint8_t>(v);
        return;
    case sight:
        m.sight = static_cast<std::uint8_t>(v);
        return;
    case low:
        m.low = static_cast<std::uint8_t>(v);
        return;
    case high:
        m.high = static_cast<std::uint8_t>(v);
        return;
    case prefix:
        break;
    }
    m.prefix = m.bits == 0 ? 0 : static_cast<std::uint32_t>(v << prefix_shift(m));
}

void append(std::vector<std::uint8_t>& out, std::uint64_t v, std::size_t bytes) {
    for (auto i = bytes; i-- > 0;) out.push_back(static_cast<std::uint8_t>(v >> 8 * i));
}

std::uint64_t number_at(std::span<const std::uint8_t> bytes) {
    std::uint64_t v = 0;
    for (auto b : bytes) v = v << 8 | b;
    return v;
}

std::uint16_t frame_crc(const serial::AsciiFrame& frame, std::size_t length) {
    std::vector<std::uint8_t> all = {frame.adr, frame.cid2};
    all.insert(all.end(), frame.info.begin(), frame.info.begin() + static_cast<std::ptrdiff_t>(length));
    return serial::crc16(all);
}

constexpr bool only_upper(std::uint32_t v, unsigned bits_used) {
    return bits_used >= place_bits || (v & (0xFFFFFFFFU >> bits_used)) == 0;
}

bool fits(const Message& m) {
    return m.adr <= packs_max && m.serial >> serial_bits == 0 && m.levels <= 7 && m.bits <= place_bits &&
           only_upper(m.prefix, m.bits) && (!m.answer || m.nonce != 0) && m.sight <= sights_max &&
           (m.low | m.high) < 1U << sights_max;
}

/// Takes the fields from INFO behind the session. False: it has another length.
bool read_fields(std::span<const FieldKind> kinds, std::span<const std::uint8_t> info, Message& m) {
    for (auto kind : kinds) {
        const auto n = width(kind, m.bits);
        if (m.bits > place_bits || info.size() < n) return false;
        set(m, kind, number_at(info.first(n)));
        info = info.subspan(n);
    }
    return info.empty();
}

constexpr std::size_t session_bytes = 2;
constexpr std::size_t crc_bytes = 2;

} // namespace

std::string_view name(FieldKind kind) noexcept {
    constexpr std::array<std::string_view, 10> names = {"serial", "nonce",  "firmware", "levels", "salt",
                                                        "bits",   "prefix", "sight",    "low",    "high"};
    return names[static_cast<std::size_t>(kind)];
}

std::span<const CommandRow> commands() noexcept {
    return rows;
}

Result<std::string> encode(const Message& message) {
    const auto* row = find(static_cast<std::uint8_t>(message.command));
    if (row == nullptr || !fits(message)) return Error{Errc::out_of_range, "no such message of the link"};
    serial::AsciiFrame frame{.ver = frame_ver, .adr = message.adr, .cid1 = frame_cid1, .cid2 = 0, .info = {}};
    frame.cid2 = static_cast<std::uint8_t>(static_cast<unsigned>(message.command) |
                                           (message.answer ? answer_bit : 0U));
    append(frame.info, message.session, session_bytes);
    for (auto kind : fields(*row, message.answer))
        append(frame.info, value(message, kind), width(kind, message.bits));
    append(frame.info, frame_crc(frame, frame.info.size()), crc_bytes);
    return encode_ascii(frame);
}

Result<Message> decode(const serial::AsciiFrame& frame) {
    if (frame.ver != frame_ver || frame.cid1 != frame_cid1)
        return Error{Errc::not_supported, "not a frame of the link"};
    Message m;
    m.answer = (frame.cid2 & answer_bit) != 0;
    const auto* row = find(static_cast<std::uint8_t>(frame.cid2 & ~unsigned{answer_bit}));
    if (row == nullptr || (m.answer && row->answer_name.empty()))
        return Error{Errc::no_such_thing, "no such command of the link"};
    const std::span<const std::uint8_t> info = frame.info;
    if (info.size() < session_bytes + crc_bytes) return Error{Errc::bad_length, "too short"};
    if (number_at(info.last(crc_bytes)) != frame_crc(frame, info.size() - crc_bytes))
        return Error{Errc::bad_value, "wrong CRC"};
    m.command = row->command;
    m.adr = frame.adr;
    m.session = static_cast<std::uint16_t>(number_at(info.first(session_bytes)));
    const auto body = info.subspan(session_bytes, info.size() - session_bytes - crc_bytes);
    if (!read_fields(fields(*row, m.answer), body, m)) return Error{Errc::bad_length, "wrong length"};
    if (!fits(m)) return Error{Errc::bad_value, "a value that cannot be"};
    return m;
}

std::string serial_text(std::uint64_t number) {
    std::string out;
    for (auto shift = serial_bits; shift > 0;) {
        shift -= 4;
        out += text::hex_digits[number >> shift & 15];
    }
    return out;
}

namespace {

std::string nonce_text(std::uint32_t number) {
    std::string out(8, '0');
    text::put_hex(out.data(), number, 8);
    return out;
}

std::string nonce_words(const Message& m) {
    return m.nonce == 0 ? "all" : "#" + nonce_text(m.nonce);
}

/// "low 1 3"
std::string sight_words(std::string_view which, std::uint8_t bits_set) {
    std::string out(which);
    for (unsigned s = 1; s <= sights_max; ++s)
        if ((bits_set & sight_bit(s)) != 0) out += " " + std::to_string(s);
    return out;
}

std::string field_words(const Message& m, FieldKind kind) {
    switch (kind) {
    case FieldKind::serial:
        return serial_text(m.serial);
    case nonce:
        return nonce_words(m);
    case FieldKind::levels:
        return std::string((m.levels & level::in) != 0 ? "in+" : "in-") +
               ((m.levels & level::out) != 0 ? " out+" : " out-");
    case prefix:
        return m.bits == 0 ? ""
                           : nonce_text(m.prefix).substr(0, (m.bits + 3U) / 4) + "/" + std::to_string(m.bits);
    case sight:
        return m.sight == 0 ? "" : "sight " + std::to_string(m.sight);
    case low:
        return sight_words("low", m.low);
    case high:
        return sight_words("high", m.high);
    case firmware:
    case salt:
    case bits:
        break;
    }
    return "";
}

} // namespace

std::string words(const Message& m) {
    const auto* row = find(static_cast<std::uint8_t>(m.command));
    if (row == nullptr) return "?";
    std::string out(m.answer ? row->answer_name : row->name);
    if (m.adr != 0) out += " " + std::to_string(m.adr);
    for (auto kind : fields(*row, m.answer))
        if (const auto word = field_words(m, kind); !word.empty()) out += " " + word;
    return out;
}

std::uint32_t place(std::uint16_t session, std::uint8_t salt_used, std::uint64_t serial_number,
                    std::uint32_t nonce_used) noexcept {
    const auto key = SplitMix64::at(serial_number << 24 | std::uint64_t{session} << 8 | salt_used, 0);
    return static_cast<std::uint32_t>(SplitMix64::at(key ^ nonce_used, 1) >> 32);
}

} // namespace gtx::link
