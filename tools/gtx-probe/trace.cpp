// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/trace.hpp"

#include "gtx/log/serial_text.hpp"

namespace gtx::probe_tool {

Result<Trace> Trace::open(const std::string& path) {
    Trace trace;
    if (path.empty()) return trace;
    GTX_TRY(auto output, cli::Output::open(path, cli::Flush::each_write));
    trace.output_.emplace(std::move(output));
    return trace;
}

void Trace::frame(Timestamp time, std::string_view interface, const can::Frame& frame) {
    if (!output_) return;
    line_.clear();
    entry_.time = time;
    entry_.frame = frame;
    log::append_candump_line(line_, entry_, interface);
    output_->write(line_);
}

void Trace::bytes(Timestamp time, std::string_view port, can::Direction way,
                  std::span<const std::uint8_t> bytes) {
    if (!output_ || bytes.empty()) return;
    line_.clear();
    log::append_serial_line(line_, time, port, way, bytes);
    output_->write(line_);
}

Result<void> Trace::close() {
    return output_ ? output_->close() : Result<void>();
}

} // namespace gtx::probe_tool
