// SPDX-License-Identifier: MIT
#include "tools/common/terminal.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include <sys/ioctl.h>
#include <unistd.h>

namespace gtx::cli {

unsigned terminal_columns(int fd) {
    constexpr unsigned usual = 80;
    if (::isatty(fd) == 0) return 0;
    winsize size{};
    return ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : usual;
}

// Not asked of the C library: setlocale would cost each start the reading of a file.
bool is_utf8() {
    for (const auto* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const auto* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        std::string text(value);
        std::ranges::transform(text, text.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
        return text.find("utf-8") != text.npos || text.find("utf8") != text.npos;
    }
    return false;
}

} // namespace gtx::cli
