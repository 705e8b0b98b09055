# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools.slug import SLUG, free_slug, slugify
from .advisory_topic import SERVICE_AREAS


class EventEvent(models.Model):
    """An event of the office: what the public pages and the figures need to know."""

    _inherit = "event.event"
    _check_company_auto = True

    company_id = fields.Many2one(required=True, index=True)
    question_ids = fields.Many2many(check_company=True)
    event_type_id = fields.Many2one(check_company=True, index="btree_not_null")
    tag_ids = fields.Many2many(check_company=True)

    # none: Odoo's own sample text would be published otherwise
    description = fields.Html(default=False)

    # -- the public page
    is_public = fields.Boolean(
        "On the Public Pages", copy=False, tracking=True, index=True
    )
    slug = fields.Char(
        "Address of the Page",
        copy=False,
        help="The last part of the page's address. It stays when name or date change, so"
        " that links that were passed on still work.",
    )
    summary = fields.Char(
        translate=True, help="One sentence for the list and for links that are shared."
    )
    language = fields.Char(
        "Held in",
        translate=True,
        help="Languages and interpretation, for example: German, with sign language.",
    )
    is_online = fields.Boolean(
        "Online",
        help="The link for taking part is sent to those who are registered; it is not"
        " on the public page.",
    )
    directions = fields.Text("How to Get There", translate=True)
    accessibility_info = fields.Text(
        "Accessibility of the Place",
        translate=True,
        help="Steps, lift, toilet, induction loop, quiet room: what people need to know"
        " before they come.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Public Contact",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env.company.partner_id,
        help="Name, phone and e-mail address stand on the public page.",
    )

    # -- registration
    is_registration_needed = fields.Boolean(
        "Registration",
        compute="_compute_is_registration_needed",
        store=True,
        readonly=False,
        help="Off: people just come by; the public page says so.",
    )
    date_registration_end = fields.Datetime(
        "Register until", copy=False, help="Empty: until the event starts."
    )
    has_waiting_list = fields.Boolean("Waiting List", default=True)
    seat_changes = fields.Integer(
        copy=False,
        readonly=True,
        help="Counts what changed seats or the waiting list, so that of two changes at"
        " the same moment the second one sees the first.",
    )
    waiting_count = fields.Integer("Waiting", compute="_compute_waiting_count")
    guest_count = fields.Integer(
        "Guests without Registration",
        copy=False,
        help="Who came without being registered; counted in the figures.",
    )

    # -- figures
    topic_ids = fields.Many2many("wohnkoord.topic", string="Topics", check_company=True)
    target_group_ids = fields.Many2many(
        "wohnkoord.target.group", string="Target Groups", check_company=True
    )
    service_area = fields.Selection(SERVICE_AREAS, default="1", index=True)

    _slug_uniq = models.UniqueIndex(
        "(company_id, slug)", "Another event has this address already."
    )
    _public_idx = models.Index("(company_id, date_end) WHERE is_public")
    _guest_count_check = models.Constraint(
        "CHECK (guest_count >= 0)", "The number of guests is not negative."
    )

    @api.depends("event_type_id")
    def _compute_is_registration_needed(self):
        for event in self:
            kind = event.event_type_id
            event.is_registration_needed = not kind or kind.is_registration_needed

    @api.depends("registration_ids.is_waiting", "registration_ids.person_count")
    def _compute_waiting_count(self):
        counts = dict(
            self.env["event.registration"]._read_group(
                [("event_id", "in", self.ids), ("is_waiting", "=", True)],
                ["event_id"],
                ["person_count:sum"],
            )
        )
        for event in self:
            event.waiting_count = counts.get(event._origin, 0)

    @api.constrains("slug")
    def _check_slug(self):
        for event in self:
            if not SLUG.fullmatch(event.slug or ""):
                raise ValidationError(
                    self.env._("The address has small letters, digits and hyphens.")
                )

    @api.constrains("is_public", "is_registration_needed", "is_multi_slots")
    def _check_public_registration(self):
        for event in self:
            if event.is_public and event.is_registration_needed:
                if event.is_multi_slots or event.event_ticket_ids:
                    raise ValidationError(
                        self.env._(
                            "The public form knows no slots and tickets. Please make"
                            " one event per date, or switch registration off."
                        )
                    )

    # -- made, changed, copied ---------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        for event in events.filtered(lambda event: not event.slug):
            event.slug = event._free_slug()
        return events

    def write(self, vals):
        if "company_id" in vals:
            self._refuse_other_company(vals["company_id"])
        result = super().write(vals)
        if {"seats_max", "seats_limited", "kanban_state"} & set(vals):
            self._move_up()
        return result

    def _refuse_other_company(self, company_id):
        moved = self.filtered(lambda event: event.company_id.id != company_id)
        # sudo: whoever registered with this office did not with another
        if moved.sudo().with_context(active_test=False).registration_ids:
            raise UserError(
                self.env._("People are registered: the event stays with its office.")
            )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            for vals in vals_list:
                vals["name"] = default["name"]
        return vals_list

    def _free_slug(self):
        """Name and day in letters for an address; numbered if another has it."""
        self.ensure_one()
        day = fields.Datetime.context_timestamp(
            self._set_tz_context(), self.date_begin
        ).date()
        # in the office's language, whoever makes the event
        name = self.with_context(lang=self.company_id.partner_id.lang).name
        return free_slug(self, self.company_id, f"{slugify(name) or 'event'}-{day}")

    # -- buttons -----------------------------------------------------------------------

    def action_open_public(self):
        """Open the public page; staff see it before it is public."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self._public_url(),
            "target": "new",
        }

    def action_all_attended(self):
        """Everybody who was registered came; what is corrected by hand stays."""
        registrations = self.env["event.registration"].search(
            [("event_id", "in", self.ids), ("state", "=", "open")]
        )
        registrations.action_set_done()
        return True

    def action_cancel_event(self):
        """Cancel, and open a mail to everybody who is registered or waits.

        Nothing is sent before the mail's own button is pressed.
        """
        self.ensure_one()
        self.kanban_state = "cancel"
        return self._write_to_participants("mail_template_event_cancelled")

    def action_write_participants(self):
        """Open an empty mail to everybody who is registered or waits."""
        self.ensure_one()
        return self._write_to_participants()

    def _write_to_participants(self, template=None):
        domain = Domain("event_id", "=", self.id) & Domain("state", "in", self._live())
        registrations = self.env["event.registration"].search(
            domain & Domain("email", "!=", False)
        )
        if not registrations:
            return True
        ref = f"wohnkoord_odoo.{template}"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to the Participants"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_composition_mode": "mass_mail",
                "default_model": "event.registration",
                "default_res_ids": registrations.ids,
                "default_template_id": template and self.env.ref(ref).id,
                "default_use_exclusion_list": False,
                "mail_composer_force_partners": False,
            },
        }

    def action_plan_series(self):
        """Open the dialog that makes the next dates of this event."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Next Dates"),
            "res_model": "wohnkoord.event.series",
            "view_mode": "form",
            "target": "new",
            "context": {"default_event_id": self.id},
        }

    def action_view_waiting(self):
        """Open the waiting list, in its order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.event_registration_action_waiting"
        )
        return {**action, "domain": [("event_id", "=", self.id)]}

    @api.model
    def _live(self):
        """States of registrations that hold a seat or wait for one."""
        return ("draft", "open", "done")
