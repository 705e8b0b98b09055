# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import timedelta

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..tools.procedure_log import bids_root

#: bids that came in time may still be on their way into the database: so long after the
#: deadline nobody fixes the list of hashes or opens a bid
GRACE = timedelta(minutes=1)
#: bids that have a receipt, and so stand in the list of hashes
RECEIPT_STATES = ("submitted", "withdrawn", "late")


class Procedure(models.Model):
    """The deadline: no bid after it, and the hashes of all bids before it are fixed.

    Bids are refused from the deadline on; what arrived in time has ``GRACE`` to be saved.
    """

    _inherit = "wohnkoord.procedure"

    def _close_due(self):
        """Close those of these procedures whose deadline and ``GRACE`` are over.

        Called on no record, it looks for them itself. Doing it again changes nothing;
        what somebody else holds at this moment is left to the next call. The caller's
        transaction does it; it acts as the system, whoever calls.

        :return: the procedures that it closed
        """
        # as the system: a bidder whose click comes first must not stand in the log
        procedures = self.with_user(SUPERUSER_ID)
        if not self:
            procedures = procedures.search(self._closing_domain())
        due = procedures.filtered(lambda procedure: procedure._is_due())
        # the values as of now: another may have closed or extended it just before
        due = due.try_lock_for_update()
        due.invalidate_recordset(["state", "published_deadline", "version_id"])
        due = due.filtered(lambda procedure: procedure._is_due())
        for procedure in due:
            procedure._close_one()
        return self.browse(due.ids)

    def _is_due(self):
        """Whether nothing that arrived in time is on its way any more."""
        self.ensure_one()
        moment = self._closing_moment()
        return self.state == "published" and bool(moment) and self._now() >= moment

    def _closing_moment(self):
        """From when on the list of bids is fixed and may be opened (UTC), or nothing."""
        self.ensure_one()
        # past the stored copy, which is written a moment later than the version
        deadline = self.version_id.date_deadline
        return deadline and deadline + GRACE

    @api.model
    def _closing_domain(self):
        return Domain("state", "=", "published") & Domain(
            "published_deadline", "<=", self._clock() - GRACE
        )

    def _close_one(self):
        # Number and hash of every bid are fixed before anybody can know a content. A bid
        # that is saved at the same moment takes its number in the log as this does: one
        # of the two is repeated and then sees the other.
        entries = [
            {"number": bid.number, "hash": bid.receipt_hash or "", "state": bid.state}
            for bid in self.env["wohnkoord.bid"].search(
                [
                    ("procedure_id", "=", self.id),
                    ("state", "in", RECEIPT_STATES),
                ],
                order="number, id",
            )
        ]
        self._write_guarded({"state": "closed"})
        self._log(
            "closed",
            {"root": bids_root(entries), "bids": entries},
            actor="system",
        )

    @api.model
    def _cron_close_due(self):
        """Close what is due, each procedure in a transaction of its own."""
        cron = self.env["ir.cron"]
        due = self.search(self._closing_domain(), order="published_deadline, id")
        for left, procedure in zip(range(len(due) - 1, -1, -1), due, strict=True):
            try:
                procedure._close_due()
                self.env.flush_all()
            except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError):
                # somebody else was first; the next run looks again
                self.env.cr.rollback()
            if not cron._commit_progress(1, remaining=left):
                break

    # -- what everybody may know ---------------------------------------------------------

    def _closing_sudo(self):
        """The entry in the log that fixed the list, or nothing."""
        self.ensure_one()
        # sudo: the log is read for what is published
        events_sudo = self.env["wohnkoord.procedure.event"].sudo()
        return events_sudo.search(
            [
                ("procedure_id", "=", self.id),
                ("kind", "=", "closed"),
                ("content", "=like", '%"root":%'),
            ],
            order="number",
            limit=1,
        )

    def _published_hashes(self):
        """The hashes of all bids, for everybody: no names, no times, no states.

        :return: None before the closing; then a dict of ``root`` (SHA-256 over the
            canonical list of ``entries``), ``date`` of the closing (UTC), ``entries``
            (number and hash) and ``log_head`` (see ``_log_head``)
        """
        closing_sudo = self._closing_sudo()
        if not closing_sudo:
            return None
        data = json.loads(closing_sudo.content)
        return {
            "root": data["root"],
            "date": closing_sudo.date,
            "entries": [
                {"number": bid["number"], "hash": bid["hash"]} for bid in data["bids"]
            ],
            "log_head": self._log_head(),
        }
