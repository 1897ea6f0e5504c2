// SPDX-License-Identifier: MIT
#include "gtx/sim/transmitter.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace gtx::sim {

namespace {

using dialect::Flow;

constexpr std::int64_t ms = 1'000'000;
constexpr std::size_t most_unsaid = 64;
/// GBLI6532: "loss of CAN: enables cleared within about 1 s".
constexpr std::int64_t starving_after = 2000 * ms;

bool is_of_version(const dialect::Message& m, unsigned version) {
    return m.versions == 0 || (m.versions >> version & 1) != 0;
}

/// The place of an identifier in the order of sending.
std::size_t rank(const dialect::Cadence& cadence, const dialect::Message& m) {
    return static_cast<std::size_t>(std::ranges::find(cadence.order, m.id.value) - cadence.order.begin());
}

void forbid_current(state::Snapshot& s) {
    s.charge_current_limit = Amps(0);
    s.discharge_current_limit = Amps(0);
    s.charge_enabled = false;
    s.discharge_enabled = false;
}

} // namespace

Transmitter::Transmitter(const TransmitterOptions& options, Timestamp start)
    : options_(options), next_ns_(start.ns()), random_(options.seed), fed_ns_(start.ns()) {
    std::uint16_t shortest = 0;
    for (const auto& m : options_.dialect->messages)
        if (m.period_ms != 0 && (shortest == 0 || m.period_ms < shortest)) shortest = m.period_ms;
    if (shortest != 0) base_ns_ = shortest * ms;
    for (const auto& m : options_.dialect->messages) add(m);
    std::ranges::stable_sort(battery_, {},
                             [&](const Due& d) { return rank(options_.dialect->cadence, *d.message); });
}

void Transmitter::add(const dialect::Message& message) {
    if (message.period_ms == 0 || !is_of_version(message, options_.version)) return;
    auto& list = message.flow == Flow::to_inverter ? battery_ : inverter_;
    const auto same = [&](const Due& d) {
        return d.message->id.value == message.id.value && d.message->id.extended == message.id.extended;
    };
    if (std::ranges::any_of(list, same)) return; // another reading of the same identifier
    const bool addressed =
        message.id.pack_first != 0 || std::ranges::any_of(message.table->rows, dialect::is_address);
    list.push_back({&message, dialect::Encoder(message),
                    static_cast<std::uint32_t>(message.period_ms * ms / base_ns_), addressed});
}

bool Transmitter::starved(Timestamp now) const {
    return options_.dialect->cadence.needs != 0 && now.ns() - fed_ns_ > starving_after;
}

void Transmitter::cycle(const state::Snapshot& state, const CycleInputs& inputs, std::vector<Outgoing>& out) {
    const auto from = out.size();
    const auto* said = &state;
    if (starved(next())) {
        starving_ = state;
        forbid_current(starving_);
        said = &starving_;
    }
    auto at = next_ns_;
    if (inputs.talking && !inputs.faults.silent)
        for (auto& due : battery_)
            if (cycles_ % due.every == 0) send_packs(due, *said, at, out);
    if (options_.inverter && inputs.inverter) {
        auto when = next_ns_ + inverter_offset();
        for (auto& due : inverter_) {
            if (cycles_ % due.every != 0) continue;
            send(due, state, 0, when, out);
            when += options_.dialect->cadence.spacing_ms * ms;
        }
        if (inputs.talking && !inputs.faults.silent) ask(state, out);
    }
    if (inputs.faults.duplicate) repeat_by_another(out, from);
    std::stable_sort(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(),
                     [](const Outgoing& a, const Outgoing& b) { return a.time < b.time; });
    for (auto i = from; i < out.size(); ++i)
        if (out[i].by_inverter && out[i].frame.id.value == options_.dialect->cadence.needs)
            fed_ns_ = out[i].time.ns();
    break_frames(inputs.faults, out, from);
    next_ns_ += base_ns_;
    ++cycles_;
}

/// A message whose identifier has a pack number is sent for the stack (number 0) and for each pack, one that
/// bears an address for each pack, the others once.
void Transmitter::send_packs(Due& due, const state::Snapshot& state, std::int64_t& at_ns,
                             std::vector<Outgoing>& out) {
    const auto space = options_.dialect->cadence.spacing_ms * ms;
    const bool numbered = due.message->id.pack_width != 0;
    if (!due.addressed) {
        send(due, state, 0, at_ns, out);
        at_ns += space;
    }
    if (!numbered && !due.addressed) return;
    for (const auto& pack : state.pack) {
        if (!pack.address) continue;
        send(due, state, static_cast<unsigned>(*pack.address), at_ns, out);
        at_ns += space;
    }
}

void Transmitter::send(Due& due, const state::Snapshot& state, unsigned pack, std::int64_t at_ns,
                       std::vector<Outgoing>& out) {
    const auto frame = due.encode(state, pack);
    if (frame) {
        out.push_back({Timestamp(at_ns), *frame, due.message->flow == Flow::to_battery});
        return;
    }
    if (!due.refused) refuse(*due.message, frame.error());
    due.refused = true;
}

void Transmitter::refuse(const dialect::Message& message, const Error& error) {
    auto what = fmt::format("{}: {}", message.table->name, error.message());
    if (unsaid_.size() < most_unsaid && std::ranges::find(unsaid_, what) == unsaid_.end())
        unsaid_.push_back(std::move(what));
}

/// The inverter asks for one thing of one pack in each cycle.
void Transmitter::ask(const state::Snapshot& state, std::vector<Outgoing>& out) {
    const auto& all = options_.dialect->cadence.inquiries;
    if (all.empty() || state.pack.empty()) return;
    const auto& inquiry = all[cycles_ % all.size()];
    const auto pack = cycles_ / all.size() % state.pack.size() + 1;
    can::Frame query{};
    query.id = inquiry.query;
    query.length = 8;
    query.data[0] = static_cast<std::uint8_t>(pack);
    query.data[1] = inquiry.number;
    const auto at = next_ns_ + inverter_offset();
    out.push_back({Timestamp(at), query, true});
    answer(inquiry, static_cast<unsigned>(pack), state, at + options_.dialect->cadence.spacing_ms * ms, out);
}

void Transmitter::answer(const dialect::Inquiry& inquiry, unsigned pack, const state::Snapshot& state,
                         std::int64_t at_ns, std::vector<Outgoing>& out) {
    for (const auto& m : options_.dialect->messages) {
        if (m.flow != Flow::to_inverter || m.id.extended != inquiry.query.extended) continue;
        if (m.id.value < inquiry.first || m.id.value > inquiry.last) continue;
        if (const auto frame = dialect::encode(m, state, pack))
            out.push_back({Timestamp(at_ns), *frame, false});
        else
            refuse(m, frame.error());
        at_ns += options_.dialect->cadence.spacing_ms * ms;
    }
}

void Transmitter::hear(const can::Frame& frame, Timestamp now, const state::Snapshot& state,
                       std::vector<Outgoing>& out) {
    if (frame.kind != can::Kind::data) return;
    const auto& cadence = options_.dialect->cadence;
    if (frame.id.value == cadence.needs && !frame.id.extended) fed_ns_ = now.ns();
    for (const auto& inquiry : cadence.inquiries) {
        if (frame.id != inquiry.query || frame.length < 2 || frame.data[1] != inquiry.number) continue;
        const auto is_asked = [&](const state::Pack& p) { return p.address == frame.data[0]; };
        if (std::ranges::any_of(state.pack, is_asked)) answer(inquiry, frame.data[0], state, now.ns(), out);
    }
}

/// Another battery with the same identifiers: half a slot later, and of another opinion.
void Transmitter::repeat_by_another(std::vector<Outgoing>& out, std::size_t from) {
    const auto end = out.size();
    for (auto i = from; i < end; ++i) {
        if (out[i].by_inverter) continue;
        auto other = out[i];
        other.time = Timestamp(other.time.ns() + options_.dialect->cadence.spacing_ms * ms / 2);
        if (other.frame.length > 0) other.frame.data[0] = static_cast<std::uint8_t>(other.frame.data[0] ^ 1);
        out.push_back(other);
    }
}

void Transmitter::break_frames(const BusFaults& faults, std::vector<Outgoing>& out, std::size_t from) {
    if (faults.noise <= 0 && faults.cut <= 0 && faults.lost <= 0) return;
    for (auto i = from; i < out.size(); ++i) {
        auto& frame = out[i].frame;
        if (random_.chance(faults.noise) && frame.length > 0) {
            const auto bit = random_.next() % (8U * frame.length);
            frame.data[bit / 8] = static_cast<std::uint8_t>(frame.data[bit / 8] ^ 1U << bit % 8);
        }
        if (random_.chance(faults.cut) && frame.length > 0)
            frame.length = static_cast<std::uint8_t>(random_.next() % frame.length);
    }
    const auto begin = out.begin() + static_cast<std::ptrdiff_t>(from);
    out.erase(std::remove_if(begin, out.end(), [&](const Outgoing&) { return random_.chance(faults.lost); }),
              out.end());
}

} // namespace gtx::sim
