// SPDX-License-Identifier: MIT
// The registry: one line for each format of captures of CAN, in the order in which they are asked.
#include "log/formats_impl.hpp"

#include <algorithm>
#include <array>

#include "gtx/log/serial_text.hpp"

namespace gtx::log {

namespace {

// clang-format off
constexpr auto rows = std::to_array<Format>({
    // name, for people, where the grammar is known from, binary, look, reader
    {"pcapng", "pcapng", "draft-ietf-opsawg-pcapng, link types of tcpdump.org", true, look_pcapng, read_pcapng},
    {"pcap", "pcap", "draft-ietf-opsawg-pcap, link types of tcpdump.org", true, look_pcap, read_pcap},
    {"blf", "Vector BLF", "free readers, files of Vector's library", true, look_blf, read_blf},
    {"asc", "Vector ASC", "can-utils' log2asc and asc2log, captures of CANalyzer", false, look_asc, read_asc},
    {"trc", "PEAK TRC 1.0 to 2.1", "PEAK's description of the format, captures of PCAN-View", false, look_trc, read_trc},
    {"gvret", "CSV of SavvyCAN and GVRET", "captures", false, look_gvret, read_gvret},
    {"python-can", "CSV of python-can", "output of python-can", false, look_python_can, read_python_can},
    {"csv", "CSV of gtx-decode", "this page", false, look_csv, read_csv},
    {"busmaster", "log of BusMaster", "captures", false, look_busmaster, read_busmaster},
    {"crtd", "CRTD of OVMS", "description of the format in OVMS' manual", false, look_crtd, read_crtd},
    {"usb-can", "records of USB-CAN adapters", "captures", false, look_usb_can, read_usb_can},
    {"sigrok", "annotations of sigrok's CAN decoder", "captures", false, look_sigrok, read_sigrok},
    {"opendtu", "log of OpenDTU-OnBattery", "captures", false, look_opendtu, read_opendtu},
    {"arduino", "prints of Arduino sketches", "captures", false, look_arduino, read_arduino},
    {"candump", "candump of can-utils", "can-utils, source and output", false, look_candump, read_candump}, // the last
});
// clang-format on

} // namespace

std::span<const Format> formats() {
    return rows;
}

const Format* find_format(std::string_view name) {
    const auto row = std::ranges::find(rows, name, &Format::name);
    return row == rows.end() ? nullptr : &*row;
}

const Format* format_of(std::string_view beginning, bool whole) {
    whole = whole || beginning.size() >= max_look;
    beginning = beginning.substr(0, max_look);
    // Who is sure has seen a line that tells; whoever has to see more has not, in the same lines.
    bool more = false;
    for (const auto& row : formats().first(rows.size() - 1)) {
        const auto likeness = row.look(beginning, whole);
        if (likeness == Likeness::yes) return &row;
        more |= likeness == Likeness::more;
    }
    return more && !whole ? nullptr : &rows.back();
}

} // namespace gtx::log
