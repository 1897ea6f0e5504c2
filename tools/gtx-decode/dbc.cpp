// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/dbc.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "tools/common/input.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-decode/words.hpp"

namespace gtx::decode_tool {

namespace {

/// The largest files of car makers have some tens of MiB; more is no DBC.
constexpr std::size_t longest_text = 256 << 20;

/// "dbc:bus" of "/there/bus.dbc" and of "bus.dbc.gz".
std::string told_name(const std::string& path) {
    if (path == "-") return "dbc:stdin";
    auto name = std::filesystem::path(path).filename();
    while (name.extension() == ".gz" || name.extension() == ".xz" || name.extension() == ".zst" ||
           name.extension() == ".bz2")
        name = name.stem();
    return "dbc:" + name.stem().string();
}

Result<std::string> read_all(const std::string& path, std::string& name) {
    GTX_TRY(auto input, cli::Input::open(path));
    name = input.name();
    std::string text;
    for (;;) {
        GTX_TRY(const auto block, input.read());
        if (block.empty()) break;
        text += block;
        if (text.size() > longest_text) return Error{Errc::bad_length, name + ": too long"};
    }
    if (const auto damage = input.damage(); !damage) return damage.error();
    return text;
}

void tell_notes(const std::string& name, const dialect::DbcFile& file) {
    for (const auto& note : file.notes())
        cli::detail_note("{}:{}:{}: {}", name, note.line, note.column, note.words);
    if (file.notes().empty()) return;
    const auto count = file.notes().size();
    const std::string_view hint = cli::message_level() == cli::Level::verbose ? ""
                                  : count == 1                                ? " (-v shows it)"
                                                                              : " (-v shows them)";
    cli::note("{}: {}{}", name, plural(count, "remark"), hint);
}

} // namespace

DatabaseName::DatabaseName(const std::string& typed) : file(typed) {
    const auto at = typed.rfind('@');
    std::error_code none; // what cannot be looked at is not there
    if (at == std::string::npos || at == 0 || std::filesystem::exists(typed, none)) return;
    if (at + 1 == typed.size() || typed.find('/', at) != std::string::npos) return;
    file = typed.substr(0, at);
    interface = typed.substr(at + 1);
}

/// Null where the file says what cannot be meant. A file that is named twice is read once.
Result<const dialect::DbcPart*> Databases::part_of(const std::string& path) {
    if (const auto known = parts_.find(path); known != parts_.end()) return &known->second;
    std::string name;
    GTX_TRY(const auto text, read_all(path, name));
    auto file = dialect::read_dbc(text, name);
    if (!file) {
        cli::say(file.error().context);
        return static_cast<const dialect::DbcPart*>(nullptr);
    }
    tell_notes(name, *file);
    return &parts_.emplace(path, dialect::DbcPart{told_name(path), std::move(*file)}).first->second;
}

Result<bool> Databases::read(const Options& options) {
    for (const auto& typed : options.databases) {
        const DatabaseName name(typed);
        GTX_TRY(const auto* part, part_of(name.file));
        if (part == nullptr) return false;
        uses_.push_back({name.file, name.interface, part});
    }
    return true;
}

const dialect::Dialect* Databases::dialect_of(std::string_view interface) {
    const auto is_named = [&](const Use& use) { return use.interface == interface; };
    const auto key = std::ranges::any_of(uses_, is_named) ? interface : std::string_view {};
    auto known = dialects_.find(key);
    if (known == dialects_.end()) {
        std::vector<const dialect::DbcPart*> parts;
        for (const auto& use : uses_)
            if (use.interface == key) parts.push_back(use.part);
        auto made = parts.empty() ? nullptr : std::make_unique<dialect::DbcDialect>(parts);
        known = dialects_.emplace(key, std::move(made)).first;
    }
    return known->second == nullptr ? nullptr : &known->second->dialect();
}

void Databases::strike_known(std::vector<std::string>& names, const decode::Selection& selection) const {
    for (const auto& [path, part] : parts_) {
        const auto unknown = decode::unknown_names(selection, part.file);
        std::erase_if(names, [&](const auto& n) { return std::ranges::find(unknown, n) == unknown.end(); });
    }
}

void Databases::tell_unheard(const log::InterfaceNames& heard) const {
    for (const auto& use : uses_)
        if (!use.interface.empty() && !heard.find(use.interface))
            cli::note("{}: no frames of {}", use.file, use.interface);
}

std::string Databases::files() const {
    std::string out;
    for (const auto& [path, part] : parts_) out += (out.empty() ? "" : ", ") + path;
    return out;
}

} // namespace gtx::decode_tool
