// SPDX-License-Identifier: MIT
// How findings are told: a row of the table, and what its function reports.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/diag/findings.hpp"

namespace gtx::diag {

/// Whom a finding is about: one pack, or the battery as a whole.
struct Subject {
    const state::Values& values;
    const state::Pack* pack; ///< null: the battery as a whole
    std::string name;        ///< "pack 2", "the battery"

    /// Its cell voltages that are known and finite, by their numbers from 1.
    struct Cell {
        std::size_t number;
        double volts;
    };
    [[nodiscard]] std::vector<Cell> cells() const;
};

/// One finding while it is being told.
class Told {
public:
    explicit Told(Finding& finding) : finding_(finding) {}
    /// What it rests on.
    Told& because(std::string evidence) {
        finding_.evidence.push_back(std::move(evidence));
        return *this;
    }
    /// What to do, in this order.
    Told& then(std::initializer_list<std::string_view> steps) {
        finding_.next.insert(finding_.next.end(), steps.begin(), steps.end());
        return *this;
    }
    Told& emergency(bool is = true) {
        finding_.emergency = is;
        return *this;
    }
    Told& inferred() {
        finding_.inferred = true;
        return *this;
    }
    /// A rule that says it closer than that of the row.
    Told& rule(std::string_view id) {
        finding_.rule = id;
        return *this;
    }

private:
    Finding& finding_;
};

/// Takes what the function of a row found.
class Report {
public:
    explicit Report(std::vector<Finding>& to) : to_(to) {}
    void begin(const FindingRow& row) { row_ = &row; }
    /// About the line, or the battery as a whole. What is given back holds until the next add().
    Told add(std::string says) { return put(std::nullopt, std::move(says)); }
    /// "pack 2: " and what is said.
    Told add(const Subject& who, std::string_view says);

private:
    Told put(std::optional<std::int64_t> pack, std::string says);
    std::vector<Finding>& to_;
    const FindingRow* row_ = nullptr;
};

using Look = void (*)(const Observation& seen, Report& report);

/// A kind of finding and the function that looks for it.
struct Row {
    FindingRow row;
    Look look;
};

/// The packs of the last state, in its order.
std::vector<Subject> packs_of(const Observation& seen);
/// The battery as a whole; empty without a state.
std::optional<Subject> whole_of(const Observation& seen);

/// Calls `look`, which says whether it found something, for each pack, and for the battery as a whole if no
/// pack gave a finding: what a pack says is not told twice.
template <class LookAt>
void each_battery(const Observation& seen, LookAt&& look) {
    bool found = false;
    for (const auto& pack : packs_of(seen)) found = look(pack) || found;
    if (found) return;
    if (const auto whole = whole_of(seen)) look(*whole);
}

} // namespace gtx::diag
