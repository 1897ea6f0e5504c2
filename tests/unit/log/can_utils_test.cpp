// SPDX-License-Identifier: MIT
// The text that can-utils makes of a log holds the same frames as the log.
#include <cstdio>
#include <fstream>

#include <unistd.h>

#include "reading.hpp"

using namespace reading;

namespace {

std::string output_of(const std::string& command) {
    std::string text;
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return text;
    char buffer[4096];
    while (const auto n = fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, n);
    pclose(pipe);
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(can_utils)

BOOST_AUTO_TEST_CASE(log2long_text_holds_the_frames_of_its_log) {
    if (output_of("command -v log2long").empty()) {
        BOOST_TEST_MESSAGE("skipped: log2long of can-utils is not installed");
        return;
    }
    std::string log;
    std::mt19937 random(seed());
    for (int i = 0; i < 500; ++i) {
        char line[200];
        auto n = std::snprintf(line, sizeof line,
                               i % 3 ? "(1700000000.%06d) can%d %03X#" : "(1700000000.%06d) can%d %08X#", i,
                               i % 2, static_cast<unsigned>(random() % 0x800));
        for (auto bytes = random() % 9; bytes > 0; --bytes)
            n += std::snprintf(line + n, sizeof line - static_cast<std::size_t>(n), "%02X",
                               static_cast<unsigned>(random() % 256));
        log.append(line).append("\n");
    }
    log += "(1700000000.900000) can0 351#R\n(1700000000.900001) can0 20000088#0000080000000000\n";
    char path[] = "/tmp/gtx-log2long-XXXXXX";
    const int file = mkstemp(path);
    BOOST_REQUIRE(file >= 0);
    close(file);
    std::ofstream(path) << log;
    const auto text = output_of("log2long < " + std::string(path));
    std::remove(path);
    const auto of_log = read_every_way(log);
    const auto of_text = read_every_way(text);
    BOOST_TEST(of_log.frames.size() == 502u);
    check_same_texts(of_text.frames, of_log.frames);
}

BOOST_AUTO_TEST_SUITE_END()
