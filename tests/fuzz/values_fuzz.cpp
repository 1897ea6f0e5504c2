// SPDX-License-Identifier: MIT
// Values of the command line: whatever is typed, nothing breaks, and a time or a duration that was taken is
// printed back.
#include <cstdlib>

#include "gtx/base/text.hpp"
#include "gtx/base/time_text.hpp"
#include "tools/common/values.hpp"

using namespace gtx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string typed(data, data + size);
    cli::Duration duration;
    if (cli::parse_value(typed, duration)) {
        std::string written;
        text::append_duration(written, duration.ns);
        if (duration.ns < 0 || text::parse_duration(written) != duration.ns) std::abort();
    }
    Timestamp time;
    if (!cli::parse_value(typed, time)) return 0;
    char printed[32];
    const std::string text(printed, text::put_seconds(printed, time, 9));
    Timestamp again;
    if (!cli::parse_value(text, again) || again != time) std::abort();
    return 0;
}
