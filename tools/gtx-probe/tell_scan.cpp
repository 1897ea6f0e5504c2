// SPDX-License-Identifier: MIT
// A list of all packs that answered or were heard.
#include <optional>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "tools/gtx-probe/teller.hpp"

namespace gtx::probe_tool {

namespace {

/// One line of the list; empty is not known.
struct Pack {
    std::string source, dialect, address, speed, maker, model, version, serial;
};

struct Column {
    std::string_view key;
    std::string Pack::*text;
    bool number;
};
constexpr Column columns[] = {
    {"source", &Pack::source, false},   {"dialect", &Pack::dialect, false}, {"address", &Pack::address, true},
    {"speed_Bd", &Pack::speed, true},   {"maker", &Pack::maker, false},     {"model", &Pack::model, false},
    {"version", &Pack::version, false}, {"serial", &Pack::serial, false},
};

void append_json(std::string& out, const Pack& pack) {
    char lead = '{';
    for (const auto& c : columns) {
        const auto& text = pack.*c.text;
        if (text.empty()) continue;
        out += fmt::format("{}\"{}\":", lead, c.key);
        lead = ',';
        c.number ? void(out += text) : text::append_json_string(out, text);
    }
    out += "}\n";
}

void append_csv(std::string& out, const Pack& pack) {
    for (const auto& c : columns) {
        if (&c != columns) out += ',';
        text::append_csv_field(out, pack.*c.text);
    }
    out += '\n';
}

void append_csv_heading(std::string& out) {
    for (const auto& c : columns) (out += &c == columns ? "" : ",") += c.key;
    out += '\n';
}

void append_text(std::string& out, const Pack& pack) {
    const auto word = [&](std::string_view lead, const std::string& text, std::string_view unit = {}) {
        if (text.empty()) return;
        (out += "  ") += lead;
        text::append_for_people(out, text);
        out += unit;
    };
    text::append_for_people(out, pack.source);
    word("", pack.dialect);
    word("address ", pack.address);
    word("", pack.speed, " Bd");
    word("", pack.maker);
    word("", pack.model);
    word("", pack.version);
    word("serial ", pack.serial);
    out += '\n';
}

class ScanTeller : public Teller {
public:
    using Teller::Teller;
    [[nodiscard]] bool wants_a_while() const override { return true; }

private:
    cli::ExitStatus end(const std::vector<Seen>& seen) override {
        std::string out;
        if (options().format == Format::csv) append_csv_heading(out);
        const auto packs = all_packs(seen);
        for (const auto& pack : packs)
            options().format == Format::json  ? append_json(out, pack)
            : options().format == Format::csv ? append_csv(out, pack)
                                              : append_text(out, pack);
        sink().put(out);
        if (packs.empty()) tell_silence(seen);
        return packs.empty() ? cli::ExitStatus::no : cli::ExitStatus::yes;
    }

    std::vector<Pack> all_packs(const std::vector<Seen>& seen) const {
        std::vector<Pack> packs;
        for (const auto& one : seen) {
            for (const auto& f : one.found)
                packs.push_back({one.source, std::string(f.dialect == nullptr ? "" : f.dialect->name),
                                 std::to_string(f.address), f.speed == 0 ? "" : std::to_string(f.speed),
                                 f.maker, f.model, f.version, f.serial});
            if (one.found.empty()) add_heard(packs, one.source);
        }
        return packs;
    }

    /// What a bus says of itself: each pack, or the whole where it tells no packs.
    void add_heard(std::vector<Pack>& packs, const std::string& name) const {
        for (const auto& source : sources()) {
            const auto& s = source.latest;
            if (s.source != name) continue;
            if (s.pack.empty()) packs.push_back({s.source, s.dialect, "", "", "", s.name, "", ""});
            for (const auto& p : s.pack)
                packs.push_back({s.source, s.dialect, p.address ? std::to_string(*p.address) : "", "", "",
                                 s.name, "", p.serial});
        }
    }
};

} // namespace

std::unique_ptr<Teller> make_scan_teller(const Options& options, Sink& sink) {
    return std::make_unique<ScanTeller>(options, sink);
}

} // namespace gtx::probe_tool
