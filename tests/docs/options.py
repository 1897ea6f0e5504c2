#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The options of a tool are the same in its rows, its help, its manual page and its three completions.

options.py ROWS TOOL BUILD-DIRECTORY: ROWS is what docgen writes, a line for each option: name, letter, choices.
"""
import pathlib
import re
import subprocess
import sys

DRIVER = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
"_${1//-/_}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def rows_of(path):
    rows, verbs, bound = [], [], {}
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith("verb\t"):
            verbs.append(line.split("\t")[1])
            continue
        name, letter, choices, goes_with = line.split("\t")
        rows.append((name, letter, choices.split()))
        if goes_with:
            bound[name] = goes_with.split()
    return rows, verbs, bound


def named(pattern, text):
    return {word for found in re.findall(pattern, text, re.M) for word in re.findall(r"-[-\w]+", found)}


def from_help(tool, *verb):
    text = subprocess.run([tool, *verb, "--help"], capture_output=True, text=True, check=True).stdout
    return named(r"^  ((?:-\w, |    )--[-\w]+)", text)


def from_man(text):
    words = set()
    for line in re.findall(r"^\.It (Fl .*)", text, re.M):
        words |= {"-" + word for word in re.findall(r"Fl (-?[-\w]+)", line)}
    return words


def from_bash(script, tool):
    return set(complete(script, tool, "-"))


def from_zsh(text):
    return named(r"^        '[^'\[]*'?((?:\{[^}]*\})|(?:--[-\w]+))", text)


def from_fish(text):
    return ({"--" + word for word in re.findall(r"^complete .*? -l ([-\w]+)", text, re.M)} |
            {"-" + word for word in re.findall(r"^complete -c \S+ -s (\w) ", text, re.M)})


def complete(script, tool, *words):
    """What bash offers for the last word."""
    done = subprocess.run(["bash", "-c", DRIVER, "bash", str(script), tool, *words], capture_output=True, text=True,
                          check=True)
    return [word for word in done.stdout.splitlines() if word]


def parses(found, *words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stderr:
        found.append(f"{' '.join(words)}: {done.stderr}")


def check_choices(found, rows, script, tool):
    """bash completes every choice, whole and from its first letters."""
    for name, letter, choices in rows:
        if not choices:
            continue
        forms = [["--" + name, ""], ["--" + name, "=", ""]] + ([["-" + letter, ""]] if letter else [])
        for form in forms:
            if complete(script, tool, *form) != choices:
                found.append(f"bash offers {complete(script, tool, *form)} behind {form}, not {choices}")
        begin = choices[-1][:2]
        if complete(script, tool, "--" + name, begin) != [c for c in choices if c.startswith(begin)]:
            found.append(f"bash does not complete {begin} of --{name}")


def check_verbs(found, verbs, want_of, binary, script):
    """bash offers the verbs first, then of each its options and no other; so does the help of each."""
    tool = binary.rsplit("/", 1)[-1]
    if complete(script, tool, "") != verbs:
        found.append(f"bash offers {complete(script, tool, '')} as verbs, not {verbs}")
    for verb in verbs:
        for name, got in (("bash", set(complete(script, tool, verb, "-"))), ("help", from_help(binary, verb))):
            if got != want_of(verb):
                found.append(f"{name} of {verb}: missing {sorted(want_of(verb) - got)}, "
                             f"too many {sorted(got - want_of(verb))}")


def check_bound(found, bound, zsh, fish):
    """zsh and fish offer an option with the verbs that it goes with."""
    parts = dict(re.findall(r"^    (\w+)\)\n        own=\((.*?)^        \)", zsh, re.M | re.S))
    for name, goes_with in bound.items():
        if not re.search(rf"-l {name} (?:(?!\ncomplete).)*-n '__fish_seen_subcommand_from {' '.join(goes_with)}'", fish,
                         re.S):
            found.append(f"fish does not offer --{name} with {goes_with} alone")
        offered = [verb for verb, part in parts.items() if re.search(rf"--{name}[=\[]", part)]
        if offered != [verb for verb in parts if verb in goes_with]:
            found.append(f"zsh offers --{name} with {offered}, not with {goes_with}")


def main():
    (rows, verbs, bound), binary, build = rows_of(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    tool = binary.rsplit("/", 1)[-1]
    bash, zsh, fish = (build / "completions" / p for p in (f"bash/{tool}", f"zsh/_{tool}", f"fish/{tool}.fish"))
    want = {"--" + name for name, _, _ in rows} | {"-" + letter for _, letter, _ in rows if letter}
    found = []
    sources = {"help": from_help(binary), "man": from_man((build / f"man/{tool}.1").read_text()),
               "bash": from_bash(bash, tool), "zsh": from_zsh(zsh.read_text()), "fish": from_fish(fish.read_text())}
    for name, got in sources.items():
        if got != want:
            found.append(f"{name}: missing {sorted(want - got)}, too many {sorted(got - want)}")
    check_choices(found, rows, bash, tool)
    if verbs:
        check_verbs(found, verbs, lambda verb: {
            form for name, letter, _ in rows if verb in bound.get(name, verbs)
            for form in (["--" + name] + (["-" + letter] if letter else []))}, binary, bash)
        check_bound(found, bound, zsh.read_text(), fish.read_text())
    parses(found, "bash", "-n", str(bash))
    parses(found, "zsh", "-n", str(zsh))
    parses(found, "fish", "--no-execute", str(fish))
    print("\n".join(found) or f"{len(rows)} options agree in {', '.join(sources)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
