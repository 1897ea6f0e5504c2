// SPDX-License-Identifier: MIT
// gtx-decode against loops written by hand (log_reference.cpp), and against log2asc of can-utils.
//
// A log is made up, with a seed. Both sides read it one after the other, round by round, on one processor;
// what counts is the processor time of the quickest round. First, what both write is compared, byte for byte.
//
//     bench_log                      2,000,000 frames, 9 rounds
//     bench_log --stream 20          the same frames over and over, 20 GB through a pipe
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "log_made.hpp"
#include "log_process.hpp"
#include "log_reference.hpp"

namespace {

using namespace gtx::bench;
using Words = std::vector<std::string>;

constexpr std::uint64_t seed = 1;

struct Options {
    std::string self;
    std::string decode = GTX_DECODE;
    std::uint64_t frames = 2'000'000;
    int rounds = 9;
    std::uint64_t stream_gb = 0;
};

struct Pair {
    std::string_view name;
    Words ours;     ///< options of gtx-decode
    std::string by; ///< the job of the reference
    bool same;      ///< both write the same bytes
};

const std::array<Pair, 4> pairs = {{{"summary", {"--as", "summary"}, "decode", false},
                                    {"json, all frames", {"-f", "json", "--all"}, "json-all", true},
                                    {"json", {"-f", "json"}, "json", true},
                                    {"csv", {"-f", "csv"}, "csv", true}}};

std::optional<Job> job_of(std::string_view name) {
    if (name == "decode") return Job::decode;
    if (name == "json-all") return Job::json_all;
    if (name == "json") return Job::json;
    if (name == "csv") return Job::csv;
    return {};
}

/// A folder of its own that goes with the program.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "gtx-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) std::exit(2);
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

class Bench {
public:
    explicit Bench(const Options& options)
        : options_(options), log_(folder_.file("log")), longer_(folder_.file("longer")) {}

    int run() {
        if (!write_log(log_, options_.frames, seed) || !write_log(longer_, 10 * options_.frames, seed))
            return 2;
        for (const auto& pair : pairs)
            if (pair.same) compare(pair);
        compare_sums();
        if (wrong_) return 1;
        fmt::print("{} frames, {:.1f} MB, seed {}; one processor, the best of {} rounds\n\n", options_.frames,
                   static_cast<double>(std::filesystem::file_size(log_)) / 1e6, seed, options_.rounds);
        fmt::print("{:<18} {:>12} {:>12} {:>15} {:>11}\n", "", "gtx-decode s", "reference s",
                   "x of reference", "M frames/s");
        for (const auto& pair : pairs) against_reference(pair);
        against_log2asc();
        fmt::print("\n");
        tell_start();
        tell_growth();
        tell_two_processors();
        return 0;
    }

    int stream() {
        const auto bytes = options_.stream_gb * 1'000'000'000;
        const auto run = run_piped({options_.self, "--write", std::to_string(bytes)},
                                   {options_.decode, "-j", "1", "--as", "summary"}, folder_.file("summary"));
        if (run.status != 0) return 1;
        const auto gb = static_cast<double>(options_.stream_gb);
        fmt::print(
            "{} GB through a pipe: {:.2f} GB/s by the clock, {:.2f} GB/s of processor time, {:.1f} MiB\n",
            options_.stream_gb, gb / run.wall_s, gb / run.processor_s, run.memory_mib);
        return 0;
    }

private:
    [[nodiscard]] Words ours(const Words& more, const std::string& log, const char* jobs = "1") const {
        Words words{options_.decode, "-q", "-j", jobs};
        words.insert(words.end(), more.begin(), more.end());
        words.push_back(log);
        return words;
    }
    [[nodiscard]] Words theirs(const std::string& job) const { return {options_.self, "--refer", job, log_}; }

    void complain(std::string_view what) {
        fmt::print(stderr, "{}\n", what);
        wrong_ = true;
    }

    void compare(const Pair& pair) {
        const auto a = folder_.file("ours"), b = folder_.file("theirs");
        const bool ran =
            run_alone(ours(pair.ours, log_), a).status == 0 && run_alone(theirs(pair.by), b).status == 0;
        if (!ran || !same_bytes(a, b)) complain(fmt::format("{}: not what the reference writes", pair.name));
    }

    static bool same_bytes(const std::string& a, const std::string& b) {
        std::ifstream first(a, std::ios::binary), second(b, std::ios::binary);
        using Bytes = std::istreambuf_iterator<char>;
        return first && second && std::equal(Bytes(first), Bytes(), Bytes(second), Bytes());
    }

    /// The numbers of the CSV, which both write, added up against what the reference decodes.
    void compare_sums() {
        const auto told = folder_.file("told");
        if (run_alone(theirs("decode"), told).status != 0) complain("the reference cannot decode");
        Tally theirs_sum, sum;
        std::ifstream(told) >> theirs_sum.frames >> theirs_sum.values >> theirs_sum.sum;
        std::ifstream csv(folder_.file("ours"));
        std::string line;
        for (std::getline(csv, line); std::getline(csv, line);) add_value(line, sum);
        if (theirs_sum.frames != options_.frames) complain("the reference does not read all frames");
        if (sum.values != theirs_sum.values || sum.sum != theirs_sum.sum) complain("the sums differ");
    }

    /// The seventh cell of a line, without its point.
    static void add_value(const std::string& line, Tally& sum) {
        const auto end = line.rfind(',');
        auto value = line.substr(line.rfind(',', end - 1) + 1);
        std::erase(value, '.');
        if (value.front() > '9') return; // a text
        ++sum.values;
        sum.sum += std::stoll(value);
    }

    void against_reference(const Pair& pair) const {
        Run a, b;
        for (int i = 0; i < options_.rounds; ++i) {
            a.keep_best(run_alone(ours(pair.ours, log_)));
            b.keep_best(run_alone(theirs(pair.by)));
        }
        tell(pair.name, a, b);
    }

    void tell(std::string_view name, const Run& a, const Run& b) const {
        fmt::print("{:<18} {:>12.3f} {:>12.3f} {:>15.2f} {:>11.1f}\n", name, a.processor_s, b.processor_s,
                   a.processor_s / b.processor_s, static_cast<double>(options_.frames) / a.processor_s / 1e6);
        std::fflush(stdout);
    }

    /// log2asc takes 30 times as long: a few rounds tell.
    void against_log2asc() const {
        const Words words{"log2asc", "-I", log_, "can0"};
        if (run_alone(words).status != 0) {
            fmt::print("log2asc is not installed (Debian package can-utils), and so is not compared.\n");
            return;
        }
        Run a, b;
        for (int i = 0; i < std::min(options_.rounds, 3); ++i) {
            a.keep_best(run_alone(ours({"-f", "asc"}, log_)));
            b.keep_best(run_alone(words));
        }
        tell("asc, and log2asc", a, b);
    }

    void tell_start() const {
        const auto one = folder_.file("one");
        if (!write_log(one, 1, seed)) return;
        Run start, nothing;
        for (int i = 0; i < 5 * options_.rounds; ++i) {
            start.keep_best(run_alone(ours({"--as", "summary"}, one)));
            nothing.keep_best(run_alone({"true"}));
        }
        fmt::print("{:<18} {:.2f} ms for a log of one line; true(1) {:.2f} ms\n", "start", start.wall_s * 1e3,
                   nothing.wall_s * 1e3);
    }

    void tell_growth() const {
        Run one, ten;
        for (int i = 0; i < std::min(options_.rounds, 5); ++i) {
            one.keep_best(run_alone(ours({"--as", "summary"}, log_)));
            ten.keep_best(run_alone(ours({"--as", "summary"}, longer_)));
        }
        fmt::print("{:<18} {:.2f} x the time for 10 x the log\n", "growth",
                   ten.processor_s / one.processor_s);
        fmt::print("{:<18} {:.1f} MiB at most, {:.1f} MiB for 10 x the log\n", "memory", one.memory_mib,
                   ten.memory_mib);
    }

    /// How much faster than one, by the clock, on the long log: of a short one the start is a part. Two
    /// processes at once tell what the machine has.
    void tell_two_processors() const {
        if (std::thread::hardware_concurrency() < 2) return;
        fmt::print("\n{:<18} {:>12} {:>16}\n", "two processors", "-j 2", "two processes");
        for (const auto& pair : pairs) {
            Run one, two, both;
            for (int i = 0; i < std::min(options_.rounds, 5); ++i) {
                one.keep_best(run_anywhere(ours(pair.ours, longer_)));
                two.keep_best(run_anywhere(ours(pair.ours, longer_, "2")));
                both.keep_best(run_twice(ours(pair.ours, longer_)));
            }
            fmt::print("{:<18} {:>10.2f} x {:>14.2f} x\n", pair.name, one.wall_s / two.wall_s,
                       2 * one.wall_s / both.wall_s);
        }
    }

    Options options_;
    Folder folder_;
    std::string log_;
    std::string longer_; ///< ten times as long
    bool wrong_ = false;
};

int refer_to(std::string_view name, const std::string& log) {
    const auto job = job_of(name);
    if (!job) return 2;
    const auto tally = refer(*job, log);
    if (*job == Job::decode) fmt::print("{} {} {}\n", tally.frames, tally.values, tally.sum);
    return 0;
}

/// False: no such option.
bool set(Options& options, std::string_view name, const char* value) {
    if (name == "--decode")
        options.decode = value;
    else if (name == "--frames")
        options.frames = std::strtoull(value, nullptr, 10);
    else if (name == "--rounds")
        options.rounds = std::max(std::atoi(value), 1);
    else if (name == "--stream")
        options.stream_gb = std::strtoull(value, nullptr, 10);
    else
        return false;
    return true;
}

} // namespace

int main(int argc, char** argv) {
    const Words words(argv, argv + argc);
    if (words.size() == 4 && words[1] == "--refer") return refer_to(words[2], words[3]);
    if (words.size() == 3 && words[1] == "--write")
        return write_endless(1, std::strtoull(words[2].c_str(), nullptr, 10), seed) ? 0 : 1;
    Options options;
    options.self = std::filesystem::read_symlink("/proc/self/exe").string();
    for (std::size_t i = 1; i < words.size(); i += 2) {
        if (i + 1 < words.size() && set(options, words[i], words[i + 1].c_str())) continue;
        fmt::print(stderr, "usage: bench_log [--decode FILE] [--frames N] [--rounds N] [--stream GB]\n");
        return 2;
    }
    Bench bench(options);
    return options.stream_gb != 0 ? bench.stream() : bench.run();
}
