#!/usr/bin/env python3
"""Draws a second of the Ukraine model, every other entry of which is made uncertain, on 1 and on 2 ranks.

    bench/ranks.py BUILD [DRAWS [ROUNDS]]    prints nothing where BUILD has no entente-mpi

Rounds take turns, and the least times count: other work on the machine can only add to them.
"""

import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Also as root, and where there are fewer cores than ranks.
OPEN_MPI = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


def doubtful_text():
    """The model's text with a probability under every other entry in place of its own, as in bench/sweep.c."""
    entries = 0
    for line in (ROOT / "models/ukraine-2025.yaml").read_text(encoding="utf-8").splitlines(keepends=True):
        if not line.startswith("      probability: "):
            yield line
        if line.startswith("    - want: "):
            entries += 1
            if entries % 2:
                yield f"      probability: 0.{2 + entries % 7}\n"


def measure(ranks, program, model, draws):
    """Seconds of the clock, and of processor time of all ranks together."""
    command = ["mpirun", "--oversubscribe", "-n", str(ranks), program, "sweep", model, "--draws", str(draws), "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, **OPEN_MPI})
    seconds = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    program = pathlib.Path(sys.argv[1], "entente-mpi")
    draws = int(sys.argv[2]) if len(sys.argv) > 2 else 1310720
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    if not program.exists():
        return
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as model:
        model.writelines(doubtful_text())
        model.flush()
        print(f"\nranks: the same model, {draws} draws, the best of {rounds} rounds; "
              "the start of MPI is in the seconds", flush=True)
        print("  ranks   seconds       cpu   draws/s   efficiency (cpu)", flush=True)
        times = [[measure(ranks, program, model.name, draws) for ranks in (1, 2)] for _ in range(rounds)]
        one = [min(column) for column in zip(*(row[0] for row in times))]
        for ranks in (1, 2):
            seconds, cpu = [min(column) for column in zip(*(row[ranks - 1] for row in times))]
            print(f"{ranks:7}  {seconds:8.2f}  {cpu:8.2f}  {draws / seconds:8.0f}  "
                  f"{100 * one[0] / seconds / ranks:9.0f} % ({100 * one[1] / cpu:3.0f} %)")


main()
