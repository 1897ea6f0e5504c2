// SPDX-License-Identifier: MIT
#include <algorithm>

#include "gtx/log/reader.hpp"
#include "gtx/log/serial_text.hpp"
#include "log/candump_line_impl.hpp"
#include "log/line_text_impl.hpp"
#include "log/pcapng_impl.hpp"
#include "log/serial_line_impl.hpp"

namespace gtx::log {

namespace {

/// Looks at one line after the other until one is clear.
class Looker {
public:
    Looker() : serial_(TimeMode::as_written, nullptr), can_(CandumpOptions{}) {}

    /// `undecided` if the line says nothing.
    Content look(std::string_view line) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
        while (!line.empty() && (line.front() == '\r' || line.front() == ' ')) line.remove_prefix(1);
        if (line.empty() || line.front() == '#' || line.size() > SerialReader::max_line)
            return Content::undecided;
        if (is_console(line)) return Content::console;
        if (line.front() == '~' && line.find('\r') != line.npos) return Content::bytes;
        if (is_can(line)) return Content::can;
        std::vector<std::uint8_t> bytes;
        const auto parsed = serial_.parse(line, bytes);
        return parsed.what == SerialLine::What::bytes ? Content::serial_text : Content::undecided;
    }

private:
    static bool is_console(std::string_view line) {
        constexpr std::string_view prompts[] = {"pylon>", "pylon_debug>", "PYTES>"};
        return line == "@" || std::ranges::any_of(prompts, [&](auto p) { return line.starts_with(p); });
    }
    bool is_can(std::string_view line) {
        Entry entry;
        std::vector<std::uint8_t> xl;
        return can_.parse(line, 1, {entry, xl}).what == Outcome::What::frame;
    }

    SerialLineParser serial_;
    LineParser can_;
};

/// The link type of the first interface decides.
Content content_of_pcapng(std::string_view beginning, bool whole) {
    bool other = false;
    PcapngBlocks blocks([](const PcapngPacket&) {}, [&](Refusal, bool packet) { other = !packet; });
    blocks.read(beginning);
    if (const auto link = blocks.first_link_type())
        return is_serial_link(*link) ? Content::pcapng : Content::can;
    return whole || other ? Content::can : Content::undecided;
}

/// A frame's beginning as bytes: `~` and VER ... LENGTH, or AA 55 01.
bool has_frame(std::string_view bytes) {
    constexpr std::size_t head = 12; // VER, ADR, CID1, CID2, LENGTH
    for (auto at = bytes.find('~'); at != bytes.npos; at = bytes.find('~', at + 1)) {
        const auto chars = bytes.substr(at + 1, head);
        if (chars.size() == head && std::ranges::all_of(chars, is_hex)) return true;
    }
    return bytes.find("\xAA\x55\x01") != bytes.npos;
}

bool is_binary(std::string_view bytes) {
    return std::ranges::any_of(bytes, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x7F || (byte < 0x20 && c != '\t' && c != '\r' && c != '\n' && c != '\x1B');
    });
}

/// True if a format of CAN, candump left out, is sure that the capture is its own.
bool is_format(std::string_view beginning, bool whole, bool binary) {
    for (const auto& format : formats().first(formats().size() - 1))
        if (format.binary == binary && format.look(beginning, whole) == Likeness::yes) return true;
    return false;
}

} // namespace

Content content_of(std::string_view beginning, bool whole, bool serial) {
    const bool cut = beginning.size() > max_look;
    whole = whole || beginning.size() >= max_look;
    beginning = beginning.substr(0, max_look);
    const auto known = std::min(beginning.size(), pcapng_magic.size());
    if (known != 0 && beginning.substr(0, known) == pcapng_magic.substr(0, known)) {
        const auto content =
            known == pcapng_magic.size() ? content_of_pcapng(beginning, whole) : Content::undecided;
        if (known == pcapng_magic.size())
            return serial && content == Content::can ? Content::pcapng : content;
        if (!whole) return Content::undecided;
    }
    // What stands behind a magic may look like anything, and so may a line below a heading.
    if (!serial && (is_format(beginning, whole, true) || is_format(beginning, whole, false)))
        return Content::can;
    Looker looker;
    for (auto rest = beginning; !rest.empty();) {
        const auto end = rest.find('\n');
        if (end == rest.npos && !whole && rest.find('\r') >= rest.size() - 1) break;
        // Half a line may look like another: a time that is cut in its digits is bytes in hex.
        if (end == rest.npos && cut && rest.size() != beginning.size()) break;
        const auto content = looker.look(rest.substr(0, end));
        if (content != Content::undecided && !(serial && content == Content::can)) return content;
        if (end == rest.npos) break;
        rest.remove_prefix(end + 1);
    }
    const bool binary = is_binary(beginning);
    if (binary && has_frame(beginning)) return Content::bytes;
    if (!whole) return Content::undecided;
    if (!serial) return Content::can;
    return binary ? Content::bytes : Content::serial_text;
}

} // namespace gtx::log
