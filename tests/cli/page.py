#!/usr/bin/env python3
"""The brief of every model that is shipped is a page, and says what its JSON says."""

import re

import program
from program import ROOT, SANITIZED, answer, answer_json, check, run

LINES, COLUMNS = 59, 100


def told(text, question):
    """The first word of the answer that the page gives to a question; None where it is not asked."""
    found = re.search(rf"^{re.escape(question)}\s+(.*?)[:,.]? ", text, re.MULTILINE)
    return None if found is None else found.group(1)


def check_answers(name, text, answers):
    agree = answers.get("agree")
    if agree is None:
        expected = "Not"
    elif agree["agreeable"]["count"] == 0:
        expected = "No"
    else:
        expected = "Nothing" if agree.get("target", {}).get("agreeable") == 0 else "Yes"
    check(f"{name}: agreed", told(text, "CAN IT BE AGREED?") == expected, text)
    hold = answers["hold"]
    holding = hold["holding"][hold["concept"]]
    expected = "No" if holding == 0 else "Yes" if holding == hold["target"] else "In"
    check(f"{name}: holds", told(text, "WILL IT HOLD?") == expected, text)
    if "design" in answers:
        viable = answers["design"]["counts"]["agree_act_hold"]
        check(f"{name}: all three", told(text, "ALL THREE?") in
              ({"No", "Today"} if viable == 0 else {"Yes", "Today"}), text)


def test_every_model():
    models = sorted((ROOT / "models").glob("**/*.yaml"))
    for model in models[::5] if SANITIZED else models:
        name = model.relative_to(ROOT)
        text = answer(model)
        lines = text.splitlines()
        check(f"{name}: {len(lines)} lines", len(lines) <= LINES, text)
        check(f"{name}: no line is longer than the page", max(map(len, lines)) <= COLUMNS, text)
        check_answers(name, text, answer_json(model))


def test_top_tells_more():
    model = ROOT / "models" / "ukraine-2025.yaml"
    short, long = answer(model), answer(model, "--top", "4")
    check("--top 4 tells more than the page", len(long.splitlines()) > len(short.splitlines()), long)
    check("... and leaves no kind out", "largest kind" in short and "largest kind" not in long, long)
    narrow = run(model, columns=50).stdout
    wide = re.sub(r"in [\d.]+ ms", "", short).split()
    check("a narrow page tells the same", re.sub(r"in\s+[\d.]+\s+ms", "", narrow).split() == wide, narrow)
    check("... within its width", max(map(len, narrow.splitlines())) <= 50, narrow)


if __name__ == "__main__":
    program.run_all(globals())
