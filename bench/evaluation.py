"""`python -m bench.evaluation`: the certificate of a version's evaluation set, computed again from its files.

Prints what the checks `mirroring` and `shortcuts` see, their bounds and tables: docs/evaluation.md.
"""

import argparse
import sys
import time

import polars as pl

from assets.snapshots.versions import list_versions, read_frame, read_manifest
from bench.decision_space import table
from checks import combinations, mirroring, shortcuts
from checks.expectations import CheckResult
from pipelines import settings
from resources.sentence_model import embed


def show(result: CheckResult, seconds: float) -> None:
    """The expectations of a check and its evidence."""
    print(f"## {result.check}: {'passed' if result.passed else 'FAILED'} ({seconds:.1f} s)\n")
    table(
        pl.DataFrame(
            [
                {"expectation": e.meaning, "observed": e.observed, "bound": str(e.bound), "holds": e.passed}
                for e in result.expectations
            ],
            infer_schema_length=None,
        )
    )
    for name, rows in result.evidence.items():
        if name != "measures" and rows:
            print(f"{name.replace('_', ' ')}\n")
            table(pl.DataFrame(rows, infer_schema_length=None), 20)


def main() -> int:
    """Print it; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", help="default: the newest in the configured store")
    options = parser.parse_args()
    store = settings.load().store.open()
    version = options.version or next(reversed(list_versions(store)), None)
    if version is None:
        print(f"There is no version in {store.url} yet.", file=sys.stderr)
        return 2
    manifest = read_manifest(store, version)
    names = ("examples", "handwritten", "decision_points", "corpus/documents")
    examples, written, points, documents = (read_frame(store, manifest, f"{name}.parquet") for name in names)
    print(f"# {version}\n")
    began = time.perf_counter()
    show(mirroring.check(examples, written, embed), time.perf_counter() - began)
    began = time.perf_counter()
    show(shortcuts.check(examples), time.perf_counter() - began)
    combined, _ = combinations.pairs(points, documents, examples)
    print(f"## combinations: {combinations.two_way(combined):.1%}\n")
    table(combined)
    return 0


if __name__ == "__main__":
    sys.exit(main())
