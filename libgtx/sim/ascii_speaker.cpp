// SPDX-License-Identifier: MIT
// Packs that answer frames of hex text. What an answer holds is the dialect's; who answers is decided here.
#include <algorithm>

#include "sim/speaker_impl.hpp"

namespace gtx::sim {

bool answers(const state::Pack& pack) {
    if (!pack.address || pack.mode == state::Mode::shutdown) return false;
    return pack.voltage.has_value() || !pack.cells.empty();
}

bool awake(const state::Snapshot& state) {
    return state.mode != state::Mode::shutdown;
}

namespace {

constexpr std::uint8_t every_pack = 0xFF;
constexpr std::size_t most_unsaid = 64;

/// What another pack of the same address says: nearly the same, as packs of one stack are.
state::Snapshot of_the_other(state::Snapshot s) {
    for (auto& p : s.pack) {
        for (auto& cell : p.cells)
            if (cell) cell = *cell - Volts(0.007);
        if (p.voltage) p.voltage = *p.voltage - Volts(0.112);
        if (p.remaining) p.remaining = *p.remaining * 0.9;
        if (!p.serial.empty()) p.serial.back() = p.serial.back() == 'B' ? 'C' : 'B';
    }
    return s;
}

class AsciiSpeaker : public Speaker {
public:
    explicit AsciiSpeaker(const SerialPackOptions& options) : options_(options) {}

    void hear(std::string_view bytes, const Hearing& hearing, std::vector<Spoken>& out) override {
        batch_.clear();
        reader_.read(serial::bytes_of(bytes), hearing.now, batch_);
        for (const auto& refused : batch_.refused)
            if (is_frame(refused.reason)) ++counts.ignored;
        for (const auto& seen : batch_.frames) answer(seen.frame, hearing, out);
    }

private:
    /// Something that was meant as a frame, as far as a pack can tell.
    static bool is_frame(serial::Refusal reason) {
        return reason != serial::Refusal::noise && reason != serial::Refusal::after_end &&
               reason != serial::Refusal::empty;
    }

    void answer(const serial::AsciiFrame& frame, const Hearing& hearing, std::vector<Spoken>& out) {
        ++counts.requests;
        auto mine = reply(frame, hearing.state);
        if (!mine) {
            ++counts.ignored;
            return;
        }
        ++counts.answered;
        if (mine->cid2 != 0) ++counts.refused;
        Spoken spoken;
        spoken.bytes = text(*mine);
        if (hearing.doubled)
            if (const auto other = reply(frame, of_the_other(hearing.state))) spoken.other = text(*other);
        out.push_back(std::move(spoken));
    }

    static std::string text(const serial::AsciiFrame& frame) {
        auto bytes = serial::encode_ascii(frame);
        return bytes ? *std::move(bytes) : std::string();
    }

    std::optional<serial::AsciiFrame> reply(const serial::AsciiFrame& frame, const state::Snapshot& state) {
        if (!awake(state) || !is_reached(frame, state)) return std::nullopt;
        auto said = dialect::reply(*options_.dialect, frame, asked(frame, state), options_.first_address,
                                   options_.style);
        if (said) return *std::move(said);
        note(said.error().message());
        return std::nullopt;
    }

    /// Of all packs, those that answer; of one, the stack as it is, since its place is its address.
    [[nodiscard]] const state::Snapshot& asked(const serial::AsciiFrame& frame,
                                               const state::Snapshot& state) {
        if (frame.info.empty() || frame.info.front() != every_pack) return state;
        if (std::ranges::all_of(state.pack, answers)) return state;
        reached_ = state;
        std::erase_if(reached_.pack, [](const state::Pack& p) { return !answers(p); });
        reached_.packs = static_cast<std::int64_t>(reached_.pack.size());
        return reached_;
    }

    /// False: the pack asked, by ADR or in INFO, is there and does not answer. Of other addresses the dialect
    /// decides.
    [[nodiscard]] bool is_reached(const serial::AsciiFrame& frame, const state::Snapshot& state) const {
        const auto silent = [&](std::uint8_t address) {
            if (address < options_.first_address) return false;
            const auto place = static_cast<std::size_t>(address - options_.first_address);
            return place < state.pack.size() && !answers(state.pack[place]);
        };
        return !silent(frame.adr) && (frame.info.size() != 1 || !silent(frame.info.front()));
    }

    void note(std::string what) {
        if (unsaid.size() < most_unsaid && std::ranges::find(unsaid, what) == unsaid.end())
            unsaid.push_back(std::move(what));
    }

    SerialPackOptions options_;
    serial::AsciiReader reader_;
    serial::AsciiBatch batch_;
    state::Snapshot reached_;
};

} // namespace

std::unique_ptr<Speaker> make_ascii_speaker(const SerialPackOptions& options) {
    return std::make_unique<AsciiSpeaker>(options);
}

} // namespace gtx::sim
