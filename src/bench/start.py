"""Time from the command to the start page with its examples, of two builds in turn; only the ratios mean anything on a busy machine.

  python3 src/bench/start.py BEFORE.jar FOLDER_OF_BEFORE target/emergence-law/bin/emergence-law [ROUNDS] > data/operation/start.json

BEFORE.jar is started as the README of 0.1.0 says, in its own folder (configs/, data/); the launcher in this one. `first` makes a new
database, `later` opens the one that is there. Wall time, and processor time of the process until the page is there.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

README = ["java", "-XX:+UseSerialGC", "-Xmx192m", "-jar"]


def start(command, folder, database):
    began = time.monotonic()
    process = subprocess.Popen(
        command + ["serve", "--port", "0", "--database", database], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        line = process.stdout.readline()
        page = urllib.request.urlopen(line[line.index("http") :].strip() + "/").read().decode()
        wall = time.monotonic() - began
        times = open(f"/proc/{process.pid}/stat").read().rsplit(")", 1)[1].split()
        assert "/examples/synthetic" in page, "the page offers no examples"
        return wall, (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    finally:
        process.terminate()
        process.wait()


def main():
    jar, before, launcher = (os.path.abspath(path) for path in sys.argv[1:4])
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 15
    sides = {"before": (README + [jar], before), "now": ([launcher], os.getcwd())}
    took = {(side, which): [] for side in sides for which in ("first", "later")}
    for _ in range(rounds):
        for side, (command, folder) in sides.items():
            with tempfile.TemporaryDirectory() as directory:
                database = os.path.join(directory, "studies.db")
                for which in ("first", "later"):
                    took[side, which].append(start(command, folder, database))
    result = {"command": "python3 src/bench/start.py " + " ".join(["0.1.0.jar", "0.1.0", "target/emergence-law/bin/emergence-law", str(rounds)])}
    result["rounds"] = rounds
    for which in ("first", "later"):
        for at, kind in enumerate(("wall_seconds", "processor_seconds")):
            both = {side: statistics.median(run[at] for run in took[side, which]) for side in sides}
            ratios = [b[at] / n[at] for b, n in zip(took["before", which], took["now", which])]
            result[f"{which}_{kind}"] = {
                "before_median": round(both["before"], 2),
                "now_median": round(both["now"], 2),
                "before_least": round(min(run[at] for run in took["before", which]), 2),
                "now_least": round(min(run[at] for run in took["now", which]), 2),
                "median_ratio": round(statistics.median(ratios), 2),
            }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
