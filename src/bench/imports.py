"""Imports of more and more rows by the launcher's heap: whether memory stays where it is, and what a row costs.

  python3 src/bench/imports.py target/emergence-law.jar [ROWS ...] > data/operation/imports.json

Each number of rows is a file of its own: checkpoints with 40 amounts of data and 25 seeds each, a note, and the database is new. `import`
makes the study, so it reads the file twice: for its task and family, and by the rules of the study. The processor time
of a start alone (`--help`) is told apart. The export is compared with the digest that the database keeps. At last the service takes the
largest file as an upload, lists it, gives it back, refuses to fit it, and deletes it.
"""

import hashlib
import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

JAVA = ["java", "-XX:+UseSerialGC", "-Xmx192m"]
AMOUNTS, SEEDS = 40, 25
STUDY = {"id": "uploaded", "name": "uploaded", "task": "many", "family": "ours", "trivial_accuracy": 0.25, "shots": 0}


def write(path, rows):
    with open(path, "w") as out:
        out.write("task,family,model,params,tokens,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval,note\n")
        for i in range(rows):
            m, a, s = i // (AMOUNTS * SEEDS), i // SEEDS % AMOUNTS, i % SEEDS
            params, tokens = 10_000_000 * (1 + m % 50), 1_000_000_000 * (1 + m // 50)
            loss = 1.69 + 406.4 / params**0.34 + 410.7 / tokens**0.28
            right = 250 + (m * 31 + a * 17 + s * 29 + m * a * s % 113) % 500
            out.write(f"many,ours,ours-{m:04d},{params},{tokens},{loss:.4f},finetuned,{100 * (a + 1)},{s},{right / 1000},1000,r{i % 10}\n")


def run(command, out=subprocess.DEVNULL):
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, said
    return {
        "wall_seconds": round(time.monotonic() - began, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "most_resident_mib": used.ru_maxrss >> 10,
    }


def heap(log):
    pauses = re.findall(r"(\d+)M->(\d+)M\(", open(log).read())
    return {"most_heap_mib": max(int(p[0]) for p in pauses), "most_heap_after_collection_mib": max(int(p[1]) for p in pauses)}


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def measure(jar, rows, folder):
    table, database, log = (os.path.join(folder, name) for name in (f"{rows}.csv", f"{rows}.db", f"{rows}.gc"))
    write(table, rows)
    options = ["--study", "s", "--database", database, "--trivial-accuracy", "0.25", "--shots", "0"]
    imported = run(JAVA + [f"-Xlog:gc:file={log}", "-jar", jar, "import", table] + options) | heap(log)
    exported = os.path.join(folder, "exported.csv")
    with open(exported, "wb") as out:
        export = run(JAVA + ["-jar", jar, "export", "--study", "s", "--database", database], out)
    with sqlite3.connect(database) as opened:
        kept, count = opened.execute("select observation_revision, (select count(*) from observation) from study").fetchone()
    assert count == rows and digest(exported) == kept, "the export is not what the database says"
    measured = {"rows": rows, "file_mib": os.path.getsize(table) >> 20, "import": imported, "export": export}
    print(json.dumps(measured), file=sys.stderr)
    return measured


def served(jar, table, folder):
    database, log = os.path.join(folder, "served.db"), os.path.join(folder, "served.gc")
    command = JAVA + [f"-Xlog:gc:file={log}", "-jar", jar, "serve", "--port", "0", "--database", database]
    # a busy machine takes longer than the five minutes that a request has
    settings = os.environ | {"EMERGENCE_LAW_REQUEST_SECONDS": "3600"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=settings)
    try:
        line = process.stdout.readline()
        port = int(re.search(r"http://[^:/]+:(\d+)", line).group(1))
        ask(port, "POST", "/api/v1/studies", json.dumps(STUDY).encode(), "application/json", 201)
        began = time.monotonic()
        boundary = "rows-of-a-table"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="rows.csv"\r\nContent-Type: text/csv\r\n\r\n'
        with open(table, "rb") as file:
            body = head.encode() + file.read() + f"\r\n--{boundary}--\r\n".encode()
        ask(port, "POST", "/api/v1/studies/uploaded/observations", body, f"multipart/form-data; boundary={boundary}", 201)
        took = time.monotonic() - began
        listed = json.loads(ask(port, "GET", "/api/v1/studies", None, None, 200))
        rows = ask(port, "GET", "/api/v1/studies/uploaded/observations.csv", None, None, 200)
        refused = json.loads(ask(port, "POST", "/api/v1/studies/uploaded/fits", b"{}", "application/json", 409))
        ask(port, "DELETE", "/api/v1/studies/uploaded", None, None, 204)
        resident = int(re.search(r"VmHWM:\s+(\d+)", open(f"/proc/{process.pid}/status").read()).group(1))
        return {
            "upload_wall_seconds": round(took, 1),
            "rows_given_back": rows.count(b"\n") - 1,
            "listed": len(listed["items"]),
            "fit": refused["code"],
            "most_resident_mib": resident >> 10,
        } | heap(log)
    finally:
        process.terminate()
        process.wait()


def ask(port, verb, path, body, kind, status):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3600)
    connection.request(verb, path, body, {"Content-Type": kind} if kind else {})
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status == status, (verb, path, answer.status, text[:500])
    return text


def main():
    jar = os.path.abspath(sys.argv[1])
    sizes = [int(rows) for rows in sys.argv[2:]] or [10_000, 100_000, 1_000_000]
    with tempfile.TemporaryDirectory() as folder:
        result = {"command": "python3 src/bench/imports.py " + " ".join(["target/emergence-law.jar"] + [str(rows) for rows in sizes])}
        result["start"] = run(JAVA + ["-jar", jar, "import", "--help"])
        result["sizes"] = [measure(jar, rows, folder) for rows in sizes]
        for size in result["sizes"]:
            own = size["import"]["processor_seconds"] - result["start"]["processor_seconds"]
            size["import"]["processor_microseconds_a_row"] = round(1e6 * own / size["rows"])
        result["service"] = served(jar, os.path.join(folder, f"{sizes[-1]}.csv"), folder)
    json.dump(result, sys.stdout, indent=2)
    print()


main()
