# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UnpaidHour(models.Model):
    """Advice that nobody pays for: by partners of the office and by volunteers.

    It counts in the statistics only; there is no contract and no rate behind it.
    """

    _name = "wohnkoord.unpaid.hour"
    _description = "Unpaid Advice"
    _order = "date desc, id desc"
    _rec_name = "description"
    _check_company_auto = True

    advisory_id = fields.Many2one(
        "wohnkoord.advisory",
        "Case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="advisory_id.company_id", store=True, index=True
    )
    initiative_id = fields.Many2one(
        related="advisory_id.initiative_id", store=True, index=True
    )
    level = fields.Selection(related="advisory_id.level", store=True, index=True)
    topic_id = fields.Many2one(
        "wohnkoord.topic",
        compute="_compute_topic_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(
        [("partner", "Partner"), ("volunteer", "Volunteer")],
        "Given by",
        required=True,
        default="volunteer",
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Partner or Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Who advised: an organisation that works with the office, or a person.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    minutes = fields.Integer(required=True, help="Whole minutes; the exact duration.")
    hours = fields.Float(help="The same duration in hours, for people.")
    description = fields.Char("What was done", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Noted by",
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )

    _minutes_check = models.Constraint(
        "CHECK (minutes BETWEEN 1 AND 1440)",
        "An entry is between 1 minute and 24 hours.",
    )

    @api.depends("advisory_id")
    def _compute_topic_id(self):
        for entry in self:
            topics = entry.advisory_id.topic_ids
            if entry.topic_id not in topics:
                entry.topic_id = topics if len(topics) == 1 else False

    @api.constrains("date")
    def _check_date(self):
        today = fields.Date.context_today(self)
        if self.filtered(lambda entry: entry.date > today):
            raise ValidationError(
                self.env._("Work is entered once it is done, not in advance.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_duration(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_duration(vals))

    @api.model
    def _with_duration(self, vals):
        """Keep minutes and hours the same; minutes win when both are given."""
        vals = dict(vals)
        if "minutes" in vals:
            vals["hours"] = (vals["minutes"] or 0) / 60
        elif "hours" in vals:
            vals["minutes"] = round((vals["hours"] or 0) * 60)
            vals["hours"] = vals["minutes"] / 60
        return vals

    def action_note(self):
        """Close the dialog and say that the hours are noted."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Noted: %(text)s", text=self.description),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
