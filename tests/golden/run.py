#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs one golden case: golden/TOOL/CASE with args, stdin, stdout, stderr, status.

The tool runs in a copy of the case folder. {dir} in args is that copy, and its path in the output becomes
{dir} again. A file that is missing is empty, a missing status is 0. Files in expected/ are compared with what the
tool wrote under those names. GTX_UPDATE_GOLDEN=1 rewrites stdout, stderr and status.
"""
import argparse
import difflib
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

COMPARED = ("stdout", "stderr", "status")


def text_of(path):
    return path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""


def expected_of(case):
    want = {name: text_of(case / name) for name in COMPARED}
    want["status"] = want["status"].strip() or "0"
    return want


def run(case, path):
    """The case's tool, run: stdout, stderr, status and the files it was to write."""
    with tempfile.TemporaryDirectory() as top:
        copy = pathlib.Path(top) / "case"
        shutil.copytree(case, copy)
        words = [w.replace("{dir}", str(copy)) for w in shlex.split(text_of(case / "args"))]
        environment = {"PATH": path, "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(copy)}
        for name, value in os.environ.items():
            if name.endswith("SAN_OPTIONS"):
                environment[name] = value
        stdin = copy / "stdin"
        with open(stdin if stdin.exists() else os.devnull, "rb") as source:
            done = subprocess.run([case.parent.name, *words], stdin=source, capture_output=True, cwd=copy,
                                  env=environment, timeout=120, check=False)
        got = {"stdout": done.stdout, "stderr": done.stderr, "status": b"%d" % done.returncode}
        for file in sorted((case / "expected").glob("*")):
            got["expected/" + file.name] = text_of(copy / file.name).encode("utf-8", "surrogateescape")
        return {k: v.decode("utf-8", "surrogateescape").replace(str(copy), "{dir}") for k, v in got.items()}


def difference(name, want, got):
    if want == got:
        return ""
    lines = difflib.unified_diff(want.splitlines(True), got.splitlines(True), "expected " + name, "got " + name)
    return "".join(line if line.endswith("\n") else line + "\n(no line end)\n" for line in lines) or "line ends\n"


def compare(case, got):
    want = expected_of(case)
    for name in got:
        if name.startswith("expected/"):
            want[name] = text_of(case / name)
    return "".join(difference(name, want[name], got[name]) for name in got)


def update(case, got):
    for name in got:
        file = case / name
        is_default = got[name] in ("", "0") if name == "status" else not got[name]
        if is_default:
            file.unlink(missing_ok=True)
        else:
            ending = "\n" if name == "status" else ""
            file.write_bytes((got[name] + ending).encode("utf-8", "surrogateescape"))


def self_test():
    """A difference in each of the three must be seen, and none must be invented."""
    with tempfile.TemporaryDirectory() as top:
        case = pathlib.Path(top) / "sh" / "case"
        case.mkdir(parents=True)
        (case / "args").write_text("-c 'cat; echo {dir}/x >&2; exit 5'\n")
        right = {"stdin": "in\n", "stdout": "in\n", "stderr": "{dir}/x\n", "status": "5\n"}
        for wrong in (None, *COMPARED):
            for name, text in right.items():
                (case / name).write_text(text if name != wrong else "9\n")
            found = compare(case, run(case, os.environ["PATH"]))
            assert bool(found) == (wrong is not None), f"wrong {wrong}: {found!r}"
    print("the runner sees a difference in " + ", ".join(COMPARED))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--bin", help="directory of the tools")
    parser.add_argument("case", nargs="?", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test()
    got = run(arguments.case, arguments.bin + ":" + os.environ["PATH"])
    if os.environ.get("GTX_UPDATE_GOLDEN") == "1":
        return update(arguments.case, got)
    return compare(arguments.case, got) or None


if __name__ == "__main__":
    sys.exit(main())
