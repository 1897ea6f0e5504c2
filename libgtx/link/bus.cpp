// SPDX-License-Identifier: MIT
#include "gtx/link/bus.hpp"

#include <algorithm>
#include <cmath>

#include "link/bus_channel_impl.hpp"

namespace gtx::link {

namespace {

constexpr std::int64_t never = INT64_MAX;
constexpr std::int64_t ms = 1'000'000;
constexpr std::size_t most = 16;
/// Of what a controller needs more or less until it drives the line: two that answer at once are not in step
/// to the bit. Proposal: two bits at 9600 Bd.
constexpr std::int64_t jitter_ns = 200'000;

std::int64_t byte_time(std::uint32_t speed) {
    return 10'000'000'000 / std::max<std::int64_t>(speed, 1);
}

} // namespace

class Bus::Impl {
public:
    Impl(BusOptions options, Joined joined, Timestamp now)
        : options_(std::move(options)), joined_(std::move(joined)), random_(options_.seed), now_(now.ns()) {
        for (const auto& p : options_.packs) packs_.emplace_back(p, now);
        again_.assign(packs_.size(), never);
        busy_.assign(packs_.size() + 1, INT64_MIN);
        touched_ = node(packs_.size()) - 1;
        open_channels();
        plan_babble();
    }

    void open_channels() { channels_.assign(joined_.channels(), Channel(byte_time(options_.speed))); }
    [[nodiscard]] std::size_t bench() const { return packs_.size(); }

    /// Everything that happens until `to`, in the order of time.
    void catch_up(std::int64_t to) {
        settle();
        for (auto t = due(); t <= to; t = due()) {
            now_ = std::max(now_, t);
            if (babble_ns_ <= now_) babble();
            for (std::size_t c = 0; c < channels_.size(); ++c)
                if (channels_[c].next_ns() <= now_) deliver(c);
            for (std::size_t i = 0; i < packs_.size(); ++i)
                if (again_[i] <= now_) touched_ |= node(i);
            settle();
        }
        now_ = std::max(now_, to);
    }

    [[nodiscard]] std::int64_t due() const {
        auto t = babble_ns_;
        for (const auto& c : channels_) t = std::min(t, c.next_ns());
        for (const auto a : again_) t = std::min(t, a);
        return t;
    }

    /// Who was touched says what it does now; levels that change by it touch others.
    void settle() {
        constexpr int rounds = 64; // more than packs: a level goes round a loop once
        for (int r = 0; r < rounds; ++r) {
            const Nodes who = std::exchange(touched_, 0);
            for (std::size_t i = 0; i < packs_.size(); ++i)
                if ((who & node(i)) != 0) step(i);
            tell_levels();
            if (touched_ == 0) return;
        }
    }

    void step(std::size_t i) {
        auto step = packs_[i].step(Timestamp(now_));
        raise(i, step.out);
        again_[i] = step.again.known() ? std::max(step.again.ns(), now_ + 1) : never;
        if (step.send.empty()) return;
        const auto late = static_cast<std::int64_t>(random_.uniform() * static_cast<double>(jitter_ns));
        put(i, step.send, now_ + late);
    }

    void raise(std::size_t i, bool raised) { raised_ = raised ? raised_ | node(i) : raised_ & ~node(i); }

    void tell_levels() {
        const Nodes seen = joined_.reached(raised_, options_.faults.coding_shorted) | options_.faults.stuck;
        const Nodes changed = seen ^ seen_;
        seen_ = seen;
        for (std::size_t i = 0; i < packs_.size(); ++i) {
            if ((changed & node(i)) == 0) continue;
            packs_[i].set_in((seen & node(i)) != 0, Timestamp(now_));
            touched_ |= node(i);
        }
    }

    void put(std::size_t from, std::string_view bytes, std::int64_t begin) {
        const auto& f = options_.faults;
        begin = std::max(begin, busy_[from]);
        busy_[from] = begin + static_cast<std::int64_t>(bytes.size()) * byte_time(options_.speed);
        if (f.shorted || random_.chance(f.lost)) return;
        channels_[joined_.channel(from)].put(begin, bytes, node(from));
    }

    void deliver(std::size_t channel) {
        arrived_.clear();
        channels_[channel].hear(now_, random_, arrived_);
        for (std::size_t i = 0; i <= packs_.size(); ++i) {
            if (joined_.channel(i) != channel) continue;
            collect(i);
            if (block_.empty()) continue;
            if (i == bench()) {
                heard_ += block_;
                continue;
            }
            packs_[i].take(serial::bytes_of(block_), Timestamp(now_));
            touched_ |= node(i);
        }
    }

    /// What `listener` hears of what arrived.
    void collect(std::size_t listener) {
        const auto& f = options_.faults;
        const bool deaf_to_itself = listener != bench() || !f.echo;
        block_.clear();
        for (const auto& h : arrived_) {
            if (deaf_to_itself && (h.senders & node(listener)) != 0) continue;
            const auto wrong = random_.chance(f.noise) ? 1 + random_.next() % 255 : 0;
            block_ += static_cast<char>(h.value ^ wrong);
        }
    }

    void plan_babble() {
        const double p = std::min(options_.faults.babble, 0.999);
        babble_ns_ = never;
        if (!(p > 0)) return;
        const double gap = std::ceil(std::log1p(-random_.uniform()) / std::log1p(-p));
        babble_ns_ = now_ + static_cast<std::int64_t>(std::clamp(gap, 1.0, 1e9)) * ms;
    }

    /// Nobody holds the pair: each piece of it hears something.
    void babble() {
        const auto byte = static_cast<char>(random_.next());
        for (auto& c : channels_)
            if (c.idle() && !options_.faults.shorted) c.put(now_, {&byte, 1}, 0);
        plan_babble();
    }

    BusOptions options_;
    Joined joined_;
    SplitMix64 random_;
    std::int64_t now_;
    std::vector<Pack> packs_;
    std::vector<std::int64_t> again_; ///< of each pack
    std::vector<std::int64_t> busy_;  ///< until when a node sends
    std::vector<Channel> channels_;
    std::int64_t babble_ns_ = never;
    Nodes touched_ = 0; ///< packs that are to be asked what they do
    Nodes raised_ = 0;  ///< whose Out
    Nodes seen_ = 0;    ///< whose In
    std::string heard_; ///< by the adapter, and not yet given away
    std::string block_;
    std::vector<Heard> arrived_;
};

Bus::Bus(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Bus::~Bus() = default;
Bus::Bus(Bus&&) noexcept = default;
Bus& Bus::operator=(Bus&&) noexcept = default;

Result<Bus> Bus::create(BusOptions options, Timestamp now) {
    if (options.packs.size() > most) return Error{Errc::bad_value, "more than 16 packs"};
    GTX_TRY(auto joined, Joined::make(options.packs.size(), options.cables));
    return Bus(std::make_unique<Impl>(std::move(options), std::move(joined), now));
}

void Bus::send(serial::Bytes bytes, Timestamp now) {
    impl_->catch_up(now.ns());
    impl_->put(impl_->bench(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, now.ns());
}

void Bus::set_out(bool raised, Timestamp now) {
    impl_->catch_up(now.ns());
    impl_->raise(impl_->bench(), raised);
    impl_->settle();
}

void Bus::advance(Timestamp now, std::string& heard) {
    impl_->catch_up(now.ns());
    heard += impl_->heard_;
    impl_->heard_.clear();
}

Timestamp Bus::next() const {
    if (impl_->touched_ != 0 || !impl_->heard_.empty()) return Timestamp(impl_->now_);
    const auto due = impl_->due();
    return due == never ? Timestamp::none() : Timestamp(due);
}

bool Bus::in() const {
    return (impl_->seen_ & node(impl_->bench())) != 0;
}

std::size_t Bus::size() const {
    return impl_->packs_.size();
}
Pack& Bus::pack(std::size_t index) {
    impl_->touched_ |= node(index);
    return impl_->packs_[index];
}
const Pack& Bus::pack(std::size_t index) const {
    return impl_->packs_[index];
}

void Bus::set_faults(const BusFaults& faults) {
    impl_->options_.faults = faults;
    impl_->plan_babble();
    impl_->tell_levels();
    impl_->settle();
}

Result<void> Bus::set_cables(std::vector<Cable> cables) {
    GTX_TRY(auto joined, Joined::make(impl_->packs_.size(), cables));
    impl_->joined_ = std::move(joined);
    impl_->options_.cables = std::move(cables);
    impl_->open_channels();
    impl_->tell_levels();
    impl_->settle();
    return {};
}

} // namespace gtx::link
