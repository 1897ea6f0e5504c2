// SPDX-License-Identifier: MIT
#include "probe/looking_impl.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace gtx::probe {

using dialect::Framing;
using dialect::SerialCommand;
using dialect::SerialDialect;

const SerialCommand* first_polled(const SerialDialect& dialect) {
    const auto suits = [&](const SerialCommand& c) { return c.polled && can_ask(dialect, c); };
    const auto found = std::ranges::find_if(dialect.commands, suits);
    return found == dialect.commands.end() ? nullptr : &*found;
}

namespace {

// Addresses beyond those of the greetings that are tried while no protocol is known: a stack's next packs,
// and DIP switches set to the next number.
constexpr int further_addresses = 3;

/// The protocols that can be asked: the one given, or all that have greetings.
std::vector<const SerialDialect*> dialects(const SerialProbeOptions& options) {
    if (options.dialect != nullptr) return {options.dialect};
    std::vector<const SerialDialect*> out;
    for (const auto* d : dialect::all_serial())
        if (!d->greetings.empty()) out.push_back(d);
    return out;
}

std::vector<std::uint32_t> speeds(const SerialDialect& dialect, const SerialProbeOptions& options) {
    if (options.fixed_speed) return {options.line_speed};
    if (options.speed) return {*options.speed};
    if (dialect.speeds.empty()) return {options.line_speed};
    return {dialect.speeds.begin(), dialect.speeds.end()};
}

/// What is asked of an address to see whether somebody is there.
const SerialCommand* knock(const SerialDialect& dialect) {
    for (const auto& greeting : dialect.greetings)
        if (can_ask(dialect, *greeting.command)) return greeting.command;
    return first_polled(dialect);
}

bool has_addresses(const SerialDialect& dialect) {
    return dialect.framing == Framing::ascii;
}

Question question(const SerialDialect& dialect, const SerialCommand* command, std::uint8_t address,
                  std::uint32_t speed) {
    return {.dialect = &dialect,
            .command = command,
            .address = address,
            .speed = speed,
            .patience = Patience::brief,
            .adopt = true};
}

void add(std::vector<Question>& list, const Question& q) {
    if (q.command != nullptr && std::ranges::find(list, q) == list.end()) list.push_back(q);
}

void add_greetings(std::vector<Question>& list, const SerialDialect& dialect, std::uint32_t speed) {
    for (const auto& greeting : dialect.greetings)
        if (can_ask(dialect, *greeting.command))
            add(list, question(dialect, greeting.command, greeting.address, speed));
    if (dialect.greetings.empty())
        add(list, question(dialect, first_polled(dialect), dialect.address_first, speed));
}

void add_addresses(std::vector<Question>& list, const SerialDialect& dialect, std::uint32_t speed, int last) {
    if (!has_addresses(dialect)) return;
    for (int address = dialect.address_first; address <= last; ++address)
        add(list, question(dialect, knock(dialect), static_cast<std::uint8_t>(address), speed));
}

/// Calls `visit(dialect, speed)`: every protocol with its likely speed, then with the next. Those of one
/// speed come together: so a reply that is late still comes at its speed.
template <class Visit>
void by_speed(const SerialProbeOptions& options, Visit&& visit) {
    const auto all = dialects(options);
    std::uint32_t last = 0;
    for (std::size_t rank = 0;; ++rank) {
        std::vector<std::pair<const SerialDialect*, std::uint32_t>> pairs;
        for (const auto* dialect : all)
            if (const auto list = speeds(*dialect, options); rank < list.size())
                pairs.emplace_back(dialect, list[rank]);
        if (pairs.empty()) return;
        while (!pairs.empty()) {
            const auto same = [&](const auto& p) { return p.second == last; };
            if (std::ranges::none_of(pairs, same)) last = pairs.front().second;
            for (const auto& [dialect, speed] : pairs)
                if (speed == last) visit(*dialect, speed);
            std::erase_if(pairs, same);
        }
    }
}

/// Where the addresses are given, what is asked first is what a state needs: so the answer is not lost.
void add_given(std::vector<Question>& list, const SerialProbeOptions& options, const SerialDialect& dialect,
               std::uint32_t speed) {
    const auto* command = options.dialect != nullptr ? first_polled(dialect) : knock(dialect);
    for (const auto address : options.addresses) {
        auto q = question(dialect, command, address, speed);
        if (options.dialect != nullptr && (options.speed || options.fixed_speed)) q.patience = Patience::full;
        add(list, q);
    }
}

} // namespace

Looking::Looking(const SerialProbeOptions& options) {
    by_speed(options, [&](const SerialDialect& dialect, std::uint32_t speed) {
        if (!options.addresses.empty() && has_addresses(dialect))
            add_given(list_, options, dialect, speed);
        else
            add_greetings(list_, dialect, speed);
    });
    likely_ = list_.size();
    if (!options.addresses.empty()) return;
    by_speed(options, [&](const SerialDialect& dialect, std::uint32_t speed) {
        const int last = dialect.address_last;
        const int near = std::min(last, dialect.address_first + further_addresses);
        add_addresses(list_, dialect, speed, options.dialect != nullptr ? last : near);
    });
}

/// In each round the likely ones are waited for longer: they may be slow.
void Looking::advance() {
    if (++at_ < list_.size()) return;
    at_ = 0;
    for (std::size_t i = 0; i < likely_; ++i)
        list_[i].patience = list_[i].patience == Patience::brief ? Patience::fair : Patience::full;
}

void Looking::ask_again(const Question& question) {
    const auto same = [&](Question q) {
        q.patience = question.patience;
        return q == question;
    };
    const auto found = std::ranges::find_if(list_, same);
    if (found == list_.end()) return;
    found->patience = Patience::full;
    at_ = static_cast<std::size_t>(found - list_.begin());
}

Scanning::Scanning(const SerialProbeOptions& options) {
    for (const auto* dialect : dialects(options))
        for (const auto speed : speeds(*dialect, options)) {
            if (has_addresses(*dialect))
                add_addresses(list_, *dialect, speed, dialect->address_last);
            else
                add_greetings(list_, *dialect, speed);
        }
}

void Scanning::keep_to(const Question& question) {
    const auto first = list_.begin() + static_cast<std::ptrdiff_t>(std::min(at_ + 1, list_.size()));
    list_.erase(std::remove_if(first, list_.end(),
                               [&](const Question& q) {
                                   return q.dialect != question.dialect || q.speed != question.speed;
                               }),
                list_.end());
}

// --- what was tried, in words ---

void Tried::add(const Question& question, bool speed_matters) {
    const auto speed = speed_matters ? question.speed : 0;
    auto row = std::ranges::find_if(
        rows_, [&](const Row& r) { return r.dialect == question.dialect && r.speed == speed; });
    if (row == rows_.end()) row = rows_.insert(row, Row{question.dialect, speed, {}});
    auto& all = row->addresses;
    const auto at = std::ranges::lower_bound(all, question.address);
    if (at == all.end() || *at != question.address) all.insert(at, question.address);
}

namespace {

/// "2-4, 7".
std::string ranges(const std::vector<std::uint8_t>& sorted) {
    std::string out;
    for (std::size_t i = 0; i < sorted.size();) {
        auto last = i;
        while (last + 1 < sorted.size() && sorted[last + 1] == sorted[last] + 1) ++last;
        out += fmt::format("{}{}", out.empty() ? "" : ", ", sorted[i]);
        if (last != i) out += fmt::format("-{}", sorted[last]);
        i = last + 1;
    }
    return out;
}

} // namespace

std::vector<std::string> Tried::words() const {
    std::vector<std::string> out;
    for (const auto& row : rows_) {
        auto text = std::string(row.dialect->name);
        if (row.speed != 0) text += fmt::format(" at {} Bd", row.speed);
        if (has_addresses(*row.dialect))
            text +=
                fmt::format(", address{} {}", row.addresses.size() == 1 ? "" : "es", ranges(row.addresses));
        out.push_back(std::move(text));
    }
    return out;
}

} // namespace gtx::probe
