"""Percentiles of E(D0) of a reference study under flat priors, by emcee, for FlatPriorChainTest.

The density of FlatPosterior, written anew with all seven parameters in the chain, in (Ehi, ln G, alpha, A, B, Delta, ln sigma):
normal residuals; flat in k, C, alpha, A, B, Delta, ln sigma inside the bounds. Three runs of 64 walkers; prints percentiles and
the autocorrelation time.
Usage: python3 flat.py 4   (python3-emcee; in the repository root; some minutes)
"""
import csv
import json
import sys
import emcee
import numpy as np

study = "study_" + sys.argv[1]
rows = list(csv.DictReader(open(f"data/reference-fits/{study}.csv")))
loss, y = (np.array([float(r[k]) for r in rows]) for k in ("pretrain_loss_nats", "accuracy"))
few = np.array([r["regime"] == "few_shot" for r in rows], float)
log_d = np.log([5.0 if r["regime"] == "few_shot" else float(r["examples"]) for r in rows])
low, high = np.log(5.0), log_d.max()
reach = loss.max() - loss.min()
least = np.array([loss.min() - reach, np.log(1e-3 * reach), 0.05, 0, 0, -np.inf, np.log(1e-4)])
most = np.array([loss.max() + 4 * reach, np.log(100 * reach), 15, 100 / reach, 1, np.inf, 0])


def log_density(x):
    inside = ((x >= least) & (x <= most)).all(1)
    ehi, log_g, alpha, a, b, delta, log_sigma = np.where(inside[:, None], x, 1.0).T[:, :, None]
    rise = high**alpha - low**alpha
    elbow = ehi - np.exp(log_g) * (1 - (log_d**alpha - low**alpha) / rise)
    squares = ((y - b - delta * few - a * np.maximum(0, elbow - loss)) ** 2).sum(1)
    log = (log_g - np.log(rise) - len(y) * log_sigma)[:, 0] - squares / (2 * np.exp(2 * log_sigma[:, 0]))
    return np.where(inside, log, -np.inf)


fit = json.load(open("data/reference-fits/reference.json"))[study]["fits"]["log_power"]
print({k: v for k, v in fit.items()}, file=sys.stderr)
best = np.array([fit["Ehi"], np.log(fit["G"]), max(fit["shape"], 0.08), fit["A"], fit["B"], fit["Delta"], 0.5 * np.log(fit["sse"] / len(y))])
draws, taus = [], []
for seed in range(3):
    np.random.seed(seed)
    start = best + np.array([0.02, 0.1, 0.02, 0.02, 0.002, 0.002, 0.1]) * np.random.normal(size=(64, 7))
    start = np.clip(start, np.where(np.isfinite(least), least + 1e-3, -9), np.where(np.isfinite(most), most - 1e-3, 9))
    moves = [(emcee.moves.DEMove(), 0.7), (emcee.moves.StretchMove(), 0.3)]
    sampler = emcee.EnsembleSampler(64, 7, log_density, moves=moves, vectorize=True)
    sampler.run_mcmc(start, int(sys.argv[2]) if len(sys.argv) > 2 else 40000)
    chain = sampler.get_chain(discard=sampler.iteration // 4, thin=10)
    draws.append(chain[:, :, 0] - np.exp(chain[:, :, 1]))
    taus.append(10 * emcee.autocorr.integrated_time(draws[-1][:, :, None], quiet=True)[0])
    print(seed, np.quantile(draws[-1], (0.05, 0.25, 0.5, 0.75, 0.95)).round(4), "tau", round(taus[-1], 1), flush=True)
print("all", np.quantile(np.concatenate(draws), (0.05, 0.25, 0.5, 0.75, 0.95)).round(4))
