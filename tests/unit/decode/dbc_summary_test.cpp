// SPDX-License-Identifier: MIT
// Summaries of buses that a user's DBC decodes: against a count from scratch, and in pieces against the
// whole.
#include "decoding.hpp"

#include <cmath>
#include <map>

#include <fmt/format.h>

#include "gtx/decode/summary.hpp"
#include "gtx/dialect/dbc_dialect.hpp"

using namespace decoding;

namespace {

constexpr std::string_view file_text = "BO_ 256 Plain: 8 BMS\n"
                                       " SG_ Voltage : 0|16@1+ (0.01,0) [0|100] \"V\" INV\n"
                                       " SG_ Current : 23|16@0- (-0.1,-1) [0|0] \"A\" INV\n"
                                       " SG_ Third : 32|8@1- (0.33333333333333333,0.1) [0|0] \"k,Pa\" INV\n"
                                       " SG_ State : 40|2@1+ (1,0) [0|0] \"\" INV\n"
                                       " SG_ Tiny : 48|16@1+ (0.000000123456789123,0) [0|0] \"\" INV\n"
                                       "BO_ 257 Many: 8 BMS\n"
                                       " SG_ Page M : 0|2@1+ (1,0) [0|0] \"\" INV\n"
                                       " SG_ Low m0 : 8|16@1+ (0.5,0) [0|0] \"\" INV\n"
                                       " SG_ High m1 : 8|16@1+ (0.25,3) [0|0] \"\" INV\n"
                                       " SG_ Third m2 : 8|56@1- (1,0) [0|0] \"\" INV\n"
                                       "BO_ 258 Wide: 8 BMS\n"
                                       " SG_ All : 0|64@1+ (1,0) [0|0] \"\" INV\n"
                                       "BO_ 259 Real: 8 BMS\n"
                                       " SG_ Single : 0|32@1- (1,0) [0|0] \"m\" INV\n"
                                       " SG_ Scaled : 32|32@1- (0.001,0) [0|0] \"m\" INV\n"
                                       "SIG_VALTYPE_ 259 Single : 1;\nSIG_VALTYPE_ 259 Scaled : 1;\n"
                                       "VAL_ 256 State 0 \"off\" 1 \"on\" ;\n"
                                       "VAL_ 256 Third 6 \"six\" ;\n";

/// The file, decoding whatever stands on any interface.
class Bus {
public:
    Bus() : part_{"dbc:a", *dialect::read_dbc(file_text, "a.dbc")}, dialect_({&part_}) {}
    const dialect::DbcFile& file() const { return part_.file; }

    std::string summary(std::string_view log, Format format, std::size_t batch = SIZE_MAX) const {
        const Capture capture(log);
        Buffer out;
        const auto writer =
            make_writer({.as = As::summary, .format = format}, capture.names, &capture.counts, out);
        StreamOptions options;
        options.dialect_of = [&](std::uint16_t) { return &dialect_.dialect(); };
        Stream stream(options, *writer);
        std::span entries(capture.entries);
        while (!entries.empty()) {
            const auto n = std::min(batch, entries.size());
            stream.push(entries.first(n));
            entries = entries.subspan(n);
        }
        stream.finish();
        return std::string(out.view());
    }

    Summary summed_up(std::string_view log) const {
        auto read = read_summary(summary(log, Format::json));
        BOOST_REQUIRE(std::holds_alternative<Summary>(read));
        return std::get<Summary>(std::move(read));
    }

private:
    dialect::DbcPart part_;
    dialect::DbcDialect dialect_;
};

std::string random_dbc_log(std::mt19937& random, int frames) {
    std::string log;
    std::string last;
    const bool wide = random() % 2 == 0; // floating numbers of any size
    for (int i = 0; i < frames; ++i) {
        const auto id = 0x100 + random() % 5; // one is in no message
        std::string bytes;
        for (auto n = random() % 8 == 0 ? random() % 9 : 8; n > 0; --n)
            bytes += fmt::format("{:02X}", random() % 3 == 0 ? random() % 256 : random() % 3);
        if (id == 0x103 && !wide)
            bytes =
                fmt::format("{:02X}{:02X}803F{:02X}00803F", random() % 256, random() % 256, random() % 256);
        auto frame = random() % 3 == 0 && !last.empty() ? last : fmt::format("{:03X}#{}", id, bytes);
        log += fmt::format("({}.{:03}) can0 {}\n", 1'700'000'000 + i / 10, i % 10, frame);
        last = std::move(frame);
    }
    return log;
}

/// What one signal said, frame by frame.
struct Scratch {
    std::uint64_t count = 0;
    double first = 0, least = 0, most = 0, last = 0, sum = 0;

    void add(double value) {
        if (count == 0) first = least = most = value;
        least = std::min(least, value);
        most = std::max(most, value);
        last = value;
        sum += value;
        ++count;
    }
};

std::map<std::string, Scratch> from_scratch(const dialect::DbcFile& file, const Capture& capture) {
    std::map<std::string, Scratch> all;
    std::vector<dialect::DbcValue> values;
    for (const auto& entry : capture.entries) {
        const auto* message = file.find(entry.frame.id);
        if (message == nullptr) continue;
        values.clear();
        dialect::decode(*message, entry.frame.bytes(), values);
        for (const auto& v : values)
            all[fmt::format("{}.{}", message->name, v.signal->row.name)].add(v.value);
    }
    return all;
}

void compare(const SignalSummary& got, const Scratch& wanted, const std::string& what) {
    const double unit = std::pow(10.0, -got.decimals);
    const auto near = [&](auto number, double value) {
        return std::abs(static_cast<double>(number) * unit - value) <= 0.5001 * unit + 1e-9 * std::abs(value);
    };
    BOOST_TEST_CONTEXT(what) {
        BOOST_TEST(got.count == wanted.count);
        if (got.out_of_range != 0) return;
        BOOST_TEST(near(got.first, wanted.first));
        BOOST_TEST(near(got.least, wanted.least));
        BOOST_TEST(near(got.most, wanted.most));
        BOOST_TEST(near(got.last, wanted.last));
        const auto n = static_cast<double>(wanted.count);
        BOOST_TEST(std::abs(static_cast<double>(got.sum) * unit - wanted.sum) <=
                   n * 0.51 * unit + 1e-9 * std::abs(wanted.sum));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(dbc_summaries)

BOOST_AUTO_TEST_CASE(a_random_log_counts_as_it_does_from_scratch) {
    const Bus bus;
    std::mt19937 random(seed() + 60);
    for (int round = 0; round < 20; ++round) {
        const auto log = random_dbc_log(random, 300);
        const auto scratch = from_scratch(bus.file(), Capture(log));
        const auto summary = bus.summed_up(log);
        BOOST_REQUIRE(summary.interfaces.size() == 1u);
        std::size_t seen = 0;
        for (const auto& id : summary.interfaces[0].ids) {
            for (const auto& signal : id.signals) {
                const auto name = fmt::format("{}.{}", id.message, signal.name);
                const auto wanted = scratch.find(name);
                BOOST_REQUIRE_MESSAGE(wanted != scratch.end(), name);
                compare(signal, wanted->second, name);
                ++seen;
            }
        }
        BOOST_TEST(seen == scratch.size());
        BOOST_TEST(seen >= 9u);
    }
}

BOOST_AUTO_TEST_CASE(it_does_not_matter_in_how_many_pieces_a_log_is_read_or_merged) {
    const Bus bus;
    std::mt19937 random(seed() + 61);
    for (int round = 0; round < 20; ++round) {
        const auto log = random_dbc_log(random, 200);
        const auto whole = bus.summary(log, Format::text);
        BOOST_TEST(bus.summary(log, Format::text, 1 + random() % 50) == whole);
        auto at = log.find('\n', random() % (log.size() - 100)) + 1;
        Summary merged = bus.summed_up(std::string_view(log).substr(0, at));
        merged.merge(bus.summed_up(std::string_view(log).substr(at)));
        std::string text;
        write_summary(merged, Format::text, [&](std::string_view part) { text += part; });
        BOOST_TEST(text == whole);
    }
}

BOOST_AUTO_TEST_CASE(what_whole_numbers_cannot_scale_is_rounded_and_what_does_not_fit_is_out_of_range) {
    const Bus bus;
    const auto text = bus.summary("(1.0) can0 100#3412000005030000\n"  // 5 / 3 + 0.1
                                  "(2.0) can0 102#FFFFFFFFFFFFFFFF\n"  // 2^64 - 1
                                  "(3.0) can0 102#0100000000000000\n"  //
                                  "(4.0) can0 103#33335340000048C2\n"  // 3.3 and -50 · 0.001
                                  "(5.0) can0 103#333353400000C07F\n"  // no number: not there
                                  "(6.0) can0 103#F9021550000048C2\n", // 1e10
                                  Format::text);
    for (const auto* line :
         {"Voltage                          46.60 V\n", "Current                          -1.0 A\n",
          "Third                            1.766667 k,Pa\n", "State                            3\n",
          "All                              first 9000000000000000000  min 1  ", "(1 out of range)\n",
          "Single                           first 3.30000  min 3.30000  ", "max 10000000000.00000 ",
          "Scaled                           -0.05000000 m\n"})
        BOOST_TEST(text.find(line) != std::string::npos, line << " is not in " << text);
}

BOOST_AUTO_TEST_CASE(a_value_with_a_name_is_told_by_it_whatever_its_factor) {
    const auto text = Bus().summary("(1.0) can0 100#0000000006010000\n", Format::text);
    for (const auto* line :
         {"Third                            six\n", "State                            on\n"})
        BOOST_TEST(text.find(line) != std::string::npos, line << " is not in " << text);
}

BOOST_AUTO_TEST_SUITE_END()
