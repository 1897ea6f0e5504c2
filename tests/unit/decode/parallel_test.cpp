// SPDX-License-Identifier: MIT
// A capture decoded in chunks on several threads gives what one gives, whatever stands in it.
#include "decoding.hpp"

#include <algorithm>
#include <array>
#include <atomic>

#include <fmt/format.h>

#include "gtx/decode/parallel.hpp"
#include "gtx/dialect/dbc.hpp"
#include "gtx/dialect/dbc_dialect.hpp"
#include "tests/support/rounds.hpp"

using namespace decoding;

namespace {

constexpr int rounds = test::rounds(60, 12);

/// All that can be told of a capture.
struct Result {
    std::string text;
    std::vector<std::string> told; ///< refused lines and recognised dialects, in order
    std::vector<std::string> end;  ///< counts, notes and verdicts

    bool operator==(const Result&) const = default;
};

struct Decoding {
    WriterOptions writer{};
    std::string_view dialect;
    log::TimeMode times = log::TimeMode::automatic;
    std::size_t beginning = 0; ///< bytes of the first block
    bool dbc = false;          ///< can0 is decoded by a user's DBC
};

/// What gtx knows of pylontech, as a file of a user.
const dialect::Dialect& dbc_dialect() {
    static const dialect::DbcPart part{
        "dbc:a", *dialect::read_dbc(dialect::dbc(*dialect::find("pylontech")), "a.dbc")};
    static const dialect::DbcDialect all({&part});
    return all.dialect();
}

/// A stream with its writer, and what it tells.
struct Side : Receiver {
    explicit Side(const Decoding& decoding)
        : writer(make_writer(decoding.writer, names, nullptr, out))
        , stream({.dialect = dialect::find(decoding.dialect),
                  .recognise = !passes_frames(decoding.writer.format),
                  .on_recognised = [this](auto i, const auto& v) { recognised(i, v); },
                  .dialect_of =
                      [this, dbc = decoding.dbc](auto i) {
                          return dbc && names.name(i) == "can0" ? &dbc_dialect() : nullptr;
                      }},
                 *writer) {}

    bool text(std::string_view text) override {
        result.text += text;
        return result.text.size() < enough;
    }
    void refused(const log::Refused& line) override {
        result.told.push_back(fmt::format("{}: {}: {}", line.line, describe(line.reason), line.text));
    }
    void recognised(std::uint16_t interface, const dialect::Verdict& verdict) {
        result.told.push_back(fmt::format("{} {}", names.name(interface), verdict.dialect->name));
    }

    Result finished(const log::Counts& c, bool differences) {
        stream.finish();
        result.text += out.view();
        result.end.push_back(fmt::format("{} lines {} frames {} comments {} details {} reports of {}, {}",
                                         c.lines, c.frames, c.comments, c.details, c.drop_reports, c.dropped,
                                         differences));
        for (const auto n : c.refused) result.end.push_back(fmt::format("{} refused", n));
        const auto& s = stream.counts();
        result.end.push_back(fmt::format("{} {} {} {} {} {}, {} {} {}", s.frames, s.decoded, s.unknown,
                                         s.other, s.too_short, s.crowded, writer->lines(), writer->selected(),
                                         writer->left_out()));
        for (const auto note : stream.notes()) result.end.emplace_back(note);
        for (const auto i : stream.interfaces()) {
            const auto verdict = stream.verdict(i);
            result.end.push_back(fmt::format("{} {} {}", names.name(i),
                                             verdict.dialect ? verdict.dialect->name : "-", verdict.points));
        }
        return result;
    }

    log::InterfaceNames names;
    Buffer out;
    Result result;
    std::size_t enough = SIZE_MAX;
    std::unique_ptr<Writer> writer;
    Stream stream;
};

Result on_one(std::string_view text, const Decoding& decoding) {
    Side side(decoding);
    log::CandumpReader reader(
        {.time_mode = decoding.times, .local_to_utc = nullptr, .interfaces = &side.names});
    log::Batch batch;
    const auto push = [&] {
        side.stream.push(batch, [&](const log::Refused& line) { return side.refused(line), true; });
    };
    const auto read = [&](std::string_view bytes) {
        while (!bytes.empty()) {
            bytes.remove_prefix(reader.read(bytes, batch));
            push();
        }
    };
    read(text.substr(0, decoding.beginning));
    read(text.substr(decoding.beginning));
    reader.finish(batch);
    push();
    return side.finished(reader.counts(), reader.times_are_differences());
}

ParallelOptions parallel(const Decoding& decoding, Side& side, unsigned threads, std::size_t chunk) {
    ParallelOptions options;
    options.writer = decoding.writer;
    options.reader = {.time_mode = decoding.times, .local_to_utc = nullptr, .interfaces = &side.names};
    options.threads = threads;
    options.first_bytes = 0;
    options.chunk_bytes = options.fetched_bytes = chunk;
    return options;
}

/// A file that lies in memory, of which some bytes cannot be fetched.
class Shelf : public Blocks {
public:
    explicit Shelf(std::string_view text) : text_(text), end_(text.size()) {}
    void ends_at(std::size_t offset) { end_ = offset; }
    void breaks_after(int reads) { reads_left_ = reads; }

    std::size_t read_at(std::uint64_t offset, std::span<char> room) noexcept override {
        if (offset >= end_ || reads_left_-- <= 0) return 0;
        return text_.substr(0, end_).copy(room.data(), room.size(), offset);
    }

private:
    std::string_view text_;
    std::size_t end_;
    std::atomic<int> reads_left_ = 1'000'000;
};

/// Hands over `text` in blocks as large as there is room for, behind what is fetched from a shelf if there is
/// one. False once that was enough.
bool feed(ParallelCandump& capture, std::string_view text, std::size_t beginning, Shelf* shelf = nullptr) {
    if (!capture.begin(text.substr(0, beginning))) return false;
    if (shelf != nullptr) {
        capture.lies_in(*shelf, beginning, text.size());
        while (capture.has_next())
            if (!capture.next()) return false;
        BOOST_TEST(capture.position() <= text.size());
        beginning = capture.position();
    }
    for (auto rest = text.substr(beginning); !rest.empty();) {
        const auto room = capture.room();
        BOOST_REQUIRE(!room.empty());
        const auto n = rest.copy(room.data(), room.size());
        rest.remove_prefix(n);
        if (!capture.filled(n)) return false;
    }
    return capture.finish();
}

ParallelCounts chunks_of_all; // that the cases below have seen: what happens never proves nothing

Result on_many(std::string_view text, const Decoding& decoding, unsigned threads, std::size_t chunk,
               std::size_t text_bytes = 1 << 20, Shelf* shelf = nullptr) {
    Side side(decoding);
    auto options = parallel(decoding, side, threads, chunk);
    options.text_bytes = text_bytes;
    ParallelCandump capture(options, side.stream, *side.writer, side.out, side);
    BOOST_TEST(feed(capture, text, decoding.beginning, shelf));
    chunks_of_all.chunks += capture.chunks().chunks;
    chunks_of_all.again += capture.chunks().again;
    chunks_of_all.here += capture.chunks().here;
    return side.finished(capture.counts(), capture.times_are_differences());
}

/// Logs with every kind of line, some kinds often and others seldom or never.
class Wild {
public:
    explicit Wild(std::mt19937& random) : random_(random) {
        for (auto& often : often_) often = below(3) == 0 ? below(40) : 0;
        stamps_ = below(5);
        switch_at_ = below(2) == 0 ? below(3000) : ~0U;
    }

    std::string log(unsigned lines) {
        std::string text = below(10) == 0 ? "\xEF\xBB\xBF" : "";
        for (unsigned i = 0; i < lines; ++i) {
            switched_ = i >= switch_at_;
            text += line();
            text += below(50) == 0 ? "\r\n" : "\n";
        }
        if (below(2) == 0) text.pop_back();
        return text;
    }

private:
    enum Kind {
        junk,
        comment,
        error,
        detail,
        other_kind,
        text_form,
        interface,
        noise,
        clue,
        unclear,
        zero,
        short_frame,
        long_line,
        relative,
        kinds
    };

    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
    bool happens(Kind kind) { return often_[kind] != 0 && below(often_[kind] * 20) == 0; }

    std::string stamp() {
        micro_ += below(300) == 0 ? -5'000'000 : std::int64_t{below(40'000)};
        if (stamps_ == 1) return "";
        if (stamps_ == 2) return fmt::format("(00{}.{:06}) ", below(4), below(1'000'000));
        const auto base = happens(relative) ? 0 : std::int64_t{1'700'000'000};
        return fmt::format("({}.{:06}) ", base + micro_ / 1'000'000, micro_ % 1'000'000);
    }
    std::string name() {
        if (happens(interface)) return fmt::format("can{}", below(40));
        return below(4) == 0 ? "can1" : "can0";
    }
    std::string bytes(unsigned n) {
        std::string hex;
        for (unsigned i = 0; i < n; ++i) hex += fmt::format("{:02X}", below(3) == 0 ? below(256) : i);
        return hex;
    }

    std::string line() {
        if (happens(junk)) return bad_line();
        if (happens(comment)) return below(2) == 0 ? "# a comment" : " \t";
        if (happens(detail)) return "\tcontroller-problem{tx-error-warning}";
        if (happens(error)) return stamp() + name() + " 20000004#0008000000000000";
        if (happens(long_line)) return std::string(below(20'000), 'x');
        if (happens(other_kind)) return stamp() + name() + other();
        if (happens(text_form)) return stamp() + name() + "  359   [8]  00 00 00 00 02 50 4E 00";
        return stamp() + name() + ' ' + frame();
    }
    std::string bad_line() {
        constexpr std::string_view bad[] = {"not a frame",
                                            "(17000",
                                            "(1700000000.5) can0 35#00",
                                            "(12.5) can0 359#0",
                                            "(5.000001) can0 35G#00",
                                            "\x01\x02\xFF",
                                            "\xEF\xBB\xBF(1700000000.5) can0 359#00",
                                            "DROPCOUNT: dropped 3 CAN frames on 'can0' socket",
                                            "(1700000000.000001) averyverylonginterfacename 359#00"};
        return std::string(bad[below(std::size(bad))]);
    }
    std::string other() {
        constexpr std::string_view forms[] = {" 351#R", " 351##1112233445566778899AABBCC",
                                              "  123   [0004] (00|81:00:12345678) 11 22 33 44"};
        return std::string(forms[below(std::size(forms))]);
    }
    std::string frame() {
        constexpr std::string_view pylontech[] = {"359#0000000002504E", "351#1402F401F401C201",
                                                  "355#3F006300",       "356#4E1406FFE700",
                                                  "35C#C000",           "35E#50594C4F4E202020"};
        constexpr std::string_view growatt[] = {"311#02380000000001AE", "312#0000000002015A1E",
                                                "313#1482FF9C00E6485E", "314#1388271000050011",
                                                "315#0CE40CE50CE60CE7", "319#800CE70CE4040100"};
        if (happens(noise)) return fmt::format("1{:07X}#{}", below(5000), bytes(below(9)));
        if (happens(clue)) return fmt::format("{:03X}#{}", 0x300 + below(0x100), bytes(8));
        if (happens(unclear)) return fmt::format("356#{:04X}06FFE700", below(2) == 0 ? 0xFFFF : 0x0C02);
        if (happens(zero)) return "356#000000000000";
        if (happens(short_frame)) return fmt::format("356#{}", bytes(below(3)));
        if (below(3) == 0) return fmt::format("355#{}006300", bytes(1));
        const auto which = below(6);
        return std::string(switched_ ? growatt[which] : pylontech[which]);
    }

    std::mt19937& random_;
    std::array<unsigned, kinds> often_{};
    unsigned stamps_ = 0; ///< 1: none, 2: differences, else absolute ones
    unsigned switch_at_ = 0;
    bool switched_ = false;
    std::int64_t micro_ = 0;
};

constexpr Format formats[] = {Format::json, Format::text, Format::csv, Format::frames};

Decoding random_decoding(std::mt19937& random, std::size_t size) {
    Decoding decoding;
    decoding.writer.format = formats[random() % std::size(formats)];
    if (random() % 3 == 0) decoding.writer.as = As::summary;
    decoding.writer.all = random() % 2 == 0;
    if (random() % 4 == 0) decoding.writer.selection.ids = {{0x350, 0x356}, {0x300, 0x314}};
    if (random() % 4 == 0) decoding.writer.selection.interfaces = {"can0"};
    if (random() % 6 == 0) decoding.writer.selection.to = Timestamp(1'700'000'020'000'000'000);
    if (random() % 4 == 0) decoding.dialect = "pylontech";
    if (random() % 8 == 0) decoding.times = log::TimeMode::as_written;
    decoding.dbc = random() % 5 == 0;
    decoding.beginning = random() % std::min<std::size_t>(size, 70'000);
    if (random() % 2 == 0) decoding.beginning = std::min<std::size_t>(decoding.beginning, 500);
    return decoding;
}

/// Both compared, the first place where they differ shown.
void compare(const Result& one, const Result& many) {
    BOOST_TEST(one.told == many.told, boost::test_tools::per_element());
    BOOST_TEST(one.end == many.end, boost::test_tools::per_element());
    const auto same =
        static_cast<std::size_t>(std::ranges::mismatch(one.text, many.text).in1 - one.text.begin());
    BOOST_TEST((one.text == many.text), "the same up to " << same << " of " << one.text.size() << ": "
                                                          << one.text.substr(same, 200) << "\nand\n"
                                                          << many.text.substr(same, 200));
}

} // namespace

BOOST_AUTO_TEST_SUITE(several_threads)

BOOST_AUTO_TEST_CASE(a_receiver_that_has_had_enough_gets_no_more) {
    const auto text = quiet_log(3000);
    const Decoding decoding{.writer = {.format = Format::json}, .dialect = "", .beginning = 1000};
    Side side(decoding);
    side.enough = 50'000;
    ParallelCandump capture(parallel(decoding, side, 3, 2000), side.stream, *side.writer, side.out, side);
    BOOST_TEST(!feed(capture, text, decoding.beginning));
    BOOST_TEST(side.result.text.size() >= side.enough);
    BOOST_TEST(side.result.text.size() < side.enough + 100'000);
}

BOOST_AUTO_TEST_CASE(a_quiet_capture_is_decoded_in_chunks_all_but_its_beginning) {
    const auto text = quiet_log(5000);
    const Decoding decoding{.writer = {.format = Format::json}, .dialect = "", .beginning = 2000};
    Side side(decoding);
    ParallelCandump capture(parallel(decoding, side, 2, 4000), side.stream, *side.writer, side.out, side);
    BOOST_TEST(feed(capture, text, decoding.beginning));
    BOOST_TEST(capture.chunks().again == 0u);
    BOOST_TEST(capture.chunks().here <= 1u);
    BOOST_TEST(capture.chunks().chunks >= text.size() / 4000 - 3);
    compare(on_one(text, decoding), side.finished(capture.counts(), capture.times_are_differences()));
}

BOOST_AUTO_TEST_CASE(what_is_fetched_is_fetched_to_its_end_or_to_where_it_cannot_be) {
    const auto text = quiet_log(3000);
    const Decoding decoding{.writer = {.format = Format::json}, .dialect = "", .beginning = 2000};
    const auto one = on_one(text, decoding);
    for (const std::size_t end :
         {text.size(), text.size() / 2, text.size() / 2 + 7, std::size_t{2000}, std::size_t{0}}) {
        Side side(decoding);
        Shelf shelf(text);
        shelf.ends_at(end);
        ParallelCandump capture(parallel(decoding, side, 2, 4000), side.stream, *side.writer, side.out, side);
        BOOST_TEST(capture.begin(std::string_view(text).substr(0, decoding.beginning)));
        capture.lies_in(shelf, decoding.beginning, text.size());
        while (capture.has_next()) BOOST_REQUIRE(capture.next());
        BOOST_TEST(capture.position() == std::max(end, decoding.beginning));
        BOOST_TEST(capture.chunks().here + capture.chunks().again <= 3u);
        for (auto rest = std::string_view(text).substr(capture.position()); !rest.empty();) {
            const auto n = rest.copy(capture.room().data(), capture.room().size());
            rest.remove_prefix(n);
            BOOST_TEST(capture.filled(n));
        }
        BOOST_TEST(capture.finish());
        compare(one, side.finished(capture.counts(), capture.times_are_differences()));
    }
}

BOOST_AUTO_TEST_CASE(without_threads_all_is_decoded_by_the_caller) {
    const auto text = quiet_log(500);
    const Decoding decoding{.writer = {.format = Format::csv}, .dialect = "", .beginning = 200};
    const auto before = chunks_of_all.chunks;
    compare(on_one(text, decoding), on_many(text, decoding, 0, 3000));
    BOOST_TEST(chunks_of_all.chunks == before);
}

BOOST_AUTO_TEST_CASE(more_text_than_is_kept_goes_through_the_stream_itself) {
    const auto text = quiet_log(1000);
    const Decoding decoding{.writer = {.format = Format::csv}, .dialect = "", .beginning = 500};
    const auto before = chunks_of_all.again;
    compare(on_one(text, decoding), on_many(text, decoding, 2, 30'000, 10'000));
    BOOST_TEST(chunks_of_all.again > before);
}

BOOST_AUTO_TEST_CASE(of_refused_lines_as_many_are_told_as_were_asked_for) {
    std::string text = quiet_log(5);
    for (int i = 0; i < 2000; ++i) text += "(1700000100.000000) can0 355#3F006300\nnonsense\n";
    const Decoding decoding{.writer = {.format = Format::json}, .dialect = "", .beginning = 300};
    Side side(decoding);
    auto options = parallel(decoding, side, 2, 4000);
    options.refused_lines = 5;
    ParallelCandump capture(options, side.stream, *side.writer, side.out, side);
    BOOST_TEST(feed(capture, text, decoding.beginning));
    const auto all = on_one(text, decoding);
    BOOST_TEST(side.result.told.size() < all.told.size() / 2);
    for (std::size_t i = 0; i < 6; ++i) BOOST_TEST(side.result.told[i] == all.told[i]);
    BOOST_TEST(capture.counts().refused_total() == 2000u);
}

BOOST_AUTO_TEST_CASE(a_line_that_explains_an_error_frame_may_stand_in_the_next_chunk) {
    std::mt19937 random(seed() + 21);
    std::string text = quiet_log(5);
    for (int i = 0; i < 300; ++i) {
        text += random() % 2 == 0 ? "(1700000100.000000) can0 20000004#0008000000000000\n"
                                  : "(1700000100.000000) can0 355#3F006300\n";
        for (auto n = random() % 4; n > 0; --n)
            text += random() % 3 == 0 ? "# a comment\n" : "\tcontroller-problem{tx-error-warning}\n";
    }
    const Decoding decoding{.writer = {.format = Format::json, .all = true}, .dialect = "", .beginning = 300};
    const auto one = on_one(text, decoding);
    for (const auto chunk : {std::size_t{64}, std::size_t{130}, std::size_t{260}})
        compare(one, on_many(text, decoding, 2, chunk));
}

BOOST_AUTO_TEST_CASE(more_identifiers_than_are_kept_apart_are_the_same_ones) {
    std::mt19937 random(seed() + 22);
    std::string text = quiet_log(5);
    for (unsigned i = 0; i < 9000; ++i) {
        const auto id = 0x10000000 + static_cast<unsigned>(random() % (i / 3 + 1));
        text += fmt::format("(1700000100.000000) can0 {:08X}#0011\n", id);
        if (i % 3 == 0) text += fmt::format("(1700000100.000000) can{} {:03X}#0011\n", i % 2, i % 0x300);
    }
    const Decoding decoding{.writer = {.format = Format::json, .all = true}, .dialect = "", .beginning = 300};
    const auto one = on_one(text, decoding);
    for (const std::size_t chunk : {std::size_t{2000}, std::size_t{20000}, std::size_t{100000}})
        compare(one, on_many(text, decoding, 2, chunk));
}

BOOST_AUTO_TEST_CASE(whatever_stands_in_a_capture_chunks_give_what_one_stream_gives) {
    std::mt19937 random(seed() + 20);
    for (int round = 0; round < rounds; ++round) {
        const auto text = Wild(random).log(500 + static_cast<unsigned>(random() % 4000));
        const auto decoding = random_decoding(random, text.size());
        const auto one = on_one(text, decoding);
        for (const std::size_t chunk : {std::size_t{64}, std::size_t{200}, std::size_t{1500},
                                        std::size_t{10'000}, std::size_t{65'536}}) {
            const auto threads = static_cast<unsigned>(1 + random() % 4);
            Shelf shelf(text);
            const auto way = random() % 4;
            if (way == 2) shelf.ends_at(random() % (text.size() + 1));
            if (way == 3) shelf.breaks_after(static_cast<int>(random() % (4 * text.size() / chunk + 1)));
            BOOST_TEST_CONTEXT("round " << round << ", chunks of " << chunk << " on " << threads << ", way "
                                        << way)
            compare(one, on_many(text, decoding, threads, chunk, 1 << 20, way == 0 ? nullptr : &shelf));
        }
    }
    BOOST_TEST(chunks_of_all.chunks > 1000u);
    BOOST_TEST(chunks_of_all.again > 100u);
    BOOST_TEST(chunks_of_all.here > 100u);
}

BOOST_AUTO_TEST_SUITE_END()
