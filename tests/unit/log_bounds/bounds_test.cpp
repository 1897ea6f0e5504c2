// SPDX-License-Identifier: MIT
// Files made to cost memory: endless lines, lengths of 4 GiB, bombs, masses of names. No reader holds more
// than its row says, and all is given back. gtx-formats(5) names the same bounds.
#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <zlib.h>

#include "counting.hpp"
#include "gtx/log/reader.hpp"
#include "gtx/log/serial_text.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/log/building.hpp"
#include "tests/unit/log/samples.hpp"

using namespace gtx;
using namespace gtx::log;
using building::number;

namespace {

constexpr std::ptrdiff_t kib = 1024;
constexpr std::size_t block_size = 65536; ///< what gtx-decode reads at once

struct Bound {
    std::string_view format;
    std::ptrdiff_t kib;
};

/// A batch of 256 entries, as many refusals, 1024 names: that is most of it. A frame of CAN XL has 2 KiB, so
/// a batch of them half a MiB; a packet of pcap has at most 256 KiB, a block of pcapng 128.
constexpr Bound bounds[] = {
    {"pcapng", 1536}, {"pcap", 1024},      {"blf", 256},     {"asc", 128},       {"trc", 128},
    {"gvret", 128},   {"python-can", 128}, {"csv", 128},     {"busmaster", 128}, {"crtd", 128},
    {"usb-can", 128}, {"sigrok", 128},     {"opendtu", 128}, {"arduino", 128},   {"candump", 768},
};
constexpr Bound serial_bound{"serial lines", 1024};

/// A file that is made while it is read: gives `count` pieces, the first by 0.
struct Source {
    std::string_view name;
    std::size_t count;
    std::function<std::string(std::size_t)> piece;
};

/// Pieces in so many MiB; under sanitizers, whose heap is slow, in a sixteenth of that.
std::size_t megabytes(std::size_t count, std::size_t piece) {
    return count * (std::size_t{1} << (test::sanitized ? 16 : 20)) / piece;
}

Source same(std::string_view name, std::string piece, std::size_t mib = 2) {
    const auto count = megabytes(mib, piece.size()) + 1;
    return {name, count, [piece = std::move(piece)](std::size_t) { return piece; }};
}

/// Gives a source to `take`, in blocks.
template <class Take>
void feed(const Source& source, Take&& take) {
    for (std::size_t i = 0; i < source.count; ++i) {
        std::string piece;
        {
            const counting::Pause pause;
            piece = source.piece(i);
        }
        for (std::string_view rest = piece; !rest.empty();)
            rest.remove_prefix(take(rest.substr(0, block_size)));
        const counting::Pause pause;
        std::string().swap(piece);
    }
}

/// What a reader of CAN holds at most while it reads a source, its batch included.
std::ptrdiff_t most_of_reader(const Format& format, const Source& source) {
    counting::begin();
    {
        const auto reader = format.reader({});
        Batch batch;
        feed(source, [&](std::string_view bytes) { return reader->read(bytes, batch); });
        while (reader->finish(batch)) {}
    }
    BOOST_TEST(counting::held() == 0, format.name << ", " << source.name << ": not all is given back");
    return counting::peak();
}

std::ptrdiff_t most_of_serial(Content content, const Source& source) {
    counting::begin();
    {
        SerialReader reader({.content = content});
        SerialBatch batch;
        feed(source, [&](std::string_view bytes) {
            batch.clear();
            reader.read(bytes, batch);
            return bytes.size();
        });
        reader.finish(batch);
    }
    BOOST_TEST(counting::held() == 0, source.name << ": not all is given back");
    return counting::peak();
}

/// What costs a reader of lines most: no end, no sense, many names, much to keep of each line.
std::vector<Source> hostile_lines() {
    const auto count = std::size_t{3000};
    const auto name = [](std::size_t i) { return "bus" + std::to_string(i); };
    const std::string port(30000, 'p');
    return {
        same("a line without end", std::string(1 << 20, 'x')),
        same("a line of quotes without end", std::string(1 << 20, '"')),
        same("lines that are nothing", "?\n", 1),
        same("lines as long as they may be", std::string(8192, '(') + "\n"),
        same("cells without end", std::string(8190, ',') + "\n"),
        same("comments", "# a comment\n// a comment\n; a comment\n"),
        same("comments without end", "#" + std::string(1 << 20, 'c')),
        same("zeros", std::string(1 << 20, '\0')),
        same("blank lines", "\n", 1),
        same("colours", "\x1B[31m\x1B[0m\x1B[1m\n", 1),
        same("frames of CAN XL", "(1.0) can0 00123#81:00:12345678#" + std::string(4096, 'A') + "\n"),
        {"many interfaces of candump", count,
         [name](std::size_t i) { return "(1.0) " + name(i) + " 351#0102\n"; }},
        {"many interfaces of csv", count,
         [name](std::size_t i) { return "1.5," + name(i) + ",351,data,0,2,2,rx,0102\n"; }},
        {"many names of asc", count,
         [name](std::size_t i) {
             return "// gtx: channel " + std::to_string(i % 256) + " is " + name(i) + "\n";
         }},
        {"many ports with long names", std::size_t{1500},
         [port](std::size_t i) { return "(1.0) " + port + std::to_string(i) + " > ~20\n"; }},
    };
}

/// A block of pcapng.
std::string block(std::uint32_t type, const std::string& body, std::uint64_t length = 0) {
    const auto size = number(length != 0 ? length : body.size() + 12, 4);
    return number(type, 4) + size + body + (length != 0 ? std::string() : size);
}
std::string section() {
    return block(0x0A0D0D0A, number(0x1A2B3C4D, 4) + number(1, 4) + number(UINT64_MAX, 8));
}
std::string interface(const std::string& name) {
    return block(1, number(227, 4) + number(0, 4) + number(2, 2) + number(name.size(), 2) + name);
}
std::string packet(const std::string& data, std::uint64_t claims = 0) {
    return block(6, number(0, 12) + number(data.size(), 4) + number(data.size(), 4) + data, claims);
}

const std::string xl_packet = number(0x123, 4, true) + number(0x81, 1) + number(0, 1) + number(2048, 2) +
                              number(0, 4) + std::string(2048, 'x');

std::vector<Source> hostile_pcapng() {
    return {
        {"blocks of 4 GiB", 2,
         [](std::size_t i) {
             return i == 0 ? section() + packet({}, 0xFFFFFFFC) : std::string(4 << 20, 'x');
         }},
        {"unknown blocks of 4 GiB", 2,
         [](std::size_t i) {
             return i == 0 ? section() + block(99, {}, 0xFFFFFFFC) : std::string(4 << 20, 'x');
         }},
        {"interfaces with long names", std::size_t{1100},
         [](std::size_t i) { return (i == 0 ? section() : "") + interface(std::string(60000, 'n')); }},
        {"many interfaces", test::rounds<std::size_t>(20000),
         [](std::size_t i) { return (i == 0 ? section() : "") + interface(std::to_string(10000000 + i)); }},
        {"many sections", test::rounds<std::size_t>(20000),
         [](std::size_t) { return section() + interface("can0"); }},
        {"the longest packets", test::rounds<std::size_t>(200),
         [](std::size_t i) {
             return (i == 0 ? section() + interface("can0") : "") + packet(std::string(131000, 'x'));
         }},
        {"frames of CAN XL", test::rounds<std::size_t>(5000),
         [](std::size_t i) { return (i == 0 ? section() + interface("can0") : "") + packet(xl_packet); }},
    };
}

std::string pcap_packet(const std::string& data, std::uint64_t claims = 0) {
    const auto size = claims != 0 ? claims : data.size();
    return number(1700000000, 4) + number(0, 4) + number(size, 4) + number(size, 4) + data;
}
std::string pcap_head(unsigned link) {
    return number(0xA1B2C3D4, 4) + number(2, 2) + number(4, 2) + number(0, 8) + number(0x80000000, 4) +
           number(link, 4);
}

std::vector<Source> hostile_pcap() {
    const auto of = [](unsigned link, const std::string& piece) {
        return [link, piece](std::size_t i) { return (i == 0 ? pcap_head(link) : "") + piece; };
    };
    return {
        {"packets of 4 GiB", test::rounds<std::size_t>(8),
         of(227, pcap_packet(std::string(1 << 20, 'x'), 0xFFFFFFFF))},
        {"the longest packets", test::rounds<std::size_t>(100),
         of(113, pcap_packet(std::string(262144, 'x')))},
        {"packets too long for CAN", test::rounds<std::size_t>(100),
         of(227, pcap_packet(std::string(262144, 'x')))},
        {"frames of CAN XL", test::rounds<std::size_t>(5000), of(227, pcap_packet(xl_packet))},
    };
}

std::string container(unsigned method, const std::string& content, std::uint64_t length,
                      std::uint64_t stated) {
    return "LOBJ" + number(16, 2) + number(1, 2) + number(length, 4) + number(10, 4) + number(method, 2) +
           number(0, 6) + number(stated, 4) + number(0, 4) + content;
}

std::vector<Source> hostile_blf() {
    const auto of = [](const std::string& piece) {
        return [piece](std::size_t i) {
            return i == 0 ? building::file_head() + piece : std::string(1 << 20, 'x');
        };
    };
    const auto zeros = building::deflated(std::string(test::rounds<std::size_t>(64) << 20, '\0'));
    std::string objects;
    for (int i = 0; i < 20000; ++i) objects += building::object(1, building::message(0x351, "12345678"));
    const auto many = building::zipped(objects);
    const auto huge = [](std::uint32_t type) {
        return "LOBJ" + number(32, 2) + number(1, 2) + number(0xFFFFFFFF, 4) + number(type, 4);
    };
    return {
        {"a container that states 4 GiB", 5, of(container(2, zeros, 32 + zeros.size(), 0xFFFFFFFF))},
        {"a container of 4 GiB", 5, of(container(2, zeros, 0xFFFFFFFF, 0xFFFFFFFF))},
        {"a stored container of 4 GiB", 5, of(container(0, {}, 0xFFFFFFFF, 0xFFFFFFFF))},
        {"an object of 4 GiB", 5, of(huge(1))},
        {"a strange object of 4 GiB", 5, of(huge(99))},
        {"a bomb of frames", test::rounds<std::size_t>(20),
         [many](std::size_t i) { return (i == 0 ? building::file_head() : "") + many; }},
    };
}

std::vector<Source> hostile_to(const Format& format) {
    if (format.name == "pcapng") return hostile_pcapng();
    if (format.name == "pcap") return hostile_pcap();
    if (format.name == "blf") return hostile_blf();
    auto sources = hostile_lines();
    // The same below a heading, and a right capture again and again.
    for (const auto& s : samples::all_samples(50)) {
        if (s.format != format.name) continue;
        std::string text = s.head;
        for (const auto& row : s.rows) text += row + "\n";
        sources.push_back(same(s.name, text, 1));
        if (sources.size() == hostile_lines().size() + 1)
            for (const auto& lines : hostile_lines())
                sources.push_back({lines.name, lines.count, [head = s.head, lines](std::size_t i) {
                                       return (i == 0 ? head : "") + lines.piece(i);
                                   }});
    }
    return sources;
}

} // namespace

BOOST_AUTO_TEST_SUITE(log_bounds)

BOOST_AUTO_TEST_CASE(what_is_allocated_in_this_program_is_counted) {
    counting::begin();
    {
        const std::vector<char> some(1 << 20);
        BOOST_TEST(counting::held() >= 1 << 20);
    }
    void* volatile c = std::malloc(1 << 21);
    std::free(c);
    BOOST_TEST(counting::held() == 0);
    BOOST_TEST(counting::peak() >= 1 << 21);
    counting::begin();
    z_stream stream{};
    BOOST_TEST_REQUIRE(inflateInit(&stream) == Z_OK);
    BOOST_TEST(counting::held() > 1000); // that of a library, too
    inflateEnd(&stream);
}

BOOST_AUTO_TEST_CASE(no_reader_of_can_holds_more_than_its_row_says) {
    for (const auto& format : formats()) {
        const auto* row = std::ranges::find(bounds, format.name, &Bound::format);
        BOOST_TEST_REQUIRE((row != std::end(bounds)), format.name << " has no bound");
        std::ptrdiff_t most = 0;
        for (const auto& source : hostile_to(format)) {
            const auto held = most_of_reader(format, source);
            BOOST_TEST(held <= row->kib * kib,
                       format.name << ", " << source.name << ": " << held / kib << " KiB");
            most = std::max(most, held);
        }
        BOOST_TEST_MESSAGE(format.name << ": " << most / kib << " of " << row->kib << " KiB");
    }
}

BOOST_AUTO_TEST_CASE(no_reader_of_serial_lines_holds_more_than_its_row_says) {
    std::ptrdiff_t most = 0;
    const auto check = [&](Content content, const std::vector<Source>& sources) {
        for (const auto& source : sources) {
            const auto held = most_of_serial(content, source);
            BOOST_TEST(held <= serial_bound.kib * kib, source.name << ": " << held / kib << " KiB");
            most = std::max(most, held);
        }
    };
    for (const auto content : {Content::serial_text, Content::console, Content::bytes})
        check(content, hostile_lines());
    check(Content::pcapng, hostile_pcapng());
    BOOST_TEST_MESSAGE("serial lines: " << most / kib << " of " << serial_bound.kib << " KiB");
}

BOOST_AUTO_TEST_SUITE_END()
