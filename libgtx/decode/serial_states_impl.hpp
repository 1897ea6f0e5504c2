// SPDX-License-Identifier: MIT
/// \file
/// What is known of the battery behind each port, kept up to date frame by frame.
#pragma once

#include <vector>

#include "gtx/decode/serial_writers.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::decode {

/// What is known of the battery behind each port. What follows from its packs is worked out in a copy, so
/// that it is never taken for what was said.
class SerialBatteries {
public:
    explicit SerialBatteries(const log::InterfaceNames& ports) : ports_(ports) {}

    /// Puts a reading into the picture; false if it says nothing of the battery.
    bool take(const SerialRecord& record) {
        const auto& r = *record.reading;
        if (r.said != dialect::Said::reply || r.dialect == nullptr || r.fields.empty()) return false;
        if (record.port >= said_.size()) {
            said_.resize(record.port + std::size_t{1});
            whole_.resize(said_.size());
        }
        auto& said = said_[record.port];
        if (said.dialect != r.dialect->name) said = {}; // another picture
        said.source = ports_.name(record.port);
        said.time = record.time;
        dialect::apply(r, said);
        said.dialect = r.dialect->name;
        whole_[record.port] = said;
        dialect::complete(whole_[record.port]);
        return true;
    }
    [[nodiscard]] const state::Snapshot& operator[](std::size_t port) const { return whole_[port]; }
    /// Empty if nothing was said yet.
    [[nodiscard]] state::Snapshot before(std::size_t port) const {
        return port < whole_.size() ? whole_[port] : state::Snapshot{};
    }

private:
    const log::InterfaceNames& ports_;
    std::vector<state::Snapshot> said_;
    std::vector<state::Snapshot> whole_;
};

} // namespace gtx::decode
