"""Trains RBMs as others do, one thread: reads "rival hidden seconds" lines, answers each with images a second.

scikit-learn's BernoulliRBM learns by PCD with one Gibbs step, which is the same arithmetic as CD-1. It is given float32
data and keeps float32 parameters. The numpy rival is CD-1 written as matrix products, in float32.
"""

import sys
import time

import numpy as np
from sklearn.neural_network import BernoulliRBM

BATCH = 100
WARM_UP = 1.0
LR = np.float32(0.05)


class Sklearn:
    """BernoulliRBM, mini-batch by mini-batch through its public partial_fit.

    Only fit makes parameters of the data's type, so the first batch goes through it.
    """

    def __init__(self, hidden, batch):
        self.rbm = BernoulliRBM(n_components=hidden, batch_size=BATCH, learning_rate=float(LR), n_iter=1, random_state=42)
        self.rbm.fit(batch)

    def update(self, batch):
        self.rbm.partial_fit(batch)
        assert self.rbm.components_.dtype == np.float32


class Numpy:
    """CD-1: sampled bits in the chain, means of hidden units in the statistics."""

    def __init__(self, hidden, _batch):
        self.rng = np.random.default_rng(42)
        self.w = self.rng.normal(0, 0.01, (784, hidden)).astype(np.float32)
        self.b = np.zeros(784, np.float32)
        self.c = np.zeros(hidden, np.float32)

    @staticmethod
    def mean(x):
        np.negative(x, out=x)
        np.exp(x, out=x)
        x += 1
        return np.reciprocal(x, out=x)

    def sample(self, mean):
        return (self.rng.random(mean.shape, dtype=np.float32) < mean).astype(np.float32)

    def update(self, batch):
        h0 = self.mean(batch @ self.w + self.c)
        v1 = self.sample(self.mean(self.sample(h0) @ self.w.T + self.b))
        h1 = self.mean(v1 @ self.w + self.c)
        rate = LR / np.float32(len(batch))
        self.w += rate * (batch.T @ h0 - v1.T @ h1)
        self.b += rate * (batch.sum(0) - v1.sum(0))
        self.c += rate * (h0.sum(0) - h1.sum(0))


def main(path):
    """Serves orders until the input ends."""
    digits = np.fromfile(path, np.uint8).reshape(-1, 784).astype(np.float32)
    batches = [digits[i : i + BATCH] for i in range(0, len(digits), BATCH)]
    print(f"python {sys.version.split()[0]} numpy {np.__version__} scikit-learn {__import__('sklearn').__version__}", flush=True)
    for line in sys.stdin:
        rival, hidden, seconds = line.split()
        model = {"scikit-learn": Sklearn, "numpy": Numpy}[rival](int(hidden), batches[0])
        next_batch = 0
        for duration in (WARM_UP, float(seconds)):
            start, seen = time.perf_counter(), 0
            while time.perf_counter() - start < duration:
                model.update(batches[next_batch % len(batches)])
                next_batch += 1
                seen += BATCH
            rate = seen / (time.perf_counter() - start)
        print(rate, flush=True)


main(sys.argv[1])
