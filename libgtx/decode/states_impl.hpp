// SPDX-License-Identifier: MIT
/// \file
/// What is known of the battery behind each interface, kept up to date frame by frame.
#pragma once

#include <vector>

#include "gtx/decode/stream.hpp"
#include "gtx/decode/writers.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::decode {

class Batteries {
public:
    explicit Batteries(const log::InterfaceNames& interfaces) : interfaces_(interfaces) {}

    /// Puts a frame into the picture of its battery and returns it; null if the battery did not say it.
    state::Snapshot* take(const log::Entry& entry, const Slot& slot, bool changed);
    /// The picture of an interface; null if nothing came from it.
    [[nodiscard]] const state::Snapshot* find(std::size_t interface) const {
        return interface < batteries_.size() ? &batteries_[interface] : nullptr;
    }

private:
    const log::InterfaceNames& interfaces_;
    std::vector<state::Snapshot> batteries_;
};

/// Appends one line in a form that is not frames.
void append_state(std::string& out, Format format, const state::Snapshot& state);

} // namespace gtx::decode
