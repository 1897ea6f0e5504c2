// SPDX-License-Identifier: MIT
// Reading a description of a wiring: a line is a word, two ends with a dash between, and little else.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "link/wiring_impl.hpp"

namespace gtx::link {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string lower(std::string_view s) {
    std::string out(s);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// `s` in quotes, so that nothing in it harms a terminal.
std::string quoted(std::string_view s) {
    std::string shown;
    text::append_for_people(shown, s.substr(0, 40));
    return shown.starts_with('"') ? shown : fmt::format("'{}'", shown);
}

struct Word {
    std::string text; ///< lower case
    std::string_view written;
    std::size_t column = 0;
};

std::vector<Word> words_of(std::string_view line) {
    std::vector<Word> words;
    line = line.substr(0, line.find('#'));
    for (std::size_t at = 0; (at = line.find_first_not_of(blanks, at)) != line.npos;) {
        const auto end = std::min(line.find_first_of(blanks, at), line.size());
        const auto written = line.substr(at, end - at);
        words.push_back({lower(written), written, at + 1});
        at = end;
    }
    return words;
}

/// A number of one or two digits without sign, from 1.
std::optional<unsigned> small_number(std::string_view s) {
    if (s.empty() || s.size() > 2 || s.find_first_not_of("0123456789") != s.npos) return std::nullopt;
    const auto n = static_cast<unsigned>(*text::parse_integer(s));
    return n >= 1 ? std::optional(n) : std::nullopt;
}

/// What is left of the first dot, and the rest behind it.
struct Parts {
    std::string_view head;
    std::string_view tail;
    bool dotted = false;
};
Parts split(std::string_view s) {
    const auto dot = s.find('.');
    if (dot == s.npos) return {s, {}, false};
    return {s.substr(0, dot), s.substr(dot + 1), true};
}

std::optional<Signal> signal_named(std::string_view s) {
    for (int i = 2; i <= static_cast<int>(Signal::vcc); ++i)
        if (lower(name(static_cast<Signal>(i))) == s) return static_cast<Signal>(i);
    return std::nullopt;
}

std::optional<Spot> spot_named(Device device, std::string_view s, std::initializer_list<Spot> allowed) {
    for (const auto spot : allowed)
        if (lower(spot_name(device, spot)) == s) return spot;
    return std::nullopt;
}

class Reader {
public:
    ReadWiring read(std::string_view all) {
        for (std::size_t line = 1; !all.empty(); ++line) {
            const auto end = std::min(all.find('\n'), all.size());
            read_line(all.substr(0, end), line);
            all.remove_prefix(std::min(end + 1, all.size()));
            last_line_ = line;
        }
        if (!packs_ && out_.errors.empty())
            out_.errors.push_back({last_line_, 1, "expected 'packs N' with N from 1 to 6"});
        return std::move(out_);
    }

private:
    void fail(const Word& at, std::string what) {
        out_.errors.push_back({line_, at.column, std::move(what)});
    }

    void read_line(std::string_view line, std::size_t number) {
        line_ = number;
        words_ = words_of(line);
        if (words_.empty()) return;
        const auto& first = words_[0];
        if (first.text == "packs") return read_packs();
        constexpr std::array kinds = {CableKind::link, CableKind::power,   CableKind::pe,
                                      CableKind::can,  CableKind::contact, CableKind::pin};
        const auto kind = std::ranges::find_if(kinds, [&](CableKind k) { return name(k) == first.text; });
        if (kind == kinds.end())
            return fail(first, fmt::format("expected packs, link, power, pe, can, contact or pin, not {}",
                                           quoted(first.written)));
        if (!packs_) {
            packs_ = wired_packs_max; // told once
            return fail(first, "expected 'packs N' before the first cable");
        }
        read_cable(*kind);
    }

    void read_packs() {
        if (packs_) return fail(words_[0], "expected 'packs' once, before the first cable");
        const auto n = words_.size() > 1 ? small_number(words_[1].text) : std::nullopt;
        packs_ = wired_packs_max;
        if (!n || *n > wired_packs_max || words_.size() > 2) {
            const auto& at = words_.size() > 2 ? words_[2] : words_.back();
            return fail(at, "expected 'packs N' with N from 1 to 6");
        }
        packs_ = out_.wiring.packs = *n;
    }

    void read_cable(CableKind kind) {
        Connection c;
        c.kind = kind;
        c.line = line_;
        if (const auto a = end_at(kind, 1)) {
            if (words_.size() < 3 || words_[2].text != "-")
                return fail(at(2), fmt::format("expected '-' and the other end behind {}",
                                               quoted(words_[1].written)));
            c.a = *a;
            if (const auto b = end_at(kind, 3)) {
                c.b = *b;
                finish(c);
            }
        }
    }

    /// The word of that number, or where it would be.
    [[nodiscard]] Word at(std::size_t i) const {
        if (i < words_.size()) return words_[i];
        const auto& last = words_.back();
        return {"", "", last.column + last.written.size()};
    }

    std::optional<End> end_at(CableKind kind, std::size_t i) {
        const auto word = at(i);
        const auto end = end_of(kind, word.text);
        if (!end) {
            fail(word, fmt::format("expected {}{}", expected(kind),
                                   word.text.empty() ? "" : ", not " + quoted(word.written)));
            return std::nullopt;
        }
        if (end->device == Device::pack && end->pack > *packs_) {
            fail(word, fmt::format("there is no pack {}: expected 1 to {}", end->pack, *packs_));
            return std::nullopt;
        }
        return end;
    }

    static std::string_view expected(CableKind kind) {
        switch (kind) {
        case CableKind::link:
            return "a port such as 1.out, 2.in, 2.can or 2.rs232";
        case CableKind::power:
            return "a terminal such as 1.P+, 1.P-, pcs.+ or pcs.-";
        case CableKind::pe:
            return "a pack's number, or ground";
        case CableKind::can:
            return "pcs, or a port such as 1.can";
        case CableKind::contact:
            return "two pins such as 1.1/2 and, on the other side, pcs.charge or pcs.discharge";
        case CableKind::pin:
            break;
        }
        return "a pin such as 1.can.4, 1.rs232.2 or 1.lcd.1 and, on the other side, a signal such as "
               "pcs.CANH, "
               "pc.RX or lcd.VCC";
    }

    static std::optional<End> end_of(CableKind kind, std::string_view s) {
        const auto [head, tail, dotted] = split(s);
        if (const auto pack = small_number(head)) return end_of_pack(kind, *pack, tail, dotted);
        if (kind == CableKind::pe && s == "ground") return End{.device = Device::ground, .spot = Spot::pe};
        if (kind == CableKind::pin) return far_signal(head, tail);
        if (head != "pcs") return std::nullopt;
        if ((kind == CableKind::can || kind == CableKind::link) && (!dotted || tail == "can"))
            return End{.device = Device::pcs, .spot = Spot::can};
        const auto spot = kind == CableKind::power ? spot_named(Device::pcs, tail, {Spot::plus, Spot::minus})
                          : kind == CableKind::contact
                              ? spot_named(Device::pcs, tail, {Spot::no_charge, Spot::no_discharge})
                              : std::nullopt;
        return spot ? std::optional(End{.device = Device::pcs, .spot = *spot}) : std::nullopt;
    }

    static std::optional<End> far_signal(std::string_view head, std::string_view tail) {
        const auto signal = signal_named(tail);
        for (const auto device : {Device::pcs, Device::pc, Device::display})
            if (signal && device_name(device) == head) return End{.device = device, .signal = *signal};
        return std::nullopt;
    }

    static std::optional<End> end_of_pack(CableKind kind, unsigned pack, std::string_view tail, bool dotted) {
        End end{.pack = pack};
        std::optional<Spot> spot;
        switch (kind) {
        case CableKind::link:
        case CableKind::can:
            spot = spot_named(Device::pack, tail, {Spot::in, Spot::out, Spot::can, Spot::rs232});
            break;
        case CableKind::power:
            spot = spot_named(Device::pack, tail, {Spot::plus, Spot::minus});
            break;
        case CableKind::pe:
            if (!dotted || tail == "pe") spot = Spot::pe;
            break;
        case CableKind::contact:
            return contact_of(end, tail);
        case CableKind::pin:
            return pin_of(end, tail);
        }
        if (!spot) return std::nullopt;
        end.spot = *spot;
        return end;
    }

    static std::optional<End> contact_of(End end, std::string_view tail) {
        if (tail.size() != 3 || tail[1] != '/') return std::nullopt;
        const auto a = small_number(tail.substr(0, 1)), b = small_number(tail.substr(2));
        if (!a || !b || *a > 4 || *b > 4 || *a == *b) return std::nullopt;
        end.spot = Spot::contacts;
        end.pin = std::min(*a, *b);
        end.pin2 = std::max(*a, *b);
        return end;
    }

    static std::optional<End> pin_of(End end, std::string_view tail) {
        const auto [socket, digits, dotted] = split(tail);
        const auto spot = spot_named(Device::pack, socket, {Spot::can, Spot::rs232, Spot::lcd});
        const auto pin = small_number(digits);
        if (!spot || !pin || signal_at(*spot, *pin) == Signal::none) return std::nullopt;
        end.spot = *spot;
        end.pin = *pin;
        return end;
    }

    void finish(Connection& c) {
        if (const auto what = misfit(c); !what.empty()) return fail(words_[3], what);
        if (!read_load(c)) return;
        for (const auto* end : {&c.a, &c.b})
            if (const auto line = plugged_in(*end, c.kind); line != 0)
                return fail(end == &c.a ? words_[1] : words_[3],
                            fmt::format("{} holds a plug already, by line {}", text(*end), line));
        out_.wiring.cables.push_back(c);
    }

    /// Why the two ends cannot be ends of one cable; empty if they can.
    static std::string misfit(const Connection& c) {
        if (c.a == c.b) return "both ends are the same";
        const bool two_sided = c.kind == CableKind::contact || c.kind == CableKind::pin;
        if (two_sided && (c.a.device == Device::pack) == (c.b.device == Device::pack))
            return fmt::format("expected {}", expected(c.kind));
        return {};
    }

    /// "24V", "0.5A", behind a contact only, each once.
    bool read_load(Connection& c) {
        for (std::size_t i = 4; i < words_.size(); ++i) {
            const std::string_view s = words_[i].text;
            auto* const to = s.ends_with('v') ? &c.volts : s.ends_with('a') ? &c.amps : nullptr;
            const double value =
                to != nullptr ? text::parse_number(s.substr(0, s.size() - 1)).value_or(-1) : -1;
            if (c.kind != CableKind::contact || value < 0 || to->has_value()) {
                const auto* wanted =
                    c.kind == CableKind::contact ? "a load such as 24V 0.5A" : "the end of the line";
                fail(words_[i], fmt::format("expected {}, not {}", wanted, quoted(words_[i].written)));
                return false;
            }
            *to = value;
        }
        return true;
    }

    /// The line that put a plug into that socket; 0: none did. Terminals and grounding points take several.
    [[nodiscard]] std::size_t plugged_in(const End& end, CableKind kind) const {
        if (end.device != Device::pack) return 0;
        if (kind != CableKind::link && kind != CableKind::can && kind != CableKind::pin) return 0;
        for (const auto& c : out_.wiring.cables)
            if (c.a == end || c.b == end) return c.line;
        return 0;
    }

    ReadWiring out_;
    std::optional<unsigned> packs_;
    std::vector<Word> words_;
    std::size_t line_ = 0;
    std::size_t last_line_ = 1;
};

} // namespace

ReadWiring read_wiring(std::string_view text) {
    return Reader().read(text);
}

} // namespace gtx::link
