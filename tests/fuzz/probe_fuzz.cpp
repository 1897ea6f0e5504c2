// SPDX-License-Identifier: MIT
// Whatever comes over a serial line or a CAN bus, and whenever: only harmless requests are sent, counters add
// up, looking ends, and states do not pile up.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>
#include <string_view>

#include "gtx/probe/can_probe.hpp"
#include "gtx/probe/serial_probe.hpp"

using namespace gtx;

namespace {

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t begin_ns = 1'700'000'000'000 * ms;

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

/// The input, byte for byte; 0 behind its end.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}
    bool over() const { return at_ == end_; }
    std::uint8_t byte() { return over() ? std::uint8_t{0} : *at_++; }
    serial::Bytes bytes(std::size_t most) {
        const auto n = std::min(most, static_cast<std::size_t>(end_ - at_));
        at_ += n;
        return {at_ - n, n};
    }

private:
    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

const std::set<std::string>& harmless() {
    static const auto all = [] {
        std::set<std::string> set{"\r"};
        for (const auto* d : dialect::all_serial())
            for (const auto& c : d->commands)
                for (int address = 0; c.harmless && address < 256; ++address)
                    for (const bool every : {false, true})
                        if (auto r = dialect::request(*d, c, static_cast<std::uint8_t>(address), every))
                            set.insert(*r);
        return set;
    }();
    return all;
}

void require_counts(const diag::SerialLink& link) {
    if (link.listening) return;
    require(link.requests == link.replies + link.timeouts ||
                link.requests == link.replies + link.timeouts + 1,
            "each request is answered, given up, or under way");
    require(link.refusals <= link.replies && link.noise_bytes <= link.bytes, "counts of parts are parts");
}

probe::SerialProbeOptions serial_options(Input& in) {
    probe::SerialProbeOptions options;
    const auto flags = in.byte();
    const auto all = dialect::all_serial();
    const auto which = in.byte();
    if (which < all.size()) options.dialect = all[which];
    options.listen_only = (flags & 7) == 1;
    options.scan = (flags & 7) == 2;
    options.fixed_speed = (flags & 8) != 0;
    if ((flags & 16) != 0) options.addresses = {2, in.byte()};
    if ((flags & 32) != 0) options.speed = 9600;
    options.timeout_ns = std::int64_t{in.byte()} * 100 * ms;
    options.haste = (flags & 64) != 0 ? 10 : 1;
    return options;
}

void run_serial(Input& in) {
    const auto options = serial_options(in);
    auto now = begin_ns;
    probe::SerialProbe probe(options, Timestamp(now));
    std::string last;
    while (!in.over() && !probe.over()) {
        const auto step = probe.step(Timestamp(now));
        if (!step.send.empty()) {
            require(!options.listen_only && harmless().contains(step.send),
                    "only harmless requests are sent");
            last = step.send;
        }
        const auto what = in.byte();
        if (what < 0x40)
            now += what * ms;
        else if (what < 0x60 && step.again.known())
            now = std::max(now, step.again.ns());
        else if (what < 0x70)
            probe.take(serial::bytes_of(last), Timestamp(now));
        else if (what < 0x72)
            probe.lost(Timestamp(now));
        else
            probe.take(in.bytes(what & 0x7F), Timestamp(now));
        require_counts(probe.link());
    }
    for (int i = 0; i < 200 && probe.phase() == probe::Phase::looking; ++i) {
        const auto step = probe.step(Timestamp(now));
        require(step.send.empty() || harmless().contains(step.send), "only harmless requests are sent");
        if (step.again.known()) now = std::max(now, step.again.ns());
    }
    require(probe.phase() != probe::Phase::looking, "looking ends");
    std::size_t states = 0;
    while (probe.next_state()) ++states;
    require(states <= 1024, "states do not pile up");
}

can::Frame frame_of(Input& in) {
    // Identifiers of batteries and inverters more often than others.
    static constexpr std::uint16_t ids[] = {0x351, 0x355, 0x356, 0x359, 0x35A, 0x35C,
                                            0x35E, 0x30F, 0x305, 0x311, 0x313, 0x315};
    can::Frame frame{};
    const auto which = in.byte();
    frame.kind = which < 0xF0 ? can::Kind::data : static_cast<can::Kind>(which % 5);
    frame.id.value =
        (which & 0x3F) < std::size(ids) ? ids[which & 0x3F] : std::uint32_t{in.byte()} << 3 | (which & 7);
    frame.id.extended = which >= 0xC0;
    const auto bytes = in.bytes(which % 9);
    std::ranges::copy(bytes, frame.data.begin());
    frame.length = static_cast<std::uint8_t>(bytes.size());
    return frame;
}

void run_can(Input& in) {
    const auto flags = in.byte();
    probe::CanProbeOptions options;
    const auto all = dialect::all();
    if (const auto which = in.byte(); which < all.size() && all[which]->decodable())
        options.dialect = all[which];
    options.live = (flags & 1) != 0;
    options.keep_alive = (flags & 2) != 0;
    auto now = begin_ns;
    probe::CanProbe probe(options, Timestamp(now));
    std::uint64_t taken = 0;
    while (!in.over()) {
        const auto pass = in.byte();
        now += (options.live ? pass : static_cast<std::int8_t>(pass)) * 10 * ms;
        probe.take(frame_of(in), pass == 0xFF && !options.live ? Timestamp::none() : Timestamp(now));
        ++taken;
        const auto step = probe.step(Timestamp(now));
        require(step.send.empty() || (options.live && options.keep_alive), "nothing is sent unasked");
        require(step.send.size() <= 4, "a keep-alive is a few frames");
    }
    probe.finish();
    const auto link = probe.link(Timestamp(now));
    require(link.frames == taken, "each frame is counted");
    require(link.battery_frames + link.inverter_frames + link.unknown_frames + link.error_frames <= taken,
            "no frame is counted twice");
    require(link.too_short <= link.battery_frames + link.inverter_frames, "only messages are too short");
    std::uint64_t states = 0;
    while (auto state = probe.next_state()) ++states;
    require(states <= link.battery_frames + 1, "no state without a frame of the battery");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in(data, size);
    if ((in.byte() & 1) != 0)
        run_can(in);
    else
        run_serial(in);
    return 0;
}
