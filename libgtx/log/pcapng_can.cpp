// SPDX-License-Identifier: MIT
// Packets of CAN in pcapng.
#include "log/formats_impl.hpp"
#include "log/pcap_frame_impl.hpp"
#include "log/pcapng_impl.hpp"

namespace gtx::log {

namespace {

class PcapngReader final : public Reader {
public:
    explicit PcapngReader(const ReaderOptions& options)
        : sink_(options)
        , blocks_([this](const PcapngPacket& p) { take(p); },
                  [this](Refusal reason, bool) {
                      (void)sink_.next();
                      sink_.refuse(reason);
                  }) {}

    std::size_t read(std::string_view bytes, Batch& batch) override {
        sink_.begin(batch);
        std::size_t used = 0;
        while (used != bytes.size() && !sink_.full()) used += blocks_.read_some(bytes.substr(used));
        return used;
    }
    bool finish(Batch& batch) override {
        sink_.begin(batch);
        blocks_.finish();
        return false;
    }
    [[nodiscard]] const Counts& counts() const override { return sink_.counts; }
    [[nodiscard]] InterfaceNames& interfaces() override { return sink_.names(); }

private:
    void take(const PcapngPacket& packet) {
        auto& entry = sink_.next();
        if (packet.interface == nullptr) return sink_.refuse(Refusal::bad_interface, packet.bytes);
        if (packet.bytes.size() > packet.original) return sink_.refuse(Refusal::bad_length, packet.bytes);
        entry.time = packet.time;
        entry.time_decimals = packet.decimals;
        entry.frame.direction = packet.direction;
        take_packet({packet.interface->link_type, packet.big, packet.bytes, packet.original,
                     packet.interface->name, packet.number},
                    entry, sink_);
    }

    RecordSink sink_;
    PcapngBlocks blocks_;
};

} // namespace

Likeness look_pcapng(std::string_view beginning, bool whole) {
    if (beginning.starts_with(pcapng_magic)) return Likeness::yes;
    return !whole && pcapng_magic.starts_with(beginning) ? Likeness::more : Likeness::no;
}

std::unique_ptr<Reader> read_pcapng(const ReaderOptions& options) {
    return std::make_unique<PcapngReader>(options);
}

} // namespace gtx::log
