// SPDX-License-Identifier: MIT
// What endless input leaves in memory, by the allocator's own account. (Sanitizers have an allocator without
// one: there the test says so.)
#include <malloc.h>

#include "gtx/serial/aa55.hpp"
#include "gtx/serial/console.hpp"
#include "gtx/serial/modbus.hpp"
#include "reading.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::serial;
using namespace gtx::test;

namespace {

bool allocator_counts() {
    const auto before = mallinfo2().uordblks;
    const std::vector<char> some(100000);
    return mallinfo2().uordblks >= before + some.size();
}

/// The kinds of garbage: any byte; what begins and never ends, for each framer.
std::string garbage(std::string_view kind, Random& random) {
    if (kind == "random") {
        std::vector<std::uint8_t> bytes(1000);
        random.fill(bytes);
        return text_of(bytes);
    }
    std::string out;
    while (out.size() < 1000) out += kind;
    return out;
}

/// The most bytes that a reader holds beyond what it holds at the beginning, over a megabyte of garbage.
template <class Reader, class Batch>
std::size_t growth(std::string_view kind) {
    Random random;
    Reader reader;
    Batch batch;
    std::size_t base = 0;
    std::size_t most = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto block = garbage(kind, random);
        reader.read(bytes_of(block), Timestamp::none(), batch);
        batch = {};
        const auto now = mallinfo2().uordblks;
        if (i == 0) base = now;
        most = std::max(most, now - std::min(now, base));
    }
    return most;
}

} // namespace

BOOST_AUTO_TEST_SUITE(memory)

BOOST_AUTO_TEST_CASE(endless_garbage_leaves_no_more_than_a_bounded_rest) {
    if (!allocator_counts()) {
        BOOST_TEST_MESSAGE("skipped: this allocator does not count");
        return;
    }
    for (const std::string_view kind :
         {"random", "~", "A", "~A", "\xAA\x55\x01\x02\xFF", "\x01\x03\xC8", "x\r"}) {
        BOOST_TEST((growth<AsciiReader, AsciiBatch>(kind)) < 16384U, kind);
        BOOST_TEST((growth<ModbusReader, ModbusBatch>(kind)) < 16384U, kind);
        BOOST_TEST((growth<Aa55Reader, Aa55Batch>(kind)) < 16384U, kind);
        BOOST_TEST((growth<ConsoleReader, ConsoleBatch>(kind)) < 16384U, kind);
    }
}

// Rows of two characters: 262144 characters with their ends are some 90000 rows.
BOOST_AUTO_TEST_CASE(an_endless_answer_is_kept_up_to_its_bound) {
    if (!allocator_counts()) return;
    ConsoleReader reader;
    ConsoleBatch batch;
    const auto base = mallinfo2().uordblks;
    reader.read(bytes_of("pylon>log\r@\r"), Timestamp::none(), batch);
    std::size_t most = 0;
    for (int i = 0; i < 2000; ++i) {
        std::string rows;
        for (int k = 0; k < 300; ++k) rows += "ab\r";
        reader.read(bytes_of(rows), Timestamp::none(), batch);
        batch = {};
        most = std::max<std::size_t>(most, mallinfo2().uordblks - base);
    }
    BOOST_TEST(most > ConsoleReader::max_answer);
    BOOST_TEST(most < 64 * ConsoleReader::max_answer);
}

BOOST_AUTO_TEST_SUITE_END()
