#!/usr/bin/env python3
"""verify accepts what the program answers, and nothing that was changed in it."""

import copy
import json
import sys

import program
from program import CLASSIC, ROOT, answer, answer_json, check, run, written

MODELS = [*sorted(CLASSIC.glob("*.yaml")), ROOT / "tests/cli/expected/odd.yaml", ROOT / "tests/cli/expected/one.yaml"]


def verdict(model, text, *options):
    return run("verify", model, "-", *options, text=text)


def accept(model, text, *options):
    done = verdict(model, text, *options)
    check(f"{model.name} {options}: a true answer", done.returncode == 0 and "every claim is true" in done.stdout,
          f"{done.returncode} {done.stderr}\n{text[:300]}")


def reject(what, model, value):
    lines = value if isinstance(value, list) else [value]
    done = verdict(model, "\n".join(map(json.dumps, lines)) + "\n")
    check(f"{model.name}: {what} is found out", done.returncode == 1 and "error:" in done.stderr and done.stdout == "",
          f"{done.returncode} {done.stdout}{done.stderr}")


def test_true_answers():
    for model in MODELS:
        accept(model, answer("hold", model, "--json"))
        states = answer("states", model, "--json")
        accept(model, states)
        for number in range(1, states.count("\n") + 1, 3 if program.SANITIZED else 1):
            accept(model, answer("why", model, number, "--json"))


def test_options_of_the_answer():
    cuban = CLASSIC / "cuban.yaml"
    for options in (["--set", "escalate=no"], ["--start", "blockade=yes"], ["--target", "not air-strike"]):
        for verb in (["hold", cuban], ["states", cuban], ["why", cuban, 3]):
            accept(cuban, answer(*verb, "--json", *options), *options)
    for options in (["--where", "withdraw"], ["--concept", "smr"], ["--top", "2"]):
        accept(cuban, answer("hold", cuban, "--json", *options))
    for options in (["--where", "withdraw"], ["--concept", "smr"]):
        accept(cuban, answer("states", cuban, "--json", *options))
    done = verdict(cuban, answer("hold", cuban, "--json", "--set", "withdraw=yes"))
    check("another what-if is found out", done.returncode == 1, done.stdout)


def spoil_numbers(value, model, spoilt, at="answer"):
    """Adds 1 to every number and turns every yes, one at a time, wherever they stand."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(items):
        place = f"{at}.{key}"
        if isinstance(item, bool):
            value[key] = not item
            reject(place, model, spoilt)
        elif isinstance(item, (int, float)):
            value[key] = item + 1 if isinstance(item, int) else item * 1.000000001 + 1e-100
            reject(place, model, spoilt)
        elif isinstance(item, (dict, list)):
            spoil_numbers(item, model, spoilt, place)
        value[key] = item


def spoil_lists(value, model, spoilt, at="answer", but=()):
    """Takes every item out of every list, one at a time, but of those under some keys."""
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        place = f"{at}.{key}"
        if isinstance(item, list) and key not in but:
            for i in range(len(item)):
                value[key] = item[:i] + item[i + 1:]
                reject(f"{place} without item {i}", model, spoilt)
            value[key] = item
        if isinstance(item, (dict, list)):
            spoil_lists(item, model, spoilt, place, but)


def test_every_number():
    elmira = CLASSIC / "elmira-9.yaml"
    hold = answer_json("hold", CLASSIC / "chicken.yaml")
    spoil_numbers(hold, CLASSIC / "chicken.yaml", hold)
    why = answer_json("why", elmira, 4, "lg")
    spoil_numbers(why, elmira, why)
    rows = answer_json("states", CLASSIC / "prisoners.yaml")
    spoil_numbers(rows[:2], CLASSIC / "prisoners.yaml", rows)


PACT = """entente: 1
parties: {ra: Ravonia, sel: Selland, tor: Torland, out: Outland}
bodies:
  council:
    members: [ra, sel, tor]
    rule: 'if consensus then all else votes >= 50% or sel and (if attack then any of {ra, tor})'
    trigger: attack
  never: {members: [sel], rule: sel and attack}
weights: {votes: {ra: 2, sel: 1, tor: 1}}
options: {attack: {by: ra}, respond: {by: council, levels: [none, words, force]}, consensus: {by: council, moves: fixed}}
constraints: [if respond then attack]
preferences: {ra: [not respond, attack], sel: [not attack, respond], tor: [not attack, respond = words]}
"""


def test_bodies():
    pact = written("act.yaml", PACT)
    for model in (pact, *sorted((ROOT / "models").glob("*.yaml"))):
        every = answer("act", model, "--json")
        accept(model, every)
        for body in json.loads(every)["bodies"]:
            accept(model, answer("act", model, body["body"], "--json"))
    for options in (["--set", "consensus=no"], ["--set", "attack=no"]):
        accept(pact, answer("act", pact, "--json", *options), *options)
    for options in (["--when", "respond = words"], ["--when", "false"], ["--estimate=1000"],
                    ["--consent", "ra=0.25,sel=1,tor=0.1"]):
        accept(pact, answer("act", pact, "council", "--json", *options))
    done = verdict(pact, answer("act", pact, "--json", "--set", "attack=no"))
    check("another what-if is found out", done.returncode == 1 and "do not agree on 'attack'" in done.stderr, done.stderr)


def test_every_claim_about_bodies():
    pact = written("act.yaml", PACT)
    act = answer_json("act", pact, "--consent", "others=0.3")
    if program.SANITIZED:
        act = answer_json("act", pact, "never")
    spoil_numbers(act, pact, act)
    spoil_lists(act, pact, act)
    for what, part, instead in (("another member", '"members":["ra"', '"members":["out"'), ("another body", '"never"', '"ra"'),
                                ("another condition", '"consensus"', '"attack"'), ("a level", '"force"', '"farce"')):
        text = answer("act", pact, "--json")
        check(f"{part} is there", part in text, text)
        reject(what, pact, json.loads(text.replace(part, instead)))


GUARANTEE = """entente: 1
parties: {ra: Ravonia, sel: Selland, tor: Torland}
bodies:
  council:
    members: [ra, sel, tor]
    rule: if consensus then all else at least 2 of {ra, sel, tor}
    trigger: attack
options: {attack: {by: ra}, respond: {by: council}, consensus: {by: council, moves: fixed}}
constraints: [if respond then attack]
start: {START}
target: TARGET
statements: {radio: {by: ra, text: We shall go on.}}
preferences:
  ra: [not respond, {want: attack, because: radio}]
  sel: {weights: {not attack: 3, respond: 1.5, consensus: 0.5}}
  tor: {ranking: [not attack, respond, attack]}
"""


def guarantee(start, target):
    return written("guarantee.yaml", GUARANTEE.replace("START", start).replace("TARGET", target))


def states_of(model):
    return answer("states", model, "--json").count("\n")


def test_designs_and_needs():
    cases = (("attack: yes", "not attack"), ("", "true"), ("attack: no", "attack"), ("consensus: yes", "attack"),
             ("attack: yes, respond: yes", "not attack"), ("attack: yes", "respond"))
    for start, target in cases[:2] if program.SANITIZED else cases:
        model = guarantee(start, target)
        for options in ([], ["--concept", "gmr"], ["--vary", "attack,consensus"], ["--where", "consensus"], ["--top", "1"]):
            accept(model, answer("design", model, "--json", *options))
        accept(model, answer("design", model, "--json", "--set", "consensus=yes"), "--set", "consensus=yes")
        for wanted in (*range(1, 7), "respond", "not attack and consensus"):
            for options in ([], ["--concept", "nash"], ["--concept", "smr"], ["--viable"], ["--top", "1"]):
                accept(model, answer("need", model, wanted, "--json", *options))
    done = verdict(model, answer("design", model, "--json", "--target", "attack"))
    check("another target is found out", done.returncode == 1 and "target: 'attack' is claimed" in done.stderr, done.stderr)
    done = verdict(model, answer("need", model, 1, "--json", "--set", "consensus=no"))
    check("another what-if is found out", done.returncode == 1 and "do not agree on 'consensus'" in done.stderr, done.stderr)


def test_needs_of_published_models():
    for model in sorted(CLASSIC.glob("*.yaml")):
        for number in range(1, states_of(model) + 1, 9 if program.SANITIZED else 3):
            text = answer("need", model, number, "--json", "--top", "3")
            accept(model, text)
            listed = json.loads(text)
            done = verdict(model, text)
            check(f"{model.name}: what is not checked is said", ("no smaller change" in done.stdout) == ("rules" in listed),
                  done.stdout)


def test_every_claim_about_arrangements():
    cases = (("attack: yes", "not attack"), ("", "attack and not respond"), ("consensus: yes", "attack and not respond"),
             ("attack: yes, respond: yes", "not attack"))
    for start, target in cases[:1] if program.SANITIZED else cases:
        model = guarantee(start, target)
        design = answer_json("design", model, "--vary", "consensus")
        spoil_numbers(design, model, design)
        spoil_lists(design, model, design)


def test_every_claim_about_changes():
    model = guarantee("attack: yes", "not attack")
    requests = (["4"], ["1", "--viable"], ["5", "--concept", "nash"], ["2"])
    for options in requests[:2] if program.SANITIZED else requests:
        need = answer_json("need", model, *options)
        told = {key: value for key, value in need.items() if key not in ("tried", "complete")}
        for key in list(told):
            if isinstance(told[key], (dict, list)):
                spoil_numbers(told[key], model, need, key)
        for sort in ("rules", "terms", "minds"):
            for i, change in enumerate(need.get(sort, [])):
                spoil_lists(change, model, need, f"{sort}.{i}")
                for key in ("kind", "body", "member", "rule", "option", "by", "moves", "party", "instead"):
                    if key in change:
                        right = change[key]
                        change[key] = "respond" if key == "instead" else "sel" if right != "sel" else "tor"
                        reject(f"{sort}.{i}.{key}", model, need)
                        change[key] = right


TRADE = """entente: 1
parties: {ra: Ravonia, sel: Selland, tor: Torland}
bodies: {council: {members: [ra, sel, tor], rule: 'sel and at least 2 of {ra, sel, tor}'}}
statements: {offer: {by: sel, date: 2024-05-02, source: a speech, text: We pay., reliability: on-record}}
options: {leave: {by: ra}, pay: {by: sel, levels: [none, some, much]}, guard: {by: council}, stay: {by: tor, moves: fixed}}
constraints: [if guard then leave]
start: {leave: no}
target: leave
preferences:
  ra: {weights: {leave: -1.5, pay >= some: 2, pay = much: 0.25, guard: -0.75}}
  sel: {weights: [{want: leave, weight: 3}, {want: pay >= some, weight: -1, because: offer}, {want: pay = much, weight: -1}]}
  tor: {weights: {leave: 1, guard: 0.125, pay = much: -0.5}}
"""


def test_agreements():
    trade = written("trade.yaml", TRADE)
    for options in (["--top", "2"], ["--where", "not guard"], ["--where", "false"]):
        accept(trade, answer("agree", trade, "--json", *options))
    for options in (["--set", "guard=no"], ["--start", "pay=some"], ["--target", "guard"]):
        accept(trade, answer("agree", trade, "--json", *options), *options)
    for model in (*sorted((ROOT / "models/history").glob("*.yaml"))[:1 if program.SANITIZED else None],):
        accept(model, answer("agree", model, "--json", "--top", "1"))
    done = verdict(trade, answer("agree", trade, "--json", "--set", "guard=no"))
    check("another what-if is found out", done.returncode == 1 and "do not agree on 'guard'" in done.stderr, done.stderr)


def spoil_words(value, model, spoilt, at="answer"):
    """Changes every text, one at a time, wherever they stand."""
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        if isinstance(item, str):
            value[key] = {"yes": "no", "better": "worse", "worse": "same", "ra": "tor"}.get(item, "yes")
            reject(f"{at}.{key} is {value[key]}", model, spoilt)
            value[key] = item
        elif isinstance(item, (dict, list)):
            spoil_words(item, model, spoilt, f"{at}.{key}")


def test_every_claim_about_agreements():
    trade = written("trade.yaml", TRADE)
    agree = answer_json("agree", trade)
    check("there is a choice", agree["agreeable"]["count"] > 1 and agree["losses"] and agree["near_misses"]["nearest"], agree)
    del agree["title"]
    spoil_numbers(agree, trade, agree)
    spoil_words(agree, trade, agree)
    spoil_lists(agree, trade, agree, but=["nearest"])  # how many of these are shown is up to --top
    del agree["near_misses"]["nearest"][0]
    reject("the nearest miss left out", trade, agree)


def test_too_many_comparisons():
    """Every package is on the frontier, and there are many parties: the verdict says what it left out."""
    options = [f"o{i}" for i in range(15)]
    anything = " or ".join(options)
    crowd = written("crowd.yaml", "\n".join([
        "entente: 1", "parties: {" + ", ".join(f"p{i}: P{i}" for i in range(50)) + "}",
        "options: {" + ", ".join(f"{option}: {{by: p{i + 2}}}" for i, option in enumerate(options)) + "}",
        "start: {o0: no}", "preferences:",
        "  p0: {weights: {" + ", ".join(f"{option}: {1 << i}" for i, option in enumerate(options)) + "}}",
        f"  p1: {{weights: {{{anything}: 100000, " + ", ".join(f"{o}: {-(1 << i)}" for i, o in enumerate(options)) + "}}",
        *(f"  p{i}: {{weights: {{{anything}: 1}}}}" for i in range(2, 50)), ""]))
    agree = answer_json("agree", crowd, "--top", "1")
    check("all are on the frontier", len(agree["pareto"]) == (1 << 15) - 1, len(agree["pareto"]))
    done = verdict(crowd, json.dumps(agree))
    check("what was not checked is said", done.returncode == 0 and "not checked: the Pareto frontier" in done.stdout
          and "not checked: the solution of Nash" in done.stdout, done.stdout + done.stderr[:1000])
    agree["bargaining"]["utilitarian"] = agree["bargaining"]["utilitarian"][1:]
    reject("a solution that can be checked", crowd, agree)


def paths(value):
    """Every path of counter-moves in an answer, wherever it stands."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("path", "worst") and isinstance(item, list) and item:
                yield item
            yield from paths(item)
    elif isinstance(value, list):
        for item in value:
            yield from paths(item)


def test_paths():
    garrison = CLASSIC / "garrison.yaml"
    why = answer_json("why", garrison, 6, "canada", "--concept", "gmr")
    path = next(paths(why))
    check("the supporters move twice", [step["mover"] for step in path]
          == ["us-support", "us-opposition", "us-support"], path)
    whole = copy.deepcopy(path)
    for i in range(len(whole)):
        path[:] = whole[:i] + whole[i + 1:]
        reject(f"a missing step {i + 1}", garrison, why)
    path[:] = [{**step, "mover": "canada"} for step in whole]
    reject("sanctions of the party itself", garrison, why)
    path[:] = [{**step, "mover": "nobody"} for step in whole]
    reject("an unknown mover", garrison, why)


def test_consents():
    pact = written("pact.yaml", """entente: 1
parties: {ra: Ravonia, sel: Selland, tor: Torland}
bodies: {council: {members: [ra, sel, tor], rule: 'if consensus then all else at least 2 of {ra, sel, tor}'}}
options: {attack: {by: ra}, respond: {by: council}, consensus: {by: council, moves: fixed}}
constraints: [if respond then attack]
preferences: {ra: [not respond, attack], sel: [not attack, respond], tor: [not attack, respond]}
""")
    for changed in (["ra", "sel"], ["sel"], [], ["tor", "tor"], ["sel", "tor", "nobody"]):
        why = answer_json("why", pact, 1, "ra", "--concept", "seq")
        next(paths(why))[0]["consents"] = changed
        reject(f"consents of {changed}", pact, why)
        why = answer_json("why", pact, 2, "council", "--concept", "seq")
        why["movers"][0]["concepts"]["seq"]["leaves"]["consents"] = changed
        reject(f"a departure with the consents of {changed}", pact, why)


def test_rubbish():
    cuban = CLASSIC / "cuban.yaml"
    for text in ("", "{", "[]", "{}", "null", "1", '"x"', '{"title": 1}', "[" * 100000, "{}\n{}", "\0", "\x80",
                 '{"number": 1}', '{"equilibria": {}}', '{"equilibria": 7, "states": 12}', '{"state": {}}',
                 '{"state": {"number": 1e99}, "movers": []}', '{"state": {"number": -1}, "movers": [1]}',
                 '{"state": {"number": 1, "code": 0}, "movers": [{"mover": "us", "concepts": {"seq": 3}}]}'):
        done = verdict(cuban, text)
        check(f"{text[:30]!r} is no answer", done.returncode == 1 and "error:" in done.stderr,
              f"{done.returncode} {done.stdout}{done.stderr[:300]}")


if __name__ == "__main__":
    sys.exit(program.run_all(globals()))
