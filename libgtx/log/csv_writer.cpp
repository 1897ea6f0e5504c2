// SPDX-License-Identifier: MIT
// Frames as CSV: a row for each, all that a frame is in columns of its own.
#include "gtx/base/text.hpp"
#include "log/csv_impl.hpp"
#include "log/fields_impl.hpp"
#include "log/writers_impl.hpp"

namespace gtx::log {

namespace {

class CsvWriter final : public FrameWriter {
public:
    bool append(std::string& out, const Entry& entry, std::string_view interface) override {
        if (entry.frame.kind == can::Kind::xl) return false;
        finish(out);
        put_row(out, entry, interface);
        return true;
    }
    /// The heading, unless it was written.
    void finish(std::string& out) override {
        if (!headed_) out.append(csv_heading).append("\n");
        headed_ = true;
    }

private:
    static void put_row(std::string& out, const Entry& entry, std::string_view interface);

    bool headed_ = false;
};

char* put_id(char* p, const can::Frame& frame) {
    if (frame.kind == can::Kind::error) return text::put_hex(p, frame.id.value | error_bit, 8);
    return text::put_hex(p, frame.id.value, frame.id.extended ? 8 : 3);
}

std::string_view name_of(can::Direction direction) {
    if (direction == can::Direction::received) return "rx";
    return direction == can::Direction::sent ? "tx" : "";
}

/// All behind the interface.
char* put_frame(char* p, const can::Frame& frame) {
    p = put_id(p, frame);
    *p++ = ',';
    p = text::put(p, can::name(frame.kind));
    for (const std::uint32_t number :
         {std::uint32_t{frame.fd_flags}, dlc_of(frame), std::uint32_t{frame.length}}) {
        *p++ = ',';
        p = text::put_unsigned(p, number);
    }
    *p++ = ',';
    p = text::put(p, name_of(frame.direction));
    *p++ = ',';
    if (frame.kind != can::Kind::remote)
        for (const auto byte : frame.bytes()) p = text::put_hex_byte(p, byte);
    *p++ = '\n';
    return p;
}

void CsvWriter::put_row(std::string& out, const Entry& entry, std::string_view interface) {
    char buffer[256]; // 128 digits of data, and less than that of all else
    if (entry.time.known())
        out.append(buffer, text::put_seconds(buffer, entry.time, entry.time_decimals > 6 ? 9 : 6));
    out += ',';
    text::append_csv_field(out, interface);
    out += ',';
    out.append(buffer, put_frame(buffer, entry.frame));
}

} // namespace

std::unique_ptr<FrameWriter> write_csv() {
    return std::make_unique<CsvWriter>();
}

} // namespace gtx::log
