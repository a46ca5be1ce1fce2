#!/usr/bin/env python3
"""Models at the edges: hostile, huge, empty, foreign; and terminals, pipes and disks that fail."""

import json
import os
import pathlib
import pty
import subprocess
import sys

import program
from program import CLASSIC, PROGRAM, ROOT, SANITIZED, answer, answer_json, check, run, written

CUBAN = CLASSIC / "cuban.yaml"


def many_parties(count):
    names = "".join(f"  p{i}: Party number {i} of many\n" for i in range(count))
    members = ", ".join(f"p{i}" for i in range(count))
    wants = "".join(f"  p{i}: [x, not y, z]\n" for i in range(count))
    return (f"entente: 1\nparties:\n{names}bodies:\n  all-of-them: {{members: [{members}], rule: majority}}\n"
            f"options: {{x: p0, y: all-of-them, z: p{count - 1}}}\npreferences:\n{wants}")


def binary(options, extra="", more=""):
    lines = "".join(f"  o{i}: {{by: p{i % 3}{more}}}\n" for i in range(options))
    return ("entente: 1\nparties: {p0: P, p1: Q, p2: R}\noptions:\n" + lines
            + "preferences: {p0: [o0, not o1], p1: [o1], p2: [not o2, o0]}\n" + extra)


def test_odd_models():
    for name, text in {
        "many.yaml": many_parties(40 if SANITIZED else 300),
        "levels.yaml": "entente: 1\nparties: {a: A}\noptions: {x: {by: a, levels: ["
                       + ", ".join(map(str, range(200))) + "]}}\npreferences: {a: [x > 100]}\n",
        "fixed.yaml": binary(6, more=", moves: fixed"),
        "long.yaml": "entente: 1\ntitle: " + "Title " * 60 + "\nparties: {" + "p" * 190 + ": " + "Name" * 80
                     + "}\noptions: {" + "o" * 190 + ": {by: " + "p" * 190 + ", levels: [" + "l" * 190 + ", m]}}\n",
        "unbroken.yaml": "entente: 1\ntitle: " + "中" * 300 + "\nparties: {a: " + "国" * 300 + "}\noptions: {x: a}\n",
        "none-owned.yaml": "entente: 1\nparties: {a: A, b: B}\noptions: {x: a}\npreferences: {b: [x]}\n",
        "tied-by-rules.yaml": "entente: 1\nparties: {a: A}\nbodies: {t: {members: [a], rule: 'true'}}\n"
                              "options: {x: t}\npreferences: {a: [x]}\n",
    }.items():
        model = written(name, text)
        check(f"check {name}", ": ok, " in answer("check", model))
        states = answer_json("states", model)
        check(f"{name}: as many states", len(states) == answer_json("hold", model)["states"])
        for columns in (40,) if SANITIZED else (40, 100, 0, -1, "x"):
            for verb in ([], ["hold"], ["states", "--top", 3], ["why", model, 1]):
                arguments = [*verb[:1], model, *verb[1:]] if "why" not in verb else verb
                done = run(*arguments, columns=columns)
                check(f"{name} in {columns} columns: {arguments}", done.returncode == 0 and done.stderr == "",
                      done.stderr)


def test_one_seat_each():
    """What a model leaves out is taken as the documents say."""
    bare = written("bare.yaml", "entente: 1\nparties: {a: A}\noptions: {x: a}\n")
    rows = answer_json("states", bare)
    check("without preferences all is alike", [row["rank"]["a"] for row in rows] == [1, 1])
    check("without a start nothing is agreeable", all("agreeable" not in row for row in rows))
    check("without a target there is none", "target" not in answer_json("hold", bare))
    check("the file's name stands in for a title", answer("hold", bare).startswith("bare\n"))


def test_sizes():
    for options, words in ((29, "have 536870912 combinations"), (63, "have 9223372036854775808 combinations"),
                           (64, "over 2^63"), (100, "over 2^63")):
        done = run("hold", written("huge.yaml", binary(options)))
        check(f"{options} options are refused", done.returncode == 3 and words in done.stderr
              and "'--set OPTION=LEVEL' fixes one" in done.stderr and done.stdout == "", done.stderr)
    huge = written("huge.yaml", binary(40))
    settings = [word for i in range(10, 40) for word in ("--set", f"o{i}=no")]
    check("settings make it fit", answer_json("hold", huge, *settings)["states"] == 1024)
    bound = binary(18, "constraints:\n" + "".join(f"  - o{i} iff o{i % 6}\n" for i in range(6, 18)))
    check("constraints are counted", answer_json("hold", written("bound.yaml", bound))["states"] == 64)
    if not SANITIZED:
        large = written("large.yaml", binary(21))
        hold = answer_json("hold", large)
        check("a long list is left out", all(hold["equilibria"][c].get("truncated") or hold["equilibria"][c]["count"]
              <= 1000000 for c in hold["equilibria"]) and hold["states"] == 1 << 21)


def test_where_and_set_of_a_start():
    elmira = CLASSIC / "elmira-12.yaml"
    started = [row for row in answer("states", elmira).splitlines() if "(start)" in row]
    check("one start", len(started) == 1)
    check("a setting moves the start", "(start)" in answer("states", CUBAN, "--set", "blockade=yes").splitlines()[1])
    tied = written("tied.yaml", "entente: 1\nparties: {a: A, b: B}\noptions: {x: a, z: b}\n"
                                "constraints: [if z then x]\nstart: {x: 'yes', z: 'yes'}\npreferences: {b: [z]}\n")
    rows = answer("states", tied, "--set", "x=no", "--json")
    check("a setting excludes the start: nothing can be agreed from it", "agreeable" not in rows, rows)
    check("... verify agrees", run("verify", tied, "-", "--set", "x=no", text=rows).returncode == 0)
    check("... the brief says so", "start is not feasible" in answer(tied, "--set", "x=no"))
    check("... and another start is taken", "The start, state 1," in answer(tied, "--set", "x=no", "--start", "z=no"))
    check("a filter that none passes", answer("states", CUBAN, "--where", "false", "--json") == "")
    both = answer_json("hold", CUBAN, "--where", "false")
    check("no equilibria among none", both["where"]["states"] == 0 and both["equilibria"]["gmr"]["numbers"] == [])
    check("numbers do not change under a filter", [row["number"] for row in answer_json(
        "states", CUBAN, "--where", "withdraw")] == [5, 6, 7, 8])


def test_order_of_words():
    plain = answer("hold", CUBAN, "--json")
    for words in (["--json", "hold", CUBAN], ["hold", "--json", CUBAN], ["hold", "-j", "--", CUBAN]):
        check(f"{words}", answer(*words) == plain)
    text = CUBAN.read_text(encoding="utf-8")
    for arguments in (["hold", "-", "--json"], ["hold", "/dev/stdin", "--json"]):
        done = run(*arguments, text=text)
        check("standard input", done.returncode == 0 and json.loads(done.stdout)["states"] == 12, done.stderr)


def test_reading_and_writing_fail():
    folder = pathlib.Path(program.FOLDER.name)
    for arguments in (["convert", CUBAN, "-"], ["help"], ["help", "why"], ["check", CUBAN], ["why", CUBAN, 7],
                      [CUBAN, "--json"]):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAM, *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, check=False,
                                  encoding="utf-8")
        check(f"{arguments} on a full disk", done.returncode == 3 and "No space left" in done.stderr, done.stderr)
    (folder / "folder.yaml").mkdir()
    done = run("convert", CUBAN, folder / "folder.yaml")
    check("a folder stands there", done.returncode == 3 and "Is a directory" in done.stderr, done.stderr)
    check("no half-written file", not list(folder.glob("*.part")))
    done = subprocess.run([PROGRAM, "hold", "-"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    check("an empty input", done.returncode == 1 and b"nothing stands in this file" in done.stderr, done.stderr)
    done = run("check", CUBAN, "/nonexistent", written("empty.yaml", ""), CUBAN)
    check("check goes on after a bad file", done.returncode == 2 and done.stdout.count(": ok, ") == 2, done.stdout)


def test_help():
    for verb in ("check", "states", "hold", "why", "verify", "convert", "help"):
        check(f"help {verb}", answer("help", verb).startswith(f"entente {verb}"))
    done = run("help", "chek")
    check("help of a misspelt verb", done.returncode == 2 and "did you mean 'entente help check'?" in done.stderr,
          done.stderr)


def in_terminal(*arguments, environment=None):
    """What the program writes to a terminal of 60 columns: its answer and its errors together."""
    parent, child = pty.openpty()
    import fcntl
    import struct
    import termios
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=child, stdout=child, stderr=child,
                               env={**variables, "TERM": "xterm", **(environment or {})})
    os.close(child)
    shown = b""
    while True:
        try:
            piece = os.read(parent, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(parent)
    check(f"{arguments} in a terminal", process.wait() == 0, shown)
    return shown.decode("utf-8")


def test_terminal():
    shown = in_terminal("hold", CUBAN)
    check("colour on a terminal", "\x1b[1m" in shown, shown)
    check("the terminal's width", max(map(len, shown.replace("\x1b[1m", "").splitlines())) <= 70, shown)
    check("NO_COLOR", "\x1b" not in in_terminal("hold", CUBAN, environment={"NO_COLOR": "1"}))
    check("an empty NO_COLOR", "\x1b[1m" in in_terminal("hold", CUBAN, environment={"NO_COLOR": ""}))
    check("--color never", "\x1b" not in in_terminal("hold", CUBAN, "--color", "never"))
    check("--color always before NO_COLOR",
          "\x1b[1m" in in_terminal("hold", CUBAN, "--color", "always", environment={"NO_COLOR": "1"}))
    check("no progress for short work", "solving …" not in shown)
    piped = run("hold", ROOT / "models/ukraine-2025.yaml")
    check("a pipe gets neither", "\x1b" not in piped.stdout + piped.stderr and piped.stderr == "")


if __name__ == "__main__":
    sys.exit(program.run_all(globals()))
