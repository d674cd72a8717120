"""Trains RBMs as others do, one thread: reads "rival hidden seconds" lines, answers each with images a second.

scikit-learn's BernoulliRBM learns by PCD with one Gibbs step, which is the same arithmetic as CD-1. The numpy rival is
CD-1 written as matrix products. Both compute in float32, and say so by failing if they don't.
"""

import sys
import time

import numpy as np
import sklearn
from sklearn.neural_network import BernoulliRBM
from threadpoolctl import threadpool_info

BATCH = 100
WARM_UP = 1.0
LR = np.float32(0.05)


class Done(Exception):
    """The time is over."""


class Clock:
    """Counts updates: first those of the warm-up, then those that are measured."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.rate = None
        self.measures = False
        self.restart(WARM_UP)

    def restart(self, duration):
        self.updates = 0
        self.duration = duration
        self.start = time.perf_counter()

    def tick(self):
        """Called after each update."""
        self.updates += 1
        spent = time.perf_counter() - self.start
        if spent < self.duration:
            return
        if self.measures:
            self.rate = self.updates * BATCH / spent
            raise Done
        self.measures = True
        self.restart(self.seconds)


class Sklearn(BernoulliRBM):
    """BernoulliRBM trained by its own fit; `_fit`, one mini-batch, is passed on untouched and counted.

    Not by partial_fit: that turns every batch into float64, and with it two of the three large products, which costs a
    third of the speed although the parameters still look like float32. In fit of 1.7.2 all products are float32 with
    float32, or with the booleans of the sampled visible units, which numpy turns into float32.
    """

    def _fit(self, v_pos, rng):
        super()._fit(v_pos, rng)
        for array in (v_pos, self.components_, self.intercept_hidden_, self.intercept_visible_, self.h_samples_):
            assert array.dtype == np.float32, array.dtype
        self.clock.tick()


def train_sklearn(digits, hidden, clock):
    rbm = Sklearn(n_components=hidden, batch_size=BATCH, learning_rate=float(LR), n_iter=10**9, random_state=42)
    rbm.clock = clock
    rbm.fit(digits)


def mean(x):
    """The logistic function, in place."""
    np.negative(x, out=x)
    np.exp(x, out=x)
    x += 1
    return np.reciprocal(x, out=x)


def train_numpy(digits, hidden, clock):
    """CD-1: sampled bits in the chain, means of hidden units in the statistics."""
    rng = np.random.default_rng(42)
    w = rng.normal(0, 0.01, (digits.shape[1], hidden)).astype(np.float32)
    b = np.zeros(digits.shape[1], np.float32)
    c = np.zeros(hidden, np.float32)
    rate = LR / np.float32(BATCH)

    def sample(p):
        return (rng.random(p.shape, dtype=np.float32) < p).astype(np.float32)

    while True:
        for first in range(0, len(digits), BATCH):
            v0 = digits[first : first + BATCH]
            h0 = mean(v0 @ w + c)
            v1 = sample(mean(sample(h0) @ w.T + b))
            h1 = mean(v1 @ w + c)
            gradient = v0.T @ h0 - v1.T @ h1
            assert gradient.dtype == h0.dtype == v1.dtype == np.float32
            w += rate * gradient
            b += rate * (v0.sum(0) - v1.sum(0))
            c += rate * (h0.sum(0) - h1.sum(0))
            clock.tick()


RIVALS = {"scikit-learn": train_sklearn, "numpy": train_numpy}


def main(path):
    """Serves orders until the input ends."""
    digits = np.fromfile(path, np.uint8).reshape(-1, 784).astype(np.float32)
    pools = threadpool_info()
    assert all(pool["num_threads"] == 1 for pool in pools), pools
    blas = {f"{p['internal_api']} {p['version']} ({p['architecture']})" for p in pools if p["user_api"] == "blas"}
    python = sys.version.split()[0]
    print(
        f"python {python}, numpy {np.__version__}, scikit-learn {sklearn.__version__}, {', '.join(sorted(blas))}, one thread",
        flush=True,
    )
    for line in sys.stdin:
        rival, hidden, seconds = line.split()
        clock = Clock(float(seconds))
        try:
            RIVALS[rival](digits, int(hidden), clock)
        except Done:
            print(clock.rate, flush=True)


main(sys.argv[1])
