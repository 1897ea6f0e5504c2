// SPDX-License-Identifier: MIT
#include "tools/gtx-assign/session.hpp"

#include <algorithm>
#include <array>

#include "tools/common/message.hpp"
#include "tools/common/signals.hpp"

namespace gtx::assign_tool {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
/// CTS cannot be waited for: it is looked at so often. A pack has 60 ms to answer.
constexpr std::int64_t look_ns = 2'000'000;

class LineWire : public Wire {
public:
    explicit LineWire(port::Line& line) : line_(line) {}
    Result<bool> write(serial::Bytes bytes) override { return line_.write(bytes); }
    std::vector<std::uint8_t> read() override { return line_.read().bytes; }
    Result<void> set_rts(bool on) override { return line_.set_rts(on); }
    Result<bool> cts() override { return line_.cts(); }

private:
    port::Line& line_;
};

Levels levels_of(const Options& options, port::LineKind kind) {
    if (options.no_line) return Levels::none;
    if (options.bench_levels || kind == port::LineKind::pseudo_terminal) return Levels::frames;
    return kind == port::LineKind::serial ? Levels::modem : Levels::none;
}

Timestamp earlier(Timestamp a, Timestamp b) {
    if (!a.known()) return b;
    return b.known() ? std::min(a, b) : a;
}

} // namespace

Session::Session(const Options& options, port::Line line, Trace trace)
    : line_(std::move(line))
    , trace_(std::move(trace))
    , pacer_(port::now(), 1)
    , levels_(levels_of(options, line_.kind()))
    , shows_out_(!options.last)
    , next_tend_(now()) {
    if (options.timeout) end_ = Timestamp(now().ns() + options.timeout->ns);
    if (levels_ == Levels::none && !options.no_line && !options.discover)
        cli::note(
            "{}: a gateway has no coding line: the order of the packs follows from whose Out reaches whom",
            line_.name());
}

Result<Session> Session::open(const Options& options) {
    port::LineOptions opening;
    opening.speed = static_cast<std::uint32_t>(options.speed.value_or(opening.speed));
    GTX_TRY(auto line, port::Line::open(options.port, opening));
    GTX_TRY(auto trace, Trace::open(options.trace, options.port));
    return Session(options, std::move(line), std::move(trace));
}

Result<void> Session::run(Player& player) {
    LineWire wire(line_);
    Door door(wire, levels_, trace_, shows_out_);
    if (const auto begun = door.begin(now()); !begun)
        return Error{begun.error().code, begun.error().context + "; see --bench-levels and --no-line",
                     begun.error().os_errno};
    loop(player, door);
    door.end(now());
    return trace_.close();
}

void Session::loop(Player& player, Door& door) {
    const Ears ears{[&](serial::Bytes bytes) { player.take(bytes, now()); },
                    [&](bool raised) { player.set_in(raised, now()); }};
    for (;;) {
        const auto step = player.step(now());
        door.put(step, now());
        timed_out_ = end_.known() && now() >= end_;
        if (player.over() || timed_out_ || cli::noted_signal() != 0) return;
        wait(earlier(step.again, door.polls() ? Timestamp(now().ns() + look_ns) : Timestamp::none()));
        tend();
        door.take(ears, now());
    }
}

void Session::wait(Timestamp again) {
    (void)pacer_.wait_until(earlier(earlier(again, next_tend_), end_),
                            std::array{line_.fd(), cli::signal_door()});
}

void Session::tend() {
    if (now() >= next_tend_) {
        line_.tend();
        next_tend_ = Timestamp(now().ns() + second_ns);
    }
    for (const auto event : line_.events()) cli::note("{}: {}", line_.name(), port::name(event));
}

} // namespace gtx::assign_tool
