// SPDX-License-Identifier: MIT
// --as-pack: one pack of a bench, until a signal.
#include <random>

#include "gtx/base/text.hpp"
#include "gtx/link/pack.hpp"
#include "tools/common/message.hpp"
#include "tools/common/output.hpp"
#include "tools/gtx-assign/app.hpp"
#include "tools/gtx-assign/session.hpp"

namespace gtx::assign_tool {

namespace {

constexpr std::uint16_t default_firmware = 0x0100;

/// Plays, and tells each number that the pack is given or loses.
class PackPlayer : public Player {
public:
    PackPlayer(const Options& options, link::Pack pack, cli::Output& output)
        : options_(options), output_(output), pack_(std::move(pack)) {}

    void take(serial::Bytes bytes, Timestamp now) override { pack_.take(bytes, now); }
    void set_in(bool raised, Timestamp now) override { pack_.set_in(raised, now); }
    link::Step step(Timestamp now) override {
        auto step = pack_.step(now);
        if (pack_.number() != number_) {
            number_ = pack_.number();
            tell(now);
        }
        return step;
    }
    [[nodiscard]] bool over() const override { return !output_.good(); }
    [[nodiscard]] bool numbered() const { return number_.has_value(); }
    void tell_heading() {
        if (options_.format == Format::csv) output_.write("t,source,serial,id\n");
    }

private:
    void tell(Timestamp now) {
        char digits[32];
        const std::string_view t(digits, static_cast<std::size_t>(text::put_seconds(digits, now) - digits));
        const auto serial = text_of_serial(pack_.identity().serial);
        const auto id = number_ ? std::to_string(*number_) : "";
        std::string out;
        if (options_.format == Format::text) {
            out = fmt::format("{}: {}\n", serial, number_ ? "number " + id : "no number");
        } else if (options_.format == Format::json) {
            text::append_json_string(out = fmt::format("{{\"t\":{},\"source\":", t), options_.port);
            out += fmt::format(",\"serial\":\"{}\"{}}}\n", serial, number_ ? ",\"id\":" + id : "");
        } else {
            text::append_csv_field(out = fmt::format("{},", t), options_.port);
            out += fmt::format(",{},{}\n", serial, id);
        }
        output_.write(out);
    }

    const Options& options_;
    cli::Output& output_;
    link::Pack pack_;
    std::optional<unsigned> number_;
};

} // namespace

Result<cli::ExitStatus> run_pack(const Options& options) {
    GTX_TRY(auto session, Session::open(options));
    GTX_TRY(auto output, cli::Output::open(options.output, cli::Flush::each_write));
    link::PackOptions p;
    p.identity.serial = options.serial_number.value_or(SerialNumber{1}).value;
    p.identity.firmware = options.firmware.value_or(Firmware{default_firmware}).value;
    p.speed = session.speed();
    p.seed = std::random_device()();
    link::Pack pack(p, session.now());
    pack.power(true, session.now());
    PackPlayer player(options, std::move(pack), output);
    player.tell_heading();
    if (const auto done = session.run(player); !done) return done.error();
    if (const auto closed = output.close(); !closed) return closed.error();
    return player.numbered() ? cli::ExitStatus::yes : cli::ExitStatus::no;
}

} // namespace gtx::assign_tool
