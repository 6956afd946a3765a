"""A service of the jar as a process: started, asked, killed."""

import http.client
import json
import os
import signal
import sqlite3
import subprocess

OPTIONS = ["java", "-XX:+UseSerialGC", "-Xmx192m", "-XX:TieredStopAtLevel=1"]
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
STUDY = {"task": "synthetic_four_choice", "trivial_accuracy": 0.25, "shots": 5, "family": "synthetic"}


def java(jar, *arguments):
    """The command line of the jar; with the archive of classes that lies beside it in the launcher's folder, half of a start is saved."""
    archive = os.path.join(os.path.dirname(jar), "emergence-law.jsa")
    return [*OPTIONS, *([f"-XX:SharedArchiveFile={archive}"] if os.path.exists(archive) else []), "-jar", jar, *arguments]


def rows():
    with open(os.path.join(ROOT, "data", "synthetic", "observations.csv")) as file:
        return file.read()


class Service:
    def __init__(self, jar, database, environment=None, prefix=()):
        self.log = open(database + ".log", "a")
        self.process = subprocess.Popen(
            [*prefix, *java(jar, "serve", "--port", "0", "--database", database)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        line = self.process.stdout.readline()
        if not line.startswith("emergence-law "):
            raise RuntimeError("it did not start, see " + database + ".log")
        self.port = int(line.strip().rsplit(":", 1)[1])

    def ask(self, method, path, body=None, headers=None, timeout=600):
        """Status, headers and body; raises OSError or HTTPException where the answer does not come."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def json(self, method, path, record, key=None):
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        status, _, body = self.ask(method, path, json.dumps(record), headers)
        return status, json.loads(body) if body else None

    def csv(self, path, text, key=None):
        headers = {"Content-Type": "text/csv"}
        if key:
            headers["Idempotency-Key"] = key
        status, _, body = self.ask("POST", path, text, headers)
        return status, json.loads(body) if body else None

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.log.close()

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def mark(database):
    """How many entries the ledger has, and the digest of the last one."""
    with sqlite3.connect(database) as connection:
        return connection.execute("select count(*), (select sha256 from ledger order by sequence desc limit 1) from ledger").fetchone()


def verified(jar, database):
    """What `verify FILE` with the mark of its ledger says, as JSON; raises where it finds a fault."""
    entries, head = mark(database)
    options = ["--entries", str(entries), *(["--head", head] if entries else [])]
    done = subprocess.run(java(jar, "verify", database, "--json", *options), cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError("verify: " + done.stdout[-2000:] + done.stderr[-2000:])
    return json.loads(done.stdout)
