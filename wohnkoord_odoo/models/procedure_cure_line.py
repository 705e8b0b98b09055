# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.upload import check_upload, clean_name

#: files that a party may hand in for one missing thing
MAX_FILES = 20


class CureLine(models.Model):
    """One missing thing of one bid, and the party's answer to it."""

    _name = "wohnkoord.cure.line"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Missing Thing of a Bid"
    _order = "request_id, bid_number, check_id"

    _guarded_fields = (
        "request_id",
        "check_id",
        "answer",
        "date_answered",
        "late_answer",
        "date_late",
    )

    request_id = fields.Many2one(
        "wohnkoord.cure.request",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="request_id.company_id", store=True, index=True
    )
    check_id = fields.Many2one(
        "wohnkoord.bid.check",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    bid_id = fields.Many2one(related="check_id.bid_id", store=True, index=True)
    bid_number = fields.Integer(related="bid_id.number", store=True, aggregator=None)
    name = fields.Char("Requirement", related="check_id.name")
    check_result = fields.Selection(related="check_id.result", string="Decision")
    request_state = fields.Selection(related="request_id.state")
    text = fields.Text("Missing", required=True, help="The party reads this.")
    answer = fields.Text(readonly=True)
    date_answered = fields.Datetime("Answered on", readonly=True)
    late_answer = fields.Text(readonly=True, help="Kept, but not counted.")
    date_late = fields.Datetime("Late Answer on", readonly=True)
    document_ids = fields.One2many("wohnkoord.cure.document", "line_id", "Files")
    answer_state = fields.Selection(
        [("open", "No Answer"), ("answered", "Answered"), ("late", "Late")],
        "State of the Answer",
        compute="_compute_answer_state",
        store=True,
        index=True,
    )

    _check_uniq = models.Constraint(
        "UNIQUE (request_id, check_id)", "This is on the list already."
    )

    @api.depends("date_answered", "date_late", "document_ids.is_late")
    def _compute_answer_state(self):
        for line in self:
            late = line.document_ids.mapped("is_late")
            if line.date_answered or False in late:
                line.answer_state = "answered"
            elif line.date_late or late:
                line.answer_state = "late"
            else:
                line.answer_state = "open"

    @api.depends("name", "bid_number")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.check_id.display_name

    def write(self, vals):
        if "text" in vals and any(line.request_state != "draft" for line in self):
            raise UserError(
                self.env._("What was sent stays as all parties concerned got it.")
            )
        return super().write(vals)

    def _answer_label(self):
        """How the answer stands, for the list of checks."""
        if self.request_state == "draft":
            return self.env._("not sent yet")
        labels = dict(self._fields["answer_state"]._description_selection(self.env))
        return labels[self.answer_state]

    def action_view_check(self):
        """Open the bid's formal check, where the answer is judged."""
        self.ensure_one()
        return self.bid_id.action_view_bid_check()

    # -- the party's answer --------------------------------------------------------------

    def _may_answer(self):
        """Whether an answer is taken, in time or late."""
        self.ensure_one()
        return (
            self.request_state != "draft"
            and self.bid_id.state == "opened"
            and self.request_id.procedure_id.state == "opened"
        )

    def _answer(self, text, files, arrival):
        """Keep a party's answer; called by the portal with sudo.

        :param str text: what the party writes, may be empty
        :param files: (name, content) of each file
        :param datetime arrival: when the request's body had arrived (UTC)
        :return bool: in time
        :raise UploadError: a file is not taken; then nothing is kept
        :raise UserError: the bid is decided, or there are too many files
        """
        self.ensure_one()
        if not self._may_answer():
            raise UserError(
                self.env._("The check of your bid has ended: nothing more is taken.")
            )
        if len(self.document_ids) + len(files) > MAX_FILES:
            raise UserError(
                self.env._("Please hand in at most %(count)s files.", count=MAX_FILES)
            )
        procedure = self.request_id.procedure_id
        moment = procedure._now(arrival)
        is_late = moment > self.request_id.date_deadline
        moment = moment.replace(microsecond=0)
        documents = self.env["wohnkoord.cure.document"]._keep(
            self, [self._checked(*file) for file in files], moment, is_late
        )
        if text:
            names = (
                ("late_answer", "date_late")
                if is_late
                else (
                    "answer",
                    "date_answered",
                )
            )
            self._write_guarded(dict(zip(names, (text, moment), strict=True)))
        procedure._log(
            "cure_answered",
            {
                "round": self.request_id.number,
                "bid": self.bid_number,
                "requirement": self.name,
                "late": is_late,
                "text": hashlib.sha256(text.encode()).hexdigest() if text else "",
                "files": documents.mapped("sha256"),
            },
            actor=f"party {self.bid_id.registration_id.number}",
            moment=moment,
        )
        self._take_back_proposal()
        return not is_late

    def _checked(self, name, content):
        """A file that may be kept.

        :raise UploadError: it may not
        """
        name = clean_name(name)
        check_upload(name, content)
        self.env["wohnkoord.upload.scan"]._scan(name, content)
        return name, content

    def _take_back_proposal(self):
        """An answer that arrived in time, but was written down after the end."""
        bid, reason = self.bid_id, self.bid_id.proposed_reason_id
        if reason.code != "not_cured" or self.request_id._silent_lines().filtered(
            lambda line: line.bid_id == bid
        ):
            return
        bid._write_guarded(
            {
                "proposed_reason_id": False,
                "proposed_note": False,
                "proposed_by_id": False,
            }
        )
