// SPDX-License-Identifier: MIT
// The formats of captures of CAN, from the library's table.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "gtx/log/reader.hpp"
#include "gtx/log/writer.hpp"
#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {

std::string mdoc_capture_formats() {
    std::string out = ".Bl -tag -width Ds -compact";
    for (const auto& format : log::formats()) {
        fmt::format_to(std::back_inserter(out), "\n.It Cm {}\n{}, {}.\nKnown from: {}.", format.name,
                       format.title, format.binary ? "binary" : "text", format.source);
        const auto* written = log::find_written_format(format.name);
        if (written == nullptr) continue;
        out += "\nIt is written, too";
        if (!written->cannot.empty())
            fmt::format_to(std::back_inserter(out), ", but for {}", written->cannot);
        out += '.';
    }
    return out + "\n.El";
}

} // namespace gtx::docgen
