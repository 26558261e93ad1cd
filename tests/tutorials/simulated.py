#!/usr/bin/env python3
"""The table of days in docs/scaling.md is what docmill-simulate says of them: each figure, rounded as it is printed there.

  simulated.py [--bin DIR] [--all]

A day of a million jobs takes two seconds of processor time, so three rows are simulated (a quiet day, one with bursts, one with deaths and
pauses); --all, or DOCMILL_LONG=1, takes every row.
"""

import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
# What the columns of the table are in the program's words: the line, and which figure of it.
COLUMNS = [
    ("lost, or ended twice", 0), ("attempts for each job", 0), ("work done twice", 0), ("wait p50, p95, p99, longest", 0),
    ("wait p50, p95, p99, longest", 1), ("wait p50, p95, p99, longest", 2), ("peak age of the oldest message", 0),
    ("peak workers, worker-hours", 0), ("peak workers, worker-hours", 1),
]


def rows(page: str) -> list[tuple[str, list[str]]]:
    """Flags and figures of each row, as they are printed."""
    table = page.split("| `docmill-simulate` with (seed 1) |", 1)[1].split("\n\n", 1)[0]
    found = []
    for line in table.split("\n")[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        flags = re.match(r"`(--[^`]+)`", cells[0])
        found.append((flags[1] if flags else "", re.findall(r"[\d.]+", " | ".join(cells[1:]))))
    return found


def simulated(program: pathlib.Path, flags: str) -> dict[str, list[str]]:
    said = subprocess.run([program, *shlex.split(flags)], capture_output=True, text=True, check=True).stdout
    lines = re.findall(r"^  (\S.*?)  +(\d[^a-z\n]*)", said, re.M)
    return {name: re.findall(r"[\d.]+", figures) for name, figures in lines}


def wrong(told: list[str], lines: dict[str, list[str]]) -> list[str]:
    found = []
    for figure, (name, at) in zip(told, COLUMNS, strict=True):
        digits = len(figure.partition(".")[2])
        now = lines[name][at]
        # Half of the last digit that is printed, and a little for what both rounded.
        if abs(float(figure) - float(now)) > 0.5001 * 10**-digits:
            found.append(f"{name}: the page has {figure}, it is {now}")
    return found


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--bin", type=pathlib.Path, default=TOP / "build/release/bin")
    words.add_argument("--all", action="store_true", default=os.environ.get("DOCMILL_LONG") == "1")
    asked = words.parse_args()
    table = rows((TOP / "docs/scaling.md").read_text())
    chosen = table if asked.all else [row for row in table if row[0] in ("", "--bursts 0") or "--deaths" in row[0]]
    bad = 0 if len(chosen) >= 3 else 1
    for flags, told in chosen:
        faults = wrong(told, simulated(asked.bin / "docmill-simulate", flags))
        bad += bool(faults)
        print("FAILED" if faults else "ok    ", flags or "no flag", *faults, sep="\n  " if faults else " ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
