// SPDX-License-Identifier: MIT
#include "diag/report_impl.hpp"

#include <cmath>

#include "diag/show_impl.hpp"

namespace gtx::diag {

std::vector<Subject::Cell> Subject::cells() const {
    std::vector<Cell> out;
    if (pack == nullptr) return out;
    for (std::size_t i = 0; i < pack->cells.size(); ++i)
        if (const auto& v = pack->cells[i]; v && std::isfinite(v->value()))
            out.push_back({i + 1, v->value()});
    return out;
}

Told Report::add(const Subject& who, std::string_view says) {
    return put(who.pack != nullptr ? who.pack->address : std::nullopt, fmt::format("{}: {}", who.name, says));
}

Told Report::put(std::optional<std::int64_t> pack, std::string says) {
    auto& finding = to_.emplace_back();
    finding.code = row_->code;
    finding.rule = row_->rule;
    finding.weight = row_->weight;
    finding.pack = pack;
    finding.says = std::move(says);
    return Told(finding);
}

std::vector<Subject> packs_of(const Observation& seen) {
    std::vector<Subject> out;
    if (!seen.state) return out;
    std::int64_t place = 0;
    for (const auto& pack : seen.state->pack) {
        ++place;
        auto name =
            pack.address ? fmt::format("pack {}", *pack.address) : fmt::format("the pack in place {}", place);
        out.push_back({pack, &pack, std::move(name)});
    }
    return out;
}

std::optional<Subject> whole_of(const Observation& seen) {
    if (!seen.state) return std::nullopt;
    return Subject{*seen.state, nullptr, "the battery"};
}

} // namespace gtx::diag
