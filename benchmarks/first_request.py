"""The first request of a fresh process against a bare Django hello-world: CPU of the whole process.

Run it on a throw-away AWS, as ``make bench`` does:
``python -m local_aws exec -- python -m benchmarks first_request``.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping

from benchmarks.fresh_process import HELLO, IMPORT_ZAPPA, SITE
from benchmarks.timing import Comparison, Figure, compare

_ROUNDS = 15
_UNWANTED = (
    "reportlab",
    "PIL",
    "storages",
    "requests",
    "yaml",
    "pynamodb",
    "boto3",
    "rest_framework",
    "drf_spectacular",
)
_IMPORT_LINE = re.compile(r"import time: +(?P<own>\d+) \| +\d+ \| +(?P<module>\S+)")


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment(token: str) -> Mapping[str, str]:
    # Without byte code on disk every start would compile Django anew: not what ships, not what we measure.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "BENCHMARK_TOKEN": token}


def _run(script: str, token: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *options, "-c", script]
    done = subprocess.run(command, env=_environment(token), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done


def _compared(subject: str, reference: str, token: str) -> Comparison:
    return compare(
        lambda: _run(subject, token), lambda: _run(reference, token), rounds=_ROUNDS, clock=_children_seconds
    )


def figures() -> Iterator[Figure]:
    """Ratios of the two first requests, then what the time goes into."""
    from benchmarks.site import a_seller_with_invoices

    token = a_seller_with_invoices(20).token
    page, listing = SITE.format(path="/"), SITE.format(path="/api/v1/invoices/")
    against = "bare Django hello-world"
    yield _figure("GET / (landing page)", _compared(page, HELLO, token), against)
    yield _figure("GET /api/v1/invoices/ (JWT, 20 invoices)", _compared(listing, HELLO, token), against)
    behind_zappa = _compared(IMPORT_ZAPPA + listing, IMPORT_ZAPPA + HELLO, token)
    yield _figure("the same, both with Zappa's handler imported", behind_zappa, against)
    yield from _loaded("GET /", page, token)
    yield from _loaded("GET /api/v1/invoices/", listing, token)
    yield from _dearest("GET /", page, token)
    yield from _dearest("GET /api/v1/invoices/", listing, token)


def _figure(what: str, found: Comparison, against: str) -> Figure:
    return Figure(what, found.ratio, "x", against, remark=found.milliseconds)


def _loaded(what: str, script: str, token: str) -> Iterator[Figure]:
    """How many modules are loaded, and which of the unwanted are among them."""
    names = _run(script + "\nprint('\\n'.join(sys.modules))", token).stdout.split()
    unwanted = [name for name in _UNWANTED if name in names]
    yield Figure(
        f"modules loaded after {what}",
        len(names),
        "modules",
        remark="loaded: " + (", ".join(unwanted) or "none of the unwanted"),
    )


def _dearest(what: str, script: str, token: str) -> Iterator[Figure]:
    """The ten packages whose modules take the most time of their own to import."""
    report = _run(script, token, "-X", "importtime").stderr
    packages: Counter[str] = Counter()
    for line in _IMPORT_LINE.finditer(report):
        packages[line["module"].partition(".")[0]] += int(line["own"])
    whole = packages.total()
    for name, own in packages.most_common(10):
        yield Figure(f"imports of {what}: {name}", 100 * own / whole, "% of import time")
