"""Path = id = symbol, for every probe and remedy; and numbers that stay what they are.

- core/probes/<phase>/<name>.cpp defines `<phase>_<name>` with .id = "<phase>.<name>" and the phase of its folder, opens
  with what it reads and finds, and is named by a test.
- core/remedies/<phase>/<name>.cpp the same, with the number that permanent_numbers.txt gives to that id.
- Causes of resources/facts/causes.json have the numbers of permanent_numbers.txt, and name fixes that are in it.
"""
import json
import re

from sources import files, read, report, root

phases = {"network": ("Network", 1), "certificates": ("Certificates", 2), "credentials": ("Credentials", 3),
          "licensing": ("Licensing", 4), "transport": ("Transport", 5)}


def permanent(text):
    """({number: id}, problems)."""
    given, problems = {}, []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        number, identity = line.split()
        if number in given or identity in [i for n, i in given.items() if n[0] == number[0]]:
            problems.append(f"permanent_numbers.txt: {number} {identity} was given before")
        phase = phases.get(identity.split(".")[0])
        if not phase or int(number[1]) != phase[1]:
            problems.append(f"permanent_numbers.txt: the first digit of {number} is not the phase of {identity}")
        given[number] = identity
    return given, problems


def constant_problems(path, text, kind):
    """What is wrong with the constant in core/<kind>s/<phase>/<name>.cpp."""
    phase, name = path.split("/")[2:4]
    name = name.removesuffix(".cpp")
    if phase not in phases:
        yield f"{phase} is none of the five phases"
        return
    if not re.search(rf'\.id\s*=\s*"{phase}\.{name}"', text):
        yield f'.id = "{phase}.{name}" is missing'
    if not re.search(rf"\bconst {kind} {phase}_{name}\s*(=\s*)?{{", text):
        yield f"the constant `const {kind} {phase}_{name}` is missing"
    if kind == "Probe" and not re.search(rf"\.phase\s*=\s*Phase::{phases[phase][0]}\b", text):
        yield f".phase is not Phase::{phases[phase][0]}"
    if not text.startswith("//"):
        yield "the file opens with what it is for"


def names_for(path, text):
    """What a test may call it by: its id, its symbol, its number, the findings that it alone can have made."""
    identity = ".".join(path.split("/")[2:4]).removesuffix(".cpp")
    own_words = re.sub(r"\.(needs|after|cures|complaints)\s*=\s*{[^}]*}", "", text)
    found = re.findall(rf'"((?:{"|".join(phases)})\.\w+|F\d{{3}})"', own_words)
    return {f'"{name}"' for name in [identity, *found]} | {identity.replace(".", "_")}


def number_problems(path, text, given):
    phase, name = path.split("/")[2:4]
    identity = f"{phase}.{name.removesuffix('.cpp')}"
    number = re.search(r'\.number\s*=\s*"(F\d{3})"', text)
    if not number:
        yield '.number = "F..." is missing'
    elif given.get(number.group(1)) != identity:
        yield f"{number.group(1)} is {given.get(number.group(1), 'not given')} in permanent_numbers.txt, not {identity}"


def cause_problems(causes, given):
    for cause in causes:
        if given.get(cause["number"]) != cause["id"]:
            yield f"{cause['number']} {cause['id']} is not in permanent_numbers.txt"
        for fix in cause.get("fixes", []):
            if fix not in given:
                yield f"{cause['number']} names {fix}, which is not in permanent_numbers.txt"


def main():
    given, problems = permanent(read("tests/lint/permanent_numbers.txt"))
    probes = [name for name in files("core/probes/*.cpp") if name.count("/") == 3]
    remedies = [name for name in files("core/remedies/*.cpp") if name.count("/") == 3]
    tests = "".join(read(name) for name in files("tests/core/probes/*.cpp", "tests/core/remedies/*.cpp",
                                                 "tests/core/engine/*.cpp"))
    for path in probes + remedies:
        kind = "Probe" if path in probes else "Remedy"
        text = read(path)
        problems += [f"{path}: {problem}" for problem in constant_problems(path, text, kind)]
        if kind == "Remedy":
            problems += [f"{path}: {problem}" for problem in number_problems(path, text, given)]
        if not any(name in tests for name in names_for(path, text)):
            problems.append(f"{path}: no test names it, or anything that it finds")
    causes = root / "resources/facts/causes.json"
    if causes.exists():
        content = json.loads(causes.read_text(encoding="utf-8"))
        rows = content if isinstance(content, list) else content.get("causes", [])
        if not rows:
            problems.append("resources/facts/causes.json: no causes in it")
        problems += [f"resources/facts/causes.json: {problem}" for problem in cause_problems(rows, given)]
    report(problems, len(probes) + len(remedies))


if __name__ == "__main__":
    main()
