"""Scores in doublings of three predictions, computed apart from the service: numpy and scipy, straight from the definitions.

    python3 src/test/python/doublings_score.py
"""
import numpy as np
from scipy import stats

N, H, NEVER_BEYOND = 41, 0.5, 10.0


def scores(q, seen, weakest, strongest):
    """q: quantiles in doublings, numpy.inf for never; seen: None where it was not seen."""
    q = np.asarray(q, float)
    assert len(q) == N
    end = strongest if seen is None else strongest + NEVER_BEYOND
    y = strongest if seen is None else seen
    x = np.clip(q, weakest, end)
    crps = np.mean(np.abs(x - y)) - 0.5 * np.mean(np.abs(x[:, None] - x[None, :]))
    finite = q[np.isfinite(q)]
    if seen is None:
        past = (np.sum(np.isinf(q)) + stats.norm.cdf(finite, strongest, H).sum()) / N
        return crps, np.log(0.99 * past + 0.005), None
    log = np.log(0.99 * stats.norm.pdf(seen, finite, H).sum() / N + 0.01 / 50)
    return crps, log, [float(np.mean(np.abs(q - seen) <= k)) for k in (1, 2, 3)]


spread = np.r_[-1 + 0.2 * np.arange(36), np.full(5, np.inf)]
print("spread, seen", scores(spread, 2.5, -6, 4))
print("spread, not seen", scores(spread, None, -6, 4))
print("point, seen", scores(np.full(N, 3.0), 2.5, -6, 4))
print("never, seen", scores(np.full(N, np.inf), 2.5, -6, 4))
