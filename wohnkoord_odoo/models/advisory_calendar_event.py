# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

OFFICE = "wohnkoord_odoo.group_user"


class CalendarEvent(models.Model):
    """Meetings of a case (Beratungstermin): private, and no mail without a click."""

    _inherit = "calendar.event"

    advisory_id = fields.Many2one(
        "wohnkoord.advisory",
        "Case",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups=OFFICE,
    )

    @api.constrains("advisory_id", "privacy")
    def _check_case_is_private(self):
        for event in self.sudo():
            if event.advisory_id and event.privacy != "private":
                raise ValidationError(
                    self.env._("A meeting of a case is always private.")
                )

    @api.model
    def default_get(self, fields):
        """Take the case from the chatter's or an activity's meeting button."""
        context = self.env.context
        if context.get("default_advisory_id") and self._may_see_cases():
            self = self.with_context(
                default_res_model="wohnkoord.advisory",
                default_res_id=context["default_advisory_id"],
            )
        defaults = super().default_get(fields)
        if "advisory_id" not in defaults and self._may_see_cases():
            model = defaults.get("res_model") or self.env.context.get(
                "default_res_model"
            )
            if model == "wohnkoord.advisory":
                defaults["advisory_id"] = defaults.get("res_id") or (
                    self.env.context.get("default_res_id")
                )
        if defaults.get("advisory_id"):
            defaults["privacy"] = "private"
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        defaults = self.default_get(["advisory_id", "res_model", "res_id"])
        vals_list = [self._with_case(vals, defaults) for vals in vals_list]
        if any(vals.get("advisory_id") for vals in vals_list):
            # core writes phone numbers of all who come into the description
            self = self.with_context(skip_contact_description=True)
        events = super().create(vals_list)
        events._note_contact()
        return events

    def write(self, vals):
        if vals.get("advisory_id"):
            vals = {**vals, "privacy": "private"}
        result = super().write(vals)
        if {"start", "advisory_id", "active"} & set(vals):
            self._note_contact()
        return result

    @api.model
    def _with_case(self, vals, defaults):
        """Find the case that a meeting is for, and make the meeting private."""
        vals = dict(vals)
        model_id = self.env["ir.model"]._get_id("wohnkoord.advisory")
        of_case = vals.get("res_model") == "wohnkoord.advisory" or (
            vals.get("res_model_id") == model_id
        )
        if not vals.get("advisory_id") and of_case and vals.get("res_id"):
            vals["advisory_id"] = vals["res_id"]
        elif "advisory_id" not in vals and defaults.get("advisory_id"):
            vals["advisory_id"] = defaults["advisory_id"]
        if vals.get("advisory_id"):
            vals["privacy"] = "private"
            vals.update(res_model_id=model_id, res_id=vals["advisory_id"])
        return vals

    @api.model
    def _may_see_cases(self):
        return self.env.su or self.env.user.has_group(OFFICE)

    def action_sendmail(self):
        """Send invitations; for a meeting of a case this click is the only way."""
        of_cases = self.filtered(lambda event: event.sudo().advisory_id)
        of_cases.check_access("write")
        of_cases.attendee_ids._invite_by_click()
        others = self - of_cases
        return super(CalendarEvent, others).action_sendmail() if others else True

    def _note_contact(self):
        """Tell the initiatives that they met, once the meeting has begun."""
        now = fields.Datetime.now()
        # sudo: the meeting may be moved by somebody who comes to it only
        past_sudo = self.sudo().filtered(
            lambda event: event.advisory_id and event.active and event.start <= now
        )
        for initiative, events in past_sudo.grouped(
            lambda event: event.advisory_id.initiative_id
        ).items():
            # the day of whoever notes it, not the server's
            start = fields.Datetime.context_timestamp(self, max(events.mapped("start")))
            initiative._note_contact(start.date())

    @api.model
    def _get_activity_excluded_models(self):
        return super()._get_activity_excluded_models() + ["wohnkoord.advisory"]

    # -- who reads ---------------------------------------------------------------------
    # The record rule hides meetings of cases from everybody outside the office who does
    # not come to them. Inside the office a meeting of a case is no secret, although core
    # shows private events to those who come only.

    def _check_private_event_conditions(self):
        hidden = super()._check_private_event_conditions()
        return hidden and not self._is_of_own_office()

    def _is_of_own_office(self):
        case_sudo = self.sudo().advisory_id
        return (
            case_sudo
            and self._may_see_cases()
            and case_sudo.company_id in self.env.companies
        )

    @api.model
    def _get_default_privacy_domain(self):
        domain = super()._get_default_privacy_domain()
        if not self._may_see_cases():
            return domain
        own = Domain("advisory_id.company_id", "in", self.env.companies.ids)
        return Domain(domain) | own
