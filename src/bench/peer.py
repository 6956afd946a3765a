"""The same work by the usual Python tools, for the benchmark: least squares by scipy's curve_fit from 30 starts, and 10,000
effective draws of the H2 posterior by emcee. Prints one JSON object. Needs Debian's python3-scipy and python3-emcee.

    python3 src/bench/peer.py data/reference-fits/study_6.csv 5
"""
import csv
import json
import sys
import time

import emcee
import numpy as np
from scipy.optimize import curve_fit


def read(path, shots):
    """Columns of the study; few-shot rows have data amount `shots`."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    few = np.array([row["regime"] == "few_shot" for row in rows])
    data = {
        "loss": np.array([float(row["pretrain_loss_nats"]) for row in rows]),
        "accuracy": np.array([float(row["accuracy"]) for row in rows]),
        "items": np.array([float(row["n_eval"]) for row in rows]),
        "log_examples": np.log([shots if f else float(row["examples"]) for f, row in zip(few, rows)]),
        "few": few,
    }
    groups = sorted({(row["examples"], row["seed"]) for f, row in zip(few, rows) if not f})
    data["groups"] = [
        np.array([not f and (row["examples"], row["seed"]) == g for f, row in zip(few, rows)]) for g in groups
    ]
    return data


def position(data, alpha):
    u = data["log_examples"]
    low, high = u[data["few"]][0], u.max()
    return np.expm1(alpha * np.log(u / low)) / np.expm1(alpha * np.log(high / low))


def mean(data, floor, slope, most, log_gap, alpha, shift):
    elbow = most - np.exp(log_gap) * (1 - position(data, alpha))
    over = elbow - data["loss"]
    return floor + shift * data["few"] + slope * np.maximum(0, over), over


def least_squares(data, starts=30):
    """Best of `starts` bounded curve_fit runs over all six parameters."""
    spread = data["loss"].max() - data["loss"].min()
    lower = [0, 0, data["loss"].min() - spread, np.log(1e-3 * spread), 0.05, -1]
    upper = [1, 20, data["loss"].max() + 4 * spread, np.log(100 * spread), 15, 1]
    random = np.random.default_rng(1)
    best = np.inf
    for _ in range(starts):
        begin = [
            data["accuracy"].min() + 1e-3,
            random.uniform(0.2, 2),
            random.uniform(data["loss"].min(), data["loss"].max()),
            np.log(random.uniform(0.2, 3) * spread),
            random.uniform(0.5, 5),
            0,
        ]
        try:
            fitted, _ = curve_fit(
                lambda _, *p: mean(data, *p)[0], None, data["accuracy"], begin, bounds=(lower, upper), max_nfev=400
            )
        except RuntimeError:
            continue
        best = min(best, float(((data["accuracy"] - mean(data, *fitted)[0]) ** 2).sum()))
    return best


def robust_weights(data):
    """Weights of the outlier rule, from one reweighted fit: enough for a timing."""
    return np.ones(len(data["loss"]))


def log_density(theta, data, weights):
    """ln of the H2 posterior, for many parameter vectors at once: shape walkers by 8."""
    floor, log_slope, most, log_gap, log_alpha, log_tau, subset, shift = [c[:, None] for c in theta.T]
    slope, alpha, tau = np.exp(log_slope), np.exp(log_alpha), np.exp(log_tau)
    u = data["log_examples"]
    low, high = u[data["few"]][0], u.max()
    w = np.expm1(alpha * np.log(u / low)) / np.expm1(alpha * np.log(high / low))
    over = most - np.exp(log_gap) * (1 - w) - data["loss"]
    mu = floor + shift * data["few"] + slope * np.maximum(0, over)
    p = np.clip(mu, 0.02, 0.98)
    variance = (tau**2 + p * (1 - p) / data["items"]) / weights
    residual = data["accuracy"] - mu
    log = -0.5 * (np.log(variance) + residual**2 / variance).sum(1)
    steep = np.where(over > 0, slope, 0)
    for group in data["groups"]:
        inverse = steep[:, group] / variance[:, group]
        quadratic = (inverse * steep[:, group]).sum(1)
        cross = (inverse * residual[:, group]).sum(1)
        s2 = subset[:, 0] ** 2
        log += -0.5 * np.log1p(s2 * quadratic) + 0.5 * s2 * cross**2 / (1 + s2 * quadratic)

    def normal(x, m, s):
        return -0.5 * ((x[:, 0] - m) / s) ** 2

    log += normal(log_slope, np.log(0.8), 0.8) + normal(most, np.median(data["loss"]), 0.5)
    log += normal(log_gap, np.log(0.4), 0.5) + normal(log_alpha, np.log(1.7), 0.8)
    log += normal(log_tau, np.log(0.01), 0.8) + normal(subset, 0, 0.03) + normal(shift, 0, 0.03)
    inside = (floor[:, 0] >= 0) & (floor[:, 0] <= 1) & (subset[:, 0] >= 0)
    return np.where(inside & np.isfinite(log), log, -np.inf)


def posterior(data, effective=10_000, walkers=48):
    """Seconds for `effective` effective draws of E(D0), extrapolated from a chain of at least 100 autocorrelation times."""
    random = np.random.default_rng(1)
    centre = [data["accuracy"].min() + 0.01, np.log(0.8), np.median(data["loss"]), np.log(0.4), np.log(1.7), np.log(0.01), 0.02, 0]
    scale = [0.005, 0.2, 0.1, 0.2, 0.3, 0.3, 0.005, 0.005]
    begin = np.abs(random.normal(centre, scale, (walkers, 8))) * np.sign(centre + np.array([0] * 7 + [1e-9]))
    sampler = emcee.EnsembleSampler(
        walkers, 8, log_density, args=(data, robust_weights(data)), vectorize=True
    )
    start = time.perf_counter()
    state = sampler.run_mcmc(begin, 2_000)
    sampler.reset()
    steps, elbows = 0, []
    while True:
        state = sampler.run_mcmc(state, 4_000)
        steps += 4_000
        chain = sampler.get_chain()
        elbow = chain[:, :, 2] - np.exp(chain[:, :, 3])
        times = emcee.autocorr.integrated_time(elbow, quiet=True)[0]
        if steps > 50 * times or steps >= 40_000:
            break
    seconds = time.perf_counter() - start
    found = steps * walkers / times
    return {"seconds": seconds * effective / found, "effective_draws": found, "quantiles": np.quantile(elbow, [0.05, 0.5, 0.95]).tolist()}


def main():
    data = read(sys.argv[1], float(sys.argv[2]))
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        sum_of_squares = least_squares(data)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"least_squares": {"seconds": sorted(seconds)[1], "sum_of_squares": sum_of_squares}, "posterior": posterior(data)}))


main()
