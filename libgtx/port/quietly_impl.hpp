// SPDX-License-Identifier: MIT
/// \file
/// Calls into a library that writes to standard error, without letting it.
#pragma once

#include <functional>
#include <string>

namespace gtx::port {

/// What a call returned, and what it said instead of a usable errno.
struct Quiet {
    int result = -1;
    std::string said;
};

/// Runs `call` on a thread of its own, which has its own table of file descriptors (unshare(2), CLONE_FILES)
/// and in it a file in memory as standard error. So other threads keep theirs while it runs, and nothing can
/// get lost between them. Where the system forbids unshare, as some containers do, what the call says gets
/// through. result -1 and words if no thread could be made.
Quiet quietly(const std::function<int()>& call);

} // namespace gtx::port
