// SPDX-License-Identifier: MIT
#include "dialect/common/answer_impl.hpp"

#include <algorithm>

#include "dialect/common/elements_impl.hpp"
#include "dialect/common/serial_impl.hpp"

namespace gtx::dialect {

namespace {

using state::Condition;
using state::Key;
using wire::Cell;
using wire::Row;

/// Where in a list the greatest (or the least) value is; 0 if nothing is known.
template <class T>
std::size_t place_of_extreme(const std::vector<std::optional<T>>& list, bool greatest) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < list.size(); ++i) {
        if (!list[i]) continue;
        if (!list[best] || (greatest ? *list[i] > *list[best] : *list[i] < *list[best])) best = i;
    }
    return best;
}

template <class T>
std::optional<double> element(const std::vector<std::optional<T>>& list, int at) {
    if (at < 0 || static_cast<std::size_t>(at) >= list.size()) return std::nullopt;
    const auto& v = list[static_cast<std::size_t>(at)];
    return v ? std::optional(v->value()) : std::nullopt;
}

constexpr bool is_high(Condition c) {
    return c == Condition::cell_overvoltage || c == Condition::overtemperature ||
           c == Condition::charge_overtemperature || c == Condition::discharge_overtemperature;
}

class StateSource : public wire::LayoutSource {
public:
    /// `selection`: the value of the field that selects.
    StateSource(const Telling& telling, std::int64_t selection) : t_(telling), selection_(selection) {}

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    /// True once a field was written whose value is known.
    [[nodiscard]] bool told() const { return told_; }

    unsigned count(const wire::Part& part, unsigned pack) override {
        for (const auto& row : part.table->rows)
            if (const auto n = count(row, pack)) return *n;
        return 0;
    }

    Cell cell(const Row& row, unsigned index, unsigned pack) override {
        if (row.selects) return {true, selection_};
        if (row.kind == wire::Kind::constant || is_replaced(row)) return {};
        part_ = part_of(t_.layout, row);
        pack_ = &t_.packs[std::min<std::size_t>(pack, t_.packs.size() - 1)];
        values_ = part_->per_pack ? static_cast<const state::Values*>(pack_) : &t_.stack;
        if (is_address(row)) return {true, std::int64_t{t_.first_address} + pack};
        const auto c = value(row, index);
        told_ = told_ || (c.present && (!is_pack_count(row) || !tells_packs(t_.layout)));
        return c;
    }

    std::size_t tail() override { return t_.tail; }

private:
    /// How many elements a counted part with this row has. Bits of conditions follow the list they are about.
    [[nodiscard]] std::optional<unsigned> count(const Row& row, unsigned pack) const {
        const auto& p = t_.packs[std::min<std::size_t>(pack, t_.packs.size() - 1)];
        const auto key = list_key(row);
        if (key == Key::serial) return 1;
        if (key == Key::cell_voltage)
            return static_cast<unsigned>(std::min<std::size_t>(p.cells.size(), 255));
        if (key != Key::cell_temperature) return std::nullopt;
        const auto e = elements(row.target);
        if (e.total != 0) return e.total;
        return static_cast<unsigned>(std::min<std::size_t>(p.temperatures.size() + e.first - 1, 255));
    }

    /// The list that the row of a counted part is about.
    static Key list_key(const Row& row) {
        const auto m = meaning(row.target);
        if (m.kind == Meaning::Kind::value) return m.key;
        for (const auto& label : row.labels) {
            const auto l = meaning(label.target);
            if (l.kind != Meaning::Kind::condition) continue;
            const bool cells =
                l.condition == Condition::cell_overvoltage || l.condition == Condition::cell_undervoltage;
            return cells ? Key::cell_voltage : Key::cell_temperature;
        }
        return Key::none;
    }

    /// True for a field in whose place a selected part says the same.
    [[nodiscard]] bool is_replaced(const Row& row) const {
        return std::ranges::any_of(t_.layout.parts, [&](const wire::Part& part) {
            return part.when != -1 && part.when == selection_ &&
                   std::ranges::any_of(part.table->rows,
                                       [&](const Row& r) { return &r != &row && r.name == row.name; });
        });
    }

    Cell value(const Row& row, unsigned index) {
        for (const auto& label : row.labels)
            if (holds(label, index)) return {true, label.raw};
        const auto m = meaning(row.target);
        if (m.kind == Meaning::Kind::condition) return condition(m);
        if (m.kind == Meaning::Kind::nothing) return {};
        if (row.kind == wire::Kind::text) return text(m, row);
        const auto v = number(m, row, index);
        if (!v) return {};
        auto raw = wire::raw_for(row, *v);
        if (!raw && !error_) error_ = raw.error();
        return raw ? Cell{true, *raw} : Cell{};
    }

    [[nodiscard]] bool holds(const wire::Label& label, unsigned index) {
        const auto m = meaning(label.target);
        if (m.kind == Meaning::Kind::nothing) return false;
        if (m.kind == Meaning::Kind::value) {
            const auto v = state::find(m.key)->get(*values_);
            return v && (m.key == Key::mode ? *v == m.index : *v != 0);
        }
        const auto& known = values_->conditions[static_cast<std::size_t>(m.severity)];
        if (known) told_ = true;
        if (!known || !known->has(m.condition)) return false;
        return part_->times != wire::Times::counted || index == place_of(m.condition);
    }

    /// A state does not say which cell it is: the one that is most so.
    [[nodiscard]] std::size_t place_of(Condition c) const {
        if (c == Condition::cell_overvoltage || c == Condition::cell_undervoltage)
            return place_of_extreme(pack_->cells, is_high(c));
        const auto e = elements(part_->table->rows.front().target);
        const auto& list = pack_->temperatures;
        const auto at = place_of_extreme(list, is_high(c));
        const bool grouped = e.places() != 0 && list.size() > e.places();
        return (grouped ? at * e.places() / list.size() : at) + e.first - 1;
    }

    [[nodiscard]] Cell condition(const Meaning& m) const {
        const auto& known = values_->conditions[static_cast<std::size_t>(m.severity)];
        if (!known) return {};
        return {true, known->has(m.condition) ? 1 : 0};
    }

    [[nodiscard]] Cell text(const Meaning& m, const Row& row) const {
        std::string_view whole;
        if (m.key == Key::name) whole = t_.stack.name;
        if (m.key == Key::serial) whole = pack_->serial;
        if (whole.empty()) return {};
        return {true, 0, whole.substr(0, row.bits.width / 8U)};
    }

    std::optional<double> number(const Meaning& m, const Row& row, unsigned index) {
        const bool counted = part_->times == wire::Times::counted;
        const int at = counted ? place_in_list(elements(row.target), index + 1) : static_cast<int>(m.index);
        switch (m.key) {
        case Key::packs:
            if (tells_packs(t_.layout)) return static_cast<double>(t_.packs.size());
            return t_.stack.packs ? std::optional(static_cast<double>(*t_.stack.packs)) : std::nullopt;
        case Key::cell_voltage:
            return element(pack_->cells, at);
        case Key::cell_temperature:
            return temperature(at, counted ? elements(row.target).places() : fixed_places());
        case Key::mode:
            return values_->mode ? std::optional(static_cast<unsigned>(*values_->mode) == m.index ? 1.0 : 0.0)
                                 : std::nullopt;
        default:
            break;
        }
        const auto* key = state::find(m.key);
        return key == nullptr ? std::nullopt : key->get(*values_);
    }

    /// The temperature at place `at` of `places` (0: of as many as are known). A sensor stands for its
    /// neighbours where more are known than there are places. What sensors show that are at no cell is the
    /// pack's temperature: a state knows no better.
    [[nodiscard]] std::optional<double> temperature(int at, unsigned places) const {
        const auto& list = pack_->temperatures;
        const auto whole = pack_->temperature ? std::optional(pack_->temperature->value()) : std::nullopt;
        if (at < 0 || list.empty()) return whole;
        if (places == 0) return element(list, at);
        if (list.size() <= places) {
            const auto own = element(list, at);
            return own ? own : whole;
        }
        return mean(list, static_cast<std::size_t>(at) * list.size() / places,
                    (static_cast<std::size_t>(at) + 1) * list.size() / places);
    }
    /// How many temperatures of cells a part has that is not counted.
    [[nodiscard]] unsigned fixed_places() const {
        return static_cast<unsigned>(std::ranges::count_if(part_->table->rows, [](const Row& row) {
            return meaning(row.target).key == Key::cell_temperature;
        }));
    }
    static std::optional<double> mean(const std::vector<std::optional<Celsius>>& list, std::size_t begin,
                                      std::size_t end) {
        double sum = 0;
        unsigned n = 0;
        for (std::size_t i = begin; i < end; ++i)
            if (list[i]) sum += list[i]->value(), ++n;
        return n == 0 ? std::nullopt : std::optional(sum / n);
    }

    const Telling& t_;
    std::int64_t selection_;
    std::optional<Error> error_;
    bool told_ = false;
    const wire::Part* part_ = nullptr; ///< of the row that is asked for
    const state::Pack* pack_ = nullptr;
    const state::Values* values_ = nullptr;
};

/// The values that the selecting field of a layout may have; one that means nothing if there is none.
std::vector<std::int64_t> selections(const wire::Layout& layout) {
    for (const auto& part : layout.parts)
        for (const auto& row : part.table->rows) {
            if (!row.selects) continue;
            std::vector<std::int64_t> all;
            for (const auto& label : row.labels) all.push_back(label.raw);
            return all;
        }
    return {-1};
}

bool has_targets(const wire::Layout& layout) {
    return std::ranges::any_of(layout.parts, [](const wire::Part& part) {
        return std::ranges::any_of(part.table->rows, [](const Row& row) {
            return row.target.key != 0 ||
                   std::ranges::any_of(row.labels, [](const wire::Label& l) { return l.target.key != 0; });
        });
    });
}

} // namespace

Result<std::optional<std::vector<std::uint8_t>>> tell(const Telling& telling) {
    if (!has_targets(telling.layout)) return std::optional<std::vector<std::uint8_t>>{};
    std::optional<Error> last;
    for (const auto selection : selections(telling.layout)) {
        StateSource source(telling, selection);
        std::vector<std::uint8_t> out;
        const auto done =
            wire::write(telling.layout, source, static_cast<unsigned>(telling.packs.size()), out);
        if (done && !source.error()) return source.told() ? std::optional(std::move(out)) : std::nullopt;
        last = source.error() ? *source.error() : done.error();
        if (last->code != Errc::out_of_range) break;
    }
    return *last;
}

} // namespace gtx::dialect
