// SPDX-License-Identifier: MIT
// The summary: what each pack took in and gave out, how far its cells went, what it lost, what was raised.
#include <array>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/state/condition.hpp"
#include "tools/gtx-sim/view.hpp"

namespace gtx::sim_tool {

namespace {

/// One column: the same in text, JSON and CSV.
struct Column {
    std::string_view name;
    Unit unit;
    unsigned decimals;
    double (*get)(const sim::PackSummary&);
};

using P = sim::PackSummary;
constexpr auto columns = std::to_array<Column>({
    {"soc", Unit::percent, 1, [](const P& p) { return p.soc.value(); }},
    {"soh", Unit::percent, 3, [](const P& p) { return p.soh.value(); }},
    {"full_cycles", Unit::none, 3, [](const P& p) { return p.full_cycles; }},
    {"charge_in", Unit::amp_hour, 3, [](const P& p) { return p.ledger.charge_in.value(); }},
    {"charge_out", Unit::amp_hour, 3, [](const P& p) { return p.ledger.charge_out.value(); }},
    {"energy_in", Unit::watt_hour, 1, [](const P& p) { return p.ledger.energy_in.value(); }},
    {"energy_out", Unit::watt_hour, 1, [](const P& p) { return p.ledger.energy_out.value(); }},
    {"heat", Unit::watt_hour, 1, [](const P& p) { return p.ledger.heat.value(); }},
    {"charge_current_max", Unit::amp, 1, [](const P& p) { return p.charge_max.value(); }},
    {"discharge_current_max", Unit::amp, 1, [](const P& p) { return p.discharge_max.value(); }},
    {"cell_min", Unit::volt, 3, [](const P& p) { return p.cell_min.value(); }},
    {"cell_max", Unit::volt, 3, [](const P& p) { return p.cell_max.value(); }},
    {"cell_temp_min", Unit::celsius, 1, [](const P& p) { return p.temperature_min.value(); }},
    {"cell_temp_max", Unit::celsius, 1, [](const P& p) { return p.temperature_max.value(); }},
});

std::string key(const Column& c) {
    const auto unit = suffix(c.unit);
    return unit.empty() ? std::string(c.name) : fmt::format("{}_{}", c.name, unit);
}

std::string number(const Column& c, const P& pack) {
    std::string out;
    gtx::text::append_number(out, c.get(pack), c.decimals, c.decimals);
    return out;
}

class SummaryView : public View {
public:
    SummaryView(const Options& options, Timestamp start, cli::Output& output)
        : View(output, options.count), format_(options.format), start_(start) {}

    [[nodiscard]] bool wants_steps() const override { return true; }
    void stepped(const sim::Simulation& simulation) override {
        for (std::size_t s = 0; s < state::severity_count; ++s) {
            const auto now = simulation.bms().conditions[s];
            (now - before_[s]).each([&](state::Condition c) { ++raised_[s][static_cast<std::size_t>(c)]; });
            before_[s] = now;
        }
    }
    void finish(const sim::Simulation& simulation) override {
        if (format_ == Format::json)
            write(json(simulation));
        else if (format_ == Format::csv)
            write(csv(simulation));
        else
            write(text(simulation));
    }

private:
    /// Calls `visit(severity, condition, times)` for each condition that was raised.
    template <class Visit>
    void each_raised(Visit&& visit) const {
        for (std::size_t s = 0; s < state::severity_count; ++s)
            for (std::size_t c = 0; c < state::condition_count; ++c)
                if (raised_[s][c] != 0)
                    visit(static_cast<state::Severity>(s), static_cast<state::Condition>(c), raised_[s][c]);
    }

    std::string json(const sim::Simulation& simulation) const {
        std::string out =
            fmt::format(R"({{"from_s":{},"to_s":{},"raised":[)", seconds(start_), seconds(simulation.now()));
        const auto* comma = "";
        each_raised([&](auto severity, auto condition, auto times) {
            out += fmt::format(R"({}{{"severity":"{}","condition":"{}","times":{}}})", comma,
                               state::name(severity), state::name(condition), times);
            comma = ",";
        });
        out += "],\"pack\":[";
        const auto packs = simulation.summary();
        for (std::size_t i = 0; i < packs.size(); ++i) {
            out += fmt::format("{}{{\"address\":{}", i == 0 ? "" : ",", i + 1);
            for (const auto& c : columns) out += fmt::format(",\"{}\":{}", key(c), number(c, packs[i]));
            out += '}';
        }
        return out += "]}\n";
    }

    static std::string csv(const sim::Simulation& simulation) {
        std::string out = "address";
        for (const auto& c : columns) (out += ',') += key(c);
        out += '\n';
        const auto packs = simulation.summary();
        for (std::size_t i = 0; i < packs.size(); ++i) {
            out += std::to_string(i + 1);
            for (const auto& c : columns) (out += ',') += number(c, packs[i]);
            out += '\n';
        }
        return out;
    }

    std::string text(const sim::Simulation& simulation) const {
        const auto packs = simulation.summary();
        std::string out = fmt::format("{} {} in {} s\n", packs.size(), packs.size() == 1 ? "pack" : "packs",
                                      seconds(Timestamp(simulation.now().ns() - start_.ns())));
        for (const auto& c : columns) {
            out += fmt::format("  {:<24}", c.name);
            for (const auto& p : packs) out += fmt::format("{:>12}", number(c, p));
            out += fmt::format(" {}", symbol(c.unit));
            while (out.ends_with(' ')) out.pop_back();
            out += '\n';
        }
        each_raised([&](auto severity, auto condition, auto times) {
            out += fmt::format("{} {} raised {} {}\n", state::name(severity), state::name(condition), times,
                               times == 1 ? "time" : "times");
        });
        return out;
    }

    static std::string seconds(Timestamp t) {
        char digits[32];
        return {digits, gtx::text::put_seconds(digits, t, 6)};
    }

    Format format_;
    Timestamp start_;
    std::array<state::Conditions, state::severity_count> before_{};
    std::array<std::array<std::uint64_t, state::condition_count>, state::severity_count> raised_{};
};

} // namespace

std::unique_ptr<View> make_summary_view(const Options& options, Timestamp start, cli::Output& output) {
    return std::make_unique<SummaryView>(options, start, output);
}

} // namespace gtx::sim_tool
