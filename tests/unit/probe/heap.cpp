// SPDX-License-Identifier: MIT
// How much of the heap is in use. Under a sanitizer, whose heap is another one, it is not known.
#include <cstdint>

#include <malloc.h>

namespace gtx::test {

std::uint64_t heap_in_use() {
#if defined(__SANITIZE_ADDRESS__)
    return 0;
#else
    return mallinfo2().uordblks;
#endif
}

} // namespace gtx::test
