"""A jar's service on a free port with a database of its own, and a client of it."""
import http.client
import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
JAVA = ["java", "-XX:+UseSerialGC", "-Duser.timezone=UTC", "-Duser.language=en", "-jar"]


class Answer:
    """What came back, as text."""

    def __init__(self, status, content_type, location, text):
        self.status, self.content_type, self.location, self.text = status, content_type, location, text

    def json(self):
        return json.loads(self.text)


class Service:
    """Runs from the root of the repository, so that configs/ and data/ are those of the sources beside this file."""

    def __init__(self, jar, database):
        command = [*JAVA, str(jar), "serve", "--port", "0", "--database", str(database)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        address = re.search(r"http://([\d.]+):(\d+)", line)
        if not address:
            self.stop()
            raise RuntimeError(f"the service did not start: {line}")
        self.host, self.port = address[1], int(address[2])

    def send(self, method, path, body=None, content_type=None, headers=None):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=300)
        try:
            given = dict(headers or {})
            if content_type:
                given["Content-Type"] = content_type
            connection.request(method, path, body.encode() if isinstance(body, str) else body, given)
            response = connection.getresponse()
            text = response.read().decode()
            location = response.getheader("Location") or ""
            return Answer(response.status, response.getheader("Content-Type") or "", self.path_of(location), text)
        finally:
            connection.close()

    @staticmethod
    def path_of(location):
        return re.sub(r"^https?://[^/]+", "", location)

    def stop(self):
        """Lets it close its database, which leaves one file."""
        self.process.terminate()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def command(jar, arguments, stdin=None):
    """Runs one command; its exit status, output and complaints."""
    done = subprocess.run(
        [*JAVA, str(jar), *map(str, arguments)], cwd=ROOT, input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "80"})
    return done.returncode, done.stdout.decode(), done.stderr.decode()
