"""Anneals a ±J glass with dwave-samplers, one thread: reads "range seconds seed" lines, answers each with four numbers:
updates a nanosecond, the mean final energy a spin, its standard error, and how many annealings.

The problem is an edge list "i j J" a line, E = −Σ J s_i s_j, so that its sampler gets the couplings −J. A range is `own`, the
one that the sampler finds for the problem, or two numbers of 1/T. Times include everything that the sampler's `sample` does.
"""

import sys
import time

import dimod
import numpy as np
from dwave.samplers import SimulatedAnnealingSampler
from importlib.metadata import version

READS = 64


def main(path, sweeps):
    """Serves orders until the input ends."""
    edges = np.loadtxt(path)
    couplings = {(int(i), int(j)): -w for i, j, w in edges}
    problem = dimod.BinaryQuadraticModel({}, couplings, 0.0, "SPIN")
    spins = problem.num_variables
    sampler = SimulatedAnnealingSampler()
    print(f"python {sys.version.split()[0]}, dwave-samplers {version('dwave-samplers')}, one thread", flush=True)

    def anneal(seed, betas):
        start = time.perf_counter()
        found = sampler.sample(problem, num_reads=READS, num_sweeps=sweeps, seed=seed, beta_range=betas)
        energies = found.record.energy
        return time.perf_counter() - start, energies

    for line in sys.stdin:
        betas, seconds, seed = line.split()
        betas = None if betas == "own" else [float(x) for x in betas.split(",")]
        seconds, seed = float(seconds), int(seed)
        spent, energies = 0.0, []
        while spent < seconds:
            took, found = anneal(seed, betas)
            spent, seed = spent + took, seed + 1
            energies.extend(found / spins)
        rate = len(energies) * spins * sweeps / spent / 1e9
        error = np.std(energies, ddof=1) / np.sqrt(len(energies))
        print(rate, np.mean(energies), error, len(energies), flush=True)


main(sys.argv[1], int(sys.argv[2]))
