# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain

OFFICE = "wohnkoord_odoo.group_user"
#: what is no talk with a person: a mailing goes to many, a consent is a record
NO_CONTACT = ("mailing", "consent")


class ResPartner(models.Model):
    """When a contact, or somebody who works there, last spoke with the office."""

    _inherit = "res.partner"

    contact_history_ids = fields.One2many(
        "wohnkoord.contact.history", "partner_id", "Contact History", groups=OFFICE
    )
    date_last_network_contact = fields.Datetime(
        "Last Contact",
        compute="_compute_date_last_network_contact",
        search="_search_date_last_network_contact",
        groups=OFFICE,
    )

    def _compute_date_last_network_contact(self):
        # sudo: who works for an organisation, also those of other offices; the history
        # itself is read with the user's rights
        family = {partner.id: partner.id for partner in self}
        for child_sudo in self.sudo().child_ids:
            family[child_sudo.id] = child_sudo.parent_id.id
        rows = self.env["wohnkoord.contact.history"]._read_group(
            self._wohnkoord_real_contacts() & Domain("partner_id", "in", list(family)),
            ["partner_id"],
            ["date:max"],
        )
        latest = {}
        for partner, date in rows:
            key = family[partner.id]
            latest[key] = max(date, latest.get(key, date))
        for partner in self:
            partner.date_last_network_contact = latest.get(partner._origin.id, False)

    def _search_date_last_network_contact(self, operator, value):
        """Before a day: no contact since, also never any."""
        negative = {"<": ">=", "<=": ">"}
        contacts = self._wohnkoord_real_contacts()
        if operator in negative:
            return ~self._wohnkoord_in_touch(
                contacts & Domain("date", negative[operator], value)
            )
        if operator in (">", ">="):
            return self._wohnkoord_in_touch(contacts & Domain("date", operator, value))
        if operator == "in" and set(value) == {False}:
            return ~self._wohnkoord_in_touch(contacts)
        return NotImplemented

    @api.model
    def _wohnkoord_real_contacts(self):
        now = fields.Datetime.now()
        return Domain("kind", "not in", NO_CONTACT) & Domain("date", "<=", now)

    @api.model
    def _wohnkoord_in_touch(self, contacts):
        direct = Domain("contact_history_ids", "any", contacts)
        return direct | Domain("child_ids", "any", direct)

    def action_view_contact_history(self):
        """Open everything that connects these contacts, or their people, with us."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.contact_history_action"
        )
        people = self.with_context(active_test=False).child_ids
        return {**action, "domain": [("partner_id", "in", (self | people).ids)]}
