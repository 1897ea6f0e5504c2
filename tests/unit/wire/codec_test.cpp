// SPDX-License-Identifier: MIT
// The unrolled decoders of all dialects, against the general decoder and the slow one.
#include <array>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/dialect.hpp"
#include "tests/support/oracle.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::wire;

namespace {

void agree(const dialect::Message& m, std::span<const std::uint8_t> bytes) {
    std::array<std::int64_t, max_rows> raw{};
    std::array<std::int64_t, max_rows> unrolled{};
    const auto present = decode(*m.table, bytes, raw.data());
    BOOST_REQUIRE_EQUAL(present, m.decode(bytes.data(), bytes.size(), unrolled.data()));
    for (std::size_t r = 0; r < m.table->rows.size(); ++r) {
        const auto slow = test::slow_decode(*m.table, r, bytes);
        BOOST_REQUIRE_EQUAL(slow.has_value(), (present >> r & 1) != 0);
        if (!slow || m.table->rows[r].kind == Kind::text) continue;
        BOOST_REQUIRE_EQUAL(*slow, raw[r]);
        BOOST_REQUIRE_EQUAL(*slow, unrolled[r]);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(three_decoders_agree_for_every_message_of_every_dialect_and_every_length) {
    test::Random random;
    std::array<std::uint8_t, 8> bytes{};
    for (const auto* d : dialect::all())
        for (const auto& m : d->messages)
            for (int i = 0; i < 400; ++i) {
                random.fill(bytes);
                if (i % 8 == 0) bytes.fill(i % 16 == 0 ? 0xFF : 0x80);
                BOOST_TEST_CONTEXT(d->name << ' ' << m.table->name)
                for (std::size_t length = 0; length <= 8; ++length) agree(m, std::span(bytes).first(length));
            }
}
