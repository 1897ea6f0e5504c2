// SPDX-License-Identifier: MIT
/// \file
/// A serial line in memory with packs at its end and a SerialProbe at its beginning; time is counted, not
/// waited for.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/probe/serial_probe.hpp"
#include "gtx/serial/pacing.hpp"

namespace gtx::test {

inline constexpr std::int64_t milli = 1'000'000;
inline constexpr std::int64_t whole_second = 1'000 * milli;
inline constexpr std::int64_t serial_begin_ns = 1'700'000'000 * whole_second;

/// Bytes of the heap in use; 0: not known.
std::uint64_t heap_in_use();

/// All requests that change nothing, of any dialect to any address.
inline std::set<std::string> harmless_requests() {
    std::set<std::string> all;
    for (const auto* d : dialect::all_serial())
        for (const auto& c : d->commands)
            for (int address = 0; c.harmless && address < 256; ++address)
                for (const bool everything : {false, true}) {
                    auto r = dialect::request(*d, c, static_cast<std::uint8_t>(address), everything);
                    if (r) all.insert(std::move(*r));
                }
    return all;
}

/// True if these bytes are a request that changes nothing, or Enter.
inline bool is_harmless(const std::string& bytes) {
    static const auto known = harmless_requests();
    return bytes == "\r" || known.contains(bytes);
}

/// A stack of packs, each with cells and a serial number of its own.
inline state::Snapshot stack(int packs) {
    state::Snapshot s;
    for (int i = 0; i < packs; ++i) {
        auto& p = s.pack.emplace_back();
        p.address = i;
        p.voltage = Volts(52.3 + i);
        p.current = Amps(-2.5);
        p.remaining = AmpHours(31 - i);
        p.capacity = AmpHours(50);
        p.cycles = 12;
        p.soh = Percent(99);
        p.serial = std::string("SIM000000000000") + static_cast<char>('1' + i);
        p.cells.assign(15, Volts(3.27));
        p.temperatures.assign(5, Celsius(21));
        p.charge_voltage_limit = Volts(53.2);
        p.discharge_voltage_limit = Volts(45);
        p.charge_current_limit = Amps(25);
        p.discharge_current_limit = Amps(25);
        p.charge_enabled = p.discharge_enabled = true;
        p.force_charge = p.full_charge_request = false;
        for (auto& c : p.conditions) c = state::Conditions{};
    }
    s.packs = packs;
    s.name = "SIMULATED";
    return s;
}

/// Bytes on the line, and when they have come.
struct Coming {
    std::int64_t at = 0;
    std::string bytes;
    std::uint32_t speed = 0; ///< at another one it is not understood; 0: at any
};

/// All that is still to come, the first first; what comes at one time comes as it was put there.
class OnWire {
public:
    void push_back(Coming c) {
        const auto behind = std::ranges::upper_bound(waiting_, c.at, {}, &Coming::at);
        waiting_.insert(behind, std::move(c));
    }
    void pop_front() { waiting_.pop_front(); }
    void clear() { waiting_.clear(); }
    [[nodiscard]] bool empty() const { return waiting_.empty(); }
    [[nodiscard]] const Coming& front() const { return waiting_.front(); }
    [[nodiscard]] bool due(std::int64_t now) const { return !empty() && front().at <= now; }

private:
    std::deque<Coming> waiting_;
};

/// Packs that answer as dialect::reply() says, and what is wrong with them.
struct FakePacks {
    const dialect::SerialDialect* dialect = nullptr;
    std::uint8_t first = 2;
    state::Snapshot state = stack(1);
    std::uint32_t speed = 9600;
    std::int64_t delay = 70 * milli;
    std::size_t block = 32; ///< a reply comes in blocks of this many bytes
    bool off = false;
    bool echo = false;
    bool twice = false; ///< a second pack has the same address
    std::string before; ///< noise in front of each reply
    /// What becomes of a reply; empty: as it is. May leave nothing.
    std::function<void(std::string&)> spoil;
    /// A console instead: what it says to a line that was typed.
    std::function<std::string(const std::string&)> console;

    void hear(const std::string& bytes, std::uint32_t at_speed, std::int64_t now, OnWire& out) {
        const auto end = now + on_wire(bytes.size());
        if (echo) out.push_back({end, bytes, at_speed});
        if (at_speed != speed || off) return;
        if (console) return say(console(bytes.substr(0, bytes.size() - 1)), end, out);
        serial::AsciiBatch batch;
        serial::AsciiReader reader;
        reader.read(serial::bytes_of(bytes), Timestamp(now), batch);
        for (const auto& seen : batch.frames) answer(seen.frame, end, out);
    }

private:
    std::int64_t on_wire(std::size_t n) const {
        return std::chrono::nanoseconds(serial::wire_time(n, speed)).count();
    }

    void answer(const serial::AsciiFrame& request, std::int64_t now, OnWire& out) {
        const auto reply = dialect::reply(*dialect, request, state, first);
        if (!reply) BOOST_FAIL(reply.error().message());
        if (!*reply) return;
        say(before + *serial::encode_ascii(**reply), now, out);
    }

    void say(std::string text, std::int64_t now, OnWire& out) const {
        if (spoil) spoil(text);
        auto at = now + delay;
        for (int i = 0; i < (twice ? 2 : 1); ++i)
            for (std::size_t from = 0; from < text.size(); from += block) {
                const auto part = text.substr(from, block);
                at += on_wire(part.size());
                out.push_back({at, part, speed});
            }
    }
};

/// The line, with everything that was sent on it.
class Bench {
public:
    Bench(probe::SerialProbeOptions options, std::vector<FakePacks> stacks)
        : packs(std::move(stacks))
        , probe(sourced(options), Timestamp(serial_begin_ns))
        , speed_(options.line_speed) {}

    std::vector<FakePacks> packs;
    probe::SerialProbe probe;
    std::vector<std::string> sent;
    std::vector<state::Snapshot> states;
    /// What others put on the line from now on.
    OnWire coming;
    std::int64_t now = serial_begin_ns;
    std::int64_t first_state_ns = -1; ///< after the beginning
    std::uint64_t steps = 0;
    bool keep_states = true;
    std::uint64_t state_count = 0;

    /// Runs until that time after the beginning, or the probe is over.
    void run_until(std::int64_t after) {
        const auto end = serial_begin_ns + after;
        while (now < end && !probe.over()) {
            step();
            if (probe.over()) break;
            auto next = std::max(again_.known() ? again_.ns() : end, now);
            if (!coming.empty()) next = std::min(next, std::max(coming.front().at, now));
            if (next == now && !coming.due(now))
                BOOST_TEST_REQUIRE(++idle_ < 100, "it wants no time to pass");
            if (next != now) idle_ = 0;
            now = std::min(next, end);
            deliver();
        }
    }
    std::uint32_t speed() const { return speed_; }

private:
    static probe::SerialProbeOptions sourced(probe::SerialProbeOptions options) {
        options.source = "memory";
        return options;
    }

    void step() {
        ++steps;
        const auto step = probe.step(Timestamp(now));
        again_ = step.again;
        if (step.speed) speed_ = *step.speed;
        if (!step.send.empty()) {
            BOOST_TEST_REQUIRE(is_harmless(step.send), step.send);
            if (keep_states) sent.push_back(step.send);
            for (auto& p : packs) p.hear(step.send, speed_, now, coming);
        }
        fetch();
    }

    void deliver() {
        while (coming.due(now)) {
            auto bytes = coming.front().bytes;
            if (coming.front().speed != 0 && coming.front().speed != speed_)
                std::ranges::fill(bytes, '\x80'); // ClassicDIY/PylonToMQTT#2: 00 80 80 80
            coming.pop_front();
            probe.take(serial::bytes_of(bytes), Timestamp(now));
        }
        fetch();
    }

    void fetch() {
        while (auto state = probe.next_state()) {
            if (first_state_ns < 0) first_state_ns = now - serial_begin_ns;
            ++state_count;
            if (keep_states) states.push_back(*state);
        }
    }

    std::uint32_t speed_;
    Timestamp again_;
    int idle_ = 0;
};

inline std::vector<const dialect::SerialDialect*> greeted() {
    std::vector<const dialect::SerialDialect*> out;
    for (const auto* d : dialect::all_serial())
        if (!d->greetings.empty() && d->framing == dialect::Framing::ascii) out.push_back(d);
    return out;
}

/// Every law that holds at any time.
inline void require_counts(const Bench& bench) {
    const auto link = bench.probe.link();
    BOOST_TEST(
        (link.requests == link.replies + link.timeouts || link.requests == link.replies + link.timeouts + 1),
        link.requests << " requests, " << link.replies << " replies, " << link.timeouts << " timeouts");
    BOOST_TEST(link.addresses.size() == link.serials.size());
}

} // namespace gtx::test
