// SPDX-License-Identifier: MIT
// Stands in front of the allocator of the C library, on which operator new and all libraries rest. Under
// sanitizers, which are the allocator, their hooks tell the same.
#include "counting.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <malloc.h>

namespace {

std::ptrdiff_t live = 0;
std::ptrdiff_t most = 0;
std::ptrdiff_t base = 0;
bool paused = false;

void add(std::size_t size) {
    if (paused) return;
    live += static_cast<std::ptrdiff_t>(size);
    most = std::max(most, live);
}
void remove(std::size_t size) {
    if (paused) return;
    live -= static_cast<std::ptrdiff_t>(size);
}

} // namespace

namespace counting {

void begin() {
    base = most = live;
}
std::ptrdiff_t held() {
    return live - base;
}
std::ptrdiff_t peak() {
    return most - base;
}

Pause::Pause() {
    paused = true;
}
Pause::~Pause() {
    paused = false;
}

} // namespace counting

#if defined(__SANITIZE_ADDRESS__)
#define GTX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GTX_SANITIZED 1
#endif
#endif

#ifdef GTX_SANITIZED

extern "C" std::size_t __sanitizer_get_allocated_size(const volatile void* p);
extern "C" void __sanitizer_malloc_hook(const volatile void*, std::size_t size) {
    add(size);
}
extern "C" void __sanitizer_free_hook(const volatile void* p) {
    if (p != nullptr) remove(__sanitizer_get_allocated_size(p));
}

#else

// Names that glibc has for its own allocator, for programs which replace it in part.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* __libc_calloc(std::size_t count, std::size_t size);
extern "C" void* __libc_realloc(void* p, std::size_t size);
extern "C" void* __libc_memalign(std::size_t alignment, std::size_t size);
extern "C" void __libc_free(void* p);

namespace {

void* counted(void* p) {
    if (p != nullptr) add(malloc_usable_size(p));
    return p;
}

} // namespace

extern "C" void* malloc(std::size_t size) {
    return counted(__libc_malloc(size));
}
extern "C" void* calloc(std::size_t count, std::size_t size) {
    return counted(__libc_calloc(count, size));
}
extern "C" void* realloc(void* p, std::size_t size) {
    const auto before = p != nullptr ? malloc_usable_size(p) : 0;
    void* const now = __libc_realloc(p, size);
    if (now != nullptr || size == 0) remove(before);
    return counted(now);
}
extern "C" void* memalign(std::size_t alignment, std::size_t size) {
    return counted(__libc_memalign(alignment, size));
}
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) {
    return memalign(alignment, size);
}
extern "C" int posix_memalign(void** p, std::size_t alignment, std::size_t size) {
    *p = memalign(alignment, size);
    return *p != nullptr ? 0 : ENOMEM;
}
extern "C" void free(void* p) {
    if (p != nullptr) remove(malloc_usable_size(p));
    __libc_free(p);
}

#endif
