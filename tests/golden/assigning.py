#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gtx-assign on pseudo-terminals: one pack played by itself, stacks played by gtx-sim; and wirings on a terminal.

assigning.py TOOL-DIRECTORY EXAMPLES [PATTERN]: runs the tests whose names contain the pattern.
"""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tty

BIN, EXAMPLES = sys.argv[1], pathlib.Path(sys.argv[2])
FAST = ("--speed", "115200")


def assign(*args, seconds=60, **more):
    return subprocess.run([BIN + "/gtx-assign", *args], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=seconds, check=False, **more)


def objects(done, kind):
    return [o for o in map(json.loads, done.stdout.splitlines()) if o["kind"] == kind]


@contextlib.contextmanager
def cable():
    """Two pseudo-terminals that hear each other, by their names."""
    ends = [pty.openpty() for _ in range(2)]
    for _, far in ends:
        tty.setraw(far)
    stop = os.pipe()

    def carry():
        near = [ends[0][0], ends[1][0]]
        while True:
            ready, _, _ = select.select([*near, stop[0]], [], [])
            if stop[0] in ready:
                return
            for fd in ready:
                os.write(near[1 - near.index(fd)], os.read(fd, 4096))

    carrier = threading.Thread(target=carry)
    carrier.start()
    try:
        yield [os.ttyname(far) for _, far in ends]
    finally:
        os.write(stop[1], b"x")
        carrier.join()
        for fd in [*stop, *ends[0], *ends[1]]:
            os.close(fd)


@contextlib.contextmanager
def one_pack(*args):
    """The line to one pack that gtx-assign plays, and the process."""
    with cable() as (near, far):
        with subprocess.Popen([BIN + "/gtx-assign", far, "--as-pack", *FAST, *args], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as pack:
            try:
                end = time.monotonic() + 20
                while far not in opened_by(pack.pid):
                    assert pack.poll() is None and time.monotonic() < end, "the pack did not open its port"
                    time.sleep(0.01)
                yield near, pack
            finally:
                pack.terminate()


@contextlib.contextmanager
def stack(*scenario, packs=4, speed=FAST[1], more=()):
    """The line to the packs of gtx-sim under this scenario, and the process, which says all at its end."""
    with tempfile.TemporaryDirectory() as top:
        line, file = os.path.join(top, "line"), os.path.join(top, "scenario")
        pathlib.Path(file).write_text("".join(f"{step}\n" for step in scenario), encoding="ascii")
        with subprocess.Popen([BIN + "/gtx-sim", "-v", "--packs", str(packs), "--link", "pty", "--link-name", line,
                               "--link-speed", speed, "--scenario", file, *more], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as sim:
            try:
                end = time.monotonic() + 20
                while not os.path.exists(line):
                    assert sim.poll() is None and time.monotonic() < end, "gtx-sim made no line"
                    time.sleep(0.01)
                yield line, sim
            finally:
                sim.terminate()


def simulated(faults, packs, speed=FAST[1]):
    """What gtx-assign makes of such a stack: its status, the numbers in the order of the chain, and what is named,
    packs by their places, which are the ends of their serial numbers."""
    with stack(*(f"0 fault link {f}" for f in faults), packs=packs, speed=speed) as (line, _):
        done = assign(line, "--speed", speed, "--expect", str(packs), "-f", "json")
    named = {" ".join([f["code"], *(f[k].lstrip("0")[-1] if f[k] != "bench" else f[k]
                                    for k in ("serial", "other") if k in f)]) for f in objects(done, "finding")}
    return done.returncode, [p.get("id") for p in objects(done, "pack") if "position" in p], named


def simulated_in_quiet(faults, packs):
    # A machine that lets nobody answer within 60 ms is a bus that loses answers, and is called that: then once more.
    for _ in range(3):
        status, numbers, named = simulated(faults, packs)
        if "bus_noisy" not in named:
            break
        assert status == 1, named
    return status, numbers, named


STACKS = [  # scenario lines, packs, what is named; several where they cannot be told apart
    ((), 4, ()),
    ((), 1, ()),
    (("swap 2",), 4, ("swapped 2",)),
    (("swap 4",), 4, ("coding_broken 3 4", "wrong_port 4")),
    (("cut 2-3",), 4, ("missing 2",)),
    (("coding cut 2-3",), 4, ("coding_broken 2 3",)),
    (("wrong-port 4",), 4, ("missing 3",)),
    (("adapter-out",), 4, ("adapter_in_out",)),
    (("loop",), 4, ("loop",)),
    (("serial 3 as 2",), 4, ("duplicate_serial 2",)),
    ((), 5, ("fifth_pack 5",)),
    (("shorted",), 4, ("bus_dead",)),
    (("split",), 3, ("split",)),
    (("stuck 2",), 3, ("stuck 2",)),
    (("coding cut 1-2", "serial 4 as 3"), 4, ("coding_broken 1 2", "duplicate_serial 3")),
]


def stacks_of_gtx_sim_are_right_or_their_bad_cable_is_named():
    if "--link-speed" not in subprocess.run([BIN + "/gtx-sim", "--help"], capture_output=True, text=True,
                                            check=True).stdout:
        print("    left out: this gtx-sim has no link")
        return
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda case: simulated_in_quiet(case[0], case[1]), STACKS))
    wrong = []
    for (faults, packs, wanted), (status, numbers, named) in zip(STACKS, results):
        right = not wanted
        if status != (0 if right else 1) or named != set(wanted) or (right and numbers != list(range(1, packs + 1))):
            wrong.append(f"{packs} packs, {faults}: status {status}, numbers {numbers}, named {sorted(named)}")
    assert not wrong, "\n".join(wrong)


def a_second_master_is_named_unless_it_gives_way_unheard():
    # It begins every 2 s. If it happens to listen when gtx-assign begins it is one pack more, whether it is heard
    # later or not; and two that talk at once may be heard as noise only.
    for _ in range(6):
        status, _, named = simulated(("second-master",), 4, "9600")
        assert status == 1 and named, "two masters are never right"
        others = named - {"two_masters"}
        assert all(n.startswith(("fifth_pack", "bus_noisy", "bus_dead")) for n in others), named
        if "two_masters" in named:
            return
    assert False, "it was never heard"


def the_button_of_a_simulated_master_codes_a_live_link_and_shuts_it_down_slaves_first():
    seen = {}
    with stack("1s press 4s", "28s press 6s", packs=3, more=("--off", "--speed", "8", "--duration", "40s")) as \
            (line, sim):
        with open(line, "rb", buffering=0) as link:
            tty.setraw(link)
            heard = b""
            while sim.poll() is None and select.select([link], [], [], 20)[0]:
                with contextlib.suppress(OSError):
                    heard += link.read(4096) or b""
    for at, frame in enumerate(heard.decode("ascii", "replace").split("\r")):
        seen.setdefault(frame[3:5] + frame[7:9], at)
    order = [seen.get(what) for what in ("0288", "0388", "0389", "0289")]
    assert None not in order and order == sorted(order), (order, heard)


def opened_by(pid):
    names = set()
    with contextlib.suppress(OSError):
        for fd in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                names.add(os.readlink(f"/proc/{pid}/fd/{fd}"))
    return names


def nobody_is_a_no_and_is_said():
    with cable() as (near, _):
        done = assign(near, *FAST)
        assert done.returncode == 1 and "nobody answered" in done.stderr, done
        assert "bus_dead" in done.stdout, done
        done = assign(near, *FAST, "--discover", "-f", "json")
        assert done.returncode == 1 and done.stdout == "", done


def a_pack_alone_gets_number_1_and_the_trace_can_be_read():
    with one_pack("--last", "--serial-number", "A1B2C3D4", "--firmware", "1.2") as (line, pack), \
            tempfile.TemporaryDirectory() as top:
        trace = os.path.join(top, "trace")
        done = assign(line, *FAST, "-f", "json", "--expect", "1", "--trace", trace)
        assert done.returncode == 0 and done.stderr == "", done
        (told,) = objects(done, "pack")
        assert told["position"] == told["id"] == 1 and told["serial"] == "00A1B2C3D4", told
        assert told["firmware"] == "V1.2" and told["in"] == ["bench"] and told["out"] == [], told
        assert objects(done, "result")[0]["right"] is True, done
        lines = pathlib.Path(trace).read_text(encoding="ascii").splitlines()
        assert any(" > " in line for line in lines) and any(" < " in line for line in lines), lines
        assert all(re.match(r"\(\d{10}\.\d{6}\) \S+ [<>] \S+$", line) for line in lines), lines
        decoded = subprocess.run([BIN + "/gtx-decode", "--strict", trace], capture_output=True, text=True, check=False)
        assert "refused" not in decoded.stderr and "the link bus of gtx-link(7)" in decoded.stderr, decoded
        assert pack.stdout.readline() == "00A1B2C3D4: number 1\n"
        again = assign(line, *FAST, "--discover", "-v")
        assert again.returncode == 0 and "00A1B2C3D4" in again.stdout and "right" not in again.stdout, again
        assert "> offer" not in again.stderr and "> search" in again.stderr, again
        pack.send_signal(signal.SIGINT)
        assert pack.wait(20) == 128 + signal.SIGINT, "a pack ends by its signal"


def a_pack_that_is_missing_is_named():
    with one_pack("--last", "--serial-number", "7") as (line, _):
        done = assign(line, *FAST, "--expect", "2", "-f", "json")
    assert done.returncode == 1, done
    assert [f["code"] for f in objects(done, "finding")] == ["missing"], done
    assert objects(done, "result")[0]["right"] is False, done


def an_out_that_comes_back_to_the_adapter_is_not_right():
    with one_pack("--serial-number", "7") as (line, _):
        done = assign(line, *FAST)
    assert done.returncode == 1 and "right:" not in done.stdout, done


def a_tap_raises_no_line_of_its_own():
    with one_pack("--last") as (line, pack):
        done = assign(line, *FAST, "--no-line", "-f", "json", "-v")
        assert done.returncode == 0 and "> offer" not in done.stderr, done
        assert objects(done, "pack")[0]["in"] == [], done
        assert pack.stdout.readline() == "0000000001: number 1\n"


def time_and_signals_end_it_with_what_there_is():
    with cable() as (near, far):
        begin = time.monotonic()
        done = assign(near, "--speed", "300", "--timeout", "300ms", "-f", "json")
        assert time.monotonic() - begin < 10 and done.returncode == 1, done
        assert objects(done, "result")[0]["ending"] in ("cancelled", "silent"), done
        done = assign(far, "--as-pack", "--timeout", "200ms")
        assert done.returncode == 1 and done.stdout == "", done
        with subprocess.Popen([BIN + "/gtx-assign", near, "--speed", "300"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as slow:
            while near not in opened_by(slow.pid):
                time.sleep(0.01)
            time.sleep(0.05)
            slow.send_signal(signal.SIGTERM)
            slow.communicate(timeout=20)
            assert slow.returncode == 128 + signal.SIGTERM, slow.returncode


def a_rehearsal_codes_four_packs_in_less_than_three_seconds_of_wire_time():
    done = assign("--dry-run", "--expect", "4", "-v")
    assert done.returncode == 0, done
    assert done.stdout == assign("--dry-run", "--expect", "4").stdout, "it says the same each time"
    for wanted in ("> grant 1", "> grant 4", "< numbered 4", "> search"):
        assert wanted in done.stderr, (wanted, done.stderr)
    stamped = [line for line in done.stdout.splitlines() if line.startswith("(")]
    assert all(re.match(r"\(\d{10}\.\d{6}\) dry-run [<>] ~", line) for line in stamped), done.stdout
    assert "# (0000000000." in done.stdout and "RTS raised" in done.stdout, done.stdout
    words = [line.split(": ", 1)[1] for line in done.stderr.splitlines()]
    assert len(words) == len(stamped), "each frame has its line"
    assert [w.split()[2] for w in words if w.startswith("< saw")] == ["1", "2", "3", "4"], "all say what they saw"
    assert words[-1].startswith("< levels-are 4"), words
    seconds = float(stamped[-1][1:18])
    assert 0.5 < seconds < 3, seconds
    print(f"    four packs have their numbers, proved, after {seconds:.2f} s at 9600 Bd")
    assert "grant" not in assign("--dry-run", "--discover", "-v").stderr


def every_example_of_a_wiring_is_judged_as_its_name_says():
    for path in sorted((EXAMPLES / "wiring").iterdir()):
        done = assign("--wiring", str(path), "-f", "json", "--quiet")
        codes = {json.loads(line)["code"] for line in done.stdout.splitlines()}
        right = path.stem.startswith("right-")
        assert done.returncode == (0 if right else 1), (path, done)
        assert codes == (set() if right else {path.stem.removeprefix("wrong-")}), (path, codes)


def a_terminal_with_utf_8_gets_lines_of_unicode():
    def drawn(locale):
        near, far = pty.openpty()
        with subprocess.Popen([BIN + "/gtx-assign", "--draw", "--wiring", EXAMPLES / "wiring" / "right-1.wiring"],
                              stdout=far, env={"LC_ALL": locale}) as tool:
            assert tool.wait(20) == 0
        os.close(far)
        text = os.read(near, 65536).decode()
        os.close(near)
        return text

    assert "┌" in drawn("C.UTF-8") and "+--" not in drawn("C.UTF-8")
    assert "┌" not in drawn("C") and "+--" in drawn("C")


TESTS = [t for t in list(globals().values()) if callable(t) and getattr(t, "__module__", "") == "__main__"
         and t.__name__ not in ("assign", "objects", "cable", "one_pack", "opened_by", "stack", "simulated",
                                "simulated_in_quiet")]
pattern = sys.argv[3] if len(sys.argv) > 3 else ""
chosen = [test for test in TESTS if pattern in test.__name__]
with concurrent.futures.ThreadPoolExecutor(4) as pool:  # they wait most of the time
    for test, done in [(test, pool.submit(test)) for test in chosen]:
        print(test.__name__, flush=True)
        done.result()
