// SPDX-License-Identifier: MIT
#include "gtx/dialect/assemble.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace gtx::dialect {

using state::Key;

wire::RowMask out_of_range(const Reading& reading) noexcept {
    return reading.message->outside(reading.raw, reading.present);
}

namespace {

constexpr std::size_t most_packs = 256;
constexpr std::size_t most_cells = 1024;

state::Pack& pack_at(state::Snapshot& s, std::int64_t address) {
    const auto found =
        std::ranges::find_if(s.pack, [&](const state::Pack& p) { return p.address == address; });
    if (found != s.pack.end()) return *found;
    if (s.pack.size() < most_packs) s.pack.emplace_back().address = address;
    return s.pack.back();
}

/// Texts come in parts: each is laid at its place, what is before it filled with blanks. A part that does not
/// fill its room is the last.
void lay(std::string& whole, std::size_t at, std::size_t room, std::string_view part) {
    if (whole.size() < at) whole.resize(at, ' ');
    whole.replace(at, std::min(part.size(), whole.size() - at), part);
    if (part.size() < room) whole.resize(at + part.size());
}

bool is_address(const wire::Row& row) {
    return meaning(row.target).key == Key::address;
}

template <class T>
void set_element(std::vector<std::optional<T>>& list, std::size_t index, double v) {
    if (index >= most_cells) return;
    if (list.size() <= index) list.resize(index + 1);
    list[index] = T(v);
}

/// Puts one reading into the state.
class Assembly {
public:
    Assembly(const Reading& reading, state::Snapshot& state)
        : reading_(reading), state_(state), values_(&state) {
        const auto number = reading.message->id.pack(reading.id);
        if (number && *number != 0) use_pack(*number);
    }

    void run() {
        const auto rows = reading_.message->table->rows;
        const auto believed = reading_.present & ~out_of_range(reading_);
        for (std::size_t i = 0; i < rows.size(); ++i)
            if ((believed >> i & 1) != 0 && is_address(rows[i])) use_pack(reading_.raw[i]);
        forget_conditions(rows);
        for (auto rest = believed; rest != 0; rest &= rest - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(rest));
            take(rows[i], reading_.raw[i]);
        }
    }

private:
    void use_pack(std::int64_t address) {
        pack_ = &pack_at(state_, address);
        values_ = pack_;
    }

    state::Pack& pack() {
        if (pack_ == nullptr) {
            if (state_.pack.empty()) state_.pack.emplace_back();
            pack_ = &state_.pack.front();
        }
        return *pack_;
    }

    /// The conditions this message speaks of are known from now on, and false unless it says yes: a pair that
    /// says nothing too, since that is all some senders have for no.
    void forget_conditions(std::span<const wire::Row> rows) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto m = meaning(rows[i].target);
            if (m.kind != Meaning::Kind::condition) continue;
            if (wire::place(rows[i].bits).last >= reading_.bytes.size()) continue;
            auto& known = conditions(m);
            known = known.value_or(state::Conditions{}) - state::Conditions::of(m.condition);
        }
    }

    std::optional<state::Conditions>& conditions(const Meaning& m) {
        return values_->conditions[static_cast<std::size_t>(m.severity)];
    }

    void take(const wire::Row& row, std::int64_t raw) {
        if (!wire::label(row, raw).empty()) take_choice(row, raw);
        const auto m = meaning(row.target);
        if (m.kind == Meaning::Kind::condition) {
            if (wire::is_yes(raw)) conditions(m) = *conditions(m) | state::Conditions::of(m.condition);
        } else if (m.kind == Meaning::Kind::value) {
            if (row.kind == wire::Kind::text)
                take_text(m, row);
            else
                take_number(m, row, raw);
        }
    }

    /// What the labels of a choice mean is true for the one that is chosen and for no other. A mode that the
    /// chosen one does not name is not known any more.
    void take_choice(const wire::Row& row, std::int64_t raw) {
        for (const auto& label : row.labels) {
            const auto m = meaning(label.target);
            if (m.key == Key::mode)
                values_->mode.reset();
            else if (m.kind == Meaning::Kind::value)
                state::find(m.key)->set(*values_, label.raw == raw ? 1.0 : 0.0);
        }
        const auto chosen = meaning(std::ranges::find(row.labels, raw, &wire::Label::raw)->target);
        if (chosen.key == Key::mode) values_->mode = static_cast<state::Mode>(chosen.index);
    }

    void take_text(const Meaning& m, const wire::Row& row) {
        const auto part = wire::text(row, reading_.bytes);
        if (m.key == Key::name) lay(state_.name, m.index, row.bits.width / 8U, part);
        if (m.key == Key::serial) lay(pack().serial, m.index, row.bits.width / 8U, part);
    }

    void take_number(const Meaning& m, const wire::Row& row, std::int64_t raw) {
        switch (m.key) {
        case Key::packs:
            state_.packs = raw;
            return;
        case Key::address: // taken before all others
            return;
        case Key::cell_voltage:
            set_element(pack().cells, m.index, wire::value(row, raw));
            return;
        case Key::cell_temperature:
            set_element(pack().temperatures, m.index, wire::value(row, raw));
            return;
        default:
            take_value(m, row, raw);
        }
    }

    void take_value(const Meaning& m, const wire::Row& row, std::int64_t raw) {
        const auto* key = state::find(m.key);
        if (key == nullptr) return;
        const double v = wire::value(row, raw);
        const bool said = (said_ >> static_cast<unsigned>(m.key) & 1) != 0;
        if (m.key == Key::soc && m.index == refinement && !(said && refines(v))) return;
        // Several flags of one message may mean one thing: any of them says yes.
        const bool again = row.kind == wire::Kind::flag && said;
        said_ |= std::uint64_t{1} << static_cast<unsigned>(m.key);
        if (!again || v != 0) key->set(*values_, v);
    }

    /// True where `soc` agrees with the coarse one, whether that was rounded or cut.
    [[nodiscard]] bool refines(double soc) const { return std::fabs(values_->soc->value() - soc) < 1; }

    const Reading& reading_;
    state::Snapshot& state_;
    state::Values* values_;
    state::Pack* pack_ = nullptr;
    std::uint64_t said_ = 0;
};

} // namespace

void apply(const Reading& reading, state::Snapshot& state) {
    Assembly(reading, state).run();
}

namespace {

/// What a state has to say, cell by cell of a message.
class Cells {
public:
    Cells(const state::Snapshot& s, const Message& message, unsigned number) : state_(s), number_(number) {
        const bool of_one_pack = number != 0 || std::ranges::any_of(message.table->rows, is_address);
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

} // namespace

Result<can::Frame> encode(const Message& message, const state::Snapshot& state, unsigned pack) {
    const auto& table = *message.table;
    if (message.id.pack_width != 0 && pack >> message.id.pack_width != 0)
        return Error{Errc::out_of_range, fmt::format("pack {} does not fit the identifier", pack)};
    std::array<wire::Cell, wire::max_rows> cells{};
    const Cells source(state, message, pack);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        GTX_TRY(cells[i], source.of(table.rows[i]));
    }
    can::Frame frame{};
    frame.id = message.id.id(pack);
    frame.length = table.length;
    auto done = wire::encode(table, cells, std::span(frame.data).first(table.length));
    if (!done) return done.error();
    return frame;
}

} // namespace gtx::dialect
