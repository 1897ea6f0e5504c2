// SPDX-License-Identifier: MIT
/// \file
/// SIGINT and SIGTERM as a question a tool asks, so that it ends after it wrote what it had.
#pragma once

namespace gtx::cli {

/// From now on the first SIGINT or SIGTERM is only noted and the second one kills. Interrupted calls return
/// EINTR.
void note_signals();
/// The signal noted, or 0.
int noted_signal();
/// Readable once a signal was noted: for poll beside other doors. -1 before note_signals().
int signal_door();

} // namespace gtx::cli
