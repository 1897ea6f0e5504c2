// SPDX-License-Identifier: MIT
// What is wrong in a recording: each finding is written when it is over, and what still lasts at the end.
#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "decode/findings_bus_impl.hpp"
#include "decode/names_impl.hpp"
#include "decode/states_impl.hpp"
#include "decode/writer_impl.hpp"

namespace gtx::decode {

using Kind = LogFinding;

namespace {

constexpr Ns gap_allowed = 5 * second;   // as the silence of a battery
constexpr Ns step_allowed = second / 10; // back, on one interface: adapters stamp in bursts; our choice
constexpr Ns step_between_allowed =
    second;                       // between interfaces, whose frames come from several queues; our choice
constexpr Ns begins_anew = quiet; // a longer gap ends all that went on
constexpr std::uint32_t everywhere = 0x1'0000; // no interface

class FindingsWriter : public Writer {
public:
    FindingsWriter(const WriterOptions& options, const log::InterfaceNames& interfaces,
                   const log::Counts* counts, Buffer& out)
        : options_(options)
        , interfaces_(interfaces)
        , counts_(counts)
        , chosen_(options_.selection, interfaces)
        , batteries_(interfaces)
        , out_(out)
        , recording_([this](const Episode& e) { done(everywhere, e); }) {
        if (options_.format == Format::csv)
            out_.append("t,to,if,finding,weight,pack,id,msg,key,worst,limit,count,lasting,says\n");
    }

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        auto& bus = bus_of(slot.interface);
        if (!is_wanted(entry, slot.interface)) {
            if (changed) bus.skip(slot);
            return true;
        }
        if (chosen_(entry, slot)) {
            ++selected_;
            messages_ += slot.message != nullptr && slot.decoded;
        }
        const Ns now = entry.time.known() ? entry.time.ns() : no_time;
        if (now != no_time) pass(bus, entry, now);
        changed = changed || bus.wants_again(slot);
        const auto* state = batteries_.take(entry, slot, changed);
        bus.take(entry, slot, changed, state, now);
        return !full();
    }

    void recognised(std::uint16_t interface, const dialect::Verdict& verdict) override {
        bus_of(interface).recognised(verdict);
    }

    void finish() override {
        if (full()) return;
        tell_lost();
        finishing_ = true;
        recording_.finish(last_);
        for (auto& bus : buses_)
            if (bus) bus->finish(last_);
        finishing_ = false;
        std::ranges::stable_sort(kept_, {}, [](const auto& k) { return k.second.from; });
        for (const auto& [interface, episode] : kept_) done(interface, episode);
    }

    std::string remark() const override {
        if (lines_ != 0 || selected_ == 0) return {};
        auto text = fmt::format("no findings in {} frame{}, {} message{}", selected_,
                                selected_ == 1 ? "" : "s", messages_, messages_ == 1 ? "" : "s");
        if (first_ == no_time) return text + "; without times, silence and periods are not looked at";
        return text + fmt::format(", {:.1f} s", seconds(between(first_, last_)));
    }
    bool alarming() const override { return alarming_; }

private:
    bool full() const { return options_.most && lines_ >= *options_.most; }

    Bus& bus_of(std::uint16_t number) {
        if (number >= buses_.size()) buses_.resize(number + std::size_t{1});
        auto& bus = buses_[number];
        if (!bus) bus = std::make_unique<Bus>([this, number](const Episode& e) { done(number, e); });
        return *bus;
    }

    bool is_wanted(const log::Entry& entry, std::uint16_t interface) const {
        const auto& s = options_.selection;
        if (s.selects_time() && !s.wants_time(entry.time)) return false;
        return s.interfaces.empty() ||
               std::ranges::find(s.interfaces, interfaces_.name(interface)) != s.interfaces.end();
    }

    // --- time ---

    /// The time of a frame, before the frame itself.
    void pass(Bus& bus, const log::Entry& entry, Ns now) {
        decimals_ = std::max<unsigned>(decimals_, entry.time_decimals > 6 ? 9 : 6);
        if (first_ == no_time) first_ = now;
        const auto back = between(now, bus.last());
        const auto back_all = between(now, last_);
        if (back > step_allowed) {
            auto& episode = bus.episodes().once({.kind = Kind::time_steps_back}, now, now);
            episode.key = "step_s";
            worsen(episode, seconds(back));
            interrupt(true);
            last_ = now;
        } else if (back_all > step_between_allowed) {
            interrupt(true);
            last_ = now;
        }
        look_at_gap(now);
        last_ = last_ == no_time ? now : std::max(last_, now);
        if (now >= next_settle_ || now < next_settle_ - second) settle(now);
    }

    void look_at_gap(Ns now) {
        const auto gap = between(last_, now);
        if (gap <= gap_allowed) return;
        const bool told = std::ranges::any_of(buses_, [](const auto& b) { return b && b->periodic(); });
        if (!told && gap <= begins_anew) return;
        if (told) {
            auto& episode = recording_.once({.kind = Kind::recording_gap}, last_, now);
            episode.key = "silence_s";
            worsen(episode, seconds(gap));
            episode.limit = seconds(gap_allowed);
        }
        interrupt(gap > begins_anew);
    }

    void interrupt(bool long_ago) {
        for (auto& bus : buses_)
            if (bus) bus->interrupt(std::max(bus->last(), no_time), long_ago);
    }

    void settle(Ns now) {
        next_settle_ = now > std::numeric_limits<Ns>::max() - second ? now : now + second;
        recording_.settle(now);
        for (auto& bus : buses_)
            if (bus) bus->settle(now);
    }

    void tell_lost() {
        if (counts_ == nullptr || counts_->dropped == 0) return;
        auto& episode = recording_.once({.kind = Kind::frames_lost}, first_, last_);
        episode.count = counts_->dropped;
    }

    // --- what is written ---

    void done(std::uint32_t interface, const Episode& episode) {
        if (finishing_) {
            kept_.emplace_back(interface, episode);
            return;
        }
        if (full() || !is_chosen(interface, episode)) return;
        line_.clear();
        if (options_.format == Format::json)
            json(interface, episode);
        else if (options_.format == Format::csv)
            csv(interface, episode);
        else
            text(interface, episode);
        line_ += '\n';
        out_.append(line_);
        ++lines_;
        alarming_ = alarming_ || row_of(episode.subject.kind).weight != diag::Weight::note;
    }

    /// With a selection of identifiers, messages or signals: what is about them.
    bool is_chosen(std::uint32_t interface, const Episode& e) const {
        const auto& s = options_.selection;
        if (s.ids.empty() && s.messages.empty() && s.signals.empty()) return true;
        if (interface == everywhere || !e.id()) return false;
        Slot slot;
        slot.interface = static_cast<std::uint16_t>(interface);
        slot.id = *e.id();
        slot.message = e.message();
        if (!wants(s, slot, interfaces_.name(slot.interface))) return false;
        const auto* row = e.subject.row;
        return s.signals.empty() || row == nullptr ||
               std::ranges::any_of(s.signals, [&](const auto& name) { return names_row(name, *row); });
    }

    std::string_view name_of(std::uint32_t interface) const {
        return interface == everywhere ? std::string_view{}
                                       : interfaces_.name(static_cast<std::uint16_t>(interface));
    }
    std::string time(Ns t) const {
        if (t == no_time) return {};
        char digits[time_room];
        return {digits, text::put_seconds(digits, Timestamp(t), decimals_)};
    }
    static std::string id_of(const Episode& e) {
        char digits[8];
        const auto id = *e.id();
        return {digits, text::put_hex(digits, id.value, id.extended ? 8 : 3)};
    }
    static std::string number(const std::optional<double>& value, unsigned decimals) {
        std::string out;
        if (value) text::append_number(out, *value, decimals, decimals);
        return out;
    }

    void text(std::uint32_t interface, const Episode& e) {
        const auto& row = row_of(e.subject.kind);
        if (e.from == no_time)
            line_ += "-";
        else
            line_ +=
                fmt::format("{}..{} ({:.1f} s)", time(e.from), time(e.to), seconds(between(e.from, e.to)));
        line_ += ' ';
        text::append_for_people(line_, interface == everywhere ? "-" : name_of(interface));
        line_ += fmt::format(" {} {}: {}{}", name(row.weight), row.code, words(e),
                             e.lasting ? " (still lasting)" : "");
    }

    void json(std::uint32_t interface, const Episode& e) {
        const auto& row = row_of(e.subject.kind);
        line_ += '{';
        const auto add = [&](std::string_view key, const std::string& value) {
            if (!value.empty()) line_ += fmt::format("{}\"{}\":{}", line_.size() == 1 ? "" : ",", key, value);
        };
        const auto quoted = [](std::string_view s) {
            std::string out;
            if (!s.empty()) text::append_json_string(out, s);
            return out;
        };
        add("t", time(e.from));
        add("to", time(e.to));
        add("if", quoted(name_of(interface)));
        add("finding", quoted(row.code));
        add("weight", quoted(name(row.weight)));
        add("pack", e.subject.pack ? std::to_string(*e.subject.pack) : std::string());
        add("id", e.id() ? quoted(id_of(e)) : std::string());
        add("msg", e.message() != nullptr ? quoted(e.message()->table->name) : std::string());
        add("key", quoted(key_of(e)));
        add("worst", number(e.worst, e.decimals));
        add("limit", number(e.limit, e.decimals));
        add("count", std::to_string(e.count));
        add("lasting", e.lasting ? "true" : "");
        add("says", quoted(words(e)));
        line_ += '}';
    }

    void csv(std::uint32_t interface, const Episode& e) {
        const auto& row = row_of(e.subject.kind);
        line_ += fmt::format("{},{},", time(e.from), time(e.to));
        text::append_csv_field(line_, name_of(interface));
        line_ += fmt::format(",{},{},{},{},{},{},{},{},{},{},", row.code, name(row.weight),
                             e.subject.pack ? std::to_string(*e.subject.pack) : "", e.id() ? id_of(e) : "",
                             e.message() != nullptr ? e.message()->table->name : "", key_of(e),
                             number(e.worst, e.decimals), number(e.limit, e.decimals), e.count,
                             e.lasting ? "true" : "");
        text::append_csv_field(line_, words(e));
    }

    WriterOptions options_;
    const log::InterfaceNames& interfaces_;
    const log::Counts* counts_;
    Chosen chosen_;
    Batteries batteries_;
    Buffer& out_;
    Episodes recording_;
    std::vector<std::unique_ptr<Bus>> buses_;
    std::vector<std::pair<std::uint32_t, Episode>> kept_; ///< at the end: to be sorted
    std::string line_;
    std::uint64_t messages_ = 0;
    Ns first_ = no_time;
    Ns last_ = no_time; ///< of all interfaces
    Ns next_settle_ = no_time;
    unsigned decimals_ = 6;
    bool finishing_ = false;
    bool alarming_ = false;
};

} // namespace

std::unique_ptr<Writer> make_findings_writer(const WriterOptions& options,
                                             const log::InterfaceNames& interfaces, const log::Counts* counts,
                                             Buffer& out) {
    return std::make_unique<FindingsWriter>(options, interfaces, counts, out);
}

} // namespace gtx::decode
