// SPDX-License-Identifier: MIT
// What a person writes who wants the last bit of speed and knows the log: no list of dialects, no selection,
// no look at what may be wrong in a line beyond what keeps the loop from running away.
#include "log_reference.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace gtx::bench {

namespace {

constexpr std::size_t block_size = 256 * 1024;

[[noreturn]] void give_up(const char* what) {
    perror(what);
    std::exit(2);
}

// --- a line

struct Frame {
    std::uint64_t micro = 0;
    std::uint32_t id = 0;
    bool wide = false; ///< written with eight digits
    bool remote = false;
    unsigned length = 0;
    std::uint64_t data = 0;
    const char* interface = nullptr;
    std::size_t interface_size = 0;

    [[nodiscard]] bool is_error() const { return wide && (id & 0x20000000) != 0; }
};

constexpr auto nibbles = [] {
    std::array<std::uint8_t, 256> t{};
    t.fill(0xFF);
    for (std::uint8_t i = 0; i < 10; ++i) t[std::size_t{'0'} + i] = i;
    for (std::uint8_t i = 0; i < 6; ++i)
        t[std::size_t{'A'} + i] = t[std::size_t{'a'} + i] = static_cast<std::uint8_t>(10 + i);
    return t;
}();

unsigned nibble(char c) {
    return nibbles[static_cast<unsigned char>(c)];
}

std::uint64_t take_number(const char*& p) {
    std::uint64_t v = 0;
    for (; *p >= '0' && *p <= '9'; ++p) v = v * 10 + static_cast<unsigned>(*p - '0');
    return v;
}

bool parse_bytes(const char* p, Frame& frame) {
    frame.data = 0;
    frame.length = 0;
    frame.remote = *p == 'R';
    if (frame.remote) return true;
    for (; frame.length < 8; p += 2, ++frame.length) {
        const unsigned high = nibble(p[0]);
        if (high > 15) break;
        const unsigned low = nibble(p[1]);
        if (low > 15) return false;
        frame.data |= std::uint64_t{high << 4 | low} << (8 * frame.length);
    }
    return true;
}

/// The line at `p`; the block has room behind its end.
bool parse(const char* p, Frame& frame) {
    if (*p++ != '(') return false;
    const auto seconds = take_number(p);
    if (*p++ != '.') return false;
    const char* const fraction = p;
    frame.micro = seconds * 1'000'000 + take_number(p);
    if (p != fraction + 6 || *p != ')') return false;
    frame.interface = p += 2;
    while (*p > ' ') ++p;
    frame.interface_size = static_cast<std::size_t>(p - frame.interface);
    const char* const id = ++p;
    frame.id = 0;
    for (unsigned digit = nibble(*p); digit < 16; digit = nibble(*++p)) frame.id = frame.id << 4 | digit;
    frame.wide = p - id == 8;
    return *p == '#' && (frame.wide || p - id == 3) && parse_bytes(p + 1, frame);
}

template <class Take>
std::uint64_t each_frame(const std::string& log, Take&& take) {
    const int fd = ::open(log.c_str(), O_RDONLY);
    if (fd < 0) give_up(log.c_str());
    std::vector<char> block(block_size + 64);
    std::uint64_t frames = 0;
    for (std::size_t have = 0;;) {
        const auto got = ::read(fd, block.data() + have, block_size - have);
        if (got < 0) give_up(log.c_str());
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
        const char* p = block.data();
        const char* const end = p + have;
        Frame frame;
        for (const void* stop = nullptr; (stop = std::memchr(p, '\n', static_cast<std::size_t>(end - p)));) {
            if (parse(p, frame)) ++frames, take(frame);
            p = static_cast<const char*>(stop) + 1;
        }
        have = static_cast<std::size_t>(end - p);
        std::memmove(block.data(), p, have);
    }
    ::close(fd);
    return frames;
}

// --- what is written

/// Constant text, copied 64 bytes at a time.
struct Text {
    Text(const std::string& s = "") : size(s.size()) { s.copy(chars, sizeof chars); }
    char* put(char* out) const {
        std::memcpy(out, chars, sizeof chars);
        return out + size;
    }
    char chars[64] = {};
    std::size_t size = 0;
};

constexpr auto pairs = [] {
    std::array<char, 200> t{};
    for (std::size_t i = 0; i < 100; ++i) {
        t[2 * i] = static_cast<char>('0' + i / 10);
        t[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return t;
}();

char* put_pair(char* out, std::uint64_t v) {
    std::memcpy(out, pairs.data() + 2 * v, 2);
    return out + 2;
}

/// Less than 10,000.
char* put_small(char* out, std::uint64_t v) {
    if (v >= 1000) return put_pair(put_pair(out, v / 100), v % 100);
    if (v >= 100) {
        *out = static_cast<char>('0' + v / 100);
        return put_pair(out + 1, v % 100);
    }
    if (v >= 10) return put_pair(out, v);
    *out = static_cast<char>('0' + v);
    return out + 1;
}

char* put_unsigned(char* out, std::uint64_t v) {
    if (v < 10000) return put_small(out, v);
    return put_pair(put_pair(put_unsigned(out, v / 10000), v / 100 % 100), v % 100);
}

char* put_value(char* out, std::int64_t raw, unsigned decimals) {
    auto v = static_cast<std::uint64_t>(raw);
    if (raw < 0) {
        *out++ = '-';
        v = 0 - v;
    }
    if (decimals == 0) return put_unsigned(out, v);
    out = put_unsigned(out, decimals == 1 ? v / 10 : v / 100);
    *out++ = '.';
    if (decimals == 2) return put_pair(out, v % 100);
    *out = static_cast<char>('0' + v % 10);
    return out + 1;
}

class Output {
public:
    ~Output() { flush(); }
    /// The place to write at, with room for the longest frame.
    char* room() {
        if (at_ > block_size) flush();
        return block_.data() + at_;
    }
    void end(const char* p) { at_ = static_cast<std::size_t>(p - block_.data()); }

private:
    void flush() {
        for (std::size_t done = 0; done < at_;) {
            const auto n = ::write(STDOUT_FILENO, block_.data() + done, at_ - done);
            if (n <= 0) give_up("stdout");
            done += static_cast<std::size_t>(n);
        }
        at_ = 0;
    }
    std::vector<char> block_ = std::vector<char>(block_size + 8192);
    std::size_t at_ = 0;
};

/// Time and interface; the seconds are kept as text.
class Beginning {
public:
    explicit Beginning(const std::string& before, const std::string& between)
        : before_(before), between_(between) {}

    char* put(char* out, const Frame& frame) {
        const auto seconds = frame.micro / 1'000'000;
        if (seconds != seconds_) {
            seconds_ = seconds;
            digits_ = Text(std::to_string(seconds) + '.');
        }
        const auto rest = frame.micro - seconds * 1'000'000;
        out = digits_.put(before_.put(out));
        out = put_pair(put_pair(put_pair(out, rest / 10000), rest / 100 % 100), rest % 100);
        out = between_.put(out);
        std::memcpy(out, frame.interface, 16);
        return out + frame.interface_size;
    }

private:
    Text before_;
    Text between_;
    Text digits_;
    std::uint64_t seconds_ = ~std::uint64_t{0};
};

// --- the six messages, and the keep-alive of the inverter

struct Field {
    std::string_view name;
    std::string_view unit;
    unsigned start = 0; ///< the lowest bit
    unsigned width = 16;
    bool is_signed = false;
    unsigned decimals = 0;
    bool flag = false;
    Text json{};       ///< what stands before the value
    Text csv{};        ///< the same
    Text csv_behind{}; ///< and behind it

    [[nodiscard]] std::int64_t raw(std::uint64_t data) const {
        const auto bits = data >> start & ((std::uint64_t{1} << width) - 1);
        return is_signed ? static_cast<std::int16_t>(bits) : static_cast<std::int64_t>(bits);
    }
};

struct Message {
    std::string_view name;
    std::vector<Field> fields{};
    std::string_view text{}; ///< the name of a text that fills the whole frame
    Text json{};             ///< what stands between the interface and the first field
};

Field number(std::string_view name, std::string_view unit, unsigned word, unsigned decimals, bool is_signed) {
    return {.name = name, .unit = unit, .start = 16 * word, .is_signed = is_signed, .decimals = decimals};
}

Field flag(std::string_view name, unsigned bit) {
    return {.name = name, .unit = "", .start = bit, .width = 1, .flag = true};
}

std::vector<Field> alarm_fields() {
    return {flag("protection_overvoltage", 1),
            flag("protection_undervoltage", 2),
            flag("protection_overtemperature", 3),
            flag("protection_undertemperature", 4),
            flag("protection_discharge_overcurrent", 7),
            flag("protection_charge_overcurrent", 8),
            flag("protection_system_error", 11),
            flag("alarm_overvoltage", 17),
            flag("alarm_undervoltage", 18),
            flag("alarm_overtemperature", 19),
            flag("alarm_undertemperature", 20),
            flag("alarm_discharge_overcurrent", 23),
            flag("alarm_charge_overcurrent", 24),
            flag("alarm_communication", 27),
            {.name = "modules", .unit = "", .start = 32, .width = 8}};
}

class Messages {
public:
    Messages() {
        add(0x305, {"keep_alive"});
        add(0x351, {"limits",
                    {number("charge_voltage_limit", "V", 0, 1, false),
                     number("charge_current_limit", "A", 1, 1, true),
                     number("discharge_current_limit", "A", 2, 1, true),
                     number("discharge_voltage_limit", "V", 3, 1, false)}});
        add(0x355,
            {"state_of_charge", {number("soc", "pct", 0, 0, false), number("soh", "pct", 1, 0, false)}});
        add(0x356, {"measurements",
                    {number("voltage", "V", 0, 2, true), number("current", "A", 1, 1, true),
                     number("temperature", "degC", 2, 1, true)}});
        add(0x359, {"alarms", alarm_fields()});
        add(0x35C, {"requests",
                    {flag("charge_enabled", 7), flag("discharge_enabled", 6), flag("force_charge_1", 5),
                     flag("force_charge_2", 4), flag("full_charge_request", 3)}});
        add(0x35E, {"manufacturer", {}, "manufacturer"});
    }
    [[nodiscard]] const Message* find(const Frame& frame) const {
        return frame.wide || frame.remote ? nullptr : by_id_[frame.id & 0x7FF];
    }

private:
    void add(std::uint32_t id, Message message) {
        constexpr std::string_view hex = "0123456789ABCDEF";
        const std::string digits = {hex[id >> 8], hex[id >> 4 & 15], hex[id & 15]};
        const std::string name(message.name);
        message.json = Text("\",\"id\":\"" + digits + R"(","dialect":"pylontech","msg":")" + name + '"');
        for (auto& f : message.fields) {
            const std::string key(f.name);
            f.json = Text(",\"" + key + (f.unit.empty() ? "" : "_") + std::string(f.unit) + "\":");
            f.csv = Text(',' + digits + ",pylontech," + name + ',' + key + ',');
            f.csv_behind = Text(',' + std::string(f.unit) + '\n');
        }
        all_.push_back(std::make_unique<Message>(std::move(message)));
        by_id_[id] = all_.back().get();
    }

    std::vector<std::unique_ptr<Message>> all_;
    std::array<const Message*, 2048> by_id_{};
};

// --- the jobs

Tally add_up(const std::string& log) {
    const Messages messages;
    Tally tally;
    tally.frames = each_frame(log, [&](const Frame& frame) {
        const auto* message = messages.find(frame);
        if (message == nullptr) return;
        for (const auto& field : message->fields) tally.sum += field.raw(frame.data);
        tally.values += message->fields.size();
    });
    return tally;
}

std::string_view characters(const Frame& frame) {
    std::string_view s(reinterpret_cast<const char*>(&frame.data), frame.length);
    while (s.ends_with(' ')) s.remove_suffix(1);
    return s;
}

char* put(char* out, std::string_view s) {
    std::memcpy(out, s.data(), s.size());
    return out + s.size();
}

char* put_json_raw(char* out, const Frame& frame) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    out = put(out, "\",\"id\":\"");
    for (int shift = frame.wide ? 28 : 8; shift >= 0; shift -= 4) *out++ = hex[frame.id >> shift & 15];
    *out++ = '"';
    if (frame.remote) out = put(out, ",\"kind\":\"remote\",\"length\":0");
    if (frame.is_error()) out = put(out, ",\"kind\":\"error\"");
    out = put(out, ",\"data\":\"");
    for (unsigned i = 0; i < frame.length; ++i) {
        const auto byte = frame.data >> (8 * i);
        *out++ = hex[byte >> 4 & 15];
        *out++ = hex[byte & 15];
    }
    return put(out, "\"}\n");
}

char* put_json(char* out, const Frame& frame, const Message& message) {
    out = message.json.put(out);
    for (const auto& field : message.fields) {
        out = field.json.put(out);
        const auto raw = field.raw(frame.data);
        out = field.flag ? put(out, raw != 0 ? "true" : "false") : put_value(out, raw, field.decimals);
    }
    if (!message.text.empty()) out = put(put(put(out, ",\"manufacturer\":\""), characters(frame)), "\"");
    return put(out, "}\n");
}

Tally write_json(const std::string& log, bool all) {
    const Messages messages;
    Output output;
    Beginning beginning("{\"t\":", ",\"if\":\"");
    Tally tally;
    tally.frames = each_frame(log, [&](const Frame& frame) {
        const auto* message = messages.find(frame);
        if (message == nullptr && !all) return;
        char* const out = beginning.put(output.room(), frame);
        output.end(message == nullptr ? put_json_raw(out, frame) : put_json(out, frame, *message));
    });
    return tally;
}

Tally write_csv(const std::string& log) {
    const Messages messages;
    Output output;
    output.end(put(output.room(), "t,if,id,dialect,msg,signal,value,unit\n"));
    Beginning beginning("", ",");
    Tally tally;
    tally.frames = each_frame(log, [&](const Frame& frame) {
        const auto* message = messages.find(frame);
        if (message == nullptr) return;
        char line[128];
        const auto size = static_cast<std::size_t>(beginning.put(line, frame) - line);
        char* out = output.room();
        const auto begin = [&] { std::memcpy(out, line, 64), out += size; };
        for (const auto& field : message->fields) {
            begin();
            out = put_value(field.csv.put(out), field.raw(frame.data), field.decimals);
            out = field.csv_behind.put(out);
        }
        if (!message->text.empty()) {
            begin();
            out = put(put(put(out, ",35E,pylontech,manufacturer,manufacturer,"), characters(frame)), ",\n");
        }
        output.end(out);
    });
    return tally;
}

} // namespace

Tally refer(Job job, const std::string& log) {
    switch (job) {
    case Job::decode:
        return add_up(log);
    case Job::json_all:
        return write_json(log, true);
    case Job::json:
        return write_json(log, false);
    case Job::csv:
        return write_csv(log);
    }
    return {};
}

} // namespace gtx::bench
