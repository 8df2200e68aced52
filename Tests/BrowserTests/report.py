#!/usr/bin/env python3
"""Opens the pages that Hongyan writes in a real browser.

usage: report.py HONGYAN

A small shop is made up, a month is simulated, and the report is opened in Chromium in both
languages, in light and dark, on a phone and on a desk, and printed. It must raise no console error,
ask the network for nothing, show the numbers of its JSON, fit its width, and pass axe-core.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CUSTOMERS = 600
WIDTHS = (390, 1280)


def shop(hongyan: str, folder: Path) -> None:
    """A workspace with data, approved templates, and a month's reports."""
    shutil.copy(ROOT / "hongyan.yaml", folder)
    shutil.copytree(ROOT / "rules", folder / "rules")

    def run(*words: str, codes: tuple[int, ...] = (0,)) -> None:
        done = subprocess.run(
            [hongyan, *words], cwd=folder, capture_output=True, text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"})
        if done.returncode not in codes:
            sys.exit(f"hongyan {' '.join(words)}: exit {done.returncode}\n{done.stderr}")

    run("generate", "data", "--customers", str(CUSTOMERS), "--days", "60", "--seed", "7",
        "--end", "2026-11-20")
    run("migrate")
    for kind in ("customers", "consents", "suppressions", "events"):
        # 3: the made-up data has bad numbers on purpose.
        run("import", kind, f"data/{kind}.csv", codes=(0, 3))
    run("template", "submit", "--all", "--as", "han")
    run("template", "approve", "--all", "--as", "li")
    for language in ("zh", "en"):
        run("simulate", "--from", "2026-11-21", "--days", "30", "--seed", "7",
            "--events", "repeat-last 28d", "--weather", "data/weather.csv",
            "--report", f"{language}.html", "--json", f"{language}.json", "--lang", language)


def number(text: str) -> float:
    """`¥1,234.50` as people read it."""
    return float(re.sub(r"[^0-9.]", "", text))


def compare(page, facts: dict, name: str) -> None:
    """What the page shows is what the JSON says."""
    shown = [number(text) for text in page.locator(".figures .figure b").all_inner_texts()]
    cents = round(facts["cost"] + 1e-9, 2)
    wanted = [facts["occurrences"], facts["sent"], facts["parts"], cents]
    assert all(abs(a - b) <= 0.01 for a, b in zip(shown, wanted, strict=True)), (
        f"{name}: headline {shown}, JSON {wanted}")
    reasons(page, name)
    rules = page.locator("article.rule")
    assert rules.count() == len(facts["rules"]), f"{name}: {rules.count()} rules"
    for place, rule in enumerate(facts["rules"]):
        article = rules.nth(place)
        assert article.locator("code").first.inner_text() == rule["rule"]
        sums = [number(text) for text in article.locator(".sum b").all_inner_texts()]
        assert sums[:2] == [rule["occurrences"], rule["sent"]], f"{name}: {rule['rule']} {sums}"
        assert abs(sums[2] - rule["cost"]) <= 0.01, f"{name}: {rule['rule']} {sums}"
        for reason in rule["dropped"]:
            row = article.locator("tr", has=page.locator(f".code:text-is('{reason['reason']}')"))
            counts = [number(text) for text in row.locator("td:first-of-type").all_inner_texts()]
            assert reason["count"] in counts, f"{name}: {rule['rule']} {reason} {counts}"
    parts = sum(entry["messages"] for entry in facts["parts_of_messages"])
    assert parts == facts["sent"], f"{name}: {parts} messages by parts"
    charts = page.locator("svg[role=img]")
    for place in range(charts.count()):
        chart = charts.nth(place)
        assert chart.locator("> title").count() == 1 and chart.locator("> desc").count() == 1


def reasons(page, name: str) -> None:
    """Reasons are folded until somebody opens them; then all of them are opened."""
    folds = page.locator("article.rule details")
    assert folds.count() > 0 and not folds.first.locator("table").first.is_visible(), name
    folds.first.locator("summary").click()
    assert folds.first.locator("table").first.is_visible(), f"{name}: a click opens nothing"
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")


def ground(page, facts: dict, name: str) -> None:
    """Assumptions and what hangs on them, budgets, the data's version, texts on handsets."""
    targets = page.locator("a[href^='#assumption-']").evaluate_all(
        "links => links.map(it => it.getAttribute('href').slice(1))")
    wanted = {f"assumption-{key}" for keys in facts["rests_on"].values() for key in keys}
    assert wanted and set(targets) == wanted, f"{name}: marks {set(targets)}, JSON {wanted}"
    for target in wanted:
        assert page.locator(f"#{target}").count() == 1, f"{name}: {target} is nowhere"
    for place, rule in enumerate(facts["rules"]):
        marks = page.locator("article.rule").nth(place).locator("h3 sup a")
        assert marks.count() == len(rule["rests_on"]), f"{name}: {rule['rule']}"
    text = page.locator("main").inner_text()
    assert facts["data"]["hash"] in text and facts["book"] in text, f"{name}: no version"
    for budget in facts["budgets"]:
        most = max(it["spent"] for it in budget["spent"])
        assert f"{most:,.2f}" in text, f"{name}: budget, {most} is not shown"
    phones = page.locator(".phone")
    assert phones.count() == len(facts["samples"]), f"{name}: {phones.count()} handsets"
    for place, sample in enumerate(facts["samples"]):
        phone = phones.nth(place)
        if not phone.is_visible():
            # On a phone the first of each rule is shown.
            assert sample["rule"] == facts["samples"][place - 1]["rule"], f"{name}: {sample}"
            continue
        shown = re.sub(r"\s", "", phone.locator(".bubble").inner_text())
        assert shown == re.sub(r"\s", "", sample["text"]), f"{name}: {shown}"
        assert sample["number"] in phone.inner_text(), name
        assert phone.locator(".cut").count() == sample["parts"] - 1, f"{name}: {sample['text']}"


def opened(browser, path: Path, facts: dict, width: int, scheme: str) -> None:
    name = f"{path.name} {width} {scheme}"
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    errors: list[str] = []
    requests: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    compare(page, facts, name)
    ground(page, facts, name)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name}: {wide} pixels too wide"
    found = Axe().run(page).response["violations"]
    told = [f"{it['id']}: {it['nodes'][0]['html'][:120]} ({len(it['nodes'])})" for it in found]
    assert not told, f"{name}: axe\n  " + "\n  ".join(told)
    assert not errors, f"{name}: {errors}"
    assert requests == [path.as_uri()], f"{name}: {requests}"
    context.close()


def main() -> None:
    hongyan = str(Path(sys.argv[1]).resolve())
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no chromium; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        shop(hongyan, folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = 0
        for language in ("zh", "en"):
            path = folder / f"{language}.html"
            facts = json.loads((folder / f"{language}.json").read_text())
            assert path.stat().st_size < 1_000_000, f"{path.name}: {path.stat().st_size} bytes"
            for width in WIDTHS:
                for scheme in ("light", "dark"):
                    opened(browser, path, facts, width, scheme)
                    pages += 1
            page = browser.new_page()
            page.goto(path.as_uri())
            page.emulate_media(media="print")
            folds = page.locator("article.rule details .columns")
            assert folds.first.is_visible(), f"{path.name}: reasons are not printed"
            assert len(page.pdf()) > 10_000, f"{path.name}: prints nothing"
        browser.close()
    print(f"browser: {pages} pages show the numbers of their JSON, fit, and pass axe; no console "
          "error, no request")


if __name__ == "__main__":
    main()
