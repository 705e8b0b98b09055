# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime


class CureRequest(models.Model):
    """What is missing, asked of all parties concerned: one text, one moment, one deadline.

    What is missing at each bid comes from its checks. An answer counts until the deadline
    by the server's clock; a later one is kept and marked.
    """

    _name = "wohnkoord.cure.request"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Cure Request"
    _order = "procedure_id, id desc"
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {"sent": "action_send"}
    _guarded_fields = ("date_sent", "sent_by_id", "number")

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent"), ("ended", "Ended")],
        required=True,
        index=True,
        copy=False,
        default="draft",
    )
    number = fields.Integer("Round", readonly=True, copy=False, aggregator=None)
    text = fields.Text(
        required=True,
        default=lambda self: self._default_text(),
        help="The same for all; what is missing at each bid stands below.",
    )
    date_deadline = fields.Datetime(
        "Answers until",
        required=True,
        copy=False,
        help="One deadline for all, to the second by the server's clock.",
    )
    deadline_label = fields.Char(
        "At the Place of the Procedure", compute="_compute_deadline_label"
    )
    second_round_reason = fields.Text(
        "Why a Second Round",
        copy=False,
        help="A bid is asked once. To ask again takes a reason, which is logged.",
    )
    needs_reason = fields.Boolean(compute="_compute_concerned")
    bid_ids = fields.Many2many(
        "wohnkoord.bid", string="Bids Concerned", compute="_compute_concerned"
    )
    unreachable = fields.Char(
        "Not Told by the System",
        compute="_compute_concerned",
        help="Bids whose party is not registered (any more): please write a letter.",
    )
    date_sent = fields.Datetime("Sent on", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users",
        "Sent by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    line_ids = fields.One2many(
        "wohnkoord.cure.line", "request_id", "What Is Missing", copy=False
    )
    line_count = fields.Integer("Missing", compute="_compute_line_counts")
    answered_count = fields.Integer("Answered", compute="_compute_line_counts")

    _one_draft = models.UniqueIndex(
        "(procedure_id) WHERE state = 'draft'",
        "There is a cure request in preparation already.",
    )
    _sent_is_known = models.Constraint(
        "CHECK (state = 'draft' OR (date_sent IS NOT NULL AND sent_by_id IS NOT NULL))",
        "A request that was sent has a person and a date.",
    )

    @api.depends("procedure_id.name", "number")
    def _compute_display_name(self):
        for cure in self:
            cure.display_name = self.env._(
                "Cure request: %(procedure)s", procedure=cure.procedure_id.name or ""
            )

    @api.depends("date_deadline", "procedure_id.tz")
    @api.depends_context("lang")
    def _compute_deadline_label(self):
        for cure in self:
            cure.deadline_label = cure._deadline_text()

    @api.depends("line_ids.answer_state")
    def _compute_line_counts(self):
        counts = {}
        for cure, state, count in self.env["wohnkoord.cure.line"]._read_group(
            [("request_id", "in", self.ids)],
            ["request_id", "answer_state"],
            ["__count"],
        ):
            counts.setdefault(cure.id, {})[state] = count
        for cure in self:
            of_cure = counts.get(cure._origin.id, {})
            cure.line_count = sum(of_cure.values())
            cure.answered_count = of_cure.get("answered", 0)

    @api.depends("line_ids.bid_id.registration_id", "state")
    def _compute_concerned(self):
        earlier = self._bids_asked_before()
        for cure in self:
            bids = cure.line_ids.bid_id
            cure.bid_ids = bids
            cure.needs_reason = bool(bids & earlier) and cure.state == "draft"
            untold = bids.filtered(
                lambda bid: (
                    not bid.registration_id or bid.registration_id.date_withdrawn
                )
            )
            cure.unreachable = ", ".join(map(str, sorted(untold.mapped("number"))))

    def _bids_asked_before(self):
        """Bids that a request which was sent concerned already."""
        lines = self.env["wohnkoord.cure.line"].search(
            [
                ("bid_id", "in", self.line_ids.bid_id.ids),
                ("request_id.state", "!=", "draft"),
            ]
        )
        return lines.bid_id

    @api.model
    def _default_text(self):
        return self.env._(
            "Thank you for your bid. In the formal check we missed what is listed in"
            " your portal. Please hand it in there until the deadline. What arrives"
            " later cannot be counted."
        )

    # -- what may be changed -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("date_deadline") and vals.get("procedure_id"):
                procedure = self.env["wohnkoord.procedure"].browse(vals["procedure_id"])
                vals["date_deadline"] = self._default_deadline(procedure)
        return super().create(vals_list)

    def write(self, vals):
        if {"text", "date_deadline", "second_round_reason"} & set(vals) and any(
            cure.state != "draft" for cure in self
        ):
            raise UserError(
                self.env._("What was sent stays as all parties concerned got it.")
            )
        if "procedure_id" in vals and any(
            cure.procedure_id.id != vals["procedure_id"] for cure in self
        ):
            raise UserError(self.env._("A cure request stays with its procedure."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(cure.state != "draft" for cure in self):
            raise UserError(self.env._("Only drafts are deleted."))

    @api.model
    def _default_deadline(self, procedure):
        """Noon at the procedure's place, a day more than the least."""
        tz = pytz.timezone(procedure.tz or "Europe/Berlin")
        today = pytz.utc.localize(procedure._clock()).astimezone(tz).date()
        noon = datetime.combine(
            today + timedelta(days=procedure.cure_days + 1), time(12)
        )
        return tz.localize(noon).astimezone(pytz.utc).replace(tzinfo=None)

    def _deadline_text(self):
        """The deadline in words, in the procedure's zone, which it names."""
        if not self.date_deadline:
            return ""
        tz = self.procedure_id.tz
        text = format_datetime(self.env, self.date_deadline, tz=tz, dt_format="medium")
        return f"{text} ({tz})"

    # -- sending -------------------------------------------------------------------------

    def action_refresh(self):
        """Take over what the checks say now is missing."""
        for cure in self:
            cure.check_access("write")
            cure._fill_lines()
        return True

    def _fill_lines(self):
        """One line per check that is marked as missing; lines of others go."""
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._("What was sent stays as all parties concerned got it.")
            )
        checks = self.env["wohnkoord.bid.check"].search(
            [
                ("procedure_id", "=", self.procedure_id.id),
                ("result", "=", "cure"),
                ("bid_id.state", "=", "opened"),
            ]
        )
        # sudo: lines come from the checks and nowhere else
        lines_sudo = self.sudo().line_ids
        lines_sudo.filtered(lambda line: line.check_id not in checks).unlink()
        new = checks - lines_sudo.exists().check_id
        lines_sudo._create_guarded(
            [
                {"request_id": self.id, "check_id": check.id, "text": check.note}
                for check in new
            ]
        )

    def action_send(self):
        """Send to all parties concerned at one moment.

        :raise UserError: nothing is missing, the deadline is too near, or a bid was
            asked before and there is no reason
        """
        for cure in self:
            cure.check_access("write")
            cure._fill_lines()
            cure._refuse_sending()
            procedure = cure.procedure_id
            number = (
                self.env["wohnkoord.procedure.counter"].sudo()._next(procedure, "cure")
            )
            cure._write_guarded(
                {
                    "state": "sent",
                    "number": number,
                    "date_sent": procedure._clock().replace(microsecond=0),
                    "sent_by_id": self.env.user.id,
                }
            )
            procedure._log(
                "cure_sent",
                {
                    "round": number,
                    "deadline": fields.Datetime.to_string(cure.date_deadline),
                    "missing": [
                        {"bid": line.bid_number, "requirement": line.name}
                        for line in cure.line_ids
                    ],
                    "reason": cure.second_round_reason or "",
                },
            )
            cure._send()
        return True

    def _refuse_sending(self):
        procedure = self.procedure_id
        if self.state != "draft":
            raise UserError(self.env._("The request was sent already."))
        if procedure.state != "opened":
            raise UserError(
                self.env._("Missing things are asked for between opening and jury.")
            )
        if not self.line_ids:
            raise UserError(
                self.env._(
                    'No check is marked as "Ask for It". Please decide the checks first.'
                )
            )
        if self.needs_reason and not (self.second_round_reason or "").strip():
            raise UserError(
                self.env._(
                    "One of these bids was asked before. A second round needs a reason."
                )
            )
        if self._days_left() < max(procedure.cure_days, 0) or (
            self.date_deadline <= procedure._now()
        ):
            raise UserError(
                self.env._(
                    "Please give the parties at least %(days)s days.",
                    days=procedure.cure_days,
                )
            )

    def _days_left(self):
        """Days on the calendar of the procedure's place, from today to the deadline."""
        tz = pytz.timezone(self.procedure_id.tz)
        now, end = (
            pytz.utc.localize(moment).astimezone(tz).date()
            for moment in (self.procedure_id._now(), self.date_deadline)
        )
        return (end - now).days

    def _send(self):
        """Tell all parties concerned the same, with their own way into the portal."""
        self.ensure_one()
        cure = self.with_context(lang=self.company_id.partner_id.lang)
        subject = cure.env._(
            "Please hand in what is missing: %(procedure)s",
            procedure=self.procedure_id.name,
        )
        deadline = cure.env._("Answers until: %(date)s", date=cure._deadline_text())
        where = cure.env._(
            "What is missing at your bid stands in your portal, under Concept-award"
            " procedures."
        )
        body = "\n\n".join((self.text, deadline, where))
        registrations = self.line_ids.bid_id.registration_id
        self.procedure_id._tell_parties("cure", subject, body, registrations)

    # -- the end -------------------------------------------------------------------------

    @api.model
    def _portal_domain(self, registration):
        """The requests that a party may see: sent, and about a bid of its own."""
        return Domain("state", "!=", "draft") & Domain(
            "line_ids.bid_id.registration_id", "=", registration.id
        )
