// SPDX-License-Identifier: MIT
/// \file
/// What the shared library shows: GTX_API marks it, everything else is hidden.
#pragma once

#if defined(GTX_STATIC)
#define GTX_API
#else
#define GTX_API __attribute__((visibility("default")))
#endif
