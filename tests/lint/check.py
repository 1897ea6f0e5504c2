#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks of the source tree: check.py CHECK [options], or check.py self-test CHECK.

Each check returns a list of complaints; an empty list is success. Each has a case in BAD that it must complain about.
"""
import argparse
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile

import house

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.M)


def files(root, *suffixes, under=("libgtx", "tools", "tests", "examples")):
    for top in under:
        for path in sorted((root / top).rglob("*")):
            if path.is_file() and path.name.endswith(suffixes) and "__pycache__" not in path.parts:
                yield path


def command(*words, stdin=None):
    """What a command complains about: its output if it fails."""
    done = subprocess.run(words, input=stdin, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [(done.stdout + done.stderr).strip() or f"{words[0]} failed"]


def room_of(include):
    """ "gtx/can/frame.hpp" and "can/frame_impl.hpp" belong to can."""
    parts = include.split("/")
    if parts[0] == "gtx":
        parts = parts[1:]
    return parts[0] if len(parts) > 1 and parts[0] in house.ROOMS else None


def includes(options):
    """Arrows between rooms run as the table says."""
    found = []
    for path in files(options.root, ".hpp", ".cpp", under=("libgtx",)):
        inside = path.relative_to(options.root / "libgtx").as_posix()
        room = room_of(inside.removeprefix("include/"))
        if room is None:
            if inside.startswith("include/"):
                found.append(f"{path}: stands in no room")
            continue
        for _, name in INCLUDE.findall(path.read_text()):
            other = room_of(name)
            if name.startswith("tools/") or (name.startswith("gtx/") and other is None):
                found.append(f"{path}: {name} is in no room")
            elif other not in (None, room, *house.ROOMS[room][1]):
                found.append(f"{path}: {room} may not include {other} ({name})")
    return found


def doors(options):
    """No room but one reads a clock, sleeps, opens or polls."""
    words = re.compile(house.DOOR_WORDS)
    found = []
    for path in files(options.root, ".hpp", ".cpp", under=("libgtx",)):
        if house.DOOR in path.parts:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if words.search(line.split("//")[0]):
                found.append(f"{path}:{number}: {line.strip()}")
    return found


def public_includes(options):
    """Public headers include the C++ library and public headers."""
    found = []
    for path in files(options.root, ".hpp", under=("libgtx/include",)):
        for mark, name in INCLUDE.findall(path.read_text()):
            own = mark == '"' and name.startswith("gtx/") and not name.endswith("_impl.hpp")
            if not own and not (mark == "<" and "/" not in name and "." not in name):
                found.append(f"{path}: {name} does not belong into a public header")
    return found


def compiles_alone(options, path):
    public = options.root / "libgtx" / "include"
    paths = [f"-I{public}"]
    if public not in path.parents:
        paths += [f"-I{options.root}", f"-I{options.root / 'libgtx'}"]
    return command(options.compiler, "-std=c++20", "-fsyntax-only", "-x", "c++", "-Wall", "-Wextra", "-Werror",
                   "-Wno-missing-field-initializers", "-Wno-unused-const-variable", *paths, "-include", str(path),
                   "/dev/null")


def is_built(options, path):
    """Sources of the library are found by folder; others are named in their folder's list."""
    if options.root / "libgtx" in path.parents:
        return True
    lists = path.parent / "CMakeLists.txt"
    return lists.exists() and re.search(rf"(?<![\w/.-]){re.escape(path.name)}\b", lists.read_text()) is not None


def first_included(options, path):
    """The header of ours that a source or a header includes before anything else, or None."""
    nothing = re.compile(r"\s*(//.*|#pragma once)?")
    code = (line for line in path.read_text().splitlines() if not nothing.fullmatch(line))
    found = INCLUDE.match(next(code, ""))
    if found is None or found[1] != '"':
        return None
    tops = (path.parent, options.root / "libgtx" / "include", options.root / "libgtx", options.root)
    return next((top / found[2] for top in tops if (top / found[2]).exists()), None)


def headers(options):
    """Each header compiles alone; public ones with nothing but the public include directory (public_includes).

    One that a source of the build includes before anything else compiles alone in that build, and so does the one that
    it includes before anything else itself: no precompiled header is there before (GTX_PCH is off where this runs).
    """
    built = set()
    for path in files(options.root, ".cpp"):
        header = first_included(options, path) if is_built(options, path) else None
        while header is not None and header not in built:
            built.add(header)
            header = first_included(options, header)
    rest = [path for path in files(options.root, ".hpp") if path not in built]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return sum(pool.map(lambda path: compiles_alone(options, path), rest), [])


def symbols(options):
    """The library does not print, exit or abort."""
    found = []
    for words in (["nm", "--undefined-only", "--format=posix"], ["nm", "-D", "--undefined-only", "--format=posix"]):
        done = subprocess.run([*words, str(options.library)], capture_output=True, text=True, check=True)
        names = {line.split()[0].split("@")[0] for line in done.stdout.splitlines() if line.strip()}
        found += [f"{options.library}: uses {name}" for name in sorted(names & house.FORBIDDEN_SYMBOLS)]
    return sorted(set(found))


def machine_paths(options):
    """No path of a machine on which this was written."""
    pattern = re.compile("/(?:wor" + "k|hom" + "e|roo" + "t|User" + "s)/[a-z]")
    found = []
    for top in sorted(options.root.iterdir()):
        if top.name == ".git" or top.name.startswith("build"):
            continue
        for path in [top] if top.is_file() else sorted(p for p in top.rglob("*") if p.is_file()):
            text = path.read_bytes().decode("utf-8", "replace")
            for number, line in enumerate(text.splitlines(), 1):
                if pattern.search(line):
                    found.append(f"{path}:{number}: {line.strip()[:80]}")
    return found


def licences(options):
    """Each source names its licence in its first three lines."""
    return [f"{path}: no SPDX line"
            for path in files(options.root, ".hpp", ".cpp", ".py", ".sh", "CMakeLists.txt")
            if "SPDX-License-Identifier" not in "\n".join(path.read_text().splitlines()[:3])]


def sizes(options):
    """A file stays under 500 lines, a main under 15."""
    found = []
    for path in files(options.root, ".hpp", ".cpp", ".py"):
        count = len(path.read_text().splitlines())
        if count >= 500:
            found.append(f"{path}: {count} lines")
        if path.name == "main.cpp" and path.parent.parent.name == "tools" and path.parent.name != "docgen":
            if count >= 15:
                found.append(f"{path}: a main of {count} lines")
    return found


def formatting(options):
    """clang-format has nothing to change."""
    paths = [str(p) for p in files(options.root, ".hpp", ".cpp")]
    return command("clang-format", "--dry-run", "-Werror", *paths)


def is_script(path):
    with open(path, "rb") as file:
        first = file.readline(60)
    return first.startswith(b"#!") and (b"bash" in first or b"/sh" in first)


def scripts(options):
    """shellcheck has nothing to say."""
    tops = [options.root / t for t in (".ci", "tests", "examples", "completions", "tools")]
    paths = [str(p) for t in tops if t.exists() for p in sorted(t.rglob("*"))
             if p.is_file() and (p.suffix == ".bash" and p.parent.name != "completions" or is_script(p))]
    shared = [str(p) for p in sorted((options.root / "completions").glob("*.bash"))]
    found = command("shellcheck", *paths) if paths else []
    return found + (command("shellcheck", "-s", "bash", "-e", "SC2034,SC2207", *shared) if shared else [])


def man(options):
    """mandoc has nothing to say about the pages, and each page of ours that is named exists."""
    pages = sorted(p for p in options.man.iterdir() if re.search(r"\.[1-8]$", p.name))
    known = {p.name for p in pages}
    found = command("mandoc", "-Tlint", "-W", "warning", *map(str, pages)) if pages else ["no pages"]
    for page in pages:
        for name, section in re.findall(r"^\.(?:It )?Xr (gtx\S*) (\d)", page.read_text(), re.M):
            if f"{name}.{section}" not in known:
                found.append(f"{page}: there is no {name}({section})")
        found += [f"{page}: a hole is left: {hole}" for hole in re.findall(r"@[A-Z_]+@", page.read_text())]
    return found


def rules_of(options):
    """The ids of the library's own table of rules."""
    return re.findall(r'\{"(R-[A-Z]+-\d+)"', (options.root / "libgtx" / "pack" / "rules.cpp").read_text())


def rules_named(options):
    """The ids of rules that tests name, R-LED-4 or R_LED_4, each with a file that does."""
    named = {}
    for path in files(options.root, ".cpp", ".hpp", ".py", ".bash", under=("tests",)):
        if path.parent.name == "lint":
            continue
        for section, number in re.findall(r"(?<![A-Za-z0-9])R[-_]([A-Z]+)[-_](\d+)", path.read_text()):
            named.setdefault(f"R-{section}-{number}", path)
    return named


def rules(options):
    """Each rule of the product is named by a test, but for those of a list with reasons."""
    table = rules_of(options)
    named = rules_named(options)
    found = [] if table else ["there is no table of rules"]
    return found + [f"{rule}: no test names it" for rule in table
                    if rule not in named and rule not in house.UNPROVED_RULES]


def rule_ids(options):
    """No test names a rule that does not exist."""
    table = {*rules_of(options), *house.NO_RULES}
    return [f"{path}: there is no rule {rule}" for rule, path in sorted(rules_named(options).items())
            if rule not in table]


CHECKS = {f.__name__: f for f in (includes, doors, public_includes, headers, symbols, machine_paths, licences, sizes,
                                  formatting, scripts, man, rules, rule_ids)}

# For each check the files of a tree that it must complain about; or several trees, each of which it must.
BARE = "#pragma once\nstd::string f();\n"
BAD = {
    "includes": {"libgtx/can/x.cpp": '#include "gtx/dialect/registry.hpp"\n'},
    "doors": {"libgtx/can/x.cpp": "auto t = std::chrono::steady_clock::now();\n"},
    "public_includes": {"libgtx/include/gtx/can/x.hpp": "#include <fmt/format.h>\n"},
    "headers": [
        {"libgtx/include/gtx/can/x.hpp": BARE},
        {"libgtx/include/gtx/can/x.hpp": BARE, "libgtx/can/x.cpp": '#include <string>\n#include "gtx/can/x.hpp"\n'},
        {"libgtx/can/x_impl.hpp": BARE, "libgtx/can/x.cpp": '#define X\n#include "can/x_impl.hpp"\n'},
        {"libgtx/x.hpp": BARE, "libgtx/y.hpp": '#pragma once\n#include <string>\n#include "x.hpp"\n',
         "libgtx/y.cpp": '#include "y.hpp"\n'},
        {"libgtx/x.hpp": BARE, "libgtx/can/x.hpp": "", "libgtx/can/x.cpp": '#include "x.hpp"\n'},
        {"tests/x.hpp": BARE, "tests/x.cpp": '#include "x.hpp"\n', "tests/CMakeLists.txt": "add_test(x_x.cpp)\n"},
    ],
    "symbols": {"x.cpp": "#include <cstdio>\nvoid f() { std::puts(\"x\"); }\n"},
    "machine_paths": {"tests/x": "/hom" + "e/somebody\n"},
    "licences": {"tests/x.cpp": "int x;\n"},
    "sizes": {"tests/x.cpp": "\n" * 600},
    "formatting": {"tests/x.cpp": "int  x ;\n"},
    "scripts": {"tests/x": "#!/bin/bash\nrm $x\n"},
    "rules": {"libgtx/pack/rules.cpp": '{"R-LED-1", ""}, {"R-LED-2", ""}\n', "tests/x.cpp": "// R-LED-2\n"},
    "rule_ids": {"libgtx/pack/rules.cpp": '{"R-LED-1", ""}\n', "tests/x.cpp": "void R_LED_1_and_R_LED_2();\n"},
    "man": {"man/x.1": ".Dd $Mdocdate$\n.Dt X 1\n.Os\n.Sh NAME\n.Bogus\n"},
}


def complains(options, tree):
    with tempfile.TemporaryDirectory() as top:
        options.root = pathlib.Path(top)
        options.man = options.root / "man"
        options.library = options.root / "x.so"
        for name, text in tree.items():
            path = options.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        if options.of == "symbols":
            subprocess.run([options.compiler, "-shared", "-fPIC", "-o", options.library, options.root / "x.cpp"],
                           check=True)
        return bool(CHECKS[options.of](options))


def self_test(options):
    """A check that cannot fail proves nothing."""
    trees = BAD[options.of] if isinstance(BAD[options.of], list) else [BAD[options.of]]
    return [f"{options.of} did not complain about {list(tree)}" for tree in trees if not complains(options, tree)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("check", choices=[*CHECKS, "self-test"])
    parser.add_argument("of", nargs="?")
    parser.add_argument("--root", type=pathlib.Path)
    parser.add_argument("--compiler", default="c++")
    parser.add_argument("--library", type=pathlib.Path)
    parser.add_argument("--man", type=pathlib.Path)
    options = parser.parse_args()
    found = (self_test if options.check == "self-test" else CHECKS[options.check])(options)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
