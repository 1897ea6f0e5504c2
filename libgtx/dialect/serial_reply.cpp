// SPDX-License-Identifier: MIT
// What a pack answers, from a state.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "dialect/common/answer_impl.hpp"
#include "dialect/common/serial_impl.hpp"
#include "gtx/state/keys.hpp"

namespace gtx::dialect {

namespace {

constexpr std::uint8_t every_pack = 0xFF;
constexpr std::uint8_t rtn_cid2_invalid = 0x04;
constexpr std::uint8_t rtn_format = 0x05;
constexpr std::uint8_t rtn_invalid_data = 0x06;

/// Who answers a request, for whom.
struct Asked {
    std::uint8_t from = 0;    ///< ADR of the reply
    std::size_t pack = 0;     ///< place of the first pack asked
    std::size_t packs = 1;    ///< how many of them
    std::uint8_t refusal = 0; ///< return code; 0: none
};

bool is_known(const state::Pack& p) {
    return !p.cells.empty() || !p.serial.empty() ||
           std::ranges::any_of(p.conditions, [](const auto& c) { return c.has_value(); }) ||
           std::ranges::any_of(state::key_rows(),
                               [&](const state::KeyRow& row) { return row.get(p).has_value(); });
}

/// The packs of a state: those it lists, without the last ones of which nothing is known; or the stack as the
/// only one.
std::vector<state::Pack> packs_of(const state::Snapshot& s) {
    auto packs = s.pack;
    while (packs.size() > 1 && !is_known(packs.back())) packs.pop_back();
    if (!packs.empty()) return packs;
    state::Pack whole;
    static_cast<state::Values&>(whole) = s;
    return {whole};
}

class Answering {
public:
    Answering(const SerialDialect& dialect, const serial::AsciiFrame& request, const state::Snapshot& state,
              std::uint8_t first, const ReplyStyle& style)
        : dialect_(dialect)
        , request_(request)
        , state_(state)
        , packs_(packs_of(state))
        , first_(first)
        , style_(style) {
        complete(state_);
        for (auto& p : packs_) complete_pack_alone(p);
    }

    Result<std::optional<serial::AsciiFrame>> run() {
        if (!is_ours()) return std::optional<serial::AsciiFrame>{};
        const auto here = place(request_.adr);
        if (!here) return std::optional<serial::AsciiFrame>{};
        const auto* command = find_command();
        if (command == nullptr) return refusal(*here, rtn_cid2_invalid);
        if (!command->harmless) return refusal(*here, dialect_.refuses_with);
        return answer(*command, ask(*command, *here));
    }

private:
    using Answer = Result<std::optional<serial::AsciiFrame>>;

    [[nodiscard]] bool is_ours() const {
        return dialect_.framing == Framing::ascii && request_.cid1 == dialect_.cid1 &&
               (dialect_.any_ver || request_.ver == dialect_.ver);
    }

    static void complete_pack_alone(state::Pack& p) {
        state::Snapshot one;
        one.pack.push_back(std::move(p));
        complete(one);
        p = std::move(one.pack.front());
    }

    /// The place of the pack with that address. Where addresses begin with 0, 0 and FF are the first pack's,
    /// too: PACE packs with another DIP setting answer to 00 (serial-protocols.md 4.1).
    [[nodiscard]] std::optional<std::size_t> place(std::uint8_t address) const {
        if (address >= first_ && address - std::size_t{first_} < packs_.size()) return address - first_;
        const bool any = dialect_.address_first == 0 && (address == 0 || address == every_pack);
        return any ? std::optional<std::size_t>(0) : std::nullopt;
    }

    [[nodiscard]] const SerialCommand* find_command() const {
        const auto found = std::ranges::find(dialect_.commands, request_.cid2, &SerialCommand::code);
        return found == dialect_.commands.end() ? nullptr : &*found;
    }

    /// What INFO asks for. Two bytes of INFO were answered as if only ADR had been sent (Tomcat42).
    [[nodiscard]] Asked ask(const SerialCommand& command, std::size_t here) const {
        Asked asked{.from = address(here), .pack = here};
        if (command.carries != Carries::pack || request_.info.size() > 1) return asked;
        if (request_.info.empty()) return with(asked, rtn_format);
        if (request_.info[0] == every_pack) {
            if (!command.all_packs || here != 0) return with(asked, rtn_invalid_data);
            asked.packs = packs_.size();
            return asked;
        }
        const auto wanted = place(request_.info[0]);
        if (!wanted) return with(asked, rtn_invalid_data);
        asked.pack = *wanted;
        return asked;
    }
    static Asked with(Asked asked, std::uint8_t rtn) {
        asked.refusal = rtn;
        return asked;
    }

    [[nodiscard]] std::uint8_t address(std::size_t place) const {
        return static_cast<std::uint8_t>(first_ + place);
    }
    [[nodiscard]] serial::AsciiFrame frame(std::uint8_t from, std::uint8_t rtn) const {
        return {.ver = dialect_.ver, .adr = from, .cid1 = dialect_.cid1, .cid2 = rtn, .info = {}};
    }
    [[nodiscard]] Answer refusal(std::size_t here, std::uint8_t rtn) const {
        return std::optional(frame(address(here), rtn));
    }

    [[nodiscard]] Answer answer(const SerialCommand& command, const Asked& asked) {
        if (asked.refusal != 0) return std::optional(frame(asked.from, asked.refusal));
        if (command.reply == nullptr && command.no_data) return std::optional(frame(asked.from, 0));
        if (command.reply == nullptr || command.carries == Carries::other)
            return std::optional(frame(asked.from, rtn_cid2_invalid));
        const bool all = asked.packs > 1 || (!request_.info.empty() && request_.info[0] == every_pack);
        const auto* layout = all && command.reply_all != nullptr ? command.reply_all : command.reply;
        Telling telling{.layout = *layout,
                        .stack = state_,
                        .packs = std::span(packs_).subspan(asked.pack, asked.packs),
                        .first_address = address(asked.pack),
                        .tail = tail_of(command)};
        GTX_TRY(auto info, tell(telling));
        auto reply = frame(asked.from, info ? 0 : rtn_cid2_invalid);
        if (info) reply.info = std::move(*info);
        return std::optional(std::move(reply));
    }

    [[nodiscard]] std::size_t tail_of(const SerialCommand& command) const {
        if (command.usual_tail != 0) return style_.short_status ? 0 : command.usual_tail;
        return style_.tail;
    }

    const SerialDialect& dialect_;
    const serial::AsciiFrame& request_;
    state::Snapshot state_;
    std::vector<state::Pack> packs_;
    std::uint8_t first_;
    ReplyStyle style_;
};

} // namespace

Result<std::optional<serial::AsciiFrame>> reply(const SerialDialect& dialect,
                                                const serial::AsciiFrame& request,
                                                const state::Snapshot& state, std::uint8_t first_address,
                                                const ReplyStyle& style) {
    return Answering(dialect, request, state, first_address, style).run();
}

} // namespace gtx::dialect
