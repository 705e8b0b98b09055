# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The project's own commands, on the cluster of the tests."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARK = "RESULT "


def run(*command, stdin=None, cwd=ROOT, check=True):
    """Run a command of the project.

    :return: the finished process with what it printed
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
    )
    assert not check or done.returncode == 0, (
        f"{command} ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
    )
    return done


def shell(db, script, *options):
    """Run ``script`` in Odoo's shell; it hands its result to ``answer(...)``."""
    head = (
        f"import json\ndef answer(value):\n    print({MARK!r} + json.dumps(value))\n\n"
    )
    done = run(
        "./odoo",
        "shell",
        "-d",
        db,
        "--no-http",
        "--log-level=error",
        *options,
        stdin=head + script,
    )
    for line in done.stdout.splitlines():
        if MARK in line:
            return json.loads(line.split(MARK, 1)[1])
    raise AssertionError(f"no answer:\n{done.stdout}\n{done.stderr}")
