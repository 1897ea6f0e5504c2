// SPDX-License-Identifier: MIT
// The formats that can be written: one line for each.
#include "log/writers_impl.hpp"

#include <algorithm>
#include <array>

#include "gtx/log/candump.hpp"
#include "gtx/log/pcapng_writer.hpp"

namespace gtx::log {

namespace {

// clang-format off
constexpr auto rows = std::to_array<WrittenFormat>({
    // name, what it cannot hold, writer
    {"candump", "", write_candump},
    {"pcapng", "", write_pcapng},
    {"asc", "frames of CAN XL", write_asc},
    {"csv", "frames of CAN XL", write_csv},
});
// clang-format on

/// Log lines need no heading.
class CandumpWriter final : public FrameWriter {
public:
    bool append(std::string& out, const Entry& entry, std::string_view interface) override {
        append_candump_line(out, entry, interface);
        return true;
    }
    void finish(std::string&) override {}
};

class PcapngFormat final : public FrameWriter {
public:
    bool append(std::string& out, const Entry& entry, std::string_view interface) override {
        writer_.append(out, entry, interface);
        return true;
    }
    void finish(std::string& out) override { writer_.begin(out); }

private:
    PcapngWriter writer_;
};

} // namespace

std::unique_ptr<FrameWriter> write_candump() {
    return std::make_unique<CandumpWriter>();
}

std::unique_ptr<FrameWriter> write_pcapng() {
    return std::make_unique<PcapngFormat>();
}

std::span<const WrittenFormat> written_formats() {
    return rows;
}

const WrittenFormat* find_written_format(std::string_view name) {
    const auto row = std::ranges::find(rows, name, &WrittenFormat::name);
    return row == rows.end() ? nullptr : &*row;
}

} // namespace gtx::log
