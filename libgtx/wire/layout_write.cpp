// SPDX-License-Identifier: MIT
#include <array>
#include <optional>

#include <fmt/format.h>

#include "gtx/wire/layout.hpp"

namespace gtx::wire {

namespace {

constexpr unsigned most_counted = 255; ///< a count is one byte

class Writer {
public:
    Writer(LayoutSource& source, std::vector<std::uint8_t>& out) : source_(source), out_(out) {}

    /// Parts that are per pack, once for each; their tail behind each of them.
    Result<void> packs(std::span<const Part> parts, unsigned count) {
        for (unsigned p = 0; p < count; ++p)
            for (const auto& part : parts)
                if (auto done = put(part, p); !done) return done;
        return {};
    }

    Result<void> put(const Part& part, unsigned pack) {
        if (part.when != -1 && (!any_selected_ || part.when != selected_)) return {};
        switch (part.times) {
        case Times::once:
            return put_table(*part.table, 0, pack);
        case Times::tail:
            if (source_.tail() != part.table->length) return {};
            return put_table(*part.table, 0, pack);
        case Times::counted:
        case Times::to_end:
            break;
        }
        return put_many(part, pack);
    }

private:
    Result<void> put_many(const Part& part, unsigned pack) {
        const unsigned n = source_.count(part, pack);
        if (n > most_counted)
            return Error{Errc::out_of_range, fmt::format("{}: {} of them, at most {} can be announced",
                                                         part.table->name, n, most_counted)};
        if (part.times == Times::counted) out_.push_back(static_cast<std::uint8_t>(n));
        for (unsigned i = 0; i < n; ++i)
            if (auto done = put_table(*part.table, i, pack); !done) return done;
        return {};
    }

    /// Row by row: a text may be borrowed only until the next one is asked for.
    Result<void> put_table(const Table& table, unsigned index, unsigned pack) {
        const auto begin = out_.size();
        out_.resize(begin + table.length);
        const auto bytes = std::span(out_).subspan(begin);
        std::optional<std::int64_t> selected;
        for (const auto& row : table.rows)
            if (row.selects) selected = raw_of(row, source_.cell(row, index, pack));
        for (const auto& row : table.rows) {
            if (row.when != -1 && row.when != selected) continue;
            if (auto done = encode_row(row, source_.cell(row, index, pack), bytes); !done) return done;
        }
        if (selected) {
            any_selected_ = true;
            selected_ = *selected;
        }
        return {};
    }

    static std::int64_t raw_of(const Row& row, const Cell& cell) {
        return cell.present ? cell.raw : static_cast<std::int64_t>(row.fill);
    }

    LayoutSource& source_;
    std::vector<std::uint8_t>& out_;
    bool any_selected_ = false;
    std::int64_t selected_ = 0; ///< by the last selecting field
};

} // namespace

Result<void> write(const Layout& layout, LayoutSource& source, unsigned packs,
                   std::vector<std::uint8_t>& out) {
    Writer writer(source, out);
    const auto& parts = layout.parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].per_pack) {
            if (auto done = writer.put(parts[i], 0); !done) return done;
            continue;
        }
        const auto first = i;
        while (i + 1 < parts.size() && parts[i + 1].per_pack) ++i;
        if (auto done = writer.packs(parts.subspan(first, i + 1 - first), packs); !done) return done;
    }
    return {};
}

} // namespace gtx::wire
