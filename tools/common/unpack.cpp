// SPDX-License-Identifier: MIT
#include "tools/common/unpack.hpp"

#include <algorithm>
#include <array>

#include <bzlib.h>
#include <dlfcn.h>
#include <lzma.h>
#define ZLIB_CONST // input that zlib only reads
#include <zlib.h>
#include <zstd.h>

#include <fmt/format.h>

namespace gtx::cli {
namespace {

constexpr std::string_view ends_too_soon = "ends too soon";

/// A library that is opened when it is needed, and stays.
class Library {
public:
    explicit Library(const char* file) : file_(file), handle_(::dlopen(file, RTLD_NOW | RTLD_LOCAL)) {}

    template <class Function>
    Library& get(Function*& function, const char* name) {
        void* const symbol = handle_ != nullptr ? ::dlsym(handle_, name) : nullptr;
        function = reinterpret_cast<Function*>(symbol); // what POSIX says of dlsym
        whole_ = whole_ && symbol != nullptr;
        return *this;
    }
    [[nodiscard]] std::string complaint() const {
        return whole_ ? std::string() : fmt::format("{} is not installed", file_);
    }

private:
    const char* file_;
    void* handle_;
    bool whole_ = true;
};

const std::uint8_t* unsigned_bytes(const char* p) {
    return reinterpret_cast<const std::uint8_t*>(p); // the libraries count in unsigned bytes
}
std::uint8_t* unsigned_bytes(char* p) {
    return reinterpret_cast<std::uint8_t*>(p);
}

/// What gzip and bzip2 share: streams one behind the other, zeros behind the last.
class Members : public Unpacker {
public:
    std::size_t step(std::string_view& in, std::span<char> out, bool last) final {
        std::size_t made = 0;
        while (made == 0 && complaint().empty()) {
            if (between_ && !next_member(in)) break;
            if (!in.empty() || waiting_) made = unpack(in, out);
            if (made == 0 && complaint().empty() && in.empty() && !between_) {
                if (last) complain(std::string(ends_too_soon));
                break;
            }
        }
        return made;
    }

protected:
    enum class State : std::uint8_t { more, end, broken };
    /// Makes ready for the next stream.
    virtual bool begin() = 0;
    /// One step of one stream.
    virtual State unpack_some(std::string_view& in, std::span<char> out, std::size_t& made) = 0;
    virtual std::string_view first_byte() const = 0;

private:
    /// False: there is none (yet).
    bool next_member(std::string_view& in) {
        if (!first_) in.remove_prefix(std::min(in.find_first_not_of('\0'), in.size()));
        if (in.empty()) return false;
        if (!in.starts_with(first_byte())) {
            complain("something else stands behind its end");
            return false;
        }
        first_ = between_ = false;
        if (!begin()) complain("no memory");
        return complaint().empty();
    }
    std::size_t unpack(std::string_view& in, std::span<char> out) {
        std::size_t made = 0;
        const auto state = unpack_some(in, out, made);
        if (state == State::broken) complain("is damaged");
        between_ = state == State::end;
        waiting_ = made == out.size(); // there may be more without more going in
        return made;
    }

    bool first_ = true;
    bool between_ = true;
    bool waiting_ = false;
};

class Gzip final : public Members {
public:
    Gzip() {
        constexpr int gzip_only = 16;
        ready_ = ::inflateInit2(&stream_, MAX_WBITS + gzip_only) == Z_OK;
    }
    ~Gzip() override {
        if (ready_) ::inflateEnd(&stream_);
    }

private:
    bool begin() override { return ready_ && ::inflateReset(&stream_) == Z_OK; }
    State unpack_some(std::string_view& in, std::span<char> out, std::size_t& made) override {
        stream_.next_in = unsigned_bytes(in.data());
        stream_.avail_in = static_cast<uInt>(in.size());
        stream_.next_out = unsigned_bytes(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        const auto code = ::inflate(&stream_, Z_NO_FLUSH);
        in.remove_prefix(in.size() - stream_.avail_in);
        made = out.size() - stream_.avail_out;
        if (code == Z_STREAM_END) return State::end;
        return code == Z_OK || code == Z_BUF_ERROR ? State::more : State::broken;
    }
    std::string_view first_byte() const override { return "\x1F"; }

    z_stream stream_{};
    bool ready_ = false;
};

class Bzip2 final : public Members {
public:
    Bzip2() {
        Library library("libbz2.so.1.0");
        library.get(init_, "BZ2_bzDecompressInit")
            .get(run_, "BZ2_bzDecompress")
            .get(end_, "BZ2_bzDecompressEnd");
        complain(library.complaint());
    }
    ~Bzip2() override {
        if (open_) end_(&stream_);
    }

private:
    bool begin() override {
        if (open_) end_(&stream_);
        stream_ = {};
        open_ = init_(&stream_, 0, 0) == BZ_OK;
        return open_;
    }
    State unpack_some(std::string_view& in, std::span<char> out, std::size_t& made) override {
        stream_.next_in = const_cast<char*>(in.data()); // it only reads
        stream_.avail_in = static_cast<unsigned>(in.size());
        stream_.next_out = out.data();
        stream_.avail_out = static_cast<unsigned>(out.size());
        const auto code = run_(&stream_);
        in.remove_prefix(in.size() - stream_.avail_in);
        made = out.size() - stream_.avail_out;
        if (code == BZ_STREAM_END) return State::end;
        return code == BZ_OK ? State::more : State::broken;
    }
    std::string_view first_byte() const override { return "B"; }

    decltype(&::BZ2_bzDecompressInit) init_ = nullptr;
    decltype(&::BZ2_bzDecompress) run_ = nullptr;
    decltype(&::BZ2_bzDecompressEnd) end_ = nullptr;
    bz_stream stream_{};
    bool open_ = false;
};

class Xz final : public Unpacker {
public:
    Xz() {
        Library library("liblzma.so.5");
        library.get(init_, "lzma_stream_decoder").get(run_, "lzma_code").get(end_, "lzma_end");
        auto what = library.complaint();
        if (what.empty()) {
            open_ = init_(&stream_, max_memory, LZMA_CONCATENATED) == LZMA_OK;
            if (!open_) what = "no memory";
        }
        complain(std::move(what));
    }
    ~Xz() override {
        if (open_) end_(&stream_);
    }
    std::size_t step(std::string_view& in, std::span<char> out, bool last) override {
        std::size_t made = 0;
        while (made == 0 && complaint().empty() && !ended_) {
            const auto before = in.size();
            const auto code = run(in, out, last, made);
            ended_ = code == LZMA_STREAM_END;
            // It may find that it gets no further although the end has not been told yet.
            const bool waits = code == LZMA_BUF_ERROR && !last && in.empty();
            if (code != LZMA_OK && !ended_ && !waits) complain(describe(code));
            if (!last && (in.empty() || in.size() == before)) break;
        }
        return made;
    }

private:
    lzma_ret run(std::string_view& in, std::span<char> out, bool last, std::size_t& made) {
        stream_.next_in = unsigned_bytes(in.data());
        stream_.avail_in = in.size();
        stream_.next_out = unsigned_bytes(out.data());
        stream_.avail_out = out.size();
        const auto code = run_(&stream_, last ? LZMA_FINISH : LZMA_RUN);
        in.remove_prefix(in.size() - stream_.avail_in);
        made = out.size() - stream_.avail_out;
        return code;
    }
    static std::string describe(lzma_ret code) {
        if (code == LZMA_BUF_ERROR) return std::string(ends_too_soon);
        if (code == LZMA_MEMLIMIT_ERROR) return fmt::format("needs more than {} MiB", max_memory >> 20);
        return code == LZMA_MEM_ERROR ? "no memory" : "is damaged";
    }

    decltype(&::lzma_stream_decoder) init_ = nullptr;
    decltype(&::lzma_code) run_ = nullptr;
    decltype(&::lzma_end) end_ = nullptr;
    lzma_stream stream_{};
    bool open_ = false;
    bool ended_ = false;
};

class Zstd final : public Unpacker {
public:
    Zstd() {
        Library library("libzstd.so.1");
        library.get(create_, "ZSTD_createDStream").get(free_, "ZSTD_freeDStream");
        library.get(set_, "ZSTD_DCtx_setParameter").get(run_, "ZSTD_decompressStream");
        library.get(is_error_, "ZSTD_isError").get(code_, "ZSTD_getErrorName");
        auto what = library.complaint();
        if (what.empty()) {
            stream_ = create_();
            constexpr int window_log = 27; // max_memory
            if (stream_ == nullptr || is_error_(set_(stream_, ZSTD_d_windowLogMax, window_log)) != 0)
                what = "no memory";
        }
        complain(std::move(what));
    }
    ~Zstd() override {
        if (stream_ != nullptr) free_(stream_);
    }
    std::size_t step(std::string_view& in, std::span<char> out, bool last) override {
        if (!complaint().empty()) return 0;
        ZSTD_outBuffer to{out.data(), out.size(), 0};
        while (to.pos == 0 && complaint().empty() && (!in.empty() || waiting_)) {
            // Not more than it asks for: a call that finds damage gives nothing of what it made.
            constexpr std::size_t frame_head = 5;
            ZSTD_inBuffer from{in.data(), std::min(in.size(), hint_ != 0 ? hint_ : frame_head), 0};
            const auto hint = run_(stream_, &to, &from);
            in.remove_prefix(from.pos);
            waiting_ = to.pos == to.size && hint != 0; // 0: a frame is whole, and all of it is out
            if (is_error_(hint) != 0)
                complain(fmt::format("is damaged ({})", code_(hint)));
            else
                hint_ = hint;
        }
        // What is left of a frame is said by the last call; 0: none.
        if (to.pos == 0 && in.empty() && last && hint_ != 0 && complaint().empty())
            complain(std::string(ends_too_soon));
        return to.pos;
    }

private:
    decltype(&::ZSTD_createDStream) create_ = nullptr;
    decltype(&::ZSTD_freeDStream) free_ = nullptr;
    decltype(&::ZSTD_DCtx_setParameter) set_ = nullptr;
    decltype(&::ZSTD_decompressStream) run_ = nullptr;
    decltype(&::ZSTD_isError) is_error_ = nullptr;
    decltype(&::ZSTD_getErrorName) code_ = nullptr;
    ZSTD_DStream* stream_ = nullptr;
    std::size_t hint_ = 0;
    bool waiting_ = false;
};

struct Magic {
    Packing packing;
    std::string_view bytes;
};
// bzip2's has a digit in its middle: see packing_of().
constexpr Magic magics[] = {
    {Packing::gzip, std::string_view("\x1F\x8B\x08", 3)},
    {Packing::xz, std::string_view("\xFD"
                                   "7zXZ\0",
                                   6)},
    {Packing::zstd, std::string_view("\x28\xB5\x2F\xFD", 4)},
};

std::optional<Packing> bzip2_of(std::string_view beginning) {
    constexpr std::string_view magic = "BZh#1AY&SY"; // a digit from 1 to 9, then pi
    for (std::size_t i = 0; i < std::min(magic.size(), beginning.size()); ++i) {
        const bool digit = magic[i] == '#' && beginning[i] >= '1' && beginning[i] <= '9';
        if (beginning[i] != magic[i] && !digit) return Packing::plain;
    }
    return beginning.size() >= magic.size() ? std::optional(Packing::bzip2) : std::nullopt;
}

} // namespace

std::optional<Packing> packing_of(std::string_view beginning, bool whole) {
    for (const auto& magic : magics) {
        if (beginning.starts_with(magic.bytes)) return magic.packing;
        if (!whole && magic.bytes.starts_with(beginning)) return {};
    }
    const auto bzip2 = bzip2_of(beginning);
    return whole ? bzip2.value_or(Packing::plain) : bzip2;
}

std::unique_ptr<Unpacker> make_unpacker(Packing packing) {
    if (packing == Packing::xz) return std::make_unique<Xz>();
    if (packing == Packing::zstd) return std::make_unique<Zstd>();
    if (packing == Packing::bzip2) return std::make_unique<Bzip2>();
    return std::make_unique<Gzip>();
}

} // namespace gtx::cli
