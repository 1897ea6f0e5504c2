// SPDX-License-Identifier: MIT
// From serial readings to a state.
#include <algorithm>
#include <cmath>

#include "dialect/common/elements_impl.hpp"
#include "dialect/common/filling_impl.hpp"
#include "dialect/common/serial_impl.hpp"

namespace gtx::dialect {

namespace {

using state::Key;
using wire::Field;

/// The limits of currents, which a state has as magnitudes and some packs send with a sign.
constexpr bool is_magnitude(Key key) {
    return key == Key::charge_current_limit || key == Key::discharge_current_limit;
}

/// Puts one reading into the state.
class Filling {
public:
    Filling(const SerialReading& reading, state::Snapshot& state) : reading_(reading), state_(state) {
        first_ = reading.address;
        for (const auto& field : reading.fields)
            if (is_address(*field.row) && field.present) first_ = field.raw;
    }

    void run() {
        for (const auto& field : reading_.fields) {
            use(field);
            forget(field);
        }
        holder_ = nullptr;
        for (const auto& field : reading_.fields) {
            if (!believed(field)) continue;
            use(field);
            take(field);
        }
    }

private:
    /// In its range, and there.
    static bool believed(const Field& field) {
        if (!field.present) return false;
        const auto kind = field.row->kind;
        return kind == wire::Kind::text || kind == wire::Kind::pair || wire::in_range(*field.row, field.raw);
    }

    [[nodiscard]] bool of_pack(const Field& field) const {
        if (reading_.layout == nullptr) return field.pack != 0;
        const auto* part = part_of(*reading_.layout, *field.row);
        return part != nullptr && part->per_pack;
    }

    state::Pack& pack(std::int64_t number) {
        return pack_at(state_, first_ + std::max<std::int64_t>(number, 1) - 1);
    }

    /// Says whose values a field tells.
    void use(const Field& field) {
        number_ = field.pack;
        state::Values* holder = &state_;
        if (of_pack(field)) holder = &pack(number_);
        if (holder != holder_) said_ = 0;
        holder_ = holder;
    }

    std::optional<state::Conditions>& conditions(const Meaning& m) {
        return holder_->conditions[static_cast<std::size_t>(m.severity)];
    }
    void set(const Meaning& m, bool yes) {
        auto& known = conditions(m);
        const auto one = state::Conditions::of(m.condition);
        known = yes ? known.value_or(state::Conditions{}) | one : known.value_or(state::Conditions{}) - one;
    }

    /// What a reading speaks of is known from now on: conditions are false, lists are empty and the mode is
    /// standby until it says more.
    void forget(const Field& field) {
        const auto clear = [&](const wire::Target& target) {
            if (const auto m = meaning(target); m.kind == Meaning::Kind::condition) set(m, false);
        };
        clear(field.row->target);
        for (const auto& label : field.row->labels) clear(label.target);
        if (field.row->kind == wire::Kind::flag && meaning(field.row->target).key == Key::mode)
            holder_->mode = state::Mode::standby;
        if (field.index != 1) return;
        if (meaning(field.row->target).key == Key::cell_voltage) pack(number_).cells.clear();
        if (meaning(field.row->target).key == Key::cell_temperature) pack(number_).temperatures.clear();
    }

    void take(const Field& field) {
        if (!wire::label(*field.row, field.raw).empty()) take_choice(*field.row, field.raw);
        const auto m = meaning(field.row->target);
        if (m.kind == Meaning::Kind::condition) {
            if (wire::is_yes(field.raw)) set(m, true);
        } else if (m.kind == Meaning::Kind::value) {
            if (field.row->kind == wire::Kind::text)
                take_text(m, field);
            else
                take_number(m, field);
        }
    }

    void take_choice(const wire::Row& row, std::int64_t raw) {
        for (const auto& label : row.labels) {
            const auto m = meaning(label.target);
            if (m.key == Key::mode) holder_->mode.reset();
            if (m.kind == Meaning::Kind::value && m.key != Key::mode)
                state::find(m.key)->set(*holder_, label.raw == raw ? 1.0 : 0.0);
        }
        const auto chosen = meaning(std::ranges::find(row.labels, raw, &wire::Label::raw)->target);
        if (chosen.key == Key::mode) holder_->mode = static_cast<state::Mode>(chosen.index);
        if (chosen.kind == Meaning::Kind::condition) set(chosen, true);
    }

    /// A serial number that is repeated and not the pack's own is that of the n-th pack.
    void take_text(const Meaning& m, const Field& field) {
        if (m.key == Key::name) state_.name = field.text;
        if (m.key == Key::serial) pack(std::max(number_, field.index)).serial = field.text;
    }

    void take_number(const Meaning& m, const Field& field) {
        const double v = wire::value(*field.row, field.raw);
        if (m.key == Key::packs)
            state_.packs = field.raw;
        else if (m.key == Key::cell_voltage)
            take_element(pack(number_).cells, field, v);
        else if (m.key == Key::cell_temperature)
            take_element(pack(number_).temperatures, field, v);
        else if (m.key != Key::address) // taken before all others
            take_value(m, field, v);
    }

    template <class T>
    static void take_element(std::vector<std::optional<T>>& list, const Field& field, double v) {
        const bool counted = field.index != 0 && field.row->index == 0;
        const int at = counted ? place_in_list(elements(field.row->target), field.index)
                               : static_cast<int>(field.row->target.index);
        if (at >= 0) set_element(list, static_cast<std::size_t>(at), v);
    }

    void take_value(const Meaning& m, const Field& field, double v) {
        const auto* key = state::find(m.key);
        if (key == nullptr || (m.key != Key::mode && m.index == told_only)) return;
        if (m.key == Key::mode && field.row->kind == wire::Kind::flag) {
            take_mode(static_cast<state::Mode>(m.index), v != 0);
            return;
        }
        // Several flags of one message may mean one thing: any of them says yes.
        const auto bit = std::uint64_t{1} << static_cast<unsigned>(m.key);
        const bool again = field.row->kind == wire::Kind::flag && (said_ & bit) != 0;
        said_ |= bit;
        if (!again || v != 0) key->set(*holder_, is_magnitude(m.key) ? std::fabs(v) : v);
    }

    /// A flag names a mode. That current flows says more than that the pack is full, and both more than the
    /// others.
    void take_mode(state::Mode mode, bool yes) {
        using state::Mode;
        auto& known = holder_->mode;
        const bool flows = mode == Mode::charging || mode == Mode::discharging;
        if (yes && (!known || *known == Mode::standby || (*known == Mode::full && flows))) known = mode;
    }

    const SerialReading& reading_;
    state::Snapshot& state_;
    std::int64_t first_ = 0; ///< address of the first pack of the reading
    state::Values* holder_ = nullptr;
    std::uint16_t number_ = 0;
    std::uint64_t said_ = 0;
};

} // namespace

void apply(const SerialReading& reading, state::Snapshot& state) {
    if (reading.said != Said::reply) return;
    if (reading.dialect != nullptr) state.dialect = reading.dialect->name;
    Filling(reading, state).run();
}

} // namespace gtx::dialect
