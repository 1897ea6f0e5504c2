// SPDX-License-Identifier: MIT
// Pieces of a log, summed up apart and merged, against the whole in one pass: the same to the last character.
#include "decoding.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "gtx/decode/summary.hpp"
#include "tests/support/rounds.hpp"

using namespace decoding;

namespace {

constexpr Format forms[] = {Format::text, Format::json, Format::csv};

unsigned below(std::mt19937& random, unsigned n) {
    return static_cast<unsigned>(random() % n);
}

std::string hex_bytes(std::mt19937& random, unsigned length) {
    std::string data;
    for (unsigned b = 0; b < length; ++b)
        data += fmt::format("{:02X}", below(random, 3) == 0 ? below(random, 256) : b % 3);
    return data;
}

/// The identifier of some message of a dialect, or of none.
std::string some_id(std::mt19937& random, const dialect::Dialect& dialect) {
    if (below(random, 12) == 0) return fmt::format("{:03X}", below(random, 4) + 0x7A0);
    const auto& m = dialect.messages[below(random, static_cast<unsigned>(dialect.messages.size()))];
    return fmt::format("{:0{}X}", m.id.value, m.id.extended ? 8 : 3);
}

/// Eight bytes that say by themselves how they are to be read. Where no reading suits them, the last one
/// taken goes on; a log that is cut there is read in another way, and no merging can know.
std::string plain_bytes(std::mt19937& random, const dialect::Dialect& dialect, const std::string& id) {
    for (int tries = 0; tries < 1000; ++tries) {
        const auto data = hex_bytes(random, 8);
        const Capture capture(fmt::format("(1.0) can0 {}#{}\n", id, data));
        const auto& frame = capture.entries.front().frame;
        const auto suits = [&](const dialect::Message& m) {
            return m.id.matches(frame.id) && m.suits != nullptr && m.suits(frame.bytes());
        };
        const auto asks = [&](const dialect::Message& m) {
            return m.id.matches(frame.id) && m.suits != nullptr;
        };
        if (std::ranges::none_of(dialect.messages, asks) || std::ranges::any_of(dialect.messages, suits))
            return data;
    }
    return "8813640064000000";
}

/// One line of a log: a frame of some kind, or what no reader takes.
std::string some_line(std::mt19937& random, const dialect::Dialect& dialect, std::vector<std::string>& said) {
    const auto id = some_id(random, dialect);
    switch (below(random, 40)) {
    case 0:
        return "20000080#0000000000000000";
    case 1:
        return id + "#R";
    case 2:
        return id + "##1" + hex_bytes(random, 12);
    case 3:
        return "what is this";
    case 4:
        return id + "#" + plain_bytes(random, dialect, id).substr(0, 2 * below(random, 4));
    default:
        break;
    }
    if (!said.empty() && below(random, 2) == 0)
        return said[below(random, static_cast<unsigned>(said.size()))];
    said.push_back(id + "#" + plain_bytes(random, dialect, id));
    return said.back();
}

/// Lines of a log of several interfaces, with gaps, steps back in time, and lines without a time.
std::vector<std::string> random_lines(std::mt19937& random, const dialect::Dialect& dialect, int lines) {
    std::vector<std::string> log;
    std::vector<std::string> said;
    std::int64_t micro = 1'700'000'000'000'000;
    for (int i = 0; i < lines; ++i) {
        const auto kind = below(random, 60);
        micro += kind == 0 ? 100'000'000 : kind == 1 ? -3'000'000 : std::int64_t{below(random, 400'000)};
        const auto name = below(random, 20) == 0 ? "vcan7" : fmt::format("can{}", below(random, 3));
        log.push_back(fmt::format("({}.{:06}) {} {}\n", micro / 1'000'000, micro % 1'000'000, name,
                                  some_line(random, dialect, said)));
    }
    return log;
}

/// Passes on all but the end, which a writer that is absorbed does not hear of.
class Endless : public Sink {
public:
    explicit Endless(Writer& writer) : writer_(writer) {}
    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        return writer_.take(entry, slot, changed);
    }
    void recognised(std::uint16_t interface, const dialect::Verdict& verdict) override {
        writer_.recognised(interface, verdict);
    }

private:
    Writer& writer_;
};

/// A piece of a log, with all that reads it.
struct Piece {
    Piece(std::string_view text, const WriterOptions& options, const dialect::Dialect* dialect,
          bool counted = true)
        : capture(text)
        , writer(make_writer(options, capture.names, counted ? &capture.counts : nullptr, out))
        , sink(*writer) {
        Stream stream({.dialect = dialect, .recognise = true, .on_recognised = {}}, sink);
        stream.push(capture.entries);
        stream.finish();
    }

    Capture capture;
    Buffer out;
    std::unique_ptr<Writer> writer;
    Endless sink;
};

/// Where a log of `size` lines is cut: from 0 to size, in rising order.
std::vector<std::size_t> cuts(std::mt19937& random, std::size_t size) {
    std::vector<std::size_t> at{0, size};
    for (auto n = below(random, 6); n-- > 0;) at.push_back(below(random, static_cast<unsigned>(size + 1)));
    std::ranges::sort(at);
    return at;
}

std::string joined(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
    std::string text;
    for (auto i = from; i < to; ++i) text += lines[i];
    return text;
}

/// Each decodable dialect in turn.
template <class Visit>
void each_dialect(Visit visit) {
    for (const auto* dialect : dialect::all())
        if (dialect->decodable()) BOOST_TEST_CONTEXT(dialect->name) visit(*dialect);
}

/// The writer of the first piece, once it has absorbed the others.
std::string absorbed(const std::vector<std::string>& lines, const std::vector<std::size_t>& at,
                     const WriterOptions& options, const dialect::Dialect& dialect) {
    std::vector<std::unique_ptr<Piece>> pieces;
    for (std::size_t i = 1; i < at.size(); ++i)
        pieces.push_back(std::make_unique<Piece>(joined(lines, at[i - 1], at[i]), options, &dialect, false));
    for (std::size_t i = 1; i < pieces.size(); ++i) pieces.front()->writer->absorb(*pieces[i]->writer);
    pieces.front()->writer->finish();
    return std::string(pieces.front()->out.view());
}

/// What the tool writes of `text` alone.
std::string summed_up(std::string_view text, Format form, const dialect::Dialect& dialect) {
    Piece piece(text, {.as = As::summary, .format = form}, &dialect);
    piece.writer->finish();
    return std::string(piece.out.view());
}

std::string written(const Summary& summary, Format form) {
    std::string out;
    write_summary(summary, form, [&](std::string_view text) { out += text; });
    return out;
}

/// A summary that must be readable.
Summary unpacked(std::string_view json) {
    auto read = read_summary(json);
    if (const auto* refusal = std::get_if<SummaryRefusal>(&read))
        BOOST_FAIL(fmt::format("column {}: {}", refusal->column, refusal->why));
    return std::get<Summary>(std::move(read));
}

/// Why a text is refused; empty if it is not.
std::string why_not(std::string_view json) {
    const auto read = read_summary(json);
    const auto* refusal = std::get_if<SummaryRefusal>(&read);
    return refusal != nullptr ? refusal->why : "";
}

/// The first place where two texts differ, with what stands before it; empty if they are the same.
std::string difference(std::string_view a, std::string_view b) {
    if (a == b) return {};
    const auto [at, bt] = std::ranges::mismatch(a, b);
    const auto place = static_cast<std::size_t>(at - a.begin());
    const auto from = place < 120 ? 0 : place - 120;
    return fmt::format("'{}' and '{}'", a.substr(from, 240), b.substr(from, 240));
}

} // namespace

BOOST_AUTO_TEST_SUITE(summaries)

BOOST_AUTO_TEST_CASE(what_is_no_summary_that_merges_is_refused_by_name) {
    const auto refused = [](std::string_view text, std::string_view part) {
        BOOST_TEST_CONTEXT(text) BOOST_TEST(why_not(text).find(part) != std::string::npos, why_not(text));
    };
    refused("", "it ends where an object");
    refused("[1,2]", "expected an object");
    refused(R"({"frames":1,"interfaces":[]} x)", "expected the end");
    refused(R"({"t":1.5,"soc_pct":50})", "no summary of gtx-decode");
    refused(R"({"frames":1,"refused_frames":{},"ports":[]})", "serial lines");
    refused(R"({"frames":1,"interfaces":[]})", "older gtx-decode");
    refused(R"({"merge":{"version":"2","colour":"blue"}})", "version '2'");
    refused(R"({"merge":{}})", "version ''");
    const auto in = [&](std::string_view inside, std::string_view part) {
        refused(fmt::format(R"({{"merge":{{"version":"1",{}}}}})", inside), part);
    };
    const auto in_id = [&](std::string_view inside, std::string_view part) {
        in(fmt::format(R"("interfaces":[{{"if":"can0","ids":[{{"id":"849","frames":"1",{}}}]}}])", inside),
           part);
    };
    in(R"("colour":"blue")", "merging knows no colour");
    in(R"("counted":"yes")", "true or false");
    in(R"("counts":{"lines":7})", "text in quotes");
    in(R"("counts":{"lines":"-1"})", "no whole number");
    in(R"("counts":{"lines":"18446744073709551616"})", "no whole number");
    in(R"("counts":{"lines":""})", "no whole number");
    in(R"("interfaces":[{"if":"can0","bit_rate_bps":"0"}])", "a bit rate of 0");
    in(R"("interfaces":[{"if":"\u20ac"}])", "a text that is no bytes");
    in(R"("interfaces":[{"if":"can0","ids":[{"id":"1"}]}])", "without frames");
    in(R"("interfaces":[{"if":"can0","through":{"charge_in_As":{"decimals":"28"}}}])", "too many decimals");
    in_id(R"("kind":"5")", "no whole number");
    in_id(R"("first_ns":"9")", "a first time without a last");
    in_id(R"("first_ns":"9000000000000000000","last_ns":"9")", "beyond all calendars");
    in_id(R"("power":{"volts_decimals":"10"})", "too many decimals");
    in_id(R"("signals":[{"row":"1"}])", "without a count");
    in_id(R"("signals":[{"row":"1","count":"1"},{"row":"1","count":"1"}])", "out of order");
    in_id(R"("signals":[{"row":"1","count":"1","decimals":"10"}])", "too many decimals");
    BOOST_TEST(why_not(R"({"merge":{"version":"1"}})") == "");
}

BOOST_AUTO_TEST_CASE(a_summary_that_was_damaged_is_refused_or_merges_with_itself) {
    std::mt19937 random(seed() + 41);
    const auto lines = random_lines(random, *dialect::find("pylontech"), 200);
    const auto good = summed_up(joined(lines, 0, lines.size()), Format::json, *dialect::find("pylontech"));
    const auto from = good.find("\"merge\"");
    int taken = 0;
    for (int i = 0; i < test::rounds(2000); ++i) {
        auto bad = good;
        const auto at = from + random() % (good.size() - from);
        bad[at] = "0123456789-{}[],:\"ae\\"[below(random, 22)];
        const auto read = read_summary(bad);
        if (std::holds_alternative<SummaryRefusal>(read)) continue;
        ++taken;
        auto twice = std::get<Summary>(read);
        twice.merge(std::get<Summary>(read));
        for (const auto form : forms) BOOST_TEST(!written(twice, form).empty());
    }
    BOOST_TEST(taken > 0);
}

BOOST_AUTO_TEST_CASE(what_a_writer_absorbs_counts_as_if_never_cut) {
    std::mt19937 random(seed() + 40);
    each_dialect([&](const dialect::Dialect& dialect) {
        for (int round = 0; round < 3; ++round) {
            const auto lines = random_lines(random, dialect, 300);
            const auto at = cuts(random, lines.size());
            for (const auto form : forms) {
                WriterOptions options{.as = As::summary, .format = form};
                if (round == 2) options.selection.from = Timestamp(1'700'000'010'000'000'000);
                const auto whole = write(joined(lines, 0, lines.size()), options, dialect.name);
                BOOST_TEST(difference(absorbed(lines, at, options, dialect), whole) == "");
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(summaries_in_json_merge_to_that_of_the_logs_one_behind_the_other) {
    std::mt19937 random(seed() + 42);
    each_dialect([&](const dialect::Dialect& dialect) {
        for (int round = 0; round < 3; ++round) {
            const auto lines = random_lines(random, dialect, 300);
            const auto at = cuts(random, lines.size());
            Summary merged;
            for (std::size_t i = 1; i < at.size(); ++i)
                merged.merge(unpacked(summed_up(joined(lines, at[i - 1], at[i]), Format::json, dialect)));
            for (const auto form : forms) {
                const auto whole = summed_up(joined(lines, 0, lines.size()), form, dialect);
                BOOST_TEST(difference(written(merged, form), whole) == "");
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(it_does_not_matter_which_of_three_are_merged_first) {
    std::mt19937 random(seed() + 43);
    each_dialect([&](const dialect::Dialect& dialect) {
        std::vector<Summary> s;
        for (int i = 0; i < 3; ++i) {
            const auto lines = random_lines(random, dialect, static_cast<int>(below(random, 120)));
            s.push_back(unpacked(summed_up(joined(lines, 0, lines.size()), Format::json, dialect)));
        }
        auto left = s[0];
        left.merge(s[1]);
        left.merge(s[2]);
        auto right = s[1];
        right.merge(s[2]);
        auto all = s[0];
        all.merge(right);
        BOOST_TEST(difference(written(left, Format::json), written(all, Format::json)) == "");
    });
}

BOOST_AUTO_TEST_CASE(a_recognised_log_is_the_same_when_each_piece_is_recognised_alike) {
    std::string text;
    std::string halves[2];
    for (int second = 0; second < 40; ++second) {
        const auto from = 1'700'000'000 + 2 * second;
        const auto cycle = pylontech_cycle(from) + pylontech_cycle(from + 1, "can1");
        text += cycle;
        halves[second / 20] += cycle;
    }
    for (const auto form : forms) {
        const auto all = [&](std::string_view of, Format as) {
            return write(of, {.as = As::summary, .format = as});
        };
        auto merged = unpacked(all(halves[0], Format::json));
        merged.merge(unpacked(all(halves[1], Format::json)));
        BOOST_TEST(difference(written(merged, form), all(text, form)) == "");
    }
}

BOOST_AUTO_TEST_CASE(messages_of_one_name_in_two_dialects_are_two) {
    IdSummary before;
    before.message = "limits";
    before.dialect = "pylontech";
    before.signals.push_back(
        {.name = "charge_voltage_limit", .suffix = "V", .symbol = "V", .count = 3, .sum = 1596});
    auto later = before;
    later.dialect = "victron";
    Throughput through;
    auto other = before;
    other.merge(later, through);
    BOOST_TEST(other.signals.front().count == 3u);
    BOOST_TEST(other.anew);
    BOOST_TEST(other.dialect == "victron");
    auto same = before;
    same.merge(before, through);
    BOOST_TEST(same.signals.front().count == 6u);
    BOOST_TEST(!same.anew);
}

BOOST_AUTO_TEST_CASE(a_log_that_only_steps_back_has_a_span_and_a_load_all_the_same) {
    const auto json = summed_up("(1700000012.0) can0 356#88136400E600\n(11.5) can0 356#88136400E600\n"
                                "(1700000011.0) can0 356#88136400E600\n",
                                Format::json, *dialect::find("pylontech"));
    BOOST_TEST(count(json, R"("from_s":1700000011.000000,"to_s":1700000012.000000)") == 1U, json);
    BOOST_TEST(count(json, R"("bus_load_pct":0.029)") == 1U, json); // 3 · 95 bits in two seconds
    BOOST_TEST(count(json, R"("first_s":1700000012.000000,"last_s":1700000011.000000)") == 1U, json);
    BOOST_TEST(why_not(json) == "");
}

// Two frames of six bytes with 11 bits are 2 · (47 + 48) = 190 bits, of which each second of 500 kbit/s holds
// 500000; a frame without bytes with 29 bits is 67.
BOOST_AUTO_TEST_CASE(the_figures_of_a_small_log_are_those_worked_out_by_hand) {
    constexpr std::string_view text = "(10.000000) can0 356#88136400E600\n" // 50.00 V, 10.0 A
                                      "(10.250000) can0 12345678#\n"
                                      "(11.000000) can0 356#88136400E600\n"
                                      "(13.000000) can0 356#88139CFFE600\n" // -10.0 A
                                      "(13.500000) can0 35C#80\n"
                                      "(14.500000) can0 35C#00\n"
                                      "(16.500000) can0 35C#80\n"
                                      "(17.500000) can0 35C#80\n";
    const auto s = unpacked(summed_up(text, Format::json, *dialect::find("pylontech")));
    BOOST_TEST(s.frames() == 8U);
    const auto& bus = s.interfaces.at(0);
    BOOST_TEST(bus.bits() == 3 * 95U + 67 + 4 * 55);
    BOOST_TEST(bus.load.most.second == 10);
    BOOST_TEST(bus.load.most.bits == 95U + 67);
    BOOST_TEST(bus.load.runs == 6U); // 10, 11, 13, 14, 16, 17
    const auto& measured = bus.ids.at(0);
    BOOST_TEST(measured.spacing.count == 2U);
    BOOST_TEST(measured.spacing.mean_s() == 1.5);
    BOOST_TEST(measured.spacing.jitter_s() == 0.5);
    BOOST_TEST(measured.spacing.shortest_ns == 1'000'000'000);
    BOOST_TEST(measured.spacing.longest_ns == 2'000'000'000);
    BOOST_TEST(measured.first.ns() == 10'000'000'000);
    BOOST_TEST(measured.last.ns() == 13'000'000'000);
    BOOST_TEST(bus.through.charge_in_As.value() == 30.0); // 3 s, until the sign turned
    BOOST_TEST(bus.through.energy_in_Ws.value() == 1500.0);
    BOOST_TEST(bus.through.charge_out_As.value() == 0.0);
    const auto& charge = bus.ids.at(1).signals.at(0);
    BOOST_TEST(charge.key() == "charge_enabled");
    BOOST_TEST(charge.known_ns == 4'000'000'000);
    BOOST_TEST(charge.yes_ns == 2'000'000'000);
    BOOST_TEST(charge.rises == 1U);
    const auto json = written(s, Format::json);
    for (const auto* part :
         {R"("bit_rate_bps":500000,"bus_load_pct":0.014,"bus_load_max_pct":0.032,"busiest_second_s":10)",
          R"("frames_per_s":0.400000,"period_s":1.500000,"jitter_s":0.500000)",
          R"("shortest_gap_s":1.000000,"longest_gap_s":2.000000,"load_share_pct":49.825)",
          R"("first":true,"last":true,"true_s":2.000000,"known_s":4.000000,"duty_pct":50.000,"rises":1)"})
        BOOST_TEST(count(json, part) == 1U, part << " in " << json);
}

BOOST_AUTO_TEST_CASE(frames_on_the_bus_have_the_bits_of_their_format) {
    constexpr can::Id narrow{0x356, false};
    constexpr can::Id wide{0x356, true};
    BOOST_TEST(frame_bits(narrow, can::Kind::data, 8) == 111U);
    BOOST_TEST(frame_bits(wide, can::Kind::data, 8) == 131U);
    BOOST_TEST(frame_bits(narrow, can::Kind::remote, 8) == 47U);
    BOOST_TEST(frame_bits(narrow, can::Kind::fd, 16) == 22U + 128 + 27 + 13);
    BOOST_TEST(frame_bits(wide, can::Kind::fd, 64) == 41U + 512 + 32 + 13);
    BOOST_TEST(frame_bits(wide, can::Kind::error, 8) == 0U);
    BOOST_TEST(frame_bits(narrow, can::Kind::xl, 0) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
