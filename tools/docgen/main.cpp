// SPDX-License-Identifier: MIT
// gtx-docgen man TEMPLATE OUTPUT
// gtx-docgen bash|zsh|fish TOOL OUTPUT SHARED
// gtx-docgen rows TOOL OUTPUT       (one option a line: for tests)
// gtx-docgen readme - OUTPUT        (the table of dialects in README.md: for tests)
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "tools/docgen/docgen.hpp"

namespace {

using namespace gtx;

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error(path + ": cannot be read");
    return std::string(std::istreambuf_iterator<char>(in), {});
}

void write_file(const std::string& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary);
    out << text << std::flush;
    if (!out) throw std::runtime_error(path + ": cannot be written");
}

const cli::Tool& tool_named(const std::string& name) {
    const auto* tool = docgen::find_tool(name);
    if (tool == nullptr) throw std::runtime_error(name + ": no such tool");
    return *tool;
}

/// A template is called "gtx-decode.1.in": what stands before the first point may be a tool.
std::string man(const std::string& path) {
    const auto name = std::filesystem::path(path).filename().string();
    return docgen::fill(read_file(path), docgen::find_tool(name.substr(0, name.find('.'))));
}

std::string rows(const cli::Tool& tool) {
    std::string out;
    for (const auto& o : tool.options) {
        out += fmt::format("{}\t{}\t", o.name, o.letter != 0 ? std::string(1, o.letter) : "");
        for (const auto& c : o.choices) out += fmt::format("{} ", c.name);
        out += fmt::format("\t{}\n", o.verbs);
    }
    if (!tool.verbs) return out;
    for (const auto& c : tool.positionals.front().choices) out += fmt::format("verb\t{}\n", c.name);
    return out;
}

std::string make(const std::vector<std::string>& words) {
    const auto& what = words[0];
    if (what == "man") return man(words[1]);
    if (what == "readme") return docgen::markdown_dialects() + '\n';
    if (what == "readme_serial") return docgen::markdown_serial_dialects() + '\n';
    const auto& tool = tool_named(words[1]);
    if (what == "rows") return rows(tool);
    const auto shared = read_file(words.size() > 3 ? words[3] : "/dev/null");
    if (what == "bash") return docgen::complete_bash(tool, shared);
    if (what == "zsh") return docgen::complete_zsh(tool, shared);
    if (what == "fish") return docgen::complete_fish(tool, shared);
    throw std::runtime_error(what + ": docgen does not make that");
}

} // namespace

int main(int argc, char** argv) try {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() < 3)
        throw std::runtime_error(
            "usage: gtx-docgen man|bash|zsh|fish|rows|readme|readme_serial FROM OUTPUT [SHARED]");
    write_file(words[2], make(words));
    return 0;
} catch (const std::exception& e) {
    std::fprintf(stderr, "gtx-docgen: %s\n", e.what());
    return 1;
}
