// SPDX-License-Identifier: MIT
#include "tests/unit/probe/serial_bench.hpp"

namespace gtx::test {

namespace {

probe::SerialProbeOptions listening(const char* dialect = nullptr) {
    probe::SerialProbeOptions options;
    options.listen_only = options.fixed_speed = true;
    if (dialect != nullptr) options.dialect = dialect::find_serial(dialect);
    return options;
}

std::string bytes_of_hex(std::string_view hex) {
    std::string out;
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    return out;
}

/// Another master asks one command of a pack that is there; both are heard.
void let_others_talk(Bench& bench, FakePacks packs, const char* command, std::uint8_t address) {
    const auto request = dialect::request(*packs.dialect, *packs.dialect->command(command), address);
    BOOST_TEST_REQUIRE(request.has_value());
    bench.coming.push_back({bench.now, *request, packs.speed});
    packs.hear(*request, packs.speed, bench.now, bench.coming);
}

FakePacks two_packs(const char* dialect, std::uint32_t speed) {
    FakePacks packs;
    packs.dialect = dialect::find_serial(dialect);
    packs.state = stack(2);
    packs.speed = speed;
    return packs;
}

// The answer to command 02 of a Deye LVESS02, from
// captures/serial-battery/deye-lvess-rs485-aa55-lines-1-40.log; the vendor's program showed 54.0 V then.
constexpr std::string_view deye_request = "AA5501020000D00D0A";
constexpr std::string_view deye_reply =
    "AA5501013D000003AB03E8393C00000500019003E800000F021C0BFD03AB0303F206104C56455353303232333532364E3033"
    "004C5645535330325F56312020202001894E0D0A";

// Slave 40 of an EG4 LifePower4 V2; 53.76 V and -4.36 A are stated by who posted it
// (forum.eg4electronics.com, "lifepower4-v2-communication-protocol").
constexpr std::string_view eg4_request = "4003000000270AC1";
constexpr std::string_view eg4_reply =
    "40034E1500FE4C0D1F0D210D200D210D200D200D200D200D200D200D1F0D200D200D210D1F0D21001500140014005A003200"
    "64005B00020000000000000000000115752A00141414140000001003E80000BCD5";

} // namespace

BOOST_AUTO_TEST_SUITE(serial_hearing)

BOOST_AUTO_TEST_CASE(nothing_is_ever_sent_whatever_is_heard) {
    for (const char* name : {"", "pylontech-rs485", "pace", "pylontech-console", "deye-aa55", "eg4-modbus"}) {
        Bench bench(listening(*name != '\0' ? name : nullptr), {});
        for (int i = 1; i < 30; ++i)
            bench.coming.push_back(
                {serial_begin_ns + i * whole_second, std::string("\x80\0~2002pwr\r", 11), 0});
        let_others_talk(bench, two_packs("pylontech-rs485", 9600), "analog", 2);
        bench.run_until(60 * whole_second);
        BOOST_TEST(bench.sent.empty(), name);
        BOOST_TEST(bench.probe.link().bytes > 300U);
    }
}

BOOST_AUTO_TEST_CASE(noise_gives_no_state_and_no_pack) {
    Bench bench(listening(), {});
    for (int i = 1; i < 30; ++i)
        bench.coming.push_back({serial_begin_ns + i * whole_second, std::string(64, '\xB6'), 0});
    bench.run_until(40 * whole_second);
    bench.probe.finish(Timestamp(bench.now));
    BOOST_TEST(!bench.probe.next_state());
    BOOST_TEST(bench.states.empty());
    BOOST_TEST(bench.probe.found().empty());
}

BOOST_AUTO_TEST_CASE(packs_that_others_ask_are_found_with_their_values) {
    for (const char* name : {"pylontech-rs485", "pace"}) {
        auto options = listening();
        options.line_speed = 9600;
        Bench bench(options, {});
        const auto packs = two_packs(name, 9600);
        let_others_talk(bench, packs, "analog", 2);
        bench.run_until(2 * whole_second);
        let_others_talk(bench, packs, "analog", 3);
        bench.run_until(4 * whole_second);
        BOOST_TEST_REQUIRE(bench.states.size() == 2U, name);
        BOOST_TEST(bench.states.back().dialect == name);
        BOOST_TEST_REQUIRE(bench.states.back().pack.size() == 2U);
        BOOST_TEST(bench.states.back().pack[1].voltage->value() == 53.3, boost::test_tools::tolerance(1e-9));
        BOOST_TEST(bench.probe.found().size() == 2U);
        BOOST_TEST(bench.probe.link().strangers_requests == 2U);
    }
}

BOOST_AUTO_TEST_CASE(another_speed_is_tried_where_only_noise_is_heard) {
    auto options = listening();
    options.fixed_speed = false;
    options.line_speed = 115200;
    Bench bench(options, {});
    const auto packs = two_packs("pylontech-rs485", 9600);
    for (int i = 0; i < 60 && bench.states.empty(); ++i) {
        let_others_talk(bench, packs, "analog", 2);
        bench.run_until((i + 1) * whole_second);
    }
    BOOST_TEST_REQUIRE(!bench.states.empty());
    BOOST_TEST(bench.speed() == 9600U);
    BOOST_TEST(bench.sent.empty());
}

BOOST_AUTO_TEST_CASE(the_first_right_frame_tells_how_a_line_is_framed) {
    Bench deye(listening(), {});
    deye.coming.push_back({serial_begin_ns, bytes_of_hex(deye_request), 0});
    deye.coming.push_back({serial_begin_ns + 80 * milli, bytes_of_hex(deye_reply), 0});
    deye.run_until(whole_second);
    BOOST_TEST_REQUIRE(deye.states.size() == 1U);
    BOOST_TEST(deye.states[0].dialect == "deye-aa55");
    BOOST_TEST(deye.states[0].voltage->value() == 54.0, boost::test_tools::tolerance(1e-9));

    Bench eg4(listening(), {});
    eg4.coming.push_back({serial_begin_ns, bytes_of_hex(eg4_request), 0});
    eg4.coming.push_back({serial_begin_ns + 80 * milli, bytes_of_hex(eg4_reply), 0});
    eg4.run_until(whole_second);
    eg4.probe.finish(Timestamp(eg4.now));
    while (auto state = eg4.probe.next_state()) eg4.states.push_back(*state);
    BOOST_TEST_REQUIRE(eg4.states.size() == 1U);
    BOOST_TEST(eg4.states[0].dialect == "eg4-modbus");
    BOOST_TEST(eg4.states[0].voltage->value() == 53.76, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(eg4.states[0].current->value() == -4.36, boost::test_tools::tolerance(1e-9));
}

// One string of bytes in 65536 passes the CRC by chance.
BOOST_AUTO_TEST_CASE(one_frame_of_modbus_alone_tells_nothing) {
    Bench bench(listening(), {});
    bench.coming.push_back({serial_begin_ns, bytes_of_hex(eg4_request), 0});
    bench.run_until(whole_second);
    let_others_talk(bench, two_packs("pylontech-rs485", 9600), "analog", 2);
    bench.run_until(3 * whole_second);
    BOOST_TEST_REQUIRE(bench.states.size() == 1U);
    BOOST_TEST(bench.states[0].dialect == "pylontech-rs485");
}

BOOST_AUTO_TEST_CASE(an_answer_of_a_console_that_a_recording_ends_in_is_taken) {
    auto options = listening();
    options.framing = dialect::Framing::console;
    probe::SerialProbe probe(options, Timestamp(serial_begin_ns));
    probe.take(serial::bytes_of("pwr\r\n@\r\n"
                                "Power Volt   Curr   Tempr  Tlow   Thigh  Vlow   Vhigh  Base.St  Coulomb\r\n"
                                "1     49905  11867  27900  26600  26800  3327   3327   Charge   39%\r\n"),
               Timestamp(serial_begin_ns));
    BOOST_TEST(!probe.next_state());
    probe.finish(Timestamp(serial_begin_ns + whole_second));
    const auto state = probe.next_state();
    BOOST_TEST_REQUIRE(state.has_value());
    BOOST_TEST_REQUIRE(state->pack.size() == 1U);
    BOOST_TEST(state->pack[0].voltage->value() == 49.905, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(state->pack[0].current->value() == 11.867, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(!probe.next_state());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gtx::test
