// SPDX-License-Identifier: MIT
#include "gtx/log/candump.hpp"

#include <algorithm>
#include <cstring>

#include "log/begun_line_impl.hpp"
#include "log/candump_fast_impl.hpp"
#include "log/line_text_impl.hpp"

namespace gtx::log {

bool FastLines::new_second(const char* p) {
    if (p[0] != '(' || p[11] != '.') return false;
    std::int64_t seconds = 0;
    for (const char* digit = p + 1; digit != p + 11; ++digit) {
        if (!is_digit(*digit)) return false;
        seconds = seconds * 10 + (*digit - '0');
    }
    if (seconds > last_second) return false;
    second_text_ = load(p);
    second_rest_ = load_half(p + 8);
    second_ns_ = seconds * second_ns;
    second_stands_alone_ = thorough_->timeline().stands_alone(seconds);
    return true;
}

/// An interface other than that of the line before: one of the last eight, or a new one.
const FastLines::Name* FastLines::new_name(const char* p) {
    const auto known = std::min(name_count_, names_.size());
    for (std::size_t i = 0; i < known; ++i)
        if (names_[i].stands_at(p)) return &names_[i];

    std::size_t start = 0;
    while (start < 16 && p[start] == ' ') ++start;
    std::size_t end = start;
    while (end < 16 && p[end] > ' ' && p[end] != '\x7F') ++end;
    if (end == start || end >= 16 || p[end] != ' ') return nullptr;
    // Only what is a frame may make a name known: the thorough way looks first.
    const auto number = thorough_->interfaces().find({p + start, end - start});
    if (!number) return nullptr;

    Name& name = names_[name_count_++ % names_.size()];
    name.size = static_cast<std::uint32_t>(end + 1);
    name.number = *number;
    std::memset(name.mask, 0, sizeof name.mask);
    std::memset(name.mask, 0xFF, name.size);
    std::memcpy(name.text, p, sizeof name.text);
    return &name;
}

/// A CR before the LF, a direction behind the frame.
const char* FastLines::parse_unusual_end(const char* p, can::Frame& frame) {
    if (p[0] == ' ') {
        const char letter = static_cast<char>(p[1] & ~0x20);
        if (letter != 'R' && letter != 'T') return nullptr;
        frame.direction = letter == 'R' ? can::Direction::received : can::Direction::sent;
        p += 2;
    }
    if (p[0] == '\r') ++p;
    return p[0] == '\n' ? p + 1 : nullptr;
}

class CandumpReader::Impl {
public:
    explicit Impl(const CandumpOptions& options) : lines_(options), fast_(lines_) {}

    std::size_t read(std::string_view bytes, Batch& batch);
    void finish(Batch& batch);

    void absorb(const Impl& later);
    [[nodiscard]] bool between_lines() const { return begun_line_.empty(); }

    LineParser lines_;
    Counts counts_;

private:
    void begin(Batch& batch);
    const char* continue_line(const char* p, const char* end, Batch& batch);
    const char* read_lines(const char* p, const char* end, Batch& batch);
    const char* read_fast(const char* p, const char* end, Batch& batch);
    void keep(std::string_view part, Batch& batch);
    void take(std::string_view line, Batch& batch, bool last = false);
    void refuse(Refusal reason, std::string_view line, Batch& batch);

    FastLines fast_;
    BegunLine begun_line_;
    bool begun_ = false;
};

namespace {

bool full(const Batch& batch) {
    return batch.count == CandumpReader::batch_size || batch.refused.size() == CandumpReader::batch_size;
}

} // namespace

void CandumpReader::Impl::begin(Batch& batch) {
    batch.count = 0;
    batch.refused.clear();
    batch.xl_bytes.clear();
    if (batch.entries.size() < batch_size) batch.entries.resize(batch_size);
}

void CandumpReader::Impl::refuse(Refusal reason, std::string_view line, Batch& batch) {
    ++counts_.refused[static_cast<std::size_t>(reason)];
    batch.refused.push_back({counts_.lines, reason, shown_line(line)});
}

void CandumpReader::Impl::take(std::string_view line, Batch& batch, bool last) {
    ++counts_.lines;
    if (line.size() > max_line) return refuse(Refusal::too_long, line, batch);
    // XL bytes must not move while entries point at them: all the room one batch can need, at the first.
    if (line.find(':') != line.npos) batch.xl_bytes.reserve(batch_size * max_xl_bytes + max_xl_bytes);
    const auto outcome = lines_.parse(line, counts_.lines, {batch.entries[batch.count], batch.xl_bytes});
    if (!outcome.count(counts_)) refuse(last && outcome.ran_out ? Refusal::cut : outcome.reason, line, batch);
    if (outcome.what == Outcome::What::frame) ++batch.count;
}

void CandumpReader::Impl::keep(std::string_view part, Batch& batch) {
    if (begun_line_.add(part, max_line)) return;
    ++counts_.lines;
    refuse(Refusal::too_long, begun_line_.text(), batch);
    begun_line_.skip();
}

/// Brings the line that an earlier block began to its end.
const char* CandumpReader::Impl::continue_line(const char* p, const char* end, Batch& batch) {
    const auto* line_end = static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(end - p)));
    keep({p, static_cast<std::size_t>((line_end ? line_end : end) - p)}, batch);
    if (!line_end) return end;
    if (!begun_line_.skipping()) take(begun_line_.text(), batch);
    begun_line_.clear();
    return line_end + 1;
}

/// Takes plain log lines as long as there are any.
const char* CandumpReader::Impl::read_fast(const char* p, const char* end, Batch& batch) {
    Entry* const entries = batch.entries.data();
    std::size_t count = batch.count;
    const std::uint64_t line_base = counts_.lines - count;
    while (count < batch_size && static_cast<std::size_t>(end - p) >= FastLines::room) {
        const char* next = fast_.parse(p, entries[count]);
        if (!next) break;
        p = next;
        ++count;
        entries[count - 1].line = line_base + count;
    }
    counts_.lines += count - batch.count;
    counts_.frames += count - batch.count;
    batch.count = count;
    return p;
}

const char* CandumpReader::Impl::read_lines(const char* p, const char* end, Batch& batch) {
    while (p != end && !full(batch)) {
        p = read_fast(p, end, batch);
        if (p == end || full(batch)) break;
        const auto* line_end =
            static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(end - p)));
        if (!line_end) {
            keep({p, static_cast<std::size_t>(end - p)}, batch);
            return end;
        }
        take({p, static_cast<std::size_t>(line_end - p)}, batch);
        p = line_end + 1;
    }
    return p;
}

std::size_t CandumpReader::Impl::read(std::string_view bytes, Batch& batch) {
    begin(batch);
    if (bytes.empty()) return 0;
    if (!begun_) lines_.timeline().look_ahead(bytes);
    begun_ = true;
    const char* p = bytes.data();
    const char* const end = p + bytes.size();
    if (!begun_line_.empty()) p = continue_line(p, end, batch);
    return static_cast<std::size_t>(read_lines(p, end, batch) - bytes.data());
}

void CandumpReader::Impl::finish(Batch& batch) {
    begin(batch);
    if (!begun_line_.text().empty()) take(begun_line_.text(), batch, true);
    begun_line_.clear();
}

void CandumpReader::Impl::absorb(const Impl& later) {
    counts_ += later.counts_;
    lines_.go_on_behind(later.lines_);
    begun_ = begun_ || later.begun_;
}

CandumpReader::CandumpReader(CandumpOptions options) : impl_(std::make_unique<Impl>(options)) {}
CandumpReader::~CandumpReader() = default;
CandumpReader::CandumpReader(CandumpReader&&) noexcept = default;
CandumpReader& CandumpReader::operator=(CandumpReader&&) noexcept = default;

std::size_t CandumpReader::read(std::string_view bytes, Batch& batch) {
    return impl_->read(bytes, batch);
}

void CandumpReader::finish(Batch& batch) {
    impl_->finish(batch);
}

const Counts& CandumpReader::counts() const {
    return impl_->counts_;
}

InterfaceNames& CandumpReader::interfaces() {
    return impl_->lines_.interfaces();
}

bool CandumpReader::times_are_differences() const {
    return impl_->lines_.timeline().differences();
}

bool CandumpReader::between_lines() const {
    return impl_->between_lines();
}

bool CandumpReader::stands_alone() const {
    return impl_->lines_.stands_alone();
}

void CandumpReader::absorb(const CandumpReader& later) {
    impl_->absorb(*later.impl_);
}

} // namespace gtx::log
