// SPDX-License-Identifier: MIT
// How much of the heap is in use. Under a sanitizer, whose heap is another one, it is not known.
#include <cstdint>

#include <malloc.h>

#include "tests/support/rounds.hpp"

namespace gtx::test {

std::uint64_t heap_in_use() {
    return sanitized ? 0 : mallinfo2().uordblks;
}

} // namespace gtx::test
