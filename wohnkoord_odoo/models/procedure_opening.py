# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import fields, models

from ..tools.append_only import make_append_only


class ProcedureOpening(models.Model):
    """The protocol of an opening: who opened what, and what was wrong with it.

    Its content has a canonical form and a hash; a trigger of the database keeps
    everybody from changing or deleting it.
    """

    _name = "wohnkoord.procedure.opening"
    _description = "Protocol of an Opening"
    _order = "date desc, id desc"
    _rec_name = "procedure_id"
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", "Office", required=True, readonly=True, index=True
    )
    date = fields.Datetime("Opened on", required=True, readonly=True)
    first_officer_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    second_officer_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    bid_count = fields.Integer("Opened Bids", readonly=True)
    defect_count = fields.Integer("Bids with Defects", readonly=True)
    content = fields.Text(
        required=True, readonly=True, help="The protocol in canonical form."
    )
    hash = fields.Char("SHA-256", required=True, readonly=True)
    root_hash = fields.Char(
        required=True,
        readonly=True,
        help="Over number and hash of every bid, as published at the deadline.",
    )
    page = fields.Html("Protocol", compute="_compute_page", sanitize=False)

    _procedure_uniq = models.Constraint(
        "UNIQUE (procedure_id)", "The bids of a procedure are opened once."
    )
    _two_officers = models.Constraint(
        "CHECK (first_officer_id != second_officer_id)",
        "Two different officers open the bids.",
    )

    def init(self):
        make_append_only(self.env.cr, self._table)

    def _compute_page(self):
        for opening in self:
            opening.page = self.env["ir.qweb"]._render(
                "wohnkoord_odoo.procedure_opening_page", opening._page_values()
            )

    def _page_values(self):
        """The protocol as plain values for page and PDF."""
        self.ensure_one()
        zone = self.with_context(tz=self.procedure_id.tz)
        content = json.loads(self.content)
        state_field = self.env["wohnkoord.bid"]._fields["state"]
        states = dict(state_field._description_selection(self.env))
        return {
            "protocol": content,
            "moment": lambda text: zone._moment_label(text),
            "states": states,
            "hash": self.hash,
            "root_hash": self.root_hash,
        }

    def _moment_label(self, text):
        """A moment of the protocol (UTC) in the procedure's time zone, to the second."""
        if not text:
            return ""
        moment = fields.Datetime.to_datetime(text)
        local = fields.Datetime.context_timestamp(self, moment)
        return local.strftime("%d.%m.%Y %H:%M:%S (%Z)")

    def action_export(self):
        """Save the protocol in its canonical form, over which the hash is made."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/wohnkoord/openings/{self.id}/protocol.json",
            "target": "download",
        }
