#!/usr/bin/env python3
"""Sweeps on several ranks: the file of one core, also when a rank dies or stands still."""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from program import PROGRAM, SANITIZED, check, run, run_all, written

RANKS_PROGRAM = os.environ.get("ENTENTE_MPI")
if not RANKS_PROGRAM or SANITIZED:
    print("entente-mpi was not built, or with sanitizers, which find fault with MPI itself")
    sys.exit(77)

# Also as root, and with more ranks than cores.
os.environ.update(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
MPIRUN = ("mpirun", "--oversubscribe")
PATIENCE = 60

parties = [f"p{i}" for i in range(6)]
MODEL = written("ranks.yaml", "\n".join(
    ["entente: 1", "title: Many doubts", "parties: {" + ", ".join(f"{p}: {p}" for p in parties) + "}", "options:"]
    + [f"  o{i}: {parties[i % 6]}" for i in range(9)]
    + ["start: {}", "target: o0 or o1", "preferences:"]
    + [f"  {p}: [" + ", ".join(f"{{want: {'not ' if (i + k) % 3 else ''}o{(i * 5 + k * 2) % 9}, probability: 0.{k + 3}}}"
                             for k in range(4)) + "]" for i, p in enumerate(parties)]))
REQUEST = ("sweep", MODEL, "--draws", 3000)
LONG = ("sweep", MODEL, "--draws", 40000)  # so that something can happen meanwhile

FOLDER = tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
PATH = pathlib.Path(FOLDER.name, "ranks.db")


def of_one_core(request, name):
    """The answer of the ordinary program, and the bytes of its file."""
    path = pathlib.Path(FOLDER.name, name)
    return run(*request, "--json", "--out", path).stdout, path.read_bytes()


SOUND = {REQUEST: of_one_core(REQUEST, "short.db"), LONG: of_one_core(LONG, "long.db")}


def clear():
    for path in (PATH, pathlib.Path(f"{PATH}-journal")):
        path.unlink(missing_ok=True)


def launch(*arguments, **settings):
    return subprocess.Popen([*MPIRUN, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            encoding="utf-8", env={**os.environ, **settings})


def begin(count, *request):
    """A run that a dead rank does not end, and that has little patience with it."""
    return launch("--enable-recovery", "-n", count, RANKS_PROGRAM, *request, ENTENTE_PATIENCE="0.5")


def end(process):
    try:
        return process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        return "", "it hangs"


def rank_of(process):
    """The rank of a process, None when it is no rank."""
    try:
        for setting in pathlib.Path("/proc", str(process), "environ").read_bytes().split(b"\0"):
            if setting.startswith(b"OMPI_COMM_WORLD_RANK="):
                return int(setting.split(b"=")[1])
    except OSError:
        pass
    return None


def ranks_of(mpirun):
    """The processes of a run by their rank, once all of them are at work."""
    while not PATH.exists() and mpirun.poll() is None:
        time.sleep(0.005)
    time.sleep(0.05)
    children = pathlib.Path("/proc", str(mpirun.pid), "task", str(mpirun.pid), "children").read_text("ascii").split()
    return {rank_of(child): int(child) for child in children}


def same(what, out, request=REQUEST):
    answer, file = SOUND[request]
    check(f"{what}: the answer of one core", out == answer, out[:400])
    check(f"{what}: the file of one core", PATH.exists() and PATH.read_bytes() == file)


def test_any_number_of_ranks():
    for count, threads in ((1, 1), (2, 1), (4, 1), (2, 3)):
        clear()
        process = launch("-n", count, RANKS_PROGRAM, *REQUEST, "--threads", threads, "--json", "--out", PATH)
        out, said = end(process)
        check(f"{count} ranks: status 0", process.returncode == 0 and said == "", said)
        same(f"{count} ranks of {threads} threads", out)


def test_a_rank_dies():
    clear()
    process = begin(3, *LONG, "--json", "--out", PATH)
    os.kill(ranks_of(process)[1], signal.SIGKILL)
    out, said = end(process)
    check("a rank died: it is told", "entente: rank 1 is silent" in said and "given out again" in said, said)
    same("a rank died", out, LONG)


def test_a_rank_stands_still():
    """It is taken for dead, and comes back: what it did is of no use, and does no harm."""
    clear()
    process = begin(3, *LONG, "--json", "--out", PATH)
    rank = ranks_of(process)[2]
    os.kill(rank, signal.SIGSTOP)
    time.sleep(1)
    os.kill(rank, signal.SIGCONT)
    out, said = end(process)
    check("a rank stood still: it is told", "rank 2 is silent" in said, said)
    same("a rank stood still", out, LONG)


def test_rank_0_dies():
    """Nobody else has the file: the others end, and one core goes on with it."""
    clear()
    process = begin(3, *LONG, "--json", "--out", PATH)
    ranks = ranks_of(process)
    os.kill(ranks[0], signal.SIGKILL)
    out, said = end(process)
    check("rank 0 died: no answer", out == "", said)
    check("rank 0 died: the others are gone", not any(rank_of(child) is not None for child in ranks.values()))
    done = run(*LONG, "--json", "--out", PATH, "--resume")
    same("rank 0 died", done.stdout, LONG)


def test_asked_to_stop():
    clear()
    process = begin(2, *LONG, "--json", "--out", PATH)
    os.kill(ranks_of(process)[0], signal.SIGUSR1)
    out, said = end(process)
    check("stopped: it says so", out == "" and "stopped after block" in said and "--resume" in said, said)
    process = begin(2, *LONG, "--json", "--out", PATH, "--resume")
    out, said = end(process)
    same("stopped", out, LONG)


def test_requests_that_cannot_be():
    for words, request in (("cannot come from standard input", ("sweep", "-")),
                           ("cannot read", ("sweep", "/nowhere.yaml"))):
        process = launch("-n", 2, RANKS_PROGRAM, *request)
        out, said = end(process)
        told = [line for line in said.splitlines() if words in line]
        check(f"{request}: refused, and told once", out == "" and len(told) == 1, said)
        check(f"{request}: status 2", process.returncode == 2, process.returncode)


def test_ranks_that_sweep_something_else():
    """The second of them takes no part, and the first does it all."""
    clear()
    first = (RANKS_PROGRAM, *REQUEST, "--json")
    process = launch("-n", 1, *first, "--out", PATH, ":", "-n", 1, *first, "--seed", 2)
    out, said = end(process)
    check("another seed: it is told", "rank 1 has another model, request or version" in said, said)
    same("another seed", out)
    clear()
    process = launch("-n", 1, *first, "--out", PATH, ":", "-n", 1, RANKS_PROGRAM, "sweep", "/nowhere.yaml")
    out, said = end(process)
    check("no model: it is told", "rank 1 cannot go on" in said and "cannot read '/nowhere.yaml'" in said, said)
    same("no model", out)


def test_the_ordinary_program_knows_nothing_of_mpi():
    libraries = subprocess.run(["ldd", PROGRAM], capture_output=True, encoding="utf-8", check=False).stdout
    check("no MPI in the ordinary program", "libmpi" not in libraries, libraries)


run_all(globals())
