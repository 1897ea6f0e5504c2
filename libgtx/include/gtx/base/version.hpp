// SPDX-License-Identifier: MIT
/// \file
/// The version of gtx, written here and nowhere else: the build, the man pages and the package files read it.
#pragma once

#define GTX_VERSION "0.1.0"
