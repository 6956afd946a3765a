"""Scores of one small ledger, computed apart from the service: numpy and scipy, straight from the definitions.

    python3 src/test/python/scores.py > src/test/resources/scores.json
"""
import json
import math

import numpy as np
from scipy import integrate, stats

rng = np.random.default_rng(20261124)
CLIP = 0.001


def brier(p, happened):
    return (p - happened) ** 2


def log(p, happened):
    p = min(1 - CLIP, max(CLIP, p))
    return -math.log(p if happened else 1 - p)


def crps(x, w, y):
    """E|X - y| - E|X - X'| / 2, over all pairs."""
    x, w = np.asarray(x), np.asarray(w)
    return float(np.sum(w * np.abs(x - y)) - 0.5 * np.sum(np.outer(w, w) * np.abs(x[:, None] - x[None, :])))


def crps_by_integral(x, w, y):
    """Integral of (F(t) - [t >= y])^2, piece by piece: F is a step function."""
    edges = np.unique(np.append(x, y))
    pieces = []
    for a, b in zip(edges[:-1], edges[1:]):
        f = sum(wi for xi, wi in zip(x, w) if xi <= a)
        pieces.append((b - a) * (f - (1.0 if a >= y else 0.0)) ** 2)
    return math.fsum(pieces)


def crps_normal(m, s, y):
    z = (y - m) / s
    return s * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / math.sqrt(math.pi))


def crps_normal_by_integral(m, s, y):
    left = integrate.quad(lambda t: stats.norm.cdf(t, m, s) ** 2, m - 40 * s, y, epsabs=1e-12, limit=500)[0]
    right = integrate.quad(lambda t: stats.norm.sf(t, m, s) ** 2, y, m + 40 * s, epsabs=1e-12, limit=500)[0]
    return left + right


def pit(x, w, y):
    x, w = np.asarray(x), np.asarray(w)
    return float(np.sum(w[x < y]) + np.sum(w[x == y]) / 2)


def discrimination(p, happened):
    p, happened = np.asarray(p), np.asarray(happened, dtype=bool)
    u = stats.mannwhitneyu(p[happened], p[~happened], method="asymptotic").statistic
    return float(u / (happened.sum() * (~happened).sum()))


def wilson(k, n, z=stats.norm.ppf(0.95)):
    centre = (k / n + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))
    return max(0.0, min(k / n, centre - half)), min(1.0, max(k / n, centre + half))


def bins(p, happened):
    edges = [k / 10 for k in range(11)]
    out = []
    for k in range(10):
        inside = [i for i, q in enumerate(p) if edges[k] <= q and (q < edges[k + 1] or k == 9)]
        n, right = len(inside), sum(happened[i] for i in inside)
        if n == 0:
            out.append({"from": edges[k], "below": edges[k + 1], "count": 0})
            continue
        low, high = wilson(right, n)
        out.append({"from": edges[k], "below": edges[k + 1], "count": n, "mean": math.fsum(p[i] for i in inside) / n,
                    "rate": right / n, "low": low, "high": high})
    return out


# probabilities on every edge of the bins, a hair below and above each, and anywhere
edge = [k / 10 for k in range(11)]
p = edge + [math.nextafter(e, 2) for e in edge[:-1]] + [math.nextafter(e, -1) for e in edge[1:]]
p += [0.1 + 0.2, 0.7 - 0.1, 1e-9, 1 - 1e-9] + [float(q) for q in rng.uniform(0, 1, 40)]
happened = [int(rng.uniform() < q) for q in p]

claims = [{"p": q, "happened": bool(o), "brier": brier(q, o), "log": log(q, o)} for q, o in zip(p, happened)]

empirical = []
for n in (1, 2, 5, 25):
    for _ in range(4):
        x = np.round(rng.normal(1.8, 0.2, n), 6)
        if n == 5:
            x[1] = x[3]
        w = rng.dirichlet(np.ones(n))
        w[0] += 1 - w.sum()
        for y in (float(x[0]), float(x[-1]) + 0.05, 0.0):
            score = crps(x, w, y)
            assert abs(score - crps_by_integral(x, w, y)) < 1e-12
            empirical.append({"x": x.tolist(), "w": w.tolist(), "y": y, "crps": score, "pit": pit(x, w, y)})

normal = []
for m, s, y in [(0, 1, 0), (0, 1, 1.3), (0.3, 0.02, 0.25), (0.3, 0.02, 0.95), (1.8, 0.15, 1.1), (-2, 7, 3)]:
    score = crps_normal(m, s, y)
    assert abs(score - crps_normal_by_integral(m, s, y)) < 1e-8
    normal.append({"mean": m, "sd": s, "y": y, "crps": score})

print(json.dumps({
    "computed_by": "src/test/python/scores.py, numpy %s, scipy %s" % (np.__version__, __import__("scipy").__version__),
    "claims": claims,
    "mean_brier": math.fsum(c["brier"] for c in claims) / len(claims),
    "mean_log": math.fsum(c["log"] for c in claims) / len(claims),
    "discrimination": discrimination(p, happened),
    "bins": bins(p, happened),
    "empirical": empirical,
    "normal": normal,
}, indent=1))
