// SPDX-License-Identifier: MIT
/// \file
/// What a terminal can show.
#pragma once

namespace gtx::cli {

/// The columns of the terminal behind `fd`, 80 if it does not say; 0 if it is none.
unsigned terminal_columns(int fd);
/// True if LC_ALL, LC_CTYPE or LANG, the first of them that says something, says UTF-8.
bool is_utf8();

} // namespace gtx::cli
