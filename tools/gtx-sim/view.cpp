// SPDX-License-Identifier: MIT
// Frames, states, panels and events as they come.
#include "tools/gtx-sim/view.hpp"

#include <cmath>
#include <utility>

#include "gtx/base/text.hpp"
#include "gtx/log/candump.hpp"
#include "gtx/log/serial_text.hpp"
#include "gtx/state/changes.hpp"
#include "gtx/state/write.hpp"
#include "tools/common/panel.hpp"
#include "tools/gtx-sim/bursts.hpp"

namespace gtx::sim_tool {

namespace {

std::string seconds_text(Timestamp t) {
    char digits[32];
    return {digits, text::put_seconds(digits, t)};
}

class FrameView : public View {
public:
    FrameView(const Options& options, cli::Output& output)
        : View(output, options.count)
        , format_(options.format)
        , interface_(options.interface.empty() ? "can0" : options.interface)
        , of_bus_(options.serial.empty() || !options.interface.empty()) {
        if (format_ == Format::csv) write_heading("t,if,id,data\n");
    }

    [[nodiscard]] bool wants_frames() const override { return of_bus_; }
    void frame(const sim::Outgoing& sent) override {
        line_.clear();
        if (format_ == Format::text) {
            entry_.time = sent.time;
            entry_.frame = sent.frame;
            log::append_candump_line(line_, entry_, interface_);
        } else {
            append_fields(sent);
        }
        write(line_);
    }

    void bytes(const OnLine& bytes, std::string_view port) override {
        if (const auto over = bursts_.add(bytes)) burst(*over, port);
    }
    void silent(Timestamp now, std::string_view port) override {
        port_ = port;
        if (const auto over = bursts_.silent(now)) burst(*over, port);
    }
    void finish(const sim::Simulation&) override {
        if (const auto over = bursts_.take()) burst(*over, port_);
    }

private:
    void burst(const OnLine& burst, std::string_view port) {
        if (format_ != Format::text) return; // the other forms are of CAN frames
        line_.clear();
        log::append_serial_line(line_, burst.time, port, burst.direction, serial::bytes_of(burst.bytes));
        write(line_);
    }

    void append_fields(const sim::Outgoing& sent) {
        const bool json = format_ == Format::json;
        char room[160];
        auto* p = room;
        if (json) p = text::put(p, "{\"t\":");
        p = text::put_seconds(p, sent.time);
        p = text::put(p, json ? ",\"if\":\"" : ",");
        p = text::put(p, std::string_view(interface_).substr(0, 16));
        p = text::put(p, json ? "\",\"id\":\"" : ",");
        p = text::put_hex(p, sent.frame.id.value, sent.frame.id.extended ? 8 : 3);
        p = text::put(p, json ? "\",\"data\":\"" : ",");
        for (const auto b : sent.frame.bytes()) p = text::put_hex_byte(p, b);
        p = text::put(p, json ? "\"}\n" : "\n");
        line_.append(room, p);
    }

    Format format_;
    std::string interface_;
    bool of_bus_; ///< frames, too, and not only the serial line
    std::string port_;
    Bursts bursts_;
    std::string line_;
    log::Entry entry_;
};

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t blink_ns = 250'000'000; ///< the shortest time an LED is on (flash 1)

/// States, and panels, which are states for people to watch.
class StateView : public View {
public:
    StateView(const Options& options, Timestamp start, cli::Output& output)
        : View(output, options.count)
        , format_(options.format)
        , panel_(options.view == As::panel && options.format == Format::text)
        , every_ns_(options.every                 ? options.every->ns
                    : panel_ && output.terminal() ? blink_ns
                                                  : second_ns)
        , next_ns_(start.ns()) {
        if (format_ == Format::csv) {
            std::string heading;
            state::append_csv_heading(heading);
            write_heading(heading);
        }
    }

    [[nodiscard]] Timestamp next() const override { return Timestamp(next_ns_); }
    void look(const sim::Simulation& simulation) override {
        next_ns_ += every_ns_;
        line_.clear();
        const auto& snapshot = simulation.snapshot();
        if (panel_)
            cli::append_panel(line_, snapshot, {output().terminal(), simulation.ambient()});
        else if (format_ == Format::json)
            state::append_json(line_, snapshot);
        else if (format_ == Format::csv)
            state::append_csv(line_, snapshot);
        else
            state::append_text(line_, snapshot);
        write(line_);
    }

private:
    Format format_;
    bool panel_;
    std::int64_t every_ns_;
    std::int64_t next_ns_;
    std::string line_;
};

class EventView : public View {
public:
    EventView(const Options& options, cli::Output& output)
        : View(output, options.count), format_(static_cast<state::ChangeFormat>(options.format)) {
        if (format_ != state::ChangeFormat::csv) return;
        std::string heading;
        state::append_change_heading(heading);
        write_heading(heading);
    }

    [[nodiscard]] bool wants_steps() const override { return true; }
    void stepped(const sim::Simulation& simulation) override {
        auto now = simulation.snapshot();
        hold(now);
        tell_link(simulation.link(), now.time);
        state::each_change(before_, now,
                           [&](const state::Change& change) { tell(now.time, now.source, change); });
        before_ = std::move(now);
    }
    void scenario(const sim::Simulation& simulation, const sim::Step& step) override {
        std::string text;
        sim::append_scenario_line(text, step);
        if (text.ends_with('\n')) text.pop_back();
        // Its time stands in front already.
        if (const auto blank = text.find(' '); blank != text.npos) text.erase(0, blank + 1);
        tell(simulation.now(), "gtx-sim", {"scenario", "step", "", text});
    }

private:
    /// Limits move a little all the time: one that has moved by less than this is told as it was.
    void hold(state::Snapshot& now) const {
        hold(now.charge_current_limit, before_.charge_current_limit, 1);
        hold(now.discharge_current_limit, before_.discharge_current_limit, 1);
        hold(now.charge_voltage_limit, before_.charge_voltage_limit, 0.1);
    }
    template <class Q>
    static void hold(std::optional<Q>& now, const std::optional<Q>& before, double least) {
        if (!now || !before || now->value() == 0 || before->value() == 0) return;
        if (std::abs(now->value() - before->value()) < least) now = before;
    }

    /// What a coding that went wrong found, and that it is right again.
    void tell_link(const sim::LinkReport& link, Timestamp now) {
        if (std::exchange(codings_, link.codings) == link.codings) return;
        std::string words = link.right ? "right" : "wrong";
        for (std::size_t i = 0; i < link.words.size(); ++i)
            words = i == 0 ? link.words[i] : words + " Or: " + link.words[i];
        const bool was_right = std::exchange(link_right_, link.right);
        if (!(was_right && link.right)) tell(now, "gtx-sim", {"changed", "link", "", words});
    }

    void tell(Timestamp time, std::string_view source, const state::Change& change) {
        line_.clear();
        state::append_change(line_, format_, seconds_text(time), source, change);
        write(line_);
    }

    state::ChangeFormat format_;
    state::Snapshot before_;
    std::uint64_t codings_ = 0;
    bool link_right_ = true;
    std::string line_;
};

} // namespace

std::unique_ptr<View> make_frame_view(const Options& options, cli::Output& output) {
    return std::make_unique<FrameView>(options, output);
}
std::unique_ptr<View> make_state_view(const Options& options, Timestamp start, cli::Output& output) {
    return std::make_unique<StateView>(options, start, output);
}
std::unique_ptr<View> make_event_view(const Options& options, cli::Output& output) {
    return std::make_unique<EventView>(options, output);
}

bool writes(const Options& options) {
    return options.view.has_value() || !is_live(options);
}

std::unique_ptr<View> make_view(const Options& options, Timestamp start, cli::Output& output) {
    if (!writes(options)) return nullptr;
    switch (options.view.value_or(As::frames)) {
    case As::frames:
        return make_frame_view(options, output);
    case As::state:
    case As::panel:
        return make_state_view(options, start, output);
    case As::events:
        return make_event_view(options, output);
    case As::summary:
        return make_summary_view(options, start, output);
    }
    return nullptr;
}

} // namespace gtx::sim_tool
