// SPDX-License-Identifier: MIT
#include "tools/gtx-assign/trace.hpp"

#include <fmt/format.h>

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
    output_->write(fmt::format("# ({:010}.{:06}) {} {} {}\n", time.ns() / 1'000'000'000,
                               time.ns() % 1'000'000'000 / 1000, port_, line, raised ? "raised" : "dropped"));
}

Result<void> Trace::close() {
    return output_ ? output_->close() : Result<void>();
}

} // namespace gtx::assign_tool
