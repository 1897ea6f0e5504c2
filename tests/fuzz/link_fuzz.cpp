// SPDX-License-Identifier: MIT
// Whatever comes over the link bus, in whatever order with levels, buttons and power: no number without a
// grant and a commit of the own serial number, what is sent is always a frame, and a coordinator ends.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

#include "gtx/link/bench_frame.hpp"
#include "gtx/link/coordinator.hpp"
#include "gtx/link/frame.hpp"
#include "gtx/link/pack.hpp"

using namespace gtx;
using namespace gtx::link;

namespace {

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

constexpr std::uint64_t own = 0x00A1B2C3D4;

/// Bytes of the input as numbers; zeros when they are used up.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : text_(reinterpret_cast<const char*>(data), size) {}
    [[nodiscard]] bool empty() const { return text_.empty(); }
    std::uint8_t byte() {
        const auto b = text_.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(text_.front());
        text_.remove_prefix(text_.empty() ? 0 : 1);
        return b;
    }
    std::string_view some() {
        const auto part = text_.substr(0, byte());
        text_.remove_prefix(part.size());
        return part;
    }

private:
    std::string_view text_;
};

/// A frame out of the input, so that the fuzzer need not find CRCs. `nonce`: of the pack, as far as it is
/// known.
std::string frame_of(Input& input, std::uint32_t nonce) {
    Message m{.command = static_cast<Command>(1 + input.byte() % 9)};
    const auto flags = input.byte();
    m.answer = (flags & 1) != 0;
    m.adr = input.byte() % 5;
    m.session = (flags & 2) != 0 ? std::uint16_t{7} : input.byte();
    m.serial = (flags & 4) != 0 ? own : input.byte();
    m.nonce = (flags & 8) != 0 ? nonce : input.byte();
    m.levels = input.byte() % 8;
    m.bits = (flags & 16) != 0 ? input.byte() % 33 : std::uint8_t{0};
    return encode(m).value_or(std::string());
}

/// What was sent must be frames; returns the last.
std::optional<Message> sent_frame(std::string_view sent) {
    std::optional<Message> last;
    serial::AsciiReader reader;
    serial::AsciiBatch batch;
    reader.read(serial::bytes_of(sent), Timestamp(0), batch);
    reader.finish(batch);
    require(batch.refused.empty() && (sent.empty() || !batch.frames.empty()), "only frames are sent");
    for (const auto& f : batch.frames) {
        const auto m = decode(f.frame);
        require(m.has_value(), "only frames of the link are sent");
        last = *m;
    }
    return last;
}

class Fuzzed {
public:
    Fuzzed() : pack_({.identity = {own, 0x0102}, .seed = 3}, now_) {}

    void act(Input& input) {
        const auto what = input.byte();
        now_ = Timestamp(now_.ns() + std::int64_t{input.byte()} * 1'000'000);
        switch (what % 8) {
        case 0:
            return pack_.set_in((what & 8) != 0, now_);
        case 1:
            pack_.power((what & 16) == 0, now_);
            break;
        case 2:
            pack_.press(now_);
            break;
        case 3:
            hear(input.some());
            break;
        default:
            hear(frame_of(input, nonce_));
        }
        if (pack_.phase() == PackPhase::off) granted_ = committed_ = 0;
        step();
    }

private:
    /// What allows a number, by the frames alone.
    void note(std::string_view text) {
        serial::AsciiReader reader;
        serial::AsciiBatch batch;
        reader.read(serial::bytes_of(text), now_, batch);
        for (const auto& f : batch.frames) {
            const auto m = decode(f.frame);
            if (!m || m->answer) continue;
            if (m->command == Command::grant && m->serial == own) granted_ = m->adr;
            if (m->command == Command::commit && m->adr == granted_) committed_ = m->adr;
        }
    }
    void hear(std::string_view text) {
        note(text);
        pack_.take(serial::bytes_of(text), now_);
    }
    void step() {
        const auto step = pack_.step(now_);
        require(!step.again.known() || step.again >= now_ || !step.send.empty(), "again is not in the past");
        if (const auto m = sent_frame(step.send); m && m->answer) nonce_ = m->nonce;
        const auto* coded = pack_.observation();
        const auto number = pack_.number();
        require(!number || (*number >= 1 && *number <= packs_max), "numbers are 1 to 4");
        const bool by_itself = coded != nullptr && coded->numbered && number == 1U;
        require(!number || by_itself || *number == committed_, "no number without grant and commit");
    }

    Timestamp now_{1'000'000'000};
    Pack pack_;
    std::uint32_t nonce_ = 0;
    unsigned granted_ = 0;
    unsigned committed_ = 0;
};

void fuzz_pack(Input input) {
    Fuzzed fuzzed;
    for (int i = 0; i < 400 && !input.empty(); ++i) fuzzed.act(input);
}

/// The coordinator hears whatever it is told, then nothing any more: it ends, and drops the line.
void fuzz_coordinator(Input input) {
    Timestamp now(1'000'000'000);
    CoordinatorOptions options{.seed = input.byte()};
    const auto flags = input.byte();
    options.discover_only = (flags & 1) != 0;
    options.drives_line = (flags & 2) == 0;
    if ((flags & 4) != 0) options.self = Identity{own, 1};
    Coordinator coordinator(options, now);
    std::uint32_t nonce = 0;
    for (int steps = 0; !coordinator.over(); ++steps) {
        require(steps < 20'000, "it ends");
        const auto step = coordinator.step(now);
        if (const auto m = sent_frame(step.send)) nonce = m->nonce;
        if (coordinator.over()) break;
        require(step.again.known(), "it goes on by itself");
        now = std::max(now, step.again);
        if (input.empty()) continue;
        const auto what = input.byte();
        if (what % 4 == 0) coordinator.set_in((what & 4) != 0, now);
        if (what % 4 == 1) coordinator.take(serial::bytes_of(input.some()), now);
        auto frame = what % 4 == 2 ? frame_of(input, nonce) : std::string();
        coordinator.take(serial::bytes_of(frame), now);
    }
    const auto& seen = coordinator.observation();
    require(!coordinator.step(now).out && coordinator.step(now).send.empty(), "the line is dropped");
    require(seen.ending != Ending::running, "the end has a reason");
    require(seen.members.size() <= listed_max + packs_max + 1, "a bounded list");
    for (auto i : seen.chain) require(i < seen.members.size(), "the chain is of members");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const Input input(data + 1, size - 1);
    if (data[0] % 2 == 0) {
        fuzz_pack(input);
    } else {
        fuzz_coordinator(input);
    }
    // The filter of the bench gives back what it took, but for whole level frames.
    LevelFilter filter;
    std::string passed;
    std::vector<LevelSeen> levels;
    filter.read(serial::Bytes(data, size), passed, levels);
    filter.finish(passed);
    require(passed.size() + levels.size() * level_frame(true).size() == size, "bytes are passed or levels");
    return 0;
}
