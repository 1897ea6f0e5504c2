// SPDX-License-Identifier: MIT
#include <algorithm>

#include "gtx/log/serial_text.hpp"
#include "log/begun_line_impl.hpp"
#include "log/line_text_impl.hpp"
#include "log/pcapng_impl.hpp"
#include "log/serial_line_impl.hpp"

namespace gtx::log {

class SerialReader::Impl {
public:
    explicit Impl(const SerialOptions& options)
        : options_(options)
        , lines_(options.time_mode, options.local_to_utc)
        , blocks_([this](const PcapngPacket& p) { take_packet(p); },
                  [this](Refusal reason, bool) {
                      ++counts_.lines;
                      refuse(reason, {});
                  }) {}

    void read(std::string_view bytes, SerialBatch& batch);
    void finish(SerialBatch& batch);
    InterfaceNames& ports() { return options_.ports != nullptr ? *options_.ports : own_ports_; }

    Counts counts_;

private:
    void read_lines(std::string_view bytes);
    void read_stream(std::string_view bytes);
    void keep(std::string_view part);
    void take_line(std::string_view line, bool last = false);
    void take_packet(const PcapngPacket& packet);
    void pass_on(std::string_view bytes);
    void refuse(Refusal reason, std::string_view line);

    SerialOptions options_;
    SerialLineParser lines_;
    PcapngBlocks blocks_;
    InterfaceNames own_ports_;
    SerialBatch* batch_ = nullptr; ///< only within a call
    BegunLine begun_line_;
    bool begun_ = false;     ///< a stream is behind its comments
    bool line_open_ = false; ///< of a stream: bytes stand behind the last LF
};

void SerialReader::Impl::refuse(Refusal reason, std::string_view line) {
    ++counts_.refused[static_cast<std::size_t>(reason)];
    batch_->refused.push_back({counts_.lines, reason, shown_line(line)});
}

void SerialReader::Impl::take_line(std::string_view line, bool last) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    ++counts_.lines;
    if (line.size() > max_line) return refuse(Refusal::too_long, line);
    if (counts_.lines == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    const auto first = batch_->bytes.size();
    const auto parsed = lines_.parse(line, batch_->bytes);
    if (parsed.what == SerialLine::What::comment) {
        ++counts_.comments;
    } else if (parsed.what == SerialLine::What::refused) {
        refuse(last && parsed.ran_out ? Refusal::cut : parsed.reason, line);
    } else {
        ++counts_.frames;
        const auto port = ports().number_of(parsed.port.empty() ? unnamed_port : parsed.port);
        batch_->pieces.push_back({parsed.time, counts_.lines, port, parsed.decimals, parsed.direction, first,
                                  batch_->bytes.size() - first});
    }
}

void SerialReader::Impl::keep(std::string_view part) {
    if (begun_line_.add(part, max_line)) return;
    take_line(begun_line_.text());
    begun_line_.skip();
}

void SerialReader::Impl::read_lines(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto line = bytes.substr(0, end);
        if (end == bytes.npos) return keep(line);
        bytes.remove_prefix(end + 1);
        if (begun_line_.empty()) {
            take_line(line);
            continue;
        }
        keep(line);
        if (!begun_line_.skipping()) take_line(begun_line_.text());
        begun_line_.clear();
    }
}

void SerialReader::Impl::pass_on(std::string_view bytes) {
    if (bytes.empty()) return;
    const auto first = batch_->bytes.size();
    batch_->bytes.insert(batch_->bytes.end(), bytes.begin(), bytes.end());
    const bool text = options_.content == Content::console;
    batch_->pieces.push_back({Timestamp::none(), text ? counts_.lines + 1 : 1,
                              ports().number_of(unnamed_port), 0, can::Direction::unknown, first,
                              bytes.size()});
    if (!text) return;
    const auto ends = static_cast<std::uint64_t>(std::ranges::count(bytes, '\n'));
    counts_.lines += ends;
    counts_.details += ends;
    line_open_ = bytes.back() != '\n';
}

/// Bytes as they are; comments in front of a console's text are left out.
void SerialReader::Impl::read_stream(std::string_view bytes) {
    if (options_.content == Content::bytes) begun_ = true;
    while (!begun_ && !bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto part = bytes.substr(0, end == bytes.npos ? end : end + 1);
        if (begun_line_.empty()) {
            if (part.front() != '#') break;
            (void)begun_line_.add("#", 1);
        }
        bytes.remove_prefix(part.size());
        if (end == part.npos) return;
        begun_line_.clear();
        ++counts_.lines;
        ++counts_.comments;
    }
    begun_ = begun_ || !bytes.empty();
    pass_on(bytes);
}

void SerialReader::Impl::take_packet(const PcapngPacket& packet) {
    ++counts_.lines;
    if (packet.interface == nullptr) return refuse(Refusal::bad_interface, {});
    if (!is_serial_link(packet.interface->link_type)) return refuse(Refusal::unknown_form, {});
    if (packet.cut) return refuse(Refusal::bad_length, {});
    ++counts_.frames;
    const auto& name = packet.interface->name;
    const auto port = ports().number_of(name.empty() ? unnamed_port : name);
    batch_->pieces.push_back({packet.time, counts_.lines, port, packet.decimals, packet.direction,
                              batch_->bytes.size(), packet.bytes.size()});
    batch_->bytes.insert(batch_->bytes.end(), packet.bytes.begin(), packet.bytes.end());
}

void SerialReader::Impl::read(std::string_view bytes, SerialBatch& batch) {
    batch_ = &batch;
    switch (options_.content) {
    case Content::pcapng:
        return blocks_.read(bytes);
    case Content::console:
    case Content::bytes:
        return read_stream(bytes);
    default:
        return read_lines(bytes);
    }
}

void SerialReader::Impl::finish(SerialBatch& batch) {
    batch_ = &batch;
    if (options_.content == Content::pcapng) return blocks_.finish();
    if (options_.content == Content::serial_text) {
        if (!begun_line_.text().empty()) take_line(begun_line_.text(), true);
    } else if (!begun_line_.empty()) {
        ++counts_.lines;
        ++counts_.comments;
    } else if (line_open_) {
        ++counts_.lines;
        ++counts_.details;
        line_open_ = false;
    }
    begun_line_.clear();
}

SerialReader::SerialReader(SerialOptions options) : impl_(std::make_unique<Impl>(options)) {}
SerialReader::~SerialReader() = default;
SerialReader::SerialReader(SerialReader&&) noexcept = default;
SerialReader& SerialReader::operator=(SerialReader&&) noexcept = default;

void SerialReader::read(std::string_view bytes, SerialBatch& batch) {
    impl_->read(bytes, batch);
}

void SerialReader::finish(SerialBatch& batch) {
    impl_->finish(batch);
}

const Counts& SerialReader::counts() const {
    return impl_->counts_;
}

InterfaceNames& SerialReader::ports() {
    return impl_->ports();
}

} // namespace gtx::log
