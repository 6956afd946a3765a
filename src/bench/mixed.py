"""Mixed clients of a service, of an earlier jar and of this one in turns: how long reads and /healthz take under load.

  python3 src/bench/mixed.py OLD.jar NEW.jar CLIENTS SECONDS ROUNDS > data/operation/mixed.json

With - for OLD.jar the present version alone: what stays resident after a long load needs no other. NEW.jar may be the launcher.

Each service has three studies with a fit, which everybody reads. Alone, one client reads for a while: the times that others are compared
with. Then CLIENTS clients do what people do, one request after another: of ten six read, two fit a study of their own, one forecasts by
that fit, one makes such a study and imports its rows. Beside them one client asks /healthz ten times a second, from a process of its own.
Times are from the request to the last byte. What is compared are ratios within one round: the machine may be as busy as it likes. Memory is
looked at while they work, and once more two minutes after.
"""

import collections
import http.client
import json
import multiprocessing
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
JAVA = ["java", "-XX:+UseSerialGC", "-Xmx192m"]
# seconds after the load until memory is looked at once more
IDLE = 120
STUDY = {"task": "synthetic_four_choice", "trivial_accuracy": 0.25, "shots": 5, "family": "synthetic"}
STUDIES = ["s0", "s1", "s2"]
READS = ["/", "/studies/{}", "/studies/{}.json", "/api/v1/studies", "/api/v1/studies/{}", "/api/v1/studies/{}/observations.csv", "/ledger"]


class Service:
    def __init__(self, jar, directory):
        with open(os.path.join(ROOT, "data", "synthetic", "observations.csv")) as file:
            self.rows = file.read()
        start = [*JAVA, "-jar", jar] if jar.endswith(".jar") else [jar]
        command = [*start, "serve", "--port", "0", "--database", os.path.join(directory, "studies.db")]
        # settings and catalogue of its own version
        own = os.path.dirname(os.path.dirname(jar))
        folder = own if os.path.exists(os.path.join(own, "configs")) else ROOT
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r"http://[^:/]+:(\d+)", self.process.stdout.readline()).group(1))
        for study in STUDIES:
            self.ask("POST", "/api/v1/studies", {**STUDY, "id": study, "name": study})
            self.ask("POST", f"/api/v1/studies/{study}/observations", self.rows)
            self.ask("POST", f"/api/v1/studies/{study}/fits", {})

    def resident(self):
        """Resident memory of the process, MB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return round(int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1000, 1)

    def ask(self, verb, path, body=None):
        """Status, body and seconds; status 0 where no answer came in a minute."""
        kind = "application/json" if isinstance(body, dict) else "text/csv"
        sent = json.dumps(body) if isinstance(body, dict) else body
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        began = time.monotonic()
        try:
            connection.request(verb, path, sent, {"Content-Type": kind} if body else {})
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, text, time.monotonic() - began
        except OSError:
            return 0, b"", time.monotonic() - began
        finally:
            connection.close()

    def read(self, choice):
        return self.ask("GET", choice.choice(READS).format(choice.choice(STUDIES)))

    def something(self, choice, name, own):
        """One request, and what it is; `own` holds the newest study and fit of the client."""
        kind = choice.random()
        if kind < 0.6:
            return "read", self.read(choice)
        if kind < 0.8 and "study" in own:
            made = self.ask("POST", f"/api/v1/studies/{own['study']}/fits", {"method": "mle", "seed": choice.randrange(10**6)})
            if made[0] == 201:
                own["fit"] = json.loads(made[1])["id"]
            return "fit", made
        if kind < 0.9 and "fit" in own:
            return "forecast", self.ask("POST", f"/api/v1/fits/{own['fit']}/forecasts", {"params": "4B", "tokens": "1T"})
        begun = self.ask("POST", "/api/v1/studies", {**STUDY, "id": name, "name": name})
        if begun[0] == 503:
            return "import", begun
        made = self.ask("POST", f"/api/v1/studies/{name}/observations", self.rows)
        if made[0] == 201:
            own["study"] = name
        return "import", made


def high(times):
    return sorted(times)[int(0.99 * (len(times) - 1))] if times else None


def measure(jar, clients, seconds, seed):
    with tempfile.TemporaryDirectory() as directory:
        service = Service(jar, directory)
        try:
            return loaded(service, clients, seconds, seed)
        finally:
            service.process.terminate()
            service.process.wait()


def loaded(service, clients, seconds, seed):
    choice = random.Random(seed)
    # the first views are made, and code is compiled
    for _ in range(100):
        service.read(choice)
    alone = [service.read(choice)[2] for _ in range(100)]
    healthy_alone = [service.ask("GET", "/healthz")[2] for _ in range(100)]
    times, statuses, lock = collections.defaultdict(list), collections.Counter(), threading.Lock()
    until = time.monotonic() + seconds

    def client(number):
        chance, own, count = random.Random(f"{seed}-{number}"), {}, 0
        while time.monotonic() < until:
            count += 1
            kind, (status, _, took) = service.something(chance, f"c{number}-{count}", own)
            with lock:
                times[kind].append(took)
                statuses[status] += 1
            if status == 503:
                time.sleep(1)

    def health(answer):
        asked = []
        while time.monotonic() < until:
            asked.append(service.ask("GET", "/healthz")[2])
            time.sleep(0.1)
        answer.send(asked)

    resident = []

    def memory():
        # every hundredth of the time, and so the last one at its end
        while time.monotonic() < until:
            time.sleep(seconds / 100)
            resident.append(service.resident())

    # a process of its own: among the threads of the clients it would wait for their interpreter
    beside = multiprocessing.get_context("fork")
    answer, told = beside.Pipe(duplex=False)
    beside.Process(target=health, args=(told,)).start()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    threads.append(threading.Thread(target=memory))
    for thread in threads:
        thread.start()
    healthy = answer.recv()
    for thread in threads:
        thread.join()
    time.sleep(IDLE)
    return {
        "reads_alone_p99_seconds": round(high(alone), 4),
        "reads_p50_seconds": round(statistics.median(times["read"]), 4),
        "reads_p99_seconds": round(high(times["read"]), 3),
        "health_alone_p99_seconds": round(high(healthy_alone), 4),
        "health_p99_seconds": round(high(healthy), 4),
        "answers": {str(status): count for status, count in sorted(statuses.items())},
        "requests_a_second": round(sum(statuses.values()) / seconds, 1),
        "resident_mb_most": max(resident),
        "resident_mb_at_the_end": resident[-1],
        "resident_mb_after_two_minutes": service.resident(),
    }


def main():
    old, new, (clients, seconds, rounds) = sys.argv[1], sys.argv[2], map(int, sys.argv[3:6])
    name = "-" if old == "-" else "0.1.0.jar"
    present = "target/emergence-law.jar" if new.endswith(".jar") else "target/emergence-law/bin/emergence-law"
    result = {"command": f"python3 src/bench/mixed.py {name} {present} {clients} {seconds} {rounds}", "rounds": []}
    jars = {which: os.path.abspath(jar) for which, jar in (("old", old), ("new", new)) if jar != "-"}
    for number in range(rounds):
        one = {which: measure(jar, clients, seconds, number) for which, jar in jars.items()}
        if "old" in one:
            for of in ("reads", "health"):
                one[f"{of}_p99_old_over_new"] = round(one["old"][f"{of}_p99_seconds"] / one["new"][f"{of}_p99_seconds"], 2)
        one["health_under_load_over_alone"] = {
            which: round(one[which]["health_p99_seconds"] / one[which]["health_alone_p99_seconds"], 2) for which in jars
        }
        result["rounds"].append(one)
        print(json.dumps(one), file=sys.stderr, flush=True)
    json.dump(result, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
