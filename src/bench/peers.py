"""The usual Python way to fit the emergence law: scipy's curve_fit from 30 starts, and emcee on the density of H2.

Run by PeersBenchmark, which times our own search and sampler beside it; prints one "name value" a line. Both are written with
numpy over all rows, emcee's density over all walkers at once, one thread. Times are processor seconds;
robust weights are not timed, nor is emcee's burn-in.
Usage: python3 peers.py study.csv shots seconds-for-emcee   (python3-scipy, python3-emcee)
"""
import csv
import os
import sys
import time
import warnings

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import emcee
import numpy as np
from scipy.optimize import curve_fit

STARTS, WALKERS, BURN_IN, THIN = 30, 32, 10_000, 10
path, shots, budget = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
rows = list(csv.DictReader(open(path)))
loss, y, n = (np.array([float(r[k]) for r in rows]) for k in ("pretrain_loss_nats", "accuracy", "n_eval"))
few = np.array([r["regime"] == "few_shot" for r in rows], float)
log_d = np.log([shots if r["regime"] == "few_shot" else float(r["examples"]) for r in rows])
low, high = np.log(shots), log_d.max()
groups = sorted({(r["examples"], r["seed"]) for r in rows if r["regime"] == "finetuned"})
member = np.array([[(r["examples"], r["seed"]) == g and r["regime"] == "finetuned" for g in groups] for r in rows], float)


def share(alpha):
    """Where E(D) lies between E(D0), 0, and Ehi, 1."""
    return (log_d**alpha - low**alpha) / (high**alpha - low**alpha)


# Least squares: Ehi, ln G, alpha, A, B, Delta.
LEAST, MOST = np.array([-10, -7.5, 0.05, 0, 0, -1]), np.array([10, 4, 15, 50, 1, 1])


def law(_, ehi, log_g, alpha, a, b, delta):
    return b + delta * few + a * np.maximum(0, ehi - np.exp(log_g) * (1 - share(alpha)) - loss)


def squares(fit):
    return ((y - law(None, *fit)) ** 2).sum()


def from_starts(bounds):
    """Best of STARTS fits, as a tuple (sum of squares, parameters), and the seconds for all."""
    random, reach, ends = np.random.default_rng(1), np.ptp(loss), []
    begin = time.process_time()
    for _ in range(STARTS):
        u = random.uniform
        start = [u(loss.min(), loss.max()), np.log(reach * u(0.1, 1.5)), u(0.5, 4), u(0.2, 2), y.min(), 0]
        try:
            fit, _ = curve_fit(law, loss, y, start, maxfev=5000, **bounds)
            if np.all((fit >= LEAST - 1e-9) & (fit <= MOST + 1e-9)):
                ends.append((squares(fit), tuple(fit)))
        except RuntimeError:
            pass  # no convergence from this start
    return min(ends, default=(np.inf, None)), time.process_time() - begin


def robust_weights(fit):
    """Fixed beforehand, as in the H2 density: three rounds of weights 5 / (4 + z^2), then r."""
    for r in range(4):
        p = np.clip(law(None, *fit), 0.02, 0.98)
        e = y - law(None, *fit)
        z = e / max(1.4826 * np.median(abs(e)), np.sqrt(np.median(p * (1 - p) / n)))
        if r < 3:
            fit, _ = curve_fit(law, loss, y, fit, sigma=np.sqrt((4 + z * z) / 5), bounds=(LEAST, MOST))
    return np.minimum(1, (3.5 / np.maximum(abs(z), 1e-9)) ** 4)


def log_density(x):
    """H2 at rows of B, ln A, Ehi, ln G, ln alpha, ln tau, sD, Delta."""
    inside = (x[:, 0] >= 0) & (x[:, 0] <= 1) & (x[:, 6] >= 0) & (abs(x[:, 4]) < 4.6)
    b, log_a, ehi, log_g, log_alpha, log_tau, sd, delta = np.where(inside[:, None], x, 0.01).T[:, :, None]
    a = np.exp(log_a)
    over = np.maximum(0, ehi - np.exp(log_g) * (1 - share(np.exp(log_alpha))) - loss)
    mu = b + delta * few + a * over
    p = np.clip(mu, 0.02, 0.98)
    information = r / (np.exp(2 * log_tau) + p * (1 - p) / n)
    e, u = y - mu, a * (over > 0)
    uu, ue = (information * u * u) @ member, (information * u * e) @ member
    determinant = 1 + sd**2 * uu
    log = np.log(information).sum(1) - (information * e * e).sum(1)
    log += (sd**2 * ue**2 / determinant - np.log(determinant)).sum(1)
    scores = ((log_a - np.log(0.8)) / 0.8, (ehi - np.median(loss)) / 0.5, (log_g - np.log(0.4)) / 0.5,
              (log_alpha - np.log(1.7)) / 0.8, (log_tau - np.log(0.01)) / 0.8, sd / 0.03, delta / 0.03)
    return np.where(inside, (log - sum(s * s for s in scores)[:, 0]) / 2, -np.inf)


def log_density_of_one(x):
    return log_density(x[None])[0]


(best, fit), seconds = from_starts({"bounds": (LEAST, MOST)})
print("bounded_seconds", seconds)
print("bounded_squares", best)
with np.errstate(all="ignore"), warnings.catch_warnings():
    warnings.simplefilter("ignore")  # without bounds some starts end nowhere
    (free_best, _), seconds = from_starts({})
print("free_seconds", seconds)
print("free_squares", free_best)

r = robust_weights(np.array(fit))
np.random.seed(1)
spread = np.array([0.002, 0.05, 0.01, 0.05, 0.1, 0.2, 0.003, 0.002])
centre = np.array([fit[4], np.log(fit[3]), fit[0], np.log(0.4), np.log(1.7), np.log(0.01), 0.01, 0])
start = centre + spread * np.random.normal(size=(WALKERS, 8))
start[:, [0, 6]] = abs(start[:, [0, 6]])
sampler = emcee.EnsembleSampler(WALKERS, 8, log_density, vectorize=True)
state = sampler.run_mcmc(start, BURN_IN, store=False)
begin, end = time.process_time(), time.perf_counter() + budget
while time.perf_counter() < end:
    state = sampler.run_mcmc(state, 100, thin_by=THIN)
seconds = time.process_time() - begin
chain = sampler.get_chain()
elbow = chain[:, :, 2] - np.exp(chain[:, :, 3])
tau = THIN * emcee.autocorr.integrated_time(elbow[:, :, None], quiet=True)[0]
steps = THIN * len(elbow)
print("steps", steps)
print("autocorrelation_steps", tau)
print("effective_draws", WALKERS * steps / tau)
print("posterior_seconds", seconds * 10_000 / (WALKERS * steps / tau))
for q in (5, 50, 95):
    print(f"q{q}", np.percentile(elbow, q))

# the same chain where the density takes one walker at a time, emcee's default
one = emcee.EnsembleSampler(WALKERS, 8, log_density_of_one)
begin = time.process_time()
one.run_mcmc(state, 500)
print("posterior_seconds_one_by_one", (time.process_time() - begin) / 500 * tau / WALKERS * 10_000)
