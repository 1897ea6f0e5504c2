// SPDX-License-Identifier: MIT
// CSV series: rows that are taken are in order and finite, and written with their offset they are read again
// as the same times; refusals have a place in the text.
#include <cmath>
#include <cstdlib>
#include <string>

#include "gtx/plan/series.hpp"

using namespace gtx;
using namespace gtx::plan;

namespace {

void check(const Series& rows, SeriesKind kind) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!std::isfinite(rows[i].value) || !(rows[i].begin < rows[i].end)) std::abort();
        if (i > 0 && rows[i - 1].end != rows[i].begin) std::abort();
        if (rows[i].begin.ns() % 1'000'000'000 != 0 || rows[i].begin.ns() < 0) continue;
        std::string text;
        append_date(text, rows[i].begin, rows[i].utc_offset);
        text += ",1\n";
        std::vector<CsvRefusal> refused;
        SeriesOptions options;
        options.kind = kind;
        const auto again = read_series(text, "again", options, refused);
        // A time just before the end of what is taken may be just behind it in its own offset.
        if (again.size() == 1 && again[0].begin != rows[i].begin) std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(data + 1, data + size);
    SeriesOptions options;
    options.kind = static_cast<SeriesKind>(data[0] % 3);
    std::vector<CsvRefusal> refused;
    const auto rows = read_series(text, "f", options, refused);
    if (rows.empty() && refused.empty()) std::abort();
    for (const auto& r : refused)
        if (r.line < 1 || r.column < 1 || r.column > 4098 || r.why.empty()) std::abort();
    check(rows, options.kind);
    (void)slots_of({rows, {}, rows, {}, Timestamp::none(), Timestamp::none()});
    return 0;
}
