// SPDX-License-Identifier: MIT
// Stacks that are wired, disturbed and restarted at random: what must hold for each (R-LINK-4, R-LINK-5).
// GTX_LINK_BUSES=1000000 runs so many; GTX_SEED begins elsewhere; GTX_LINK_STACK=seed tells all of one.
#include <array>
#include <iostream>
#include <map>

#include <boost/test/unit_test.hpp>

#include "gtx/link/explain.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/link/world.hpp"

using namespace gtx;
using namespace gtx::link;
using namespace gtx::test;

namespace {

constexpr auto usual_buses = test::rounds<std::uint64_t>(4000);

std::uint64_t buses() {
    const char* given = std::getenv("GTX_LINK_BUSES");
    return given != nullptr ? std::strtoull(given, nullptr, 0) : usual_buses;
}

/// What happens to a stack while it is coded.
struct Event {
    enum class Kind : std::uint8_t { none, restart, late, rival_pack, rival_bench, master_restart, cancel };
    Kind kind = Kind::none;
    int pack = 0;
    std::int64_t at_ns = 0; ///< after the beginning
};

/// One stack, all from its seed.
class Stack {
public:
    explicit Stack(std::uint64_t seed) : world(seed), dice_(~seed) {
        packs_ = 1 + pick(6);
        by_bench_ = dice_.chance(0.5);
        add_packs();
        wire();
        if (dice_.chance(0.5)) disturb();
        if (dice_.chance(0.4)) plan_event();
        world.on_event = [this] { check_numbers(); };
    }

    World world;
    bool twice = false;      ///< two packs had one number
    std::string twice_where; ///< when
    bool ended = false;
    std::int64_t took_ns = 0;

    void run() {
        const auto began = world.now;
        start();
        auto until = [this] { return over(); };
        if (event.kind != Event::Kind::none) {
            ended = world.run(until, event.at_ns);
            happen();
        }
        ended = world.run(until, bound_ns);
        took_ns = world.now.ns() - began.ns();
        world.idle(500 * ms);
        if (const auto* o = by_bench_ ? &world.coordinator->observation() : world.packs[0]->observation())
            seen = *o;
    }
    static constexpr std::int64_t bound_ns = 126'000 * ms; ///< coordinator.hpp states 125 s

    /// The packs one after the other from the coordinator, as far as each Out reaches one pack on the bus.
    /// Empty optional: an Out reaches several, or comes back.
    [[nodiscard]] std::optional<std::vector<std::uint64_t>> physical() const {
        std::vector<int> walk;
        if (!by_bench_) walk.push_back(0);
        for (int at = by_bench_ ? bench : 0;;) {
            std::set<int> next;
            for (const auto& w : world.wires)
                if (w.from == at && !world.cut.contains(w.to)) next.insert(w.to);
            if (next.empty()) break;
            if (next.size() > 1 || *next.begin() == bench ||
                std::ranges::find(walk, *next.begin()) != walk.end())
                return {};
            walk.push_back(at = *next.begin());
        }
        std::vector<std::uint64_t> serials;
        for (auto i : walk) serials.push_back(world.packs[static_cast<std::size_t>(i)]->identity().serial);
        return serials;
    }
    /// What a right verdict says: one chain, of all that are on the pair, and nothing beside it.
    [[nodiscard]] bool truly_right() const {
        const auto walk = physical();
        const auto& cut = world.cut;
        std::set<std::uint64_t> serials;
        for (std::size_t i = 0; i < world.packs.size(); ++i) {
            if (cut.contains(static_cast<int>(i))) continue;
            if (world.stuck[i] || !serials.insert(world.packs[i]->identity().serial).second) return false;
        }
        return walk && *walk == chain() && walk->size() == serials.size();
    }
    [[nodiscard]] bool called_right() const { return explain(seen).right; }
    /// What was said of it though it is not so; empty: nothing. What happens in between may change it.
    [[nodiscard]] std::string wrong() const {
        if (event.kind != Event::Kind::none) return {};
        const std::string where = noisy() ? " (noisy)" : "";
        if (called_right() && !truly_right()) return "called right and is not" + where;
        // An In that is raised whatever comes hides who reaches it.
        const bool hidden = !seen.numbered && stuck();
        if (seen.ending != Ending::complete || hidden || physical() == chain()) return {};
        return "complete with another chain" + where;
    }
    [[nodiscard]] std::vector<std::uint64_t> chain() const {
        std::vector<std::uint64_t> serials;
        for (auto i : seen.chain) serials.push_back(seen.members[i].identity.serial);
        return serials;
    }
    [[nodiscard]] bool stuck() const { return std::ranges::find(world.stuck, true) != world.stuck.end(); }
    [[nodiscard]] bool noisy() const {
        const auto& f = world.faults;
        return f.noise > 0 || f.lost > 0 || f.babble > 0;
    }

    Observation seen;
    Event event;

private:
    unsigned pick(unsigned n) { return static_cast<unsigned>(dice_.next() % n); }

    void add_packs() {
        for (unsigned i = 0; i < packs_; ++i) {
            auto serial = dice_.chance(0.5) ? dice_.next() >> 24 : 0x00A1B20000 + i;
            if (i > 0 && dice_.chance(0.03)) serial = world.packs[pick(i)]->identity().serial;
            world.add(serial, dice_.next());
        }
    }
    void wire() {
        world.chain(by_bench_);
        if (dice_.chance(0.4)) return;
        for (auto n = 1 + pick(3); n > 0; --n) mutate();
    }
    void mutate() {
        const auto any = [this] { return static_cast<int>(pick(packs_)); };
        auto& wires = world.wires;
        switch (pick(5)) {
        case 0:
            if (!wires.empty()) wires.erase(wires.begin() + pick(static_cast<unsigned>(wires.size())));
            break;
        case 1:
            wires.push_back({any(), any()});
            break;
        case 2:
            wires.push_back({by_bench_ && dice_.chance(0.3) ? bench : any(), any()});
            break;
        case 3:
            if (const auto pack = any(); by_bench_ || pack != 0) world.cut.insert(pack);
            break;
        default:
            if (dice_.chance(0.3)) wires.push_back({any(), by_bench_ ? bench : 0});
            if (dice_.chance(0.1)) world.stuck[pick(packs_)] = true;
        }
    }
    void disturb() {
        auto& f = world.faults;
        f.capture = dice_.chance(0.5) ? 0.4 : 0;
        f.echo = dice_.chance(0.3);
        if (dice_.chance(0.4)) f.noise = 0.01 * dice_.uniform();
        if (dice_.chance(0.4)) f.lost = 0.06 * dice_.uniform();
        if (dice_.chance(0.2)) f.babble = 0.3 * dice_.uniform();
    }
    void plan_event() {
        event.kind = static_cast<Event::Kind>(1 + pick(6));
        event.pack = static_cast<int>(pick(packs_));
        event.at_ns = static_cast<std::int64_t>(4'000 * ms * dice_.uniform());
        if (event.kind == Event::Kind::late)
            world.packs[static_cast<std::size_t>(event.pack)]->power(false, world.now);
    }

    void start() {
        if (by_bench_)
            world.code({.seed = dice_.next()});
        else
            world.packs[0]->press(world.now);
    }
    [[nodiscard]] bool over() const {
        if (by_bench_ && !world.coordinator->over()) return false;
        return std::ranges::none_of(world.packs,
                                    [](const auto& p) { return p->phase() == PackPhase::coding; });
    }
    void happen() {
        auto& pack = *world.packs[static_cast<std::size_t>(event.pack)];
        switch (event.kind) {
        case Event::Kind::none:
            return;
        case Event::Kind::restart:
            pack.power(false, world.now);
            world.levels();
            world.idle(static_cast<std::int64_t>(300 * ms * dice_.uniform()));
            pack.power(true, world.now);
            break;
        case Event::Kind::late:
            pack.power(true, world.now);
            break;
        case Event::Kind::rival_pack:
            pack.press(world.now);
            break;
        case Event::Kind::rival_bench:
        case Event::Kind::master_restart:
            if (by_bench_) {
                world.code({.seed = dice_.next()});
            } else {
                world.packs[0]->power(false, world.now);
                world.packs[0]->press(world.now);
            }
            break;
        case Event::Kind::cancel:
            if (by_bench_) world.coordinator->cancel(world.now);
        }
    }
    void check_numbers() {
        std::set<unsigned> used;
        for (std::size_t i = 0; i < world.packs.size(); ++i)
            // Who is not on the pair is on another bus.
            if (const auto n = world.packs[i]->number();
                n && !world.cut.contains(static_cast<int>(i)) && !used.insert(*n).second && !twice) {
                twice = true;
                twice_where = std::to_string(*n) + " at " + std::to_string(world.now.ns() / ms) + " ms";
            }
    }

    SplitMix64 dice_;
    unsigned packs_ = 1;
    bool by_bench_ = true;
};

void tell(std::uint64_t seed) {
    Stack stack(seed);
    stack.run();
    for (const auto& w : stack.world.wires) std::cout << w.from << " -> " << w.to << '\n';
    for (auto c : stack.world.cut) std::cout << "not on the pair: " << c << '\n';
    for (const auto& sent : stack.world.trace) {
        serial::AsciiFrame frame;
        (void)serial::parse_ascii(std::string_view(sent.text).substr(1, sent.text.size() - 2), frame);
        const auto message = decode(frame);
        std::cout << sent.began.ns() / ms << ' ' << sent.by << ": " << (message ? words(*message) : sent.text)
                  << (message ? " s" + std::to_string(message->session) : "") << '\n';
    }
    std::cout << "event " << static_cast<int>(stack.event.kind) << " pack " << stack.event.pack << " at "
              << stack.event.at_ns / ms << " ms; ends " << name(stack.seen.ending) << "; " << stack.wrong()
              << '\n';
}

} // namespace

BOOST_AUTO_TEST_SUITE(faulty_stacks)

BOOST_AUTO_TEST_CASE(no_number_twice_never_right_on_wrong_wiring_and_always_an_end) {
    if (const char* one = std::getenv("GTX_LINK_STACK")) return tell(std::strtoull(one, nullptr, 0));
    std::map<std::string, std::uint64_t, std::less<>> endings;
    std::int64_t longest = 0;
    std::uint64_t numbered = 0;
    std::uint64_t right = 0;
    std::uint64_t twice = 0;
    std::uint64_t wrong = 0;
    std::uint64_t endless = 0;
    const auto report = [](std::uint64_t seed, std::string_view what) {
        std::cout << "stack " << seed << ": " << what << '\n';
    };
    for (std::uint64_t i = 0; i < buses(); ++i) {
        const auto seed = SplitMix64::at(test::seed(), i);
        Stack stack(seed);
        stack.run();
        ++endings[std::string(name(stack.seen.ending))];
        numbered += stack.seen.numbered;
        longest = std::max(longest, stack.took_ns);
        if (stack.twice && ++twice < 10) report(seed, "twice " + stack.twice_where);
        if (!stack.ended && ++endless < 10) report(seed, "no end");
        right += stack.called_right();
        if (const auto what = stack.wrong(); !what.empty() && ++wrong < 10) report(seed, what);
    }
    for (const auto& [name, count] : endings) std::cout << name << ' ' << count << '\n';
    std::cout << "numbered " << numbered << ", right " << right << ", longest " << longest / ms << " ms\n";
    BOOST_TEST(twice == 0U);
    BOOST_TEST(wrong == 0U);
    BOOST_TEST(endless == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
