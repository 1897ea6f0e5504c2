// SPDX-License-Identifier: MIT
// Gives each file of the directories named to the fuzz target; also nothing, and one byte of each value.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(in), {});
}

/// The bytes on the heap with nothing behind them, so that a sanitizer sees a read too far.
void give(const Bytes& bytes) {
    const Bytes exact(bytes.begin(), bytes.end());
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

int replay(const std::filesystem::path& directory) {
    int count = 0;
    if (!std::filesystem::is_directory(directory)) return count;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (!entry.is_regular_file()) continue;
        give(content(entry.path()));
        ++count;
    }
    return count;
}

} // namespace

int main(int argc, char** argv) {
    give({});
    for (int value = 0; value < 256; ++value) give({static_cast<std::uint8_t>(value)});
    int count = 0;
    for (int i = 1; i < argc; ++i) count += replay(argv[i]);
    std::printf("%d seeds replayed\n", count);
}
