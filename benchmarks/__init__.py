"""How fast, how big, against a reference measured in the same run: ``python -m benchmarks``.

A benchmark is a module of this package with a function ``figures()`` that yields
``timing.Figure`` objects; ``__main__`` finds and runs them all. Absolute times drift by a third
within the hour on a shared machine, so times are given as ratios (``timing.ratio``).
"""
