# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The benchmark at a hundredth: caps under parallel writers, and query counts."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_bench_quick(settings):
    """2, 10 and 40 processes at once, which the few workers of a server cannot be."""
    done = subprocess.run(
        [ROOT / "bench/run", "--quick"], capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    for row in (
        "| 40 |",
        "| wohnkoord.short.contact |",
        "| /my/hours?groupby=person |",
        "| hours billed, 40 contracts, one broken |",
        "| appointments | 40 | 10 | 0 |",
        "| /projects |",
        "| upload | 10 | 30 | 0 |",
        "| submit | 40 | 20 | 0 |",
        "| 40 | 200 |",  # bids and files of the opening
        "| /procedures |",
        "| wohnkoord.procedure.event |",
        "| /procedures/ocds.json |",
    ):
        assert row in done.stdout, row


def test_a_part_keeps_the_other(tmp_path):
    """Measuring one part anew leaves the other's figures as they were."""
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("# Benchmark\n\nfirst\n\n# Network and public side\n\nsecond\n")
    new.write_text("# Network and public side\n\nthird\n")
    merged = subprocess.run(
        [sys.executable, ROOT / "bench/report.py", old, new],
        capture_output=True,
        text=True,
        check=True,
    )
    assert merged.stdout == (
        "# Benchmark\n\nfirst\n\n# Network and public side\n\nthird\n"
    )
