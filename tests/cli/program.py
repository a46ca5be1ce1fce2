"""What the scripts of this folder share: running the program, counting what holds, small models."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("ENTENTE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.environ.get("ENTENTE", str(ROOT / "build" / "entente"))
SANITIZED = "address" in PROGRAM or "threads" in PROGRAM
CLASSIC = ROOT / "models" / "classic"
FOLDER = tempfile.TemporaryDirectory()

passed = failed = 0


def check(what, holds, shown=""):
    """Counts one check; shows what was found where it does not hold."""
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}\n{shown}\n")
    return holds


def run(*arguments, text=None, columns=100, **how):
    """Runs the program with arguments (paths too), and standard input from text."""
    environment = {**os.environ, "COLUMNS": str(columns)}
    return subprocess.run([PROGRAM, *map(str, arguments)], input=text, encoding="utf-8", timeout=100, check=False,
                          capture_output=True, env=environment, **how)


def answer(*arguments):
    """The answer to a request that must succeed, as text."""
    done = run(*arguments)
    check(f"{arguments}: status 0 and nothing to complain about", done.returncode == 0 and done.stderr == "",
          f"{done.returncode}\n{done.stderr}")
    return done.stdout


def answer_json(*arguments):
    """The same as JSON; for states, a list of its lines."""
    lines = [json.loads(line) for line in answer(*arguments, "--json").splitlines()]
    return lines if "states" in arguments else lines[0]


def written(name, text):
    """The path of a new file with this text."""
    path = pathlib.Path(FOLDER.name, name)
    path.write_text(text, encoding="utf-8")
    return path


def run_all(tests):
    """Runs every test_ function of a module's globals and ends the program."""
    for name, test in list(tests.items()):
        if name.startswith("test_"):
            test()
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)
