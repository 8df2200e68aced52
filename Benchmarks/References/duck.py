#!/usr/bin/env python3
"""Answers the questions of the month's rules with DuckDB.

usage: duck.py FOLDER SCRIPTS RULE ...

FOLDER holds the CSV files of the tables, SCRIPTS the SQL. Prints a line for the loading and one
for each rule: name, answer, seconds.
"""
import sys
import time
from pathlib import Path

import duckdb

TABLES = ("run", "days", "recurrences", "signals", "customers", "past")


def main() -> None:
    folder, scripts = Path(sys.argv[1]), Path(sys.argv[2])
    began = time.monotonic()
    data = duckdb.connect(str(folder / "reference.duckdb"))
    data.execute("PRAGMA threads=2")
    data.execute((scripts / "tables.sql").read_text())
    for table in TABLES:
        data.execute(f"COPY {table} FROM '{folder / table}.csv' (HEADER)")
    data.execute((scripts / "events.sql").read_text())
    count = data.execute("SELECT COUNT(*) FROM events").fetchone()[0]
    print(f"load {count} {time.monotonic() - began:.6f}")
    for rule in sys.argv[3:]:
        script = (scripts / f"{rule}.sql").read_text()
        began = time.monotonic()
        answer = data.execute(script).fetchone()[0]
        print(f"{rule} {answer} {time.monotonic() - began:.6f}")


if __name__ == "__main__":
    main()
