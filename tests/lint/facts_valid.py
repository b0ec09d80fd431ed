"""The tables of resources/ say what the program expects of them: shape, ids that exist, numbers that are unique, words
for everything, placeholders that close, verdicts that a person without training can read."""
import json
import re

from sources import read, report, root

PHASES = ("network", "certificates", "credentials", "licensing", "transport")
SIDES = ("this_pc", "network", "gateway", "other_computer")
WEIGHTS = ("note", "degrades", "blocks")
VERDICTS = ("healthy", "problem", "inconclusive", "not_applicable", "skipped", "crashed")
HIGHEST_GRADE = 8    # Flesch-Kincaid, for the verdict sentences

problems = []
looked_at = 0


def wrong(where, what):
    problems.append(f"{where}: {what}")


def no_duplicates(where):
    def check(pairs):
        names = [name for name, _ in pairs]
        for name in sorted({name for name in names if names.count(name) > 1}):
            wrong(where, f'"{name}" stands there twice')
        return dict(pairs)
    return check


def load(name):
    global looked_at
    looked_at += 1
    try:
        return json.loads(read(name), object_pairs_hook=no_duplicates(name))
    except ValueError as error:
        wrong(name, f"not JSON: {error}")
        return {}


def conforms(where, value, schema):
    """As much of JSON Schema as resources/schema/errors.schema.json uses."""
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool}
    if not isinstance(value, kinds[schema["type"]]):
        return wrong(where, f"must be of type {schema['type']}")
    if schema["type"] == "object":
        for name in schema.get("required", []):
            if name not in value:
                wrong(where, f'lacks "{name}"')
        for name, child in value.items():
            if name in schema["properties"]:
                conforms(f"{where}.{name}", child, schema["properties"][name])
            else:
                wrong(where, f'"{name}" is not known')
    elif schema["type"] == "array":
        if len(value) < schema.get("minItems", 0):
            wrong(where, "is empty")
        for index, child in enumerate(value):
            conforms(f"{where}[{index}]", child, schema["items"])
    elif schema["type"] == "string":
        if "pattern" in schema and not re.search(schema["pattern"], value):
            wrong(where, f'"{value}" does not match {schema["pattern"]}')


# ---- words

def syllables(word):
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|[^laeiouy]e|ed)$", "", word)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", word)))


def grade(sentence):
    plain = re.sub(r"\{[^}]*\}", "pc", re.sub(r"\[[^\]]*\]", "", sentence))
    words = re.findall(r"[A-Za-z0-9'-]+", plain)
    ends = max(1, len(re.findall(r"[.!?:;](?:\s|$)", plain)))
    return 0.39 * len(words) / ends + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def template_problem(text):
    """What is wrong with the placeholders and the [optional parts] of a text; None when nothing is."""
    outside = re.sub(r"\[([^\[\]]*)\]", lambda part: part[1] if "{" in part[1] else "[", text)
    if "[" in outside or "]" in outside:
        return "an optional part does not close, lies inside another one, or has no placeholder"
    if re.search(r"[{}]", re.sub(r"\{[a-z0-9_.-]+\}", "", text)):
        return "a placeholder does not close, or has another name than lower-case words"
    return None


def sentence_problem(text):
    """What is wrong with a text that must be whole sentences; None when nothing is."""
    if not re.search(r"[.?!]$", text):
        return "does not end like a sentence"
    if not re.match(r"[A-Z{]", text):
        return "does not begin like a sentence"
    return None


def check_texts(texts, numbers):
    name = "resources/text/en.json"
    for key, text in texts.items():
        where = f"{name}: {key}"
        if not re.fullmatch(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)+", key):
            wrong(where, "is not an id")
        if not isinstance(text, str) or not text.strip() or text != text.strip() or "  " in text:
            wrong(where, "is empty, or has blanks too many")
            continue
        if problem := template_problem(text):
            wrong(where, problem)
        whole = key.split(".")[0] in ("finding", "next_test", "not_offered", "verdict") or \
            key.split(".")[-1] in ("verdict", "why", "note", "vain", "effect", "undo") or re.fullmatch(r"refusal\.[a-z_]+", key)
        if whole and (problem := sentence_problem(text)):
            wrong(where, problem)
        if (key.endswith(".verdict") or key.startswith("verdict.")) and grade(text) > HIGHEST_GRADE:
            wrong(where, f"reads at grade {grade(text):.1f}; at most {HIGHEST_GRADE}: {text}")

    def has(key):
        if key not in texts:
            wrong(name, f'"{key}" is missing')

    for phase in PHASES:
        has(f"phase.{phase}.title")
    for side in SIDES:
        has(f"side.{side}.acts")
    for number, permanent in numbers.items():
        if number.startswith("C"):
            for part in ("title", "verdict", "why", "note"):
                has(f"cause.{permanent}.{part}")
        else:
            for part in ("title", "verb", "effect", "undo"):
                has(f"fix.{number}.{part}")
    for probe in probes():
        has(f"probe.{probe}.title")
        has(f"probe.{probe}.progress")
    # Ids are written out where they are used, so a missing word is found here and not by a person.
    for path in sorted((root / "core").glob("*/**/*.cpp")):
        for key in re.findall(r'"((?:not_offered|not_applicable|next_test)\.[a-z_]+)"', path.read_text(encoding="utf-8")):
            if key not in texts:
                wrong(path.relative_to(root), f'"{key}" has no words')
    for path in sorted((root / "core/probes").glob("*/*.cpp")):
        for found in re.findall(r'(?:\.id = |\? |: |return |addCut\(outcome, )"((?:%s)\.[a-z_0-9]+)"' % "|".join(PHASES),
                                path.read_text(encoding="utf-8")):
            if f"finding.{found}" not in texts and found not in probes():
                wrong(path.relative_to(root), f'the finding "{found}" has no words')


def probes():
    return {"/".join(path.parts[-2:])[:-len(".cpp")].replace("/", ".") for path in (root / "core/probes").glob("*/*.cpp")}


# ---- tables

def check_codes(schema, texts):
    for path in sorted((root / "resources/facts/errors").glob("*.json")):
        name = str(path.relative_to(root))
        table = load(name)
        conforms(name, table, schema)
        if table.get("table") != path.stem:
            wrong(name, f'calls itself "{table.get("table")}"')
        seen = {}
        for row in table.get("codes", []):
            code = row.get("code", "")
            where = f"{name}: {code}"
            if not re.fullmatch(r"0x[0-9A-F]+|[0-9]+", code):
                continue    # the schema has said so
            number = int(code, 16) if code.startswith("0x") else int(code)
            if number in seen:
                wrong(where, "stands there twice")
            seen[number] = row
            for part in ("meaning", "myth"):
                if part in row and (problem := sentence_problem(row[part])):
                    wrong(where, f"{part} {problem}")
            if "finding" in row and f"finding.{row['finding']}" not in texts:
                wrong(where, f'the finding "{row["finding"]}" has no words')
        if list(seen) != sorted(seen):
            wrong(name, "the codes are not in ascending order")


def check_causes(texts, numbers):
    name = "resources/facts/causes.json"
    if not (root / name).exists():
        return
    seen = set()
    for cause in load(name).get("causes", []):
        number = cause.get("number", "")
        where = f"{name}: {number or cause}"
        for part in sorted(set(cause) - {"number", "id", "side", "side_at_gateway", "established_by", "for", "against", "prior", "weight",
                                         "next_test", "settled_by", "fixes"}):
            wrong(where, f'"{part}" is not known')
        if number in seen:
            wrong(where, "stands there twice")
        seen.add(number)
        if numbers.get(number) != cause.get("id"):
            wrong(where, f'"{cause.get("id")}" is not the permanent id of this number')
        if cause.get("side") not in SIDES:
            wrong(where, f'no such side: "{cause.get("side")}"')
        if "weight" in cause and cause["weight"] not in WEIGHTS:
            wrong(where, f'no such weight: "{cause["weight"]}"')
        sets = cause.get("established_by", [])
        if not sets or not all(sets):
            wrong(where, "nothing establishes it")
        for one in sets:
            if all(re.search(r"\.reported_", found) for found in one):
                wrong(where, f"a reported code alone establishes it: {one}")
        named = [found for one in sets for found in one] + list(cause.get("for", {})) + list(cause.get("against", {})) + \
            cause.get("settled_by", [])
        for found in named:
            probe, equals, verdict = found.partition("=")
            if equals:
                if f"probe.{probe}.title" not in texts or verdict not in VERDICTS:
                    wrong(where, f'no such probe and verdict: "{found}"')
            elif f"finding.{found}" not in texts:
                wrong(where, f'no such finding: "{found}"')
        for found, weight in {**cause.get("for", {}), **cause.get("against", {})}.items():
            if not isinstance(weight, (int, float)) or weight <= 0:
                wrong(where, f'the weight of "{found}" must be a number above 0')
        if cause.get("next_test") and cause["next_test"] not in texts:
            wrong(where, f'"{cause["next_test"]}" has no words')
        for fix in cause.get("fixes", []):
            if not fix.startswith("F") or fix not in numbers:
                wrong(where, f'no such fix: "{fix}"')


def check_others(texts):
    name = "resources/facts/refusals.json"
    for refusal in load(name).get("refusals", []):
        for key in (f"refusal.{refusal}", f"refusal.{refusal}.title"):
            if key not in texts:
                wrong(name, f'"{key}" has no words')
    name = "resources/facts/inspection_issuers.json"
    words = load(name).get("words", [])
    for word in words:
        if not isinstance(word, str) or len(word) < 4:
            wrong(name, f'"{word}" is too short to be told from other names')
    if len({word.lower() for word in words}) != len(words):
        wrong(name, "a word stands there twice")
    name = "resources/facts/clients.json"
    clients = load(name).get("clients", [])
    for client in clients:
        for part in ("id", "name", "source", "min_version", "max_version", "suites12", "suites13"):
            if part not in client:
                wrong(name, f'a client lacks "{part}"')
    if "this-pc" not in [client.get("id") for client in clients]:
        wrong(name, 'there is no "this-pc"')
    name = "resources/facts/pairs.json"
    for pair in load(name).get("pairs", []):
        where = f"{name}: {pair.get('reason')}/{pair.get('extended')}"
        if set(pair) != {"reason", "extended", "text"}:
            wrong(where, "must have reason, extended and text")
        elif not re.fullmatch(r"0x[0-9A-F]+", pair["reason"]) or \
                not re.fullmatch(r"0x[0-9A-F]+|none|licensing|any", pair["extended"]):
            wrong(where, "is not a pair")
        elif problem := sentence_problem(pair["text"]):
            wrong(where, problem)


def main():
    numbers = dict(line.split() for line in read("tests/lint/permanent_numbers.txt").splitlines()
                   if line and not line.startswith("#"))
    texts = load("resources/text/en.json")
    check_texts(texts, numbers)
    check_codes(load("resources/schema/errors.schema.json"), texts)
    check_causes(texts, numbers)
    check_others(texts)
    report(problems, looked_at)


if __name__ == "__main__":
    main()
