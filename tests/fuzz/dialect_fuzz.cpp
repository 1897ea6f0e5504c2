// SPDX-License-Identifier: MIT
// Any bytes as any message of any dialect: three decoders agree, a state stays finite and can be written,
// and what is encoded from what was decoded decodes the same.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/dialect/assemble.hpp"
#include "gtx/dialect/recognise.hpp"
#include "gtx/state/write.hpp"
#include "tests/support/oracle.hpp"

using namespace gtx;

namespace {

using Raw = std::array<std::int64_t, wire::max_rows>;

void require(bool kept, std::string_view law, const dialect::Message& m) {
    if (kept) return;
    std::cerr << "broken: " << law << " (" << m.table->name << ")\n";
    std::abort();
}

/// Decodes with the decoder of the message, which must say what the other two say.
wire::RowMask decode(const dialect::Message& m, test::Bytes bytes, Raw& raw) {
    const auto present = m.decode(bytes.data(), bytes.size(), raw.data());
    Raw general{};
    require(wire::decode(*m.table, bytes, general.data()) == present, "both decoders know the same rows", m);
    for (std::size_t i = 0; i < m.table->rows.size(); ++i) {
        const auto slow = test::slow_decode(*m.table, i, bytes);
        require(slow.has_value() == ((present >> i & 1) != 0), "bit by bit the same rows are there", m);
        if (!slow || m.table->rows[i].kind == wire::Kind::text) continue;
        require(general[i] == *slow && raw[i] == *slow, "bit by bit the values are the same", m);
    }
    return present;
}

void check_finite(const state::Values& v, const dialect::Message& m) {
    for (const auto& row : state::key_rows())
        if (const auto value = row.get(v)) require(std::isfinite(*value), "values are finite", m);
}

/// Only what a row can say is encoded; all of that must come back.
void check_encode(const dialect::Message& m, const dialect::Reading& reading) {
    std::array<wire::Cell, wire::max_rows> cells{};
    for (std::size_t i = 0; i < m.table->rows.size(); ++i) {
        const auto& row = m.table->rows[i];
        const bool text = row.kind == wire::Kind::text;
        const bool there = (reading.present >> i & 1) != 0;
        const bool known = row.kind != wire::Kind::choice || !wire::label(row, reading.raw[i]).empty();
        cells[i] = {there && (text || (known && wire::in_range(row, reading.raw[i]))), reading.raw[i],
                    text ? wire::text(row, reading.bytes) : std::string_view{}};
    }
    std::array<std::uint8_t, 64> out{};
    const auto bytes = std::span(out).first(m.table->length);
    require(wire::encode(*m.table, cells, bytes).has_value(), "what was decoded and is allowed is encoded",
            m);
    Raw raw{};
    const auto present = decode(m, std::span(out).first(std::max<std::size_t>(8, bytes.size())), raw);
    for (std::size_t i = 0; i < m.table->rows.size(); ++i) {
        if (!cells[i].present) continue;
        const auto& row = m.table->rows[i];
        require((present >> i & 1) != 0 && (row.kind == wire::Kind::text || raw[i] == cells[i].raw),
                "what was encoded is decoded again", m);
        if (row.kind == wire::Kind::text)
            require(wire::text(row, bytes) == cells[i].text, "texts come back", m);
    }
}

/// A state made of the frame can be written, and sent by the same message unless a value does not fit.
void check_state(const dialect::Message& m, const dialect::Reading& reading, state::Snapshot& state) {
    dialect::apply(reading, state);
    check_finite(state, m);
    for (const auto& p : state.pack) check_finite(p, m);
    std::string out;
    state::append_json(out, state);
    state::append_csv(out, state);
    state::append_text(out, state);
    require(out.starts_with('{'), "a state is a JSON object", m);
    const auto frame = dialect::encode(m, state, m.id.pack(reading.id).value_or(0));
    require(frame.has_value(), "a state that was received can be sent", m);
}

void see(test::Bytes bytes, const dialect::Message& m) {
    // Exactly the bytes a decoder may read, so that reading beyond them is seen.
    const auto room = std::max<std::size_t>(8, m.table->length);
    const auto block = std::make_unique<std::uint8_t[]>(room);
    const auto length = std::min(bytes.size(), room);
    if (length != 0) std::memcpy(block.get(), bytes.data(), length);
    const test::Bytes frame(block.get(), length);
    Raw raw{};
    const auto present = decode(m, frame, raw);
    const dialect::Reading reading{&m, m.id.id(bytes.empty() || m.id.pack_width == 0 ? 0U : bytes[0] % 16U),
                                   frame, present, raw.data()};
    check_encode(m, reading);
    state::Snapshot state;
    check_state(m, reading, state);
    check_state(m, reading, state);
    if (m.suits != nullptr) m.suits(frame);
}

void see_as_bus(const std::uint8_t* data, std::size_t size) {
    dialect::Recogniser recogniser;
    for (; size >= 13; data += 13, size -= 13) {
        can::Frame f{};
        std::memcpy(&f.id.value, data, 4);
        f.id.extended = (f.id.value >> 31) != 0;
        f.id.value &= f.id.extended ? 0x1FFFFFFFU : 0x7FFU;
        f.length = static_cast<std::uint8_t>(data[4] % 9);
        std::memcpy(f.data.data(), data + 5, 8);
        recogniser.see(f);
    }
    const auto verdict = recogniser.verdict();
    if (verdict.dialect != nullptr && verdict.stranger != nullptr) std::abort();
    if (verdict.dialect != nullptr && verdict.points < dialect::threshold) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto messages = [] {
        std::vector<const dialect::Message*> all;
        for (const auto* d : dialect::all())
            for (const auto& m : d->messages) all.push_back(&m);
        return all;
    }();
    see_as_bus(data, size);
    if (size < 2) return 0;
    // The first two bytes say which message the next eight are.
    const auto which = data[0] | std::size_t{data[1]} << 8;
    see({data + 2, std::min<std::size_t>(size - 2, 8)}, *messages[which % messages.size()]);
    return 0;
}
