// SPDX-License-Identifier: MIT
// States and events of what was said on serial lines.
#include <algorithm>

#include "decode/grid_impl.hpp"
#include "decode/serial_states_impl.hpp"
#include "decode/serial_writer_impl.hpp"
#include "decode/states_impl.hpp"
#include "gtx/state/changes.hpp"
#include "gtx/state/write.hpp"

namespace gtx::decode {

namespace {

class StateWriter : public SerialWriter {
public:
    StateWriter(const WriterOptions& options, const SerialSources& sources, Buffer& out)
        : options_(options)
        , ports_(sources.ports)
        , batteries_(sources.ports)
        , out_(out)
        , grid_(options.every_ns) {
        if (options.format != Format::csv) return;
        state::append_csv_heading(line_);
        out.append(line_);
    }

    bool take(const SerialRecord& record) override {
        const bool in_grid = options_.every_ns > 0 && record.time.known();
        if (in_grid) write_due(record);
        if (!batteries_.take(record) || !wants(options_.selection, record, ports_.name(record.port)))
            return true;
        ++selected_;
        if (in_grid)
            grid_.note(record.port, record.time.ns());
        else
            write(batteries_[record.port]);
        return !full();
    }

    void finish() override {
        auto last = grid_.left();
        std::ranges::stable_sort(last, {}, [&](std::size_t i) { return batteries_[i].time; });
        for (const auto i : last)
            if (!full()) write(batteries_[i]);
    }

private:
    [[nodiscard]] bool full() const { return options_.most && lines_ >= *options_.most; }

    void write_due(const SerialRecord& record) {
        grid_.advance(record.port, record.time.ns(), [&](std::size_t port, std::int64_t due_ns) {
            if (full()) return;
            auto state = batteries_[port];
            if (due_ns != Grid::none) state.time = Timestamp(due_ns);
            write(state);
        });
    }
    void write(const state::Snapshot& state) {
        line_.clear();
        append_state(line_, options_.format, state);
        out_.append(line_);
        ++lines_;
    }

    WriterOptions options_;
    const log::InterfaceNames& ports_;
    SerialBatteries batteries_;
    Buffer& out_;
    std::string line_;
    Grid grid_;
};

class EventWriter : public SerialWriter {
public:
    EventWriter(const WriterOptions& options, const SerialSources& sources, Buffer& out)
        : options_(options), ports_(sources.ports), batteries_(sources.ports), out_(out) {
        if (options.format != Format::csv) return;
        state::append_change_heading(line_);
        out.append(line_);
    }

    bool take(const SerialRecord& record) override {
        const auto before = batteries_.before(record.port);
        if (!batteries_.take(record) || !wants(options_.selection, record, ports_.name(record.port)))
            return true;
        ++selected_;
        const auto time = time_text(record);
        state::each_change(before, batteries_[record.port], [&](const state::Change& change) {
            if (options_.most && lines_ >= *options_.most) return;
            line_.clear();
            const auto form = options_.format == Format::json  ? state::ChangeFormat::json
                              : options_.format == Format::csv ? state::ChangeFormat::csv
                                                               : state::ChangeFormat::text;
            state::append_change(line_, form, time, ports_.name(record.port), change);
            out_.append(line_);
            ++lines_;
        });
        return !options_.most || lines_ < *options_.most;
    }

private:
    WriterOptions options_;
    const log::InterfaceNames& ports_;
    SerialBatteries batteries_;
    Buffer& out_;
    std::string line_;
};

} // namespace

std::unique_ptr<SerialWriter> make_serial_state_writer(const WriterOptions& options,
                                                       const SerialSources& sources, Buffer& out) {
    return std::make_unique<StateWriter>(options, sources, out);
}

std::unique_ptr<SerialWriter> make_serial_event_writer(const WriterOptions& options,
                                                       const SerialSources& sources, Buffer& out) {
    return std::make_unique<EventWriter>(options, sources, out);
}

} // namespace gtx::decode
