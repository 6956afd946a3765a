"""Ends of the 90% profile-likelihood interval of E(D0) of a reference study, for DiagnosticReportTest.

Least sum of squares at a given E(D0) by a grid over (ln G, alpha), its five best cells polished by scipy's Nelder-Mead; A, B and
Delta projected out by non-negative least squares on both sides. The end is where n ln(SSE(e) / SSE) crosses 2.7055.
Usage: python3 profile.py 4 1.40 1.97   (study, brackets of the ends; numpy, scipy; in the repository root; a minute)
"""
import csv
import json
import sys
import numpy as np
from scipy.optimize import brentq, lsq_linear, minimize

study = "study_" + sys.argv[1]
rows = list(csv.DictReader(open(f"data/reference-fits/{study}.csv")))
loss, y = (np.array([float(r[k]) for r in rows]) for k in ("pretrain_loss_nats", "accuracy"))
few = np.array([r["regime"] == "few_shot" for r in rows], float)
log_d = np.log([5.0 if r["regime"] == "few_shot" else float(r["examples"]) for r in rows])
low, high = np.log(5.0), log_d.max()
best = json.load(open("data/reference-fits/reference.json"))[study]["fits"]["log_power"]


def squares(e, log_g, alpha):
    if not 0.05 <= alpha <= 15:
        return np.inf
    hinge = np.maximum(0, e + np.exp(log_g) * (log_d**alpha - low**alpha) / (high**alpha - low**alpha) - loss)
    basis = np.c_[hinge, np.ones_like(y), few]
    fit, *_ = np.linalg.lstsq(basis, y, rcond=None)
    if fit[0] < 0 or not 0 <= fit[1] <= 1:
        return 2 * lsq_linear(basis, y, ([0, 0, -np.inf], [np.inf, 1, np.inf])).cost
    return ((y - basis @ fit) ** 2).sum()


def deviance(e):
    cells = [(squares(e, g, a), g, a) for g in np.linspace(-4, 2, 49) for a in np.geomspace(0.05, 14, 25)]
    least = np.inf
    for value, g, a in sorted(cells)[:5]:
        end = minimize(lambda p: squares(e, *p), (g, a), method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12})
        least = min(least, value, end.fun)
    return len(y) * np.log(least / best["sse"])


for outer in sys.argv[2:]:
    print(brentq(lambda e: deviance(e) - 2.705543454, float(outer), best["E0"], xtol=1e-5))
