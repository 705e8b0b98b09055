# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import plaintext2html

from .advisory_topic import SERVICE_AREAS


class ShortContact(models.Model):
    """A contact noted in one dialog, in under 30 seconds; the person is optional."""

    _name = "wohnkoord.short.contact"
    _description = "Short Contact"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Concern", index="trigram", help="In a few words; may be empty.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("desk", "At the desk"),
            ("mail", "Mail"),
            ("video", "Video"),
            ("event", "Event"),
        ],
        required=True,
        default="phone",
        index=True,
    )
    minutes = fields.Integer(default=10, help="How long it took the office.")
    topic_ids = fields.Many2many("wohnkoord.topic", string="Topics", check_company=True)
    target_group_ids = fields.Many2many(
        "wohnkoord.target.group", string="Target Groups", check_company=True
    )
    service_area = fields.Selection(SERVICE_AREAS, default="2", index=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Only if the person wants to be known.",
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    offer_id = fields.Many2one(
        "wohnkoord.offer",
        "Referred to",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Noted by",
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    note = fields.Text()
    advisory_id = fields.Many2one(
        "wohnkoord.advisory",
        "Case",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        help="The case that was made of this contact, or that it belongs to.",
    )

    _minutes_check = models.Constraint(
        "CHECK (minutes BETWEEN 0 AND 1440)", "Minutes are between 0 and 1440."
    )

    @api.depends("name", "channel", "date")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for contact in self:
            parts = (channels.get(contact.channel), fields.Date.to_string(contact.date))
            contact.display_name = contact.name or " ".join(filter(None, parts))

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts._note_contact()
        return contacts

    def write(self, vals):
        result = super().write(vals)
        if {"date", "initiative_id"} & set(vals):
            self._note_contact()
        return result

    def action_note(self):
        """Close the dialog and say that the contact is noted."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Noted: %(contact)s", contact=self.display_name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_open_advisory(self):
        """Make a case of the contact (once) and open it.

        The case is an orientation, with what is known so far. A second click opens the
        same case: both write this row, so the later one is repeated and finds it.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.advisory_id:
            self.advisory_id = self.env["wohnkoord.advisory"].create(
                self._prepare_advisory_vals()
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "wohnkoord.advisory",
            "res_id": self.advisory_id.id,
            "views": [(False, "form")],
        }

    def _prepare_advisory_vals(self):
        return {
            "subject": self.name,
            "company_id": self.company_id.id,
            "initiative_id": self.initiative_id.id,
            "partner_id": self.partner_id.id,
            "level": "orientation",
            "topic_ids": self.topic_ids.ids,
            "target_group_ids": self.target_group_ids.ids,
            "user_id": self.user_id.id or self.env.uid,
            "date_requested": self.date,
            "date_first_contact": self.date,
            "note": plaintext2html(self.note) if self.note else False,
        }

    def _note_contact(self):
        """Tell the initiatives when they were last in touch."""
        for initiative, contacts in self.grouped("initiative_id").items():
            initiative._note_contact(max(contacts.mapped("date")))
