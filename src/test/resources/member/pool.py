"""Answers of the combined forecast for CombinedForecastCasesTest, by numpy on dense arrays.

The specification written down without regard to speed, apart from the program: every cell of every grid at once, the normal
distribution by math.erf, Student's t by its closed forms. Reads the inputs in pool-cases.json and writes the outputs anew, to nine
decimals; quantiles that are never reached are null.
Usage: python3 pool.py   (numpy; in this folder)
"""
import json
import math
from statistics import NormalDist
import numpy as np

ELBOW = np.arange(-70, 81) / 5
SLOPE_Z = np.linspace(-2.2, 2.2, 13)
SLOPE = 0.13 * np.exp(1.3 * SLOPE_Z)
NOISE = np.array([0.006, 0.015, 0.03, 0.06, 0.1])
MIDPOINT = np.arange(-20, 30.01, 0.5)
STEEPNESS = np.exp(np.linspace(math.log(0.05), math.log(3), 16))
GRID = np.arange(-10, 40.01, 0.25)
PERCENT = [0.05, 0.25, 0.5, 0.75, 0.95]
NEVER = 1e9
erf = np.vectorize(math.erf, otypes=[float])


def phi(z):
    return 0.5 * (1 + erf(np.asarray(z, float) / math.sqrt(2)))


def student(t, df):
    """Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = np.arctan(np.asarray(t, float) / math.sqrt(df))
    square, total = np.cos(angle) ** 2, np.zeros_like(angle)
    if df % 2:
        term = np.cos(angle)
        for k in range(1, (df - 1) // 2 + 1):
            total = total + term
            term = term * square * (2 * k) / (2 * k + 1)
        return 0.5 + (angle + np.sin(angle) * total) / math.pi
    term = np.ones_like(angle)
    for k in range(1, df // 2 + 1):
        total = total + term
        term = term * square * (2 * k - 1) / (2 * k)
    return 0.5 + np.sin(angle) * total / 2


def rise(slope, past, room):
    return -room * np.expm1(-slope * np.maximum(0, past) / room)


class Hinges:
    def __init__(self, weight, elbow, slope, floor, floor_sd, noise, checkpoint=0.0):
        weight = np.asarray(weight, float)
        self.weight = weight / weight.sum()
        self.elbow, self.slope, self.floor, self.floor_sd, self.noise, self.checkpoint = (
            np.broadcast_to(np.asarray(v, float), weight.shape)
            for v in (elbow, slope, np.clip(floor, 0, 1), floor_sd, noise, checkpoint)
        )
        self.room = np.maximum(0.02, 1 - self.floor)

    def mean(self, x):
        return np.clip(self.floor + rise(self.slope, x - self.elbow, self.room), 0, 1)

    def elbow_by(self, x):
        return self.weight[self.elbow <= x].sum()

    def reaches(self, x, level):
        return self.weight @ phi((self.mean(x) - level) / np.maximum(self.floor_sd, 1e-4))

    def observed(self, x, items, y):
        mean, past = self.mean(x), np.maximum(0, x - self.elbow)
        slope = self.slope * np.exp(-self.slope * past / self.room) * (x > self.elbow)
        variance = self.noise**2 + self.floor_sd**2 + (self.checkpoint * slope) ** 2
        variance = variance + np.maximum(1e-4, mean * (1 - mean)) / items
        return self.weight @ phi((y[None, :] - mean[:, None]) / np.sqrt(variance)[:, None])


class Logistics:
    def __init__(self, weight, midpoint, steepness, trivial, noise):
        self.weight, self.midpoint, self.steepness = weight / weight.sum(), midpoint, steepness
        self.trivial, self.noise = trivial, noise

    def mean(self, x):
        return self.trivial + (1 - self.trivial) / (1 + np.exp(-np.clip(self.steepness * (x - self.midpoint), -50, 50)))

    def elbow_by(self, x):
        return self.weight[self.midpoint - 2 / self.steepness <= x].sum()

    def reaches(self, x, level):
        return self.weight[self.mean(x) >= level].sum()

    def observed(self, x, items, y):
        mean = self.mean(x)
        sd = np.sqrt(self.noise**2 + np.maximum(1e-4, mean * (1 - mean)) / items)
        return self.weight @ phi((y[None, :] - mean[:, None]) / sd[:, None])


class Line:
    elbow_by = None

    def __init__(self, x, y):
        order = np.argsort(x, kind="stable")
        k = min(len(x), max(4, len(x) // 2))
        x, y = x[order][-k:], y[order][-k:]
        design = np.c_[np.ones(k), x]
        self.inverse = np.linalg.inv(design.T @ design + 1e-6 * np.eye(2))
        self.line, self.df = self.inverse @ design.T @ y, max(1, k - 2)
        self.variance = max(((y - design @ self.line) ** 2).sum() / self.df, 1e-7)

    def at(self, x):
        v = np.array([1, x])
        return v @ self.line, v @ self.inverse @ v

    def reaches(self, x, level):
        mean, leverage = self.at(x)
        return float(student((mean - level) / math.sqrt(self.variance * leverage), self.df))

    def observed(self, x, items, y):
        mean, leverage = self.at(x)
        return student((y - mean) / math.sqrt(self.variance * (1 + leverage)), self.df)


def item_variance(y, n):
    q = np.clip(y, 0.02, 0.98)
    return q * (1 - q) / n


def evidence(elbows):
    z = (ELBOW[:, None] - np.clip(elbows, -30, 40)[None, :]) / 1.5
    kernel = ((1 + z**2 / 4) ** -2.5).mean(1)
    return 0.7 * kernel / (0.2 * kernel.sum()) + 0.3 / 16


def noise_log_prior():
    return -0.5 * (np.log(NOISE / 0.02) / 0.8) ** 2


def weights_of(log):
    weights = np.exp(log - log.max())
    return weights / weights.sum()


def hinge(x, y, n, trivial, law):
    elbow, slope = np.r_[np.repeat(ELBOW, 13), NEVER], np.r_[np.tile(SLOPE, 151), 0.13]
    prior = (1 + ((ELBOW - 1.5) / 1.5) ** 2 / 3) ** -2.0
    slopes = np.exp(-0.5 * SLOPE_Z**2)
    prior, slopes = 0.9 * prior / prior.sum(), slopes / slopes.sum()
    prior = prior if law is None else prior * evidence(np.array(law["e"]))
    never = 0.1 if law is None else 0.1 * 0.3 / 16
    log = np.log(np.r_[np.outer(prior, slopes).ravel(), never])[:, None] + noise_log_prior()[None, :]
    left = (y - rise(slope[:, None], x[None, :] - elbow[:, None], 1 - trivial))[:, None, :]
    variance = NOISE[:, None] ** 2 + item_variance(y, n)[None, :]
    precision = 100 + (1 / variance).sum(1)
    linear = 100 * trivial + (left / variance).sum(2)
    squares = 100 * trivial**2 + (left**2 / variance).sum(2)
    log = log - 0.5 * (squares - linear**2 / precision + np.log(precision) + np.log(variance).sum(1))
    weights = weights_of(log)
    keep = weights > 1e-6
    flat = lambda v: np.broadcast_to(v, weights.shape)[keep]
    sd = precision**-0.5
    curves = Hinges(
        weights[keep], flat(elbow[:, None]), flat(slope[:, None]), (linear / precision)[keep], flat(sd), flat(NOISE)
    )
    return curves, weights[-1].sum()


def logistic(x, y, n, trivial):
    mean = Logistics(np.ones(1), MIDPOINT[:, None, None], STEEPNESS[None, :, None], trivial, 0).mean(x[None, None, :])
    variance = NOISE[:, None] ** 2 + item_variance(y, n)[None, :]
    log = -0.5 * ((y - mean)[:, :, None, :] ** 2 / variance + np.log(variance)).sum(-1)
    log = log - (2.5 * np.log1p(((MIDPOINT - 4) / 5) ** 2 / 4))[:, None, None]
    log = log - (0.5 * ((np.log(STEEPNESS) - math.log(0.35)) / 0.8) ** 2)[None, :, None] + noise_log_prior()
    weights = weights_of(log)
    keep = weights > 1e-6
    flat = lambda v: np.broadcast_to(v, weights.shape)[keep]
    return Logistics(
        weights[keep], flat(MIDPOINT[:, None, None]), flat(STEEPNESS[None, :, None]), trivial, flat(NOISE)
    )


def reference(hinges, never):
    quantiles = lambda k: np.array([NormalDist().inv_cdf((i + 0.5) / k) for i in range(k)])
    elbow, slope = np.repeat(1.7 + 1.5 * quantiles(25), 9), np.tile(0.4 * np.exp(quantiles(9)), 25)
    weight = np.r_[np.full(225, (1 - never) / 225), never]
    return Hinges(weight, np.r_[elbow, NEVER], np.r_[slope, 0.4], hinges.weight @ hinges.floor, 0.01, 0.02)


class InLoss:
    """A voice over the loss, asked in doublings: p(x) = scale (1 - 2^(-b x)) / (b ln 2)."""

    def __init__(self, voice, pace):
        self.elbow_by = None if voice.elbow_by is None else lambda x: voice.elbow_by(placed(x, pace))
        self.reaches = lambda x, level: voice.reaches(placed(x, pace), level)
        self.observed = lambda x, items, y: voice.observed(placed(x, pace), items, y)


def placed(x, pace):
    return pace["scale"] * (1 - 2 ** (-pace["b"] * x)) / (pace["b"] * math.log(2))


class Pool:
    def __init__(self, few, trivial, law, pace):
        x, y, n = np.array(few, float).reshape(-1, 3).T
        hinges, self.never = hinge(x, y, n, trivial, law)
        self.ahead = 1 - hinges.elbow_by(0)
        self.voices = {"hinge": (hinges, 1)}
        if law is not None:
            self.voices["reference"] = (reference(hinges, self.never), self.ahead)
        if len(x) >= 3 and law is None:
            self.voices["line"] = (Line(x, y), 1)
            self.voices["logistic"] = (logistic(x, y, n, trivial), 1)
        if len(x) >= 3 and law is not None:
            draws = Hinges(np.ones(len(law["e"])), law["e"], law["a"], law["B"], 1e-4, law["tau"], law["sL"])
            self.voices["emergence_law"] = (draws, 0.25)
        if pace is not None:
            other = Pool([[placed(a, pace), b, c] for a, b, c in few], trivial, law, None)
            self.never, self.ahead = (self.never + other.never) / 2, (self.ahead + other.ahead) / 2
            self.voices |= {k + "_in_loss": (InLoss(v, pace), w) for k, (v, w) in other.voices.items()}


def mixed(voices, answer, needs=None):
    speaking = [(v, w) for v, w in voices if needs is None or getattr(v, needs) is not None]
    total = sum(w for _, w in speaking)
    return sum(w / total * answer(v) for v, w in speaking) if speaking else None


def crossed(values):
    """Running maximum from 0 to the right, running minimum from 0 to the left."""
    now = int(np.argmin(abs(GRID)))
    right = np.maximum.accumulate(values[now:])
    left = np.minimum.accumulate(values[now::-1])[::-1]
    return np.r_[left[:-1], right]


def quantiles(values):
    cdf = crossed(values)
    at = np.interp(PERCENT, cdf + 1e-12 * np.arange(len(cdf)), GRID)
    return [None if p > cdf[-1] else float(q) for p, q in zip(PERCENT, at)]


def answers(voices, case):
    has_elbow = any(v.elbow_by is not None for v, _ in voices)
    level, items, y = case["level"], case["n"], np.linspace(-0.2, 1.2, 701)
    accuracy = []
    for x in case["at"]:
        cdf = np.maximum.accumulate(mixed(voices, lambda v: v.observed(x, items, y)))
        accuracy.append([float(q) for q in np.clip(np.interp(PERCENT, cdf, y), 0, 1)])
    return {
        "elbow": quantiles([mixed(voices, lambda v: v.elbow_by(x), "elbow_by") for x in GRID]) if has_elbow else None,
        "crossing": quantiles([mixed(voices, lambda v: v.reaches(x, level)) for x in GRID]),
        "accuracy": accuracy,
        "p_level": [float(mixed(voices, lambda v: v.reaches(x, level))) for x in case["at"]],
    }


def outputs(case):
    pool = Pool(case["few"], case["trivial"], case["law"], case.get("loss_pace"))
    total = sum(w for _, w in pool.voices.values())
    voices = {k: {"weight": float(w / total), **answers([(v, 1)], case)} for k, (v, w) in pool.voices.items()}
    return {
        "never": float(pool.never),
        "ahead": float(pool.ahead),
        **answers(list(pool.voices.values()), case),
        "voices": voices,
    }


def rounded(value):
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return [rounded(v) for v in value] if isinstance(value, list) else value


if __name__ == "__main__":
    with open("pool-cases.json") as file:
        content = json.load(file)
    content["computed_by"] = f"pool.py in this folder, numpy {np.__version__}: the specification in numbers, on dense arrays"
    for each in content["cases"]:
        each["output"] = rounded(outputs(each["input"]))
    lines = ",\n".join(json.dumps(each) for each in content["cases"])
    with open("pool-cases.json", "w") as file:
        file.write('{"computed_by": ' + json.dumps(content["computed_by"]) + ',\n"cases": [\n' + lines + "\n]}\n")
