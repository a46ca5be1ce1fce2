#!/usr/bin/env python3
"""Sweeps into a file: threads, kills, Ctrl-C, and requests that do not fit the file."""

import os
import pathlib
import random
import shutil
import signal
import sqlite3
import statistics
import struct
import subprocess
import tempfile
import time

from program import PROGRAM, SANITIZED, check, run, run_all, written

DRAWS = 3000 if SANITIZED else 12000
MODEL = written("doubtful.yaml", """entente: 1
title: The doubtful pact
parties:
  ra: Ravonia
  sel: Selland
  tor: Torland
options:
  attack: {by: ra}
  respond: {by: sel}
  join: {by: tor}
  arm: {by: sel}
constraints:
  - if respond then attack
start: {}
target: not attack
preferences:
  ra:
    types:
      calm: {probability: 0.7, priorities: [not attack, not respond]}
      bold: {probability: 0.3, priorities: [not respond, attack]}
  sel:
    - not attack
    - {want: if attack then respond, probability: 0.6}
    - {want: arm, probability: 0.25}
  tor:
    - {want: if respond then join, probability: 0.5}
    - not attack
    - {want: not join, probability: 0.1}
""")
REQUEST = ("sweep", MODEL, "--draws", DRAWS)
# In memory where that can be: what is tested is that nothing is lost, not the disk.
FOLDER = tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
PATH = pathlib.Path(FOLDER.name, "sweep.db")
SOUND = pathlib.Path(FOLDER.name, "sound.db")


def clear():
    for path in (PATH, pathlib.Path(f"{PATH}-journal")):
        path.unlink(missing_ok=True)


def sound_answer():
    """Makes the file of a run that nothing happened to, once; gives what it printed."""
    if not SOUND.exists():
        began = time.monotonic()
        done = run(*REQUEST, "--json", "--out", SOUND)
        check("a sweep into a file", done.returncode == 0 and done.stderr == "", done.stderr)
        sound_answer.text = done.stdout
        sound_answer.seconds = time.monotonic() - began
    return sound_answer.text


def same_bytes(what):
    check(what, PATH.exists() and PATH.read_bytes() == SOUND.read_bytes())


def begin(*arguments):
    return subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            encoding="utf-8")


def blocks_in(path):
    """Blocks in a file that may be being written."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as file:
            return file.execute("SELECT count(*) FROM block").fetchone()[0]
    except sqlite3.Error:
        return 0


def wait_for_blocks(process, count):
    while process.poll() is None and blocks_in(PATH) < count:
        time.sleep(0.002)


def interrupt(number, count):
    """Begins a sweep and stops it after so many blocks, once more where it was through before the signal came."""
    for _ in range(100):
        clear()
        process = begin(*REQUEST, "--threads", 1, "--out", PATH)
        wait_for_blocks(process, count)
        process.send_signal(number)
        out, said = process.communicate(timeout=60)
        if process.returncode != 0:
            break
    return process.returncode, out, said


def test_the_answer_is_that_without_a_file():
    plain = run(*REQUEST, "--json")
    check("the same answer", plain.stdout == sound_answer(), plain.stdout)


def test_threads_do_not_matter():
    sound_answer()
    for threads in (1, 2, 3):
        clear()
        done = run(*REQUEST, "--threads", threads, "--json", "--out", PATH)
        check(f"{threads} threads, answer", done.stdout == sound_answer())
        same_bytes(f"{threads} threads, file")


def kill_and_go_on(chance):
    """Kills a run again and again until it ends; gives the number of kills, and what it printed then."""
    clear()
    for kills in range(60):
        process = begin(*REQUEST, "--threads", 1 + kills % 3, "--json", "--out", PATH, "--resume")
        try:
            patience = chance.uniform(0, 0.6 * sound_answer.seconds) if kills < 40 else 60
            out, said = process.communicate(timeout=patience)
            return kills, sound_answer() if "is finished" in said else out, said
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
    return 60, "", "it never ended"


def test_killed_at_random():
    sound_answer()
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    kills = 0
    while kills < 10:
        killed, out, said = kill_and_go_on(chance)
        check(f"seed {seed}: killed {killed} times, the answer", out == sound_answer(), said)
        same_bytes(f"seed {seed}: killed {killed} times, the file")
        kills += killed


def test_interrupted():
    """Ctrl-C ends with a whole block and says how to go on."""
    sound_answer()
    for number in (signal.SIGINT, signal.SIGTERM):
        status, out, said = interrupt(number, 2)
        blocks = blocks_in(PATH)
        check(f"{number.name}: status 3", status == 3, said)
        check(f"{number.name}: what it says", f"stopped after block {blocks} of" in said and "--resume" in said, said)
        check(f"{number.name}: no half answer", out == "", out)
        done = run(*REQUEST, "--json", "--out", PATH, "--resume")
        check(f"{number.name}: the answer", done.stdout == sound_answer(), done.stderr)
        same_bytes(f"{number.name}: the file")


def test_interrupted_twice():
    clear()
    process = begin("sweep", MODEL, "--draws", 1000000000, "--threads", 1, "--out", PATH)
    wait_for_blocks(process, 1)
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
    process.communicate()
    check("a second Ctrl-C ends at once", process.returncode in (-signal.SIGINT, 3), process.returncode)


def refuse(status, words, *request):
    before = PATH.read_bytes() if PATH.exists() else None
    done = run(*request)
    check(f"{request[1:]}: refused", done.returncode == status and words in done.stderr, done.stderr)
    check(f"{request[1:]}: nothing is printed", done.stdout == "", done.stdout)
    check(f"{request[1:]}: the file is as it was", (PATH.read_bytes() if PATH.exists() else None) == before)


def test_requests_that_do_not_fit():
    sound_answer()
    shutil.copy(SOUND, PATH)
    refuse(2, "exists already", *REQUEST, "--out", PATH)
    refuse(2, "is finished", *REQUEST, "--out", PATH, "--resume")
    interrupt(signal.SIGINT, 1)
    again = ("--out", PATH, "--resume")
    refuse(2, "has seed '1', and this run has '2'", *REQUEST, "--seed", 2, *again)
    refuse(2, f"has cases '{DRAWS}', and this run has '77'", "sweep", MODEL, "--draws", 77, *again)
    refuse(2, "has mode 'draws', and this run has 'combinations'", "sweep", MODEL, *again)
    refuse(2, "has concept 'seq', and this run has 'nash'", *REQUEST, "--concept", "nash", *again)
    refuse(2, "has where '', and this run has 'arm'", *REQUEST, "--where", "arm", *again)
    refuse(2, "belongs to another model: line", *REQUEST, "--set", "arm=no", *again)
    refuse(2, "belongs to another model: line", *REQUEST, "--start", "arm=yes", *again)
    refuse(2, "say with which file", *REQUEST, "--resume")
    refuse(2, "it belongs to 'entente sweep'", "hold", MODEL, "--out", PATH)
    refuse(3, "cannot write", *REQUEST, "--out", "/nowhere/at/all.db")
    done = run(*REQUEST, "--json", *again)
    check("it still goes on", done.stdout == sound_answer(), done.stderr)
    same_bytes("after all that")


def figures_of(file, answer):
    return file.execute("SELECT doubt, measure, value FROM figure WHERE answer = ?", (answer,))


def check_number(file, place, column, figures):
    """The figures of a number follow from the cases, the total effects with what was redrawn."""
    drawn = [row[0] for row in file.execute(f"SELECT {column} FROM cases ORDER BY number")]
    blobs = [row[0] for row in file.execute("SELECT redrawn FROM cases ORDER BY number")]
    redrawn = [struct.unpack(f"<{len(blob) // 4}I", blob)[place::3] for blob in blobs]
    number = [statistics.fmean(drawn), statistics.stdev(drawn), min(drawn), max(drawn)]
    found = [figures[0, measure] for measure in ("mean", "deviation", "least", "most")]
    check(f"the number {column}", all(abs(a - b) < 1e-9 for a, b in zip(number, found)), f"{number} {found}")
    for doubt in range(len(redrawn[0])):
        changes = statistics.fmean((a - b[doubt]) ** 2 for a, b in zip(drawn, redrawn))
        total = min(1, changes / 2 / statistics.variance(drawn))
        check(f"the total effect of doubt {doubt + 1}", abs(total - figures[doubt + 1, "number_total"]) < 1e-9,
              f"{column}: {total}")


def test_tables_as_documented():
    """What other programs find: shares of weights are the probabilities of the answer."""
    sound_answer()
    with sqlite3.connect(SOUND) as file:
        for place, (answer, column) in enumerate((("agree", "agreed"), ("hold", "holding"), ("viable", "viable"))):
            figures = {(doubt, measure): value for doubt, measure, value in figures_of(file, answer)}
            share, = file.execute(f"SELECT sum(weight * ({column} > 0)) / sum(weight) FROM cases").fetchone()
            check(f"the probability of {answer}", abs(share - figures[0, "probability"]) < 1e-12, figures)
            check_number(file, place, column, figures)
        doubts = file.execute("SELECT count(*) FROM doubt").fetchone()[0]
        check("a column for each doubt", f"d{doubts}" in [row[1] for row in file.execute("PRAGMA table_info(cases)")])
        check("sound", file.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
        model, = file.execute("SELECT value FROM run WHERE key = 'model'").fetchone()
    path = written("again.yaml", model)
    clear()
    done = run("sweep", path, "--draws", DRAWS, "--json", "--out", PATH)
    check("the model in the file is the model", done.returncode == 0, done.stderr)
    same_bytes("a sweep of the model in the file")


run_all(globals())
