"""The client against a running service, whose address is in EMERGENCE_LAW_URL."""

import json
import os
import tempfile
import unittest
import uuid
from pathlib import Path

from emergence_law import Client, Problem, Unreachable
from emergence_law.tables import csv_text, records

try:
    import pandas
except ImportError:
    pandas = None
try:
    import matplotlib

    matplotlib.use("Agg")
except ImportError:
    matplotlib = None

TASK = "arithmetic_of_a_test"
PLAN = {"params": "13B", "tokens": "260B"}


def row(model, params, tokens, accuracy, regime="few_shot", examples=5):
    return {
        "task": TASK, "family": "ours", "model": model, "params": params, "tokens": tokens, "regime": regime,
        "examples": examples, "accuracy": accuracy, "n_eval": 1000,
    }


ROWS = [
    row("100M", 1e8, 2e9, 0.251),
    row("300M", 3e8, 6e9, 0.249),
    row("1B", 1e9, 2e10, 0.262),
    row("2B", 2e9, 4e10, 0.301),
]


class Tables(unittest.TestCase):
    def test_what_is_missing_is_left_out(self):
        self.assertEqual(records([{"a": 1, "b": None, "c": float("nan")}]), [{"a": 1}])
        self.assertEqual(csv_text([{"a": 1}, {"b": "x,y"}]), 'a,b\n1,\n,"x,y"\n')

    @unittest.skipIf(pandas is None, "pandas is not installed")
    def test_a_frame_is_the_same_as_its_rows(self):
        frame = pandas.DataFrame(ROWS)
        frame["note"] = [None, "x", float("nan"), pandas.NA]
        self.assertEqual([{k: v for k, v in r.items() if k != "note"} for r in records(frame)], records(ROWS))
        self.assertEqual([r.get("note") for r in records(frame)], [None, "x", None, None])


class Service(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = Client(os.environ["EMERGENCE_LAW_URL"])

    def study(self, rows=ROWS):
        study = self.client.create_study(
            "A test", TASK, trivial_accuracy=0.25, shots=5, family="ours", id="test-" + uuid.uuid4().hex[:12]
        )
        if len(rows) > 0:
            study.submit(rows)
        return study

    def test_from_rows_to_a_resolved_forecast(self):
        study = self.study()
        fit = study.fit(method="mle", seed=3)
        self.assertEqual(fit["verdict"], "no_finetuning")
        forecast = fit.forecast(params=13e9, tokens="260B")
        self.assertTrue(0 <= forecast["p_reaches_level"] <= 1)

        locked = forecast.lock("2099-06-30T00:00:00Z", "nothing_run", "the same data")
        self.assertEqual(locked.state, "open")
        with self.assertRaises(Problem) as again:
            forecast.lock("2099-06-30T00:00:00Z", "nothing_run", "the same data")
        self.assertEqual((again.exception.type, again.exception.code), ("conflict", "forecast_locked"))
        resolved = locked.note("on the second cluster").resolve([row("13B", 13e9, 260e9, 0.9)])
        self.assertEqual(resolved.state, "emerged")
        self.assertEqual(self.client.locked(forecast.id)["outcome"]["outcome"], "emerged")
        self.assertIn(forecast.id, [line["forecast_id"] for line in self.client.ledger(task=TASK)])
        self.assertTrue(self.client.forecasts(study=study.id)[0]["locked"])

    def test_a_one_shot_forecast_says_what_a_study_says(self):
        study = self.study()
        stored = study.forecast(PLAN, method="mle", seed=3)
        before = len(self.client.fits())
        shot = self.client.one_shot(
            ROWS, TASK, PLAN, fit={"method": "mle", "seed": 3}, trivial_accuracy=0.25, shots=5
        )
        for field in ("p_reaches_level", "p_exceeds_trivial", "accuracy", "claim", "voices"):
            self.assertEqual(shot[field], stored[field], field)
        self.assertEqual(len(self.client.fits()), before)
        several = self.client.one_shot_bulk([
            {"rows": ROWS, "task": TASK, "plan": PLAN, "trivial_accuracy": 0.25, "shots": 5, "fit": {"method": "mle", "seed": 3}},
            {"rows": [], "task": TASK, "plan": PLAN, "trivial_accuracy": 0.25, "shots": 5},
        ])
        self.assertEqual(several[0]["forecast"]["claim"], shot["claim"])
        self.assertEqual(several[1]["problem"]["code"], "rows_refused")

    def test_every_faulty_row_is_told(self):
        with self.assertRaises(Problem) as refused:
            self.study([row("a", 1e8, 2e9, 74.2), row("", 1e9, 2e10, 0.3)])
        self.assertEqual([error["column"] for error in refused.exception.errors], ["accuracy", "model"])
        self.assertEqual([error["code"] for error in refused.exception.errors], ["out_of_range", "required"])
        self.assertIn("did you mean 0.742", str(refused.exception))

    def test_files_of_a_harness_go_in_as_they_are(self):
        study = self.study([])
        with tempfile.TemporaryDirectory() as folder:
            results = Path(folder, "results_1B.json")
            results.write_text(json.dumps({
                "results": {TASK: {"alias": TASK, "acc,none": 0.26, "acc_stderr,none": 0.01}},
                "n-shot": {TASK: 5},
                "n-samples": {TASK: {"original": 1000, "effective": 1000}},
                "config": {"model": "hf", "model_args": "pretrained=ours/1B", "model_num_parameters": 1000000000},
            }))
            models = Path(folder, "models.csv")
            models.write_text("family,model,params,tokens\nours,ours/1B,1B,20B\n")
            report = study.submit_files([results, models], metric="acc")
        self.assertEqual(report["rows"], 1)
        self.assertEqual(report["mapping"]["models"][0]["model"], "ours/1B")

    def test_a_job_is_waited_for(self):
        small = ROWS + [row("4B", 4e9, 8e10, 0.372), row("8B", 8e9, 16e10, 0.46)]
        job = self.study(small).backtest(seed=1)
        self.assertEqual(job.wait(timeout=600, every=0.2).state, "done")
        self.assertIsNotNone(job["result"])
        self.assertEqual(self.client.jobs(study=job["study_id"])[0]["id"], job.id)

    def test_what_is_not_there_says_so(self):
        with self.assertRaises(Problem) as missing:
            self.client.study("nothing/here")
        self.assertEqual(missing.exception.code, "no_such_study")
        with self.assertRaises(Problem) as unknown:
            self.client.get("/studies", page=2)
        self.assertEqual((unknown.exception.code, unknown.exception.field), ("unknown_parameter", "page"))
        with self.assertRaises(Unreachable):
            Client("http://127.0.0.1:9").studies()

    @unittest.skipIf(pandas is None, "pandas is not installed")
    def test_a_frame_goes_in_and_frames_come_out(self):
        study = self.study(pandas.DataFrame(ROWS))
        self.assertEqual(list(study.observations()["accuracy"]), [0.251, 0.249, 0.262, 0.301])
        fit = study.fit(method="mle")
        plans = fit.plans(pandas.DataFrame({"name": ["small", "large"], "params": [7e9, 13e9], "tokens": [14e10, 26e10]}))
        self.assertEqual(list(plans["name"]), ["small", "large"])
        forecast = fit.forecast(**PLAN)
        self.assertEqual(forecast.frame()["p_reaches_level"][0], forecast["p_reaches_level"])

    @unittest.skipIf(pandas is None or matplotlib is None, "pandas or matplotlib is not installed")
    def test_a_forecast_is_drawn(self):
        axes = self.study().forecast(PLAN, method="mle").plot()
        self.assertIn("planned run, 90% interval", [text.get_text() for text in axes.get_legend().get_texts()])
        self.assertEqual(axes.get_xscale(), "log")


if __name__ == "__main__":
    unittest.main()
