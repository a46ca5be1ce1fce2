#!/usr/bin/env python3
"""What the program prints, and with which status it ends, for sound and for wrong requests."""
import json
import os
import pathlib
import pty
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("ENTENTE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.environ.get("ENTENTE", str(ROOT / "build" / "entente"))
CUBAN = str(ROOT / "models/classic/cuban.yaml")
UKRAINE = str(ROOT / "models/ukraine-2025.yaml")
GUARANTEE = str(ROOT / "models/history/poland-1939.yaml")
SANITIZED = "address" in PROGRAM or "threads" in PROGRAM
# Where all is slow, the small ones only.
MODELS = sorted(str(p) for p in [*([] if SANITIZED else ROOT.glob("models/*.yaml")), *ROOT.glob("models/classic/*.yaml")])

passed = failed = 0


def check(what, holds, shown=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}\n{shown}\n")


def run(*arguments, text=None, environment=None, limit=None):
    def narrow():
        if limit:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    return subprocess.run(
        [PROGRAM, *arguments], input=text, capture_output=True, encoding="utf-8", timeout=100, check=False,
        env={**os.environ, "COLUMNS": "", **(environment or {})}, preexec_fn=narrow)


def expect(status, words, *arguments, **how):
    """The program ends with this status; the words stand in its errors, or in its answer when it is 0."""
    done = run(*arguments, **how)
    said = done.stdout if status == 0 else done.stderr
    check(" ".join(arguments), done.returncode == status and words in said,
          f"status {done.returncode}\n{done.stdout[-800:]}{done.stderr[-800:]}")
    if status != 0:
        check(" ".join(arguments) + ": no half answer", done.stdout == "", done.stdout[:200])
    return done


def drawn(options, parties=3, priorities=4):
    """A model of 2^options codes."""
    lines = ["entente: 1", "parties: {" + ", ".join(f"p{i}: P{i}" for i in range(parties)) + "}", "options:"]
    lines += [f"  o{i}: p{i % parties}" for i in range(options)]
    lines += ["preferences:"]
    for p in range(parties):
        wants = [f"o{(7 * p + 3 * i) % options} and not o{(5 * i + p + 1) % options}" for i in range(priorities)]
        lines.append(f"  p{p}: [" + ", ".join(wants) + "]")
    return "\n".join(lines) + "\n"


def test_command_line():
    expect(0, "Usage: entente", "--help")
    expect(0, "entente 0.", "--version")
    expect(0, "Will it hold?", "help", "hold")
    expect(0, "The brief", "help", "brief")
    expect(2, "is not a verb", "help", "hodl")
    expect(2, "did you mean 'entente hold'?", "hodl", CUBAN)
    expect(2, "the form is: entente MODEL")
    expect(2, "the form is: entente why", "why", CUBAN)
    expect(0, "smallest changes", "help", "need")
    expect(2, "--concept is nash, gmr, smr or seq", "hold", CUBAN, "--concept", "seqq")
    expect(2, "whole number", "hold", CUBAN, "--threads", "0")
    expect(2, "whole number", "states", CUBAN, "--top", "-3")
    expect(2, "--color is auto", "hold", CUBAN, "--color", "red")
    expect(2, "unrecognized option", "hold", CUBAN, "--frobnicate")
    expect(2, "No such file", "hold", "/nonexistent.yaml")
    expect(2, "Is a directory", "hold", "/")
    expect(2, "larger than 64 MiB", "check", "/dev/zero")
    expect(0, "12 feasible states", "--concept", "nash", "hold", CUBAN)
    expect(0, "Cuban", "hold", "-", text=pathlib.Path(CUBAN).read_text(encoding="utf-8"))
    expect(0, "standard input: ok, ", "check", "-", text=pathlib.Path(CUBAN).read_text(encoding="utf-8"))


def test_conditions():
    expect(2, "did you mean 'escalate'?", "hold", CUBAN, "--where", "escalat")
    expect(2, "a condition is missing", "hold", CUBAN, "--where", "")
    expect(2, "must have the form OPTION=LEVEL", "hold", CUBAN, "--set", "not escalate")
    expect(2, "is set twice", "hold", CUBAN, "--set", "escalate=no", "--set", "escalate=yes")
    expect(2, "this start is not feasible", "hold", CUBAN, "--start", "withdraw=yes,escalate=yes")
    contradiction = ("--set", "withdraw=yes", "--set", "escalate=yes")
    for verb in ("hold", "states", "check"):
        expect(2, "no state is feasible with --set withdraw=yes, escalate=yes", verb, CUBAN, *contradiction)
    answer = run("hold", CUBAN, "--json").stdout
    expect(2, "no state is feasible with --set", "verify", CUBAN, "-", *contradiction, text=answer)
    expect(2, "is set twice", "hold", CUBAN, "--set", "withdraw=yes", "--set", "withdraw=no")
    expect(2, "repeat --set for each option", "hold", CUBAN, "--set", "withdraw=yes,escalate=no")
    expect(0, "No state satisfies the filter.", "hold", CUBAN, "--where", "false")
    expect(0, "8 feasible states", "hold", CUBAN, "--set", "escalate=no")
    expect(0, "of 12", "hold", CUBAN, "--target", "true")
    expect(2, "there is no state 13", "why", CUBAN, "13")
    expect(2, "there is no state 0", "why", CUBAN, "0")
    expect(2, f"there is no state {'9' * 20}: states are numbered from 1 to 12", "why", CUBAN, "9" * 20)
    expect(2, "there is no state 18446744073709551617", "why", CUBAN, "18446744073709551617")
    expect(2, "states satisfy this", "why", CUBAN, "withdraw")
    expect(2, "no state satisfies this", "why", CUBAN, "withdraw and escalate")
    expect(2, "did you mean 'ussr'?", "why", CUBAN, "7", "usssr")
    expect(0, "is it stable for United States? Yes (GMR, SMR, SEQ), no (Nash).", "why", CUBAN,
           "blockade and withdraw and not air-strike", "us")


def test_writing():
    for arguments in [("hold", CUBAN), ("states", UKRAINE, "--json"), (UKRAINE,), ("--version",), ("help",)]:
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
        check("a full disk", done.returncode == 3 and b"No space left" in done.stderr, done.stderr)
    done = subprocess.run(f"'{PROGRAM}' states '{UKRAINE}' --json | head -n 1", shell=True, capture_output=True,
                          check=False)
    check("a closed pipe", done.stdout.startswith(b'{"number":1,') and done.stderr == b"", done.stderr)


def test_terminal():
    plain = run("hold", CUBAN).stdout
    check("a pipe gets no colour", "\x1b" not in plain)
    check("colour on request", "\x1b[1m" in run("hold", CUBAN, "--color", "always").stdout)
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.pop("NO_COLOR", None)
        os.execv(PROGRAM, [PROGRAM, UKRAINE])
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    check("a terminal gets colour", os.waitpid(pid, 0)[1] == 0 and b"\x1b[1m" in shown, shown[:200])
    for columns in (40, 60, 100):
        for model in MODELS:
            for verb in ([], ["act"], ["hold"], ["why"]):
                arguments = [*verb, model] + (["1"] if verb == ["why"] else [])
                text = run(*arguments, environment={"COLUMNS": str(columns)}).stdout
                widest = max((line for line in text.splitlines() if "http" not in line), key=len)
                check(f"{columns} columns: {arguments}", len(widest) <= columns + 8, widest)


def without_times(text):
    return "\n".join(line.split("solved in")[0] for line in text.splitlines())


def test_threads():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "large.yaml")
        path.write_text(drawn(13 if SANITIZED else 18, priorities=9), encoding="utf-8")
        for arguments in (["hold", str(path)], ["hold", str(path), "--json"], [str(path)]):
            one = run(*arguments, "--threads", "1").stdout
            two = run(*arguments, "--threads", "2").stdout
            check("threads change nothing", one != "" and without_times(one) == without_times(two))


def test_memory():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "huge.yaml")
        path.write_text(drawn(29), encoding="utf-8")
        expect(3, "at most 2^28", "hold", str(path))
        expect(3, "multiply the combinations most: o0 (x2)", "hold", str(path))
        if SANITIZED:
            return
        path.write_text(drawn(26), encoding="utf-8")
        expect(3, "of memory (keys", "hold", str(path), limit=400 << 20)
        for mebibytes in range(8, 80, 4):
            done = run(GUARANTEE, limit=mebibytes << 20)
            fits = done.returncode == 0 and "WILL IT HOLD?" in done.stdout
            refused = done.returncode == 3 and "memory" in done.stderr or done.returncode in (127, -11) \
                and "shared librar" in done.stderr
            check(f"{mebibytes} MiB of address space", fits or refused, f"{done.returncode}\n{done.stderr}")


def test_json():
    for model in MODELS:
        for arguments in ([model], ["act", model], ["hold", model], ["why", model, "1"]):
            answer = run(*arguments, "--json").stdout
            check(f"one line of JSON: {arguments}", answer.count("\n") == 1 and json.loads(answer))
        rows = [json.loads(line) for line in run("states", model, "--json").stdout.splitlines()]
        hold = json.loads(run("hold", model, "--json").stdout)
        check("as many rows as states", len(rows) == hold["states"])
        check("numbers in order", [row["number"] for row in rows] == list(range(1, len(rows) + 1)))
        check("codes ascend", all(a["code"] < b["code"] for a, b in zip(rows, rows[1:])))
        for concept, equilibria in hold["equilibria"].items():
            stable = [row["number"] for row in rows if all(row["stable"][concept].values())]
            check(f"{model}: {concept} agrees", stable == equilibria["numbers"] == sorted(stable)
                  and equilibria["count"] == len(stable))
        check("movers", all(list(row["stable"]["nash"]) == hold["movers"] for row in rows))


def weighed(members):
    """A model with one body that decides by weights of many sizes."""
    ids = [f"p{i}" for i in range(members)]
    weights = ", ".join(f"{p}: {(i * 2654435761) % 997 + 1}" for i, p in enumerate(ids))
    return ("entente: 1\nparties: {" + ", ".join(f"{p}: {p}" for p in ids) + "}\nweights: {w: {" + weights + "}}\n"
            "bodies: {b: {members: [" + ", ".join(ids) + "], rule: w > 50%}}\noptions: {act: b}\n")


def switched(options):
    """A model with one body whose rule mentions so many options."""
    names = [f"o{i}" for i in range(options)]
    rule = " and ".join(f"(if {o} then p)" for o in names)
    return ("entente: 1\nparties: {p: P, q: Q}\nbodies: {b: {members: [p, q], rule: '" + rule + " and q'}}\n"
            "options: {" + ", ".join(f"{o}: p" for o in names) + "}\n")


def test_act():
    expect(0, "Can it act?", "help", "act")
    expect(0, "The model has no bodies", "act", CUBAN)
    check("no bodies in JSON", json.loads(run("act", CUBAN, "--json").stdout)["bodies"] == [])
    expect(2, "did you mean 'council'?", "act", UKRAINE, "councl")
    expect(2, "no body is named 'ru'", "act", UKRAINE, "ru")
    expect(2, "the form is: entente act", "act")
    expect(2, "the form is: entente act", "act", UKRAINE, "council", "coalition")
    expect(2, "did you mean 'attack'?", "act", UKRAINE, "--when", "atack")
    expect(2, "--where has no meaning here", "act", UKRAINE, "--where", "attack")
    expect(2, "--concept has no meaning here", "act", UKRAINE, "--concept", "seq")
    for option in (["--when", "attack"], ["--consent", "us=1"], ["--compare"], ["--estimate"]):
        expect(2, option[0] + " has no meaning here", "hold", UKRAINE, *option)
        expect(2, option[0] + " has no meaning here", UKRAINE, *option)
    expect(2, "a number from 0 to 1", "act", UKRAINE, "council", "--consent", "us=1.01")
    expect(2, "a number from 0 to 1", "act", UKRAINE, "council", "--consent", "us=-0.5")
    expect(2, "a number from 0 to 1", "act", UKRAINE, "council", "--consent", "us=")
    expect(2, "PARTY=PROBABILITY", "act", UKRAINE, "council", "--consent", "us=0.5,")
    expect(2, "is given twice", "act", UKRAINE, "council", "--consent", "us=0.5, us=0.5")
    expect(2, "is given twice", "act", UKRAINE, "council", "--consent", "others=0.5,others=1")
    expect(2, "did you mean 'ru'?", "act", UKRAINE, "council", "--consent", "rux=0.5")
    expect(2, "'us' is no member of the body", "act", UKRAINE, "coalition", "--consent", "us=0.5")
    expect(2, "is no party", "act", UKRAINE, "--consent", "attack=0.5")
    expect(2, "whole number", "act", UKRAINE, "council", "--estimate=0")
    expect(2, "whole number", "act", UKRAINE, "council", "--estimate=many")
    expect(0, "but not if consensus and russia-in", "act", UKRAINE, "council")
    expect(0, "It cannot act against Russia", "act", UKRAINE, "council", "--set", "russia-in=yes", "--set",
           "consensus=yes")
    expect(0, "it acts with probability 1.0000", "act", UKRAINE, "council", "--consent", "others=1")
    expect(0, "No feasible state satisfies", "act", UKRAINE, "council", "--when", "attack and not attack")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "m.yaml")
        path.write_text(switched(12), encoding="utf-8")
        check("4,096 variants", len(json.loads(run("act", str(path), "b", "--json").stdout)["variants"]) == 4096)
        path.write_text(switched(13), encoding="utf-8")
        expect(3, "--set OPTION=LEVEL", "act", str(path), "b")
        expect(0, "can stop it", "act", str(path), "b", "--set", "o3=no")
        path.write_text(weighed(24), encoding="utf-8")
        estimate = json.loads(run("act", str(path), "--json", "--estimate=2000").stdout)["bodies"][0]["variants"][0]
        figures = estimate["estimate"]
        check("estimates", figures["draws"] == 2000 and figures["seed"] == 1 and
              abs(sum(f["value"] for f in figures["shapley_shubik"].values()) - 1) < 1e-9, figures)


def test_act_json():
    """The program's answers about the council of the Ukraine model, from its own list of states."""
    rows = [json.loads(line) for line in run("states", UKRAINE, "--json").stdout.splitlines()]
    answer = json.loads(run("act", UKRAINE, "council", "--json").stdout)
    five = {"us", "uk", "fr", "de", "tr"}

    def decides(state, consents):
        o = {name: level != "no" for name, level in state["options"].items()}
        needed = five | ({"ru"} if o["russia-in"] else set()) | ({"cn"} if o["china-in"] else set())
        return needed <= consents if o["consensus"] else bool(five & consents)

    members = set(answer["members"])
    check("states of all variants", sum(v["states"] for v in answer["variants"]) == len(rows))
    for variant in answer["variants"]:
        terms = {c["condition"]: c["holds"] for c in variant["when"]}
        alike = [r for r in rows if all((r["options"][c] == "yes") == holds for c, holds in terms.items())]
        check("states of a variant", len(alike) == variant["states"] > 0, terms)
        for party, acts in variant["acts_without"].items():
            check("acts without", acts == decides(alike[0], members - {party}), (terms, party))
    for move in answer["trigger"]["moves"]:
        level = move["to"]["council-response"]
        found = {"possible": 0, "decided": 0, "withholds": {}, "sole_blocker": {}}
        by_options = {tuple(r["options"].items()): r for r in rows}
        for before in rows:
            after = by_options.get(tuple({**before["options"], "council-response": level}.items()))
            if before["options"]["attack"] == "no" or after is None or after is before:
                continue
            gain = {p for p in members if after["rank"][p] < before["rank"][p]}
            found["possible"] += 1
            found["decided"] += decides(before, gain)
            for p in members - gain:
                found["withholds"][p] = found["withholds"].get(p, 0) + 1
                if not decides(before, gain) and decides(before, gain | {p}):
                    found["sole_blocker"][p] = found["sole_blocker"].get(p, 0) + 1
        check("a move", found == {k: move[k] for k in found}, (move, found))


def test_need():
    expect(2, "the form is: entente need", "need", CUBAN)
    expect(2, "states are numbered from 1 to 12", "need", CUBAN, "13")
    expect(2, "no state satisfies this", "need", CUBAN, "withdraw and escalate and not withdraw")
    expect(2, "nothing is named 'withdrew'", "need", CUBAN, "withdrew")
    expect(0, "No change of one rule", "need", CUBAN, "9")
    expect(3, "are the most", "need", "-", "1", text=drawn(21))
    for model in MODELS:
        answer = json.loads(run("need", model, "1", "--concept", "nash", "--top", "1", "--json").stdout)
        hold = json.loads(run("hold", model, "--json").stdout)
        equilibria = hold["equilibria"]["nash"]["numbers"]
        check(f"{model}: what holds", answer["holds"]["count"] == (1 in equilibria))
        sizes = [change["size"] for change in answer.get("minds", [])]
        check(f"{model}: one size", len({tuple(size.values()) for size in sizes}) <= 1, str(sizes))
        check(f"{model}: nothing is left out", answer["complete"])


def test_convert():
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        for model in MODELS:
            copy = str(out / "copy.yaml")
            expect(0, "", "convert", model, copy)
            check("a copy has the same states", run("states", model, "--json").stdout
                  == run("states", copy, "--json").stdout)
            expect(0, ": ok, ", "check", copy)
        gmcr = str(out / "c.gmcr")
        expect(1, "cannot", "convert", CUBAN, gmcr)
        check("nothing was written", not os.path.exists(gmcr))
        expect(0, "", "convert", CUBAN, gmcr, "--drop")
        keys = ("number", "code", "rank", "stable")
        first, again = ([{k: list(json.loads(line)[k].values()) if isinstance(json.loads(line)[k], dict) else
                          json.loads(line)[k] for k in keys[:2]} for line in
                         run("states", path, "--json").stdout.splitlines()] for path in (CUBAN, gmcr))
        check("a .gmcr file has the same states", first == again and len(first) == 12)
        expect(1, "bod", "convert", UKRAINE, gmcr, "--drop")
        expect(2, "must end in .yaml", "convert", CUBAN, str(out / "c.txt"))
        expect(3, "cannot write", "convert", CUBAN, "/nonexistent/c.yaml")
        check("no half-written file is left", [p.name for p in out.iterdir() if "part" in p.name] == [])


def test_what_can_be_agreed():
    expect(0, "Can it be agreed?", "help", "agree")
    expect(2, "the form is: entente agree MODEL", "agree")
    expect(2, "--start OPTION=LEVEL", "agree", str(ROOT / "models/classic/prisoners.yaml"))
    for model in MODELS:
        rows = [json.loads(line) for line in run("states", model, "--json").stdout.splitlines()]
        if "agreeable" not in rows[0]:
            continue
        answer = json.loads(run("agree", model, "--json").stdout)
        numbers = [row["number"] for row in rows if row["agreeable"]]
        check(f"{model}: agree and states say the same", answer["agreeable"]["numbers"] == numbers)
        check(f"{model}: choices can be agreed", set(answer["pareto"] + answer["fallback"]) <= set(numbers))
        check(f"{model}: threads change nothing", json.loads(run("agree", model, "--json", "--threads", "3").stdout)
              == answer)
    where = json.loads(run("agree", CUBAN, "--json", "--where", "blockade", "--target", "air-strike").stdout)
    check("--where and --target", where["agreeable"] == {"count": 2, "numbers": [3, 4]}
          and where["target"]["agreeable"] == 1 and where["where"] == "blockade", where)


def test_which_arrangement_would_do():
    expect(0, "Which arrangement would do all three?", "help", "design")
    expect(2, "the form is: entente design MODEL", "design")
    expect(2, "--target CONDITION", "design", str(ROOT / "models/classic/prisoners.yaml"))
    expect(2, "--start OPTION=LEVEL", "design", str(ROOT / "models/classic/prisoners.yaml"), "--target", "true")
    expect(2, "did you mean 'attack'?", "design", UKRAINE, "--vary", "troops, atack")
    expect(2, "no option is named ''", "design", UKRAINE, "--vary", "")
    expect(2, "stands here twice", "design", UKRAINE, "--vary", "troops,troops")
    expect(2, "have 96 combinations", "design", UKRAINE, "--vary", "attack,donbas,neutral,caps,guarantee,troops")
    expect(2, "did you mean 'peace'?", "design", UKRAINE, "--target", "paece")
    for model in MODELS:
        agree = run("agree", model, "--json", "--target", "true")
        if agree.returncode != 0:
            continue
        agreeable = json.loads(agree.stdout)["agreeable"]["numbers"]
        for concept in ["nash", "gmr", "smr", "seq"]:
            holding = json.loads(run("hold", model, "--json", "--concept", concept).stdout)["equilibria"][concept]
            answer = json.loads(run("design", model, "--json", "--target", "true", "--concept", concept).stdout)
            check(f"{model}: design combines agree and hold, {concept}",
                  answer["counts"]["agree_hold"] == len(set(agreeable) & set(holding["numbers"]))
                  and set(answer["arrangements"]["numbers"]) <= set(agreeable) & set(holding["numbers"]), answer)


def test_doubt():
    doubt = str(ROOT / "tests/cli/expected/doubt.yaml")
    verbs = [("hold",), ("why", "1"), ("agree",), ("act",), ("design",), ("need", "1"), ("evidence",), ()]
    for verb, *rest in [v or (doubt,) for v in verbs]:
        words = [doubt, *rest] if verb == doubt else [verb, doubt, *rest]
        words = [doubt] if verb == doubt else words
        expect(0, "likeliest case: ra bluffing (0.6)", *words)
        expect(0, "case: ra firm (0.4), sel with", *words, "--type", "ra=firm")
        expect(0, "as known by 2025-05-01", *words, "--as-of", "2025-05-01")
        answer = json.loads(run(*words, "--json", "--type", "ra=firm", "--as-of", "2025-05-01").stdout)
        check(f"{verb}: the case is in the JSON", answer["known_by"] == "2025-05-01"
              and answer["case"]["likeliest"] is False
              and answer["case"]["settled"][0] == {"party": "ra", "type": "firm", "probability": 0.4}, answer)
    for columns in [40, 60, 100, 160]:
        for model in [doubt, *MODELS]:
            page = run("evidence", model, environment={"COLUMNS": str(columns)}).stdout
            check(f"evidence {model}, {columns} columns", page != ""
                  and max(len(line) for line in page.splitlines()) <= columns, page[:400])
    for model in MODELS:
        check(f"{model}: certain", "case" not in json.loads(run("hold", model, "--json").stdout)
              or "types:" in pathlib.Path(model).read_text(encoding="utf-8")
              or "probability:" in pathlib.Path(model).read_text(encoding="utf-8"))
    answer = run("hold", doubt, "--json", "--type", "ra=firm", "--as-of", "2025-05-01").stdout
    expect(0, "every claim is true", "verify", doubt, "-", "--type", "ra=firm", "--as-of", "2025-05-01", text=answer)
    expect(1, "the answer and --type do not agree", "verify", doubt, "-", "--as-of", "2025-05-01", text=answer)
    expect(1, "the answer and --as-of do not agree", "verify", doubt, "-", "--type", "ra=firm", text=answer)
    expect(2, "must have the form PARTY=TYPE", "hold", doubt, "--type", "ra")
    expect(2, "no party is named 'rx'", "hold", doubt, "--type", "rx=firm")
    expect(2, "'tor' has no types", "hold", doubt, "--type", "tor=firm")
    expect(2, "did you mean 'firm'?", "hold", doubt, "--type", "ra=fim")
    expect(2, "the type of 'ra' is given twice", "hold", doubt, "--type", "ra=firm", "--type", "ra=bluffing")
    expect(2, "--type may be given 64 times", "hold", doubt, *(["--type", "ra=firm"] * 65))
    expect(2, "is not a date", "hold", doubt, "--as-of", "2025-02-29")
    expect(2, "--type has no meaning here", "convert", doubt, "-", "--type", "ra=firm")
    expect(2, "--as-of has no meaning here", "convert", doubt, "-", "--as-of", "2025-05-01")
    expect(2, "--where has no meaning here", "evidence", doubt, "--where", "attack")
    expect(2, "the form is: entente evidence MODEL", "evidence")
    expect(0, "who made it, when, where", "help", "evidence")
    expect(1, "cannot hold a type of a party", "convert", doubt, "never-written.gmcr")


def main():
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
