"""Percentiles of E(D0) of study_7 by brute-force quadrature, for PosteriorTest.

Three parameters are searched (Ehi, ln G, ln alpha, a grid), B and Delta integrated by Gauss-Hermite quadrature about their
conditional mean; A, tau and sD are held at 0.75, 0.02 and 0. Priors and likelihood are those of Prior.H2 and Likelihood, written anew.
Usage: python3 quadrature.py   (numpy; run in the repository root; a minute)
"""
import csv
import numpy as np

A, TAU = 0.75, 0.02
rows = list(csv.DictReader(open("data/reference-fits/study_7.csv")))
loss, y, n = (np.array([float(r[k]) for r in rows]) for k in ("pretrain_loss_nats", "accuracy", "n_eval"))
few = np.array([r["regime"] == "few_shot" for r in rows], float)
log_d = np.log([5.0 if r["regime"] == "few_shot" else float(r["examples"]) for r in rows])
low, high = np.log(5.0), log_d.max()

nodes, node_weights = np.polynomial.hermite_e.hermegauss(9)
u, v = (a.ravel() for a in np.meshgrid(nodes, nodes))
uv_weights = np.outer(node_weights, node_weights).ravel() * np.exp((u * u + v * v) / 2)


def log_evidence(elbow):
    """log of the integral over B and Delta, for rows of elbows (points, rows)."""
    hinge = A * np.maximum(0, elbow - loss)
    w = 1 / (TAU**2 + 0.2 * 0.8 / n)  # only to place the nodes
    a00, a01, a11 = w.sum(), (w * few).sum(), (w * few).sum() + 1 / 0.03**2
    b0, b1 = (w * (y - hinge)).sum(1), (w * few * (y - hinge)).sum(1)
    cov = np.linalg.inv(np.array([[a00, a01], [a01, a11]]))
    mean = np.c_[b0, b1] @ cov
    root = np.linalg.cholesky(cov)
    B = mean[:, :1] + root[0, 0] * u
    shift = mean[:, 1:] + root[1, 0] * u + root[1, 1] * v
    mu = B[:, :, None] + shift[:, :, None] * few + hinge[:, None, :]
    p = np.clip(mu, 0.02, 0.98)
    var = TAU**2 + p * (1 - p) / n
    ll = -0.5 * (np.log(var) + (y - mu) ** 2 / var).sum(2) - 0.5 * (shift / 0.03) ** 2
    ll = np.where((B < 0) | (B > 1), -np.inf, ll)
    top = np.maximum(ll.max(1), -1e9)
    return top + np.log((np.exp(ll - top[:, None]) * uv_weights).sum(1) + 1e-300)


def rough(elbow):
    """log likelihood at the conditional mean, to leave out what cannot count."""
    hinge = A * np.maximum(0, elbow - loss)
    var = TAU**2 + 0.2 * 0.8 / n
    best = np.zeros(len(elbow))
    for group in (few == 1, few == 0):
        e = (y - hinge)[:, group]
        w = 1 / var[group]
        mean = (e * w).sum(1, keepdims=True) / w.sum()
        best -= 0.5 * (w * (e - mean) ** 2).sum(1)
    return best


ehi = np.linspace(1.9, 2.6, 176)
log_g = np.linspace(np.log(0.4) - 2.2, np.log(0.4) + 2.2, 120)
log_alpha = np.linspace(np.log(1.7) - 3.4, np.log(1.7) + 3.0, 120)
E, G = (a.ravel() for a in np.meshgrid(ehi, log_g))
e0, logp, best = [], [], -np.inf
for la in log_alpha:
    alpha = np.exp(la)
    position = (log_d**alpha - low**alpha) / (high**alpha - low**alpha)
    elbow = E[:, None] - np.exp(G[:, None]) * (1 - position)
    prior = ((E - np.median(loss)) / 0.5) ** 2 + ((G - np.log(0.4)) / 0.5) ** 2 + ((la - np.log(1.7)) / 0.8) ** 2
    near = rough(elbow) - prior / 2
    best = max(best, near.max())
    here = np.full(E.size, -np.inf)
    for part in np.array_split(np.flatnonzero(near > best - 18), 20):
        if part.size:
            here[part] = log_evidence(elbow[part]) - prior[part] / 2
    logp.append(here)
    e0.append(E - np.exp(G))
e0, logp = np.concatenate(e0), np.concatenate(logp)
weight = np.exp(logp - logp.max())
order = np.argsort(e0)
cdf = np.cumsum(weight[order]) / weight.sum()
for q in (0.05, 0.25, 0.5, 0.75, 0.95):
    print(q, round(float(np.interp(q, cdf, e0[order])), 4))
print("mean Ehi", round(float((weight * np.tile(E, log_alpha.size)).sum() / weight.sum()), 4))
cube = weight.reshape(log_alpha.size, log_g.size, ehi.size)
for axis in range(3):
    marginal = cube.sum(tuple(k for k in range(3) if k != axis))
    print("edges, of the peak", marginal[[0, -1]] / marginal.max())
