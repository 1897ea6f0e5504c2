// SPDX-License-Identifier: MIT
/// \file
/// What is told of states, as they come and at the end: states themselves, a plugin's line, findings, or a
/// list of packs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gtx/diag/findings.hpp"
#include "gtx/state/snapshot.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/gtx-probe/options.hpp"
#include "tools/gtx-probe/seen.hpp"
#include "tools/gtx-probe/sink.hpp"

namespace gtx::probe_tool {

/// How states come.
enum class Pace : std::uint8_t {
    live,     ///< now
    paced,    ///< now, and no oftener than asked for
    recorded, ///< from a capture, whose end is what counts
};

class Teller {
public:
    Teller(const Options& options, Sink& sink) : options_(options), sink_(sink) {}
    virtual ~Teller() = default;
    Teller(const Teller&) = delete;
    Teller& operator=(const Teller&) = delete;

    /// A state of one of the sources.
    void take(const state::Snapshot& s, Pace pace);
    /// Nothing more is wanted of a source that comes at `pace`.
    [[nodiscard]] bool enough(Pace pace) const { return !sink_.good() || satisfied(pace); }
    /// True if a live source is to be watched for a while, whatever it says.
    [[nodiscard]] virtual bool wants_a_while() const { return false; }
    [[nodiscard]] bool heard_any() const { return !sources_.empty(); }
    /// All is over. The status is the tool's.
    cli::ExitStatus finish(std::vector<Seen> seen);

protected:
    struct Source {
        state::Snapshot latest;
        diag::Watch watch;
    };

    virtual void on_state(const state::Snapshot&, Pace) {}
    [[nodiscard]] virtual bool satisfied(Pace) const { return false; }
    /// `seen` has what states said by now.
    virtual cli::ExitStatus end(const std::vector<Seen>& seen) = 0;

    [[nodiscard]] const Options& options() const { return options_; }
    [[nodiscard]] Sink& sink() const { return sink_; }
    [[nodiscard]] const std::vector<Source>& sources() const { return sources_; }

private:
    const Options& options_;
    Sink& sink_;
    std::vector<Source> sources_;
};

/// The one that the options ask for.
std::unique_ptr<Teller> make_teller(const Options& options, Sink& sink);

std::unique_ptr<Teller> make_state_teller(const Options& options, Sink& sink);
std::unique_ptr<Teller> make_check_teller(const Options& options, Sink& sink);
std::unique_ptr<Teller> make_diagnose_teller(const Options& options, Sink& sink);
std::unique_ptr<Teller> make_scan_teller(const Options& options, Sink& sink);

/// Why nothing was learned of a source, in one line.
std::string reason(const Seen& seen);
/// The same on stderr, with what to do.
void tell_silence(const std::vector<Seen>& seen);

} // namespace gtx::probe_tool
