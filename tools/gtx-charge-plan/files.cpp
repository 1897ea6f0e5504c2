// SPDX-License-Identifier: MIT
#include "tools/gtx-charge-plan/files.hpp"

#include "tools/common/input.hpp"
#include "tools/common/message.hpp"

namespace gtx::charge_plan_tool {

Result<std::string> read_all(std::string_view path) {
    constexpr std::size_t longest = 64 * 1024 * 1024;
    GTX_TRY(auto input, cli::Input::open(path));
    std::string text;
    for (;;) {
        GTX_TRY(const auto block, input.read());
        if (block.empty()) {
            if (const auto damage = input.damage(); !damage) return damage.error();
            return text;
        }
        text += block;
        if (text.size() > longest) return Error{Errc::bad_length, input.name() + ": too long"};
    }
}

std::optional<plan::Series> table_in(const std::string& text, const std::string& path,
                                     const plan::SeriesOptions& options) {
    std::vector<plan::CsvRefusal> refused;
    auto series = plan::read_series(text, name_of(path), options, refused);
    for (const auto& r : refused) cli::error("{}", plan::message(r));
    if (refused.empty() && series.empty())
        cli::error("{}: expected lines of a time and a value", name_of(path));
    if (!refused.empty() || series.empty()) return std::nullopt;
    return series;
}

Result<std::optional<plan::Series>> read_table(const std::string& path, const plan::SeriesOptions& options) {
    GTX_TRY(const auto text, read_all(path));
    return table_in(text, path, options);
}

} // namespace gtx::charge_plan_tool
