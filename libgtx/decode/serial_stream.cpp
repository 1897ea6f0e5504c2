// SPDX-License-Identifier: MIT
#include "gtx/decode/serial_stream.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

namespace gtx::decode {

namespace {

using dialect::Conversation;
using dialect::Framing;
using dialect::Way;

constexpr std::array all_framings = {Framing::ascii, Framing::aa55, Framing::console, Framing::modbus};

Way way_of(can::Direction direction) {
    if (direction == can::Direction::sent) return Way::sent;
    return direction == can::Direction::received ? Way::received : Way::unknown;
}

void add(serial::Counts& sum, const serial::Counts& counts) {
    sum.bytes += counts.bytes;
    sum.frames += counts.frames;
    sum.frame_bytes += counts.frame_bytes;
    sum.without_end += counts.without_end;
    for (std::size_t i = 0; i < serial::refusal_count; ++i) {
        sum.refused[i] += counts.refused[i];
        sum.refused_bytes[i] += counts.refused_bytes[i];
    }
}

void add(Conversation::Counts& sum, const Conversation::Counts& counts) {
    sum.requests += counts.requests;
    sum.replies += counts.replies;
    sum.refusals += counts.refusals;
    sum.unanswered += counts.unanswered;
    sum.unasked += counts.unasked;
    sum.echoes += counts.echoes;
    sum.other_address += counts.other_address;
    sum.misfits += counts.misfits;
    sum.double_replies += counts.double_replies;
    sum.overlapping += counts.overlapping;
}

/// A framer of one kind, whatever it yields.
class Framer {
public:
    virtual ~Framer() = default;
    virtual void read(serial::Bytes bytes, Timestamp time) = 0;
    virtual void finish() = 0;
    /// Calls one of both for each thing found since the last call, in the order of the bytes.
    virtual bool hand_over(Conversation& talk, Way way,
                           const std::function<bool(const dialect::SerialReading&)>& take,
                           const std::function<bool(const serial::Refused&)>& refuse) = 0;
    [[nodiscard]] virtual bool has_frames() const = 0;
    [[nodiscard]] virtual std::size_t refusals() const = 0;
    [[nodiscard]] virtual const serial::Counts& counts() const = 0;
};

const std::vector<serial::AsciiSeen>& frames_of(const serial::AsciiBatch& b) {
    return b.frames;
}
const std::vector<serial::Aa55Seen>& frames_of(const serial::Aa55Batch& b) {
    return b.frames;
}
const std::vector<serial::ModbusSeen>& frames_of(const serial::ModbusBatch& b) {
    return b.frames;
}
const std::vector<serial::ConsoleAnswer>& frames_of(const serial::ConsoleBatch& b) {
    return b.answers;
}

template <class Reader, class Batch>
class FramerOf : public Framer {
public:
    void read(serial::Bytes bytes, Timestamp time) override { reader_.read(bytes, time, batch_); }
    void finish() override { reader_.finish(batch_); }
    bool has_frames() const override { return !frames_of(batch_).empty(); }
    std::size_t refusals() const override { return batch_.refused.size(); }
    const serial::Counts& counts() const override { return reader_.counts(); }

    bool hand_over(Conversation& talk, Way way,
                   const std::function<bool(const dialect::SerialReading&)>& take,
                   const std::function<bool(const serial::Refused&)>& refuse) override {
        auto refused = batch_.refused.begin();
        bool more = true;
        const auto refuse_before = [&](std::uint64_t offset) {
            for (; more && refused != batch_.refused.end() && refused->place.offset < offset; ++refused)
                more = refuse(*refused);
        };
        for (const auto& frame : frames_of(batch_)) {
            refuse_before(frame.place.offset);
            if (more) more = take(read(talk, frame, way));
        }
        refuse_before(UINT64_MAX);
        batch_.clear();
        return more;
    }

private:
    template <class Frame>
    static dialect::SerialReading read(Conversation& talk, const Frame& frame, Way way) {
        if constexpr (requires { talk.take(frame, way); })
            return talk.take(frame, way);
        else
            return talk.take(frame);
    }
    Reader reader_;
    Batch batch_;
};

std::unique_ptr<Framer> make_framer(Framing framing) {
    switch (framing) {
    case Framing::aa55:
        return std::make_unique<FramerOf<serial::Aa55Reader, serial::Aa55Batch>>();
    case Framing::modbus:
        return std::make_unique<FramerOf<serial::ModbusReader, serial::ModbusBatch>>();
    case Framing::console:
        return std::make_unique<FramerOf<serial::ConsoleReader, serial::ConsoleBatch>>();
    case Framing::ascii:
        break;
    }
    return std::make_unique<FramerOf<serial::AsciiReader, serial::AsciiBatch>>();
}

/// Where a piece of the capture begins among the bytes of a direction.
struct Begin {
    std::uint64_t offset = 0;
    std::uint64_t line = 0;
    std::uint8_t decimals = 0;
};

/// The framers of one direction of a port: one of each kind until one is chosen.
struct Direction {
    std::vector<std::unique_ptr<Framer>> framers;
    std::vector<Framing> framings;
    std::deque<Begin> begins; ///< of the pieces in which something may still begin
    std::uint64_t bytes = 0;

    void note(std::size_t size, const log::SerialPiece& piece) {
        constexpr std::size_t most = 4096; // beyond, a line is told that is a little too late
        if (begins.size() == most) begins.pop_front();
        begins.push_back({bytes, piece.line, piece.decimals});
        bytes += size;
    }
    /// The piece in which the byte at `offset` stands. What is before it is not asked for again.
    const Begin& at(std::uint64_t offset) {
        while (begins.size() > 1 && begins[1].offset <= offset) begins.pop_front();
        return begins.front();
    }
};

/// A port within one capture.
struct Port {
    explicit Port(std::uint16_t n) : number(n) {}

    std::uint16_t number = 0;
    std::optional<Framing> framing;
    std::array<Direction, 3> directions; ///< by can::Direction
    Conversation talk;
    can::Direction last{};
};

} // namespace

bool SerialSink::refuse(const SerialRefusal&) {
    return true;
}

class SerialStream::Impl {
public:
    Impl(SerialStreamOptions options, SerialSink& sink) : options_(options), sink_(sink) {}

    bool push(const log::SerialBatch& batch, std::size_t first, std::size_t end);
    bool finish();
    bool console_ = false;
    [[nodiscard]] std::vector<SerialPortCounts> ports() const;

    mutable SerialStreamCounts shown_;
    [[nodiscard]] const SerialStreamCounts& counts() const;

private:
    Port* port(std::uint16_t number);
    void open(const Port& port, Direction& direction) const;
    static void choose(Port& port, Framing framing);
    bool look(Port& port);
    bool take(Port& port, std::span<const std::uint8_t> bytes, const log::SerialPiece& piece);
    bool hand_over(Port& port, can::Direction direction);
    static void forget(SerialPortCounts& counts, const Port& port);

    SerialStreamOptions options_;
    SerialSink& sink_;
    SerialStreamCounts counts_;
    std::vector<std::unique_ptr<Port>> open_;
    std::vector<SerialPortCounts> sums_; ///< of captures that are over
};

Port* SerialStream::Impl::port(std::uint16_t number) {
    for (auto& p : open_)
        if (p->number == number) return p.get();
    if (open_.size() == most_ports) return nullptr;
    open_.push_back(std::make_unique<Port>(number));
    auto& port = *open_.back();
    port.talk = Conversation(options_.dialect);
    if (options_.dialect != nullptr)
        port.framing = options_.dialect->framing;
    else if (console_)
        port.framing = Framing::console;
    return &port;
}

void SerialStream::Impl::open(const Port& port, Direction& direction) const {
    if (!direction.framers.empty()) return;
    for (const auto framing : all_framings) {
        if (port.framing && *port.framing != framing) continue;
        direction.framers.push_back(make_framer(framing));
        direction.framings.push_back(framing);
    }
}

void SerialStream::Impl::choose(Port& port, Framing framing) {
    port.framing = framing;
    for (auto& d : port.directions) {
        for (std::size_t i = d.framers.size(); i-- > 0;) {
            if (d.framings[i] == framing) continue;
            d.framers.erase(d.framers.begin() + static_cast<std::ptrdiff_t>(i));
            d.framings.erase(d.framings.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
}

/// Chooses what gave a frame, the likely one first. False: nothing did yet.
bool SerialStream::Impl::look(Port& port) {
    constexpr std::size_t most_waiting = 4096; // refusals that are kept until it is known whose they are
    if (port.framing) return true;
    for (const auto framing : all_framings)
        for (const auto& d : port.directions)
            for (std::size_t i = 0; i < d.framers.size(); ++i)
                if (d.framings[i] == framing && d.framers[i]->has_frames()) {
                    choose(port, framing);
                    return true;
                }
    for (const auto& d : port.directions)
        for (const auto& framer : d.framers)
            if (framer->refusals() > most_waiting) {
                choose(port, Framing::ascii);
                return true;
            }
    return false;
}

bool SerialStream::Impl::hand_over(Port& port, can::Direction direction) {
    const auto way = way_of(direction);
    auto& from = port.directions[static_cast<std::size_t>(direction)];
    for (auto& framer : from.framers) {
        const bool more = framer->hand_over(
            port.talk, way,
            [&](const dialect::SerialReading& reading) {
                using dialect::Said;
                ++counts_.frames;
                const bool known = reading.command != nullptr && reading.said != Said::misfit;
                counts_.decoded += known ? 1U : 0U;
                counts_.unknown += reading.said == Said::unknown ? 1U : 0U;
                const auto& begin = from.at(reading.place.offset);
                return sink_.take({.time = reading.place.began,
                                   .decimals = begin.decimals,
                                   .line = begin.line,
                                   .port = port.number,
                                   .way = way,
                                   .bytes = reading.place.length,
                                   .reading = &reading});
            },
            [&](const serial::Refused& refused) {
                return sink_.refuse({from.at(refused.place.offset).line, port.number, &refused});
            });
        if (!more) return false;
    }
    return true;
}

bool SerialStream::Impl::take(Port& port, std::span<const std::uint8_t> bytes,
                              const log::SerialPiece& piece) {
    // Of a console, what was typed comes back as an echo: only that is read.
    const bool typed = piece.direction == can::Direction::sent;
    auto& direction = port.directions[static_cast<std::size_t>(piece.direction)];
    open(port, direction);
    // Whoever spoke before is silent now: of Modbus, a pause ends a frame.
    if (piece.direction != port.last)
        for (auto& d : port.directions)
            for (std::size_t i = 0; i < d.framers.size(); ++i)
                if (d.framings[i] == Framing::modbus) d.framers[i]->finish();
    const auto before = port.last;
    port.last = piece.direction;
    if (!(typed && port.framing == Framing::console)) direction.note(bytes.size(), piece);
    for (std::size_t i = 0; i < direction.framers.size(); ++i)
        if (!(typed && direction.framings[i] == Framing::console))
            direction.framers[i]->read(bytes, piece.time);
    const bool chosen = port.framing.has_value();
    if (!look(port)) return true;
    if (!chosen || before != piece.direction)
        for (const auto d : {can::Direction::sent, can::Direction::received, can::Direction::unknown})
            if (d != piece.direction && !hand_over(port, d)) return false;
    return hand_over(port, piece.direction);
}

bool SerialStream::Impl::push(const log::SerialBatch& batch, std::size_t first, std::size_t end) {
    for (const auto& piece : std::span(batch.pieces).subspan(first, end - first)) {
        auto* p = port(piece.port);
        if (p == nullptr) continue;
        if (!take(*p, batch.bytes_of(piece), piece)) return false;
    }
    return true;
}

void SerialStream::Impl::forget(SerialPortCounts& counts, const Port& port) {
    add(counts.talk, port.talk.counts());
    if (port.talk.dialect() != nullptr) counts.dialect = port.talk.dialect();
    if (port.talk.stranger() != nullptr) counts.stranger = port.talk.stranger();
}

bool SerialStream::Impl::finish() {
    bool more = true;
    for (auto& p : open_) {
        for (auto& d : p->directions)
            for (auto& framer : d.framers) framer->finish();
        if (!look(*p)) choose(*p, Framing::ascii);
        for (const auto d : {can::Direction::sent, can::Direction::received, can::Direction::unknown})
            more = more && hand_over(*p, d);
    }
    sums_ = ports();
    for (const auto& p : open_)
        for (const auto& d : p->directions)
            for (const auto& framer : d.framers) add(counts_.framers, framer->counts());
    open_.clear();
    return more;
}

std::vector<SerialPortCounts> SerialStream::Impl::ports() const {
    auto all = sums_;
    for (const auto& p : open_) {
        auto found = std::ranges::find(all, p->number, &SerialPortCounts::port);
        if (found == all.end())
            found = all.insert(all.end(), SerialPortCounts{p->number, nullptr, {}, nullptr});
        forget(*found, *p);
    }
    std::ranges::sort(all, {}, &SerialPortCounts::port);
    return all;
}

const SerialStreamCounts& SerialStream::Impl::counts() const {
    shown_ = counts_;
    for (const auto& p : open_)
        for (const auto& d : p->directions)
            if (p->framing)
                for (const auto& framer : d.framers) add(shown_.framers, framer->counts());
    return shown_;
}

SerialStream::SerialStream(SerialStreamOptions options, SerialSink& sink)
    : impl_(std::make_unique<Impl>(options, sink)) {}
SerialStream::~SerialStream() = default;
SerialStream::SerialStream(SerialStream&&) noexcept = default;
SerialStream& SerialStream::operator=(SerialStream&&) noexcept = default;

void SerialStream::set_console(bool console) {
    impl_->console_ = console;
}
bool SerialStream::push(const log::SerialBatch& batch) {
    return impl_->push(batch, 0, batch.pieces.size());
}
bool SerialStream::push(const log::SerialBatch& batch, std::size_t first, std::size_t end) {
    return impl_->push(batch, first, end);
}
bool SerialStream::finish() {
    return impl_->finish();
}
const SerialStreamCounts& SerialStream::counts() const {
    return impl_->counts();
}
std::vector<SerialPortCounts> SerialStream::ports() const {
    return impl_->ports();
}

} // namespace gtx::decode
