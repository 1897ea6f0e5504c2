// SPDX-License-Identifier: MIT
// What is wrong, why we think so, and what to do: for each source, at the end.
#include <algorithm>
#include <map>

#include "tools/gtx-probe/findings.hpp"
#include "tools/gtx-probe/passed.hpp"
#include "tools/gtx-probe/teller.hpp"

namespace gtx::probe_tool {

namespace {

class DiagnoseTeller : public Teller {
public:
    using Teller::Teller;
    [[nodiscard]] bool wants_a_while() const override { return true; }

private:
    cli::ExitStatus end(const std::vector<Seen>& seen) override {
        std::string out;
        bool wrong = seen.empty();
        if (options().format == Format::csv) append_findings_csv_heading(out);
        for (const auto& one : seen) {
            const auto findings = all_findings(one);
            const auto worse = [](const diag::Finding& f) { return f.weight > diag::Weight::note; };
            // A source that said nothing of a battery is no healthy battery, whatever the findings.
            wrong = wrong || !one.observation.state || std::ranges::any_of(findings, worse);
            append(out, one, findings);
        }
        sink().put(out);
        if (!heard_any()) tell_nobody(seen);
        return wrong ? cli::ExitStatus::no : cli::ExitStatus::yes;
    }

    void on_state(const state::Snapshot& s, Pace) override { passed_[s.source].see(s); }

    /// What is so, then what was so: behind the findings of the same weight.
    std::vector<diag::Finding> all_findings(const Seen& one) const {
        auto findings = diag::find(one.observation);
        const auto passed = passed_.find(one.source);
        if (passed == passed_.end()) return findings;
        const auto lighter = std::ranges::find(findings, diag::Weight::note, &diag::Finding::weight);
        const auto more = passed->second.findings();
        findings.insert(lighter, more.begin(), more.end());
        return findings;
    }

    void append(std::string& out, const Seen& one, const std::vector<diag::Finding>& findings) const {
        const auto time = one.observation.state ? one.observation.state->time : Timestamp::none();
        if (options().format == Format::json) return append_findings_json(out, one.source, time, findings);
        if (options().format == Format::csv) return append_findings_csv(out, one.source, time, findings);
        append_findings_text(out, one.source, findings);
    }

    static void tell_nobody(const std::vector<Seen>& seen);

    std::map<std::string, Passed> passed_;
};

void DiagnoseTeller::tell_nobody(const std::vector<Seen>& seen) {
    // Findings say it already, unless there are none.
    if (std::ranges::none_of(seen, [](const Seen& x) { return !diag::find(x.observation).empty(); }))
        tell_silence(seen);
}

} // namespace

std::unique_ptr<Teller> make_diagnose_teller(const Options& options, Sink& sink) {
    return std::make_unique<DiagnoseTeller>(options, sink);
}

} // namespace gtx::probe_tool
