#!/usr/bin/env python3
"""Judges the schemas of `hongyan schema` with a JSON Schema library that is not ours.

    Tests/SchemaTests/validate.py HONGYAN [--update]

- Every schema is a valid schema of draft 2020-12, in both languages.
- Every shipped workspace file is valid, and names its schema in its first line.
- Every broken fixture of Tests/HongyanRulesTests/Fixtures is rejected, or stands in `unseen.txt`
  with the reason why a schema cannot see its fault. A fixture that changes sides fails.
- Rule tests: `cart-abandoned.test.yaml` beside this file is valid, and invalid with any of
  `BROKEN_TESTS`.
- A table of values (`values.txt`) is judged by the schema as `hongyan check` judges it.
- `hongyan check --format sarif` of the shipped workspace, in both languages, and of every broken
  fixture is valid by the schema of SARIF 2.1.0, which comes from PyPI as well (`sarif.txt`).

`--update` writes `unseen.txt` anew; a reason that is not known becomes `?`, which fails.
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml
from jsonschema import Draft4Validator, Draft202012Validator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FIXTURES = ROOT / "Tests/HongyanRulesTests/Fixtures"
UNSEEN = HERE / "unseen.txt"

# Why a schema cannot see a fault, by the diagnostic's id.
REASONS = [
    ("condition text", r"condition/.*|name/ambiguous|tag/unknown|audience/.*|.*/never|.*/always"),
    ("other file or key", r"template/.*|rule/duplicate|rule/file|name/taken|tag/latest-twice"
        r"|trigger/same|pack/.*|policy/.*|signal/.*|event/unknown|field/unknown|guardian/form|message/.*|channel/.*|link/.*|window/unknown"
        r"|test/(computed|customers?|group|name|reason|rule|template|variant)"),
    ("forms of YAML", r"yaml/.*"),
    ("calendar and arithmetic", r"window/.*|calendar/.*|value/form|cron/.*|trigger/.*|schedule/.*|cap/.*"
        r"|goal/.*|holdout/.*|test/(arrives|until|phone|value)"),
    ("words of an answer", r"optout/.*|reply/.*"),
    ("name of the file", r"file/.*"),
    ("the world outside", r"zone/.*|people/.*|rule/id-reused|rollout/.*"),
]

# What stands in the example of a test file, and what breaks it in its place.
BROKEN_TESTS = [
    ("rule: cart-abandoned", "rule: cart"), ("customers:", "people:"), ("tier: gold,", "teir: gold,"),
    ("tier: gold, consent", "orders_90d: 3, consent"), ("consent: none", "consent: no"),
    ("opted_out: true", "opted_out: all"), ("text: none}", "words: none}"),
    ("name: 金卡", "nam: 金卡"), ("now: 2026-12-03 10:00", "now: 10:00"),
    ("with: [birthday]", "with: birthday"), ("at: 10:05", "at: 10.05"),
    ("event: cart.updated", "event: cart.update"), ("cart_id: k1,", "cart: k1,"),
    ("signal: weather", "signal: wether"), ("day: 2026-12-04", "day: tomorrow"),
    ("rain_mm: 12", "rain: 12"), ("key: 上海, ", ""), ("sent: birthday", "sent: birthdy"),
    ("reply: T", "answer: T"), ("tags: {tier: gold", "tags: {level: gold"),
    ("opted_out: service", "opted_out: ads"),
    ("stop: cart-abandoned", "stop: cart"), ("resume: all", "resume: everything"),
    ("{at: 11:00, stop", "{at: 11:00, customer: gold, stop"), ("receipt: undelivered", "receipt: lost"),
    ("code: MK:0001", "codes: MK:0001"), ("parts: 1", "until: 18:00"), ("send: true", "sent: true"),
    ("hold: window, until", "hold: window, parts"), ("hold: window", "hold: window, drop: window"),
    ("drop: consent.missing", "reason: consent.missing"), ("until: 18:00", "until: tonight"),
    ("expect: [],", ""), ("todo: ", "todos: "),
]


def sarif_judge():
    """The schema of SARIF 2.1.0 as its committee published it, with formats such as `uri`."""
    [archive] = (Path(sys.prefix) / "archives").glob("sarif_om-*.tar.gz")
    with tarfile.open(archive) as files:
        [name] = [name for name in files.getnames() if re.search(r"/sarif-2\.1\.0[^/]*\.json$", name)]
        schema = json.load(files.extractfile(name))
    formats = Draft202012Validator.FORMAT_CHECKER
    if not {"uri", "uri-reference"} <= set(formats.checkers):
        raise SystemExit("rfc3986-validator is not installed: addresses would not be judged")
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema, format_checker=formats)


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core types, which editors use: `no` and `10:30` are text. Keys are text, once."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        result = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.YAMLError("a key must be text")
            if key.value in result:
                raise yaml.YAMLError(f"duplicate key {key.value!r}")
            result[key.value] = self.construct_object(value, deep=True)
        return result


CoreLoader.add_constructor(
    "tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node))
CoreLoader.add_constructor(
    "tag:yaml.org,2002:int",
    lambda loader, node: int(node.value, 8 if "0o" in node.value else
                             16 if "0x" in node.value else 10))
for tag, pattern in [
    ("null", r"~|null|Null|NULL|"), ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
        r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"),
]:
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), None)


def load(text):
    return yaml.load(text, CoreLoader)


def kind(path):
    special = {"hongyan.yaml": "workspace", "rules/tags.yaml": "tags",
               "rules/policy.yaml": "policy", "rules/calendar.yaml": "calendar",
               "rules/templates.yaml": "templates"}
    return special.get(path, "test" if path.endswith(".test.yaml") else "rule")


class Tool:
    def __init__(self, binary, scratch):
        self.binary, self.scratch, self.count = binary, Path(scratch), 0

    def run(self, *arguments):
        return subprocess.run([self.binary, *map(str, arguments)], capture_output=True, text=True)

    def workspace(self, files, name):
        """A workspace of these files, in a folder of its own."""
        folder = self.scratch / name
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode("utf-8", "surrogateescape"))
        return folder

    def schemas(self, folder, language="en"):
        out = self.scratch / f"{folder.name}-schema-{language}"
        outcome = self.run("schema", "--workspace", folder, "--out", out, "--lang", language)
        if outcome.returncode != 0:
            raise SystemExit(f"hongyan schema failed on {folder}: {outcome.stderr}")
        return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(out.iterdir())}

    def sarif_fault(self, judge, folder, *options):
        """What is wrong with the SARIF of a workspace, or nothing."""
        outcome = self.run("check", folder, "--format", "sarif", *options)
        try:
            log = json.loads(outcome.stdout)
        except ValueError as error:
            return f"no JSON: {error}; {outcome.stderr.strip()}"
        errors = list(judge.iter_errors(log))
        if errors:
            first = min(errors, key=lambda error: [str(part) for part in error.absolute_path])
            return f"{first.json_path}: {first.message[:300]}"
        results = log["runs"][0]["results"]
        found = any(result["level"] == "error" for result in results if "suppressions" not in result)
        if found != (outcome.returncode == 1):
            return f"exit code {outcome.returncode}, but {'an' if found else 'no'} error among the results"
        rules = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
        strange = [result["ruleId"] for result in results
                   if rules[result.get("ruleIndex", -1)] != result["ruleId"]]
        return f"ruleIndex of {strange[0]} names another rule" if strange else None

    def faults(self, folder):
        """The ids of the errors that `hongyan check` tells, by file."""
        outcome = self.run("check", folder, "--format", "json")
        result = {}
        for fault in json.loads(outcome.stdout):
            if fault["severity"] == "error":
                result.setdefault(fault["file"], []).append(fault["id"])
        return result


def rejection(schemas, path, text):
    """What an editor would underline, or nothing."""
    try:
        value = load(text)
    except yaml.YAMLError as error:
        return f"YAML: {str(error).splitlines()[0]}"
    errors = list(Draft202012Validator(schemas[kind(path)]).iter_errors(value))
    if not errors:
        return None
    first = min(errors, key=lambda error: [str(part) for part in error.absolute_path])
    return f"{first.json_path}: {first.message}"


def good_workspace():
    """The small good workspace of the Swift tests, from its source: the fixtures differ from it."""
    source = (ROOT / "Tests/HongyanRulesTests/Workspace.swift").read_text("utf-8")
    paths = {"hongyan": "hongyan.yaml", "tags": "rules/tags.yaml", "policy": "rules/policy.yaml",
             "templates": "rules/templates.yaml", "rule": "rules/r.yaml"}
    files = {}
    for name, path in paths.items():
        body = re.search(rf'static let {name} = """\n(.*?)\n +"""', source, re.S).group(1)
        files[path] = textwrap.dedent(body) + "\n"
    return files


def fixture_files(base, path):
    """The workspace of a fixture, written as BrokenFile.swift tells, and what is expected of it."""
    files, sections = dict(base), []
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("@@ "):
            sections.append((line[3:].split(), []))
        else:
            sections[-1][1].append(line)
    _, expected = sections.pop()
    for (name, *words), lines in sections:
        text = "\n".join(lines) + "\n"
        match words:
            case ["missing"]:
                del files[name]
            case ["escaped"]:
                files[name] = unescaped(text)
            case ["padded", length]:
                files[name] = text + " " * (int(length) - len(text.encode()))
            case []:
                files[name] = text
    return files, "\n".join(expected)


def unescaped(text):
    """`\\xC4` stands for a byte; what is not UTF-8 then stays as surrogates, which YAML refuses."""
    parts = re.split(rb"\\x([0-9A-Fa-f]{2})", text.encode())
    raw = b"".join(bytes([int(part, 16)]) if at % 2 else part for at, part in enumerate(parts))
    return raw.decode("utf-8", "surrogateescape")


def reason(name, expected):
    if not re.search(r": error: ", expected):
        return "only a warning"
    if name.startswith("condition-"):
        return "condition text"
    ids = re.findall(r": error: .* \[([a-z0-9/-]+)\]$", expected, re.M)
    for why, pattern in REASONS:
        if ids and re.fullmatch(pattern, ids[0]):
            return why
    return "?"


def check_shipped(tool, complaints):
    files = ["hongyan.yaml"] + sorted(
        f"rules/{file.name}" for file in (ROOT / "rules").glob("*.yaml"))
    for language in ["en", "zh"]:
        schemas = tool.schemas(ROOT, language)
        for name, schema in schemas.items():
            Draft202012Validator.check_schema(schema)
            if schema["$schema"] != Draft202012Validator.META_SCHEMA["$id"]:
                complaints.append(f"{name}: not of draft 2020-12")
        for path in files:
            if found := rejection(schemas, path, (ROOT / path).read_text("utf-8")):
                complaints.append(f"{path}: the schema rejects a shipped file: {found}")
    check_example(schemas, complaints)
    for path in files:
        line = (ROOT / path).read_text("utf-8").split("\n")[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", line)
        target = named and ((ROOT / path).parent / named.group(1)).resolve()
        if target != ROOT / f".hongyan/schema/{kind(path)}.json" or not target.is_file():
            complaints.append(f"{path}: the first line does not name its schema")
    return len(files)


def check_example(schemas, complaints):
    path = "cart-abandoned.test.yaml"
    text = (HERE / path).read_text("utf-8")
    if found := rejection(schemas, path, text):
        complaints.append(f"{path}: the schema rejects the example: {found}")
    for good, bad in BROKEN_TESTS:
        if good not in text:
            complaints.append(f"{path}: has no '{good}'")
        if not rejection(schemas, path, text.replace(good, bad, 1)):
            complaints.append(f"{path}: '{bad}' is accepted")


def judge_fixture(tool, base, fixture):
    files, expected = fixture_files(base, fixture)
    folder = tool.workspace(files, fixture.name)
    schemas = tool.schemas(folder)
    found = [rejection(schemas, path, text) for path, text in files.items()]
    return next((text for text in found if text), None), expected


def check_sarif(tool, complaints):
    """The SARIF of the shipped workspace and of all broken fixtures, whose folders are there."""
    judge = sarif_judge()
    fixtures = sorted(FIXTURES.glob("*.bad.yaml"))
    asked = [(ROOT, "--lang", "en"), (ROOT, "--lang", "zh"),
             (ROOT, "--docs-url", "https://example.com/docs/检查")]
    asked += [(tool.scratch / fixture.name,) for fixture in fixtures]
    with ThreadPoolExecutor(2) as pool:
        faults = list(pool.map(lambda words: tool.sarif_fault(judge, *words), asked))
    for words, fault in zip(asked, faults):
        if fault:
            complaints.append(f"{Path(words[0]).name}: SARIF: {fault}")
    return len(asked)


def check_fixtures(tool, base, complaints, update):
    fixtures = sorted(FIXTURES.glob("*.bad.yaml"))
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda file: judge_fixture(tool, base, file), fixtures))
    rows = [line.split(None, 1) for line in UNSEEN.read_text("utf-8").splitlines()
            if line and not line.startswith("#")] if UNSEEN.exists() else []
    listed = {name: why.strip() for name, why in rows}
    if update:
        lines = ["# Broken fixtures whose fault no schema can see, and why: see validate.py."]
        for fixture, (found, expected) in zip(fixtures, verdicts):
            if found is None:
                why = listed.get(fixture.name, "?")
                why = reason(fixture.name, expected) if why == "?" else why
                lines.append(f"{fixture.name:44} {why}")
        UNSEEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return check_fixtures(tool, base, complaints, False)
    for fixture, (found, expected) in zip(fixtures, verdicts):
        is_error = re.search(r": error: ", expected)
        if found and not is_error:
            complaints.append(f"{fixture.name}: only warned about, but rejected: {found}")
        if found and fixture.name in listed:
            complaints.append(f"{fixture.name}: is rejected now, unseen.txt lists it: {found}")
        if not found and fixture.name not in listed:
            complaints.append(f"{fixture.name}: the schema accepts it, unseen.txt does not list it")
    known = {name for name, _ in REASONS} | {"only a warning"}
    for name, why in listed.items():
        if not (FIXTURES / name).exists():
            complaints.append(f"unseen.txt: no fixture {name}")
        if why not in known:
            complaints.append(f"unseen.txt: {name}: no reason is called '{why}'")
    return sum(1 for found, _ in verdicts if found), len(fixtures)


def judge_values(tool, base, complaints):
    """Every row of values.txt; rows for rules share one workspace, with one file a row."""
    rows = [line.split(None, 2) for line in (HERE / "values.txt").read_text("utf-8").splitlines()
            if line and not line.startswith("#")]
    paths = {"policy": "rules/policy.yaml", "templates": "rules/templates.yaml",
             "tags": "rules/tags.yaml", "workspace": "hongyan.yaml"}
    shared, cases = dict(base), []
    for number, (wanted, kind, line) in enumerate(rows):
        if kind == "rule":
            path = f"rules/v{number}.yaml"
            shared[path] = with_key(base["rules/r.yaml"].replace("rule: r", f"rule: v{number}"), line)
            cases.append((wanted, line, path, None))
        else:
            path = paths[kind]
            files = base | {path: with_key(base[path], line)}
            cases.append((wanted, line, path, tool.workspace(files, f"value-{number}")))
    rules = tool.workspace(shared, "values")
    judged = {folder: (tool.schemas(folder), tool.faults(folder))
              for folder in {folder or rules for _, _, _, folder in cases}}
    for wanted, line, path, folder in cases:
        schemas, faults = judged[folder or rules]
        text = ((folder or rules) / path).read_text("utf-8")
        verdict = {(False, False): "ok", (True, True): "bad", (False, True): "check",
                   (True, False): "schema"}[bool(rejection(schemas, path, text)), path in faults]
        if verdict != wanted:
            complaints.append(f"values.txt: '{line}' is {verdict}, not {wanted}; "
                              f"check: {faults.get(path)}; {rejection(schemas, path, text)}")
    return len(rows)


def with_key(text, line):
    """The file with one key of its top level replaced or added."""
    key = line.split(":")[0]
    kept = re.sub(rf"^{re.escape(key)}:.*\n([ #-].*\n)*", "", text, flags=re.M)
    return kept + line + "\n"


def main():
    binary, update = sys.argv[1], "--update" in sys.argv[2:]
    complaints = []
    with tempfile.TemporaryDirectory() as scratch:
        tool = Tool(binary, scratch)
        base = good_workspace()
        schemas = tool.schemas(tool.workspace(base, "good"))
        for path, text in base.items():
            if found := rejection(schemas, path, text):
                complaints.append(f"the good workspace's {path} is rejected: {found}")
        shipped = check_shipped(tool, complaints)
        seen, fixtures = check_fixtures(tool, base, complaints, update)
        logs = check_sarif(tool, complaints)
        values = judge_values(tool, base, complaints)
    for complaint in complaints:
        print(complaint)
    print(f"schemas: {shipped} shipped files valid; {seen} of {fixtures} broken files rejected, "
          f"{fixtures - seen} are listed as unseen; {values} values judged alike; "
          f"{logs} SARIF logs judged")
    sys.exit(1 if complaints else 0)


main()
