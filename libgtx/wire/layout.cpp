// SPDX-License-Identifier: MIT
// Taking a message of parts apart. Writing one: layout_write.cpp.
#include "gtx/wire/layout.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

namespace gtx::wire {

namespace {

using Bytes = std::span<const std::uint8_t>;

/// Where the reader stands. `fields` is null where only the size is asked.
struct Cursor {
    std::size_t at = 0;
    std::size_t used = 0; ///< bytes explained so far
    std::optional<std::int64_t> selected{};
    std::vector<Field>* fields = nullptr;
};

/// What a part, or a pack, came to.
enum class Outcome : std::uint8_t { fits, ended, misfit };

class Walk {
public:
    explicit Walk(Bytes bytes) : bytes_(bytes) {}

    [[nodiscard]] const std::string& why() const { return why_; }

    /// All parts of `parts` that are no tails.
    Outcome take_all(std::span<const Part> parts, Cursor& c, unsigned pack) {
        for (const auto& part : parts) {
            if (part.times == Times::tail) continue;
            const auto outcome = take(part, c, pack);
            if (outcome != Outcome::fits) return outcome;
        }
        return Outcome::fits;
    }

    Outcome take(const Part& part, Cursor& c, unsigned pack) {
        if (part.when != -1 && part.when != c.selected) return Outcome::fits;
        switch (part.times) {
        case Times::once:
            if (part.may_miss && left(c) == 0) return Outcome::ended;
            return take_once(part, c, pack);
        case Times::counted:
            return take_counted(part, c, pack);
        case Times::to_end:
            take_times(part, c, left(c) / part.table->length, pack);
            return Outcome::fits;
        case Times::tail:
            break;
        }
        return take_once(part, c, pack);
    }

private:
    [[nodiscard]] std::size_t left(const Cursor& c) const { return bytes_.size() - c.at; }

    /// Says why, unless only the size is asked.
    template <class... Args>
    Outcome misfit(const Cursor& c, unsigned pack, fmt::format_string<Args...> words, Args&&... args) {
        if (c.fields == nullptr) return Outcome::misfit;
        if (pack != 0) why_ = fmt::format("pack {}: ", pack);
        why_ += fmt::format(words, std::forward<Args>(args)...);
        return Outcome::misfit;
    }

    Outcome take_once(const Part& part, Cursor& c, unsigned pack) {
        if (left(c) < part.table->length)
            return misfit(c, pack, "{}: {} bytes needed, {} left", part.table->name, part.table->length,
                          left(c));
        take_table(part, c, 0, pack);
        return Outcome::fits;
    }

    Outcome take_counted(const Part& part, Cursor& c, unsigned pack) {
        const auto& name = part.table->name;
        if (left(c) == 0) return part.may_miss ? Outcome::ended : misfit(c, pack, "{}: no count", name);
        const unsigned announced = bytes_[c.at];
        const std::size_t room = (left(c) - 1) / part.table->length;
        if (room < announced) return misfit(c, pack, "{}: {} announced, bytes for {}", name, announced, room);
        ++c.at;
        ++c.used;
        take_times(part, c, announced, pack);
        return Outcome::fits;
    }

    void take_times(const Part& part, Cursor& c, std::size_t times, unsigned pack) {
        for (std::size_t i = 1; i <= times; ++i) take_table(part, c, static_cast<std::uint16_t>(i), pack);
    }

    void take_table(const Part& part, Cursor& c, std::uint16_t index, unsigned pack) {
        const auto& table = *part.table;
        const auto bytes = bytes_.subspan(c.at, table.length);
        c.at += table.length;
        c.used += table.length;
        std::array<std::int64_t, max_rows> raw{};
        const auto present = decode(table, bytes, raw.data());
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const bool has = (present >> i & 1) != 0;
            const Row& row = table.rows[i];
            if (row.selects) c.selected = has ? std::optional(raw[i]) : std::nullopt;
            if (c.fields != nullptr && (has || row.when == -1))
                add(*c.fields, part, row, {&row, index, number(pack), has, raw[i], text_of(row, bytes)});
        }
    }

    static std::uint16_t number(unsigned pack) { return static_cast<std::uint16_t>(pack); }
    static std::string_view text_of(const Row& row, Bytes bytes) {
        return row.kind == Kind::text ? text(row, bytes) : std::string_view{};
    }

    static void add(std::vector<Field>& fields, const Part& part, const Row& row, Field field) {
        if (row.kind == Kind::constant) return;
        if (field.index == 0) field.index = static_cast<std::uint16_t>(row.index);
        // What a selected part names again takes the place of what was said before.
        if (part.when != -1)
            std::erase_if(fields, [&](const Field& f) {
                return f.pack == field.pack && f.index == field.index && f.row->name == row.name;
            });
        fields.push_back(field);
    }

    Bytes bytes_;
    std::string why_;
};

/// The parts of a layout by what is done with them.
struct Split {
    std::span<const Part> before; ///< those of the message as a whole
    std::span<const Part> group;  ///< per pack, tails among them
    std::span<const Part> behind;
    std::span<const Part> tails; ///< the last of `group` or of `behind`
};

Split split(std::span<const Part> parts) {
    const auto first = std::ranges::find_if(parts, &Part::per_pack);
    const auto last = std::find_if_not(first, parts.end(), [](const Part& p) { return p.per_pack; });
    const auto tail = std::ranges::find(parts, Times::tail, &Part::times);
    return {{parts.begin(), first}, {first, last}, {last, parts.end()}, {tail, parts.end()}};
}

const Part* tail_of(std::span<const Part> tails, std::size_t length) {
    const auto found = std::ranges::find_if(tails, [&](const Part& p) { return p.table->length == length; });
    return found == tails.end() ? nullptr : &*found;
}

/// Finds out how many bytes stand behind each of several packs: so many that the last pack ends where the
/// message ends. Where several ways do that, the one by which most packs are as long as the first.
class Tails {
public:
    Tails(Bytes bytes, const Split& parts, std::size_t begin, unsigned packs)
        : walk_(bytes), parts_(parts), begin_(begin), end_(bytes.size()), packs_(packs) {}

    /// One length for each pack; empty: there is no way.
    std::vector<std::size_t> find() {
        if (parts_.tails.empty() || !parts_.tails.front().per_pack) return {};
        const auto first = behind(begin_);
        if (!first) return {};
        pack_length_ = *first - begin_;
        try_alike(0);
        for (const auto& tail : parts_.tails) try_alike(tail.table->length);
        if (most_alike_ < packs_) try_mixed();
        for (std::size_t t = 1; most_alike_ < packs_ && t <= (end_ - begin_) / packs_; ++t) try_alike(t);
        return std::move(best_);
    }

private:
    /// The place behind a pack that begins at `at`, without its tail.
    std::optional<std::size_t> behind(std::size_t at) {
        Cursor c{.at = at};
        if (at > end_ || walk_.take_all(parts_.group, c, 0) != Outcome::fits) return std::nullopt;
        return c.at;
    }

    void offer(unsigned alike, std::vector<std::size_t> lengths) {
        if (alike <= most_alike_) return;
        most_alike_ = alike;
        best_ = std::move(lengths);
    }

    /// The same length behind each pack.
    void try_alike(std::size_t length) {
        auto at = begin_;
        unsigned alike = 0;
        for (unsigned p = 0; p < packs_; ++p) {
            const auto next = behind(at);
            if (!next) return;
            alike += *next - at == pack_length_;
            at = *next + length;
        }
        if (at == end_) offer(alike, std::vector<std::size_t>(packs_, length));
    }

    /// By which pack and tail a place is reached best.
    struct Step {
        int alike = -1; ///< packs as long as the first, up to here; -1: not reached
        std::size_t from = 0;
        std::size_t tail = 0;
    };
    using Steps = std::vector<Step>;

    /// Steps over one pack and each known tail, from all places of `here` to those of `there`.
    void advance(const Steps& here, Steps& there) {
        for (std::size_t at = begin_; at <= end_; ++at) {
            const auto next = here[at].alike < 0 ? std::nullopt : behind(at);
            if (!next) continue;
            const int alike = here[at].alike + (*next - at == pack_length_ ? 1 : 0);
            const auto reach = [&](std::size_t tail) {
                if (*next + tail <= end_ && there[*next + tail].alike < alike)
                    there[*next + tail] = {alike, at, tail};
            };
            reach(0);
            for (const auto& tail : parts_.tails) reach(tail.table->length);
        }
    }

    /// Tails of known lengths that differ from pack to pack.
    void try_mixed() {
        std::vector<Steps> steps(packs_ + 1, Steps(end_ + 1));
        steps[0][begin_].alike = 0;
        for (unsigned p = 0; p < packs_; ++p) advance(steps[p], steps[p + 1]);
        const auto alike = steps[packs_][end_].alike;
        if (alike < 0) return;
        std::vector<std::size_t> lengths(packs_);
        auto at = end_;
        for (unsigned p = packs_; p > 0; --p) {
            lengths[p - 1] = steps[p][at].tail;
            at = steps[p][at].from;
        }
        offer(static_cast<unsigned>(alike), std::move(lengths));
    }

    Walk walk_;
    const Split& parts_;
    std::size_t begin_;
    std::size_t end_;
    unsigned packs_;
    std::size_t pack_length_ = 0; ///< of the first pack, without its tail
    unsigned most_alike_ = 0;
    std::vector<std::size_t> best_;
};

class Reader {
public:
    Reader(const Layout& layout, Bytes bytes, unsigned packs)
        : bytes_(bytes), packs_(packs), parts_(split(layout.parts)), walk_(bytes) {
        cursor_.fields = &reading_.fields;
    }

    LayoutReading run() {
        const bool ended = !through(parts_.before, 0) || !through_packs() || !through(parts_.behind, 0);
        if (!ended && (packs_ == 1 || !tails_per_pack())) take_tail(bytes_.size() - cursor_.at, 0);
        reading_.used = cursor_.used;
        reading_.why = walk_.why();
        return std::move(reading_);
    }

private:
    bool through(std::span<const Part> parts, unsigned pack) {
        return walk_.take_all(parts, cursor_, pack) == Outcome::fits;
    }

    [[nodiscard]] bool tails_per_pack() const {
        return !parts_.tails.empty() && parts_.tails.front().per_pack;
    }

    bool through_packs() {
        if (parts_.group.empty()) return true;
        if (packs_ == 1) return through(parts_.group, 0);
        const auto tails = Tails(bytes_, parts_, cursor_.at, packs_).find();
        for (unsigned p = 1; p <= packs_; ++p) {
            if (!through(parts_.group, p)) return false;
            if (!tails.empty()) take_tail(tails[p - 1], p);
        }
        return true;
    }

    /// The tail of that length; without one the bytes are passed over.
    void take_tail(std::size_t length, unsigned pack) {
        if (const auto* tail = tail_of(parts_.tails, length))
            walk_.take(*tail, cursor_, pack);
        else
            cursor_.at += length;
    }

    Bytes bytes_;
    unsigned packs_;
    Split parts_;
    Walk walk_;
    Cursor cursor_{};
    LayoutReading reading_{};
};

} // namespace

LayoutReading read(const Layout& layout, std::span<const std::uint8_t> bytes, unsigned packs) {
    return Reader(layout, bytes, std::clamp(packs, 1U, 255U)).run();
}

std::string key(const Field& field) {
    Row row = *field.row;
    row.index = field.index;
    return key(row);
}

} // namespace gtx::wire
