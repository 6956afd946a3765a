"""Loss of a tiny transformer and its gradient, in float64 and by central differences: no torch, no automatic gradient.

Prints the reference that TransformerTest reads: python3 transformer.py > transformer.csv
"""
import math
import numpy as np

V, T, D, LAYERS, H = 7, 5, 4, 2, 2
DOCUMENTS = np.array([[0, 3, 2, 6, 1, 4], [5, 5, 0, 2, 3, 6], [1, 6, 4, 0, 2, 2]])


def shapes():
    out = [(V, D), (T, D)]
    for _ in range(LAYERS):
        out += [(D,), (D,), (D, 3 * D), (3 * D,), (D, D), (D,), (H,), (D,), (D,), (D, 4 * D), (4 * D,), (4 * D, D), (D,)]
    return out + [(D,), (D,)]


def split(flat):
    parts, at = [], 0
    for shape in shapes():
        size = int(np.prod(shape))
        parts.append(flat[at:at + size].reshape(shape))
        at += size
    return iter(parts)


def norm(x, gain, bias):
    mean = x.mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + 1e-5) * gain + bias


def gelu(x):
    return x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def attention(x, w, b, wo, bo, smear):
    out = np.zeros_like(x)
    s = 1 / (1 + np.exp(-smear))
    size = D // H
    for n in range(x.shape[0]):
        q, k, v = np.split(x[n] @ w + b, 3, axis=-1)
        for h in range(H):
            part = slice(h * size, (h + 1) * size)
            for t in range(x.shape[1]):
                scores = []
                for u in range(t + 1):
                    before = k[u - 1, part] if u > 0 else np.zeros(size)
                    key = s[h] * k[u, part] + (1 - s[h]) * before
                    scores.append(q[t, part] @ key / math.sqrt(size))
                p = np.exp(np.array(scores) - max(scores))
                p /= p.sum()
                out[n, t, part] = p @ v[:t + 1, part]
    return out @ wo + bo


def loss(flat):
    p = split(flat)
    embedding, positions = next(p), next(p)
    x = embedding[DOCUMENTS[:, :-1]] + positions
    for _ in range(LAYERS):
        g, b = next(p), next(p)
        w, wb, o, ob, smear = next(p), next(p), next(p), next(p), next(p)
        x = x + attention(norm(x, g, b), w, wb, o, ob, smear)
        g, b, u, ub, d, db = (next(p) for _ in range(6))
        x = x + gelu(norm(x, g, b) @ u + ub) @ d + db
    logits = norm(x, next(p), next(p)) @ embedding.T
    top = logits.max(-1, keepdims=True)
    log_p = logits - top - np.log(np.exp(logits - top).sum(-1, keepdims=True))
    return -np.take_along_axis(log_p, DOCUMENTS[:, 1:, None], -1).mean()


n = sum(int(np.prod(shape)) for shape in shapes())
weights = 0.5 * np.sin(0.7 * np.arange(n) + 0.1)
print("index,value")
print(f"-1,{loss(weights):.12g}")
for i in range(n):
    up, down = weights.copy(), weights.copy()
    up[i] += 1e-5
    down[i] -= 1e-5
    print(f"{i},{(loss(up) - loss(down)) / 2e-5:.9g}")
