// SPDX-License-Identifier: MIT
#include <cctype>
#include <cstdlib>
#include <ctime>
#include <stdexcept>

#include "gtx/base/version.hpp"
#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

const cli::Tool& need(const cli::Tool* tool) {
    if (tool == nullptr) throw std::runtime_error("a hole of a tool in a page without tool");
    return *tool;
}

/// "November 22, 2026": the day of SOURCE_DATE_EPOCH where that is set, else today, in UTC.
std::string mdoc_date() {
    const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
    const std::time_t now = epoch != nullptr ? std::atoll(epoch) : std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::string text(64, '\0');
    text.resize(std::strftime(text.data(), text.size(), "%B ", &parts));
    return text + fmt::format("{}, {}", parts.tm_mday, parts.tm_year + 1900);
}

bool is_hole_char(char c) {
    return std::isupper(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The name of the hole that begins at `at`, an "@"; empty if none does.
std::string_view hole_at(std::string_view text, std::size_t at) {
    auto end = at + 1;
    while (end < text.size() && is_hole_char(text[end])) ++end;
    if (end == at + 1 || end >= text.size() || text[end] != '@') return {};
    return text.substr(at + 1, end - at - 1);
}

} // namespace

const std::map<std::string, Generator, std::less<>>& holes() {
    static const std::map<std::string, Generator, std::less<>> all = {
        {"OPTIONS", [](const cli::Tool* t) { return mdoc_options(need(t)); }},
        {"EXIT", [](const cli::Tool* t) { return mdoc_exit(t); }},
        {"LETTERS", [](const cli::Tool*) { return mdoc_letters(); }},
        {"VERSION", [](const cli::Tool*) { return std::string(GTX_VERSION); }},
        {"DATE", [](const cli::Tool*) { return mdoc_date(); }},
        {"DIALECTS", [](const cli::Tool*) { return mdoc_dialects(); }},
        {"SERIAL_DIALECTS", [](const cli::Tool*) { return mdoc_serial_dialects(); }},
        {"CAPTURE_FORMATS", [](const cli::Tool*) { return mdoc_capture_formats(); }},
        {"STATE_KEYS", [](const cli::Tool*) { return mdoc_state_keys(); }},
        {"CONDITIONS", [](const cli::Tool*) { return mdoc_conditions(); }},
        {"FINDINGS", [](const cli::Tool*) { return mdoc_findings(); }},
        {"LOG_FINDINGS", [](const cli::Tool*) { return mdoc_log_findings(); }},
        {"EMERGENCY", [](const cli::Tool*) { return mdoc_emergency(); }},
        {"PINS", [](const cli::Tool*) { return mdoc_pins(); }},
        {"STORAGE", [](const cli::Tool*) { return mdoc_storage(); }},
        {"WIRING", [](const cli::Tool*) { return mdoc_wiring(); }},
        {"SCENARIO", [](const cli::Tool*) { return mdoc_scenario(); }},
    };
    return all;
}

std::string fill(std::string_view text, const cli::Tool* tool) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto name = text[at] == '@' ? hole_at(text, at) : std::string_view();
        if (name.empty()) {
            out += text[at++];
            continue;
        }
        const auto hole = holes().find(name);
        if (hole == holes().end()) throw std::runtime_error(fmt::format("nothing fills @{}@", name));
        out += hole->second(tool);
        at += name.size() + 2;
    }
    return out;
}

} // namespace gtx::docgen
