"""What the machine is and what a tree of processes has used of it, from /proc."""

import os
import platform
import time
from collections import defaultdict
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(root: int) -> float:
    """Processor time of a process and all below it, those that have ended included."""
    children: dict[int, list[int]] = defaultdict(list)
    used: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(folder.name)
        children[int(fields[1])].append(pid)
        used[pid] = sum(map(int, fields[11:15]))
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        total += used.get(pid, 0)
        waiting += children[pid]
    return total / TICKS


def memory_mb(root: int) -> float:
    """Memory that the process and its children hold alone or share, as PSS, in MB."""
    total = 0.0
    for pid in _tree(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return total


def _tree(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            waiting += map(int, task.read_text().split())
    return found


def busy_seconds() -> float:
    """Processor time that the whole machine has spent working since it started."""
    fields = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _, _, irq, softirq, steal = fields[:8]
    return (user + nice + system + irq + softirq + steal) / TICKS


def wait_until_quiet(*, share: float, at_most: float) -> float:
    """Wait until less than `share` of the machine is busy; how busy it was at last."""
    began = time.monotonic()
    while True:
        before, then = busy_seconds(), time.monotonic()
        time.sleep(0.5)
        busy = (busy_seconds() - before) / (time.monotonic() - then) / (os.cpu_count() or 1)
        if busy < share or time.monotonic() - began > at_most:
            return busy


def describe() -> str:
    """Processor, memory, kernel and Python in one line."""
    info = Path("/proc/cpuinfo").read_text()
    names = [line.split(":", 1)[1].strip() for line in info.splitlines() if "model name" in line]
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    return (
        f"{os.cpu_count()} processors ({names[0] if names else platform.machine()}), "
        f"{memory:.0f} GB memory, Linux {platform.release()}, Python {platform.python_version()}"
    )
