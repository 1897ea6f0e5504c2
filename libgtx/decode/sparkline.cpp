// SPDX-License-Identifier: MIT
#include "decode/sparkline_impl.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/base/units.hpp"
#include "gtx/state/keys.hpp"

namespace gtx::decode {

namespace {

struct Shown {
    state::Key key{};
    std::string_view name;
    Unit unit{};
};
constexpr std::array<Shown, Sparklines::lanes> all_shown = {{
    {state::Key::soc, "SOC", Unit::percent},
    {state::Key::voltage, "voltage", Unit::volt},
    {state::Key::current, "current", Unit::amp},
    {state::Key::temperature, "temperature", Unit::celsius},
}};

std::int32_t thousandths(double v) {
    constexpr double most = 2e9;
    return static_cast<std::int32_t>(std::lround(std::clamp(v * 1000, -most, most)));
}

std::string with_unit(std::int32_t value, Unit unit) {
    std::string out;
    text::append_number(out, static_cast<double>(value) / 1000, 0, 3);
    return ((out += ' ') += symbol(unit));
}

/// The least and the greatest in some columns.
struct Span {
    std::int32_t low = std::numeric_limits<std::int32_t>::max();
    std::int32_t high = std::numeric_limits<std::int32_t>::min();

    void add(const History::Cell& cell) {
        low = std::min(low, cell.min);
        high = std::max(high, cell.max);
    }
    [[nodiscard]] bool known() const { return low <= high; }
};

/// What is drawn of some columns: an extreme of the whole where they have one, else the middle. Of both it is
/// the one that was not drawn before.
std::int64_t level(const Span& part, const Span& whole, std::int64_t before) {
    if (part.high == whole.high && part.low == whole.low)
        return before == whole.high ? whole.low : whole.high;
    if (part.high == whole.high) return whole.high;
    if (part.low == whole.low) return whole.low;
    return (std::int64_t{part.low} + part.high) / 2;
}

std::string_view block(std::int64_t value, const Span& whole) {
    static constexpr std::string_view blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const auto range = std::int64_t{whole.high} - whole.low;
    if (range == 0) return blocks[3];
    return blocks[static_cast<std::size_t>((value - whole.low) * 7 + range / 2) /
                  static_cast<std::size_t>(range)];
}

/// One lane of a history in `width` blocks. Where nothing was said for long there is a blank.
class Line {
public:
    Line(const History& history, std::size_t lane, std::size_t width) : width_(width), parts_(width) {
        const auto steps = history.steps_to(history.size() - 1) + 1;
        for (std::size_t i = 0; i < history.size(); ++i) {
            const auto& cell = history.cell(i, lane);
            if (!cell.known()) continue;
            whole_.add(cell);
            // A column may be wider than a block, or a block than a column.
            const auto first = history.steps_to(i) * width / steps;
            const auto end = std::max((history.steps_to(i) + 1) * width / steps, first + 1);
            for (auto k = first; k < end; ++k) parts_[k].add(cell);
        }
        const Holes holes(history);
        for (std::size_t i = 1; i < history.size(); ++i)
            if (holes.before(i))
                holes_.push_back(
                    {history.steps_to(i - 1) * width / steps + 1, history.steps_to(i) * width / steps});
    }

    [[nodiscard]] const Span& whole() const { return whole_; }
    [[nodiscard]] std::string blocks() const {
        std::string out;
        std::string_view last = " ";
        std::int64_t now = whole_.low;
        for (std::size_t i = 0; i < width_; ++i) {
            if (parts_[i].known()) {
                now = level(parts_[i], whole_, now);
                last = block(now, whole_);
            }
            const bool hole =
                std::ranges::any_of(holes_, [i](const auto& h) { return i >= h[0] && i < h[1]; });
            out += hole && !parts_[i].known() ? " " : last;
        }
        return out;
    }

private:
    std::size_t width_;
    std::vector<Span> parts_;
    Span whole_;
    std::vector<std::array<std::size_t, 2>> holes_; ///< blocks from, up to
};

} // namespace

Sparklines::Track& Sparklines::track_of(const Slot& slot) {
    if (slot.number >= tracks_.size()) tracks_.resize(slot.number + std::size_t{1});
    auto& track = tracks_[slot.number];
    if (track.message == slot.message) return track;
    track = {slot.message, {-1, -1, -1, -1}, 0, {}, {}};
    // What a single pack says is part of what the stack says.
    const auto& message = *slot.message;
    if (message.flow != dialect::Flow::to_inverter || message.id.pack(slot.id).value_or(0) != 0) return track;
    const auto rows = message.table->rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto m = dialect::meaning(rows[i].target);
        if (m.kind != dialect::Meaning::Kind::value) continue;
        for (std::size_t k = 0; k < lanes; ++k)
            if (m.key == all_shown[k].key) track.rows[k] = static_cast<int>(i);
    }
    return track;
}

History& Sparklines::history_of(std::size_t interface) {
    while (histories_.size() <= interface) histories_.emplace_back(lanes, 0, most_columns);
    return histories_[interface];
}

void Sparklines::read(Track& track, const log::Entry& entry, const Slot& slot) {
    const auto believed = slot.present & ~dialect::out_of_range(slot.reading(entry));
    track.said = 0;
    for (std::size_t k = 0; k < lanes; ++k) {
        if (track.rows[k] < 0 || (believed >> track.rows[k] & 1) == 0) continue;
        const auto row = static_cast<std::size_t>(track.rows[k]);
        track.said |= static_cast<std::uint8_t>(1U << k);
        track.values[k] = thousandths(wire::value(slot.message->table->rows[row], slot.raw[row]));
    }
}

void Sparklines::take(const log::Entry& entry, const Slot& slot, bool changed) {
    if (slot.message == nullptr || !slot.decoded || !entry.time.known() || slot.interface >= most_interfaces)
        return;
    auto& track = track_of(slot);
    auto& history = history_of(slot.interface);
    const auto at = entry.time.ns();
    if (!changed && track.place == history.place_of(at)) return;
    if (changed) read(track, entry, slot);
    for (std::size_t k = 0; k < lanes; ++k)
        if ((track.said >> k & 1) != 0) history.note(at, k, track.values[k]);
    track.place = history.place_of(at);
}

void Sparklines::merge(const Sparklines& later) {
    for (std::size_t i = 0; i < later.histories_.size(); ++i) history_of(i).merge(later.histories_[i]);
}

void Sparklines::append(std::string& out, std::size_t interface, unsigned width) const {
    constexpr std::size_t beside = 2 + 12 + 10 + 1 + 1 + 10; // lead, name, least, blanks, greatest
    constexpr std::size_t least = 8;
    constexpr std::size_t most = 200;
    if (interface >= histories_.size() || histories_[interface].size() == 0 || width < beside + least) return;
    for (std::size_t k = 0; k < lanes; ++k) {
        const Line line(histories_[interface], k, std::min(width - beside, most));
        if (!line.whole().known()) continue;
        const auto low = with_unit(line.whole().low, all_shown[k].unit);
        const auto high = with_unit(line.whole().high, all_shown[k].unit);
        out += fmt::format("  {:<12}{:>10} {} {}\n", all_shown[k].name, low, line.blocks(), high);
    }
}

} // namespace gtx::decode
