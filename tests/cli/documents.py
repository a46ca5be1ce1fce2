#!/usr/bin/env python3
"""Runs what the documents show.

In README.md and docs/*.md, a fence that opens with ```yaml NAME is a file of that name; a fence that
opens with ```console holds commands after "$ " and, under each, what it prints; one that opens with
```c NAME is a program that must compile against the public header. All fences of one document share a
folder, with models/ in it.

A line with only an ellipsis stands for any lines, and solving times are not compared. JSON may be laid
out over several lines: it is compared by its values. Commands other than entente and python3 -c are not run.

    documents.py --update    puts what is printed now into the documents, where no ellipsis and no JSON is
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ELLIPSIS = {"…", "..."}
TIME = re.compile(r"solved in [\d.,]+ \w+")


def masked(line):
    return TIME.sub("solved in …", line).rstrip()


def agrees(shown, printed):
    """Whether the shown lines are the printed ones, an ellipsis standing for any number of lines."""
    if not shown:
        return not printed
    if shown[0] in ELLIPSIS:
        return any(agrees(shown[1:], printed[skip:]) for skip in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0] and agrees(shown[1:], printed[1:])


def json_values(lines):
    """The JSON values that the lines hold, one after the other; None when they are something else."""
    text = "\n".join(lines).strip()
    decoder = json.JSONDecoder()
    values = []
    while text:
        try:
            value, end = decoder.raw_decode(text)
        except ValueError:
            return None
        values.append(value)
        text = text[end:].lstrip()
    return values or None


def same(shown, printed):
    values = json_values(shown)
    if values is not None:
        return values == json_values(printed)
    return agrees([masked(line) for line in shown], [masked(line) for line in printed])


def commands_of(text):
    """Gives each command of a console fence with the lines shown under it; a quotation mark that is open
    at the end of a line goes on with the command."""
    command = None
    shown = []
    for line in text.splitlines():
        if command and command.count('"') % 2:
            command += "\n" + line
        elif line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        else:
            shown.append(line.rstrip())
    if command:
        yield command, shown


def is_ours(command):
    """Whether the command runs the program; the reader may type it by its path in the repository."""
    return re.match(r"(build/)?entente\b|python3 -c ", command) is not None


def output_of(command, folder):
    program = pathlib.Path(os.environ["ENTENTE"]).absolute()
    done = subprocess.run(
        ["bash", "-c", command.replace("build/entente", "entente")],
        cwd=folder, env=dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}"),
        text=True, timeout=60, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    return [line.rstrip() for line in done.stdout.splitlines()]


def compiles(name, text, root, folder):
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang-14")
    if compiler is None:
        return True
    (pathlib.Path(folder) / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [compiler, "-std=c17", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{root}/include", name],
        cwd=folder, check=False,
    )
    return done.returncode == 0


class Document:
    def __init__(self, path, root):
        self.path = path
        self.root = root
        self.text = path.read_text(encoding="utf-8")
        self.ran = 0
        self.wrong = 0

    def complain(self, what):
        self.wrong += 1
        print(f"{self.path.relative_to(self.root)}: {what}\n")

    def run_console(self, text, folder):
        """Runs the fence's commands, and gives the fence as it would be with what they print now."""
        lines = []
        for command, shown in commands_of(text):
            lines.append(f"$ {command}")
            if is_ours(command):
                self.ran += 1
                printed = output_of(command, folder)
                if not same(shown, printed):
                    self.complain(f"$ {command}\n--- shown\n" + "\n".join(shown)
                                  + "\n--- printed\n" + "\n".join(printed))
                    if not ELLIPSIS & set(shown) and json_values(shown) is None:
                        shown = printed
            lines += shown
        return "".join(line + "\n" for line in lines)

    def run(self):
        """Runs every fence; gives the text with what is printed now."""
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(self.root / "models", pathlib.Path(folder) / "models")

            def renew(fence):
                language, name, text = fence.groups()
                if language == "yaml" and name:
                    (pathlib.Path(folder) / name).write_text(text, encoding="utf-8")
                elif language == "c" and name and not compiles(name, text, self.root, folder):
                    self.complain(f"{name} does not compile")
                elif language == "console":
                    text = self.run_console(text, folder)
                return f"```{language} {name}".rstrip() + f"\n{text}```"

            return FENCE.sub(renew, self.text)


def main():
    root = pathlib.Path(os.environ.get("ENTENTE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
    os.environ.setdefault("ENTENTE", str(root / "build" / "entente"))
    update = "--update" in sys.argv[1:]
    ran = wrong = 0
    for path in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        if not path.exists():
            continue
        document = Document(path, root)
        renewed = document.run()
        if update and renewed != document.text:
            path.write_text(renewed, encoding="utf-8")
        ran += document.ran
        wrong += document.wrong
    print(f"{ran} commands; {wrong} things are not as shown")
    return 1 if wrong and not update else 0


if __name__ == "__main__":
    sys.exit(main())
