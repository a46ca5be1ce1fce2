#!/usr/bin/env python3
"""The verb sweep: its three ways to answer agree; requests that it cannot meet; stopping it."""

import csv
import io
import json
import os
import pathlib
import pty
import signal
import subprocess
import time

import program

LONG_DOUBTS = 8 if program.SANITIZED else 40
MODEL = program.ROOT / "tests" / "cli" / "expected" / "sweep.yaml"
KINDS = ["nash", "gmr", "smr", "seq", "agreeable", "viable"]


def sweep(*arguments):
    return program.answer("sweep", MODEL, *arguments)


def rows(*arguments):
    return list(csv.DictReader(io.StringIO(sweep("--csv", *arguments))))


def many(doubts):
    """A model with so many uncertain entries, most of which matter."""
    options = [f"o{i}" for i in range(8)]
    wants = [f"{options[i % 8]} and not {options[(3 * i + 1) % 8]}" for i in range(doubts)]
    lines = ["entente: 1", "parties: {a: A, b: B, c: C}", "options:"]
    lines += [f"  {o}: {'abc'[i % 3]}" for i, o in enumerate(options)] + ["start: {}", "target: o0 or o1", "preferences:"]
    for p in range(3):
        lines.append(f"  {'abc'[p]}:")
        lines += [f"    - {{want: {w}, probability: 0.{3 + i % 5}}}" for i, w in enumerate(wants) if i % 3 == p]
    return "\n".join(lines) + "\n"


def test_json_and_csv_have_the_same_figures():
    for arguments in ([], ["--draws", "700", "--seed", "3"], ["--where", "consensus"]):
        answer = json.loads(sweep("--json", *arguments))
        table = {int(row["number"]): row for row in rows(*arguments)}
        program.check(f"{arguments}: states are told", len(answer["most_often"]) > 0)
        for state in answer["most_often"]:
            row = table[state["number"]]
            program.check("options", all(row[o] == level for o, level in state["options"].items()), row)
            for kind in KINDS:
                program.check(kind, float(row[kind]) == state["is"][kind]["probability"], row)
                if arguments[:1] == ["--draws"]:
                    bounds = [float(row[f"{kind}_low"]), float(row[f"{kind}_high"])]
                    program.check(f"{kind}: interval", bounds == state["is"][kind]["interval"], row)
                    program.check(f"{kind}: within", bounds[0] <= float(row[kind]) <= bounds[1], row)


def test_where_chooses_arrangements():
    program.check("--where consensus", all(row["consensus"] == "yes" for row in rows("--where", "consensus")))
    answer = json.loads(sweep("--json", "--where", "consensus"))
    program.check("of these 3 are in the target", answer["target"] == 3, answer)


def test_threads_and_seeds():
    one = sweep("--json", "--draws", "3000", "--threads", "1")
    for threads in "23":
        program.check(f"{threads} threads", sweep("--json", "--draws", "3000", "--threads", threads) == one)
    program.check("another seed", sweep("--json", "--draws", "3000", "--seed", "2") != one)


def test_types_can_be_fixed():
    whole = json.loads(sweep("--json"))
    bold = json.loads(sweep("--json", "--type", "ra=bold"))
    meek = json.loads(sweep("--json", "--type", "ra=meek"))
    program.check("doubts", [len(a["doubts"]) for a in (whole, bold, meek)] == [3, 2, 1])
    for answer in ("agree", "hold", "viable"):
        both = 0.25 * bold["answers"][answer]["probability"] + 0.75 * meek["answers"][answer]["probability"]
        program.check(answer, abs(both - whole["answers"][answer]["probability"]) < 1e-12, both)


def test_many_doubts_are_drawn():
    path = pathlib.Path(program.FOLDER.name) / "many.yaml"
    path.write_text(many(21), encoding="utf-8")
    answer = json.loads(program.answer("sweep", path, "--json"))
    program.check("21 doubts: draws", answer["mode"] == "draws" and answer["draws"] == 10000, answer["mode"])
    path.write_text(many(9), encoding="utf-8")
    answer = json.loads(program.answer("sweep", path, "--json"))
    program.check("9 doubts: all", answer["mode"] == "combinations" and answer["combinations"] == 512, answer["mode"])


def test_wrong_requests():
    for words, arguments in (
        ("--draws is a whole number from 1", ["--draws", "0"]),
        ("--seed is a whole number from 1", ["--seed", "x"]),
        ("take one", ["--csv", "--json"]),
        ("'nowhere'", ["--where", "nowhere"]),
        ("--type", ["--type", "ra=brave"]),
    ):
        done = program.run("sweep", MODEL, *arguments)
        program.check(arguments, done.returncode == 2 and words in done.stderr and done.stdout == "", done.stderr)
    for option in (["--draws", "5"], ["--seed", "5"], ["--csv"]):
        done = program.run("hold", MODEL, *option)
        program.check(option, done.returncode == 2 and "it belongs to 'entente sweep'" in done.stderr, done.stderr)


def test_a_model_without_start_says_nothing_of_agreement():
    text = MODEL.read_text(encoding="utf-8").replace("start: {attack: yes}\n", "")
    path = pathlib.Path(program.FOLDER.name) / "no-start.yaml"
    path.write_text(text, encoding="utf-8")
    answer = json.loads(program.answer("sweep", path, "--json"))
    program.check("only what holds", list(answer["answers"]) == ["hold"], answer["answers"])
    text = program.answer("sweep", path)
    program.check("says so", "does not say where things stand" in text and "can be agreed  " not in text, text)


def test_stopping():
    """Ctrl-C ends a long sweep soon, with nothing on standard output."""
    path = pathlib.Path(program.FOLDER.name) / "long.yaml"
    path.write_text(many(LONG_DOUBTS), encoding="utf-8")
    command = [program.PROGRAM, "sweep", str(path), "--draws", "100000000", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as running:
        time.sleep(1)
        running.send_signal(signal.SIGINT)
        out, said = running.communicate(timeout=60)
    program.check("stopped", running.returncode == 3 and out == "" and "stopped after" in said, said)


def test_progress():
    """On a terminal, how much is done and how long it will take yet."""
    path = pathlib.Path(program.FOLDER.name) / "long.yaml"
    path.write_text(many(LONG_DOUBTS), encoding="utf-8")
    child, terminal = pty.fork()
    if child == 0:
        os.execv(program.PROGRAM, [program.PROGRAM, "sweep", str(path), "--draws", "100000000", "--json"])
    shown = b""
    end = time.monotonic() + 60
    while b"left" not in shown and time.monotonic() < end:
        shown += os.read(terminal, 4096)
    os.kill(child, signal.SIGINT)
    try:
        while os.read(terminal, 4096):
            pass
    except OSError:
        pass
    os.waitpid(child, 0)
    program.check("progress", "sweeping …".encode() in shown and b" left" in shown, shown)


if __name__ == "__main__":
    program.run_all(globals())
