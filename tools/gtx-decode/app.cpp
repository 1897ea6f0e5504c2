// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/app.hpp"

#include "tools/common/input.hpp"
#include "tools/common/message.hpp"
#include "tools/common/output.hpp"

namespace gtx::decode_tool {

/// Provisional: reads its inputs and decodes nothing.
Result<cli::ExitStatus> run(const Options& options) {
    cli::set_message_level(cli::level_of(options.quiet, options.verbose));
    GTX_TRY(auto output, cli::Output::open(options.output));
    GTX_TRY(auto input, cli::Input::open(options.files.empty() ? "-" : options.files.front()));
    for (;;) {
        GTX_TRY(const auto block, input.read());
        if (block.empty()) break;
    }
    if (const auto closed = output.close(); !closed) return closed.error();
    return cli::ExitStatus::no;
}

} // namespace gtx::decode_tool
