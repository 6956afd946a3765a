"""A backup each second while others write; each is verified, and restored into a database of its own with the same head.

  python3 src/bench/faults/backups.py JAR BACKUPS SEED > data/operation/backups.json
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from kills import GONE, TERMS
from service import ROOT, STUDY, Service, java, mark, rows, verified


def head(database):
    entries, last = mark(database)
    with sqlite3.connect(database) as connection:
        studies = connection.execute("select count(*) from study").fetchone()[0]
        return entries, last, studies


def writing(service, seed, number, ended, answered):
    count = 0
    while not ended.is_set():
        name = f"w{seed}-{number}-{count}"
        count += 1
        try:
            service.json("POST", "/api/v1/studies", {**STUDY, "id": name, "name": name})
            status, _ = service.csv(f"/api/v1/studies/{name}/observations", rows())
            answered["imports"] += status == 201
            if number == 0:
                _, fit = service.json("POST", f"/api/v1/studies/{name}/fits", {"method": "mle"})
                _, forecast = service.json("POST", f"/api/v1/fits/{fit['id']}/forecasts", {"params": "4B", "tokens": "1T"})
                status, _ = service.json("POST", f"/api/v1/forecasts/{forecast['id']}/lock", TERMS)
                answered["locks"] += status == 201
        except GONE:
            return


def main():
    jar, count, seed = os.path.abspath(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    directory = tempfile.mkdtemp()
    service = Service(jar, os.path.join(directory, "studies.db"))
    ended, answered = threading.Event(), {"imports": 0, "locks": 0}
    writers = [threading.Thread(target=writing, args=(service, seed, i, ended, answered)) for i in range(3)]
    for writer in writers:
        writer.start()
    while not answered["locks"]:
        time.sleep(0.1)
    taken, times = [], []
    for i in range(count):
        began = time.monotonic()
        before = answered["imports"]
        status, _, body = service.ask("GET", "/api/v1/backup", timeout=120)
        assert status == 200, body[:300]
        times.append(time.monotonic() - began)
        path = os.path.join(directory, f"backup-{i}.db")
        with open(path, "wb") as file:
            file.write(body)
        taken.append((path, before))
        time.sleep(max(0, 1 - (time.monotonic() - began)))
    ended.set()
    for writer in writers:
        writer.join()
    service.stop()
    restored = 0
    for path, before in taken:
        entries, last, studies = head(path)
        assert studies >= before, f"{path} has {studies} studies, {before} were answered before it"
        verified(jar, path)
        target = path + ".restored"
        subprocess.run(java(jar, "restore", path, "--database", target), cwd=ROOT, check=True, capture_output=True)
        assert head(target) == (entries, last, studies)
        restored += 1
        os.remove(path)
        os.remove(target)
    shutil.rmtree(directory)
    print(
        json.dumps(
            {
                "command": f"python3 src/bench/faults/backups.py target/emergence-law.jar {count} {seed}",
                "backups": count,
                "verified_and_restored_with_the_same_head": restored,
                "imports_meanwhile": answered["imports"],
                "locks_meanwhile": answered["locks"],
                "seconds_for_a_backup_at_most": round(max(times), 2),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
