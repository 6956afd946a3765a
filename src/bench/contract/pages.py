"""After the walk: every page with its twin, what the API reads, and what it refuses."""
import json
import re
import urllib.parse

import rows
from walk import API, CSV, JSON, TASK

FORM = "application/x-www-form-urlencoded"
OF_A_STUDY = ("", "/submit", "/compare", "/diagnostics", "/methods", "/plans", "/metrics")
STUDIES = ("normal", "published", "twelve", "later", "measured", "flat", "empty")
ANYWHERE = ("/ledger", "/ledger/verification", "/scores", "/models", "/toy", "/meta-analysis")
LINKED = re.compile(r'"(/static/[^"]+)"')
MODULE = re.compile(r"""from ['"]\./([^'"]+)['"]""")
FILTERS = ("state=open", "state=emerged&sort=probability&order=desc", "unlisted=true&limit=2&cursor=2", "counted=backtest",
           "family=synthetic&from=0.5&below=0.9", "seen=nothing_run&sort=deadline", "task=nothing", "state=magic",
           "order=sideways", "limit=x", "from=7")


class Reader:
    """Reads what the walk left. A form's POST that changes nothing is read here too."""

    def __init__(self, send, walk):
        self.send, self.walk, self.found = send, walk, set()

    def get(self, path, headers=None):
        answer = self.send(f"get {path}", "GET", path, None, None, headers or {})
        self.found.update(LINKED.findall(answer.text))
        return answer

    def post(self, name, path, body=None, kind=JSON, headers=None):
        text = json.dumps(body) if isinstance(body, dict) else body
        return self.send(name, "POST", path, text, kind, headers or {})

    def twins(self, page, query=""):
        self.get(f"{page}.json{query}")
        self.get(page + query)

    def all(self):
        self.pages()
        self.api()
        self.plans()
        self.tools()
        self.repeated()
        self.refused()
        self.forms()
        self.linked()

    def linked(self):
        """Scripts and styles that the pages name, and the modules that these name."""
        read = set()
        while self.found - read:
            for path in sorted(self.found - read):
                read.add(path)
                text = self.get(path).text
                self.found.update(f"/static/{name}" for name in MODULE.findall(text))

    def pages(self):
        self.get("/index.json")
        self.get("/")
        for page in ANYWHERE:
            self.twins(page)
        for path in ("/scores.csv", "/ledger.csv", "/ledger.jsonl", "/studies", "/healthz", "/readyz", "/favicon.ico"):
            self.get(path)
        for study in STUDIES:
            for page in OF_A_STUDY:
                self.twins(f"/studies/{study}{page}")
        self.twins("/studies/normal", "?saved=3")
        self.twins("/studies/flat/submit", "?edit=saved")
        self.twins("/studies/measured/metrics", "?shots=16")
        self.twins("/studies/normal/against/later")
        for path in self.walk.forecasts.values():
            ident = path.rsplit("/", 1)[1]
            self.twins(f"/forecasts/{ident}")
            self.get(f"/ledger/{ident}.jsonl")
            self.twins(f"/ledger/{ident}")
        for name in ("open", "mle", "published-open", "twelve", "flat"):
            self.twins(f"/forecasts/{self.walk.forecasts[name].rsplit('/', 1)[1]}/tornado")
        for path in self.walk.jobs.values():
            self.twins(f"/jobs/{path.rsplit('/', 1)[1]}")
        for query in FILTERS:
            self.twins("/ledger", f"?{query}")

    def api(self):
        for path in ("studies", "tasks", "models", "models.csv", "ledger", "ledger.csv", "ledger.jsonl", "scores",
                     "ledger/verification", "toy", "studies?cursor=later", "ledger?state=emerged"):
            self.get(f"{API}/{path}")
        for study in STUDIES:
            for part in ("", "/observations.csv", "/observations.json", "/metrics"):
                self.get(f"{API}/studies/{study}{part}")
        for path in self.walk.fits.values():
            for part in ("", "/draws.csv", "/diagnostics", "/comparison", "/next-measurement"):
                self.get(path + part)
        for name, path in self.walk.forecasts.items():
            self.get(path)
            self.get(f"{API}/ledger/{path.rsplit('/', 1)[1]}")
        self.get(self.walk.forecasts["open"] + "/tornado")
        locked = f"{API}/ledger/{self.walk.forecasts['open'].rsplit('/', 1)[1]}"
        self.get(f"{API}/ledger/rows/{self.send(None, 'GET', locked, None, None, {}).json()['lock']['input_sha256']}")
        self.get(f"{API}/studies/normal/against/later")
        for path in self.walk.jobs.values():
            self.get(path)
            self.get(path + "/events", {"Accept": "text/event-stream"})
            self.get(path + "/events")
        self.send("head", "HEAD", f"{API}/studies", None, None, {})

    def plans(self):
        fit = self.walk.fits["normal"]
        self.post("plans-csv", f"{fit}/plans", rows.PLANS, CSV)
        self.post("plans-csv-p", f"{fit}/plans?p=0.3", rows.PLANS, CSV)
        self.post("plans-json", f"{fit}/plans", {"plans": [{"params": "34B", "tokens": "1.5T"}, {"train_flops": "1e24"}],
                                                 "p": 0.5})
        self.post("plans-empty", f"{fit}/plans", {"plans": []})
        self.post("plans-text", f"{fit}/plans", "x", "text/html")

    def tools(self):
        self.post("meta", f"{API}/meta-analyses", rows.scores(), CSV)
        self.post("meta-high", f"{API}/meta-analyses?high=5", rows.scores(), CSV)
        self.post("meta-page", "/meta-analysis", rows.scores(), CSV)
        self.post("meta-refused", f"{API}/meta-analyses", "task,metric\na,b\n", CSV)
        for query in ("alpha=-0.2&c=2B&answer_tokens=7&samples=3&items=50", "alpha=x", "items=0"):
            self.twins("/toy", f"?{query}")

    def repeated(self):
        """A key repeats its answer; with another body it is refused."""
        body = {"id": "empty", "name": "No rows yet", "task": TASK, "family": "synthetic"}
        self.post("key-again", f"{API}/studies", body, headers={"Idempotency-Key": "make-empty"})
        self.post("key-other", f"{API}/studies", {**body, "name": "x"}, headers={"Idempotency-Key": "make-empty"})
        self.post("key-blank", f"{API}/studies", body, headers={"Idempotency-Key": " "})

    def refused(self):
        locked, draft = self.walk.forecasts["open"], self.walk.forecasts["draft"]
        terms = {"deadline": "2099-01-01T00:00:00Z", "seen": "nothing_run", "assumptions": "a"}
        csv = rows.normal()
        for name, path, body, kind in (
                ("taken", "studies", {"id": "normal", "name": "n", "task": TASK}, JSON),
                ("unknown-task", "studies", {"name": "n", "task": "nothing"}, JSON),
                ("unknown-field", "studies", {"name": "n", "task": TASK, "colour": 1}, JSON),
                ("missing-field", "studies", {"task": TASK}, JSON),
                ("unknown-law", "studies", {"name": "n", "task": TASK, "loss_law": "nobody_1999"}, JSON),
                ("no-json", "studies", "{", JSON),
                ("kind", "studies/normal/observations", csv, "image/png"),
                ("dry-run", "studies/empty/observations?dry_run=true", csv, CSV),
                ("dry-run-bad", "studies/empty/observations?dry_run=perhaps", csv, CSV),
                ("bad-rows", "studies/empty/observations", csv.replace("0.250677", "74.2").replace("2.44958", "-1", 2), CSV),
                ("other-task", "studies/flat/observations", csv, CSV),
                ("unknown-method", "studies/normal/fits", {"method": "magic"}, JSON),
                ("no-rows-fit", "studies/empty/fits", {}, JSON),
                ("no-plan", f"{self.walk.fits['normal']}/forecasts", {}, JSON),
                ("bad-plan", f"{self.walk.fits['normal']}/forecasts", {"params": "NaN", "tokens": "1T"}, JSON),
                ("published-backtest", "studies/published/backtests", None, None),
                ("empty-backtest", "studies/empty/backtests", None, None),
                ("locked-twice", f"{locked}/lock", terms, JSON),
                ("seen-already", f"{self.walk.forecasts['draft']}/lock", {**terms, "deadline": "1999-01-01T00:00:00Z"}, JSON),
                ("not-locked", f"{draft}/outcome", rows.result("x", "70B", "2T", 0.3, 1000), CSV),
                ("other-run", f"{locked}/outcome", rows.result("other", "1B", "2T", 0.3, 1000), CSV),
                ("bad-outcome", f"{locked}/outcome", "task,model\nx,y\n", CSV),
                ("note-empty", f"{locked}/note", {"note": ""}, JSON),
                ("void-decided", f"{self.walk.forecasts['emerged']}/withdrawal", {"reason": "r"}, JSON),
                ("dispute-open", f"{locked}/dispute", {"reason": "r"}, JSON)):
            self.post(f"refused-{name}", path if path.startswith("/") else f"{API}/{path}", body, kind)
        for path in ("studies/none", "fits/none", "forecasts/none", "jobs/none", "ledger/none", "ledger/rows/none", "none"):
            self.get(f"{API}/{path}")
        for path in ("/studies/none", "/forecasts/none", "/ledger/none", "/jobs/none", "/none", "/static/none.js"):
            self.twins(path)
        for method, path in (("PUT", locked), ("PATCH", draft), ("DELETE", locked), ("DELETE", self.walk.jobs["normal"]),
                             ("PUT", f"{API}/studies"), ("DELETE", f"{API}/studies/none")):
            self.send(f"{method.lower()} {path}", method, path, None, None, {})
        self.post("cross-site", "/studies", "name=x", FORM, {"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "cross-site"})

    def forms(self):
        """Forms as a browser sends them; what they say is wrong, and where they lead."""
        draft = self.walk.forecasts["draft"].rsplit("/", 1)[1]
        for name, path, body in (
                ("study-faulty", "/studies", "name=&task=nothing&trivial_accuracy=7"),
                ("study", "/studies", f"name=By+form&task={TASK}&family=synthetic"),
                ("fit-faulty", "/studies/normal/fits", "law=magic&method=mle&seed=x"),
                ("fit", "/studies/later/fits", "law=power&method=mle&few_shot_shift=on&seed=7"),
                ("forecast-faulty", "/studies/normal/forecasts", "params=x&tokens=1T"),
                ("forecast", "/studies/later/forecasts", "params=34B&tokens=1T&eval_items=500&path=own_ratio"),
                ("plans", "/studies/normal/plans", "plans=name%2Cparams%2Ctokens%0Aa%2C34B%2C1T&p=0.5"),
                ("plans-faulty", "/studies/normal/plans", "plans=name%2Cparams%0Aa%2C-1&p=2"),
                ("submit-faulty", "/studies/by-form/submit", "source=paste&action=preview&text=task%2Cmodel%0Ax%2Cy"),
                ("submit-add", "/studies/by-form/submit", "source=typed&action=add&rows=1&column=model&cell-0-0=m"),
                ("lock-faulty", f"/forecasts/{draft}/lock", "deadline=soon&seen=magic&assumptions="),
                ("lock", f"/forecasts/{self.walk.forecasts['mle'].rsplit('/', 1)[1]}/lock",
                 "deadline=2099-06-30&seen=nothing_run&assumptions=by+form&level=0.05&minimum_effect=0&compute_tolerance=0.1"),
                ("note", f"/ledger/{self.walk.forecasts['open'].rsplit('/', 1)[1]}/note", "note=by+form"),
                ("outcome-faulty", f"/ledger/{self.walk.forecasts['open'].rsplit('/', 1)[1]}/outcome", "results=x"),
                ("cancel-done", f"/jobs/{self.walk.jobs['normal'].rsplit('/', 1)[1]}/cancel", ""),
                ("model-delete", "/models/delete", "model=ours%2Ftiny-1b&revision=step1000"),
                ("example", "/examples/synthetic", ""),
                ("example-none", "/examples/none", "")):
            self.post(f"form-{name}", path, body, FORM)
        for action in ("preview", "save"):
            fields = {"source": "paste", "action": action, "text": rows.normal()}
            self.post(f"form-{action}", "/studies/by-form/submit", urllib.parse.urlencode(fields), FORM)
        self.twins("/studies/by-form")
        self.twins("/studies/later")
        self.twins("/studies/example-synthetic")
        self.post("form-delete", "/studies/by-form/delete", "", FORM)
        self.send("delete-study", "DELETE", f"{API}/studies/empty", None, None, {})
        self.send("delete-model", "DELETE", f"{API}/models?model=ours/tiny-1b&revision=step9000", None, None, {})
        self.send("delete-draft", "DELETE", self.walk.forecasts["draft"], None, None, {})
        self.twins("/models")
        self.get(f"{API}/studies")
        self.get(f"{API}/ledger/verification")
