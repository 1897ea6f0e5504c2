// SPDX-License-Identifier: MIT
// An encoder made for one message says what encode() says, whatever the state.
#include <cstdlib>
#include <random>

#include <boost/test/unit_test.hpp>

#include "tests/support/snapshots.hpp"

#include "gtx/dialect/assemble.hpp"

using namespace gtx;

namespace {

std::uint64_t seed() {
    const char* given = std::getenv("GTX_SEED");
    const auto s = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    BOOST_TEST_MESSAGE("GTX_SEED=" << s);
    return s;
}

/// States of which some things are known, some not, and some impossible.
class States {
public:
    explicit States(std::uint64_t seed) : random_(seed) {}

    state::Snapshot next() {
        auto s = test::full_snapshot();
        scatter(s);
        s.packs = chance(5) ? std::nullopt : std::optional(static_cast<std::int64_t>(random_() % 300));
        s.name = std::string(random_() % 12, 'x');
        for (auto& p : s.pack) scatter(p);
        return s;
    }

private:
    void scatter(state::Values& v) {
        for (const auto& key : state::key_rows()) {
            if (chance(8))
                key.set(v, std::nullopt);
            else if (key.form == state::Form::flag)
                key.set(v, below(2));
            else if (key.form == state::Form::mode)
                key.set(v, below(7));
            else if (chance(2))
                key.set(v, (below(200000) - 60000) / 37.0);
        }
        for (auto& c : v.conditions)
            c = chance(6) ? std::optional<state::Conditions>() : state::Conditions(random_());
    }
    double below(unsigned n) { return static_cast<double>(random_() % n); }
    bool chance(unsigned one_in) { return random_() % one_in == 0; }

    std::mt19937_64 random_;
};

std::string text(const Result<can::Frame>& f) {
    if (!f) return f.error().message();
    std::string out = std::to_string(f->id.value) + (f->id.extended ? "x " : " ");
    for (const auto b : f->bytes()) out += std::to_string(b) + ' ';
    return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(an_encoder_says_what_encode_says_of_any_state) {
    States states(seed());
    std::size_t spoken = 0;
    for (int round = 0; round < 200; ++round) {
        const auto s = states.next();
        for (const auto* d : dialect::all())
            for (const auto& m : d->messages)
                for (const unsigned pack : {0U, 1U, 20U}) {
                    const auto made = dialect::Encoder(m)(s, pack);
                    BOOST_TEST(text(made) == text(dialect::encode(m, s, pack)),
                               d->name << ' ' << m.table->name);
                    if (made) ++spoken;
                }
    }
    BOOST_TEST(spoken > 10000U);
}
