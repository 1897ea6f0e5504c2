#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the golden cases promise to programs: JSON lines parse and name no key twice, CSV rows are of one width."""
import csv
import io
import json
import pathlib
import shlex
import sys


def once(pairs):
    """An object whose keys are unique."""
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), f"a key stands twice in {names}"
    return dict(pairs)


def no_constant(word):
    raise ValueError(f"{word} is no JSON")


def check_json(text):
    assert text.endswith("\n"), "the last line has no end"
    for line in text[:-1].split("\n"):
        assert isinstance(json.loads(line, object_pairs_hook=once, parse_constant=no_constant), dict)


def check_csv(text):
    assert text.endswith("\n"), "the last line has no end"
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == text.count("\n"), "a record is not one line"
    assert len(set(rows[0])) == len(rows[0]), "a column stands twice"
    assert {len(row) for row in rows} == {len(rows[0])}, "rows differ in width"


CHECKS = {"json": check_json, "csv": check_csv}


def form_of(case):
    words = shlex.split((case / "args").read_text(encoding="utf-8"))
    return words[words.index("-f") + 1] if "-f" in words[:-1] else None


def outputs(case):
    files = [case / "stdout"] if "-o" not in shlex.split((case / "args").read_text(encoding="utf-8")) else []
    return [file for file in files + sorted(case.glob("expected/*")) if file.exists()]


def must_fail(check, text):
    try:
        check(text)
    except (AssertionError, ValueError, csv.Error):
        return
    sys.exit(f"nothing was found in {text!r}")


def self_test():
    for text in ('{"a":1,"a":2}\n', '{"a":01}\n', '{"a":1}', '{"a":NaN}\n', "[]\n", "\n"):
        must_fail(check_json, text)
    for text in ("a,b\n1\n", "a,a\n1,2\n", 'a\n"x\ny"\n', "a\n1"):
        must_fail(check_csv, text)


def main():
    self_test()
    seen = dict.fromkeys(CHECKS, 0)
    for args in sorted(pathlib.Path(__file__).parent.glob("*/*/args")):
        form = form_of(args.parent)
        if form not in CHECKS:
            continue
        for file in outputs(args.parent):
            try:
                CHECKS[form](file.read_bytes().decode())
            except (AssertionError, ValueError, csv.Error) as problem:
                sys.exit(f"{file}: {problem}")
            seen[form] += 1
    assert all(seen.values()), seen
    print(f"looked at {seen}")


if __name__ == "__main__":
    main()
