// SPDX-License-Identifier: MIT
// Numbers are written from the integer on the wire: no digit is lost or made up.
#include "decoding.hpp"

#include <fmt/format.h>

using namespace decoding;

namespace {

std::string fixed(std::int64_t mantissa, unsigned decimals) {
    std::int64_t den = 1;
    for (unsigned i = 0; i < decimals; ++i) den *= 10;
    const auto magnitude = mantissa < 0 ? -mantissa : mantissa;
    const std::string sign = mantissa < 0 ? "-" : "";
    if (decimals == 0) return fmt::format("{}{}", sign, magnitude);
    return fmt::format("{}{}.{:0{}}", sign, magnitude / den, magnitude % den, decimals);
}

/// All values of the 16 bits at `byte` of `id`, each written as JSON, CSV and text.
void check_all(std::string_view id, unsigned byte, bool is_signed, std::string_view name,
               std::string_view suffix, std::string_view unit, unsigned decimals) {
    std::string log;
    for (unsigned raw = 0; raw < 65536; ++raw) {
        std::string data = "00000000FFFF0000"; // 0 V fits both readings of 0x356
        data.replace(2 * byte, 4, fmt::format("{:02X}{:02X}", raw & 0xFF, raw >> 8));
        log += fmt::format("(1.0) can0 {}#{}\n", id, data);
    }
    for (const auto format : {Format::json, Format::csv, Format::text}) {
        WriterOptions options{
            .as = As::messages, .format = format, .selection = {}, .all = false, .every_ns = 0, .most = {}};
        options.selection.signals = {std::string(name)};
        const auto out = write(log, options, "dyness");
        std::string_view rest = out;
        if (format == Format::csv) rest.remove_prefix(rest.find('\n') + 1);
        std::size_t wrong = 0;
        for (unsigned raw = 0; raw < 65536; ++raw) {
            const auto line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(line.size() + 1);
            const auto value = is_signed ? static_cast<std::int16_t>(raw) : static_cast<std::int64_t>(raw);
            const auto number = fixed(value, decimals);
            const auto end = format == Format::json  ? fmt::format("\"{}_{}\":{}}}", name, suffix, number)
                             : format == Format::csv ? fmt::format(",{},{},{}", name, number, suffix)
                                                     : fmt::format("  {} {} {}", name, number, unit);
            if (!line.ends_with(end) && ++wrong < 5) BOOST_ERROR(line << " should end in " << end);
        }
        BOOST_TEST(rest.empty());
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(numbers)

BOOST_AUTO_TEST_CASE(every_current_is_written_in_tenths_as_it_stands_on_the_wire) {
    check_all("356", 2, true, "current", "A", "A", 1);
}

BOOST_AUTO_TEST_CASE(every_limit_is_written_in_tenths) {
    check_all("351", 0, false, "charge_voltage_limit", "V", "V", 1);
}

BOOST_AUTO_TEST_CASE(every_voltage_is_written_in_hundredths) {
    check_all("356", 0, true, "voltage", "V", "V", 2);
}

BOOST_AUTO_TEST_CASE(times_keep_their_six_decimals_and_nine_where_the_capture_has_them) {
    WriterOptions options{};
    const auto out =
        write("(0.0) can0 355#3F006300\n(1.000001) can0 355#3F006300\n"
              "(9000000000.999999) can0 355#3F006300\n(1700000000.000000001) can0 355#3F006300\n",
              options, "pylontech");
    for (const std::string_view time :
         {"0.000000 can0", "1.000001 can0", "9000000000.999999 can0", "1700000000.000000001 can0"})
        BOOST_TEST(count(out, std::string(time)) >= 1u, out);
}

BOOST_AUTO_TEST_SUITE_END()
