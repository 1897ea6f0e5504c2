// SPDX-License-Identifier: MIT
// Values of the command line: whatever is typed, nothing breaks, and a time that was taken is printed back.
#include <cstdlib>

#include "gtx/base/text.hpp"
#include "tools/common/values.hpp"

using namespace gtx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string typed(data, data + size);
    cli::Duration duration;
    if (cli::parse_value(typed, duration) && duration.ns < 0) std::abort();
    Timestamp time;
    if (!cli::parse_value(typed, time)) return 0;
    char printed[32];
    const std::string text(printed, text::put_seconds(printed, time, 9));
    Timestamp again;
    if (!cli::parse_value(text, again) || again != time) std::abort();
    return 0;
}
