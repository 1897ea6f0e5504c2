// SPDX-License-Identifier: MIT
// States, in all forms, once or again and again.
#include <algorithm>

#include <unistd.h>

#include "gtx/state/write.hpp"
#include "tools/common/panel.hpp"
#include "tools/gtx-probe/prometheus.hpp"
#include "tools/gtx-probe/teller.hpp"

namespace gtx::probe_tool {

namespace {

class StateTeller : public Teller {
public:
    using Teller::Teller;

private:
    /// One state is told unless more are asked for: the first one of a live source, the last one of a
    /// capture.
    [[nodiscard]] bool many() const { return options().watch || options().count; }

    [[nodiscard]] bool satisfied(Pace pace) const override {
        if (options().count) return told_ >= *options().count;
        return !many() && pace != Pace::recorded && told_ > 0;
    }

    void on_state(const state::Snapshot& s, Pace pace) override {
        if (satisfied(pace) || (!many() && pace == Pace::recorded)) return;
        if (pace == Pace::paced || is_due(s)) tell(s);
    }

    /// Once in the time asked for, in the time of the states; a little early is in time.
    bool is_due(const state::Snapshot& s) {
        if (!options().watch || !s.time.known()) return true;
        const auto interval = options().watch->ns;
        auto& due = due_of(s.source);
        if (due.known() && s.time.ns() < due.ns() - interval / 8) return false;
        const bool late = !due.known() || s.time.ns() > due.ns() + interval;
        due = Timestamp((late ? s.time.ns() : due.ns()) + interval);
        return true;
    }

    Timestamp& due_of(const std::string& source) {
        const auto at = std::ranges::find(due_, source, &std::pair<std::string, Timestamp>::first);
        return at != due_.end() ? at->second : due_.emplace_back(source, Timestamp::none()).second;
    }

    void tell(const state::Snapshot& s) {
        text_.clear();
        switch (options().format) {
        case Format::text:
            append_panel(s);
            break;
        case Format::json:
            state::append_json(text_, s);
            break;
        case Format::csv:
            if (told_ == 0) state::append_csv_heading(text_);
            state::append_csv(text_, s);
            break;
        case Format::prometheus:
            append_all();
            break;
        }
        sink().put(text_);
        ++told_;
    }

    void append_panel(const state::Snapshot& s) {
        cli::PanelOptions panel;
        panel.cells = panel.known_only = true;
        panel.redraw = options().watch && sink().terminal() && sources().size() == 1;
        panel.rows = panel.redraw ? cli::terminal_rows(STDOUT_FILENO) : 0;
        if (!panel.redraw && told_ > 0) text_ += '\n';
        cli::append_panel(text_, s, panel);
        if (!panel.redraw) text_.pop_back(); // the blank line behind it: one stands between two
    }

    /// An exposition holds all sources: a family must not come twice.
    void append_all() {
        std::vector<state::Snapshot> all;
        for (const auto& source : sources()) all.push_back(source.latest);
        append_prometheus(text_, all);
    }

    cli::ExitStatus end(const std::vector<Seen>& seen) override {
        if (!many() && told_ == 0) tell_last();
        if (heard_any()) return cli::ExitStatus::yes;
        if (options().format == Format::prometheus) tell_nobody(seen);
        tell_silence(seen);
        return cli::ExitStatus::no;
    }

    void tell_last() {
        if (options().format == Format::prometheus && heard_any()) return tell(sources().front().latest);
        for (const auto& source : sources()) tell(source.latest);
    }

    void tell_nobody(const std::vector<Seen>& seen) {
        std::vector<state::Snapshot> all(seen.size());
        for (std::size_t i = 0; i < seen.size(); ++i) all[i].source = seen[i].source;
        text_.clear();
        append_prometheus(text_, all);
        sink().put(text_);
    }

    std::uint64_t told_ = 0;
    std::vector<std::pair<std::string, Timestamp>> due_;
    std::string text_;
};

} // namespace

std::unique_ptr<Teller> make_state_teller(const Options& options, Sink& sink) {
    return std::make_unique<StateTeller>(options, sink);
}

} // namespace gtx::probe_tool
