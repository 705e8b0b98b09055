# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError


class TimeEntry(models.Model):
    """The way of an approved entry onto a bill and back; nobody else sets ``billed``."""

    _inherit = "wohnkoord.time.entry"

    bill_id = fields.Many2one(
        related="bill_line_id.move_id",
        string="Bill",
        groups="wohnkoord_odoo.group_user",
    )

    _to_bill_idx = models.Index("(contract_id, date) WHERE state = 'approved'")

    def _mark_billed(self, lines):
        """Bind approved entries to the bill lines of their call-offs.

        :param dict lines: call-off -> line of the bill
        """
        minutes = defaultdict(int)
        for call_off, entries in self.grouped("call_off_id").items():
            entries._write_guarded(
                {"state": "billed", "bill_line_id": lines[call_off].id}
            )
            minutes[call_off] = sum(entries.mapped("minutes"))
        self.env["wohnkoord.balance"]._book_entries(billed=minutes)

    def _free_from_bill(self):
        """Take billed entries off their bill: they are approved and may be billed again.

        :raise UserError: a later bill holds counter-entries to these hours
        """
        minutes = {
            call_off: -sum(entries.mapped("minutes"))
            for call_off, entries in self.grouped("call_off_id").items()
        }
        for call_off, freed in minutes.items():
            if call_off.minutes_billed + freed < 0:
                self._refuse_to_free(call_off)
        self._write_guarded({"state": "approved", "bill_line_id": False})
        self.env["wohnkoord.balance"]._book_entries(billed=minutes)

    def _refuse_to_free(self, call_off):
        later = self.search(
            [
                ("call_off_id", "=", call_off.id),
                ("state", "=", "billed"),
                ("reversal_of_id", "in", self.ids),
                ("id", "not in", self.ids),
            ]
        )
        raise UserError(
            self.env._(
                "%(bills)s took hours of %(name)s back that stand on this bill. Cancel or"
                " reverse the later bill first.",
                bills=", ".join(later.bill_id.mapped("display_name")),
                name=call_off.name,
            )
        )
