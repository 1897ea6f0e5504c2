// SPDX-License-Identifier: MIT
/// \file
/// Reads captures for the tests: at once, byte by byte, in blocks of random size, and says that all gave the
/// same.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/log/candump.hpp"

namespace reading {

using namespace gtx::log;

/// All that a capture gave, as text that can be compared: the frames as log lines.
struct Result {
    std::vector<std::string> frames;
    std::vector<Entry> entries; ///< as read; xl_data is no longer valid
    std::vector<std::uint64_t> lines;
    std::vector<std::string> refused; ///< "3 bad_id text"
    Counts counts;
    bool differences = false;
};

/// The seed of the random tests: printed, and given back in GTX_SEED.
std::uint32_t seed();

/// Reads `capture`, of which `next_size` bytes (at least 1) go into each call.
Result read_in_blocks(std::string_view capture, const std::function<std::size_t()>& next_size,
                      CandumpOptions options = {});
/// Reads `capture` in one block.
Result read_all(std::string_view capture, CandumpOptions options = {});
/// Reads `capture` at once, byte by byte and in random blocks, and checks that the results are the same.
Result read_every_way(std::string_view capture, CandumpOptions options = {});

/// The log line of the one frame that `line` is; "refused: REASON" or "nothing" if it is none. Ends it with
/// LF and with CR LF, gives it as the first and as a later line, read in every way.
std::string frame_of(std::string_view line);
/// The same for a last line without line end.
std::string last_frame_of(std::string_view line);

/// Checks that the texts are the same; shows the first that differs.
void check_same_texts(const std::vector<std::string>& a, const std::vector<std::string>& b);
void check_same(const Result& a, const Result& b);

struct Pair {
    std::string_view line;
    std::string_view expected;
};
template <std::size_t N>
void check_frames(const Pair (&pairs)[N]) {
    for (const auto& [line, expected] : pairs)
        BOOST_TEST_CONTEXT(line) BOOST_TEST(frame_of(line) == expected);
}

} // namespace reading
