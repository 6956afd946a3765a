#!/usr/bin/env python3
"""Makes a database as a version of the program leaves it, by that version's own API: make_legacy_db.py JAR OUT.sqlite.gz"""
import gzip
import json
import pathlib
import sqlite3
import sys
import tempfile

from service import Service
from walk import Walk


def make(jar, out):
    """Walks through the API, leaves the database as one file, and says what the program said of its chain."""
    with tempfile.TemporaryDirectory() as folder:
        database, single = pathlib.Path(folder) / "studies.db", pathlib.Path(folder) / "single.db"
        with Service(jar, database) as service:
            Walk(lambda name, *asked: service.send(*asked)).all()
            verified = service.send("GET", "/api/v1/ledger/verification").text
        connection = sqlite3.connect(database)
        # without the pages that went, and without a log beside it
        connection.execute("vacuum into ?", (str(single),))
        connection.close()
        contents(single)
        out.write_bytes(gzip.compress(single.read_bytes(), 9, mtime=0))
    return verified


def contents(database):
    """What is in it, a line a table, and what the locks froze."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table' order by name")]
    for table in tables:
        print(f"{table}: {connection.execute(f'select count(*) from {table}').fetchone()[0]} rows")
    for ident, text in connection.execute("select forecast_id, entry from ledger where kind = 'lock' order by sequence"):
        body = json.loads(text)["body"]
        silent = sum(1 for rival in body["rivals"] if rival.get("abstention"))
        print(f"lock {ident} of family {body['family']}: probability {body['forecast']['probability']},"
              f" {silent} of {len(body['rivals'])} rivals abstained")
    connection.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    target = pathlib.Path(sys.argv[2]).resolve()
    print(make(pathlib.Path(sys.argv[1]).resolve(), target))
    print(f"{target.stat().st_size} bytes")
