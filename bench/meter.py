"""What something costs: CPU of this process and of its database backend, statements, memory."""

import gc
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Cost:
    """CPU seconds of both processes, wall seconds, statements, and the growth of this process at its peak (MB)."""

    cpu: float = 0.0
    wall: float = 0.0
    statements: int = 0
    peak_mb: float = 0.0


class Meter:
    """Measures on one cursor. The backend has to run on this machine, else its CPU cannot be seen."""

    def __init__(self, cr):
        self.cr = cr
        cr.execute("select pg_backend_pid()")
        [backend] = cr.fetchone()
        self._backend = Path(f"/proc/{backend}")
        if not self._backend.exists():
            raise SystemExit("The benchmark needs the database server on this machine: its CPU is most of the work.")
        counted = self._backend / "schedstat"
        self._counted = counted.open("rb") if counted.exists() else None
        _share_a_core(backend)
        # helpers of the backend would do work that nobody counts
        cr.execute("set max_parallel_workers_per_gather = 0")
        cr.commit()

    @contextmanager
    def measure(self):
        """``with meter.measure() as cost``: filled in at the end."""
        cost = Cost()
        gc.collect()  # what others left behind is not paid for here
        Path("/proc/self/clear_refs").write_text("5")  # forget the highest memory of before
        before, statements, memory = self.cpu(), self.cr.sql_log_count, _status("VmRSS")
        started = time.perf_counter()
        yield cost
        cost.wall = time.perf_counter() - started
        cost.cpu = self.cpu() - before
        cost.statements = self.cr.sql_log_count - statements
        cost.peak_mb = max(0.0, _status("VmHWM") - memory)

    def cpu(self):
        """CPU seconds of both processes so far."""
        return time.process_time() + self._backend_cpu()

    def _backend_cpu(self):
        """To the nanosecond where the kernel counts them, else in ticks of a hundredth of a second."""
        if self._counted:
            return int(os.pread(self._counted.fileno(), 64, 0).split()[0]) / 1e9
        fields = (self._backend / "stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def _share_a_core(backend):
    """Process and backend take turns: to wake each other on another core would count as their work, a third of a short
    statement on an idle machine and nothing on a busy one.
    """
    core = {min(os.sched_getaffinity(0))}
    try:
        os.sched_setaffinity(backend, core)
        os.sched_setaffinity(0, core)
    except PermissionError:  # a database of somebody else
        pass


def _status(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0
