// SPDX-License-Identifier: MIT
#include "log_process.hpp"

#include <algorithm>
#include <chrono>

#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gtx::bench {

namespace {

/// The last of the processors: the first has most of the interrupts.
void stay_on_one_processor() {
    cpu_set_t allowed, one;
    CPU_ZERO(&one);
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
    for (int i = CPU_SETSIZE - 1; i >= 0; --i)
        if (CPU_ISSET(static_cast<std::size_t>(i), &allowed)) {
            CPU_SET(static_cast<std::size_t>(i), &one);
            ::sched_setaffinity(0, sizeof one, &one);
            return;
        }
}

struct Ends {
    int in = -1;
    int out = -1;
    bool alone = false;
};

pid_t start(const std::vector<std::string>& words, const Ends& ends) {
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    if (ends.alone) stay_on_one_processor();
    if (ends.in >= 0) ::dup2(ends.in, STDIN_FILENO);
    if (ends.out >= 0) ::dup2(ends.out, STDOUT_FILENO);
    const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nothing >= 0) ::dup2(nothing, STDERR_FILENO);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

double seconds(const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
}

double now_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Run wait_for(pid_t pid, double begin) {
    Run run;
    int status = 0;
    rusage used{};
    if (pid < 0 || ::wait4(pid, &status, 0, &used) != pid) return run;
    run.wall_s = now_s() - begin;
    run.processor_s = seconds(used.ru_utime) + seconds(used.ru_stime);
    run.memory_mib = static_cast<double>(used.ru_maxrss) / 1024;
    if (WIFEXITED(status)) run.status = WEXITSTATUS(status);
    return run;
}

int open_output(const std::string& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

Run run(const std::vector<std::string>& words, const std::string& output, bool alone) {
    const int out = open_output(output);
    const double begin = now_s();
    const auto done = wait_for(start(words, {.out = out, .alone = alone}), begin);
    ::close(out);
    return done;
}

} // namespace

void Run::keep_best(const Run& other) {
    wall_s = std::min(wall_s, other.wall_s);
    processor_s = std::min(processor_s, other.processor_s);
    memory_mib = std::min(memory_mib, other.memory_mib);
    status = other.status;
}

Run run_alone(const std::vector<std::string>& words, const std::string& output) {
    return run(words, output, true);
}

Run run_anywhere(const std::vector<std::string>& words) {
    return run(words, "/dev/null", false);
}

Run run_twice(const std::vector<std::string>& words) {
    const int out = open_output("/dev/null");
    const double begin = now_s();
    const auto first = start(words, {.out = out});
    const auto second = start(words, {.out = out});
    ::close(out);
    auto run = wait_for(first, begin);
    run.wall_s = std::max(run.wall_s, wait_for(second, begin).wall_s);
    return run;
}

Run run_piped(const std::vector<std::string>& writer, const std::vector<std::string>& reader,
              const std::string& output) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {};
    const int out = open_output(output);
    const double begin = now_s();
    const auto first = start(writer, {.out = ends[1]});
    const auto second = start(reader, {.in = ends[0], .out = out});
    for (const int fd : {ends[0], ends[1], out}) ::close(fd);
    const auto run = wait_for(second, begin);
    wait_for(first, begin);
    return run;
}

} // namespace gtx::bench
