"""Tables of src/docs/lab.md from `emergence-law backtest data/lab/observations.csv --json`: python3 findings.py backtest.json

Predictions for the held-out sizes are those of the last cut, which shows every visible row (S and M up to step 300).
Variants are chosen on TUNED and confirmed on the other tasks.
The first table is of the measurements beside this file: few-shot accuracy at 8 shots, mean of the pretraining runs.
"""
import csv
import json
import pathlib
import sys

TUNED = ("label_strong", "label_faint")
SIZES = {122216: "S", 187528: "M", 265128: "L", 457192: "XL"}


def number(value, form):
    return "-" if value is None else form % value


TOKENS_A_STEP = 2048
accuracies = {}
for row in csv.DictReader(open(pathlib.Path(__file__).parent / "observations.csv")):
    if row["regime"] == "few_shot" and row["examples"] == "8":
        steps = accuracies.setdefault((row["task"], SIZES[int(row["params"])]), {})
        steps.setdefault(int(row["tokens"]) // TOKENS_A_STEP, []).append(float(row["accuracy"]))
print("task,size,then step: few-shot accuracy at 8 shots, mean of the runs")
for (task, size), steps in accuracies.items():
    print(task, size, *["%d: %.3f" % (step, sum(a) / len(a)) for step, a in sorted(steps.items())], sep=",")
print()

LANDMARKS = ("elbow", "crossing")
studies = {item["task"]: item for item in json.load(open(sys.argv[1]))["items"]}

print("task,landmark," + ",".join(SIZES.values()) + " (loss where it was seen, nats)")
for task, study in studies.items():
    for landmark in LANDMARKS:
        seen = {s["params"]: s["loss_nats"] for s in study["sizes"] if s["landmark"] == landmark}
        print(task, landmark, *[number(seen.get(p), "%.2f") for p in SIZES], sep=",")


def interval(study, rival, landmark):
    """What a rival said at the last cut: its 90% interval in nats, or None."""
    for said in study["trials"][-1]["said"]:
        if said["rival"] == rival and said["scores"]:
            score = said["scores"][LANDMARKS.index(landmark)]
            return score["q05_nats"], score["q95_nats"]
    return None


held = {}
print("\ntask,landmark,size,seen_nats,seen_flops,then by rival: error_nats (times_compute), * where the 90% interval holds")
for task, study in studies.items():
    for s in study["sizes"]:
        if SIZES[int(s["params"])] in ("L", "XL") and s["loss_nats"] is not None:
            cells = []
            for e in s["errors"]:
                said = interval(study, e["rival"], s["landmark"])
                if said is None or said[0] is None or e["error_nats"] is None:
                    continue
                holds = said[0] <= s["loss_nats"] <= said[1]
                tally = held.setdefault((s["landmark"], e["rival"]), [])
                tally.append((abs(e["error_nats"]), holds, e["times_compute"]))
                cells.append("%s %+.2f (%s)%s" % (e["rival"], e["error_nats"], number(e["times_compute"], "%.2f"),
                                                 "*" if holds else ""))
            print(task, s["landmark"], SIZES[int(s["params"])], number(s["loss_nats"], "%.3f"),
                  number(s["train_flops"], "%.2e"), *cells, sep=",")

print("\nlandmark,rival,answers for L and XL,mean |error| in nats,intervals that hold,median times compute")
for (landmark, rival), tally in sorted(held.items()):
    times = sorted(t for _, _, t in tally if t is not None)
    print(landmark, rival, len(tally), "%.3f" % (sum(e for e, _, _ in tally) / len(tally)),
          sum(h for _, h, _ in tally), "%.2f" % times[len(times) // 2], sep=",")

print("\ntask,landmark,cuts,then by rival: CRPS, intervals that hold / answers")
scores = {}
for task, study in studies.items():
    for o in study["outcomes"]:
        landmark = o["truth"]["landmark"]
        cells = []
        for s in o["standings"]:
            cells.append("%s %.3f %d/%d" % (s["rival"], s["crps"], s["covered"], s["answered"]))
            scores.setdefault((landmark, s["rival"]), {})[task] = s["crps"]
        print(task, landmark, o["cuts"], *cells, sep=",")

print("\nlandmark,rival,CRPS on the tuning tasks,CRPS on the others")
for (landmark, rival), by_task in sorted(scores.items()):
    tuned = [v for t, v in by_task.items() if t in TUNED]
    others = [v for t, v in by_task.items() if t not in TUNED and t != "label_control"]
    if tuned and others:
        print(landmark, rival, "%.3f" % (sum(tuned) / len(tuned)), "%.3f" % (sum(others) / len(others)), sep=",")

print("\nlandmark,law shifted by its mean error on the tuning tasks: shift, mean |error| before and after on the others")
for landmark in LANDMARKS:
    errors = {}
    for task, study in studies.items():
        for s in study["sizes"]:
            if s["landmark"] == landmark and SIZES[int(s["params"])] in ("L", "XL"):
                for e in s["errors"]:
                    if e["rival"] == "emergence_law" and e["error_nats"] is not None:
                        errors.setdefault(task, []).append(e["error_nats"])
    tuned = [e for t in TUNED for e in errors.get(t, [])]
    others = [e for t, es in errors.items() if t not in TUNED for e in es]
    if tuned and others:
        shift = sum(tuned) / len(tuned)
        print(landmark, "%.3f" % shift, "%.3f" % (sum(map(abs, others)) / len(others)),
              "%.3f" % (sum(abs(e - shift) for e in others) / len(others)), sep=",")
