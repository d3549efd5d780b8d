"""Reading what processes cost, and printing it."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and all its children, as numbers."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            found += family(int(child))
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and its children, so far."""
    return sum(_cpu(each) for each in family(pid))


def pss_mib(pid: int) -> float:
    """Proportional set size of one process, in MiB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def percentile(values: list[float], share: float) -> float:
    """The value below which this share (0 to 1) of the values lies."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))] if ranked else 0.0


def milliseconds(values: list[float]) -> str:
    half, most = (percentile(values, share) * 1000 for share in (0.5, 0.95))
    return f"p50 {half:6.1f} ms   p95 {most:6.1f} ms"


def line(label: str, value: str) -> None:
    print(f"  {label:<46} {value}", flush=True)


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)
