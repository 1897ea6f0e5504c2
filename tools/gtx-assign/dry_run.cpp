// SPDX-License-Identifier: MIT
// --dry-run: the coding of a stack that is imagined, as a trace.
#include "gtx/link/bus.hpp"
#include "gtx/link/coordinator.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-assign/app.hpp"
#include "tools/gtx-assign/trace.hpp"

namespace gtx::assign_tool {

namespace {

constexpr std::uint64_t default_packs = 2;
/// In the lines of the trace.
constexpr std::string_view imagined = "dry-run";

link::BusOptions bus_options(const Options& options, std::uint32_t speed) {
    link::BusOptions b;
    b.speed = speed;
    const auto packs = options.expect.value_or(default_packs);
    for (std::uint64_t i = 1; i <= packs; ++i) {
        link::PackOptions p;
        p.identity = {.serial = 0xA0000 + i, .firmware = 0x0100};
        p.speed = speed;
        p.seed = i;
        b.packs.push_back(p);
    }
    b.cables = link::right_chain(b.packs.size(), true);
    return b;
}

/// The coordinator and the bus, each told what the other does, until it is over.
class DryRun {
public:
    DryRun(const Options& options, link::Coordinator coordinator, link::Bus bus, Trace& trace)
        : drives_(!options.no_line && !options.discover)
        , coordinator_(std::move(coordinator))
        , bus_(std::move(bus))
        , trace_(trace) {
        for (std::size_t i = 0; i < bus_.size(); ++i) bus_.pack(i).power(true, now_);
    }

    void run() {
        while (!coordinator_.over()) {
            const auto step = coordinator_.step(now_);
            put(step);
            if (coordinator_.over()) break;
            now_ = std::max(now_, earliest(step.again, bus_.next()));
            std::string heard;
            bus_.advance(now_, heard);
            if (heard.empty()) trace_burst();
            heard_ += heard;
            if (!heard.empty()) coordinator_.take(serial::bytes_of(heard), now_);
            coordinator_.set_in(bus_.in(), now_);
        }
        trace_burst();
    }

private:
    static Timestamp earliest(Timestamp a, Timestamp b) {
        if (!a.known()) return b;
        return b.known() ? std::min(a, b) : a;
    }

    void put(const link::Step& step) {
        if (step.out != out_ && drives_) {
            trace_.level(now_, "RTS", step.out);
            bus_.set_out(step.out, now_);
        }
        out_ = step.out;
        if (step.send.empty()) return;
        trace_burst();
        trace_.bytes(now_, can::Direction::sent, serial::bytes_of(step.send));
        bus_.send(serial::bytes_of(step.send), now_);
    }

    /// An answer is one line, though its bytes come one by one.
    void trace_burst() {
        trace_.bytes(now_, can::Direction::received, serial::bytes_of(heard_));
        heard_.clear();
    }

    bool drives_;
    link::Coordinator coordinator_;
    link::Bus bus_;
    Trace& trace_;
    Timestamp now_{0};
    bool out_ = false;
    std::string heard_;
};

} // namespace

Result<cli::ExitStatus> run_dry(const Options& options) {
    const auto speed = static_cast<std::uint32_t>(options.speed.value_or(link::BusOptions().speed));
    GTX_TRY(auto bus, link::Bus::create(bus_options(options, speed), Timestamp(0)));
    GTX_TRY(auto trace, Trace::open(options.output, std::string(imagined)));
    link::CoordinatorOptions c;
    c.speed = speed;
    c.discover_only = options.discover;
    c.survey_always = options.survey;
    c.drives_line = !options.no_line;
    link::Coordinator coordinator(c, Timestamp(0));
    if (options.verbose)
        coordinator.on_frame(
            [](std::string_view words, bool sent) { cli::detail_note("{} {}", sent ? ">" : "<", words); });
    DryRun(options, std::move(coordinator), std::move(bus), trace).run();
    if (const auto closed = trace.close(); !closed) return closed.error();
    return cli::ExitStatus::yes;
}

} // namespace gtx::assign_tool
