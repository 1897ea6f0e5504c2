// SPDX-License-Identifier: MIT
// Pieces of a log, summed up apart and merged, against the whole in one pass: the same to the last character.
#include "decoding.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "gtx/decode/summary.hpp"

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
    Piece(std::string_view text, const WriterOptions& options, const dialect::Dialect* dialect)
        : capture(text), writer(make_writer(options, capture.names, nullptr, out)), sink(*writer) {
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
        pieces.push_back(std::make_unique<Piece>(joined(lines, at[i - 1], at[i]), options, &dialect));
    for (std::size_t i = 1; i < pieces.size(); ++i) pieces.front()->writer->absorb(*pieces[i]->writer);
    pieces.front()->writer->finish();
    return std::string(pieces.front()->out.view());
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

BOOST_AUTO_TEST_SUITE_END()
