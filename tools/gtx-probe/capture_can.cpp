// SPDX-License-Identifier: MIT
// Captures of CAN: each interface is a bus of its own.
#include "gtx/log/reader.hpp"
#include "gtx/probe/can_probe.hpp"
#include "tools/gtx-probe/capture.hpp"

namespace gtx::probe_tool {

namespace {

class CanReader : public CaptureReader {
public:
    CanReader(const log::Format& format, const Options& options, std::string name, Tell tell)
        : CaptureReader(options, std::move(name), std::move(tell)), reader_(format.reader({})) {}

    void read(std::string_view bytes) override {
        while (!bytes.empty() && !enough_) {
            bytes.remove_prefix(reader_->read(bytes, batch_));
            take_batch();
        }
    }

    void finish() override {
        while (reader_->finish(batch_)) take_batch();
        take_batch();
        for (auto& bus : buses_) {
            bus->probe.finish();
            tell_states(*bus);
        }
    }

    std::vector<Seen> seen() override {
        std::vector<Seen> all;
        for (auto& bus : buses_) {
            Seen seen;
            seen.source = bus->name;
            seen.observation.can = bus->probe.link(bus->last);
            seen.observation.watched_s = span_s();
            all.push_back(std::move(seen));
        }
        return all;
    }

    [[nodiscard]] const log::Counts& counts() const override { return reader_->counts(); }

private:
    struct Bus {
        Bus(probe::CanProbeOptions options, Timestamp time)
            : name(options.source), probe(std::move(options), time) {}
        std::string name;
        probe::CanProbe probe;
        Timestamp last;
    };

    void take_batch() {
        for (const auto& refused : batch_.refused) tell_refused(refused);
        for (std::size_t i = 0; i < batch_.count && !enough_; ++i) take(batch_.entries[i]);
    }

    void take(const log::Entry& entry) {
        note_time(entry.time);
        auto& bus = bus_of(entry);
        if (entry.time.known()) bus.last = entry.time;
        bus.probe.take(entry.frame, entry.time);
        tell_states(bus);
    }

    void tell_states(Bus& bus) {
        while (const auto s = bus.probe.next_state()) {
            if (!enough_) enough_ = !tell(*s);
        }
    }

    Bus& bus_of(const log::Entry& entry) {
        if (entry.interface >= numbers_.size()) numbers_.resize(entry.interface + 1U);
        auto*& bus = numbers_[entry.interface];
        if (bus == nullptr) {
            probe::CanProbeOptions p;
            p.dialect = dialect::find(options().dialect);
            p.source = reader_->interfaces().name(entry.interface);
            p.live = false;
            bus = buses_.emplace_back(std::make_unique<Bus>(std::move(p), entry.time)).get();
        }
        return *bus;
    }

    std::unique_ptr<log::Reader> reader_;
    log::Batch batch_;
    std::vector<std::unique_ptr<Bus>> buses_; ///< in the order in which they were first heard
    std::vector<Bus*> numbers_;               ///< the same, by the number of the interface
    bool enough_ = false;
};

} // namespace

std::unique_ptr<CaptureReader> make_can_reader(const log::Format& format, const Options& options,
                                               std::string name, CaptureReader::Tell tell) {
    return std::make_unique<CanReader>(format, options, std::move(name), std::move(tell));
}

} // namespace gtx::probe_tool
