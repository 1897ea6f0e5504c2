// SPDX-License-Identifier: MIT
#include "play.hpp"

#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "gtx/base/time_text.hpp"
#include "scenario_reading.hpp"

namespace gtx::test {

namespace {

std::string contents(const std::string& path) {
    std::ifstream file(path);
    BOOST_TEST_CONTEXT(path) BOOST_REQUIRE(file.good());
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

std::string example_path(std::string_view name) {
    return GTX_EXAMPLE_SCENARIOS "/" + std::string(name);
}

double number(std::string_view text) {
    const auto value = text::parse_number(text);
    BOOST_TEST_CONTEXT(text) BOOST_REQUIRE(value.has_value());
    return *value;
}

std::vector<std::string> words(std::string_view text) {
    std::istringstream in{std::string(text)};
    std::vector<std::string> all;
    for (std::string w; in >> w;) all.push_back(w);
    return all;
}

std::vector<Percent> percents(std::string_view text) {
    std::vector<Percent> all;
    for (;;) {
        const auto end = text.find(',');
        all.emplace_back(number(text.substr(0, end)));
        if (end == text.npos) return all;
        text.remove_prefix(end + 1);
    }
}

sim::Scenario read(std::string_view text, const sim::SimulationSetup& setup) {
    sim::ScenarioOptions how;
    how.start_of_day = Seconds(static_cast<double>(setup.start.ns() / 1'000'000'000 % 86400));
    how.read_file = [](std::string_view path) { return Result<std::string>(contents(example_path(path))); };
    auto all = scenarios::steps(text, how);
    BOOST_REQUIRE_EQUAL(scenarios::listed(sim::check(all, setup.packs)), "");
    return all;
}

} // namespace

std::int64_t duration(std::string_view text) {
    const auto ns = text::parse_duration(text);
    BOOST_TEST_CONTEXT(text) BOOST_REQUIRE(ns.has_value());
    return *ns;
}

sim::SimulationSetup setup_of(std::string_view options, std::int64_t* duration_ns) {
    sim::SimulationSetup s;
    const auto all = words(options);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& word = all[i];
        const std::string value = i + 1 < all.size() ? all[i + 1] : "";
        if (word == "--off") s.running = false;
        if (word == "--packs") s.packs = static_cast<unsigned>(number(value));
        if (word == "--soc") s.soc = percents(value);
        if (word == "--ambient")
            s.ambient = Celsius(number(std::string_view(value).substr(0, value.size() - 1)));
        if (word == "--start") s.start = Timestamp(text::parse_date(value).value());
        if (word == "--duration" && duration_ns != nullptr) *duration_ns = duration(value);
    }
    return s;
}

Play::Play(const sim::SimulationSetup& setup, std::string_view what)
    : start(setup.start), simulation(setup, read(what, setup)) {
    look();
}

Play Play::example(std::string_view name, std::int64_t step_ns) {
    const auto text = contents(example_path(std::string(name) + ".scenario"));
    const auto begin = text.find("gtx-sim --scenario");
    BOOST_REQUIRE(begin != text.npos);
    const auto line = std::string_view(text).substr(begin, text.find('\n', begin) - begin);
    BOOST_TEST_CONTEXT(line) BOOST_TEST(line.find(std::string(name) + ".scenario") != line.npos);
    std::int64_t end = 0;
    auto setup = setup_of(line, &end);
    setup.step_ns = step_ns;
    BOOST_REQUIRE(end > 0);
    Play play(setup, text);
    play.end_ns_ = end;
    return play;
}

void Play::to(std::int64_t ns) {
    simulation.on_step([this] { look(); });
    simulation.advance(Timestamp(start.ns() + ns));
}

void Play::look() {
    const auto& out = simulation.bms();
    const std::pair<bool, const char*> flags[] = {
        {out.talking, "talking"},
        {out.charge_enabled, "charge_enabled"},
        {out.discharge_enabled, "discharge_enabled"},
        {out.force_charge, "force_charge"},
        {out.full_charge_request, "full_charge_request"},
        {out.contact_prohibit_charge, "contact_prohibit_charge"},
        {out.contact_prohibit_discharge, "contact_prohibit_discharge"}};
    flags_.resize(std::size(flags));
    for (std::size_t i = 0; i < std::size(flags); ++i) {
        if (flags_[i] != flags[i].first) note(flags[i].first, flags[i].second);
        flags_[i] = flags[i].first;
    }
    if (out.mode != mode_) note(true, "mode " + std::string(name(out.mode)));
    mode_ = out.mode;
    look_at_conditions();
    soc_min = std::min(soc_min, out.soc.value());
    soc_max = std::max(soc_max, out.soc.value());
}

void Play::look_at_conditions() {
    for (std::size_t s = 0; s < state::severity_count; ++s) {
        const auto now = simulation.bms().conditions[s];
        if (now == conditions_[s]) continue;
        for (std::size_t c = 0; c < state::condition_count; ++c) {
            const auto condition = static_cast<Condition>(c);
            if (now.has(condition) != conditions_[s].has(condition))
                note(now.has(condition),
                     std::string(name(static_cast<Severity>(s))) + ' ' + std::string(name(condition)));
        }
        conditions_[s] = now;
    }
}

void Play::note(bool on, std::string what) {
    events_.push_back({hours(), (on ? '+' : '-') + std::move(what)});
}

std::string Play::raised() const {
    std::string out;
    for (const auto s : {Severity::alarm, Severity::protection, Severity::fault}) {
        const auto some = raised(s);
        if (!some.empty()) out += (out.empty() ? "" : ", ") + some;
    }
    return out;
}

std::string Play::raised(Severity severity) const {
    const auto start_of = '+' + std::string(name(severity)) + ' ';
    std::set<std::string> all;
    for (const auto& e : events_)
        if (e.what.starts_with(start_of)) all.insert(e.what.substr(1));
    std::string out;
    for (const auto& what : all) out += (out.empty() ? "" : ", ") + what;
    return out;
}

std::vector<double> Play::when(std::string_view what) const {
    std::vector<double> out;
    for (const auto& e : events_)
        if (e.what == what) out.push_back(e.hours);
    return out;
}

double Play::first(std::string_view what) const {
    const auto all = when(what);
    return all.empty() ? std::nan("") : all.front();
}

} // namespace gtx::test
