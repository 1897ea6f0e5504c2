// SPDX-License-Identifier: MIT
#include <exception>
#include <new>

#include "tools/common/cli.hpp"
#include "tools/common/message.hpp"
#include "tools/common/signals.hpp"

namespace gtx::cli {
namespace {

ExitStatus finish(const Result<ExitStatus>& result) {
    if (!result) {
        say(result.error().message());
        return ExitStatus::world;
    }
    return noted_signal() != 0 ? by_signal(noted_signal()) : *result;
}

} // namespace

int run_main(int argc, const char* const* argv, const Tool& tool, void* options,
             const std::function<Result<ExitStatus>()>& run) {
    set_message_name(tool.name);
    try {
        if (const auto status = parse(argc, argv, tool, options)) return static_cast<int>(*status);
        note_signals();
        return static_cast<int>(finish(run()));
    } catch (const std::bad_alloc&) {
        say("out of memory");
    } catch (const std::exception& e) {
        error("internal error: {}", e.what());
    }
    return static_cast<int>(ExitStatus::world);
}

} // namespace gtx::cli
