"""Runs a jar: its commands, and its service on a free port with a database of its own."""
import http.client
import json
import os
import pathlib
import re
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
JAVA = ["java", "-XX:+UseSerialGC", "-Duser.timezone=UTC", "-Duser.language=en", "-Duser.country=US"]

HEADERS_OF_THE_MOMENT = {"date", "content-length", "connection", "transfer-encoding"}


class Answer:
    """What came back, as text."""

    def __init__(self, status, headers, text):
        self.status, self.headers, self.text = status, headers, text

    @property
    def location(self):
        return re.sub(r"^https?://[^/]+", "", self.headers.get("location", ""))

    def json(self):
        return json.loads(self.text)


class Service:
    """Runs from the root of the repository, so that configs/ and data/ are those of the sources beside this file."""

    def __init__(self, jar, database):
        command = [*JAVA, "-jar", str(jar), "serve", "--port", "0", "--database", str(database)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        address = re.search(r"http://([\d.]+):(\d+)", line)
        if not address:
            self.stop()
            raise RuntimeError(f"the service did not start: {line}")
        self.host, self.port = address[1], int(address[2])

    def send(self, method, path, body=None, kind=None, headers=None):
        """Follows no redirect and raises for no status."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=600)
        try:
            given = dict(headers or {})
            if kind:
                given["Content-Type"] = kind
            connection.request(method, path, body.encode() if isinstance(body, str) else body, given)
            response = connection.getresponse()
            text = response.read().decode()
            kept = {name.lower(): value for name, value in response.getheaders()
                    if name.lower() not in HEADERS_OF_THE_MOMENT}
            return Answer(response.status, kept, text)
        finally:
            connection.close()

    def stop(self):
        """Lets it close its database, which leaves one file."""
        self.process.terminate()
        self.process.wait(timeout=120)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Jar:
    """The commands of a jar. Each starts a JVM, so its classes are archived once, short ones are not optimised for long, and
    each has one processor, because two run at once."""

    LONG = ("backtest", "data/lab")

    def __init__(self, jar, folder):
        archive = pathlib.Path(folder) / "classes.jsa"
        first = [*JAVA, f"-XX:ArchiveClassesAtExit={archive}", "-jar", str(jar)]
        example = ["fit", "data/synthetic/observations.csv", "--task", "synthetic_four_choice", "--json"]
        subprocess.run([*first, *example], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.java, self.jar = [*JAVA, "-XX:ActiveProcessorCount=1", f"-XX:SharedArchiveFile={archive}"], ["-jar", str(jar)]

    def run(self, arguments, stdin=""):
        """Exit status, output and complaints of one command."""
        short = not any(str(argument).startswith(self.LONG) for argument in arguments)
        quick = ["-XX:TieredStopAtLevel=1"] if short else []
        with tempfile.TemporaryFile() as given:  # a file: from a pipe 0.1.0 reads nothing ("Illegal seek")
            given.write(stdin.encode())
            given.seek(0)
            done = subprocess.run(
                [*self.java, *quick, *self.jar, *map(str, arguments)], cwd=ROOT, stdin=given, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "80"})
        return done.returncode, done.stdout.decode(), done.stderr.decode()
