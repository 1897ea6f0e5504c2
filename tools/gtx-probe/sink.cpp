// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/sink.hpp"

#include <cerrno>
#include <cstdio>

#include <sys/stat.h>
#include <unistd.h>

namespace gtx::probe_tool {

namespace {

/// A device such as /dev/null cannot be replaced, and need not be.
bool replaceable(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode);
}

} // namespace

Result<Sink> Sink::open(const Options& options) {
    Sink sink;
    sink.path_ = options.output;
    if (options.format == Format::prometheus && options.output != "-" && replaceable(options.output))
        return sink;
    GTX_TRY(auto output, cli::Output::open(options.output, cli::Flush::each_write));
    sink.output_.emplace(std::move(output));
    return sink;
}

void Sink::put(std::string_view text) {
    if (output_) {
        output_->write(text);
    } else if (auto done = replace(text); !done && !failure_) {
        failure_ = done.error();
    }
}

void Sink::flush() {
    if (output_) (void)output_->flush();
}

Result<void> Sink::close() {
    if (failure_) return *failure_;
    return output_ ? output_->close() : Result<void>();
}

/// The textfile collector reads whenever it likes, and only names that end in .prom.
Result<void> Sink::replace(std::string_view text) const {
    const auto fresh = path_ + ".new";
    GTX_TRY(auto output, cli::Output::open(fresh));
    output.write(text);
    auto closed = output.close();
    if (closed && ::rename(fresh.c_str(), path_.c_str()) == 0) return {};
    const int why = errno;
    ::unlink(fresh.c_str());
    return closed ? Error{Errc::os, path_, why} : closed.error();
}

} // namespace gtx::probe_tool
