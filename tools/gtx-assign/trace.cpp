// SPDX-License-Identifier: MIT
#include "tools/gtx-assign/trace.hpp"

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/log/serial_text.hpp"

namespace gtx::assign_tool {

Result<Trace> Trace::open(const std::string& path, std::string port) {
    Trace trace;
    trace.port_ = std::move(port);
    if (path.empty()) return trace;
    GTX_TRY(auto output, cli::Output::open(path, cli::Flush::each_write));
    trace.output_.emplace(std::move(output));
    return trace;
}

void Trace::bytes(Timestamp time, can::Direction way, serial::Bytes bytes) {
    if (!output_ || bytes.empty()) return;
    std::string line;
    log::append_serial_line(line, time, port_, way, bytes);
    output_->write(line);
}

void Trace::level(Timestamp time, std::string_view line, bool raised) {
    if (!output_) return;
    char digits[32];
    const std::string_view seconds(digits,
                                   static_cast<std::size_t>(text::put_seconds(digits, time) - digits));
    output_->write(fmt::format("# ({}) {} {} {}\n", seconds, port_, line, raised ? "raised" : "dropped"));
}

Result<void> Trace::close() {
    return output_ ? output_->close() : Result<void>();
}

serial::Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace gtx::assign_tool
