// SPDX-License-Identifier: MIT
// Vector BLF: a head, then objects; most are containers that hold other objects, which may begin in one
// container and end in the next. What blf_impl.hpp names is where this is known from.
#include <algorithm>
#include <array>
#include <memory>
#include <string>

#define ZLIB_CONST // input that zlib only reads
#include <zlib.h>

#include "log/blf_impl.hpp"
#include "log/candump_stamp_impl.hpp"
#include "log/formats_impl.hpp"

namespace gtx::log {

namespace {

using namespace blf;

/// So much comes out of a container in one step: what one step yields is bounded by it.
constexpr std::size_t step_size = 4096;
/// An object of CAN is shorter, whatever its form; none longer is kept.
constexpr std::size_t max_object = 4096;
/// An object of another kind is passed over up to this length; beyond it the length is not believed.
constexpr std::size_t max_passed_over = 16 << 20;
/// The smallest object of CAN has 4 bytes behind its head; one more may have begun before.
constexpr std::size_t most_entries_a_step = step_size / (full_head + 4) + 2;

/// Inflates a zlib stream in steps; memory is that of zlib, about 44 KiB.
class Inflater {
public:
    Inflater() { ready_ = ::inflateInit(&stream_) == Z_OK; }
    ~Inflater() {
        if (ready_) ::inflateEnd(&stream_);
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    void begin() { ended_ = !ready_ || ::inflateReset(&stream_) != Z_OK; }
    /// Takes bytes from the front of `in`, puts at most step_size of them into `out`. False: it is no zlib
    /// stream.
    bool step(std::string_view& in, std::string& out) {
        std::array<Bytef, step_size> room;
        auto* const bytes = reinterpret_cast<const Bytef*>(in.data()); // zlib takes unsigned char
        stream_.next_in = bytes;
        stream_.avail_in = static_cast<uInt>(in.size());
        stream_.next_out = room.data();
        stream_.avail_out = static_cast<uInt>(room.size());
        const auto code = ended_ ? Z_DATA_ERROR : ::inflate(&stream_, Z_NO_FLUSH);
        ended_ = ended_ || code == Z_STREAM_END;
        in.remove_prefix(in.size() - stream_.avail_in);
        pending_ = stream_.avail_out == 0 && !ended_;
        for (const auto byte : std::span(room).first(room.size() - stream_.avail_out))
            out += static_cast<char>(byte);
        return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR;
    }
    [[nodiscard]] bool ended() const { return ended_; }
    /// More may come out without more going in.
    [[nodiscard]] bool pending() const { return pending_; }

private:
    z_stream stream_{};
    bool ready_ = false;
    bool ended_ = false;
    bool pending_ = false;
};

/// What stands at the front of a row of objects.
struct Front {
    enum class What : std::uint8_t { more, skip, object, other, container, broken } what{};
    std::size_t size = 0; ///< how much of it there is to take now
    Refusal reason{};     ///< of what is broken
};

/// Finds objects one behind the other, with their padding between them.
class Finder {
public:
    Front look(std::string_view rest);
    /// Begins anew behind a gap: the next object is looked for wherever it is, without a word.
    void lose() {
        lost_ = true;
        passing_ = 0;
    }
    /// So many bytes are of no interest.
    void pass(std::size_t n) { passing_ = n; }

private:
    Front look_for_magic(std::string_view rest);
    Front look_at_object(std::string_view rest);

    std::size_t passing_ = 0; ///< bytes still to pass over of an object
    std::size_t gap_ = 0;     ///< bytes between the last object and here
    bool lost_ = false;       ///< it has been told that there is no object where one should be
};

/// Objects are padded to 4 bytes; some writers pad by another rule, with up to 7.
Front Finder::look_for_magic(std::string_view rest) {
    constexpr std::size_t most_padding = 7;
    const auto at = rest.find(object_magic);
    const auto n = at != rest.npos ? at : rest.size() - (object_magic.size() - 1);
    const auto seen = std::min(gap_ + n, most_padding + 1);
    const bool new_loss = seen > most_padding && !lost_;
    gap_ = seen;
    lost_ = lost_ || new_loss;
    return {new_loss ? Front::What::broken : Front::What::skip, n, Refusal::unknown_form};
}

/// True if another object begins within this one, so that its length lies. Bytes of a frame that look like
/// the head of an object are no data of a battery.
bool holds_another(std::string_view object) {
    for (auto at = object.find(object_magic, base_head); at != object.npos;
         at = object.find(object_magic, at + 1)) {
        const auto inner = object.substr(at);
        if (inner.size() >= base_head && u16_at(inner, 4) >= base_head &&
            u32_at(inner, 8) >= u16_at(inner, 4))
            return true;
    }
    return false;
}

Front Finder::look_at_object(std::string_view rest) {
    const auto size = u32_at(rest, 8);
    const auto type = u32_at(rest, 12);
    const auto least = type == log_container ? container_head : base_head;
    const bool known = is_can(type);
    const auto most = known ? max_object : max_passed_over;
    if (size < least || (type != log_container && size > most)) {
        lost_ = true;
        return {Front::What::broken, object_magic.size(),
                size < least ? Refusal::bad_length : Refusal::too_long};
    }
    if (type == log_container) {
        if (rest.size() < container_head) return {};
        gap_ = 0;
        lost_ = false;
        return {Front::What::container, container_head, {}};
    }
    if (known && holds_another(rest.substr(0, size))) {
        lost_ = true;
        return {Front::What::broken, object_magic.size(), Refusal::bad_length};
    }
    if (known && rest.size() < size) return {};
    gap_ = 0;
    lost_ = false;
    if (known) return {Front::What::object, size, {}};
    passing_ = size - base_head;
    return {Front::What::other, base_head, {}};
}

Front Finder::look(std::string_view rest) {
    if (passing_ != 0) {
        const auto n = std::min(passing_, rest.size());
        passing_ -= n;
        return {n == 0 ? Front::What::more : Front::What::skip, n, {}};
    }
    if (rest.size() < object_magic.size()) return {};
    if (!rest.starts_with(object_magic)) return look_for_magic(rest);
    if (rest.size() < base_head) return {};
    return look_at_object(rest);
}

class BlfReader final : public RecordReader {
public:
    explicit BlfReader(const ReaderOptions& options)
        : RecordReader(options, most_entries_a_step)
        , local_to_utc_(options.local_to_utc != nullptr ? options.local_to_utc : utc_seconds) {}

private:
    enum class In : std::uint8_t { head, head_rest, objects, stored, deflated, broken_container };

    std::size_t take(std::string_view rest) override;
    bool end(std::string_view rest) override;
    std::size_t take_head(std::string_view rest);
    std::size_t take_front(std::string_view rest);
    void open_container(std::string_view head);
    std::size_t take_content(std::string_view rest);
    std::size_t take_deflated(std::string_view part);
    std::size_t pass_padding(std::string_view part);
    void close_container();
    void give_up_container(Refusal reason);
    void forget_inner();
    void take_inner();
    void take_one(std::string_view object);
    void pass_over();
    void pass_over_container(std::string_view head);
    void refuse(Refusal reason, std::string_view shown = {});

    LocalToUtc local_to_utc_;
    std::int64_t start_ns_ = 0;
    In in_ = In::head;
    std::size_t left_ = 0;     ///< bytes of the head or of the container that are still to come
    std::uint64_t stated_ = 0; ///< how many the container says to hold when inflated
    std::uint64_t held_ = 0;   ///< and how many came so far
    bool lies_ = false;        ///< it is as long as it cannot be, which was told
    Inflater inflater_;
    Finder outer_;
    Finder inner_finder_;
    std::string inner_; ///< the beginning of an object whose end is in the next step, or container
    bool told_end_ = false;
};

void BlfReader::refuse(Refusal reason, std::string_view shown) {
    (void)sink_.next();
    sink_.refuse(reason, shown);
}

/// Date and time of a SYSTEMTIME: year, month, day of the week, day, hour, minute, second, ms; local time.
/// A year of 0: not told.
std::int64_t start_of(std::string_view time, LocalToUtc local_to_utc) {
    const auto field = [&](std::size_t i) { return int{u16_at(time, 2 * i)}; };
    const bool fits = field(0) >= 1970 && field(0) <= 2261 && field(1) >= 1 && field(1) <= 12 &&
                      field(3) >= 1 && field(3) <= 31 && field(4) < 24 && field(5) < 60 && field(6) < 60 &&
                      field(7) < 1000;
    if (!fits) return 0;
    return local_to_utc(field(0), field(1), field(3), field(4), field(5), field(6)) * second_ns +
           field(7) * 1000000;
}

std::size_t BlfReader::take_head(std::string_view rest) {
    if (rest.size() < least_file_head) return 0;
    constexpr std::size_t longest_head = 65536;
    const std::size_t size = u32_at(rest, 4);
    in_ = In::head_rest;
    if (!rest.starts_with(file_magic) || size < least_file_head || size > longest_head) {
        refuse(rest.starts_with(file_magic) ? Refusal::bad_length : Refusal::unknown_form, rest);
        outer_.lose();
        in_ = In::objects;
        return file_magic.size();
    }
    start_ns_ = start_of(rest.substr(40, 16), local_to_utc_);
    left_ = size - least_file_head;
    return least_file_head;
}

std::size_t BlfReader::take(std::string_view rest) {
    if (in_ == In::head) return take_head(rest);
    if (in_ == In::head_rest) {
        const auto n = std::min(left_, rest.size());
        left_ -= n;
        if (left_ == 0) in_ = In::objects;
        if (n != 0) return n;
    }
    const auto used = in_ == In::objects || in_ == In::head_rest ? 0 : take_content(rest);
    return used == 0 && in_ == In::objects ? take_front(rest) : used;
}

/// An object of the file itself, or the head of a container.
std::size_t BlfReader::take_front(std::string_view rest) {
    const auto front = outer_.look(rest);
    switch (front.what) {
    case Front::What::broken:
        refuse(front.reason);
        forget_inner();
        break;
    case Front::What::object:
        take_one(rest.substr(0, front.size));
        break;
    case Front::What::other:
        pass_over();
        break;
    case Front::What::container:
        open_container(rest);
        break;
    default:
        break;
    }
    return front.size;
}

void BlfReader::open_container(std::string_view head) {
    constexpr std::uint16_t stored = 0;
    constexpr std::uint16_t zlib = 2;
    const auto method = u16_at(head, 16);
    left_ = u32_at(head, 8) - container_head;
    stated_ = u32_at(head, 24);
    held_ = 0;
    lies_ = method == stored && stated_ != 0 && stated_ != left_;
    if (lies_) {
        refuse(Refusal::bad_length, head.substr(0, container_head));
        left_ = std::min(left_, std::size_t{stated_});
    }
    in_ = method == stored ? In::stored : In::deflated;
    if (method == zlib) inflater_.begin();
    if (method != stored && method != zlib) give_up_container(Refusal::unknown_form);
    if (left_ == 0) close_container();
}

/// What follows does not go on where the last container ended.
void BlfReader::forget_inner() {
    inner_.clear();
    inner_finder_.lose();
}

/// The rest of a container is passed over; its last object, which is not whole, is gone with it.
void BlfReader::give_up_container(Refusal reason) {
    refuse(reason);
    forget_inner();
    in_ = In::broken_container;
}

std::size_t BlfReader::take_content(std::string_view rest) {
    const auto part = rest.substr(0, std::min(left_, step_size));
    if (part.empty() && !(in_ == In::deflated && inflater_.pending())) return 0;
    std::size_t used = part.size();
    if (in_ == In::stored) {
        inner_ += part;
        held_ += part.size();
        take_inner();
    } else if (in_ == In::deflated) {
        used = take_deflated(part);
    }
    left_ -= used;
    if (left_ == 0 && !(in_ == In::deflated && inflater_.pending())) close_container();
    return used;
}

/// Few bytes behind the stream are padding; many are the objects behind a container whose length lies.
std::size_t BlfReader::pass_padding(std::string_view part) {
    constexpr std::size_t most_padding = 7;
    if (left_ <= most_padding) return part.size();
    refuse(Refusal::bad_length);
    outer_.lose();
    left_ = 0;
    return 0;
}

/// One step; whatever comes out is read before the next.
std::size_t BlfReader::take_deflated(std::string_view part) {
    if (inflater_.ended()) return pass_padding(part);
    auto rest = part;
    do {
        const auto before = inner_.size();
        const bool good = inflater_.step(rest, inner_);
        held_ += inner_.size() - before;
        take_inner();
        if (!good) {
            give_up_container(Refusal::damaged);
            return part.size();
        }
        if (inflater_.ended()) break;
    } while (inflater_.pending() && !sink_.full(most_entries_a_step));
    return part.size() - rest.size();
}

void BlfReader::close_container() {
    const bool whole = in_ != In::deflated || inflater_.ended();
    if (!whole) {
        give_up_container(Refusal::damaged);
        outer_.lose(); // the rest of it may stand behind
    } else if (in_ != In::broken_container && held_ != stated_ && in_ == In::deflated) {
        refuse(Refusal::bad_length);
        forget_inner();
    }
    if (lies_) forget_inner();
    lies_ = false;
    in_ = In::objects;
}

void BlfReader::take_inner() {
    std::size_t at = 0;
    for (bool more = true; more;) {
        const auto rest = std::string_view(inner_).substr(at);
        const auto front = inner_finder_.look(rest);
        if (front.what == Front::What::object) take_one(rest.substr(0, front.size));
        if (front.what == Front::What::other) pass_over();
        if (front.what == Front::What::broken) refuse(front.reason);
        if (front.what == Front::What::container) pass_over_container(rest);
        at += front.size;
        more = front.what != Front::What::more;
    }
    inner_.erase(0, at);
}

void BlfReader::take_one(std::string_view object) {
    take_object(object, start_ns_, sink_.next(), sink_);
}

/// A container within another: no writer is known that makes one.
void BlfReader::pass_over_container(std::string_view head) {
    refuse(Refusal::unknown_form, head.substr(0, container_head));
    inner_finder_.pass(std::min<std::size_t>(u32_at(head, 8) - container_head, max_passed_over));
}

void BlfReader::pass_over() {
    (void)sink_.next();
    sink_.detail();
}

bool BlfReader::end(std::string_view rest) {
    if (told_end_) return false;
    told_end_ = true;
    const bool within = in_ == In::stored || in_ == In::deflated || in_ == In::broken_container;
    const bool begun = rest.find(object_magic.front()) != rest.npos;
    const bool padding = rest.size() < object_magic.size() && in_ == In::objects && !begun;
    if (within || (!rest.empty() && !padding) || in_ == In::head_rest || inner_.size() >= object_magic.size())
        refuse(Refusal::cut, rest);
    return false;
}

} // namespace

Likeness look_blf(std::string_view beginning, bool whole) {
    if (beginning.starts_with(file_magic)) return Likeness::yes;
    return !whole && file_magic.starts_with(beginning) ? Likeness::more : Likeness::no;
}

std::unique_ptr<Reader> read_blf(const ReaderOptions& options) {
    return std::make_unique<BlfReader>(options);
}

} // namespace gtx::log
