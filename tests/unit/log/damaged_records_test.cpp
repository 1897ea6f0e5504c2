// SPDX-License-Identifier: MIT
// Binary captures cut at every byte, with lengths that lie and bytes that are others: what was not touched is
// read as far as the format allows, no frame is made up, and what is lost is told.
#include <algorithm>
#include <functional>

#include "building.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"

using namespace building;
using namespace records_reading;

namespace {

constexpr std::size_t frame_count = 48;
constexpr std::size_t container_frames = 12; ///< in each container of BLF

/// A place of the file up to which it is whole: a cut there, or in the padding behind, takes no record apart.
struct End {
    std::size_t at;
    std::size_t padded;
    std::size_t frames; ///< that were given until there
};

struct Capture {
    std::string_view name;
    std::string_view format;
    std::size_t lost_at_once; ///< so many frames may be lost, or wrong, by damage to one record
    bool reads_on;            ///< behind a length that lies
    std::string bytes{};
    std::vector<End> ends{};            ///< the first behind the head
    std::vector<std::size_t> lengths{}; ///< where the length of each record stands, in four bytes
    bool big = false;
    std::vector<std::string> frames{}; ///< as read from the whole file
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at) + 1;
        lines.push_back(text.substr(at, end - at));
        at = end;
    }
    return lines;
}

std::uint32_t u32_of(const std::string& bytes, std::size_t at, bool big = false) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << 8 * (big ? 3 - i : i);
    return value;
}

struct Frame {
    std::uint32_t id;
    std::string data;
    std::uint64_t us; ///< since the beginning
};

std::vector<Frame> random_frames() {
    test::Random random;
    std::vector<Frame> frames;
    for (std::uint64_t i = 0; i < frame_count; ++i) {
        Frame f{static_cast<std::uint32_t>(random.between(0x100, 0x7FF)), {}, i * 1013 + 17};
        f.data.resize(static_cast<std::size_t>(random.between(1, 8)));
        for (auto& c : f.data) c = static_cast<char>(random.bits());
        f.data[0] = static_cast<char>(i);
        frames.push_back(f);
    }
    return frames;
}

std::string socketcan_frame(const Frame& f) {
    return number(f.id, 4, true) + number(f.data.size(), 4, false) + f.data +
           std::string(8 - f.data.size(), '\0');
}

constexpr std::uint64_t start_us = 1700000000000000;

Capture pcap(std::string_view name, bool big, bool nanoseconds, bool behind_cooked) {
    Capture c{name, "pcap", 2, true};
    c.big = big;
    Pcap file{big, nanoseconds};
    file.head(behind_cooked ? sll : socketcan);
    c.ends.push_back({file.out.size(), file.out.size(), 0});
    for (const auto& f : random_frames()) {
        auto packet = socketcan_frame(f);
        if (behind_cooked) packet = cooked(12, number(f.id, 4, big) + packet.substr(4));
        const auto us = start_us + f.us;
        c.lengths.push_back(file.out.size() + 8);
        file.packet(packet, us / 1000000, us % 1000000 * (nanoseconds ? 1000 : 1));
        c.ends.push_back({file.out.size(), file.out.size(), c.ends.size()});
    }
    c.bytes = file.out;
    return c;
}

Capture pcapng(std::string_view name, bool big) {
    Capture c{name, "pcapng", 1, false};
    c.big = big;
    Pcapng file{big};
    file.section();
    c.ends.push_back({file.out.size(), file.out.size(), 0});
    file.interface(socketcan, file.option(2, "can0"));
    c.ends.push_back({file.out.size(), file.out.size(), 0});
    for (const auto& f : random_frames()) {
        c.lengths.push_back(file.out.size() + 4);
        file.packet(socketcan_frame(f), 0, {}, start_us + f.us);
        c.ends.push_back({file.out.size(), file.out.size(), c.ends.size() - 1});
    }
    c.bytes = file.out;
    return c;
}

Capture blf_objects() {
    Capture c{"blf without containers", "blf", 2, true};
    c.bytes = file_head();
    c.ends.push_back({c.bytes.size(), c.bytes.size(), 0});
    for (const auto& f : random_frames()) {
        c.lengths.push_back(c.bytes.size() + 8);
        c.bytes += object(1, message(f.id, f.data), f.us * 1000);
        c.ends.push_back({c.bytes.size(), c.bytes.size(), c.ends.size()});
    }
    return c;
}

Capture blf_containers(std::string_view name, std::string (*pack)(const std::string&)) {
    Capture c{name, "blf", container_frames, true};
    c.bytes = file_head();
    c.ends.push_back({c.bytes.size(), c.bytes.size(), 0});
    std::string content;
    std::size_t count = 0;
    for (const auto& f : random_frames()) {
        content += object(1, message(f.id, f.data), f.us * 1000);
        if (++count % container_frames != 0) continue;
        c.lengths.push_back(c.bytes.size() + 8);
        const auto packed = pack(content);
        const auto padding = packed.size() - u32_of(packed, 8);
        c.bytes += packed;
        c.ends.push_back({c.bytes.size() - padding, c.bytes.size(), count});
        content.clear();
    }
    return c;
}

std::vector<Capture> made() {
    std::vector<Capture> all{pcap("pcap", false, false, false),
                             pcap("pcap, big-endian, in ns", true, true, false),
                             pcap("pcap behind cooked headers", false, false, true),
                             pcapng("pcapng", false),
                             pcapng("pcapng, big-endian", true),
                             blf_objects(),
                             blf_containers("blf in stored containers", stored),
                             blf_containers("blf in deflated containers", zipped)};
    for (auto& c : all) c.frames = lines_of(read(c.bytes).log);
    return all;
}

const std::vector<Capture>& all() {
    static const auto captures = made();
    return captures;
}

/// How a damaged file compares with the right one.
struct Compared {
    std::size_t strangers = 0; ///< frames that are not in the right one, or not in their order
    std::size_t lost = 0;
    std::uint64_t refused = 0;
    std::size_t right_at_first = 0; ///< frames before the first difference
};

Compared compare(const Capture& c, const std::string& bytes) {
    const auto seen = read_in(bytes, bytes.size() + 1, c.format);
    const auto in_parts = read_in(bytes, 7, c.format);
    BOOST_TEST((in_parts.shown == seen.shown));
    const auto got = lines_of(seen.log);
    Compared result;
    result.refused = seen.counts.refused_total();
    std::size_t next = 0;
    std::size_t found_count = 0;
    for (const auto& frame : got) {
        const auto found =
            std::find(c.frames.begin() + static_cast<std::ptrdiff_t>(next), c.frames.end(), frame);
        if (found == c.frames.end()) {
            ++result.strangers;
            continue;
        }
        ++found_count;
        next = static_cast<std::size_t>(found - c.frames.begin()) + 1;
    }
    result.lost = c.frames.size() - found_count;
    result.right_at_first = static_cast<std::size_t>(std::ranges::mismatch(got, c.frames).in1 - got.begin());
    return result;
}

/// Frames that were given up to the record in which a place lies.
std::size_t frames_before(const Capture& c, std::size_t place) {
    std::size_t frames = 0;
    for (const auto& end : c.ends)
        if (end.at <= place) frames = end.frames;
    return frames;
}

} // namespace

BOOST_AUTO_TEST_SUITE(damaged_records)

BOOST_AUTO_TEST_CASE(each_binary_format_has_a_capture_that_is_right) {
    for (const auto& format : formats())
        BOOST_TEST((!format.binary || std::ranges::count(all(), format.name, &Capture::format) != 0),
                   format.name << " has no capture");
    for (const auto& c : all()) {
        BOOST_TEST(c.frames.size() == frame_count, c.name);
        BOOST_TEST(read(c.bytes).counts.refused_total() == 0u, c.name);
        BOOST_TEST(format_of(c.bytes, true)->name == c.format);
    }
}

BOOST_AUTO_TEST_CASE(of_a_file_cut_anywhere_the_first_frames_are_read_and_the_cut_is_told_once) {
    for (const auto& c : all()) {
        for (std::size_t n = 0; n <= c.bytes.size(); n += test::sanitized ? 7 : 1) {
            const auto seen = compare(c, c.bytes.substr(0, n));
            const bool whole = n == 0 || std::ranges::any_of(c.ends, [&](const End& e) {
                                   return e.at <= n && n <= e.padded;
                               });
            const auto least = frames_before(c, n);
            const auto given = frame_count - seen.lost;
            BOOST_TEST(seen.strangers == 0u, c.name << " cut at " << n);
            BOOST_TEST(seen.right_at_first == given, c.name << " cut at " << n);
            BOOST_TEST(seen.refused == (whole ? 0u : 1u), c.name << " cut at " << n);
            BOOST_TEST((given >= least && given <= least + c.lost_at_once), c.name << " cut at " << n);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_length_that_lies_makes_no_frame_up_and_what_it_loses_is_told) {
    constexpr std::uint32_t values[] = {0,       1,       4,          7,          12,         0x1000,
                                        0x10000, 0x40000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFC, 0xFFFFFFFF};
    constexpr std::int32_t steps[] = {-16, -8, -4, -3, -2, -1, 1, 2, 3, 4, 8, 16, 31, 32, 48, 64, 96, 1000};
    for (const auto& c : all()) {
        for (std::size_t i = 0; i < c.lengths.size(); i += test::sanitized ? 24 : 6) {
            const auto at = c.lengths[i];
            const auto right = u32_of(c.bytes, at, c.big);
            std::vector<std::uint32_t> lies(std::begin(values), std::end(values));
            for (const auto step : steps) lies.push_back(right + static_cast<std::uint32_t>(step));
            for (const auto lie : lies) {
                auto bytes = c.bytes;
                bytes.replace(at, 4, number(lie, 4, c.big));
                if (bytes == c.bytes) continue;
                const auto seen = compare(c, bytes);
                const auto before = frames_before(c, at);
                BOOST_TEST_CONTEXT(c.name << ", record " << i << " of " << right << " says " << lie) {
                    BOOST_TEST(seen.strangers == 0u);
                    BOOST_TEST(seen.right_at_first >= before);
                    BOOST_TEST((seen.lost == 0 || seen.refused != 0));
                    BOOST_TEST((!c.reads_on || seen.lost <= c.lost_at_once), seen.lost);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_byte_that_is_another_costs_the_frames_of_its_record) {
    test::Random random;
    for (const auto& c : all()) {
        const auto head = std::ranges::find_if(c.ends, [](const End& e) { return e.frames != 0; })[-1].at;
        for (int i = 0; i < test::rounds(500); ++i) {
            const auto at = static_cast<std::size_t>(random.between(
                static_cast<std::int64_t>(head), static_cast<std::int64_t>(c.bytes.size()) - 1));
            auto bytes = c.bytes;
            bytes[at] = static_cast<char>(random.bits());
            const auto seen = compare(c, bytes);
            BOOST_TEST_CONTEXT(c.name << ", byte " << at << ", behind frame " << frames_before(c, at)
                                      << ", is " << int{bytes[at]}) {
                BOOST_TEST(seen.strangers <= (c.lost_at_once > 2 ? c.lost_at_once : 1u));
                BOOST_TEST(seen.right_at_first >= frames_before(c, at));
                BOOST_TEST((!c.reads_on || seen.lost <= c.lost_at_once), seen.lost);
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
