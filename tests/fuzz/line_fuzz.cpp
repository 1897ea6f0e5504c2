// SPDX-License-Identifier: MIT
// Replies of serial dialects, whatever their bytes: fields lie inside of the bytes, what is read fits a
// state, and a pack that has that state can answer.
//
// The first byte chooses the command and whether all packs were asked, the rest is INFO.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/state/write.hpp"

using namespace gtx;
using dialect::SerialCommand;
using dialect::SerialDialect;
using dialect::SerialReading;

namespace {

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

struct Asked {
    const SerialDialect* dialect;
    const SerialCommand* command;
};

/// All commands of hex text that have a reply.
const std::vector<Asked>& all_commands() {
    static const auto all = [] {
        std::vector<Asked> found;
        for (const auto* d : dialect::all_serial())
            for (const auto& c : d->commands)
                if (d->framing == dialect::Framing::ascii && c.reply != nullptr) found.push_back({d, &c});
        return found;
    }();
    return all;
}

void check_fields(const SerialReading& r) {
    require(r.rest <= r.bytes.size(), "what is left over is part of the bytes");
    require((r.said == dialect::Said::misfit) == !r.why.empty(), "a misfit says why, and nothing else does");
    for (const auto& f : r.fields) {
        require(f.row != nullptr && !wire::key(f).empty(), "a field has a row and a key");
        require(f.pack <= r.packs || r.packs == 0, "a field is of a pack that is there");
        if (f.row->kind != wire::Kind::text || f.text.empty()) continue;
        const auto* at = reinterpret_cast<const std::uint8_t*>(f.text.data());
        require(at >= r.bytes.data() && at + f.text.size() <= r.bytes.data() + r.bytes.size(),
                "a text lies inside of the bytes");
    }
}

std::string as_json(state::Snapshot s) {
    std::string out;
    append_json(out, s);
    return out;
}

/// What a pack of that state answers can be read, and answered again. That the same comes back is not asked
/// here: values that contradict each other may suit another layout. Unit tests ask it of states that hold.
void check_answer(const Asked& asked, const state::Snapshot& s, bool all) {
    if (!asked.command->harmless || asked.command->carries == dialect::Carries::other) return;
    constexpr std::uint8_t first = 1;
    serial::AsciiFrame request{.ver = asked.dialect->ver,
                               .adr = first,
                               .cid1 = asked.dialect->cid1,
                               .cid2 = asked.command->code,
                               .info = {}};
    if (asked.command->carries == dialect::Carries::pack) request.info = {all ? std::uint8_t{0xFF} : first};
    const auto once = dialect::reply(*asked.dialect, request, s, first);
    if (!once || !*once) return; // another layout of the reply held more than the usual one can
    require((*once)->adr == first, "the pack asked answers");
    const auto r = dialect::read_reply(*asked.dialect, *asked.command, **once, all);
    require(r.said == dialect::Said::reply || r.said == dialect::Said::refusal, "an answer can be read");
    if (r.said != dialect::Said::reply) return;
    state::Snapshot read;
    dialect::apply(r, read);
    const auto twice = dialect::reply(*asked.dialect, request, read, first);
    require(twice && *twice, "what a pack said it can say again");
}

void check(const Asked& asked, std::vector<std::uint8_t> info, bool all) {
    const serial::AsciiFrame frame{
        .ver = asked.dialect->ver, .adr = 1, .cid1 = asked.dialect->cid1, .cid2 = 0, .info = std::move(info)};
    const auto r = dialect::read_reply(*asked.dialect, *asked.command, frame, all);
    check_fields(r);
    state::Snapshot s;
    dialect::apply(r, s);
    require(r.said == dialect::Said::reply || (s.pack.empty() && s.dialect.empty()), "a misfit says nothing");
    require(s.pack.size() <= 256, "a state holds no more packs than addresses");
    auto whole = s;
    dialect::complete(whole);
    auto again = s;
    dialect::apply(r, again);
    require(as_json(s) == as_json(again), "what is said twice says nothing new");
    require(as_json(whole).size() < 4'000'000, "a state is bounded");
    if (r.said == dialect::Said::reply && !s.pack.empty()) check_answer(asked, s, all);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const auto& commands = all_commands();
    const bool all = (data[0] & 0x80) != 0;
    std::vector<std::uint8_t> info(data + 1, data + size);
    info.resize(std::min(info.size(), serial::AsciiFrame::max_info));
    check(commands[(data[0] & 0x7FU) % commands.size()], std::move(info), all);
    return 0;
}
