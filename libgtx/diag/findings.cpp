// SPDX-License-Identifier: MIT
#include "gtx/diag/findings.hpp"

#include <algorithm>

#include "diag/electric_impl.hpp"
#include "diag/report_impl.hpp"
#include "diag/table_impl.hpp"

namespace gtx::diag {

std::string_view name(Weight weight) noexcept {
    constexpr std::string_view names[] = {"note", "warning", "critical"};
    return names[static_cast<std::size_t>(weight)];
}

namespace {
bool about_a_line(const Finding& f) {
    return f.code.starts_with("serial_") || f.code.starts_with("can_");
}

/// Many findings end in a full charge, which may set a battery with a broken cell on fire: it comes first,
/// whatever else is advised (R-SAFE-1).
void forbid_charging(const Observation& seen, std::vector<Finding>& found) {
    const auto whole = whole_of(seen);
    if (!whole || (!broken_cell(*whole) && std::ranges::none_of(packs_of(seen), broken_cell))) return;
    for (auto& f : found)
        if (!about_a_line(f))
            f.next.insert(f.next.begin(),
                          "Do not charge it, whatever else stands here: one of its cells is broken.");
}
} // namespace

std::vector<Finding> find(const Observation& seen) {
    std::vector<Finding> found;
    Report report(found);
    for (const auto& row : table()) {
        report.begin(row.row);
        row.look(seen, report);
    }
    forbid_charging(seen, found);
    std::ranges::stable_sort(found, std::ranges::greater(), &Finding::weight);
    return found;
}

std::span<const std::string_view> emergency_steps() noexcept {
    // R-SAFE-1: section 9.2 of the manual.
    static constexpr std::string_view steps[] = {
        "Whatever it is: cut the supply off and switch the battery off, if that is possible without danger.",
        "Wet or under water: let nobody near it, and ask the maker or an authorised dealer for help.",
        "Fire: no water. Use nothing but a dry powder extinguisher, and carry packs that do not burn yet to "
        "a "
        "safe place if you can.",
        "Leaking: touch neither the liquid nor breathe the gas.",
        "Breathed in: get out of there, and see a doctor.",
        "In the eyes: rinse with running water for 15 minutes, and see a doctor.",
        "On the skin: wash thoroughly with soap and water, and see a doctor.",
        "Swallowed: the manual wants vomiting to be brought about; see a doctor at once.",
        "Damaged: do not use it any more, touch it with the greatest care, put it into the box it came in, "
        "and give it back to the maker or an authorised dealer.",
    };
    return steps;
}

} // namespace gtx::diag
