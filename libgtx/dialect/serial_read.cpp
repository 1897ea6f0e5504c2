// SPDX-License-Identifier: MIT
// A reply in hex text, the command being known.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "dialect/common/serial_impl.hpp"

namespace gtx::dialect {

namespace {

using Bytes = std::span<const std::uint8_t>;

/// The packs announced before those of the first pack; without value if none are, or the bytes end before.
std::optional<unsigned> announced(const wire::Layout& layout, Bytes bytes) {
    std::size_t at = 0;
    for (const auto& part : layout.parts) {
        if (part.times != wire::Times::once || part.per_pack || bytes.size() < at + part.table->length) break;
        const auto here = bytes.subspan(at, part.table->length);
        for (const auto& row : part.table->rows)
            if (is_pack_count(row)) return static_cast<unsigned>(wire::extract(row.bits, here));
        at += part.table->length;
    }
    return std::nullopt;
}

void take(SerialReading& r, const wire::Layout& layout, wire::LayoutReading&& reading) {
    r.layout = &layout;
    r.said = reading.why.empty() ? Said::reply : Said::misfit;
    r.rest = reading.why.empty() ? r.bytes.size() - reading.used : 0;
    r.fields = std::move(reading.fields);
    r.why = std::move(reading.why);
}

void read_one(SerialReading& r, const wire::Layout& layout) {
    r.packs = tells_packs(layout) ? 1 : 0;
    take(r, layout, wire::read(layout, r.bytes));
}

void read_all(SerialReading& r, const wire::Layout& layout) {
    const auto packs = announced(layout, r.bytes);
    r.packs = static_cast<std::uint16_t>(packs.value_or(1));
    if (packs == 0U) {
        r.said = Said::misfit;
        r.layout = &layout;
        r.why = "no pack is announced";
        return;
    }
    take(r, layout, wire::read(layout, r.bytes, packs.value_or(1)));
}

/// The layout of these bytes, of one pack or of all.
const wire::Layout& suiting(SerialReading& r, bool all) {
    const auto& c = *r.command;
    for (const auto& other : c.others) {
        const auto* layout = all ? other.layout_all : other.layout;
        if (layout == nullptr || !other.suits(r.bytes)) continue;
        r.note = other.note;
        return *layout;
    }
    return all && c.reply_all != nullptr ? *c.reply_all : *c.reply;
}

/// On RS485 some packs answer only for themselves, though all were asked (serial-protocols.md 4.1): where the
/// bytes do not fit as all packs and do fit as one, they are one.
void read_all_or_one(SerialReading& r) {
    SerialReading alone = r;
    read_all(r, suiting(r, true));
    if (r.said == Said::reply && r.rest == 0) return;
    read_one(alone, suiting(alone, false));
    if (alone.said != Said::reply || alone.rest != 0) return;
    alone.note = "all packs were asked, and one answered for itself";
    r = std::move(alone);
}

/// Some emulators of packs repeat the command where the return code belongs (Battery-Emulator#3001), and so
/// does TDT-6022 (syssi/esphome-seplos-bms#71).
bool repeats_command(const SerialReading& r) {
    return r.return_code == r.command->code && !r.bytes.empty() &&
           describe_return_code(r.return_code) == describe_return_code(0xFF);
}

} // namespace

SerialReading read_reply(const SerialDialect& dialect, const SerialCommand& command,
                         const serial::AsciiFrame& frame, bool all) {
    SerialReading r;
    r.dialect = &dialect;
    r.command = &command;
    r.ver = frame.ver;
    r.address = frame.adr;
    r.return_code = frame.cid2;
    r.bytes = frame.info;
    if (r.return_code != 0 && !repeats_command(r)) {
        r.said = Said::refusal;
        r.why = fmt::format("{:02X}: {}", r.return_code, describe_return_code(r.return_code));
        return r;
    }
    if (command.reply == nullptr) {
        r.said = Said::reply;
        r.rest = r.bytes.size();
    } else if (all) {
        read_all_or_one(r);
    } else {
        read_one(r, suiting(r, false));
    }
    if (r.return_code != 0) r.note = "the command stands where the return code belongs";
    return r;
}

} // namespace gtx::dialect
