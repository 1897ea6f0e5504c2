// SPDX-License-Identifier: MIT
#include "gtx/decode/stream.hpp"

#include <algorithm>
#include <utility>

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
    dialect::Recogniser recogniser;
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

    bool push(std::span<const log::Entry> entries) {
        for (const auto& entry : entries) {
            if (enough_) return false;
            auto& interface = interface_of(entry.interface);
            if (interface.dialect == nullptr && options_.recognise) listen(interface, entry);
            if (waiting_.empty() && !interface.waiting)
                process(interface, entry);
            else
                hold(interface, entry);
        }
        return !enough_;
    }

    void finish() {
        settle_all();
        release();
        sink_.finish();
    }

    const StreamCounts& counts() const { return counts_; }
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
            auto verdict = interface.dialect != nullptr ? interface.verdict : interface.recogniser.verdict();
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
            if (options_.dialect_of) interface->dialect = options_.dialect_of(number);
            if (interface->dialect == nullptr) interface->dialect = forced_;
            interface->forced = interface->dialect != nullptr;
        }
        return *interface;
    }

    // --- recognition: frames wait while it may still succeed ---

    void listen(Interface& interface, const log::Entry& entry) {
        if (entry.frame.kind != can::Kind::data || !dialect::Recogniser::is_clue(entry.frame.id)) return;
        if (interface.gave_up) {
            if (!interface.slots.find(entry.frame).is_new) return;
            interface.gave_up = false;
        }
        interface.recogniser.see(entry.frame);
        interface.waiting = true;
    }

    void hold(Interface& interface, const log::Entry& entry) {
        auto& kept = waiting_.emplace_back(entry);
        if (entry.frame.kind == can::Kind::xl) {
            xl_kept_.emplace_back(entry.xl_data.begin(), entry.xl_data.end());
            kept.xl_data = xl_kept_.back();
            xl_bytes_ += entry.xl_data.size();
        }
        if (interface.waiting && interface.recogniser.ripe()) {
            auto verdict = interface.recogniser.verdict();
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
                settle(*interfaces_[i], static_cast<std::uint16_t>(i), interfaces_[i]->recogniser.verdict());
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
        interface.recogniser.see(entry.frame);
        auto verdict = interface.recogniser.verdict();
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
        interface.recogniser = *second;
        settle(interface, entry.interface, std::move(verdict));
    }

    // --- decoding ---

    void process(Interface& interface, const log::Entry& entry) {
        ++counts_.frames;
        const auto [slot, is_new] = interface.slots.find(entry.frame);
        if (slot == nullptr) {
            ++counts_.crowded;
            return;
        }
        if (is_new || slot->dialect != interface.dialect) {
            if (interface.dialect != nullptr) reconsider(interface, entry);
            assign(interface, *slot);
        }
        if (interface.second) listen_again(interface, entry);
        decode(entry, *slot);
    }

    static void assign(const Interface& interface, Slot& slot) {
        slot.dialect = interface.dialect;
        slot.message = nullptr;
        slot.readings.clear();
        slot.decoded = false;
        if (interface.dialect == nullptr) return;
        if (interface.dialect->dbc != nullptr) return assign(*interface.dialect->dbc, slot);
        if (slot.kind != can::Kind::data) return;
        for (const auto& message : interface.dialect->messages)
            if (message.id.matches(slot.id)) slot.readings.push_back(&message);
        if (slot.readings.empty()) return;
        slot.message = slot.readings.front();
        std::size_t rows = 0;
        for (const auto* reading : slot.readings) rows = std::max(rows, reading->table->rows.size());
        slot.raw.assign(rows, 0);
    }

    /// Files of a user know CAN FD, too.
    static void assign(const dialect::DbcDialect& dbc, Slot& slot) {
        if (slot.kind == can::Kind::data || slot.kind == can::Kind::fd) slot.message = dbc.find(slot.id);
    }

    void decode(const log::Entry& entry, Slot& slot) {
        const auto payload = bytes::load_le64(entry.frame.data.data());
        const bool changed = slot.frames == 0 || payload != slot.payload ||
                             entry.frame.length != slot.length || slot.kind != can::Kind::data ||
                             (slot.message != nullptr && !slot.decoded);
        ++slot.frames;
        slot.payload = payload;
        slot.length = entry.frame.length;
        if (slot.message == nullptr)
            ++(slot.kind == can::Kind::data ? counts_.unknown : counts_.other);
        else if (changed)
            decode_changed(entry, slot);
        if (slot.message != nullptr) ++(slot.decoded ? counts_.decoded : counts_.too_short);
        enough_ = !sink_.take(entry, slot, changed);
    }

    void decode_changed(const log::Entry& entry, Slot& slot) {
        if (slot.readings.size() > 1) choose(entry, slot);
        const auto& message = *slot.message;
        slot.decoded = entry.frame.length >= wire::least_length(*message.table);
        slot.present = 0;
        if (slot.decoded)
            slot.present = message.decode(entry.frame.data.data(), entry.frame.length, slot.raw.data());
    }

    void choose(const log::Entry& entry, Slot& slot) {
        for (const auto* reading : slot.readings) {
            if (reading->suits != nullptr && !reading->suits(entry.frame.bytes())) continue;
            slot.message = reading;
            if (!reading->note.empty() && std::ranges::find(notes_, reading->note) == notes_.end())
                notes_.push_back(reading->note);
            return;
        }
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
    bool enough_ = false;
};

Stream::Stream(StreamOptions options, Sink& sink) : impl_(std::make_unique<Impl>(std::move(options), sink)) {}
Stream::~Stream() = default;
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;

bool Stream::push(std::span<const log::Entry> entries) {
    return impl_->push(entries);
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

} // namespace gtx::decode
