#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pictures of gtx-decode -f gnuplot, drawn by gnuplot: pictures.py TOOL. Without gnuplot what is in the scripts."""
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

TOOL = sys.argv[1]
CASES = pathlib.Path(__file__).parent / "gtx-decode"
SKIPPED = 77


def script_of(log, *words, status=0):
    done = subprocess.run([TOOL, *words, "-q", "-f", "gnuplot"], input=log, capture_output=True, timeout=60, check=False)
    assert done.returncode == status, done
    return done.stdout.decode()


def drawn(script, terminal, folder="."):
    done = subprocess.run(["gnuplot", "-e", f"set terminal {terminal}", "-"], input=script, capture_output=True,
                          text=True, cwd=folder, timeout=60, check=False)
    assert done.returncode == 0 and not done.stderr, f"{terminal}: {done.returncode} {done.stderr}"
    return done.stdout


def curves_of(svg):
    """The curves that gnuplot drew, each with its title, empty for none, and the width of its widest piece."""
    found = []
    space = "{http://www.w3.org/2000/svg}"
    for group in xml.etree.ElementTree.fromstring(svg).iter(space + "g"):
        if not group.get("id", "").startswith("gnuplot_plot_"):
            continue
        pieces = [piece for path in group.iter(space + "path") for piece in path.get("d").split("M")[1:]]
        places = [[float(x) for x in re.findall(r"(-?[\d.]+),", piece)] for piece in pieces]
        widest = max((max(across) - min(across) for across in places), default=0)
        title = group.find(space + "title").text
        found.append(("" if title.startswith("gnuplot_plot_") else title, widest))
    return found


def frames(t, volts, amps, soc, name="can0", alarm=0):
    """One cycle of a battery, 0x351, 0x355, 0x356, 0x359 as of Pylontech."""
    measured = b"".join(int(v).to_bytes(2, "little", signed=True) for v in (volts * 100, amps * 10, 250))
    for i, (number, data) in enumerate(((0x351, bytes.fromhex("1402F401F401C201")),
                                        (0x355, soc.to_bytes(2, "little") + b"\x63\x00"), (0x356, measured),
                                        (0x359, bytes([alarm, 0, 0, 0, 2]) + b"PN"))):
        yield f"({t + i / 100:.6f}) {name} {number:03X}#{data.hex().upper()}\n"


def log_of(steps, begin=1.7e9, pace=1.0, name="can0"):
    return "".join(line for i in range(steps)
                   for line in frames(begin + i * pace, 51 + i % 7 / 10, i % 40 - 20, i % 101, name)).encode()


def all_that_is_known_is_drawn():
    log = (CASES / "gnuplot" / "stdin").read_bytes()
    script = script_of(log)
    svg = drawn(script, "svg size 900,700")
    titles = [title for title, _ in curves_of(svg)]
    for wanted in ("SOC", "voltage", "charge limit", "current", "discharge limit", "temperature"):
        assert wanted in titles, f"{wanted} is not in {titles}"
    assert "</svg>" in svg
    text = drawn(script, "dumb 100 60")
    assert text.count("#") + text.count("*") > 50 and "SOC" in text, text


def each_curve_runs_through_the_picture():
    svg = drawn(script_of(log_of(300)), "svg size 900,700")
    lines = [(title, width) for title, width in curves_of(svg) if title]
    assert len(lines) >= 8 and all(width > 600 for _, width in lines), lines


def a_single_frame_is_drawn_too():
    script = script_of(b"(1.0) can0 355#3F006300\n", "-d", "pylontech")
    curves = [(title, width) for title, width in curves_of(drawn(script, "svg size 900,700")) if title]
    assert [title for title, _ in curves] == ["SOC"] and curves[0][1] > 600, curves


def a_hole_is_no_line():
    """An hour of nothing between two minutes: the pieces of a line reach over none of it."""
    log = log_of(60) + log_of(60, 1.7e9 + 3600)
    curves = [width for title, width in curves_of(drawn(script_of(log), "svg size 900,700")) if title]
    assert curves and all(0 < width < 100 for width in curves), curves


def a_long_log_gives_a_short_script():
    sizes = [len(script_of(log_of(steps))) for steps in (2000, 16000)]
    rows = [len(re.findall(r"^\d", script_of(log_of(steps, pace=pace)), re.M))
            for steps, pace in ((5000, 1), (5000, 0.01), (5000, 3600))]
    print(f"scripts of {sizes} bytes, {rows} rows")
    assert max(sizes) < 150_000 and max(rows) <= 1025 and min(rows) > 400, (sizes, rows)


def what_is_extreme_is_kept():
    """One second of 99 A in a day is in the picture."""
    steps = [line for i in range(20000) for line in frames(1.7e9 + 4 * i, 52, 99 if i == 12345 else -5, 50)]
    script = script_of("".join(steps).encode())
    data = re.search(r"battery1 << EOD\n(.*?)^EOD", script, re.S | re.M)[1].splitlines()
    column = data[0].split().index("current_A_max") - 1
    assert any(row.split()[column] == "99" for row in data[1:] if row), "the peak is lost"


def an_alarm_is_a_bar_as_long_as_it_was():
    steps = [line for i in range(1000) for line in frames(1.7e9 + i, 52, 5, 50, alarm=2 if 250 <= i < 500 else 0)]
    script = script_of("".join(steps).encode())
    said = re.search(r"\$said << EOD\n#[^\n]*\n([\d.]+) ([\d.]+) 1 \S+\nEOD", script)
    assert said and abs(float(said[1]) - 1.7e9 - 250) < 3 and abs(float(said[2]) - 1.7e9 - 500) < 3, script[-3000:]
    assert "'protection " in script
    bars = [width for title, width in curves_of(drawn(script, "svg size 900,700")) if not title]
    assert any(140 < width < 170 for width in bars), bars  # a quarter of the 621 that a panel is wide


def nothing_is_obeyed():
    """Names made of what gnuplot, its shell, sed and TeX obey, whole and in pieces; no file comes of them."""
    seed = random.randrange(1 << 32)
    print("seed", seed)
    pick = random.Random(seed)
    parts = ["`", "'", '"', "''", "$(", ")", "\\", "{", "}", "@", "!", "^", "_", "%", "EOD", "touch", ">x", ";", "a", "#",
             "set", "\u00e9", "$", "&", "~", "|"]
    names = ["`touch${IFS}x`", '"`>x`"', "'.sys('>x')", "$(>x)", "EOD", "!>x", "';!>x;'", '";!>x"', "@x", "\\write18{}"]
    names += ["".join(pick.choices(parts, k=pick.randint(1, 6)))[:15] for _ in range(60)]
    with tempfile.TemporaryDirectory() as folder:
        for some in (names[i:i + 7] for i in range(0, len(names), 7)):
            log = "".join(line for name in some for line in frames(1.7e9, 52, 5, 50, name, 2)).encode()
            script = script_of(log, "-d", "pylontech")
            for terminal in ("svg", "dumb"):
                drawn(script, terminal, folder)
            left = os.listdir(folder)
            assert not left, f"seed {seed}: {some} left {left}"
            titles = re.findall(r"(?:title|set label \d+) '([^']*)' (?:at|noenhanced)", script)
            assert len(titles) >= len(some) and not any(set("'`$\\{}^%&~") & set(t) for t in titles), titles


def nothing_to_draw_is_no_picture():
    for log in (b"", b"(1.0) can0 305#0000000000000000\n"):
        assert script_of(log, status=1) == ""


if not shutil.which("gnuplot"):
    print("skipped: gnuplot is missing (package gnuplot-nox)")
    sys.exit(SKIPPED)
all_that_is_known_is_drawn()
each_curve_runs_through_the_picture()
a_single_frame_is_drawn_too()
a_hole_is_no_line()
a_long_log_gives_a_short_script()
what_is_extreme_is_kept()
an_alarm_is_a_bar_as_long_as_it_was()
nothing_is_obeyed()
nothing_to_draw_is_no_picture()
