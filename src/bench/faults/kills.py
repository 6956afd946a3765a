"""Kills the service again and again in the middle of imports, fits, locks, jobs and backups, and looks at what is left.

  python3 src/bench/faults/kills.py JAR KILLS SEED [--full-disk] [--at-once SERVICES]

With --full-disk the file system under the database has little room: it fills up, and is emptied after each life. What was answered is
there, what was not is whole or absent, the chain is whole, and a request that is repeated with its key is answered 201. After each
hundredth kill it goes on with a new database, for all of it is read after each; --at-once has several of these beside each other. Prints
JSON; after Ctrl-C, that of the kills so far.
"""

import argparse
import concurrent.futures
import http.client
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from service import STUDY, Service, rows, verified

TERMS = {"deadline": "2030-01-01T00:00:00Z", "seen": "nothing_run", "assumptions": "a", "event": "exceeds_trivial"}
KILLS_OF_A_DATABASE = 100
# a fault, or Ctrl-C: what is at work ends after its life
OVER = threading.Event()
GONE = (OSError, http.client.HTTPException, json.JSONDecodeError)


class Life:
    """What one kind of client does until the service is killed, and what it was answered."""

    def __init__(self, kind):
        self.kind, self.sent, self.answered, self.full, self.cut, self.other = kind, 0, {}, 0, None, []

    def write(self, service, number, send):
        """Sends the write of this number with its key; keeps what came, or that nothing did."""
        try:
            self.sent += 1
            status, answer = send(service, f"{self.kind}-{number}")
        except GONE:
            self.cut = (number, send)
            return False
        if status in (201, 202):
            self.answered[number] = answer
        elif status in (503, 507):
            self.full += 1
            time.sleep(0.05)
        else:
            self.other.append((number, status, str(answer)[:300]))
        return True


class World:
    def __init__(self, jar, kills, seed, directory, full_disk):
        self.jar, self.kills, self.random, self.full_disk = jar, kills, random.Random(seed), full_disk
        self.directory, self.database = directory, os.path.join(directory, "studies.db")
        self.lives = {kind: Life(kind) for kind in ("import", "fit", "lock", "job")}
        self.backups, self.last_backup = {"taken": 0, "cut": 0, "whole": 0}, None
        self.number, self.repeated, self.rows, self.round_number = 0, 0, rows(), 0
        # forecasts that are made while there is room, to be locked when there is little
        self.drafts = []
        self.ballast = os.path.join(directory, "ballast")

    def next(self):
        self.number += 1
        return self.number

    def importing(self, service, key):
        name = "b" + key.rsplit("-", 1)[1]
        status, _ = service.json("POST", "/api/v1/studies", {**STUDY, "id": name, "name": name}, "study-" + name)
        return (status, None) if status != 201 else service.csv(f"/api/v1/studies/{name}/observations", self.rows, key)

    def fitting(self, service, key):
        return service.json("POST", "/api/v1/studies/base/fits", {"method": "mle", "seed": int(key.rsplit("-", 1)[1])}, key)

    def draft(self, service):
        status, made = service.json("POST", f"/api/v1/fits/{self.fit}/forecasts", {"params": "4B", "tokens": "1T"})
        return made["id"] if status == 201 else None

    def start(self):
        return Service(self.jar, self.database)

    def prepare(self):
        service = self.start()
        service.json("POST", "/api/v1/studies", {**STUDY, "id": "base", "name": "base"})
        service.csv("/api/v1/studies/base/observations", self.rows)
        _, fit = service.json("POST", "/api/v1/studies/base/fits", {"method": "mle"})
        self.fit = fit["id"]
        service.stop()

    def until_killed(self, service, kind, dead):
        life = self.lives[kind]
        while not dead.is_set():
            number = self.next()
            if kind == "lock":
                try:
                    forecast = self.drafts.pop() if self.drafts else self.draft(service)
                except GONE:
                    return
                if forecast is None:
                    time.sleep(0.05)
                    continue
                send = lambda s, key, forecast=forecast: s.json("POST", f"/api/v1/forecasts/{forecast}/lock", TERMS, key)
            elif kind == "job":
                send = lambda s, key: s.json("POST", "/api/v1/studies/base/backtests", {}, key)
            else:
                send = self.importing if kind == "import" else self.fitting
            if not life.write(service, number, send):
                return
            if kind == "job":
                dead.wait(20)

    def backing_up(self, service, dead):
        while not dead.is_set():
            try:
                status, _, body = service.ask("GET", "/api/v1/backup")
            except GONE:
                self.backups["cut"] += 1
                return
            if status == 200:
                self.backups["taken"] += 1
                self.last_backup = body
            time.sleep(0.5)

    def repeat(self, service):
        """A client that got no answer asks again with its key, once there is room."""
        for life in self.lives.values():
            if life.cut:
                number, send = life.cut
                life.cut = None
                status, answer = send(service, f"{life.kind}-{number}")
                # a lock that was written meanwhile is answered by its key; a queue that is full, later
                if status in (201, 202):
                    life.answered[number] = answer
                    self.repeated += 1
                elif status not in (503, 507):
                    raise AssertionError(f"repeated {life.kind} {number}: {status} {answer}")

    def fill(self):
        """Leaves little room: what a few writes take."""
        free = shutil.disk_usage(self.directory).free
        room = self.random.randrange(100_000, 1_000_000)
        with open(self.ballast, "wb") as file:
            file.write(b"\0" * max(0, free - room))

    def round(self):
        service = self.start()
        try:
            self.repeat(service)
            if self.full_disk:
                self.drafts = [self.draft(service) for _ in range(4)]
                self.fill()
            self.strike(service)
        finally:
            service.kill()
        if self.full_disk:
            os.remove(self.ballast)
        self.check()

    def strike(self, service):
        dead = threading.Event()
        # a job takes all cores for seconds: it is asked for in each fourth life, and the next ones go on with it
        kinds = [kind for kind in self.lives if kind != "job" or self.round_number % 4 == 0]
        work = [threading.Thread(target=self.until_killed, args=(service, kind, dead)) for kind in kinds]
        work.append(threading.Thread(target=self.backing_up, args=(service, dead)))
        for thread in work:
            thread.start()
        # strikes some time after the first write of one kind was answered, or refused for want of room
        awaited = self.lives[self.random.choice(["import", "fit", "lock"])]
        before, waited = awaited.sent - bool(awaited.cut), 0.0
        while awaited.sent < before + 2 and waited < 20:
            time.sleep(0.02)
            waited += 0.02
        time.sleep(self.random.uniform(0, 0.6))
        service.kill()
        dead.set()
        for thread in work:
            thread.join()

    def check(self):
        database = sqlite3.connect(self.database)
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert not database.execute("pragma foreign_key_check").fetchall()
        counts = dict(database.execute("select study_id, count(*) from observation group by study_id"))
        whole = counts["base"]
        for study, count in counts.items():
            assert count == whole, f"{study} has {count} of {whole} rows"
        for number in self.lives["import"].answered:
            assert counts.get(f"b{number}") == whole, f"import {number} was answered and is not there"
        fits = {row[0] for row in database.execute("select id from fit")}
        for number, answer in self.lives["fit"].answered.items():
            assert answer["id"] in fits, f"fit {number} was answered and is not there"
        locked = [row[0] for row in database.execute("select forecast_id from ledger where kind = 'lock'")]
        assert len(locked) == len(set(locked))
        for number, answer in self.lives["lock"].answered.items():
            assert answer["standing"]["forecast_id"] in locked, f"lock {number} was answered and is not there"
        jobs = {row[0] for row in database.execute("select id from job")}
        for number, answer in self.lives["job"].answered.items():
            assert answer["id"] in jobs, f"job {number} was answered and is not there"
        database.close()

    def check_backup(self):
        if self.last_backup is None:
            return
        copy = os.path.join(tempfile.mkdtemp(dir=os.environ.get("TMPDIR", "/tmp")), "backup.db")
        with open(copy, "wb") as file:
            file.write(self.last_backup)
        verified(self.jar, copy)
        self.backups["whole"] += 1
        self.last_backup = None
        shutil.rmtree(os.path.dirname(copy))

    def run(self):
        self.prepare()
        for kill in range(self.kills):
            if OVER.is_set():
                self.kills = kill
                break
            self.round_number = kill
            self.round()
            print(f"{kill + 1} killed", file=sys.stderr, flush=True)
            if kill % 10 == 9:
                self.check_backup()
        self.check_backup()
        verified(self.jar, self.database)


def result(command, full_disk, worlds):
    def of(kind, count):
        return sum(count(world.lives[kind]) for world in worlds)

    return {
        "command": command,
        "kills": sum(world.kills for world in worlds),
        "full_disk": full_disk,
        "databases": len(worlds),
        **{
            kind: {
                "sent": of(kind, lambda life: life.sent),
                "answered": of(kind, lambda life: len(life.answered)),
                "no_room_or_later": of(kind, lambda life: life.full),
                "other": [other for world in worlds for other in world.lives[kind].other][:5],
            }
            for kind in worlds[0].lives
        },
        "cut_off_and_repeated": sum(world.repeated for world in worlds),
        "backups": {what: sum(world.backups[what] for world in worlds) for what in worlds[0].backups},
        "lost": 0,
        "torn": 0,
    }


def lived(jar, kills, seed, full_disk):
    directory = tempfile.mkdtemp(dir=os.environ.get("TMPDIR", "/tmp"))
    if full_disk:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", directory], check=True)
    try:
        world = World(jar, kills, seed, directory, full_disk)
        world.run()
        return world
    finally:
        if full_disk:
            subprocess.run(["umount", "-l", directory])
        shutil.rmtree(directory, ignore_errors=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("jar", type=os.path.abspath)
    options.add_argument("kills", type=int)
    options.add_argument("seed", type=int)
    options.add_argument("--full-disk", action="store_true")
    options.add_argument("--at-once", type=int, default=1)
    asked = options.parse_args()
    pool = concurrent.futures.ThreadPoolExecutor(asked.at_once)
    begun = [
        pool.submit(lived, asked.jar, min(KILLS_OF_A_DATABASE, asked.kills - first), asked.seed * 1000 + first, asked.full_disk)
        for first in range(0, asked.kills, KILLS_OF_A_DATABASE)
    ]
    try:
        for world in concurrent.futures.as_completed(begun):
            world.result()
    except KeyboardInterrupt:
        print("each ends after its life, and is verified", file=sys.stderr)
    finally:
        OVER.set()
        pool.shutdown(cancel_futures=True)
    worlds = [world.result() for world in begun if not world.cancelled()]
    command = " ".join(["python3 src/bench/faults/kills.py target/emergence-law.jar", *sys.argv[2:]])
    print(json.dumps(result(command, asked.full_disk, worlds), indent=2))


if __name__ == "__main__":
    main()
