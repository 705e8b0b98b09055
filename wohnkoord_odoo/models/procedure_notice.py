# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

NOTICE_KINDS = [
    ("answer", "Answers to Questions"),
    ("amendment", "Amendment"),
    ("deadline", "Deadline"),
    ("cancellation", "Cancellation"),
    ("cure", "Cure Request"),
    ("decision", "Decision"),
    ("other", "Other"),
]


class ProcedureNotice(models.Model):
    """What the parties of a procedure were told: one text, one moment, a proof for each.

    It is in the portal of all whom it concerns with the transaction that makes it; mails
    only point to it. What was told is not changed.
    """

    _name = "wohnkoord.procedure.notice"
    _description = "Notice to the Parties of a Procedure"
    _order = "date desc, id desc"
    _rec_name = "subject"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    kind = fields.Selection(NOTICE_KINDS, required=True, readonly=True, index=True)
    date = fields.Datetime("Told on", required=True, readonly=True)
    subject = fields.Char(required=True, readonly=True)
    body = fields.Text(required=True, readonly=True)
    is_for_all = fields.Boolean(
        "To All Parties", readonly=True, help="To all that took part at that time."
    )
    delivery_ids = fields.One2many(
        "wohnkoord.procedure.delivery", "notice_id", "Deliveries", readonly=True
    )
    party_count = fields.Integer("Parties", compute="_compute_delivery_counts")
    delivery_count = fields.Integer("Persons", compute="_compute_delivery_counts")
    queued_count = fields.Integer("Queued", compute="_compute_delivery_counts")
    sent_count = fields.Integer("Sent", compute="_compute_delivery_counts")
    failed_count = fields.Integer("Failed", compute="_compute_delivery_counts")
    read_count = fields.Integer(
        "Read in the Portal", compute="_compute_delivery_counts"
    )
    has_failed = fields.Boolean(
        compute="_compute_delivery_counts", search="_search_has_failed"
    )

    @api.depends("delivery_ids.state", "delivery_ids.date_read")
    def _compute_delivery_counts(self):
        Delivery = self.env["wohnkoord.procedure.delivery"]
        mine = Domain("notice_id", "in", self.ids)
        states = {
            (notice, state): count
            for notice, state, count in Delivery._read_group(
                mine, ["notice_id", "state"], ["__count"]
            )
        }
        parties = {
            notice: (parties, read)
            for notice, parties, read in Delivery._read_group(
                mine,
                ["notice_id"],
                ["registration_id:count_distinct", "date_read:count"],
            )
        }
        for notice in self:
            origin = notice._origin
            figures = [
                states.get((origin, state), 0) for state in ("queued", "sent", "failed")
            ]
            notice.queued_count, notice.sent_count, notice.failed_count = figures
            notice.delivery_count = sum(figures)
            notice.has_failed = bool(notice.failed_count)
            notice.party_count, notice.read_count = parties.get(origin, (0, 0))

    def _search_has_failed(self, operator, value):
        if operator != "in":
            return NotImplemented
        failed = Domain("delivery_ids.state", "in", ["failed"])
        return failed if True in value else ~failed

    # -- buttons ---------------------------------------------------------------------------

    def action_retry(self):
        """Queue the failed mails once more, to the persons' addresses of today.

        :raise AccessError: not of the office
        :raise UserError: nothing failed
        """
        self.check_access("read")
        failed = self.delivery_ids.filtered(lambda delivery: delivery.state == "failed")
        if not failed:
            raise UserError(self.env._("No mail of this notice failed."))
        failed.action_retry()

    def action_view_deliveries(self):
        """Open who was told, how and when."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.procedure_delivery_action"
        )
        return {**action, "domain": [("notice_id", "=", self.id)]}

    def _lines(self):
        """The text line by line, for mails."""
        return (self.body or "").split("\n")

    @api.model
    def _of_party(self, registration):
        """The notices that a party got, newest first; called with sudo."""
        return self.search(
            [("delivery_ids", "any", [("registration_id", "=", registration.id)])]
        )
