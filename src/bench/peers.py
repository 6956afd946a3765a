"""The usual Python ways to fit the emergence law: scipy's curve_fit from 30 starts, and emcee on the density of H2.

Run by PeersBenchmark, which times our own search and sampler beside it; prints one "name value" a line. All is written with
numpy over all rows, emcee's density over all walkers at once, one thread. Times are processor seconds; robust weights are not
timed, nor is emcee's burn-in.
Usage: python3 peers.py folder studies shots study-for-emcee processor-seconds-for-emcee   (python3-scipy, python3-emcee)
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
# Bounds as the law is published, A, B, C, k, alpha, Delta, and in our coordinates, Ehi, ln G, alpha, A, B, Delta.
PUBLISHED = np.array([0, 0, -10, 0, 0.05, -1]), np.array([50, 1, 10, 10, 15, 1])
OURS = np.array([-10, -7.5, 0.05, 0, 0, -1]), np.array([10, 4, 15, 50, 1, 1])


class Study:
    """Rows of one study as arrays, and the law over them in both parametrisations."""

    def __init__(self, path, shots):
        rows = list(csv.DictReader(open(path)))
        columns = ("pretrain_loss_nats", "accuracy", "n_eval")
        self.loss, self.y, self.n = (np.array([float(r[k]) for r in rows]) for k in columns)
        self.few = np.array([r["regime"] == "few_shot" for r in rows], float)
        self.log_d = np.log([shots if r["regime"] == "few_shot" else float(r["examples"]) for r in rows])
        self.low, self.high = np.log(shots), self.log_d.max()
        keys = [(r["examples"], r["seed"]) if r["regime"] == "finetuned" else None for r in rows]
        self.member = np.array([[key == group for group in sorted(set(keys) - {None})] for key in keys], float)

    def published(self, _, a, b, c, k, alpha, delta):
        return b + delta * self.few + a * np.maximum(0, c + k * self.log_d**alpha - self.loss)

    def share(self, alpha):
        """Where E(D) lies between E(D0), 0, and Ehi, 1."""
        return (self.log_d**alpha - self.low**alpha) / (self.high**alpha - self.low**alpha)

    def ours(self, _, ehi, log_g, alpha, a, b, delta):
        elbow = ehi - np.exp(log_g) * (1 - self.share(alpha))
        return b + delta * self.few + a * np.maximum(0, elbow - self.loss)

    def start_published(self, u):
        loss, reach = self.loss, np.ptp(self.loss)
        c = u(loss.min() - reach, loss.max())
        return [u(0.2, 2), self.y.min(), c, np.exp(u(np.log(1e-3), 0)), u(0.5, 3), 0]

    def start_ours(self, u):
        loss, reach = self.loss, np.ptp(self.loss)
        return [u(loss.min(), loss.max()), np.log(reach * u(0.1, 1.5)), u(0.5, 4), u(0.2, 2), self.y.min(), 0]

    def best(self, law, start, within, **options):
        """The best of STARTS fits, as (sum of squares, parameters), and the seconds for all."""
        random, ends = np.random.default_rng(1), []
        begin = time.process_time()
        for _ in range(STARTS):
            try:
                fit, _ = curve_fit(law, self.loss, self.y, start(random.uniform), **options)
                if np.all((fit >= within[0] - 1e-9) & (fit <= within[1] + 1e-9)):
                    ends.append((((self.y - law(None, *fit)) ** 2).sum(), tuple(fit)))
            except (RuntimeError, ValueError):
                pass  # this start did not converge, or ran into an overflow
        return min(ends, default=(np.inf, None)), time.process_time() - begin

    def robust_weights(self, fit):
        """Fixed beforehand, as in the H2 density: three rounds of weights 5 / (4 + z^2), then r."""
        for r in range(4):
            mean = self.ours(None, *fit)
            p, e = np.clip(mean, 0.02, 0.98), self.y - mean
            z = e / max(1.4826 * np.median(abs(e)), np.sqrt(np.median(p * (1 - p) / self.n)))
            if r < 3:
                fit, _ = curve_fit(self.ours, self.loss, self.y, fit, sigma=np.sqrt((4 + z * z) / 5), bounds=OURS)
        return np.minimum(1, (3.5 / np.maximum(abs(z), 1e-9)) ** 4)

    def log_density(self, x, r):
        """H2 at rows of B, ln A, Ehi, ln G, ln alpha, ln tau, sD, Delta; r are robust weights."""
        inside = (x[:, 0] >= 0) & (x[:, 0] <= 1) & (x[:, 6] >= 0) & (abs(x[:, 4]) < 4.6)
        b, log_a, ehi, log_g, log_alpha, log_tau, sd, delta = np.where(inside[:, None], x, 0.01).T[:, :, None]
        a = np.exp(log_a)
        over = np.maximum(0, ehi - np.exp(log_g) * (1 - self.share(np.exp(log_alpha))) - self.loss)
        mu = b + delta * self.few + a * over
        p = np.clip(mu, 0.02, 0.98)
        information = r / (np.exp(2 * log_tau) + p * (1 - p) / self.n)
        e, u = self.y - mu, a * (over > 0)
        uu, ue = (information * u * u) @ self.member, (information * u * e) @ self.member
        determinant = 1 + sd**2 * uu
        log = np.log(information).sum(1) - (information * e * e).sum(1)
        log += (sd**2 * ue**2 / determinant - np.log(determinant)).sum(1)
        scores = ((log_a - np.log(0.8)) / 0.8, (ehi - np.median(self.loss)) / 0.5, (log_g - np.log(0.4)) / 0.5,
                  (log_alpha - np.log(1.7)) / 0.8, (log_tau - np.log(0.01)) / 0.8, sd / 0.03, delta / 0.03)
        return np.where(inside, (log - sum(s * s for s in scores)[:, 0]) / 2, -np.inf)


def least_squares(study):
    """Name, best fit and seconds of each way."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some starts end nowhere
        yield "published", *study.best(study.published, study.start_published, PUBLISHED, bounds=PUBLISHED)
        yield "published_free", *study.best(study.published, study.start_published, PUBLISHED)
        yield "ours", *study.best(study.ours, study.start_ours, OURS, bounds=OURS)
        yield "ours_free", *study.best(study.ours, study.start_ours, OURS)


def chain(study, fit, budget):
    r = study.robust_weights(np.array(fit))
    np.random.seed(1)
    spread = np.array([0.002, 0.05, 0.01, 0.05, 0.1, 0.2, 0.003, 0.002])
    centre = np.array([fit[4], np.log(fit[3]), fit[0], np.log(0.4), np.log(1.7), np.log(0.01), 0.01, 0])
    start = centre + spread * np.random.normal(size=(WALKERS, 8))
    start[:, [0, 6]] = abs(start[:, [0, 6]])
    sampler = emcee.EnsembleSampler(WALKERS, 8, study.log_density, args=[r], vectorize=True)
    state = sampler.run_mcmc(start, BURN_IN, store=False)
    begin = time.process_time()
    while time.process_time() - begin < budget:
        state = sampler.run_mcmc(state, 100, thin_by=THIN)
    seconds = time.process_time() - begin
    places = sampler.get_chain()
    elbow = places[:, :, 2] - np.exp(places[:, :, 3])
    tau = THIN * emcee.autocorr.integrated_time(elbow[:, :, None], quiet=True)[0]
    steps = THIN * len(elbow)
    print("steps", steps)
    print("autocorrelation_steps", tau)
    print("effective_draws", WALKERS * steps / tau)
    print("posterior_seconds", seconds * 10_000 / (WALKERS * steps / tau))
    for q in (5, 50, 95):
        print(f"q{q}", np.percentile(elbow, q))

    # the same chain where the density takes one walker at a time, emcee's default
    one = emcee.EnsembleSampler(WALKERS, 8, lambda x: study.log_density(x[None], r)[0])
    begin = time.process_time()
    one.run_mcmc(state, 500)
    print("posterior_seconds_one_by_one", (time.process_time() - begin) / 500 * tau / WALKERS * 10_000)


def main(folder, studies, shots, for_chain, budget):
    for name in studies.split(","):
        study = Study(f"{folder}/{name}.csv", float(shots))
        for way, (squares, fit), seconds in least_squares(study):
            print(f"{name}.{way}.squares", squares)
            print(f"{name}.{way}.seconds", seconds)
            if name == for_chain and way == "ours":
                chosen = study, fit
    chain(*chosen, float(budget))


main(*sys.argv[1:])
