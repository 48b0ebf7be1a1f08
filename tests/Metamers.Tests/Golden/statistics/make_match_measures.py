"""Writes match_measures.json: SciPy's values for MatchMeasuresTests (Python 3.11, NumPy 1.24, SciPy 1.10).

The vectors themselves are stored with every case, as numbers that are exact in float32, but for the long case, which any
language makes again from a rule: u(seed)[i] = ((i * 2654435761 + seed) mod 2^32) / 2^32.
"""
import json
import os

import numpy
import scipy
from scipy import stats


def measures(reference, candidate):
    reference = numpy.asarray(reference, dtype=numpy.float64)
    candidate = numpy.asarray(candidate, dtype=numpy.float64)
    return {
        "spearman": float(stats.spearmanr(reference, candidate)[0]),
        "pearson": float(stats.pearsonr(reference, candidate)[0]),
        # compute_snr_db of the authors' distance_measures.py: the ratio of norms, not of powers
        "db_snr": float(10 * numpy.log10(numpy.linalg.norm(reference) / numpy.linalg.norm(reference - candidate))),
    }


def case(name, reference, candidate):
    reference = numpy.asarray(reference, dtype=numpy.float32)
    candidate = numpy.asarray(candidate, dtype=numpy.float32)
    return {"name": name, "reference": [float(v) for v in reference], "candidate": [float(v) for v in candidate],
            **measures(reference, candidate)}


def uniform(seed, n):
    return ((numpy.arange(n, dtype=numpy.uint64) * 2654435761 + seed) % 2**32).astype(numpy.float64) / 2**32


def main():
    rng = numpy.random.default_rng(20230)
    normal = rng.standard_normal(200)
    noisy = normal + 0.3 * rng.standard_normal(200)
    cases = [
        case("continuous values of both signs", normal, noisy),
        case("opposite signs", normal, -noisy),
        case("unrelated", normal, rng.standard_normal(200)),
        case("many zeros as after a ReLU", numpy.maximum(normal, 0), numpy.maximum(noisy, 0)),
        case("nearly all zeros", numpy.maximum(normal - 1.5, 0), numpy.maximum(noisy - 1.5, 0)),
        case("few distinct values", rng.integers(0, 4, 100), rng.integers(0, 4, 100)),
        case("ties in one only", rng.integers(-3, 4, 100), rng.standard_normal(100)),
        case("zero and minus zero", [0.0, -0.0, 1.0, -1.0, 0.0, 2.0], [1.0, 2.0, -0.0, 0.0, 3.0, 0.0]),
        case("two units", [1.0, 2.0], [0.5, 0.25]),
        case("three units with a tie", [1.0, 1.0, 2.0], [3.0, 1.0, 4.0]),
        case("five units", [0.1, -0.4, 0.3, 0.0, 7.0], [0.2, -0.1, 0.1, 0.0, 1.0]),
        case("a large offset", 10000 + normal, 10000 + noisy),
        case("tiny values", 1e-20 * normal, 1e-20 * noisy),
        case("a monotone but bent relation", normal, numpy.exp(normal)),
    ]
    n = 1_000_003
    a, b = uniform(1, n), uniform(123456789, n)
    reference = numpy.maximum(a - 0.5, 0).astype(numpy.float32)
    candidate = numpy.maximum((a + b - 1) / 2, 0).astype(numpy.float32)
    long = {"units": n, "seed_a": 1, "seed_b": 123456789, **measures(reference, candidate)}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "match_measures.json")
    with open(path, "w", encoding="utf-8") as file:
        # one case a line
        file.write('{"numpy": "%s", "scipy": "%s",\n' % (numpy.__version__, scipy.__version__))
        file.write(' "long": %s,\n "cases": [\n' % json.dumps(long))
        file.write(",\n".join("  " + json.dumps(c) for c in cases) + "\n]}\n")


if __name__ == "__main__":
    main()
