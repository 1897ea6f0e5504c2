// SPDX-License-Identifier: MIT
/// \file
/// Listens to a CAN bus, live or recorded: which dialect, how the battery is, how the link is.
///
/// A pure state machine like SerialProbe. It sends nothing but the inverter's keep-alive, and that only if
/// asked to.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/diag/observation.hpp"
#include "gtx/dialect/dialect.hpp"
#include "gtx/dialect/recognise.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::probe {

struct CanProbeOptions {
    const dialect::Dialect* dialect = nullptr; ///< null: to be recognised
    std::string source;                        ///< name of the interface: that of states and links
    bool live = true;                          ///< false: a recording, whose own times count
    bool keep_alive = false; ///< send the inverter's keep-alive of the dialect, once it is known or given
};

struct CanStep {
    std::vector<can::Frame> send;
    Timestamp again; ///< none: nothing is due
};

class GTX_API CanProbe {
public:
    CanProbe(CanProbeOptions options, Timestamp now);
    ~CanProbe();
    CanProbe(CanProbe&&) noexcept;
    CanProbe& operator=(CanProbe&&) noexcept;

    /// What is to be sent now, and when to call again.
    CanStep step(Timestamp now);
    /// A frame that came (error frames, too).
    void take(const can::Frame& frame, Timestamp time);
    /// A recording ends: a state that was not complete is given as it stands.
    void finish();

    /// A state: when the fastest messages of the dialect came round once more, or all of them came once;
    /// empty: none new. Never one that holds only what an inverter said.
    std::optional<state::Snapshot> next_state();
    /// Why this dialect, or why none.
    [[nodiscard]] dialect::Verdict verdict() const;
    /// What is known of the bus. State and bit rate of the interface are for the caller to add.
    [[nodiscard]] diag::CanLink link(Timestamp now) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::probe
