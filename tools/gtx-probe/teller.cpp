// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/teller.hpp"

#include <algorithm>

#include "tools/common/message.hpp"

namespace gtx::probe_tool {

void Teller::take(const state::Snapshot& s, Pace pace) {
    auto at = std::ranges::find_if(sources_, [&](const Source& x) { return x.latest.source == s.source; });
    if (at == sources_.end()) at = sources_.insert(at, Source{});
    at->latest = s;
    at->watch.see(s);
    on_state(s, pace);
}

cli::ExitStatus Teller::finish(std::vector<Seen> seen) {
    for (auto& one : seen)
        for (const auto& source : sources_)
            if (source.latest.source == one.source) source.watch.fill(one.observation);
    return end(seen);
}

std::unique_ptr<Teller> make_teller(const Options& options, Sink& sink) {
    if (options.check) return make_check_teller(options, sink);
    if (options.diagnose) return make_diagnose_teller(options, sink);
    if (options.scan) return make_scan_teller(options, sink);
    return make_state_teller(options, sink);
}

namespace {

/// What is said where the diagnosis has nothing: too little was seen for a finding.
std::string plain_reason(const Seen& seen) {
    const auto& line = seen.observation.serial;
    if (!line || line->listening) return seen.source + ": no battery was heard";
    return fmt::format("{}: nobody answered: {} requests were sent, {} bytes came back", seen.source,
                       line->requests, line->bytes);
}

} // namespace

std::string reason(const Seen& seen) {
    const auto findings = diag::find(seen.observation);
    return findings.empty() ? plain_reason(seen) : findings.front().says;
}

void tell_silence(const std::vector<Seen>& seen) {
    if (seen.empty()) cli::error("nothing was heard: no frame, no byte");
    for (const auto& one : seen) {
        const auto findings = diag::find(one.observation);
        if (findings.empty()) cli::error("{}", plain_reason(one));
        for (const auto& finding : findings) {
            cli::error("{}", finding.says);
            for (const auto& step : finding.next) cli::note("  {}", step);
        }
        for (const auto& tried : one.observation.dialects_tried) cli::note("  tried: {}", tried);
    }
}

} // namespace gtx::probe_tool
