"""A person's way through the API: studies, fits, forecasts, locks, outcomes, a backtest. The same steps every time."""
import json
import time

import rows

JSON, CSV = "application/json", "text/csv"
API = "/api/v1"
TASK = "synthetic_four_choice"
DEADLINE = "2099-06-30T00:00:00Z"  # far enough that it is never overdue


class Refused(Exception):
    """A step of the walk was not taken as it should be."""


class Walk:
    """Asks through {@code send(name, method, path, body, type, headers)}, which returns an answer."""

    def __init__(self, send):
        self.send = send
        self.fits, self.forecasts, self.jobs = {}, {}, {}

    def post(self, name, path, body=None, kind=JSON, key=None):
        """A write that has to succeed; dictionaries go as JSON."""
        text = json.dumps(body) if isinstance(body, dict) else body
        answer = self.send(name, "POST", path, text, kind if text is not None else None, {"Idempotency-Key": key} if key else {})
        if answer.status not in (200, 201, 202):
            raise Refused(f"{name}: {answer.status} {answer.text}")
        return answer

    def all(self):
        self.post("models", f"{API}/models", rows.MODELS, CSV)
        self.studies()
        self.fit()
        self.forecast()
        self.start_jobs()
        self.lock()
        self.resolve()
        self.finish_jobs()

    def study(self, ident, name, content, **settings):
        body = {"id": ident, "name": name, "task": TASK, "family": "synthetic", **settings}
        self.post(f"study-{ident}", f"{API}/studies", body, key=f"make-{ident}")
        if content:
            self.post(f"rows-{ident}", f"{API}/studies/{ident}/observations", content, CSV, key=f"rows-{ident}")

    def studies(self):
        self.study("normal", "Größe & <Normal> 模型", rows.normal())
        self.study("published", "Loss of a published law", rows.without("pretrain_loss_nats"), loss_law="besiroglu_2024")
        self.study("twelve", "Twelve FLOPs", rows.without("train_flops"), flops_per_param_token=12,
                   param_count="non_embedding")
        self.study("later", "Another family", rows.other_family(), family="later")
        self.study("measured", "Three measures", rows.measured(), task="label_strong", trivial_accuracy=0.25, shots=8,
                   family="lab-2026")
        self.study("flat", "Nothing rises", rows.flat(), task="flat", trivial_accuracy=0.25, shots=5, family="größe <b>")
        self.study("empty", "No rows yet", None)

    def fit(self):
        for name, study, options in (
                ("normal-mle", "normal", {"method": "mle", "law": "power", "few_shot_shift": False, "seed": 7}),
                ("normal-mcmc", "normal", {"method": "mcmc"}),
                ("normal-bootstrap", "normal", {"method": "bootstrap"}),
                ("normal-residuals", "normal", {"method": "bootstrap_residuals", "seed": 3}),
                ("normal", "normal", {}),
                ("published", "published", {}),
                ("twelve", "twelve", {"method": "bootstrap_groups"}),
                ("later", "later", {"method": "mle"}),
                ("measured", "measured", {"method": "mle"}),
                ("flat", "flat", {"method": "posterior"})):
            answer = self.post(f"fit-{name}", f"{API}/studies/{study}/fits", options, key=f"fit-{name}")
            self.fits[name] = answer.location

    def forecast(self):
        for name, fit, plan in (
                ("open", "normal", {"params": "50B", "tokens": "1.6T", "eval_items": 1000}),
                ("emerged", "normal", {"params": "50B", "tokens": "1.6T", "eval_items": 1000}),
                ("not-emerged", "normal", {"params": "20B", "tokens": "0.8T", "eval_items": 1000}),
                ("inconclusive", "normal", {"params": "34B", "tokens": "3T", "eval_items": 2000, "path": "tokens"}),
                ("withdrawn", "normal", {"train_flops": "1.3e24"}),
                ("void", "normal", {"params": "70B", "tokens": "7T", "pretrain_loss_nats": "1.72"}),
                ("backtest", "normal", {"params": "34B", "tokens": "1.5T", "eval_items": 1000}),
                ("draft", "normal", {"params": "70B", "tokens": "2T", "path": "params"}),
                ("mle", "normal-mle", {"params": "50B", "tokens": "1.6T"}),
                ("published-open", "published", {"params": "200B", "tokens": "5T"}),
                ("published-emerged", "published", {"params": "100B", "tokens": "2T", "eval_items": 1000}),
                ("twelve", "twelve", {"params": "50B", "tokens": "1.6T"}),
                ("flat", "flat", {"params": "50B", "tokens": "1.6T"})):
            answer = self.post(f"forecast-{name}", f"{self.fits[fit]}/forecasts", plan, key=f"forecast-{name}")
            self.forecasts[name] = answer.location

    def lock(self):
        usual = {"deadline": DEADLINE, "seen": "nothing_run", "assumptions": "same data mix, \"quoted\" <µ>"}
        for name, terms in (
                ("open", {"model": "sim-50b", "answer_filter": "strict-match", "harness_version": "0.4.9"}),
                ("emerged", {}),
                ("not-emerged", {"level": 0.01, "minimum_effect": 0.01}),
                ("inconclusive", {"seen": "running_no_results"}),
                ("withdrawn", {"compute_tolerance": 0.25}),
                ("void", {"seen": "results_unopened"}),
                ("backtest", {"backtest": True, "seen": "results_seen"}),
                ("published-open", {}),
                ("published-emerged", {}),
                ("twelve", {})):
            self.post(f"lock-{name}", f"{self.forecasts[name]}/lock", {**usual, **terms}, key=f"lock-{name}")

    def resolve(self):
        self.outcome("emerged", rows.result("sim-50b", "50B", "1.6T", 0.3, 1000))
        self.outcome("not-emerged", rows.result("sim-20b", "20B", "0.8T", 0.251, 1000))
        self.outcome("inconclusive", rows.result("sim-34b", "34B", "3T", 0.26, 500))
        self.outcome("backtest", rows.result("sim-34b", "34B", "1.5T", 0.291, 1000))
        self.outcome("published-emerged", rows.result("sim-100b", "100B", "2T", 0.35, 1000, loss=""))
        self.say("withdrawn", "withdrawal", {"reason": "the plan changed"})
        self.say("void", "void", {"reason": "the run was cancelled"})
        self.say("emerged", "dispute", {"reason": "the wrong split was evaluated"})
        self.outcome("emerged", rows.result("sim-50b", "50B", "1.6T", 0.31, 1000), again="-again")
        self.say("not-emerged", "dispute", {"reason": "prompt format"})
        self.say("open", "note", {"note": "Größe µ \U0001f600 \"quoted\" {\"entry\":1}"})
        self.say("twelve", "visibility", {"listed": False})

    def outcome(self, name, content, again=""):
        self.post(f"outcome-{name}{again}", f"{self.forecasts[name]}/outcome", content, CSV, key=f"outcome-{name}{again}")

    def say(self, name, what, body):
        self.post(f"{what}-{name}", f"{self.forecasts[name]}/{what}", body, key=f"{what}-{name}")

    def start_jobs(self):
        """One job works at a time: the second still waits when it is cancelled."""
        self.jobs["normal"] = self.post("backtest-normal", f"{API}/studies/normal/backtests", key="backtest-normal").location
        self.jobs["twelve"] = self.post("backtest-twelve", f"{API}/studies/twelve/backtests", {"seed": 2}).location
        self.send("cancel-twelve", "DELETE", self.jobs["twelve"], None, None, {})

    def finish_jobs(self):
        """Asks without a name, so that how often is not recorded."""
        while True:
            state = self.send(None, "GET", self.jobs["normal"], None, None, {}).json()["state"]
            if state == "done":
                return
            if state not in ("queued", "running"):
                raise Refused(f"the backtest ended as {state}")
            time.sleep(0.2)
