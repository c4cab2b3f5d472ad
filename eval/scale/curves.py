"""What each size costs, and by which power of the size costs grow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from eval.scale.growth import ScaleRow

_GROWING: dict[str, Callable[[ScaleRow], float]] = {
    "time of writing": lambda row: row.passages / row.written_per_second,
    "memory searching": lambda row: row.memory_mib,
    "disk": lambda row: row.disk_mib,
    "p50": lambda row: row.p50,
    "p95": lambda row: row.p95,
    "filtered p95": lambda row: row.filtered_p95,
}


def exponents(rows: Sequence[ScaleRow]) -> dict[str, float]:
    """The e of cost ~ passages^e for each cost, by least squares of logarithms; none for fewer than two sizes."""
    if len({row.passages for row in rows}) < 2:
        return {}
    sizes = np.log([row.passages for row in rows])
    return {
        name: float(np.polyfit(sizes, np.log([max(cost(row), 1e-9) for row in rows]), 1)[0])
        for name, cost in _GROWING.items()
    }


def markdown(rows: Sequence[ScaleRow]) -> str:
    """The tables of docs/performance.md."""
    lines = [
        "| passages | written a second | memory writing, MiB | memory searching | disk | p50, ms | p95 "
        "| filtered p50 | p95 | recall@10 |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.passages:,} | {row.written_per_second:,.0f} | {row.writing_mib:,.0f} "
        f"| {row.memory_mib:,.0f} | {row.disk_mib:,.0f} "
        f"| {row.p50:.1f} | {row.p95:.1f} | {row.filtered_p50:.1f} | {row.filtered_p95:.1f} | {row.recall:.3f} |"
        for row in rows
    ]
    if any(row.stages for row in rows):
        names = list(dict.fromkeys(name for row in rows for name in row.stages))
        lines += ["", f"| ms of a search, median | {' | '.join(names)} |", f"| ---: |{' ---: |' * len(names)}"]
        lines += [
            f"| {row.passages:,} | {' | '.join(f'{row.stages.get(name, 0.0):.1f}' for name in names)} |" for row in rows
        ]
    grown = exponents(rows)
    if grown:
        lines += ["", "Growth by the power of the number of passages: "]
        lines[-1] += ", ".join(f"{name} {exponent:.2f}" for name, exponent in grown.items()) + "."
    return "\n".join(lines) + "\n"
