// SPDX-License-Identifier: MIT
/// \file
/// Programs that are run and measured.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace gtx::bench {

/// What a program cost, or the least of several runs.
struct Run {
    double wall_s = std::numeric_limits<double>::max();
    double processor_s = std::numeric_limits<double>::max(); ///< of user and system
    double memory_mib = std::numeric_limits<double>::max();  ///< the most it had at once
    int status = 127;                                        ///< of its exit

    void keep_best(const Run& other);
};

/// Runs it on one processor, with stdout into a file.
Run run_alone(const std::vector<std::string>& words, const std::string& output = "/dev/null");
/// Runs it where it likes, with stdout into nothing.
Run run_anywhere(const std::vector<std::string>& words);
/// The same twice at once: the clock stops when both are done, and the rest is of one of them.
Run run_twice(const std::vector<std::string>& words);
/// Runs `reader` with what `writer` says; the cost is that of the reader.
Run run_piped(const std::vector<std::string>& writer, const std::vector<std::string>& reader,
              const std::string& output);

} // namespace gtx::bench
