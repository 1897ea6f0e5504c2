#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fails unless the first file contains the second, letter for letter."""
import pathlib
import sys

whole, part = (pathlib.Path(name).read_text(encoding="utf-8") for name in sys.argv[1:3])
if not part.strip():
    sys.exit(sys.argv[2] + " is empty: nothing was looked for")
if part not in whole:
    sys.exit(f"{sys.argv[1]} lacks these lines, or has others in their place:\n{part}")
