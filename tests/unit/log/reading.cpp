// SPDX-License-Identifier: MIT
#include "reading.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>

namespace reading {

std::uint32_t seed() {
    static const std::uint32_t value = [] {
        const char* given = std::getenv("GTX_SEED");
        const auto s =
            given ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
        std::cout << "GTX_SEED=" << s << '\n';
        return s;
    }();
    return value;
}

namespace {

void collect(Result& result, const Batch& batch, CandumpReader& reader) {
    for (std::size_t i = 0; i < batch.count; ++i) {
        const auto& entry = batch.entries[i];
        std::string line;
        append_candump_line(line, entry, reader.interfaces().name(entry.interface));
        line.pop_back();
        result.frames.push_back(line);
        result.entries.push_back(entry);
        result.lines.push_back(entry.line);
    }
    for (const auto& r : batch.refused)
        result.refused.push_back(std::to_string(r.line) + " " + std::string(name(r.reason)) + " " + r.text);
}

std::string only(const Result& result, std::size_t count) {
    if (result.frames.size() == count) return result.frames[0];
    if (result.counts.refused_total() != count) return "nothing";
    const auto& text = result.refused[0];
    const auto start = text.find(' ') + 1;
    return "refused: " + text.substr(start, text.find(' ', start) - start);
}

} // namespace

Result read_in_blocks(std::string_view capture, const std::function<std::size_t()>& next_size,
                      CandumpOptions options) {
    CandumpReader reader(options);
    Batch batch;
    Result result;
    while (!capture.empty()) {
        const auto size = std::min(next_size(), capture.size());
        // A block of exactly that size on the heap: whoever reads behind it is caught by the sanitizer.
        const auto block = std::make_unique<char[]>(size);
        std::copy_n(capture.data(), size, block.get());
        for (std::string_view rest(block.get(), size); !rest.empty();) {
            const auto taken = reader.read(rest, batch);
            BOOST_REQUIRE_GE(taken, 1u);
            BOOST_REQUIRE_LE(taken, rest.size());
            rest.remove_prefix(taken);
            collect(result, batch, reader);
        }
        capture.remove_prefix(size);
    }
    reader.finish(batch);
    collect(result, batch, reader);
    result.counts = reader.counts();
    result.differences = reader.times_are_differences();
    return result;
}

Result read_all(std::string_view capture, CandumpOptions options) {
    return read_in_blocks(
        capture, [&] { return std::max<std::size_t>(capture.size(), 1); }, options);
}

void check_same_texts(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const auto [in_a, in_b] = std::ranges::mismatch(a, b);
    if (in_a == a.end() && in_b == b.end()) return;
    const auto shown = [](const auto& texts, auto at) {
        return at == texts.end() ? std::string("(nothing)") : at->substr(0, 200);
    };
    BOOST_ERROR("text " << in_a - a.begin() << ": " << shown(a, in_a) << " and not " << shown(b, in_b));
}

void check_same(const Result& a, const Result& b) {
    check_same_texts(a.frames, b.frames);
    check_same_texts(a.refused, b.refused);
    BOOST_TEST((a.lines == b.lines));
    BOOST_TEST(a.counts.lines == b.counts.lines);
    BOOST_TEST(a.counts.frames == b.counts.frames);
    BOOST_TEST(a.counts.comments == b.counts.comments);
    BOOST_TEST(a.counts.details == b.counts.details);
    BOOST_TEST(a.counts.drop_reports == b.counts.drop_reports);
    BOOST_TEST(a.counts.dropped == b.counts.dropped);
}

Result read_every_way(std::string_view capture, CandumpOptions options) {
    const auto whole = read_all(capture, options);
    check_same(whole, read_in_blocks(
                          capture, [] { return 1; }, options));
    std::mt19937 random(seed());
    for (int i = 0; i < 5; ++i)
        check_same(whole, read_in_blocks(
                              capture, [&] { return random() % 100 + 1; }, options));
    const auto& c = whole.counts;
    BOOST_TEST(c.lines == c.frames + c.comments + c.details + c.drop_reports + c.refused_total());
    return whole;
}

std::string frame_of(std::string_view line) {
    std::string first;
    for (std::string_view end : {"\n", "\r\n"}) {
        std::string capture;
        for (int i = 0; i < 3; ++i) capture.append(line).append(end);
        capture.append("# a comment behind it, so long that the fast way has room to look at the line\n");
        const auto result = read_every_way(capture);
        const auto text = only(result, 3);
        for (const auto& frame : result.frames) BOOST_TEST(frame == text);
        if (first.empty()) first = text;
        BOOST_TEST(first == text);
    }
    return first;
}

std::string last_frame_of(std::string_view line) {
    return only(read_every_way(line), 1);
}

} // namespace reading
