#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gtx-probe on a serial line, live: gtx-sim plays the packs on a pseudo-terminal.

probing.py TOOL-DIRECTORY [PATTERN]: runs the tests whose names contain the pattern.
"""
import concurrent.futures
import contextlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

BIN = sys.argv[1]
PROTOCOLS = ("pylontech-rs485", "pace", "seplos-v2", "eg4", "ver22", "pylontech-console")


def wait_for(condition, what, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what + " did not come"
        time.sleep(0.01)


@contextlib.contextmanager
def packs(protocol, *faults, args=("--packs", "2")):
    """The name of a line with two packs on it."""
    with tempfile.TemporaryDirectory() as top:
        line, scenario = os.path.join(top, "line"), os.path.join(top, "faults.scenario")
        with open(scenario, "w", encoding="ascii") as file:
            file.writelines(f"0 fault line {fault}\n" for fault in faults)
        with subprocess.Popen([BIN + "/gtx-sim", "-q", "--serial", "pty", "--serial-link", line, "--protocol", protocol,
                               "--scenario", scenario, "--seed", "7", *args],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as sim:
            try:
                wait_for(lambda: os.path.exists(line) or sim.poll() is not None, "the line")
                assert sim.poll() is None, "gtx-sim ended"
                yield line
            finally:
                sim.terminate()


def probe(*args, seconds=60, **more):
    return subprocess.run([BIN + "/gtx-probe", *args], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=seconds, check=False, **more)


def states(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def nobody_ends_in_time_and_says_what_to_try():
    with packs("pace", "silent") as line:
        begin = time.monotonic()
        done = probe(line, "-d", "pace", "--timeout", "2s")
        spent = time.monotonic() - begin
    assert done.returncode == 1 and done.stdout == "", done
    assert 1.5 < spent < 20, spent
    assert line in done.stderr and "tried: pace" in done.stderr, done.stderr


def nobody_is_unknown_for_a_plugin_and_not_up_for_prometheus():
    with packs("pace", "silent") as line:
        done = probe(line, "-d", "pace", "--timeout", "1s", "--check")
        assert done.returncode == 3 and done.stdout.startswith("BATTERY UNKNOWN - "), done
        done = probe(line, "-d", "pace", "--timeout", "1s", "-f", "prometheus")
        assert done.returncode == 1 and re.search(r"^gtx_battery_up\{.*\} 0$", done.stdout, re.M), done


def a_line_that_only_babbles_gives_no_pack():
    with packs("pylontech-rs485", "babble", "silent") as line:
        done = probe(line, "-d", "pylontech-rs485", "--timeout", "2s")
    assert done.returncode == 1 and done.stdout == "", done


def side_by_side(test, things):
    """Each mostly waits for bytes, so together they take as long as the longest of them."""
    with concurrent.futures.ThreadPoolExecutor(max_workers=len(things)) as pool:
        for thing, _ in zip(things, pool.map(test, things)):
            print("  ", thing if isinstance(thing, str) else ", ".join(thing))


def each_protocol_by_name_tells_both_packs():
    def told(protocol):
        with packs(protocol) as line:
            done = probe(line, "-d", protocol, "-f", "json")
        assert done.returncode == 0 and done.stderr == "", (protocol, done)
        (state,) = states(done)
        assert state["dialect"] == protocol and state["packs"] == 2 and state["source"] == line, state
        assert 40 <= state["soc_pct"] <= 60 and 52 < state["voltage_V"] < 54, state
        assert [len(p["cells_V"]) for p in state["pack"]] == [16, 16], state

    side_by_side(told, PROTOCOLS)


def a_protocol_is_found_with_its_speed_and_address():
    def found(protocol):
        with packs(protocol) as line:
            done = probe(line, "-f", "json")
        assert done.returncode == 0, (protocol, done)
        assert states(done)[0]["dialect"] == protocol, done

    side_by_side(found, PROTOCOLS)


def a_scan_lists_every_pack():
    with packs("pylontech-rs485") as line:
        done = probe(line, "-d", "pylontech-rs485", "--scan", "-f", "json", "--timeout", "20s")
    assert done.returncode == 0, done
    assert [p["address"] for p in states(done)] == [2, 3], done
    assert all(p["dialect"] == "pylontech-rs485" and p["source"] == line for p in states(done)), done


def addresses_that_are_given_are_the_ones_asked():
    with packs("pace") as line:
        done = probe(line, "-d", "pace", "--address", "2", "-f", "json")
    assert [p["address"] for p in states(done)[0]["pack"]] == [2], done


def noise_loss_cuts_and_echoes_are_survived():
    def survived(faults):
        with packs("pylontech-rs485", *faults) as line:
            done = probe(line, "-d", "pylontech-rs485", "--address", "2,3", "--watch", "100ms", "-n", "4", "-f", "json",
                         seconds=120)
        assert done.returncode == 0 and len(states(done)) == 4, (faults, done)
        for state in states(done):
            assert 40 <= state["soc_pct"] <= 60 and 50 < state["voltage_V"] < 55, (faults, state)

    side_by_side(survived, (["noise 50"], ["lost 30"], ["broken 20"], ["cut 20"], ["echo"],
                            ["noise 30", "lost 20", "broken 10"]))


def a_slow_pack_is_waited_for():
    with packs("pace", args=("--packs", "1", "--reply-delay", "400ms")) as line:
        done = probe(line, "-d", "pace", "--address", "1", "-f", "json")
    assert done.returncode == 0 and states(done)[0]["packs"] == 1, done


def two_packs_with_one_address_are_found_out():
    with packs("pylontech-rs485", "duplicate-address") as line:
        done = probe(line, "-d", "pylontech-rs485", "--diagnose", "-f", "json", "--timeout", "6s")
    assert done.returncode == 1, done
    assert any(f["code"] in ("serial_double_replies", "serial_checksums", "serial_refused") for f in states(done)), done


def a_wrong_speed_gives_no_pack_and_is_named():
    with packs("pylontech-rs485", "wrong-speed") as line:
        done = probe(line, "-d", "pylontech-rs485", "--speed", "9600", "--timeout", "3s")
    assert done.returncode == 1 and "speed" in done.stderr, done


def listening_sends_nothing():
    strace = shutil.which("strace")
    if strace is None:
        return "strace is missing"
    traced = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")  # who is traced cannot trace itself for leaks
    with packs("pace") as line, tempfile.NamedTemporaryFile("r") as calls:
        done = subprocess.run([strace, "-f", "-o", calls.name, "-y", "-e", "trace=write,writev,sendto,sendmsg,pwrite64",
                               BIN + "/gtx-probe", line, "--listen-only", "--timeout", "2s"], capture_output=True,
                              text=True, timeout=60, check=False, env=traced)
        written = calls.read()
        real = os.path.realpath(line)
        asked = subprocess.run([strace, "-f", "-o", calls.name, "-y", "-e", "trace=write", BIN + "/gtx-probe", line,
                                "-d", "pace", "-q"], capture_output=True, text=True, timeout=60, check=False,
                               env=traced)
        calls.seek(0)
        asking = calls.read()
    if "ptrace" in done.stderr and done.returncode not in (0, 1):
        return "strace may not trace here"
    assert done.returncode == 1, done
    assert real not in written, written
    assert asked.returncode == 0 and real in asking, asking  # the same look does see what is sent


def listening_hears_what_others_ask():
    with packs("pylontech-rs485") as line, tempfile.TemporaryDirectory() as top:
        trace = os.path.join(top, "trace.log")
        done = probe(line, "-d", "pylontech-rs485", "--trace", trace, "-f", "json")
        asked = states(done)[0]
        replayed = probe(trace, "-f", "json")
        assert replayed.returncode == 0, replayed
        heard = states(replayed)[0]
        assert heard["dialect"] == "pylontech-rs485" and heard["packs"] == asked["packs"], heard
        assert heard["pack"][0]["cells_V"] == asked["pack"][0]["cells_V"], heard
        with open(trace, encoding="ascii") as file:
            for text in file:
                assert re.match(r"\(\d+\.\d{6}\) \S+ [<>] ", text), text


def a_signal_ends_it_after_a_whole_line():
    with packs("pace") as line:
        for number in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen([BIN + "/gtx-probe", line, "-d", "pace", "--watch", "200ms", "-f", "json"],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as process:
                first = process.stdout.readline()
                process.send_signal(number)
                rest, errors = process.communicate(timeout=30)
            assert process.returncode == 128 + number and not errors, (process.returncode, errors)
            assert (first + rest).endswith("}\n"), rest


def a_device_that_vanishes_and_comes_back_is_survived():
    with tempfile.TemporaryDirectory() as top:
        line = os.path.join(top, "line")
        sim = [BIN + "/gtx-sim", "-q", "--serial", "pty", "--serial-link", line, "--protocol", "pace"]
        with subprocess.Popen(sim, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as first:
            wait_for(lambda: os.path.islink(line), "the line")
            with subprocess.Popen([BIN + "/gtx-probe", line, "-d", "pace", "--address", "1", "--watch", "200ms", "-f",
                                   "json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True) as process:
                assert json.loads(process.stdout.readline())["packs"] == 1
                first.terminate()
                first.wait()
                time.sleep(1)
                with subprocess.Popen(sim, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as second:
                    wait_for(lambda: os.path.islink(line), "the line again")
                    came_back = time.time()
                    state = {"t": 0}
                    while state["t"] < came_back:
                        state = json.loads(process.stdout.readline())
                    second.terminate()
                process.terminate()
                _, errors = process.communicate(timeout=30)
    assert "lost" in errors and "back" in errors, errors


def a_soak_with_everything_wrong_never_tells_a_wrong_number():
    with packs("pylontech-rs485", "noise 20", "lost 10", "broken 10", "cut 10", "glued 5") as line:
        done = probe(line, "-d", "pylontech-rs485", "--address", "2,3", "--watch", "100ms", "-n", "12", "-f", "json",
                     seconds=180)
    assert done.returncode == 0 and len(states(done)) == 12, done
    for state in states(done):
        assert 49 <= state["soc_pct"] <= 51 and 52.5 < state["voltage_V"] < 53.2, state
        for pack in state["pack"]:
            assert pack["address"] in (2, 3) and all(3.2 < v < 3.4 for v in pack.get("cells_V", [])), pack


def a_poll_cycle_costs_little_of_its_time():
    with packs("pylontech-rs485", args=("--packs", "2", "--serial-speed", "9600")) as line:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.monotonic()
        done = probe(line, "-d", "pylontech-rs485", "--speed", "9600", "--address", "2,3", "-n", "6", "-f", "json",
                     seconds=120)
        wire = time.monotonic() - begin
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # A share of the wire's time and not a time: it is what the tool takes from the machine it runs on.
    print(f"   {spent * 1000:.0f} ms of CPU in {wire:.1f} s on the wire: {100 * spent / wire:.2f} %")


def screen(socket):
    return subprocess.run(["tmux", "-L", socket, "capture-pane", "-p", "-t", "probe"], check=True,
                          capture_output=True, text=True).stdout


def screen_that(suits, socket, what):
    shown = []
    wait_for(lambda: suits(shown.append(screen(socket)) or shown[-1]), what)
    return shown[-1]


def the_panel_stands_still_on_a_terminal():
    if shutil.which("tmux") is None:
        return "tmux is missing"
    socket = f"gtx-{os.getpid()}"
    with packs("pylontech-rs485") as line:
        command = f"{BIN}/gtx-probe {line} -d pylontech-rs485 --address 2,3 --watch 300ms"
        subprocess.run(["tmux", "-L", socket, "-f", "/dev/null", "new-session", "-d", "-s", "probe", "-x", "80", "-y",
                        "30", command], check=True, stdin=subprocess.DEVNULL,
                       env=dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm-256color"))
        try:
            first = screen_that(lambda text: "AMASS" in text and "each °C" in text.split("pack 3")[-1], socket,
                                "the panel")
            later = screen_that(lambda text: text.splitlines()[0] != first.splitlines()[0], socket, "the next second")
            subprocess.run(["tmux", "-L", socket, "resize-window", "-t", "probe", "-x", "80", "-y", "10"], check=True)
            screen_that(lambda text: "lines more than this terminal has" in text, socket, "the cut panel")
        finally:
            subprocess.run(["tmux", "-L", socket, "kill-server"], check=False, stderr=subprocess.DEVNULL)
    for text in (first, later):
        assert plain(text, line) == EXPECTED_PANEL.strip("\n"), plain(text, line)
    return None


def plain(text, line):
    """What the time of the test decides is taken out: the date, the last digit of a cell and so its mark, the
    current that packs exchange at the beginning."""
    for pattern, word in ((re.escape(line), "LINE"), (r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", "DATE"),
                          (r"3\.30\d[v^ ]?", "3.30x "), (r" -?0\.\d A", " 0.x A"), (r" +-?\d W", "      x W")):
        text = re.sub(pattern, word, text)
    return "\n".join(part.rstrip() for part in text.rstrip().splitlines())


EXPECTED_PANEL = """
LINE pylontech-rs485 AMASS  DATE  standby
stack           52.88 V      0.x A      x W   SOC    50 %  SOH       -
battery      2 packs, 25.0 °C, 50.0 Ah left, 100.0 Ah when full, 0 cycles
limits       charge 50.0 A at 56.16 V, discharge 50.0 A down to 45.60 V
requests     charge allowed, discharge allowed, forced charge no, full no
alarms       none
protections  none
faults       none
pack 2          52.88 V      0.x A    25.0 °C   SOC    50 %
  cells         3.30x V to 3.30x V    25.0 °C to 25.0 °C  standby
  each V      3.30x   3.30x   3.30x   3.30x   3.30x   3.30x   3.30x   3.30x
              3.30x   3.30x   3.30x   3.30x   3.30x   3.30x   3.30x   3.30x
  each °C      25.0    25.0    25.0    25.0
pack 3          52.88 V      0.x A    25.0 °C   SOC    50 %
  cells         3.30x V to 3.30x V    25.0 °C to 25.0 °C  standby
  each V      3.30x   3.30x   3.30x   3.30x   3.30x   3.30x   3.30x   3.30x
              3.30x   3.30x   3.30x   3.30x   3.30x   3.30x   3.30x   3.30x
  each °C      25.0    25.0    25.0    25.0
"""


def main():
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    tests = [t for name, t in globals().items()
             if name.count("_") > 1 and callable(t) and t is not side_by_side and pattern in name]
    alone = [t for t in tests if t in (a_poll_cycle_costs_little_of_its_time, a_signal_ends_it_after_a_whole_line)]
    # The others mostly wait for bytes: side by side they take as long as the longest of them.
    with concurrent.futures.ThreadPoolExecutor(max_workers=6) as pool:
        for test, done in [(t, pool.submit(t)) for t in tests if t not in alone]:
            tell(test, done.result())
    for test in alone:
        tell(test, test())
    return 0 if tests else 1


def tell(test, why):
    print("ok" if why is None else f"skipped, {why}:", test.__name__, flush=True)


if __name__ == "__main__":
    sys.exit(main())
