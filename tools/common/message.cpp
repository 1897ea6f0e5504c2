// SPDX-License-Identifier: MIT
#include "tools/common/message.hpp"

#include <atomic>
#include <iterator>
#include <string>

#include <unistd.h>

namespace gtx::cli {
namespace {

std::string message_name = "gtx";
std::atomic<Level> current_level = Level::normal;

} // namespace

void set_message_name(std::string_view name) {
    message_name = name;
}

void set_message_level(Level level) {
    current_level = level;
}

Level message_level() {
    return current_level;
}

Level level_of(bool quiet, bool verbose) {
    if (quiet) return Level::quiet;
    return verbose ? Level::verbose : Level::normal;
}

std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            fmt::format_to(std::back_inserter(out), "\\x{:02X}", byte);
        } else {
            out += c;
        }
    }
    return out;
}

void say(std::string_view text) {
    const auto line = fmt::format("{}: {}\n", message_name, printable(text));
    // A message that cannot be written has nobody to be told to.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace gtx::cli
