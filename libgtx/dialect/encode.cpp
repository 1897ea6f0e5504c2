// SPDX-License-Identifier: MIT
// From a state to frames.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "gtx/dialect/assemble.hpp"

namespace gtx::dialect {

using state::Key;

namespace {

/// What a state has to say, cell by cell of a message.
class Cells {
public:
    Cells(const state::Snapshot& s, const Message& message, unsigned number) : state_(s), number_(number) {
        const bool of_one_pack =
            number != 0 || message.id.pack_first != 0 || std::ranges::any_of(message.table->rows, is_address);
        const auto found =
            std::ranges::find_if(s.pack, [&](const state::Pack& p) { return p.address == number; });
        if (of_one_pack && found != s.pack.end()) pack_ = &*found;
        if (!of_one_pack && !s.pack.empty()) pack_ = &s.pack.front();
        static const state::Values nothing;
        values_ = !of_one_pack ? &s : pack_ != nullptr ? static_cast<const state::Values*>(pack_) : &nothing;
    }

    Result<wire::Cell> of(const wire::Row& row) const {
        for (const auto& label : row.labels)
            if (label.target.key != 0 && holds(label)) return wire::Cell{true, label.raw};
        const auto m = meaning(row.target);
        if (m.kind == Meaning::Kind::condition) return condition(m);
        if (m.kind == Meaning::Kind::nothing) return wire::Cell{};
        if (row.kind == wire::Kind::text) return text(m, row);
        const auto v = number(m);
        if (!v) return wire::Cell{};
        GTX_TRY(const auto raw, wire::raw_for(row, *v));
        return wire::Cell{true, raw};
    }

private:
    bool holds(const wire::Label& label) const {
        const auto m = meaning(label.target);
        const auto v = state::find(m.key)->get(*values_);
        return v && (m.key == Key::mode ? *v == m.index : *v != 0);
    }

    wire::Cell condition(const Meaning& m) const {
        const auto& known = values_->conditions[static_cast<std::size_t>(m.severity)];
        if (!known) return {};
        return {true, known->has(m.condition) ? 1 : 0};
    }

    wire::Cell text(const Meaning& m, const wire::Row& row) const {
        std::string_view whole;
        if (m.key == Key::name) whole = state_.name;
        if (m.key == Key::serial && pack_ != nullptr) whole = pack_->serial;
        if (m.index >= whole.size()) return {};
        whole.remove_prefix(m.index);
        return {true, 0, whole.substr(0, row.bits.width / 8U)};
    }

    template <class T>
    static std::optional<double> element(const std::vector<std::optional<T>>& list, std::size_t i) {
        if (i >= list.size() || !list[i]) return std::nullopt;
        return list[i]->value();
    }

    std::optional<double> number(const Meaning& m) const {
        switch (m.key) {
        case Key::packs:
            if (!state_.packs) return std::nullopt;
            return static_cast<double>(*state_.packs);
        case Key::address:
            return number_;
        case Key::cell_voltage:
            return pack_ != nullptr ? element(pack_->cells, m.index) : std::nullopt;
        case Key::cell_temperature:
            return pack_ != nullptr ? element(pack_->temperatures, m.index) : std::nullopt;
        default:
            break;
        }
        const auto* key = state::find(m.key);
        return key == nullptr ? std::nullopt : key->get(*values_);
    }

    const state::Snapshot& state_;
    unsigned number_;
    const state::Values* values_ = nullptr;
    const state::Pack* pack_ = nullptr;
};

Error no_such_pack(unsigned pack) {
    return {Errc::out_of_range, fmt::format("pack {} does not fit the identifier", pack)};
}

/// True for a bit that means what a bit before it means: where several tell of one condition in more detail
/// than a state knows, the first is set.
bool says_it_again(std::span<const wire::Row> rows, std::size_t i) {
    if (rows[i].kind != wire::Kind::flag || meaning(rows[i].target).kind != Meaning::Kind::condition)
        return false;
    return std::ranges::any_of(rows.first(i), [&](const wire::Row& r) {
        return r.target.key == rows[i].target.key && r.target.index == rows[i].target.index;
    });
}

bool fits(const Message& message, unsigned pack) {
    return message.id.has(pack);
}

can::Frame empty_frame(const Message& message, unsigned pack) {
    can::Frame frame{};
    frame.id = message.id.id(pack);
    frame.length = message.table->length;
    return frame;
}

} // namespace

Result<can::Frame> encode(const Message& message, const state::Snapshot& state, unsigned pack) {
    const auto& table = *message.table;
    if (!fits(message, pack)) return no_such_pack(pack);
    std::array<wire::Cell, wire::max_rows> cells{};
    const Cells source(state, message, pack);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        if (says_it_again(table.rows, i)) continue;
        GTX_TRY(cells[i], source.of(table.rows[i]));
    }
    auto frame = empty_frame(message, pack);
    auto done = wire::encode(table, cells, std::span(frame.data).first(table.length));
    if (!done) return done.error();
    return frame;
}

namespace {

/// True where a value is read and written without a look at the rest of the message.
bool is_plain(const wire::Row& row) {
    const auto m = meaning(row.target);
    const bool kind =
        row.kind == wire::Kind::number || row.kind == wire::Kind::flag || row.kind == wire::Kind::pair;
    return kind && row.labels.empty() && row.bits.width < 64 && m.key != Key::address &&
           m.key != Key::cell_voltage && m.key != Key::cell_temperature;
}

} // namespace

Encoder::Encoder(const Message& message) : message_(&message) {
    const auto& table = *message.table;
    whole_ = table.length > 8 || message.id.pack_first != 0 ||
             std::ranges::any_of(
                 table.rows, [](const wire::Row& r) { return r.selects || r.when != -1 || is_address(r); });
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        add(table.rows[i]);
        if (says_it_again(table.rows, i)) fields_.back().how = How::blank;
    }
}

void Encoder::add(const wire::Row& row) {
    Field field{&row};
    const auto limits = row.kind == wire::Kind::pair ? wire::RawLimits{0, 1} : wire::raw_limits(row);
    field.low = static_cast<double>(limits.low);
    field.high = static_cast<double>(limits.high);
    field.blank = row.invalid.value_or(row.fill);
    const auto p = wire::place(row.bits);
    field.big = row.bits.order == wire::Order::big;
    field.shift = static_cast<std::uint8_t>((field.big ? 8 * (7 - p.last) : 8 * p.first) + p.shift);
    choose_way(field);
    fields_.push_back(field);
}

void Encoder::choose_way(Field& field) {
    const auto m = meaning(field.row->target);
    const auto* key = state::find(m.key);
    if (!is_plain(*field.row) && field.row->kind != wire::Kind::constant) {
        field.how = How::by_row;
    } else if (m.kind == Meaning::Kind::condition) {
        field.how = How::condition;
        field.severity = m.severity;
        field.condition = m.condition;
    } else if (m.key == Key::packs) {
        field.how = How::packs;
    } else if (m.kind == Meaning::Kind::value && key != nullptr) {
        field.how = How::value;
        field.get = key->get;
    }
}

/// The raw bits of a field; without value where only the long way knows, which is also the one that can say
/// what is wrong.
std::optional<std::uint64_t> Encoder::bits(const Field& field, const state::Snapshot& s,
                                           const state::Values& v) {
    const auto& row = *field.row;
    std::optional<double> value;
    switch (field.how) {
    case How::blank:
        return field.blank;
    case How::condition: {
        const auto& known = v.conditions[static_cast<std::size_t>(field.severity)];
        if (!known) return field.blank;
        if (row.kind == wire::Kind::pair) return known->has(field.condition) ? 1 : 2;
        return known->has(field.condition) ? 1 : 0;
    }
    case How::packs:
        if (s.packs) value = static_cast<double>(*s.packs);
        break;
    case How::value:
        value = field.get(v);
        break;
    case How::by_row:
        return std::nullopt;
    }
    if (!value) return field.blank;
    const double exact = (*value * row.scale.den - row.scale.bias) / row.scale.num;
    if (!(exact >= field.low && exact <= field.high)) return std::nullopt;
    if (row.kind == wire::Kind::pair) return exact >= 0.5 ? 1 : 2;
    // Away from zero at the half, as std::llround, which is a call.
    const auto raw = static_cast<std::int64_t>(exact + (exact < 0 ? -0.5 : 0.5));
    const auto bits = static_cast<std::uint64_t>(raw) & ((std::uint64_t{1} << row.bits.width) - 1);
    if (row.invalid && bits == *row.invalid) return std::nullopt;
    return bits;
}

Result<can::Frame> Encoder::operator()(const state::Snapshot& state, unsigned pack) const {
    if (!fits(*message_, pack)) return no_such_pack(pack);
    if (whole_ || pack != 0) return encode(*message_, state, pack);
    auto frame = empty_frame(*message_, pack);
    const auto out = std::span(frame.data).first(frame.length);
    std::uint64_t little = 0;
    std::uint64_t big = 0;
    for (const auto& field : fields_) {
        if (const auto raw = bits(field, state, state)) {
            (field.big ? big : little) |= *raw << field.shift;
            continue;
        }
        GTX_TRY(const auto cell, Cells(state, *message_, pack).of(*field.row));
        if (auto done = wire::encode_row(*field.row, cell, out); !done) return done.error();
    }
    for (unsigned i = 0; i < 8; ++i)
        frame.data[i] = static_cast<std::uint8_t>(frame.data[i] | little >> 8 * i | big >> (56 - 8 * i));
    return frame;
}

} // namespace gtx::dialect
