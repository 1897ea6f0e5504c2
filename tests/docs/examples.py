#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the examples of documents and compares what they print.

In the EXAMPLES of a manual page, between .Bd -literal and .Ed, and in the ```console blocks of a Markdown file, a
line that begins with "$ " is run; the lines behind it, up to the next one, are what it prints on stdout and stderr.
Each document has a scratch directory with the files of examples/ in it.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def blocks(path):
    text = path.read_text()
    if path.suffix == ".md":
        return re.findall(r"^```console\n(.*?)^```", text, re.M | re.S)
    part = re.search(r"^\.Sh EXAMPLES\n(.*?)(?=^\.Sh )", text, re.M | re.S)
    found = re.findall(r"^\.Bd -literal[^\n]*\n(.*?)^\.Ed", part.group(1) if part else "", re.M | re.S)
    return [block.replace("\\&", "").replace("\\e", "\\") for block in found]


def examples(block):
    """Pairs of command and expected output."""
    found = []
    for line in block.splitlines(True):
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return [(command, "".join(lines)) for command, lines in found]


def run(command, directory, path):
    environment = dict(os.environ, PATH=path, LC_ALL="C.UTF-8", TZ="UTC")
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=directory, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=120, check=False)
    return done.stdout


def check(document, files, path):
    """Complaints about a document, and how many examples it has."""
    found, count = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        if files:
            shutil.copytree(files, scratch, dirs_exist_ok=True)
        for command, want in (pair for block in blocks(document) for pair in examples(block)):
            count += 1
            got = run(command, scratch, path)
            if got != want:
                found.append(f"{document.name}: $ {command}--- says\n{want}--- but prints\n{got}---")
    return found, count


def self_test():
    with tempfile.TemporaryDirectory() as top:
        page = pathlib.Path(top) / "x.1"
        for said, wrong in (("1\n", 0), ("2\n", 1)):
            page.write_text(f".Sh EXAMPLES\n.Bd -literal\n$ echo 1; true\n{said}.Ed\n.Sh SEE ALSO\n")
            found, count = check(page, None, os.environ["PATH"])
            assert len(found) == wrong and count == 1, found
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--bin")
    parser.add_argument("--files", type=pathlib.Path)
    parser.add_argument("documents", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    bad, count = [], 0
    for document in options.documents:
        found, number = check(document, options.files, options.bin + ":" + os.environ["PATH"])
        bad += found
        count += number
    print("\n".join([*bad, f"{count} examples, {len(bad)} of them not as printed"]))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
