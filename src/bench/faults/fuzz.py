"""Requests of all kinds to all addresses of a service with tokens on, good and broken; says what was answered.

  python3 src/bench/faults/fuzz.py JAR REQUESTS SEED > data/operation/fuzz.json

A status from 500 on other than 503 and 507, a broken connection, and a class name or a stack in an answer are faults; they are printed
with the request. Addresses come from src/docs/api.md, which a test holds equal to the route table.
"""

import collections
import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading

from kills import TERMS
from service import ROOT, STUDY, Service, java, rows

LEAK = re.compile(
    rb"\b(?:java|javax|jakarta|jdk|sun|kotlin|com|org|io|gg|net)\.(?:[a-z0-9_]+\.)+[A-Z]\w*|\bat [a-z]\w*(?:\.\w+)+\(|\b\w+(?:Exception|Error)\b(?=[:;\s(])"
    rb"|\b(?:LinkedHashMap|ArrayList|HashMap|LocalDate|ObjectNode|JsonNode|JsonToken|StreamReadConstraints|StreamConstraints|BigDecimal|Optional(?:Int|Double|Long)?\[)\b|\bSQLITE_"
)
# what these addresses compute takes long: asked of real studies now and then
HEAVY = re.compile(r"/(fits|forecasts|plans|compare|comparison|diagnostics|methods|next-measurement|tornado|lock|backtests|against/.*|backup|verification)(\.json)?$")
# and these compute for seconds of whatever they are asked: one in twenty of the requests to them is sent
LONG = re.compile(r"/(designs?|meta-analys[ie]s|toy|forecast|bulk)(\.\w+)?$")
WORDS = ["", "a", "0", "-1", "1e999", "NaN", "null", "true", "../../etc/passwd", "%00", "\u00e4\u00f6", "'; drop table study; --", "<b>", "x" * 300, "7B", "1.4T", "\ud83d\ude00", "[]", "{}", "1,2", "2030-01-01T00:00:00Z"]
TYPES = ["application/json", "text/csv", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "multipart/form-data", "text/plain", "application/xml", "", "application/json; charset=utf-16", "a/b/c"]
BODIES = {
    "studies": {"name": "n", "task": "t", "trivial_accuracy": 0.25, "shots": 5, "family": "f"},
    "{id}": {"name": "n", "shots": 5},
    "fits": {"method": "mle", "law": "log_power", "seed": 1},
    "forecasts": {"params": "4B", "tokens": "1T", "level": 0.4},
    "plans": {"plans": [{"params": "4B", "tokens": "1T"}], "p": 0.5},
    "lock": TERMS,
    "dispute": {"reason": "r"},
    "withdrawal": {"reason": "r"},
    "void": {"reason": "r"},
    "note": {"note": "n"},
    "visibility": {"listed": True},
    "backtests": {"seed": 1},
    "exclusions": {"model": "m", "reason": "r", "examples": 5},
}


def addresses():
    found = []
    with open(os.path.join(ROOT, "src", "docs", "api.md")) as file:
        for line in file:
            match = re.match(r"\| `(\w+) ([^`]+)`((?: `\.\w+`)*) \|", line)
            if match:
                found.append((match[1], match[2]))
                found.extend((match[1], match[2] + ending) for ending in re.findall(r"`(\.\w+)`", match[3]))
    return found


class Fuzz:
    def __init__(self, service, secrets, ids, seed, requests):
        self.service, self.secrets, self.ids, self.random, self.left = service, secrets, ids, random.Random(seed), requests
        self.addresses, self.lock = addresses(), threading.Lock()
        self.statuses, self.faults, self.seen = collections.Counter(), [], collections.Counter()

    def value(self, random):
        kind = random.random()
        if kind < 0.65:
            return random.choice(self.ids)
        if kind < 0.85:
            return random.choice(WORDS)
        return "".join(chr(random.choice([random.randrange(32, 127), random.randrange(128, 2000)])) for _ in range(random.randrange(1, 20)))

    def mutated(self, random, value, depth=0):
        if random.random() < 0.1:
            return random.choice([None, True, -1, 1e308, 10**400, "", "x", [], {}, [[]], {"a": 1}, 0.5, "1e999", {"value": 1}])
        if isinstance(value, dict):
            changed = {key: self.mutated(random, each, depth + 1) for key, each in value.items() if random.random() > 0.05}
            if random.random() < 0.1:
                changed[random.choice(["x", "id", "method", "law", "seed", "family", "level", "path", "loss_law", "backtest", "eval_items"])] = self.mutated(random, "7", depth + 1)
            return changed
        if isinstance(value, list):
            return [self.mutated(random, each, depth + 1) for each in value]
        return value

    def body(self, random, path):
        kind = random.random()
        if kind < 0.15:
            return b"", ""
        if kind < 0.6:
            text = json.dumps(self.mutated(random, BODIES.get(path.rsplit("/", 1)[1], {}) if random.random() < 0.8 else random.choice(list(BODIES.values()))), ensure_ascii=False)
            if random.random() < 0.15:
                text = text[: random.randrange(len(text) + 1)]
            if random.random() < 0.03:
                text = "[" * random.randrange(1, 5000)
            return text.encode("utf-8", "replace"), "application/json"
        if kind < 0.8:
            lines = ROWS[: random.randrange(1, 8)]
            text = list("\n".join(lines))
            for _ in range(random.randrange(0, 6)):
                text[random.randrange(len(text))] = random.choice(list('",;\t\n\0') + ["\u20ac", "x", "9"])
            return "".join(text).encode(), "text/csv"
        if kind < 0.9:
            fields = "&".join(f"{random.choice(['name', 'task', 'token', 'model', 'params', 'tokens', 'row', 'csv', 'text', 'action', 'law', 'deadline'])}={random.choice(WORDS)}" for _ in range(random.randrange(1, 6)))
            return fields.encode("utf-8", "replace"), "application/x-www-form-urlencoded"
        part = f"--b\r\nContent-Disposition: form-data; name=\"{random.choice(['file', 'csv', 'x'])}\"; filename=\"f.csv\"\r\n\r\n" + "\n".join(ROWS[:4]) + "\r\n--b" + random.choice(["--", "", "\r\n"]) + "\r\n"
        return part.encode(), "multipart/form-data; boundary=b"

    def request(self, random):
        method, template = random.choice(self.addresses)
        while LONG.search(template) and random.random() > 0.05:
            method, template = random.choice(self.addresses)
        path = re.sub(r"\{\w+\}", lambda m: quoted(self.value(random)), template)
        if HEAVY.search(template) and any(real in path for real in self.ids) and random.random() > 0.01:
            path = re.sub(r"\{\w+\}", "none", template)
        if random.random() < 0.3:
            names = ["limit", "cursor", "sort", "order", "state", "from", "below", "shots", "dry_run", "replace", "update", "column", "metric", "params", "tokens", "train_flops", "p", "alpha", "edit", "unlisted", "high", "model"]
            path += "?" + "&".join(f"{random.choice(names)}={quoted(random.choice(WORDS))}" for _ in range(random.randrange(1, 4)))
        if random.random() < 0.03:
            method = random.choice(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO"])
        body, usual = self.body(random, template) if method not in ("GET", "HEAD") or random.random() < 0.02 else (b"", "")
        headers = {"Accept": random.choice(["text/html", "application/json", "*/*", "", "text/event-stream"])}
        kind = usual if random.random() < 0.8 else random.choice(TYPES)
        if kind:
            headers["Content-Type"] = kind
        who = random.random()
        if who < 0.9:
            headers["Authorization"] = "Bearer " + self.secrets["admin" if who < 0.8 else random.choice(list(self.secrets))]
        elif who < 0.95:
            headers["Authorization"] = random.choice(["Bearer el_wrong", "Basic YTpi", "Bearer", "Bearer " + "x" * 2000])
        if random.random() < 0.1:
            headers["Idempotency-Key"] = random.choice(["k", "", "x" * 300, str(random.randrange(1000))])
        if random.random() < 0.05:
            headers[random.choice(["X-Request-Id", "Origin", "Sec-Fetch-Site", "Range", "If-None-Match", "X-Forwarded-For", "Cookie", "Accept-Encoding"])] = random.choice(["x", "cross-site", "http://evil.example", "bytes=0-1", "*", "emergence_law=el_x"])
        return method, path, body, headers

    def work(self, seed):
        own = random.Random(seed)
        connection = None
        while True:
            with self.lock:
                if self.left <= 0:
                    return
                self.left -= 1
            method, path, body, headers = self.request(own)
            if "/jobs/" in path and path.endswith("events"):
                headers["Connection"] = "close"
            sent = {**headers, "Content-Length": str(len(body))}
            try:
                connection, answer, text = self.exchange(connection, method, path, body, sent)
            except (OSError, http.client.HTTPException) as broken:
                connection = None
                self.note(0, repr(broken).encode(), (method, path, body[:300], headers))
                continue
            self.note(answer.status, text + str(answer.headers).encode(), (method, path, body[:300], headers))
            if answer.will_close:
                connection.close()
                connection = None

    def exchange(self, connection, method, path, body, headers):
        """Over the connection that is there, which the service may have closed since; then over a new one."""
        for kept in [connection] * (connection is not None) + [None]:
            new = kept or http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=120)
            try:
                new.request(method, path, body=body, headers=headers)
                answer = new.getresponse()
                return new, answer, answer.read()
            except (OSError, http.client.HTTPException):
                new.close()
                if kept is None:
                    raise

    def note(self, status, text, request):
        shown = (request[0], request[1], request[2].decode("utf-8", "replace"), {k: v for k, v in request[3].items() if k != "Authorization"})
        with self.lock:
            self.statuses[status] += 1
            self.seen[re.sub(r"\?.*", "", request[1]).split("/")[-1][:20]] += 1
            # scripts speak of JavaScript's own errors
            leak = None if request[1].startswith("/static/") else LEAK.search(text)
            if leak:
                self.faults.append(("leak " + leak[0].decode("utf-8", "replace"), status, *shown))
            if status >= 500 and status not in (503, 507) or status == 0:
                self.faults.append((f"status {status}", status, *shown, text[:200].decode("utf-8", "replace")))


def quoted(text):
    """As in an address; per cent signs stay, so that some are broken."""
    return "".join(chr(b) if b < 128 and (chr(b).isalnum() or chr(b) in "-._~%") else f"%{b:02X}" for b in text.encode("utf-8", "replace"))


ROWS = rows().splitlines()


def token(jar, database, scope):
    done = subprocess.run(java(jar, "token", "create", "fuzz-" + scope, "--scope", scope, "--database", database, "--json"), cwd=ROOT, capture_output=True, text=True, check=True)
    return re.search(r"el_[A-Za-z0-9_-]+", done.stdout)[0]


def prepared(service):
    ids = ["base", "other"]
    for study in ids[:]:
        service.json("POST", "/api/v1/studies", {**STUDY, "id": study, "name": study})
        service.csv(f"/api/v1/studies/{study}/observations", "\n".join(ROWS))
        _, fit = service.json("POST", f"/api/v1/studies/{study}/fits", {"method": "mle"})
        _, forecast = service.json("POST", f"/api/v1/fits/{fit['id']}/forecasts", {"params": "4B", "tokens": "1T"})
        service.json("POST", f"/api/v1/forecasts/{forecast['id']}/lock", TERMS)
        _, job = service.json("POST", f"/api/v1/studies/{study}/backtests", {})
        ids += [fit["id"], forecast["id"], job["id"]]
    return ids


def main():
    jar, requests, seed = os.path.abspath(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    directory = tempfile.mkdtemp()
    database = os.path.join(directory, "studies.db")
    service = Service(jar, database)
    ids = prepared(service)
    secrets = {scope: token(jar, database, scope) for scope in ("read", "submit", "lock", "admin")}
    fuzz = Fuzz(service, secrets, ids, seed, requests)
    threads = [threading.Thread(target=fuzz.work, args=(seed * 1000 + i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    health = service.ask("GET", "/healthz")[0]
    alive = service.process.poll() is None
    service.stop()
    assert sum(fuzz.statuses.values()) == requests, "requests were lost on the way"
    errors = sum(1 for line in open(database + ".log", errors="replace") if " ERROR " in line)
    for fault in fuzz.faults[:40]:
        print(fault, file=sys.stderr)
    if "--keep" in sys.argv:
        print(directory, file=sys.stderr)
    else:
        shutil.rmtree(directory)
    kinds = collections.Counter(fault[0] for fault in fuzz.faults)
    print(
        json.dumps(
            {
                "command": f"python3 src/bench/faults/fuzz.py target/emergence-law.jar {requests} {seed}",
                "requests": requests,
                "addresses": len(fuzz.addresses),
                "statuses": {str(status): count for status, count in sorted(fuzz.statuses.items())},
                "server_errors": sum(count for status, count in fuzz.statuses.items() if status >= 500 and status not in (503, 507)),
                "broken_connections": fuzz.statuses[0],
                "leaks": sum(count for kind, count in kinds.items() if kind.startswith("leak")),
                "kinds_of_faults": dict(kinds),
                "errors_in_the_log": errors,
                "alive_and_healthy_after": alive and health == 200,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
