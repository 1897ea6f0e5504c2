#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gtx-sim in step with the clock: lines come when they are due, and a signal ends it cleanly."""
import os
import pty
import select
import signal
import subprocess
import sys
import time

TOOL = sys.argv[1]


def start(*args, stdout=subprocess.PIPE, stderr=subprocess.PIPE):
    return subprocess.Popen([TOOL, *args], stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def all_of(master, until=None):
    """What comes out of a terminal until its other side closes; then, or once `until` is among it, it is told."""
    shown = b""
    while (until is None or until not in shown) and select.select([master], [], [], 60)[0]:
        try:
            block = os.read(master, 65536)
        except OSError:  # the other side has closed
            break
        if not block:
            break
        shown += block
    return shown


def a_signal_ends_it_with_whole_lines():
    for number in (signal.SIGINT, signal.SIGTERM):
        with start("--speed", "1", "--as", "state", "-f", "json") as process:
            first = process.stdout.readline()
            process.send_signal(number)
            rest, errors = process.communicate(timeout=60)
            assert process.returncode == 128 + number, process.returncode
            assert (first + rest).endswith(b"}\n"), rest
            assert errors == b"", errors


def a_signal_in_a_long_run_still_gives_the_summary():
    with start("--duration", "3000d", "--as", "summary") as process:
        time.sleep(0.5)
        process.terminate()
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 143, process.returncode
        assert out.startswith(b"1 pack in "), out


def lines_come_one_by_one_when_they_are_due():
    begin = time.monotonic()
    with start("--speed", "4", "--as", "state", "-f", "csv", "--duration", "9s") as process:
        process.stdout.readline()  # the heading
        process.stdout.readline()  # at the beginning
        early = time.monotonic() - begin
        rest = process.stdout.read()
        whole = time.monotonic() - begin
        assert process.wait() == 0
        assert rest.count(b"\n") == 8, rest
        assert whole >= 2.0, whole  # the last line is due after 8 s, a quarter of that by the clock
        assert whole - early > 1.0, (early, whole)  # the first did not wait for the others


def the_same_seed_gives_the_same_bytes_in_time_and_as_fast_as_it_goes():
    args = ("--as", "state", "-f", "json", "--duration", "4s", "--packs", "2", "--seed", "5")
    paced = subprocess.run([TOOL, *args, "--speed", "20"], capture_output=True, check=True).stdout
    fast = subprocess.run([TOOL, *args], capture_output=True, check=True).stdout
    other = subprocess.run([TOOL, *args[:-1], "6"], capture_output=True, check=True).stdout
    assert paced == fast
    assert other != fast


def a_panel_on_a_terminal_is_drawn_over_the_one_before():
    master, slave = pty.openpty()
    with start("--as", "panel", "--speed", "10", "--duration", "3s", stdout=slave) as process:
        os.close(slave)
        shown = all_of(master)
        assert process.wait(timeout=60) == 0
    os.close(master)
    panels = shown.split(b"\x1b[H")[1:]
    assert len(panels) == 12, len(panels)  # four a second
    assert all(b"AMASS 2026-01-01 00:00:0" in p and p.endswith(b"\x1b[J") for p in panels)


def a_long_run_shows_its_progress_on_a_terminal_and_wipes_it():
    master, slave = pty.openpty()
    with start("--duration", "36500d", "--as", "summary", stderr=slave) as process:
        os.close(slave)
        shown = all_of(master, b" s left ")
        process.terminate()
        shown += all_of(master)
        out = process.stdout.read()
    os.close(master)
    assert b" %, " in shown and b" s left " in shown, shown
    assert shown.endswith(b"\r\x1b[K"), shown
    assert b"\x1b" not in out, out


def a_long_run_says_nothing_where_nobody_watches():
    with start("--duration", "36500d", "--as", "summary") as process:
        time.sleep(2)
        process.terminate()
        _, errors = process.communicate(timeout=60)
    assert errors == b"", errors


def main():
    tests = [t for name, t in globals().items() if callable(t) and name.startswith(("a_", "lines_", "the_"))]
    for test in tests:
        test()
        print("ok", test.__name__)
    return 0 if len(tests) == 7 else 1


if __name__ == "__main__":
    sys.exit(main())
