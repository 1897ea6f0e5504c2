// SPDX-License-Identifier: MIT
// Decoders made from rows against decoders written by hand, for the six messages of Pylontech V1.2.
//
// Three ways to the same numbers: by hand, unrolled from the rows while compiling (what gtx uses), and by a
// loop over the rows (for tables made while running). Rounds alternate, so a machine that changes its pace
// changes it for all; the median round counts. All three must give the same sum.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <random>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "gtx/dialect/dialect.hpp"

namespace {

struct Sample {
    std::uint16_t id;
    std::uint8_t length;
    std::array<std::uint8_t, 8> data;
};

/// Processor time of this thread: what other processes do does not count.
double now_ns() {
    std::timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

constexpr std::array<std::uint16_t, 6> ids = {0x351, 0x355, 0x356, 0x359, 0x35C, 0x35E};
constexpr std::array<std::uint8_t, 6> lengths = {8, 4, 6, 7, 2, 8};

std::vector<Sample> make_samples(std::size_t count) {
    std::mt19937_64 random(1);
    std::vector<Sample> samples(count);
    for (auto& s : samples) {
        const auto which = random() % ids.size();
        const auto bits = random();
        s = {ids[which], lengths[which], {}};
        std::memcpy(s.data.data(), &bits, s.length);
    }
    return samples;
}

std::int64_t word(const Sample& s, std::size_t at) {
    return s.data[at] | s.data[at + 1] << 8;
}
std::int64_t signed_word(const Sample& s, std::size_t at) {
    return static_cast<std::int16_t>(word(s, at));
}
std::int64_t flag(const Sample& s, std::size_t byte, unsigned bit) {
    return s.data[byte] >> bit & 1;
}

/// What a person would write for these messages: a switch, bytes put together in place.
std::size_t by_hand(const Sample& s, std::int64_t* raw) {
    switch (s.id) {
    case 0x351:
        raw[0] = word(s, 0);
        raw[1] = signed_word(s, 2);
        raw[2] = signed_word(s, 4);
        raw[3] = word(s, 6);
        return s.length >= 8 ? 4 : 3;
    case 0x355:
        raw[0] = word(s, 0);
        raw[1] = word(s, 2);
        return 2;
    case 0x356:
        raw[0] = signed_word(s, 0);
        raw[1] = signed_word(s, 2);
        raw[2] = signed_word(s, 4);
        return 3;
    case 0x359: {
        constexpr std::array<std::array<std::uint8_t, 2>, 14> bits = {{{0, 1},
                                                                       {0, 2},
                                                                       {0, 3},
                                                                       {0, 4},
                                                                       {0, 7},
                                                                       {1, 0},
                                                                       {1, 3},
                                                                       {2, 1},
                                                                       {2, 2},
                                                                       {2, 3},
                                                                       {2, 4},
                                                                       {2, 7},
                                                                       {3, 0},
                                                                       {3, 3}}};
        for (std::size_t i = 0; i < bits.size(); ++i) raw[i] = flag(s, bits[i][0], bits[i][1]);
        raw[14] = s.data[4];
        return 15;
    }
    case 0x35C:
        for (unsigned i = 0; i < 5; ++i) raw[i] = flag(s, 0, 7 - i);
        return 5;
    default:
        return 0;
    }
}

/// The messages of the dialect by identifier, the first reading of each.
std::array<const gtx::dialect::Message*, 2048> find_messages() {
    std::array<const gtx::dialect::Message*, 2048> found{};
    for (const auto& m : gtx::dialect::find("pylontech")->messages)
        if (found[m.id.value] == nullptr) found[m.id.value] = &m;
    return found;
}

std::int64_t sum(const std::int64_t* raw, std::size_t count) {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < count; ++i) total += raw[i];
    return total;
}

std::int64_t sum_present(const std::int64_t* raw, gtx::wire::RowMask present) {
    std::int64_t total = 0;
    for (; present != 0; present &= present - 1) total += raw[std::countr_zero(present)];
    return total;
}

struct Contender {
    std::string_view name;
    std::int64_t sum = 0;
    std::vector<double> nanoseconds{};

    double median() {
        std::ranges::sort(nanoseconds);
        return nanoseconds[nanoseconds.size() / 2];
    }
};

template <class Decode>
void run(Contender& c, std::span<const Sample> samples, Decode&& decode) {
    const double start = now_ns();
    c.sum = 0;
    for (const auto& s : samples) c.sum += decode(s);
    c.nanoseconds.push_back((now_ns() - start) / static_cast<double>(samples.size()));
}

} // namespace

int main(int argc, char** argv) {
    const int rounds = argc == 3 && std::string_view(argv[1]) == "--rounds" ? std::atoi(argv[2]) : 51;
    const auto samples = make_samples(50000);
    const auto messages = find_messages();
    std::array<std::int64_t, gtx::wire::max_rows> raw{};
    std::array<Contender, 3> contenders = {{{"by hand"}, {"unrolled from rows"}, {"loop over rows"}}};
    for (int i = 0; i < std::max(rounds, 1); ++i) {
        run(contenders[0], samples, [&](const Sample& s) { return sum(raw.data(), by_hand(s, raw.data())); });
        run(contenders[1], samples, [&](const Sample& s) {
            if (s.id == 0x35E) return std::int64_t{0};
            const auto present = messages[s.id]->decode(s.data.data(), s.length, raw.data());
            return sum(raw.data(), static_cast<std::size_t>(std::bit_width(present)));
        });
        run(contenders[2], samples, [&](const Sample& s) {
            if (s.id == 0x35E) return std::int64_t{0};
            return sum_present(
                raw.data(), gtx::wire::decode(*messages[s.id]->table, {s.data.data(), s.length}, raw.data()));
        });
    }
    fmt::print("{:<20} {:>10} {:>14}\n", "decoder", "ns/frame", "x of by hand");
    bool same = true;
    for (auto& c : contenders) {
        fmt::print("{:<20} {:>10.2f} {:>14.2f}\n", c.name, c.median(), c.median() / contenders[0].median());
        same = same && c.sum == contenders[0].sum;
    }
    if (!same) std::fputs("the decoders do not agree\n", stderr);
    return same ? 0 : 1;
}
