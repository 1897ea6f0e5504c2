// SPDX-License-Identifier: MIT
#include "gtx/decode/stream.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "decode/settled_impl.hpp"
#include "decode/slots_impl.hpp"
#include "gtx/base/bytes.hpp"
#include "gtx/dialect/dbc_dialect.hpp"

namespace gtx::decode {

void Sink::recognised(std::uint16_t, const dialect::Verdict&) {}
void Sink::finish() {}

namespace {

constexpr int points_to_change = 3; // a dialect once taken is left only for one that is clearly better

struct Interface {
    Interface(std::deque<Slot>& all, std::uint16_t number) : slots(all, number) {}

    Slots slots;
    std::unique_ptr<dialect::Recogniser> recogniser; ///< null in a fork
    /// Listens anew, beside the first, once something foreign is heard on a bus that was recognised.
    std::unique_ptr<dialect::Recogniser> second;
    dialect::Verdict verdict;
    const dialect::Dialect* dialect = nullptr;
    bool waiting = false; ///< frames of it are held back until it is recognised
    bool gave_up = false; ///< waited in vain; until something new is heard
    bool forced = false;  ///< its dialect is given from outside
};

} // namespace

class Stream::Impl {
public:
    Impl(StreamOptions options, Sink& sink)
        : options_(std::move(options)), forced_(options_.dialect), sink_(sink) {}

    Impl(std::shared_ptr<const Settled> from, Sink& sink)
        : options_{.dialect = nullptr, .recognise = false, .on_recognised = {}}
        , forced_(nullptr)
        , sink_(sink)
        , forked_from_(std::move(from)) {}

    bool push(std::span<const log::Entry> entries) {
        const log::Entry* entry = entries.data();
        const log::Entry* const end = entry + entries.size();
        while (entry != end && !enough_) {
            auto& interface = interface_of(entry->interface);
            if (settled(interface)) entry = push_usual(interface, entry, end);
            if (entry != end && !enough_) push_any(*entry++);
        }
        return !enough_;
    }

    void finish() {
        settle_all();
        release();
        sink_.finish();
    }

    std::shared_ptr<const Settled> settled() {
        if (!is_settled()) return nullptr;
        auto known = known_interfaces();
        if (settled_ == nullptr || !settled_->is_present(known, slots_.size()))
            settled_ =
                std::make_shared<Settled>(std::move(known), slots_, forced_ == nullptr && options_.recognise);
        return settled_;
    }

    bool surprised() const { return surprised_; }

    bool absorb(const Impl& later) {
        const auto now = settled();
        if (later.surprised_ || now == nullptr || !later.forked_from_->holds_for(*now)) return false;
        if (!has_room_for(later, *now)) return false;
        for (const auto& slot : later.slots_)
            if (slot.frames != 0) absorb(slot);
        counts_ += later.counts_;
        for (std::size_t i = 0; i < outcome_count; ++i) outcomes_[i] += later.outcomes_[i];
        for (const auto note : later.notes_) tell_note(note);
        return true;
    }

    void restart() {
        counts_ = {};
        outcomes_ = {};
        notes_.clear();
        last_choice_ = nullptr;
        for (auto& slot : slots_) {
            slot.frames = 0;
            // How it is read may have changed in frames that this fork has not seen.
            if (slot.readings.size() > 1) slot.repeats = false;
        }
    }

    const StreamCounts& counts() {
        counts_.unknown = outcomes_[static_cast<std::size_t>(Outcome::unknown)];
        counts_.decoded = outcomes_[static_cast<std::size_t>(Outcome::decoded)] +
                          outcomes_[static_cast<std::size_t>(Outcome::decoded_long)];
        counts_.other = outcomes_[static_cast<std::size_t>(Outcome::other)];
        counts_.too_short = outcomes_[static_cast<std::size_t>(Outcome::too_short)];
        return counts_;
    }
    const std::vector<std::string_view>& notes() const { return notes_; }

    std::vector<std::uint16_t> interfaces() const {
        std::vector<std::uint16_t> numbers;
        for (std::size_t i = 0; i < interfaces_.size(); ++i)
            if (interfaces_[i]) numbers.push_back(static_cast<std::uint16_t>(i));
        return numbers;
    }

    dialect::Verdict verdict(std::uint16_t number) const {
        const auto& interface = *interfaces_[number];
        if (!interface.forced) {
            auto verdict = interface.dialect != nullptr ? interface.verdict : interface.recogniser->verdict();
            return verdict;
        }
        dialect::Verdict verdict;
        verdict.dialect = interface.dialect;
        return verdict;
    }

private:
    Interface& interface_of(std::uint16_t number) {
        if (number >= interfaces_.size()) interfaces_.resize(number + std::size_t{1});
        auto& interface = interfaces_[number];
        if (!interface) {
            interface = std::make_unique<Interface>(slots_, number);
            if (forked_from_ != nullptr)
                go_on(*interface, number);
            else
                begin(*interface, number);
        }
        return *interface;
    }

    void begin(Interface& interface, std::uint16_t number) const {
        if (options_.dialect_of) interface.dialect = options_.dialect_of(number);
        if (interface.dialect == nullptr) interface.dialect = forced_;
        interface.forced = interface.dialect != nullptr;
        interface.recogniser = std::make_unique<dialect::Recogniser>();
    }

    [[gnu::noinline]] void push_any(const log::Entry& entry) {
        auto& interface = interface_of(entry.interface);
        if (interface.dialect == nullptr && options_.recognise) listen(interface, entry);
        if (waiting_.empty() && !interface.waiting)
            process(interface, entry);
        else
            hold(interface, entry);
    }

    // --- recognition: frames wait while it may still succeed ---

    /// Nothing is to be found out about the bus from frames whose identifiers were met before.
    bool settled(const Interface& interface) const {
        return (interface.dialect != nullptr || !options_.recognise) && waiting_.empty() &&
               !interface.waiting && !interface.second;
    }

    void listen(Interface& interface, const log::Entry& entry) {
        if (entry.frame.kind != can::Kind::data || !dialect::Recogniser::is_clue(entry.frame.id)) return;
        if (interface.gave_up) {
            if (!interface.slots.find(entry.frame).is_new) return;
            interface.gave_up = false;
        }
        interface.recogniser->see(entry.frame);
        interface.waiting = true;
    }

    void hold(Interface& interface, const log::Entry& entry) {
        auto& kept = waiting_.emplace_back(entry);
        if (entry.frame.kind == can::Kind::xl) {
            xl_kept_.emplace_back(entry.xl_data.begin(), entry.xl_data.end());
            kept.xl_data = xl_kept_.back();
            xl_bytes_ += entry.xl_data.size();
        }
        if (interface.waiting && interface.recogniser->ripe()) {
            auto verdict = interface.recogniser->verdict();
            if (verdict.dialect != nullptr) settle(interface, entry.interface, std::move(verdict));
        }
        if (waited_too_long(entry)) settle_all();
        if (nobody_waits()) release();
    }

    bool waited_too_long(const log::Entry& entry) const {
        if (waiting_.size() >= most_waiting || xl_bytes_ >= most_waiting_bytes) return true;
        const auto& first = waiting_.front();
        return first.time.known() && entry.time.known() &&
               entry.time.ns() - first.time.ns() > longest_wait_ns;
    }

    bool nobody_waits() const {
        return std::ranges::none_of(interfaces_, [](const auto& i) { return i && i->waiting; });
    }

    void settle(Interface& interface, std::uint16_t number, dialect::Verdict verdict) {
        interface.waiting = false;
        interface.gave_up = verdict.dialect == nullptr;
        if (interface.gave_up) return;
        interface.dialect = verdict.dialect;
        interface.verdict = std::move(verdict);
        for (auto& slot : slots_)
            if (slot.interface == number) assign(interface, slot);
        sink_.recognised(number, interface.verdict);
        if (options_.on_recognised) options_.on_recognised(number, interface.verdict);
    }

    void settle_all() {
        for (std::size_t i = 0; i < interfaces_.size(); ++i)
            if (interfaces_[i] && interfaces_[i]->waiting)
                settle(*interfaces_[i], static_cast<std::uint16_t>(i), interfaces_[i]->recogniser->verdict());
    }

    void release() {
        for (const auto& entry : waiting_) {
            if (enough_) break;
            process(*interfaces_[entry.interface], entry);
        }
        waiting_.clear();
        xl_kept_.clear();
        xl_bytes_ = 0;
    }

    /// Something new on a bus that is recognised: it may be another dialect after all.
    void reconsider(Interface& interface, const log::Entry& entry) {
        if (interface.forced || entry.frame.kind != can::Kind::data) return;
        if (!dialect::Recogniser::is_clue(entry.frame.id)) return;
        if (!has_message(*interface.dialect, entry.frame.id))
            interface.second = std::make_unique<dialect::Recogniser>();
        interface.recogniser->see(entry.frame);
        auto verdict = interface.recogniser->verdict();
        if (verdict.dialect == nullptr) return;
        if (verdict.dialect == interface.dialect) {
            const bool told = verdict.version == interface.verdict.version;
            interface.verdict = std::move(verdict);
            if (!told) sink_.recognised(entry.interface, interface.verdict);
        } else if (verdict.points >= interface.verdict.points + points_to_change) {
            settle(interface, entry.interface, std::move(verdict));
        }
    }

    static bool has_message(const dialect::Dialect& dialect, can::Id id) {
        return std::ranges::any_of(dialect.messages, [&](const auto& m) { return m.id.matches(id); });
    }

    /// The battery may have been set to another protocol: what counts is what is heard from now on.
    void listen_again(Interface& interface, const log::Entry& entry) {
        if (entry.frame.kind != can::Kind::data || !dialect::Recogniser::is_clue(entry.frame.id)) return;
        interface.second->see(entry.frame);
        if (!interface.second->ripe()) return;
        const auto second = std::exchange(interface.second, nullptr);
        auto verdict = second->verdict();
        if (verdict.dialect == nullptr || verdict.dialect == interface.dialect) return;
        *interface.recogniser = *second;
        settle(interface, entry.interface, std::move(verdict));
    }

    // --- forks ---

    /// The first frame of an interface in a fork.
    void go_on(Interface& interface, std::uint16_t number) {
        const auto known = forked_from_->interface(number);
        interface.dialect = known.dialect;
        surprised_ |= !known.heard;
    }

    bool is_settled() const {
        return waiting_.empty() &&
               std::ranges::none_of(interfaces_, [](const auto& i) { return i && i->second; });
    }

    std::vector<Settled::Interface> known_interfaces() const {
        std::vector<Settled::Interface> known(interfaces_.size());
        for (std::size_t i = 0; i < known.size(); ++i)
            if (interfaces_[i]) known[i] = {true, interfaces_[i]->dialect};
        return known;
    }

    /// There must be room for all, whatever they are: only then no frame was left out for want of it.
    static bool has_room_for(const Impl& later, const Settled& now) {
        if (later.slots_.size() <= now.room()) return true; // were all of them new
        const auto is_new = [&](const Slot& slot) { return slot.frames != 0 && !now.knows(slot); };
        const auto added = static_cast<std::size_t>(std::ranges::count_if(later.slots_, is_new));
        return added <= now.room();
    }

    void absorb(const Slot& later) {
        can::Frame frame;
        frame.id = later.id;
        frame.kind = later.kind;
        auto& interface = *interfaces_[later.interface];
        const auto [slot, is_new] = interface.slots.find(frame);
        if (is_new) assign(interface, *slot);
        slot->message = later.message;
        slot->frames += later.frames;
        slot->repeats = false; // the sink has not seen the frames: the next one is new to it
    }

    // --- decoding ---

    /// The frames of a settled bus as long as each is one that process() would just decode: nearly all there
    /// are. Returns where it stopped.
    const log::Entry* push_usual(Interface& interface, const log::Entry* entry, const log::Entry* end) {
        const auto* const first = entry;
        const auto number = entry->interface;
        while (entry != end && entry->interface == number) {
            Slot* const slot = interface.slots.known(entry->frame);
            if (slot == nullptr || slot->dialect != interface.dialect) break;
            enough_ = !decode(*entry++, *slot);
            if (enough_) break;
        }
        counts_.frames += static_cast<std::uint64_t>(entry - first);
        return entry;
    }

    void process(Interface& interface, const log::Entry& entry) {
        ++counts_.frames;
        const auto [slot, is_new] = interface.slots.find(entry.frame);
        if (slot == nullptr) {
            ++counts_.crowded;
            surprised_ = true;
            return;
        }
        if (is_new || slot->dialect != interface.dialect) {
            if (forked_from_ != nullptr)
                surprised_ |= forked_from_->is_surprise(*slot);
            else if (interface.dialect != nullptr)
                reconsider(interface, entry);
            assign(interface, *slot);
        }
        if (interface.second) listen_again(interface, entry);
        enough_ = !decode(entry, *slot);
    }

    static void assign(const Interface& interface, Slot& slot) {
        slot.dialect = interface.dialect;
        slot.message = nullptr;
        slot.has_message = 0;
        slot.readings.clear();
        slot.decoded = false;
        slot.outcome = slot.kind == can::Kind::data ? Outcome::unknown : Outcome::other;
        if (interface.dialect == nullptr) return;
        if (interface.dialect->dbc != nullptr) return assign(*interface.dialect->dbc, slot);
        if (slot.kind != can::Kind::data) return;
        for (const auto& message : interface.dialect->messages)
            if (message.id.matches(slot.id)) slot.readings.push_back(&message);
        if (slot.readings.empty()) return;
        slot.message = slot.readings.front();
        slot.has_message = 1;
        slot.repeats = false;
        std::size_t rows = 0;
        for (const auto* reading : slot.readings) rows = std::max(rows, reading->table->rows.size());
        slot.raw.assign(rows, 0);
    }

    /// Files of a user know CAN FD, too.
    static void assign(const dialect::DbcDialect& dbc, Slot& slot) {
        if (slot.kind != can::Kind::data && slot.kind != can::Kind::fd) return;
        slot.message = dbc.find(slot.id);
        slot.has_message = slot.message != nullptr;
        slot.repeats = false;
    }

    /// Whether a frame repeats the last one of its slot, and whether it is a message at all, no processor
    /// foresees: there is one branch on both together, and no other. False: the sink has had enough.
    bool decode(const log::Entry& entry, Slot& slot) {
        const auto payload = bytes::load_le64(entry.frame.data.data());
        const auto length = entry.frame.length;
        const bool changed = !slot.repeats | (payload != slot.payload) | (length != slot.length);
        ++slot.frames;
        slot.payload = payload;
        slot.length = length;
        if ((static_cast<unsigned>(changed) & slot.has_message) != 0) decode_changed(entry, slot);
        slot.repeats = slot.outcome <= Outcome::decoded;
        ++outcomes_[static_cast<std::size_t>(slot.outcome)];
        return sink_.take(entry, slot, changed);
    }

    [[gnu::noinline]] void decode_changed(const log::Entry& entry, Slot& slot) {
        if (slot.readings.size() > 1) choose(entry, slot);
        const auto& message = *slot.message;
        slot.decoded = entry.frame.length >= wire::least_length(*message.table);
        slot.outcome = !slot.decoded                  ? Outcome::too_short
                       : slot.kind == can::Kind::data ? Outcome::decoded
                                                      : Outcome::decoded_long;
        slot.present = 0;
        if (slot.decoded)
            slot.present = message.decode(entry.frame.data.data(), entry.frame.length, slot.raw.data());
    }

    void tell_note(std::string_view note) {
        if (!note.empty() && std::ranges::find(notes_, note) == notes_.end()) notes_.push_back(note);
    }

    void choose(const log::Entry& entry, Slot& slot) {
        for (const auto* reading : slot.readings) {
            if (reading->suits != nullptr && !reading->suits(entry.frame.bytes())) continue;
            slot.message = reading;
            if (std::exchange(last_choice_, reading) != reading) tell_note(reading->note);
            return;
        }
        if (slot.frames == 1) surprised_ = true; // how it is read, frames before must tell
    }

    StreamOptions options_;
    const dialect::Dialect* forced_;
    Sink& sink_;
    StreamCounts counts_;
    std::deque<Slot> slots_;
    std::vector<std::unique_ptr<Interface>> interfaces_;
    std::vector<log::Entry> waiting_;
    std::deque<std::vector<std::uint8_t>> xl_kept_;
    std::size_t xl_bytes_ = 0;
    std::vector<std::string_view> notes_;
    const dialect::Message* last_choice_ = nullptr; ///< its note is in notes_
    std::array<std::uint64_t, outcome_count> outcomes_{};
    bool enough_ = false;
    std::shared_ptr<const Settled> settled_;     ///< the last one that was asked for
    std::shared_ptr<const Settled> forked_from_; ///< null: this is no fork
    bool surprised_ = false;                     ///< of a fork
};

Stream::Stream(StreamOptions options, Sink& sink) : impl_(std::make_unique<Impl>(std::move(options), sink)) {}
Stream::~Stream() = default;
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;

Stream::Stream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

bool Stream::push(std::span<const log::Entry> entries) {
    return impl_->push(entries);
}
bool Stream::push(const log::Batch& batch, const std::function<bool(const log::Refused&)>& refused) {
    std::size_t taken = 0;
    for (const auto& line : batch.refused) {
        std::size_t before = taken;
        while (before < batch.count && batch.entries[before].line < line.line) ++before;
        if (!impl_->push({batch.entries.data() + taken, before - taken}) || !refused(line)) return false;
        taken = before;
    }
    return impl_->push({batch.entries.data() + taken, batch.count - taken});
}
void Stream::finish() {
    impl_->finish();
}
const StreamCounts& Stream::counts() const {
    return impl_->counts();
}
std::vector<std::uint16_t> Stream::interfaces() const {
    return impl_->interfaces();
}
dialect::Verdict Stream::verdict(std::uint16_t interface) const {
    return impl_->verdict(interface);
}
std::vector<std::string_view> Stream::notes() const {
    return impl_->notes();
}
std::shared_ptr<const Settled> Stream::settled() {
    return impl_->settled();
}
Stream Stream::fork(std::shared_ptr<const Settled> from, Sink& sink) {
    return Stream(std::make_unique<Impl>(std::move(from), sink));
}
bool Stream::surprised() const {
    return impl_->surprised();
}
void Stream::restart() {
    impl_->restart();
}
bool Stream::absorb(const Stream& later) {
    return impl_->absorb(*later.impl_);
}

} // namespace gtx::decode
