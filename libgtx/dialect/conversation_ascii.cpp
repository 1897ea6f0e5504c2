// SPDX-License-Identifier: MIT
// Requests and replies in hex text, and which protocol they are.
#include <algorithm>

#include <fmt/format.h>

#include "dialect/conversation_impl.hpp"

namespace gtx::dialect {

namespace {

/// An adapter that hears itself does so at once.
constexpr serial::Milliseconds echo_limit(50);

bool is_return_code(std::uint8_t code) {
    return code <= 0x09;
}
/// Return codes that are commands, too.
bool may_be_return_code(std::uint8_t code) {
    return code == 0x90 || code == 0x91 || (code >= 0xE1 && code <= 0xE4);
}

const SerialCommand* command_of(const SerialDialect& dialect, std::uint8_t code) {
    const auto found = std::ranges::find(dialect.commands, code, &SerialCommand::code);
    return found == dialect.commands.end() ? nullptr : &*found;
}

constexpr std::uint8_t pace_ver = 0x25;

} // namespace

AsciiTalk::AsciiTalk(Talk& talk) : talk_(talk) {
    for (const auto* d : all_serial())
        if (d->framing == Framing::ascii && (!talk.given || d == talk.dialect)) candidates_.push_back({d});
}

/// A reply of a pack that was asked, or a request: where the recording does not say, by CID2.
bool AsciiTalk::is_request(const serial::AsciiFrame& frame, Way way) const {
    if (way != Way::unknown) return way == Way::sent;
    if (is_return_code(frame.cid2)) return false;
    const bool waiting = asked_ && !asked_->answered;
    if (may_be_return_code(frame.cid2) && frame.ver != pace_ver)
        return !(waiting && frame.info.empty() && frame.adr == asked_->frame.adr);
    // The command where the return code belongs, and data behind it: some packs answer so.
    return !(waiting && frame.cid2 == asked_->frame.cid2 &&
             frame.info.size() > asked_->frame.info.size() + 1);
}

bool AsciiTalk::is_echo(const serial::AsciiSeen& seen, Way way) const {
    return way != Way::sent && asked_ && !asked_->answered && asked_->frame == seen.frame &&
           !is_return_code(seen.frame.cid2) && !longer(asked_->ended, seen.place.ended, echo_limit);
}

bool AsciiTalk::may_speak(const SerialDialect& dialect, const serial::AsciiFrame& frame) const {
    if (talk_.given) return true;
    return dialect.any_ver ? dialect.cid1 == frame.cid1
                           : dialect.ver == frame.ver && dialect.cid1 == frame.cid1;
}

/// Where addresses of its packs lie speaks for a protocol, and the version that it asks with.
void AsciiTalk::note_address(const SerialDialect& dialect, const serial::AsciiFrame& frame,
                             Candidate& candidate) const {
    constexpr std::uint8_t number = 0x0F; // a group of packs stands in the upper digit
    const unsigned n = frame.adr & number;
    if (n >= dialect.address_first && n <= dialect.address_last) candidate.points += 2;
    if (dialect.ver == frame.ver) candidate.points += 2;
    if (dialect.cid1 == frame.cid1) ++candidate.points;
}

/// The protocol for which most speaks; of equals the first.
void AsciiTalk::settle() {
    if (talk_.given) return;
    const auto best = std::ranges::max_element(candidates_, {}, &Candidate::points);
    if (best != candidates_.end() && best->points > 0) talk_.dialect = best->dialect;
}

SerialReading AsciiTalk::take_request(const serial::AsciiSeen& seen, Way way) {
    SerialReading r;
    r.place = seen.place;
    r.said = Said::request;
    r.address = seen.frame.adr;
    r.ver = seen.frame.ver;
    r.bytes = seen.frame.info;
    if (is_echo(seen, way)) {
        ++talk_.counts.echoes;
        r.dialect = talk_.dialect;
        r.command = asked_->command;
        r.note = "the request once more, as an adapter hears itself";
        return r;
    }
    ++talk_.counts.requests;
    if (asked_ && !asked_->answered) {
        ++talk_.counts.unanswered;
        if (shorter(asked_->ended, seen.place.began, serial::paper_reply_limit)) ++talk_.counts.overlapping;
    }
    for (auto& candidate : candidates_)
        if (may_speak(*candidate.dialect, seen.frame) && command_of(*candidate.dialect, seen.frame.cid2))
            note_address(*candidate.dialect, seen.frame, candidate);
    settle();
    r.dialect = talk_.dialect;
    if (r.dialect != nullptr) r.command = command_of(*r.dialect, seen.frame.cid2);
    if (r.command == nullptr) r.said = Said::unknown;
    if (r.command != nullptr && r.command->request != nullptr) {
        auto reading = wire::read(*r.command->request, r.bytes);
        r.layout = r.command->request;
        r.fields = std::move(reading.fields);
        r.rest = reading.why.empty() ? r.bytes.size() - reading.used : 0;
        r.why = std::move(reading.why);
    }
    asked_ = Asked{seen.frame, r.command, seen.place.ended};
    return r;
}

/// Reads a reply by the command that was asked, in the protocol that fits best.
SerialReading AsciiTalk::read_asked(const serial::AsciiFrame& frame) {
    SerialReading best;
    best.said = Said::unknown;
    best.dialect = talk_.dialect;
    int best_fit = 0;
    for (auto& candidate : candidates_) {
        const auto* command = command_of(*candidate.dialect, asked_->frame.cid2);
        if (command == nullptr || !may_speak(*candidate.dialect, asked_->frame)) continue;
        auto r = dialect::read_reply(*candidate.dialect, *command, frame, asked_->all());
        const int points = fit(r);
        candidate.points += points / 100;
        const bool first = best.command == nullptr;
        const bool preferred = points == best_fit && candidate.dialect == talk_.dialect;
        if (!first && points <= best_fit && !preferred) continue;
        best_fit = points;
        best = std::move(r);
    }
    return best;
}

/// The command of a reply that nobody was heard to ask for: the one whose layout explains all its bytes. What
/// is polled comes first.
SerialReading AsciiTalk::guess(const serial::AsciiFrame& frame) {
    constexpr int good = 900; // no byte left over, at most one value that is strange
    SerialReading best;
    best.said = frame.cid2 == 0 ? Said::unknown : Said::refusal;
    if (frame.cid2 != 0) best.why = fmt::format("{:02X}: {}", frame.cid2, describe_return_code(frame.cid2));
    best.dialect = talk_.dialect;
    best.bytes = frame.info;
    best.return_code = frame.cid2;
    if (frame.cid2 != 0 || frame.info.empty()) return best;
    std::int64_t best_points = good - 1;
    for (auto& candidate : candidates_) {
        if (!may_speak(*candidate.dialect, frame)) continue;
        Candidate like{candidate.dialect};
        note_address(*candidate.dialect, frame, like);
        for (const auto& command : candidate.dialect->commands) {
            if (command.reply == nullptr) continue;
            for (const bool all : {false, true}) {
                if (all && !command.all_packs) continue;
                auto r = dialect::read_reply(*candidate.dialect, command, frame, all);
                const auto points = fit(r) + like.points + (command.polled ? 1 : 0) +
                                    (candidate.dialect == talk_.dialect ? 10 : 0);
                if (points <= best_points || fit(r) < good || r.fields.size() < 2) continue;
                best_points = points;
                best = std::move(r);
                best.guessed = true;
            }
        }
    }
    if (best.guessed)
        for (auto& candidate : candidates_)
            if (candidate.dialect == best.dialect) ++candidate.points;
    return best;
}

SerialReading AsciiTalk::take_reply(const serial::AsciiSeen& seen) {
    const bool first = asked_ && !asked_->answered;
    const bool again = asked_ && asked_->answered && seen.frame.adr == asked_->answered_by &&
                       !longer(asked_->ended, seen.place.ended, serial::pace_ver20.reply_limit);
    const bool another = asked_ && asked_->answered && asked_->all() && seen.frame.adr != asked_->answered_by;
    SerialReading r;
    if (first || again || another) {
        r = read_asked(seen.frame);
    } else {
        ++talk_.counts.unasked;
        r = guess(seen.frame);
    }
    settle();
    if (first) {
        asked_->answered = true;
        asked_->answered_by = seen.frame.adr;
        if (seen.frame.adr != asked_->frame.adr) ++talk_.counts.other_address;
    }
    const bool one = asked_ && asked_->command != nullptr && !asked_->command->several;
    if (again && one && (r.said == Said::reply || r.said == Said::refusal)) ++talk_.counts.double_replies;
    r.place = seen.place;
    r.address = seen.frame.adr;
    r.ver = seen.frame.ver;
    if (r.bytes.empty()) r.bytes = seen.frame.info;
    if (r.command == nullptr) r.rest = r.bytes.size();
    return talk_.count(std::move(r));
}

SerialReading AsciiTalk::take(const serial::AsciiSeen& seen, Way way) {
    if (talk_.stranger == nullptr) talk_.stranger = find_serial_stranger(seen.frame.ver, seen.frame.cid1);
    if (is_echo(seen, way)) return take_request(seen, way);
    return is_request(seen.frame, way) ? take_request(seen, way) : take_reply(seen);
}

} // namespace gtx::dialect
