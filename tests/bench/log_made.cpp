// SPDX-License-Identifier: MIT
#include "log_made.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/compile.h>
#include <fmt/format.h>
#include <unistd.h>

namespace gtx::bench {

namespace {

constexpr std::size_t block_size = 1 << 20;

template <class... Args>
void print(std::string& out, const Args&... args) {
    fmt::format_to(std::back_inserter(out), args...);
}

/// A word of a message, the low byte first.
void append_word(std::string& out, int v) {
    const auto bits = static_cast<unsigned>(v);
    print(out, FMT_COMPILE("{:02X}{:02X}"), bits & 0xFF, bits >> 8 & 0xFF);
}

} // namespace

void LogMaker::walk(int& value, int step, int low, int high) {
    const int way = static_cast<int>(below(2 * static_cast<std::uint32_t>(step) + 1)) - step;
    value = std::clamp(value + way, low, high);
}

void LogMaker::append_limits(std::string& out) {
    out += "351#";
    for (const int v : {560 + static_cast<int>(below(9)), 740, 740, 480}) append_word(out, v);
}

void LogMaker::append_charge(std::string& out) {
    walk(charge_, 20, 0, 10000);
    out += "355#";
    append_word(out, charge_ / 100);
    append_word(out, 98);
}

void LogMaker::append_measurements(std::string& out) {
    walk(voltage_, 6, 4400, 5760);
    walk(current_, 25, -1500, 1500);
    walk(temperature_, 1, -100, 550);
    out += "356#";
    for (const int v : {voltage_, current_, temperature_}) append_word(out, v);
}

void LogMaker::append_alarms(std::string& out) {
    const auto bits = [&](unsigned percent) { return below(100) < percent ? below(256) & 0x9E : 0; };
    const auto protection = bits(2);
    const auto alarm = bits(5);
    print(out, FMT_COMPILE("359#{:02X}00{:02X}0004504E"), protection, alarm);
}

/// Identifiers of others are few; what they say is anything.
void LogMaker::append_noise(std::string& out, bool extended) {
    if (extended)
        print(out, FMT_COMPILE("{:08X}#"), 0x0C000000 + below(24) * 0xA3F1D7);
    else
        print(out, FMT_COMPILE("{:03X}#"), 0x400 + below(32) * 29);
    print(out, FMT_COMPILE("{:016X}"), random_.next());
}

void LogMaker::append_frame(std::string& out) {
    const auto which = below(1000);
    if (which < 100) return append_limits(out);
    if (which < 200) return append_charge(out);
    if (which < 300) return append_measurements(out);
    if (which < 400) return append_alarms(out);
    if (which < 500) return static_cast<void>(out += below(100) < 97 ? "35C#C000" : "35C#6000");
    if (which < 600) return static_cast<void>(out += "35E#50594C4F4E202020");
    if (which < 650) return static_cast<void>(out += "305#0000000000000000");
    if (which < 998) return append_noise(out, which >= 850);
    out += which == 998 ? "351#R" : "20000088#0000080000000000";
}

void LogMaker::append_line(std::string& out) {
    micro_ += 150 + below(1750);
    print(out, FMT_COMPILE("({:010}.{:06}) can0 "), micro_ / 1'000'000, micro_ % 1'000'000);
    append_frame(out);
    out += '\n';
}

bool write_log(const std::string& path, std::uint64_t frames, std::uint64_t seed) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
    if (!file) return false;
    LogMaker maker(seed);
    std::string block;
    for (std::uint64_t n = 0; n < frames; ++n) {
        maker.append_line(block);
        if (block.size() < block_size && n + 1 < frames) continue;
        if (std::fwrite(block.data(), 1, block.size(), file.get()) != block.size()) return false;
        block.clear();
    }
    return std::fflush(file.get()) == 0;
}

bool write_endless(int fd, std::uint64_t bytes, std::uint64_t seed) {
    LogMaker maker(seed);
    const auto first = maker.seconds();
    std::string block;
    std::vector<std::size_t> stamps;
    while (block.size() < block_size) {
        stamps.push_back(block.size() + 1);
        maker.append_line(block);
    }
    const auto span = maker.seconds() - first + 1;
    for (std::uint64_t written = 0; written < bytes; written += block.size()) {
        for (std::string_view rest = block; !rest.empty();) {
            const auto n = ::write(fd, rest.data(), rest.size());
            if (n <= 0) return false;
            rest.remove_prefix(static_cast<std::size_t>(n));
        }
        for (const auto at : stamps) {
            const auto later = std::stoull(block.substr(at, 10)) + span;
            fmt::format_to(block.begin() + static_cast<std::ptrdiff_t>(at), FMT_COMPILE("{:010}"), later);
        }
    }
    return true;
}

} // namespace gtx::bench
