// SPDX-License-Identifier: MIT
/// \file
/// A small bus for tests, in whole bursts: fast enough for millions of stacks. gtx::link::Bus goes byte by
/// byte; both must agree on what a stack does.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gtx/base/random.hpp"
#include "gtx/link/coordinator.hpp"
#include "gtx/link/frame.hpp"
#include "gtx/link/pack.hpp"

namespace gtx::test {

inline constexpr int bench = -1;
inline constexpr std::int64_t ms = 1'000'000;

/// Out of `from` reaches In of `to`; bench: the adapter.
struct Wire {
    int from = bench;
    int to = bench;
};

struct WorldFaults {
    double noise = 0;   ///< of bytes, at each listener
    double lost = 0;    ///< of bursts
    double capture = 0; ///< of collisions that the first sender wins
    double babble = 0;  ///< of idle 10 ms in which a few bytes are heard
    bool echo = false;
};

class World {
public:
    struct Sent {
        Timestamp began;
        Timestamp ended;
        int by = bench;
        std::string text;
    };

    explicit World(std::uint64_t seed) : chance(seed) {}

    SplitMix64 chance;
    WorldFaults faults;
    std::vector<std::unique_ptr<link::Pack>> packs;
    std::vector<Wire> wires;
    std::set<int> cut;                                          ///< who is not on the pair
    std::vector<bool> stuck;                                    ///< whose In is raised whatever comes
    std::optional<link::Coordinator> coordinator;               ///< the bench
    std::function<void()> on_event;                             ///< after each
    std::function<bool(int by, const std::string& text)> loses; ///< this burst is heard by nobody
    std::function<bool(int who, const std::string& text)> deaf; ///< this one alone does not hear it
    std::vector<Sent> trace;
    Timestamp now{1'000'000'000};

    link::Pack& add(std::uint64_t serial, std::uint64_t seed, bool on = true) {
        link::PackOptions options{.identity = {serial, 0x0102}, .seed = seed};
        options.turnaround_ns = 2 * ms;
        packs.push_back(std::make_unique<link::Pack>(options, now));
        if (on) packs.back()->power(true, now);
        outs_.push_back(false);
        stuck.push_back(false);
        again_.push_back(now);
        return *packs.back();
    }
    /// Each Out to the next In, the bench before the first (R-LINK-3).
    void chain(bool with_bench) {
        wires.clear();
        for (int i = with_bench ? bench : 0; i + 1 < static_cast<int>(packs.size()); ++i)
            wires.push_back({i, i + 1});
    }
    void code(link::CoordinatorOptions options = {}) { coordinator.emplace(std::move(options), now); }
    /// Something was done to a pack from outside: it is asked what it wants.
    void touch() {
        for (auto& t : again_) t = now;
        bench_again_ = now;
    }

    /// Runs until `done`, or for so long. True if done.
    bool run(const std::function<bool()>& done, std::int64_t longest_ns) {
        const Timestamp end(now.ns() + longest_ns);
        touch();
        for (;;) {
            step_all();
            if (done()) return true;
            const auto next = next_event();
            if (!next.known() || next > end) {
                now = end;
                return done();
            }
            now = std::max(now, next);
            deliver();
        }
    }
    bool run_coordinator(std::int64_t longest_ns = 300'000 * ms) {
        return run([this] { return coordinator->over(); }, longest_ns);
    }
    bool run_master(int index = 0, std::int64_t longest_ns = 300'000 * ms) {
        auto& pack = *packs[static_cast<std::size_t>(index)];
        pack.press(now);
        return run([&] { return pack.phase() != link::PackPhase::coding; }, longest_ns);
    }
    void idle(std::int64_t ns) {
        run([] { return false; }, ns);
    }

    /// How many Outs are raised.
    [[nodiscard]] long raised() const { return std::ranges::count(outs_, true) + (bench_out_ ? 1 : 0); }
    [[nodiscard]] std::vector<unsigned> numbers() const {
        std::vector<unsigned> all;
        for (const auto& p : packs) all.push_back(p->number().value_or(0));
        return all;
    }

private:
    struct Burst {
        int by = bench;
        Timestamp began;
        Timestamp ended;
        std::string text;
        bool lost = false;
    };

    static std::int64_t wire_ns(std::size_t chars) {
        return static_cast<std::int64_t>(chars) * 10 * 1'000'000'000 / 9600;
    }

    link::Step step_one(int who) {
        if (who == bench) return coordinator->step(now);
        return packs[static_cast<std::size_t>(who)]->step(now);
    }
    void apply(int who) {
        auto step = step_one(who);
        (who == bench ? bench_again_ : again_[static_cast<std::size_t>(who)]) = step.again;
        if (!step.send.empty()) {
            const Timestamp end(now.ns() + wire_ns(step.send.size()));
            trace.push_back({now, end, who, step.send});
            const bool lost = chance.chance(faults.lost) || (loses && loses(who, step.send));
            on_wire_.push_back({who, now, end, std::move(step.send), lost});
        }
        auto out = who == bench ? bench_out_ : outs_[static_cast<std::size_t>(who)];
        if (out != step.out) {
            if (who == bench)
                bench_out_ = step.out;
            else
                outs_[static_cast<std::size_t>(who)] = step.out;
            levels();
        }
        if (on_event) on_event();
    }
    [[nodiscard]] bool reached(int who) const {
        if (who != bench && stuck[static_cast<std::size_t>(who)]) return true;
        return std::ranges::any_of(wires, [&](const Wire& w) {
            return w.to == who &&
                   (w.from == bench ? bench_out_ : bool(outs_[static_cast<std::size_t>(w.from)]));
        });
    }

public:
    void levels() {
        for (std::size_t i = 0; i < packs.size(); ++i) packs[i]->set_in(reached(static_cast<int>(i)), now);
        if (coordinator) coordinator->set_in(reached(bench), now);
    }

private:
    [[nodiscard]] bool wants(Timestamp t) const { return t.known() && t <= now; }
    void step_all() {
        for (std::size_t i = 0; i < packs.size(); ++i)
            if (wants(again_[i])) apply(static_cast<int>(i));
        if (coordinator && !coordinator->over() && wants(bench_again_)) apply(bench);
    }
    static void earlier(Timestamp& t, Timestamp other) {
        if (other.known() && (!t.known() || other < t)) t = other;
    }
    Timestamp next_event() {
        Timestamp t;
        for (auto a : again_) earlier(t, a);
        if (coordinator && !coordinator->over()) earlier(t, bench_again_);
        if (!on_wire_.empty()) earlier(t, quiet_at());
        if (faults.babble > 0) {
            if (!babble_at_.known() || babble_at_ <= now)
                babble_at_ = Timestamp(
                    now.ns() + static_cast<std::int64_t>(10 * ms / faults.babble * 2 * chance.uniform()) + 1);
            earlier(t, babble_at_);
        }
        return t;
    }
    /// When the last of bursts that overlap ends.
    [[nodiscard]] Timestamp quiet_at() const {
        auto t = on_wire_.front().ended;
        for (const auto& b : on_wire_)
            if (b.began < t) t = std::max(t, b.ended);
        return t;
    }
    void hear(int who, std::string text) {
        for (auto& c : text)
            if (chance.chance(faults.noise)) c = static_cast<char>(chance.next());
        if (who == bench) {
            if (!coordinator || coordinator->over()) return;
            coordinator->take(serial::bytes_of(text), now);
            bench_again_ = now;
        } else {
            packs[static_cast<std::size_t>(who)]->take(serial::bytes_of(text), now);
            again_[static_cast<std::size_t>(who)] = now;
        }
    }
    void hear_all(const std::string& text, const std::set<int>& senders) {
        for (int who = bench; who < static_cast<int>(packs.size()); ++who) {
            const bool sender = senders.contains(who);
            if (deaf && deaf(who, text)) continue;
            if (cut.contains(who) || (sender && !(faults.echo && who == bench))) continue;
            hear(who, text);
        }
    }
    void deliver() {
        if (faults.babble > 0 && wants(babble_at_) && on_wire_.empty())
            hear_all(std::string(1 + chance.next() % 3, static_cast<char>(chance.next())), {});
        if (on_wire_.empty() || quiet_at() > now) return;
        const auto until = quiet_at();
        std::vector<Burst> together;
        std::erase_if(on_wire_, [&](Burst& b) {
            if (b.began >= until && b.ended > until) return false;
            if (!cut.contains(b.by) && !b.lost) together.push_back(std::move(b));
            return true;
        });
        if (together.empty()) return;
        std::set<int> senders;
        for (const auto& b : together) senders.insert(b.by);
        auto text = together.front().text;
        if (together.size() > 1 && !chance.chance(faults.capture)) {
            for (const auto& b : together)
                if (b.text.size() > text.size()) text = b.text;
            for (auto& c : text) c = static_cast<char>(chance.next());
        }
        hear_all(text, senders);
    }

    std::vector<bool> outs_;
    bool bench_out_ = false;
    std::vector<Timestamp> again_;
    Timestamp bench_again_;
    Timestamp babble_at_;
    std::vector<Burst> on_wire_;
};

} // namespace gtx::test
