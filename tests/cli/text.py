#!/usr/bin/env python3
"""Whole answers as text, compared with tests/cli/expected/NAME.txt.

The first line of each is the command, with the width where it is not 100. MODEL.yaml stands in that folder
or in models/. `text.py --write` writes what is printed now; read the difference before it is committed.
"""

import re
import shlex
import sys

import program

EXPECTED = program.ROOT / "tests" / "cli" / "expected"


def printed(command):
    """What the command prints, with its errors and status, times masked."""
    words = shlex.split(command.removeprefix("$ "))
    columns = words.pop(0).removeprefix("COLUMNS=") if words[0].startswith("COLUMNS=") else 100
    places = [EXPECTED, program.ROOT / "models", program.CLASSIC]
    arguments = [next((place / word for place in places if (place / word).is_file()), word) for word in words[1:]]
    done = program.run(*arguments, columns=columns)
    text = re.sub(r"solved in\s+[\d.]+\s+m?s", "solved in T ms", done.stdout) + done.stderr
    for place in places:
        text = text.replace(f"{place}/", "")
    return text + (f"status {done.returncode}\n" if done.returncode != 0 else "")


def main():
    for path in sorted(EXPECTED.glob("*.txt")):
        command, expected = path.read_text(encoding="utf-8").split("\n", 1)
        found = printed(command)
        if "--write" in sys.argv:
            path.write_text(f"{command}\n{found}", encoding="utf-8")
        program.check(f"{path.name}: {command}", found == expected, f"--- expected\n{expected}--- found\n{found}")
    program.run_all({})


if __name__ == "__main__":
    main()
