# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import logging
import shlex
import subprocess

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import config

#: option of Odoo's configuration: a command that reads a file from its standard input
OPTION = "wohnkoord_scan_command"
SECONDS = 60
#: what clamdscan and its kin answer: 0 clean, 1 something found, else an error
CLEAN, FOUND = 0, 1

_logger = logging.getLogger(__name__)


class UploadScan(models.AbstractModel):
    """Have a virus scanner look at a file before it is sealed; later nobody can.

    The option ``wohnkoord_scan_command`` names the command, e.g. ``clamdscan --stdin``
    or ``clamscan -``. Without one nothing is scanned. The command runs without a shell.
    """

    _name = "wohnkoord.upload.scan"
    _description = "Virus Scan of an Upload"

    @api.model
    def _scan(self, name, content):
        """Refuse a file in which the scanner found something, or that it cannot judge.

        :param str name: for the message only; the scanner does not get it
        :param bytes content: goes to the command's standard input
        :raise UserError: found, or the scan did not work
        """
        command = shlex.split(config.get(OPTION) or "")
        if not command:
            return
        result = self._run(command, content)
        if result == FOUND:
            raise UserError(
                self.env._(
                    'The virus scan found something in "%(name)s". The file was not'
                    " taken. Please check your computer and send a clean file.",
                    name=name,
                )
            )
        if result != CLEAN:
            raise UserError(
                self.env._(
                    "Files cannot be checked for viruses at the moment, so none are"
                    " taken. Please try again in a few minutes or phone the office."
                )
            )

    @api.model
    def _run(self, command, content):
        """The command's exit code; None if it did not run or took too long."""
        try:
            return subprocess.run(  # noqa: S603 no shell; the operator names the command
                command,
                input=content,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            ).returncode
        except (OSError, subprocess.TimeoutExpired) as error:
            # neither the file's name nor what the scanner says goes into the server's log
            _logger.error("The virus scan does not work: %s", type(error).__name__)
            return None
