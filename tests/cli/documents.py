#!/usr/bin/env python3
"""Runs what the documents show.

In README.md and docs/*.md, a fence that opens with ```yaml NAME is a file of that name; a fence that
opens with ```console holds commands after "$ " and, under each, what it prints. A line with only an
ellipsis stands for any lines. All fences of one document share a folder, with models/ in it.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ELLIPSIS = {"…", "..."}


def agrees(shown, printed):
    """Whether the shown lines are the printed ones, an ellipsis standing for any number of lines."""
    if not shown:
        return not printed
    if shown[0] in ELLIPSIS:
        return any(agrees(shown[1:], printed[skip:]) for skip in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0] and agrees(shown[1:], printed[1:])


def commands_of(text):
    """Gives each command of a console fence with the lines shown under it."""
    command = None
    shown = []
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        else:
            shown.append(line.rstrip())
    if command:
        yield command, shown


def run(command, shown, folder, environment):
    # A command that the reader types inside the repository finds the program on the path here.
    typed = command.replace("build/entente", "entente")
    if not typed.startswith("entente"):
        return True
    done = subprocess.run(
        ["bash", "-c", typed], cwd=folder, env=environment, text=True, timeout=60, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    if agrees(shown, printed) or not shown and done.returncode == 0:
        return True
    print(f"$ {command}\n--- shown\n" + "\n".join(shown) + "\n--- printed\n" + "\n".join(printed))
    return False


def main():
    root = pathlib.Path(os.environ["ENTENTE_ROOT"])
    program = pathlib.Path(os.environ["ENTENTE"])
    environment = dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}")
    wrong = 0
    ran = 0
    for document in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        if not document.exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            if (root / "models").exists():
                os.symlink(root / "models", pathlib.Path(folder) / "models")
            for language, name, text in FENCE.findall(document.read_text(encoding="utf-8")):
                if language == "yaml" and name:
                    (pathlib.Path(folder) / name).write_text(text, encoding="utf-8")
                for command, shown in commands_of(text) if language == "console" else ():
                    ran += 1
                    if not run(command, shown, folder, environment):
                        print(f"in {document.relative_to(root)}\n")
                        wrong += 1
    print(f"{ran} commands, {wrong} print something else than is shown")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
