// SPDX-License-Identifier: MIT
#include "decoding.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include <fmt/format.h>

namespace decoding {

std::uint32_t seed() {
    static const std::uint32_t value = [] {
        const char* given = std::getenv("GTX_SEED");
        const auto s =
            given ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
        std::cout << "GTX_SEED=" << s << '\n';
        return s;
    }();
    return value;
}

std::string pylontech_cycle(int second, std::string_view name) {
    constexpr std::string_view frames[] = {"359#0000000002504E", "351#1402F401F401C201",
                                           "355#3F006300",       "356#4E1406FFE700",
                                           "35C#C000",           "35E#50594C4F4E202020"};
    std::string text;
    for (int i = 0; const auto frame : frames)
        text += fmt::format("({}.{:06}) {} {}\n", second, 1000 * ++i, name, frame);
    return text;
}

std::string quiet_log(int seconds) {
    std::string text;
    for (int s = 0; s < seconds; ++s) text += pylontech_cycle(1'700'000'000 + s);
    return text;
}

bool Recorder::take(const log::Entry&, const Slot& slot, bool changed) {
    const bool shown = slot.message != nullptr && slot.decoded;
    frames.push_back(fmt::format("{} {:X} {}{}", slot.interface, slot.id.value,
                                 shown ? slot.message->table->name : "-", changed ? " *" : ""));
    return frames.size() < most;
}

void Recorder::recognised(std::uint16_t interface, const dialect::Verdict& verdict) {
    told.push_back(fmt::format("{} {} {}", interface, verdict.dialect->name, verdict.version));
}

Capture::Capture(std::string_view text) {
    log::CandumpReader reader({.interfaces = &names});
    log::Batch batch;
    const auto keep = [&] {
        for (std::size_t i = 0; i < batch.count; ++i) {
            auto& entry = entries.emplace_back(batch.entries[i]);
            if (entry.frame.kind != can::Kind::xl) continue;
            xl_.emplace_back(entry.xl_data.begin(), entry.xl_data.end());
            entry.xl_data = xl_.back();
        }
    };
    while (!text.empty()) {
        text.remove_prefix(reader.read(text, batch));
        keep();
    }
    reader.finish(batch);
    keep();
    counts = reader.counts();
}

Recorder record(std::string_view text, StreamOptions options) {
    Recorder recorder;
    Stream stream(std::move(options), recorder);
    const Capture capture(text);
    stream.push(capture.entries);
    stream.finish();
    return recorder;
}

std::string write(std::string_view text, const WriterOptions& options, std::string_view dialect,
                  const std::function<std::size_t()>& next_size) {
    const Capture capture(text);
    Buffer out;
    const auto writer = make_writer(options, capture.names, nullptr, out);
    Stream stream({.dialect = dialect::find(dialect), .recognise = true, .on_recognised = {}}, *writer);
    for (std::span<const log::Entry> rest = capture.entries; !rest.empty();) {
        const auto n = std::min(next_size(), rest.size());
        if (!stream.push(rest.first(n))) break;
        rest = rest.subspan(n);
    }
    stream.finish();
    return std::string(out.view());
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

std::string random_log(std::mt19937& random, int frames) {
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    constexpr unsigned ids[] = {0x351, 0x355, 0x356, 0x359, 0x35A, 0x35C, 0x35E, 0x373, 0x7AA};
    std::string text;
    std::int64_t micro = 1'700'000'000'000'000;
    std::string last[std::size(ids)];
    for (int i = 0; i < frames; ++i) {
        const auto kind = below(100);
        micro += kind == 0 ? 100'000'000 : kind == 1 ? -2'000'000 : std::int64_t{below(1'500'000)};
        const auto which = below(std::size(ids));
        auto& data = last[which];
        if (data.empty() || below(3) == 0) {
            data.clear();
            const auto length = below(10) == 0 ? below(9) : 8;
            for (unsigned b = 0; b < length; ++b)
                data += fmt::format("{:02X}", below(4) == 0 ? below(256) : b);
            if (ids[which] == 0x356 && length == 8 && below(4) != 0)
                data =
                    fmt::format("{:02X}14{:02X}{}E7000000", below(256), below(256), below(2) ? "FF" : "00");
        }
        text += fmt::format("({}.{:06}) can{} {:X}#{}\n", micro / 1'000'000, micro % 1'000'000, below(2),
                            ids[which], data);
    }
    return text;
}

} // namespace decoding
