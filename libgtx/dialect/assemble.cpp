// SPDX-License-Identifier: MIT
#include "gtx/dialect/assemble.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "dialect/common/filling_impl.hpp"

namespace gtx::dialect {

using state::Key;

wire::RowMask out_of_range(const Reading& reading) noexcept {
    return reading.message->outside(reading.raw, reading.present);
}

namespace {

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

} // namespace gtx::dialect
