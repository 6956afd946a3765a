"""Writes observations.csv and truth.json: a study whose point of emergence is known.

Usage: python3 generate.py   (needs numpy; overwrites the two files beside it)
"""
import csv, json, math, pathlib
import numpy as np

SEED = 1  # the first one; no other was tried
LOSS = dict(irreducible_nats=1.45, reducible_nats=1.0, exponent=0.13, reference_flops=1e20, run_noise_nats=0.004)
LAW = dict(name="log_power", k=0.0074, alpha=1.8, c=1.82, slope=1.2, floor=0.25, few_shot_shift=0.0)
TASK = dict(name="synthetic_four_choice", metric="accuracy", trivial_accuracy=0.25, shots=5, n_eval=14042)
RUN_NOISE = 0.008  # standard deviation of accuracy between runs, on top of binomial noise
EXAMPLES, SEEDS = [100, 400, 1600, 6400, 25600], [1, 2]
FIT = [("sim-1.3b", 1.3e9, [13e9, 39e9, 78e9, 156e9, 300e9]), ("sim-6.7b", 6.7e9, [50e9, 125e9, 250e9, 500e9, 995e9])]
HELD_OUT = [("sim-13b", 13e9, [1e12, 2e12]), ("sim-34b", 34e9, [1.5e12]), ("sim-70b", 70e9, [2e12])]

rng = np.random.default_rng(SEED)
elbow = lambda examples: LAW["c"] + LAW["k"] * math.log(examples) ** LAW["alpha"]
reducible = lambda nats: (nats - LOSS["irreducible_nats"]) / LOSS["reducible_nats"]
flops_at = lambda nats: LOSS["reference_flops"] * reducible(nats) ** (-1 / LOSS["exponent"])


def loss(flops):
    mean = LOSS["reducible_nats"] * (flops / LOSS["reference_flops"]) ** -LOSS["exponent"]
    return LOSS["irreducible_nats"] + mean + rng.normal(0, LOSS["run_noise_nats"])


def accuracy(nats, examples):
    mean = LAW["floor"] + LAW["slope"] * max(0.0, elbow(examples) - nats) + rng.normal(0, RUN_NOISE)
    return rng.binomial(TASK["n_eval"], min(max(mean, 0.0), 1.0)) / TASK["n_eval"]


here, rows = pathlib.Path(__file__).parent, []
for split, models in [("fit", FIT), ("held_out", HELD_OUT)]:
    for model, params, token_counts in models:
        for tokens in token_counts:
            flops = 6 * params * tokens
            nats = round(loss(flops), 5)
            runs = [("few_shot", TASK["shots"], 1)]
            if split == "fit":
                runs += [("finetuned", d, s) for d in EXAMPLES for s in SEEDS]
            for regime, examples, seed in runs:
                rows.append([TASK["name"], "synthetic", model, f"{params:.4g}", f"{tokens:.4g}", f"{flops:.6g}", nats,
                             "simulated", regime, examples, seed, f"{accuracy(nats, examples):.6f}", TASK["n_eval"],
                             split, TASK["metric"]])

with open(here / "observations.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow("task,family,model,params,tokens,train_flops,pretrain_loss_nats,loss_corpus,"
                    "regime,examples,seed,accuracy,n_eval,split,metric".split(","))
    writer.writerows(rows)

largest = max(6 * params * max(token_counts) for _, params, token_counts in FIT)
point = elbow(TASK["shots"])
truth = dict(seed=SEED, numpy_bit_generator="PCG64", task=TASK, law=LAW, loss_law=LOSS, accuracy_run_noise=RUN_NOISE,
             emergence=dict(loss_nats=point, train_flops=flops_at(point), largest_fit_flops=largest,
                            flops_ahead=flops_at(point) / largest),
             elbows_nats={str(d): elbow(d) for d in EXAMPLES})
(here / "truth.json").write_text(json.dumps(truth, indent=2) + "\n")
