// SPDX-License-Identifier: MIT
// What is wrong in a recording: for each kind one recording that just has it, with exact times, and one that
// just has it not.
#include "decoding.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "gtx/decode/findings.hpp"

using namespace decoding;

namespace {

constexpr std::int64_t ms = 1'000'000;

/// A recording that is made by hand, on a clock that begins at 0.
class Story {
public:
    /// A battery of pylontech V1.2 from `from_s` to before `to_s`, and its inverter half a second later.
    Story& battery(int from_s, int to_s, std::string_view interface = "can0") {
        constexpr std::string_view frames[] = {"359#0000000002504E", "351#1402F401F401C201",
                                               "355#3F006300",       "356#4E1406FFE700",
                                               "35C#C000",           "35E#50594C4F4E202020"};
        for (int s = from_s; s < to_s; ++s)
            for (int i = 0; const auto frame : frames) add(s * 1000 + ++i, frame, interface);
        return *this;
    }
    Story& inverter(int from_s, int to_s, std::string_view interface = "can0") {
        for (int s = from_s; s < to_s; ++s) add(s * 1000 + 500, "305#0000000000000000", interface);
        return *this;
    }
    Story& both(int from_s, int to_s) { return battery(from_s, to_s).inverter(from_s, to_s); }
    Story& add(std::int64_t at_ms, std::string_view frame, std::string_view interface = "can0") {
        lines_.push_back({at_ms * ms, fmt::format("{} {}", interface, frame)});
        return *this;
    }
    /// Takes away what begins so ("356#") from `from_ms` to before `to_ms`.
    Story& drop(std::string_view frame, std::int64_t from_ms, std::int64_t to_ms) {
        std::erase_if(lines_, [&](const Line& l) {
            return l.at >= from_ms * ms && l.at < to_ms * ms && l.frame.find(frame) != std::string::npos;
        });
        return *this;
    }
    /// Says something else from `from_ms` to before `to_ms`.
    Story& say(std::string_view frame, std::string_view instead, std::int64_t from_ms, std::int64_t to_ms) {
        for (auto& l : lines_)
            if (const auto at = l.frame.find(frame);
                l.at >= from_ms * ms && l.at < to_ms * ms && at != l.frame.npos)
                l.frame.replace(at, l.frame.npos, instead);
        return *this;
    }
    /// Lines as they stand, not sorted: time may step back.
    [[nodiscard]] std::string text_as_it_is() const {
        std::string text;
        for (const auto& l : lines_)
            text += fmt::format("({}.{:06}) {}\n", l.at / 1'000'000'000, l.at / 1000 % 1'000'000, l.frame);
        return text;
    }
    [[nodiscard]] std::string text() const {
        auto sorted = *this;
        std::ranges::stable_sort(sorted.lines_, {}, &Line::at);
        return sorted.text_as_it_is();
    }

private:
    struct Line {
        std::int64_t at;
        std::string frame;
    };
    std::vector<Line> lines_;
};

/// With the alarms of SMA and Victron in place of those of Pylontech.
Story as_pairs(Story story) {
    return story.say("359#", "35A#AAAAAAAAAAAAAAAA", 0, 999000).drop("35C#", 0, 999000);
}

WriterOptions as_findings(Format format = Format::csv) {
    return {.as = As::findings, .format = format, .selection = {}, .all = false, .every_ns = 0, .most = {}};
}

/// The findings, each as "from..to code id key worst limit count", with "+" behind those that still last.
/// Whatever is not there is left out.
std::vector<std::string> found(const std::string& text, std::string_view dialect = "",
                               const WriterOptions& options = as_findings()) {
    const auto csv = write(text, options, dialect);
    std::vector<std::string> all;
    std::string_view rest = csv;
    rest.remove_prefix(rest.find('\n') + 1);
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        std::vector<std::string> f(1);
        for (const char c : line) c == ',' && f.size() < 14 ? void(f.emplace_back()) : f.back().push_back(c);
        std::string said =
            fmt::format("{}..{} {}", f[0].substr(0, f[0].size() - 3), f[1].substr(0, f[1].size() - 3), f[3]);
        for (const int i : {5, 6, 8, 9, 10})
            if (!f[static_cast<std::size_t>(i)].empty()) said += " " + f[static_cast<std::size_t>(i)];
        if (f[11] != "1") said += " x" + f[11];
        all.push_back(said + (f[12].empty() ? "" : " +"));
    }
    return all;
}

std::string joined(const std::vector<std::string>& all) {
    std::string text;
    for (const auto& one : all) text += (text.empty() ? "" : "; ") + one;
    return text;
}
std::string found_in(const Story& story, std::string_view dialect = "") {
    return joined(found(story.text(), dialect));
}

} // namespace

BOOST_AUTO_TEST_SUITE(findings)

BOOST_AUTO_TEST_CASE(a_recording_in_which_nothing_is_wrong_has_no_finding_and_says_how_much_was_looked_at) {
    const Capture capture(Story().both(100, 160).text());
    Buffer out;
    const auto writer = make_writer(as_findings(Format::text), capture.names, nullptr, out);
    Stream stream({}, *writer);
    stream.push(capture.entries);
    stream.finish();
    BOOST_TEST(out.view() == "");
    BOOST_TEST(writer->remark() == "no findings in 420 frames, 420 messages, 59.5 s");
    BOOST_TEST(!writer->alarming());
}

BOOST_AUTO_TEST_CASE(every_kind_has_one_row_and_its_own_code) {
    std::set<std::string_view> codes;
    for (const auto& row : log_finding_rows()) {
        BOOST_TEST((&row == &log_finding_rows()[static_cast<std::size_t>(row.kind)]));
        BOOST_TEST(codes.insert(row.code).second, row.code);
        BOOST_TEST(row.doc.ends_with('.'), row.code);
    }
}

BOOST_AUTO_TEST_CASE(a_message_that_stops_for_more_than_five_periods) {
    // The last came at 119.004 s.
    BOOST_TEST(found_in(Story().both(100, 160).drop("356#", 120000, 124000)) == "");
    BOOST_TEST(found_in(Story().both(100, 160).drop("356#", 120000, 125000)) ==
               "119.004..125.004 message_stopped 356 silence_s 6.000 5.000");
    // It never comes again.
    BOOST_TEST(found_in(Story().both(100, 160).drop("356#", 120000, 999000)) ==
               "119.004..159.500 message_stopped 356 silence_s 40.496 5.000 +");
    // Of the inverter, too.
    BOOST_TEST(found_in(Story().both(100, 160).drop("305#", 120000, 124000)) == "");
    // Twice within a minute is one, with the longest of both.
    BOOST_TEST(found_in(Story().both(100, 190).drop("356#", 120000, 126000).drop("356#", 150000, 155000)) ==
               "119.004..155.004 message_stopped 356 silence_s 7.000 5.000 x2");
}

BOOST_AUTO_TEST_CASE(what_papers_allow_for_a_message_goes_before_five_periods) {
    const auto sma = [] { return as_pairs(Story().both(100, 300)); };
    BOOST_TEST(found_in(sma().drop("351#", 120000, 179000), "sma") == "");
    BOOST_TEST(found_in(sma().drop("351#", 120000, 180000), "sma") ==
               "119.002..180.002 message_stopped 351 silence_s 61.000 60.000");
    const auto victron = [] { return as_pairs(Story().battery(100, 160)); };
    BOOST_TEST(found_in(victron().drop("351#", 120000, 122000), "victron") == "");
    BOOST_TEST(found_in(victron().drop("351#", 120000, 123000), "victron") ==
               "119.002..123.002 message_stopped 351 silence_s 4.000 3.000");
}

BOOST_AUTO_TEST_CASE(a_battery_that_is_silent_for_more_than_5_s_while_the_inverter_goes_on) {
    // The last of the battery came at 119.006 s, the next one comes at the beginning of a second and 1 ms.
    BOOST_TEST(found_in(Story().battery(100, 120).battery(124, 160).inverter(100, 160)) == "");
    BOOST_TEST(found_in(Story().battery(100, 120).battery(125, 160).inverter(100, 160)) ==
               "119.006..125.001 battery_silent silence_s 5.995 5.000");
    BOOST_TEST(found_in(Story().battery(100, 120).inverter(100, 160)) ==
               "119.006..159.500 battery_silent silence_s 40.494 5.000 +");
}

BOOST_AUTO_TEST_CASE(a_silence_of_everybody_is_a_gap_of_the_recording_and_nobody_s) {
    BOOST_TEST(found_in(Story().both(100, 120).battery(124, 126).inverter(124, 160).battery(126, 160)) == "");
    BOOST_TEST(found_in(Story().both(100, 120).both(126, 160)) ==
               "119.500..126.001 recording_gap silence_s 6.501 5.000");
    // Another interface that goes on shows that the recorder did, too.
    BOOST_TEST(found_in(Story().both(100, 120).both(126, 160).battery(100, 160, "can1")) ==
               "119.006..126.001 battery_silent silence_s 6.995 5.000");
}

BOOST_AUTO_TEST_CASE(an_inverter_that_was_heard_and_stays_away_for_more_than_10_s) {
    BOOST_TEST(found_in(Story().battery(100, 160).inverter(100, 120).inverter(129, 160)) == "");
    BOOST_TEST(found_in(Story().battery(100, 160).inverter(100, 120).inverter(130, 160)) ==
               "119.500..130.500 keep_alive_lost silence_s 11.000 10.000");
    BOOST_TEST(found_in(Story().battery(100, 160)) == "");
}

BOOST_AUTO_TEST_CASE(how_the_battery_answered_to_a_silent_inverter) {
    const auto says = [](const Story& story) {
        const auto text = write(story.text(), as_findings(Format::text));
        const auto note = text.find("; ");
        return note == text.npos ? text : text.substr(note + 2, text.find('\n') - note - 2);
    };
    auto story = [] { return Story().battery(100, 160).inverter(100, 120).inverter(150, 160); };
    BOOST_TEST(says(story()) == "the battery went on");
    BOOST_TEST(says(story().say("35C#", "35C#0000", 125000, 150000)) ==
               "the battery allowed no current from 5.5 s on");
    BOOST_TEST(says(Story()
                        .battery(100, 130)
                        .battery(150, 160)
                        .battery(100, 160, "can1")
                        .inverter(100, 120)
                        .inverter(145, 160)) == "the battery fell silent after 9.5 s");
}

BOOST_AUTO_TEST_CASE(a_battery_that_allows_no_current_without_its_inverter) {
    const auto growatt = [](int silent_s) {
        Story story;
        for (int s = 100; s < 130; ++s) {
            story.add(s * 1000, "311#02380100010000E0").add(s * 1000 + 1, "312#0000000002AABB10");
            story.add(s * 1000 + 2, "313#14500000 00FA3264").add(s * 1000 + 3, "319#C000000000000000");
            if (s < 110 || s >= 110 + silent_s) story.add(s * 1000 + 500, "301#0B16212C37424D58");
        }
        return story.say("313#14500000 00FA3264", "313#1450000000FA3264", 0, 999000);
    };
    BOOST_TEST(found_in(growatt(2), "growatt-lv") == "");
    BOOST_TEST(found_in(growatt(3), "growatt-lv") ==
               "109.500..113.500 keep_alive_lost silence_s 4.000 3.000");
    BOOST_TEST(found_in(growatt(20).drop("301#", 0, 999000), "growatt-lv") ==
               "100.000..129.003 keep_alive_missing +");
}

BOOST_AUTO_TEST_CASE(a_message_that_never_comes_and_says_what_nobody_else_does) {
    BOOST_TEST(found_in(Story().both(100, 110).drop("351#", 0, 999000), "pylontech") == "");
    BOOST_TEST(found_in(Story().both(100, 112).drop("351#", 0, 999000), "pylontech") ==
               "100.001..111.500 message_missing 351 +");
    BOOST_TEST(found_in(Story().both(100, 160).drop("351#", 0, 130000), "pylontech") ==
               "100.001..130.002 message_missing 351");
    // Alarms in another form are alarms; of 0x35E and 0x35C no inverter needs anything.
    BOOST_TEST(found_in(Story().both(100, 160).say("359#", "35A#AAAAAAAAAAAAAAAA", 0, 999000), "pylontech") ==
               "");
    BOOST_TEST(
        found_in(Story().both(100, 160).drop("35E#", 0, 999000).drop("35C#", 0, 999000), "pylontech") == "");
}

BOOST_AUTO_TEST_CASE(a_period_that_is_off_by_more_than_a_factor_of_two) {
    const auto every = [](int period_ms) {
        auto story = Story().battery(100, 160);
        for (int t = 100500; t < 160000; t += period_ms) story.add(t, "305#0000000000000000");
        return found_in(story);
    };
    BOOST_TEST(every(2000) == "");
    BOOST_TEST(every(2001) == "100.500..159.006 period_off 305 period_s 2.001 2.000 +");
    BOOST_TEST(every(500) == "");
    BOOST_TEST(every(499) == "100.500..159.881 period_off 305 period_s 0.499 0.500 +");
    // One long pause is no slow rhythm.
    BOOST_TEST(found_in(Story().both(100, 200).drop("305#", 130000, 139000)) == "");
    // The battery of sma may send every 200 ms.
    const auto sma = [](int period_ms) {
        auto story = as_pairs(Story().both(100, 130).drop("356#", 0, 999000));
        for (int t = 100000; t < 130000; t += period_ms) story.add(t, "356#4E1406FFE700");
        return found_in(story, "sma");
    };
    BOOST_TEST(sma(200) == "");
    BOOST_TEST(sma(199) == "100.000..129.850 period_off 356 period_s 0.199 0.200 +");
}

BOOST_AUTO_TEST_CASE(two_batteries_with_the_same_identifiers) {
    auto story = [](bool two_messages) {
        auto s = Story().both(100, 160);
        for (int t = 120; t < 140; ++t) {
            s.add(t * 1000 + 250, "356#101406FEE700");
            if (two_messages) s.add(t * 1000 + 251, "355#32006300");
        }
        return s;
    };
    BOOST_TEST(found_in(story(true)) == "120.250..140.004 doubled_senders");
    // One message alone may come twice for another reason: then its period is off, at most.
    BOOST_TEST(found_in(story(false)).find("doubled") == std::string::npos);
    // The same twice is no other battery.
    auto same = Story().both(100, 160);
    for (int t = 120; t < 130; ++t)
        same.add(t * 1000 + 250, "356#4E1406FFE700").add(t * 1000 + 251, "355#3F006300");
    BOOST_TEST(found_in(same).find("doubled") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(frames_that_are_too_short_or_have_another_length) {
    BOOST_TEST(found_in(Story().both(100, 130).say("351#", "351#1402F401F401", 110000, 111000)) ==
               "110.002..110.002 length_changed 351 length 6 8");
    BOOST_TEST(found_in(Story().both(100, 130).say("351#", "351#1402F401F4", 110000, 111000)) ==
               "110.002..110.002 too_short 351 length 5 6");
    BOOST_TEST(found_in(Story().both(100, 140).say("356#", "356#4E1406FFE7000000", 110000, 999000)) ==
               "110.004..119.004 length_changed 356 length 8 6 x10");
}

BOOST_AUTO_TEST_CASE(values_that_are_not_to_be_believed) {
    BOOST_TEST(found_in(Story().both(100, 130).say("355#", "355#64006300", 110000, 120000)) == "");
    BOOST_TEST(found_in(Story().both(100, 130).say("355#", "355#65006300", 110000, 111000)) ==
               "110.003..110.003 out_of_range 355 soc_pct 101 100");
}

BOOST_AUTO_TEST_CASE(limits_that_are_not_kept_for_more_than_5_s) {
    // 50.0 A are allowed both ways: 55.0 A are 10 % more.
    const auto flows = [](std::string_view measured, int seconds) {
        return found_in(Story().both(100, 160).say("356#", measured, 120000, 120000 + seconds * 1000));
    };
    BOOST_TEST(flows("356#4E142602E700", 20) == "");
    BOOST_TEST(flows("356#4E142702E700", 6) == "");
    BOOST_TEST(flows("356#4E142702E700", 7) ==
               "120.004..127.004 charge_limit_ignored 356 charge_current_limit_A 55.1 50.0");
    BOOST_TEST(flows("356#4E14D9FDE700", 6) == "");
    BOOST_TEST(flows("356#4E14D9FDE700", 7) ==
               "120.004..127.004 discharge_limit_ignored 356 discharge_current_limit_A 55.1 50.0");
    BOOST_TEST(flows("356#4E14D9FDE700", 999) ==
               "120.004..159.500 discharge_limit_ignored 356 discharge_current_limit_A 55.1 50.0 +");
    // 53.2 V: 53.7 V are half a volt above, and nobody charges at 53.8 V with 1 A.
    BOOST_TEST(flows("356#FA140C00E700", 20) == "");
    BOOST_TEST(flows("356#FB140A00E700", 20) == "");
    BOOST_TEST(flows("356#FB140B00E700", 7) ==
               "120.004..127.004 voltage_limit_ignored 356 charge_voltage_limit_V 53.71 53.20");
}

BOOST_AUTO_TEST_CASE(a_limit_that_falls_gives_the_inverter_5_s_to_follow) {
    // -24.9 A flow where 10.0 A are allowed from 120.002 s on, which counts from 125.004 s on.
    const auto follows = [](int after_s) {
        return found_in(Story()
                            .both(100, 160)
                            .say("356#", "356#4E1407FFE700", 0, 120000 + after_s * 1000)
                            .say("356#4E1406FF", "356#4E140000E700", 0, 999000)
                            .say("351#", "351#1402F4016400C201", 120000, 999000));
    };
    BOOST_TEST(follows(11) == "");
    BOOST_TEST(follows(12) ==
               "125.004..132.004 discharge_limit_ignored 356 discharge_current_limit_A 24.9 10.0");
}

BOOST_AUTO_TEST_CASE(current_where_it_is_not_enabled) {
    const auto flows = [](std::string_view measured) {
        return found_in(
            Story().both(100, 140).say("35C#", "35C#8000", 0, 999000).say("356#", measured, 0, 999000));
    };
    BOOST_TEST(flows("356#4E14F6FFE700") == ""); // -1.0 A
    BOOST_TEST(flows("356#4E140A01E700") == ""); // charging is enabled
    BOOST_TEST(flows("356#4E14F5FFE700") == "101.004..139.500 prohibition_ignored 356 current_A -1.1 +");
}

BOOST_AUTO_TEST_CASE(what_the_battery_raises_is_one_finding_as_long_as_it_flickers) {
    auto story = [] { return Story().both(100, 300); };
    BOOST_TEST(found_in(story().say("359#", "359#0000800002504E", 120000, 125000)) ==
               "120.001..125.001 alarm_raised 359 discharge_overcurrent");
    BOOST_TEST(found_in(story().say("359#", "359#8000000002504E", 120000, 999000)) ==
               "120.001..299.500 protection_raised 359 discharge_overcurrent +");
    // Down for 60 s it is the same, for 61 s another one.
    const auto again = [&](int at_s) {
        return found_in(story()
                            .say("359#", "359#0000800002504E", 120000, 125000)
                            .say("359#", "359#0000800002504E", at_s * 1000, at_s * 1000 + 3000));
    };
    BOOST_TEST(again(185) == "120.001..188.001 alarm_raised 359 discharge_overcurrent x2");
    BOOST_TEST(again(186) == "120.001..125.001 alarm_raised 359 discharge_overcurrent; "
                             "186.001..189.001 alarm_raised 359 discharge_overcurrent");
}

BOOST_AUTO_TEST_CASE(error_frames_tell_how_the_controller_is) {
    auto story = [] { return Story().both(100, 130); };
    BOOST_TEST(found_in(story().add(110800, "20000002#0000000000000000")) == "");
    BOOST_TEST(found_in(story().add(110800, "20000004#0040000000000000")) == "");
    BOOST_TEST(found_in(story().add(110800, "20000088#0000000000000000")) == "110.800..110.800 error_frames");
    BOOST_TEST(
        found_in(story().add(110800, "20000020#0000000000000000").add(110900, "20000020#0000000000000000")) ==
        "110.800..110.900 no_ack x2");
    BOOST_TEST(
        found_in(story().add(110800, "20000004#0010000000000000").add(115800, "20000004#0040000000000000")) ==
        "110.800..115.800 error_passive");
    // Off until the next frame of anybody.
    BOOST_TEST(found_in(story().add(110800, "20000040#0000000000000000")) == "110.800..111.001 bus_off");
    BOOST_TEST(
        found_in(story().add(110800, "20000040#0000000000000000").add(110900, "20000100#0000000000000000")) ==
        "110.800..110.900 bus_off");
}

BOOST_AUTO_TEST_CASE(remote_frames_that_nobody_answers_within_a_second) {
    BOOST_TEST(found_in(Story().both(100, 130).add(110004, "356#R")) == "");
    BOOST_TEST(found_in(Story().both(100, 130).add(110003, "356#R").drop("356#4", 110000, 111000)) ==
               "110.003..110.003 unanswered_remote 356");
    BOOST_TEST(found_in(Story().both(100, 130).add(110800, "123#R")) ==
               "110.800..110.800 unanswered_remote 123");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_the_recording_itself) {
    const auto second_part = [](std::int64_t at_ms) {
        Story story;
        story.both(100, 130);
        const auto text = story.text();
        Story later;
        later.add(at_ms, "305#0000000000000000");
        return joined(found(text + later.text() + Story().both(130, 150).text()));
    };
    BOOST_TEST(second_part(129400) == ""); // 0.1 s back
    BOOST_TEST(second_part(129399) == "129.399..129.399 time_steps_back step_s 0.101");
    const Capture capture(Story().both(100, 130).text());
    log::Counts counts;
    counts.dropped = 3;
    Buffer out;
    const auto writer = make_writer(as_findings(Format::text), capture.names, &counts, out);
    Stream stream({}, *writer);
    stream.push(capture.entries);
    stream.finish();
    BOOST_TEST(out.view() ==
               "100.001000..129.500000 (29.5 s) - warning frames_lost: the recorder lost 3 frames\n");
    BOOST_TEST(writer->alarming());
}

BOOST_AUTO_TEST_CASE(identifiers_that_the_dialect_does_not_have) {
    BOOST_TEST(found_in(Story().both(100, 130).add(110800, "350#00").add(110900, "383#00")) == "");
    BOOST_TEST(found_in(Story().both(100, 130).add(110800, "352#00").add(120800, "352#01")) ==
               "110.800..120.800 unknown_id 352 x2");
}

BOOST_AUTO_TEST_CASE(another_dialect_or_version_in_the_middle) {
    const auto changed = [](int at_s) {
        Story story;
        story.both(100, at_s).both(at_s, 200);
        return found_in(story.say("359#", "35A#AAAAAAAAAAAAAAAA", at_s * 1000, 999000)
                            .say("35C#", "35F#4C4901033C02AA00", at_s * 1000, 999000));
    };
    const auto late = changed(150);
    BOOST_TEST(late.find("version_changed") != late.npos, late);
    BOOST_TEST(changed(110).find("version_changed") == std::string::npos);
    Story story;
    story.both(100, 150);
    for (int s = 150; s < 200; ++s)
        for (int i = 0;
             const auto frame :
             {"110#0000000000000000", "150#16020000E803E803", "359#0000000000000000", "355#60006400",
              "356#E614F4FFE600", "361#E60CE60CE600E600", "363#0100010001000100", "364#0101000001",
              "351#48026400FC08E001", "371#4408FC08", "35C#C000", "35E#445930303103E803"})
            story.add(s * 1000 + ++i, frame);
    const auto other = found_in(story);
    BOOST_TEST(other.find("dialect_changed") != other.npos, other);
}

BOOST_AUTO_TEST_CASE(what_is_selected_is_what_is_judged) {
    auto story = Story().both(100, 160);
    story.drop("356#", 120000, 130000).say("359#", "359#0000800002504E", 140000, 145000);
    story.battery(100, 160, "can1").drop("can1 35", 120000, 130000);
    const auto with = [&](const std::function<void(Selection&)>& select) {
        auto options = as_findings();
        select(options.selection);
        return joined(found(story.text(), "", options));
    };
    const std::string stopped = "119.004..130.004 message_stopped 356 silence_s 11.000 5.000";
    const std::string alarm = "140.001..145.001 alarm_raised 359 discharge_overcurrent";
    const std::string silent = "119.006..130.001 battery_silent silence_s 10.995 5.000";
    BOOST_TEST(with([](Selection& s) { s.interfaces = {"can0"}; }) == stopped + "; " + alarm);
    BOOST_TEST(with([](Selection& s) { s.ids = {{0x356, 0x356}}; }) == stopped);
    BOOST_TEST(with([](Selection& s) { s.messages = {"alarms"}; }) == alarm);
    BOOST_TEST(with([](Selection& s) { s.signals = {"voltage"}; }) == stopped);
    // can1 alone is a recording with a gap.
    BOOST_TEST(with([](Selection& s) { s.interfaces = {"can1"}; }) ==
               "119.006..130.001 recording_gap silence_s 10.995 5.000");
    BOOST_TEST(with([](Selection&) {}) == stopped + "; " + silent + "; " + alarm);
    BOOST_TEST(with([](Selection& s) { s.to = Timestamp(124'000'000'000); }) == "");
    BOOST_TEST(with([](Selection& s) { s.from = Timestamp(131'000'000'000); }) == alarm);
    BOOST_TEST(with([](Selection& s) {
                   s.from = Timestamp(142'000'000'000);
                   s.interfaces = {"can0"};
               }) == "142.001..145.001 alarm_raised 359 discharge_overcurrent");
}

BOOST_AUTO_TEST_CASE(a_recording_without_times_is_judged_by_what_its_frames_say) {
    std::string text;
    for (int i = 0; i < 20; ++i)
        text += "  can0  359   [7]  00 00 80 00 02 50 4E\n  can0  351   [8]  14 02 F4 01 F4 01 C2 01\n"
                "  can0  355   [4]  65 00 63 00\n  can0  356   [6]  4E 14 06 FF E7 00\n";
    const auto out = write(text, as_findings(Format::text), "pylontech");
    BOOST_TEST(out ==
               "- can0 warning alarm_raised: alarm discharge_overcurrent (still lasting)\n"
               "- can0 warning out_of_range: soc of 0x355 state_of_charge is 101 % (100 is the most)\n");
}

BOOST_AUTO_TEST_SUITE_END()
