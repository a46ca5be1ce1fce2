#!/usr/bin/env python3
"""Models go between YAML and .gmcr and back with the same states, or not at all."""

import json
import pathlib
import sys

import program
from program import CLASSIC, ROOT, answer, answer_json, check, run, written

FOLDER = pathlib.Path(program.FOLDER.name)
TWO_LEVELS = ["chicken", "cuban", "elmira-12", "prisoners"]


def convert(source, name, *options):
    target = FOLDER / name
    done = run("convert", source, target, *options)
    check(f"{source} to {name}", done.returncode == 0, done.stderr)
    return target


def test_there_and_back():
    for name in TWO_LEVELS:
        first = convert(CLASSIC / f"{name}.yaml", "first.gmcr", "--drop")
        yaml = convert(first, "between.yaml")
        second = convert(yaml, "second.gmcr")
        check(f"{name}: the same states", answer("states", first, "--json") == answer("states", yaml, "--json")
              == answer("states", second, "--json"))
        check(f"{name}: the same file", first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8"))
        check(f"{name}: JSON", isinstance(json.loads(first.read_text(encoding="utf-8")), dict))
        again = convert(yaml, "again.yaml")
        check(f"{name}: YAML again", yaml.read_text(encoding="utf-8") == again.read_text(encoding="utf-8"))


def test_the_same_game():
    """Options may be regrouped, so states are found again by their levels."""
    for name in TWO_LEVELS:
        before, after = ({json.dumps(row["options"], sort_keys=True): (row["rank"], row["stable"]) for row in
                          answer_json("states", path)} for path in
                         (CLASSIC / f"{name}.yaml", convert(CLASSIC / f"{name}.yaml", "game.gmcr", "--drop")))
        check(f"{name}: the same ranks and stabilities", before == after)


def test_yaml_of_every_model():
    models = [*ROOT.glob("models/*.yaml"), *CLASSIC.glob("*.yaml"), *ROOT.glob("tests/cli/expected/o*.yaml")]
    for model in models:
        copy = convert(model, "copy.yaml")
        check(f"{model.name}: the same states", answer("states", model, "--json") == answer("states", copy, "--json"))
        check(f"{model.name}: the same brief", answer(model, "--json") == answer(copy, "--json")
              or "title:" not in model.read_text(encoding="utf-8"))
        twice = convert(copy, "twice.yaml")
        check(f"{model.name}: settled", copy.read_text(encoding="utf-8") == twice.read_text(encoding="utf-8"))


def test_what_gmcr_cannot_hold():
    head = "entente: 1\nparties: {a: A, b: B}\n"
    for words, text in {
        "more than two levels": "options: {x: {by: a, levels: [r, s, t]}, y: b}\n",
        "bod": "bodies: {c: {members: [a, b], rule: all}}\noptions: {x: c, y: a}\n",
        "a start": "options: {x: a, y: b}\nstart: {x: 'yes'}\n",
        "a target": "options: {x: a, y: b}\ntarget: x\n",
        "date": "as-of: 2020-01-01\noptions: {x: a, y: b}\n",
    }.items():
        old = written("kept.gmcr", "as it was")
        done = run("convert", written("rich.yaml", head + text), old)
        check(f"{words}: an error, and nothing written", done.returncode == 1 and words in done.stderr
              and old.read_text(encoding="utf-8") == "as it was", f"{done.returncode} {done.stderr}")
    for text in ("options: {x: {by: a, levels: [r, s, t]}, y: b}\n",
                 "bodies: {c: {members: [a, b], rule: all}}\noptions: {x: c, y: a}\n"):
        done = run("convert", written("rich.yaml", head + text), FOLDER / "none.gmcr", "--drop")
        check("what the game needs is not dropped", done.returncode == 1 and not (FOLDER / "none.gmcr").exists(),
              done.stderr)


def test_names():
    odd = written("names.yaml", 'entente: 1\ntitle: "A \\"title\\": with # signs, [and] {braces}"\n'
                                'parties: {tr: "Türkiye: \\\\ & co", cn: 中国}\noptions:\n'
                                '  no: {by: tr, text: "yes, no: null"}\n  null: {by: cn}\n'
                                'preferences: {tr: ["no", "not null"], cn: ["null"]}\n')
    states = answer("states", odd, "--json")
    check("names that YAML could mistake", answer("states", convert(odd, "names-2.yaml"), "--json") == states)
    gmcr = convert(odd, "names.gmcr", "--drop")
    check("names keep their signs", [answer_json("hold", gmcr)["movers"], "Türkiye: \\ & co"]
          == [answer_json("hold", convert(gmcr, "names-3.yaml"))["movers"],
              json.loads(gmcr.read_text(encoding="utf-8"))["decisionMakers"][0]["name"]])
    check("the title stays", "A \"title\": with # signs, [and] {braces}"
          == answer_json("hold", FOLDER / "names-2.yaml")["title"])


if __name__ == "__main__":
    sys.exit(program.run_all(globals()))
