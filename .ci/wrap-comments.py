#!/usr/bin/env python3
"""Re-flows // and /// comments that are wider than 100 columns; `make format` calls it.

swift-format breaks code but leaves comments alone. Only paragraphs with a line that is too wide are touched.
Lists, code examples, tables and addresses keep their lines.
"""
import re
import sys
import unicodedata

LIMIT = 100
COMMENT = re.compile(r"^(\s*)(///?)( ?)(.*)$")


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def is_prose(text):
    """A line that may be joined with its neighbours."""
    return bool(text) and not text.startswith(("```", "|", "#", "    ")) and "://" not in text


def starts_item(text):
    return re.match(r"(- |\* |\d+\. )", text.lstrip()) is not None


def flow(prefix, hang, words):
    lines, line = [], ""
    for word in words:
        lead = prefix if not lines else prefix + hang
        joined = word if not line else line + " " + word
        if line and width(lead + joined) > LIMIT:
            lines.append(lead + line)
            line = word
        else:
            line = joined
    lines.append((prefix if not lines else prefix + hang) + line)
    return lines


def paragraphs(lines):
    """Yields runs of lines: one paragraph of a comment, or a single line of anything else."""
    at, fenced = 0, False
    while at < len(lines):
        match = COMMENT.match(lines[at])
        if match and match[4].lstrip().startswith("```"):
            fenced = not fenced
        if not match or fenced or not is_prose(match[4]) or "MARK:" in match[4]:
            yield None, [lines[at]]
            at += 1
            continue
        run, end = [match], at + 1
        while end < len(lines):
            following = COMMENT.match(lines[end])
            if (not following or following[1] != match[1] or following[2] != match[2]
                    or not is_prose(following[4]) or starts_item(following[4])
                    or "MARK:" in following[4]):
                break
            run.append(following)
            end += 1
        yield run, lines[at:end]
        at = end


def wrap(text):
    out = []
    for run, raw in paragraphs(text.split("\n")):
        if run is None or all(width(line) <= LIMIT for line in raw):
            out += raw
            continue
        first = run[0]
        inner = re.match(r"(\s*)(- |\* |\d+\. )?", first[4])
        prefix = first[1] + first[2] + (first[3] or " ") + inner[1]
        words = " ".join(part[4].strip() for part in run).split(" ")
        hang = "  " if inner[2] else ""
        out += flow(prefix, hang, words)
    return "\n".join(out)


def main(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            before = file.read()
        after = wrap(before)
        if after != before:
            with open(path, "w", encoding="utf-8") as file:
                file.write(after)


if __name__ == "__main__":
    main(sys.argv[1:])
