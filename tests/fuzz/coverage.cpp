// SPDX-License-Identifier: MIT
// coverage SEEDS: each format of captures, each content of a serial line and each packing has a seed of its
// own from which fuzzing begins. Fails when one is added without.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gtx/log/reader.hpp"
#include "gtx/log/serial_text.hpp"
#include "tools/common/unpack.hpp"

using namespace gtx;
using namespace gtx::log;

namespace {

/// The files of a folder, without the first bytes, by which a target chooses what it does.
std::vector<std::string> seeds_of(const std::filesystem::path& folder, std::size_t choices) {
    std::vector<std::string> seeds;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        std::string seed(std::istreambuf_iterator<char>(in), {});
        if (seed.size() > choices) seeds.push_back(seed.substr(choices));
    }
    return seeds;
}

bool has_frames(const Format& format, std::string_view seed) {
    const auto reader = format.reader({});
    Batch batch;
    while (!seed.empty()) seed.remove_prefix(reader->read(seed, batch));
    while (reader->finish(batch)) {}
    return reader->counts().frames != 0;
}

int missing = 0;

template <class Seeds, class Is>
void require(std::string_view what, const Seeds& seeds, Is&& is) {
    if (std::ranges::any_of(seeds, is)) return;
    std::printf("%.*s has no seed\n", static_cast<int>(what.size()), what.data());
    ++missing;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const std::filesystem::path all = argv[1];
    const auto records = seeds_of(all / "records", 2);
    const auto lines = seeds_of(all / "formats", 3);
    const auto candump = seeds_of(all / "candump", 2);
    for (const auto& format : formats()) {
        const auto& seeds = format.binary ? records : &format == &formats().back() ? candump : lines;
        require(format.name, seeds, [&](const auto& seed) {
            return format_of(seed, true) == &format && has_frames(format, seed);
        });
    }
    const auto serial = seeds_of(all / "serial_text", 1);
    for (const auto content : {Content::serial_text, Content::console, Content::pcapng, Content::bytes})
        require("a content of serial lines", serial,
                [&](const auto& seed) { return content_of(seed, true, true) == content; });
    const auto packed = seeds_of(all / "unpack", 1);
    for (auto i = 1; i <= static_cast<int>(cli::Packing::bzip2); ++i)
        require("a packing", packed, [&](const auto& seed) {
            return cli::packing_of(seed, true) == static_cast<cli::Packing>(i);
        });
    return missing == 0 ? 0 : 1;
}
