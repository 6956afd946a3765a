#!/usr/bin/env python3
"""Records what a jar prints, answers and shows, so that two versions can be compared: record.py JAR FOLDER [PART]

Parts: FOLDER/service has a file a request, FOLDER/ledger the ledger by command line, FOLDER/commands a file a command. Ids, times,
versions and places are replaced by names; the same jar gives the same bytes.
"""
import concurrent.futures
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

import commands
import ledger_commands
import literal
from masks import Masks
from pages import Reader
from service import Jar, Service
from walk import Walk

MOST_LINES = 300
LONGEST_LINE = 100_000
VIEW = re.compile(r'(<script type="application/json" id="view">)(.*?)(</script>)', re.DOTALL)


def content(text):
    """Text as it is kept: JSON as JSON, else its lines; what is long as its first lines and its digest."""
    try:
        if text.lstrip()[:1] in ("{", "["):
            return literal.shortened(literal.read(text))
    except ValueError:
        pass
    lines = text.split("\n")
    if len(lines) <= MOST_LINES and max(map(len, lines)) <= LONGEST_LINE:
        return {"lines": lines}
    return {"first_lines": [line[:200] for line in lines[:3]], "lines": literal.Number(len(lines)), "sha256": hashlib.sha256(text.encode()).hexdigest()}


def page(text, twin):
    """A page without indentation and empty lines; its embedded record apart, unless it is that of its twin."""
    kept = {}

    def apart(found):
        kept["record"] = literal.read(found[2])
        return found[1] + found[3]

    lines = [line.strip() for line in VIEW.sub(apart, text).split("\n")]
    if "record" in kept:
        kept["record"] = "as its twin" if kept["record"] == twin else literal.shortened(kept["record"])
    return {"lines": [line for line in lines if line], **kept}


def write(folder, name, value):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(literal.write(value) + "\n", encoding="utf-8")


def command_record(masks, arguments, outcome):
    status, output, complaints = outcome
    kept = {"command": masks.apply(" ".join(map(str, arguments))), "exit": literal.Number(status),
            "output": content(masks.apply(output))}
    return {**kept, "complaints": masks.apply(complaints).split("\n")} if complaints else kept


def record_commands(jar, version, folder):
    asked = commands.all_commands()
    with concurrent.futures.ThreadPoolExecutor(2) as two:
        outcomes = two.map(lambda one: jar.run(one[1], one[2]), asked)
        for (name, arguments, _), outcome in zip(asked, outcomes):
            write(folder, name, command_record(Masks(version, {}), arguments, outcome))


def record_ledger(jar, version, folder):
    """One after the other on one database, so all names of ids are given in one go."""
    with tempfile.TemporaryDirectory() as scratch:
        done = ledger_commands.run(jar, scratch)
        masks = Masks(version, {scratch: "<folder>"})
        masks.learn(next(outcome[1] for name, _, outcome in done if name == "export"))
        for number, (name, arguments, outcome) in enumerate(done, 1):
            write(folder, f"{number:02}-{name}", command_record(masks, arguments, outcome))


class Answers:
    """Keeps every answer that has a name, in order."""

    def __init__(self, service):
        self.service, self.kept = service, []

    def send(self, name, method, path, body=None, kind=None, headers=None):
        answer = self.service.send(method, path, body, kind, headers)
        if name:
            self.kept.append((name, method, path, answer))
        return answer

    def write(self, masks, folder):
        twins = {}
        for number, (name, method, path, answer) in enumerate(self.kept, 1):
            text = masks.apply(answer.text)
            address, twin = masks.apply(path), None
            if answer.headers.get("content-type", "").startswith("text/html"):
                start, _, query = address.partition("?")
                body = page(text, twins.get(start + ".json" + ("?" + query if query else "")))
            else:
                body = content(text)
                if method == "GET" and address.partition("?")[0].endswith(".json") and "lines" not in body:
                    twins[address] = literal.read(text)
            headers = {key: masks.apply(value) for key, value in sorted(answer.headers.items())}
            kept = {"request": f"{method} {address}", "status": literal.Number(answer.status), "headers": headers,
                    "body": body}
            slug = re.sub(r"[^a-z0-9]+", "-", masks.apply(urllib.parse.unquote(name)).lower()).strip("-")
            write(folder, f"{number:03}-{slug}"[:120], kept)


def record_service(path, version, folder):
    with tempfile.TemporaryDirectory() as scratch, Service(path, pathlib.Path(scratch) / "studies.db") as service:
        answers = Answers(service)
        walk = Walk(answers.send)
        walk.all()
        Reader(answers.send, walk).all()
        masks = Masks(version, {scratch: "<folder>"})
        for kind, paths in (("fit", walk.fits), ("forecast", walk.forecasts), ("job", walk.jobs)):
            for name, path in paths.items():
                masks.call(path.rsplit("/", 1)[1], f"<{kind} {name}>")
        masks.learn(service.send("GET", "/api/v1/ledger.jsonl").text)
        answers.write(masks, folder)


def main(path, folder, chosen):
    begun = time.monotonic()
    shown = subprocess.run(["java", "-jar", str(path), "--version"], check=True, capture_output=True, text=True).stdout
    version = re.search(r"\d+\.\d+\.\d+\S*", shown)[0]
    with tempfile.TemporaryDirectory() as scratch:
        jar = Jar(path, scratch)
        for name, record in (("service", lambda to: record_service(path, version, to)),
                             ("ledger", lambda to: record_ledger(jar, version, to)),
                             ("commands", lambda to: record_commands(jar, version, to))):
            if chosen not in (name, "all"):
                continue
            shutil.rmtree(folder / name, ignore_errors=True)
            record(folder / name)
            files = list((folder / name).iterdir())
            print(f"{name}: {len(files)} files, {sum(file.stat().st_size for file in files)} bytes,"
                  f" {time.monotonic() - begun:.0f} s since the start")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3] if sys.argv[3:] else "all")
