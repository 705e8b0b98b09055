# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class Reservation(models.Model):
    """A plot is kept for the winner (Anhandgabe) until the contract, or until it lapses."""

    _name = "wohnkoord.reservation"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Reservation"
    _order = "date_end, id"
    _check_company_auto = True

    _initial_state = "running"
    _reason_actions = ("action_lapse",)
    _guarded_fields = (
        "company_id",
        "award_id",
        "date_start",
        "date_end",
        "lapse_reason",
        "date_lapsed",
    )

    award_id = fields.Many2one(
        "wohnkoord.award", required=True, index=True, readonly=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        related="award_id.procedure_id", store=True, index=True
    )
    procedure_lot_id = fields.Many2one(
        related="award_id.procedure_lot_id", store=True, index=True
    )
    bid_id = fields.Many2one(related="award_id.bid_id", store=True, index=True)
    initiative_id = fields.Many2one(
        related="award_id.initiative_id", store=True, index=True
    )
    company_id = fields.Many2one(related="award_id.company_id", store=True, index=True)
    state = fields.Selection(
        [
            ("running", "Running"),
            ("fulfilled", "Contract Signed"),
            ("lapsed", "Lapsed"),
        ],
        required=True,
        index=True,
        copy=False,
        default="running",
    )
    date_start = fields.Date("From", required=True, readonly=True)
    date_end = fields.Date("Until", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    fee = fields.Monetary(help="For keeping the plot.")
    is_fee_credited = fields.Boolean(
        "Fee Is Credited", help="Against the price or the first rents."
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index="btree_not_null",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    milestone_ids = fields.One2many(
        "wohnkoord.reservation.milestone", "reservation_id", "Milestones"
    )
    extension_ids = fields.One2many(
        "wohnkoord.reservation.extension", "reservation_id", "Extensions"
    )
    lapse_reason = fields.Text("Lapsed because", readonly=True)
    date_lapsed = fields.Datetime("Lapsed on", readonly=True)
    note = fields.Text()

    _dates_check = models.Constraint(
        "CHECK (date_end >= date_start)", "A reservation ends after its start."
    )
    _award_uniq = models.UniqueIndex("(award_id)", "The award has its reservation.")

    @api.depends("procedure_lot_id")
    def _compute_display_name(self):
        for reservation in self:
            reservation.display_name = reservation.procedure_lot_id.display_name

    # -- steps ---------------------------------------------------------------------------

    def action_ask_lapse(self):
        """Ask why, then let the reservation lapse."""
        return self._ask_reason("action_lapse", self.env._("Let the Reservation Lapse"))

    def action_lapse(self, reason):
        """End the reservation without a contract; the plot is free for the runner-up.

        It never lapses by itself: what the end of the term means is decided by a person.

        :param str reason: kept on record, told to the group
        :raise UserError: not running, or no reason
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give a reason; it is kept on record."))
        for reservation in self:
            reservation._begin_step()
            procedure = reservation.procedure_id
            moment = procedure._now().replace(microsecond=0)
            reservation._write_guarded(
                {"state": "lapsed", "lapse_reason": reason, "date_lapsed": moment}
            )
            # sudo: what a decided award goes through is moved by its reservation
            award_sudo = reservation.sudo().award_id
            award_sudo._write_guarded({"state": "lapsed"})
            award_sudo.flush_recordset()  # the plot is free for the next award
            procedure._log(
                "reservation_lapsed",
                {
                    "lot": reservation.procedure_lot_id.number,
                    "bid": reservation.sudo().bid_id.number,
                    "reason": reason,
                },
                moment=moment,
            )
            procedure._public_event("reservation_lapsed", reservation, moment)
            if not reservation.award_id._runner_up():
                procedure._release_plots(reservation.award_id)
        return True

    def action_ask_extend(self):
        """Open the dialog that extends the reservation by a decision."""
        self.ensure_one()
        return self._open_dialog(
            "wohnkoord.reservation.extend", self.env._("Extend the Reservation")
        )

    def action_ask_move_up(self):
        """Open the dialog that awards the plot to the runner-up."""
        self.ensure_one()
        return self._open_dialog(
            "wohnkoord.reservation.move.up", self.env._("Let the Runner-Up Move Up")
        )

    def _open_dialog(self, model, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_reservation_id": self.id},
        }

    def _extend(self, date_end, body, number, date, reason):
        """A later end, by a decision.

        :param date date_end: the new end
        :raise UserError: not later, not running, or the decision is missing
        """
        self._begin_step()
        texts = [(text or "").strip() for text in (body, number, reason)]
        if not all(texts) or not date:
            raise UserError(
                self.env._("Please give body, number and date, and the reason.")
            )
        if date > fields.Date.context_today(self):
            raise UserError(self.env._("The resolution is dated in the future."))
        if not date_end or date_end <= self.date_end:
            raise UserError(self.env._("The new end is later than the one before."))
        procedure = self.procedure_id
        moment = procedure._now().replace(microsecond=0)
        # sudo: extensions are made by this act alone
        extension = (
            self.env["wohnkoord.reservation.extension"]
            .sudo()
            .create(
                {
                    "reservation_id": self.id,
                    "date": moment,
                    "date_end_before": self.date_end,
                    "date_end": date_end,
                    "resolution_body": texts[0],
                    "resolution_number": texts[1],
                    "resolution_date": date,
                    "reason": texts[2],
                    "user_id": self.env.user.id,
                }
            )
        )
        self._write_guarded({"date_end": date_end})
        procedure._log(
            "reservation_extended",
            {
                "lot": self.procedure_lot_id.number,
                "before": fields.Date.to_string(extension.date_end_before),
                "until": fields.Date.to_string(date_end),
                "body": texts[0],
                "number": texts[1],
                "date": fields.Date.to_string(date),
                "reason": texts[2],
            },
            moment=moment,
        )
        procedure._public_event("reservation_extended", self, moment)
        return extension

    def action_make_contract(self):
        """Prepare the contract, with what the plot on offer and the bid say."""
        self.ensure_one()
        contracts = self.env["wohnkoord.procedure.contract"]
        contract = contracts.search([("award_id", "=", self.award_id.id)])
        if not contract:
            contract = contracts.create(contracts._default_vals(self.award_id))
        return {
            "type": "ir.actions.act_window",
            "res_model": contract._name,
            "res_id": contract.id,
            "view_mode": "form",
        }

    def _begin_step(self):
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update()
        if self.state != "running":
            raise UserError(self.env._("The reservation is over."))

    def _default_end(self, procedure, start):
        """The end of the term that was published."""
        facts = procedure._version_content().get("facts", {})
        months = int(facts.get("reservation_months") or procedure.reservation_months)
        return start + relativedelta(months=months)

    # -- reminders -----------------------------------------------------------------------

    def _cron_remind(self):
        """30 and 7 days before an end or a milestone, whoever is responsible is told."""
        today = fields.Date.context_today(self)
        limit = today + relativedelta(days=30)
        ending = self.search([("state", "=", "running"), ("date_end", "<=", limit)])
        milestones = self.env["wohnkoord.reservation.milestone"].search(
            [
                ("reservation_id.state", "=", "running"),
                ("date_done", "=", False),
                ("date_due", "<=", limit),
            ]
        )
        for record, day, text in (
            *((r, r.date_end, self.env._("The reservation ends")) for r in ending),
            *((m.reservation_id, m.date_due, m.name) for m in milestones),
        ):
            known = record.activity_ids.filtered(
                lambda activity, text=text: activity.summary == text
            )
            if not known:
                record.activity_schedule(
                    "mail.mail_activity_data_todo",
                    day,
                    text,
                    user_id=(record.user_id or record.procedure_id.user_id).id,
                )
