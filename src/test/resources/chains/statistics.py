"""Chains for ChainDiagnosticsTest, and their convergence statistics by numpy, scipy and emcee.

Writes chains.csv (name, chain, then the values in time) and prints R-hat, bulk and tail effective sample size (Vehtari et al.
2021, written anew from the paper's formulas) and emcee's integrated autocorrelation time.
Usage: python3 statistics.py   (python3-numpy, -scipy, -emcee; in this folder)
"""
import emcee
import numpy as np
from scipy.stats import norm, rankdata

random = np.random.default_rng(20260301)


def autoregressive(rho, chains, length, scale=1.0):
    x = np.zeros((chains, length))
    x[:, 0] = random.normal(size=chains)
    for t in range(1, length):
        x[:, t] = rho * x[:, t - 1] + np.sqrt(1 - rho**2) * random.normal(size=chains)
    return scale * x


def split(x):
    half = x.shape[1] // 2
    return np.vstack([x[:, :half], x[:, -half:]])


def scores(x):
    return norm.ppf((rankdata(x).reshape(x.shape) - 0.375) / (x.size + 0.25))


def r_hat_of(x):
    n = x.shape[1]
    between, within = n * x.mean(1).var(ddof=1), x.var(1, ddof=1).mean()
    return np.sqrt(((n - 1) / n * within + between / n) / within)


def r_hat(x):
    x = split(x)
    return max(r_hat_of(scores(x)), r_hat_of(scores(np.abs(x - np.median(x)))))


def effective_of(x):
    m, n = x.shape
    centred = x - x.mean(1, keepdims=True)
    covariance = np.array([[np.correlate(c[t:], c[: n - t])[0] / n for t in range(n)] for c in centred]).mean(0)
    within = covariance[0] * n / (n - 1)
    total = within * (n - 1) / n + x.mean(1).var(ddof=1)
    rho = 1 - (within - covariance) / total
    rho[0] = 1
    pairs = rho[0 : 2 * (n // 2) : 2] + rho[1 : 2 * (n // 2) : 2]
    stop = int(np.argmax(pairs < 0)) if (pairs < 0).any() else len(pairs)
    monotone = np.minimum.accumulate(pairs[:stop])
    tau = -1 + 2 * monotone.sum() + max(0, rho[2 * stop] if 2 * stop < n else 0)
    return m * n / max(tau, 1 / np.log10(m * n))


def bulk(x):
    return effective_of(scores(split(x)))


def tail(x):
    x = split(x)
    return min(effective_of((x <= np.quantile(x, p)).astype(float)) for p in (0.05, 0.95))


sets = {
    "independent": autoregressive(0.0, 4, 200),
    "correlated": autoregressive(0.9, 4, 400),
    "anticorrelated": autoregressive(-0.5, 3, 101),
    "apart": autoregressive(0.3, 4, 100) + np.array([[0.0], [0.0], [0.0], [1.5]]),
    "scales": autoregressive(0.0, 4, 100) * np.array([[1.0], [1.0], [1.0], [4.0]]),
    "heavy": np.round(random.standard_cauchy((4, 150)), 1),
}
with open("chains.csv", "w") as out:
    for name, x in sets.items():
        for c, chain in enumerate(x):
            out.write(f"{name},{c}," + ",".join(f"{v:.6g}" for v in chain) + "\n")
read = {}
for line in open("chains.csv"):
    name, c, *values = line.strip().split(",")
    read.setdefault(name, []).append([float(v) for v in values])
for name, x in read.items():
    x = np.array(x)
    tau = emcee.autocorr.integrated_time(x.T[:, :, None], c=5, quiet=True)[0]
    print(f'"{name}, {r_hat(x):.8f}, {bulk(x):.6f}, {tail(x):.6f}, {tau:.8f}"')
