// SPDX-License-Identifier: MIT
#include "samples.hpp"

#include <cstdint>
#include <cstdio>
#include <random>

namespace samples {

namespace {

struct Frame {
    unsigned number; ///< from 0
    unsigned id;
    bool extended;
    std::vector<unsigned> data;
};

std::vector<Frame> random_frames(std::size_t count) {
    constexpr unsigned ids[] = {0x351, 0x355, 0x356, 0x359, 0x35C, 0x35E, 0x42F};
    std::mt19937 random(20261123);
    std::vector<Frame> frames;
    for (unsigned i = 0; i < count; ++i) {
        const bool extended = random() % 4 == 0;
        Frame f{i, ids[random() % std::size(ids)] + (extended ? 0x1800000U : 0U), extended, {}};
        f.data.resize(2 + random() % 7);
        for (auto& byte : f.data) byte = random() % 256;
        f.data[0] = i % 256;
        f.data[1] = 0x80 + i / 256;
        frames.push_back(f);
    }
    return frames;
}

template <class... Values>
std::string text(const char* format, Values... values) {
    char buffer[256];
    std::snprintf(buffer, sizeof buffer, format, values...);
    return buffer;
}

std::string bytes(const Frame& f, const char* each = " %02X") {
    std::string s;
    for (const auto byte : f.data) s += text(each, byte);
    return s;
}

unsigned size(const Frame& f) {
    return static_cast<unsigned>(f.data.size());
}

/// Identifiers of 3 digits, or of 8.
std::string id(const Frame& f) {
    return text(f.extended ? "%08X" : "%03X", f.id);
}

// Each of these is the line of one frame.

std::string asc(const Frame& f) {
    return text("   %u.%06u 1  %X%-12s Rx   d %u%s", f.number / 7, f.number * 1013, f.id,
                f.extended ? "x" : "", size(f), bytes(f).c_str());
}
std::string asc_fd(const Frame& f) {
    return text("   %u.%06u CANFD   1 Rx   %X%-12s  1 0 %x %u%s  0    0     3000 0 0 0 0 0", f.number / 7,
                f.number * 1013, f.id, f.extended ? "x" : "", size(f), size(f), bytes(f).c_str());
}
std::string trc_id(const Frame& f) {
    return text(f.extended ? "%08X" : "%04X", f.id);
}
std::string trc_10(const Frame& f) {
    return text("%6u) %8u  %s  %u%s", f.number + 1, f.number * 31, trc_id(f).c_str(), size(f),
                bytes(f).c_str());
}
std::string trc_11(const Frame& f) {
    return text("%6u) %8u.1  Rx  %s  %u%s", f.number + 1, f.number * 31, trc_id(f).c_str(), size(f),
                bytes(f).c_str());
}
std::string trc_13(const Frame& f) {
    return text("%6u) %8u.123 1  Rx  %s -  %u%s", f.number + 1, f.number * 31, trc_id(f).c_str(), size(f),
                bytes(f).c_str());
}
std::string trc_20(const Frame& f) {
    return text("%6u %8u.123 DT %s Rx %u%s", f.number + 1, f.number * 31, trc_id(f).c_str(), size(f),
                bytes(f).c_str());
}
std::string trc_21(const Frame& f) {
    return text("%6u %8u.123 DT 1 %s Rx - %u%s", f.number + 1, f.number * 31, trc_id(f).c_str(), size(f),
                bytes(f).c_str());
}
std::string gvret(const Frame& f) {
    return text("%u,%08X,%s,Rx,0,%u%s", 166064000 + f.number * 1013, f.id, f.extended ? "true" : "false",
                size(f), bytes(f, ",%02X").c_str());
}
std::string base64(const std::vector<unsigned>& data) {
    constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string s;
    for (std::size_t i = 0; i < data.size(); i += 3) {
        unsigned bits = 0;
        for (std::size_t k = 0; k < 3; ++k) bits = bits << 8 | (i + k < data.size() ? data[i + k] : 0);
        for (std::size_t k = 0; k < 4; ++k)
            s += k > data.size() - i ? '=' : letters[bits >> (18 - 6 * k) & 63];
    }
    return s;
}
std::string python_can(const Frame& f) {
    return text("17000%05u.123456,0x%x,%u,0,0,%u,%s", f.number, f.id, f.extended ? 1U : 0U, size(f),
                base64(f.data).c_str());
}
std::string csv(const Frame& f) {
    return text("17000%05u.123456,can0,%s,data,0,%u,%u,rx,%s", f.number, id(f).c_str(), size(f), size(f),
                bytes(f, "%02X").c_str());
}
std::string busmaster(const Frame& f) {
    return text("11:%02u:%02u:992 Rx 1 0x%X %s %u%s", 30 + f.number / 60 % 30, f.number % 60, f.id,
                f.extended ? "x" : "s", size(f), bytes(f).c_str());
}
std::string crtd(const Frame& f) {
    return text("15424%05u.020305 1R%s %X%s", f.number, f.extended ? "29" : "11", f.id, bytes(f).c_str());
}
std::string usb_can(const Frame& f) {
    auto record = std::vector<unsigned>{1, f.extended ? 2U : 1U, 1};
    for (unsigned i = 0; i < 4; ++i) record.push_back(f.id >> 8 * i & 0xFF);
    record.push_back(size(f));
    record.insert(record.end(), f.data.begin(), f.data.end());
    record.resize(17, 0);
    unsigned sum = 0;
    std::string s = "AA-55";
    for (const auto byte : record) {
        s += text("-%02X", byte);
        sum += byte;
    }
    return s + text("-%02X", sum & 0xFF);
}
std::string opendtu(const Frame& f) {
    return text("11:%02u:%02u.226 > [Pytes] Received CAN message: 0x%X -%s", 30 + f.number / 60 % 30,
                f.number % 60, f.id, bytes(f).c_str());
}
std::string arduino_mcp(const Frame& f) {
    return text("%s ID: 0x%X       DLC: %u  Data:%s", f.extended ? "Extended" : "Standard", f.id, size(f),
                bytes(f, " 0x%02X").c_str());
}
std::string arduino_short(const Frame& f) {
    return text("%cID: %X D:%s", f.extended ? 'e' : 's', f.id, bytes(f, " 0x%X").c_str());
}
std::string arduino_columns(const Frame& f) {
    return text("%u  %X  %u %s", 7556 + f.number, f.id, size(f), bytes(f, " %X").c_str());
}
std::string candump_log(const Frame& f) {
    return text("(17000%05u.123456) can0 %s#%s", f.number, id(f).c_str(), bytes(f, "%02X").c_str());
}
std::string candump_log_fd(const Frame& f) {
    return text("(17000%05u.123456) can0 %s##5%s R", f.number, id(f).c_str(), bytes(f, "%02X").c_str());
}
std::string candump_text(const Frame& f) {
    return text("  can0  %8s   [%u] %s", id(f).c_str(), size(f), bytes(f).c_str());
}
std::string candump_timed(const Frame& f) {
    return text(" (17000%05u.123456)  can0  RX - -  %8s   [%u] %s", f.number, id(f).c_str(), size(f),
                bytes(f).c_str());
}
std::string candump_xl(const Frame& f) {
    return text("(17000%05u.123456) can0 00%03X#81:00:12345678#%s", f.number, f.id & 0x7FF,
                bytes(f, "%02X").c_str());
}
std::string battery_emulator(const Frame& f) {
    return text("(%u.360) RX0 %X [%u]%s", 400 + f.number, f.id, size(f), bytes(f).c_str());
}

struct Row {
    std::string_view name;
    std::string_view format;
    std::string_view head;
    std::string (*line)(const Frame&);
    bool tells_length;
    bool says_all;
};

// clang-format off
constexpr Row rows[] = {
    {"asc", "asc", "date Thu Apr 28 10:44:52.480 am 2022\nbase hex  timestamps absolute\nno internal events logged\n", asc, true, true},
    {"asc of CAN FD", "asc", "base hex  timestamps absolute\n", asc_fd, false, false}, // it may end behind its bytes
    {"trc 1.0", "trc", ";  Start time: 28.04.2022 10:44:52.480\n", trc_10, true, true},
    {"trc 1.1", "trc", ";$FILEVERSION=1.1\n;$STARTTIME=43008.92044\n", trc_11, true, true},
    {"trc 1.3", "trc", ";$FILEVERSION=1.3\n;$STARTTIME=43008.92044\n", trc_13, true, false}, // a column is reserved
    {"trc 2.0", "trc", ";$FILEVERSION=2.0\n;$STARTTIME=43008.92044\n;$COLUMNS=N,O,T,I,d,l,D\n", trc_20, true, true},
    {"trc 2.1", "trc", ";$FILEVERSION=2.1\n;$STARTTIME=43008.92044\n;$COLUMNS=N,O,T,B,I,d,R,L,D\n", trc_21, true, false},
    {"gvret", "gvret", "Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8\n", gvret, true, true},
    {"python-can", "python-can", "timestamp,arbitration_id,extended,remote,error,dlc,data\n", python_can, true, true},
    {"csv", "csv", "time_s,interface,id,kind,fd_flags,dlc,length,direction,data\n", csv, true, false}, // a name is any
    {"busmaster", "busmaster", "***BUSMASTER Ver 2.4.0***\n***START DATE AND TIME 23:9:2015 11:17:28:928***\n***HEX***\n***SYSTEM MODE***\n", busmaster, true, true},
    {"crtd", "crtd", "# a comment\n", crtd, false, true},
    {"usb-can", "usb-can", "# a comment\n", usb_can, true, true},
    {"opendtu", "opendtu", "# a comment\n", opendtu, false, false}, // a tag is any
    {"arduino, MCP_CAN", "arduino", "# a comment\n", arduino_mcp, false, true}, // a digit may be the last,
    {"arduino, short", "arduino", "# a comment\n", arduino_short, false, true},
    {"arduino, columns", "arduino", "# a comment\n", arduino_columns, false, true},
    {"candump's log", "candump", "# a comment\n", candump_log, false, false}, // so has an interface
    {"candump's log of CAN FD", "candump", "# a comment\n", candump_log_fd, false, false},
    {"candump's log of CAN XL", "candump", "# a comment\n", candump_xl, false, false},
    {"candump's text", "candump", "# a comment\n", candump_text, true, false},
    {"candump's text with times", "candump", "# a comment\n", candump_timed, true, false},
    {"Battery-Emulator", "candump", "# a comment\n", battery_emulator, true, false},
};
// clang-format on

/// Annotations: head, length and bytes of a frame in lines of their own.
Sample sigrok(const std::vector<Frame>& frames) {
    Sample s{"sigrok", "sigrok", {}, {}, 5, true, false};
    for (const auto& f : frames) {
        const auto field = text("%u-%u CAN: Fields: ", 100 * f.number, 100 * f.number + 9);
        s.rows.push_back(field +
                         text("%s: %u (0x%x)", f.extended ? "Full Identifier" : "Identifier", f.id, f.id));
        s.rows.push_back(field + "Remote transmission request: data frame");
        s.rows.push_back(field + "Data length code: 2");
        s.rows.push_back(field + text("Data byte 0: 0x%02x", f.data[0]));
        s.rows.push_back(field + text("Data byte 1: 0x%02x", f.data[1]));
    }
    return s;
}

} // namespace

std::vector<Sample> all_samples(std::size_t count) {
    const auto frames = random_frames(count);
    std::vector<Sample> all;
    for (const auto& row : rows) {
        Sample s{row.name, row.format, std::string(row.head), {}, 1, row.tells_length, row.says_all};
        for (const auto& f : frames) s.rows.push_back(row.line(f));
        all.push_back(std::move(s));
    }
    all.push_back(sigrok(frames));
    return all;
}

} // namespace samples
