# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The benchmark at a hundredth: caps under parallel writers, and query counts."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_bench_quick(settings):
    """2, 10 and 40 processes at once, which the few workers of a server cannot be."""
    done = subprocess.run(
        [ROOT / "bench/run", "--quick"], capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    assert "| 40 |" in done.stdout
