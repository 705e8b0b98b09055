# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class EventType(models.Model):
    """A kind of event: workshop, regulars' table and so on; a template for new ones."""

    _inherit = "event.type"

    company_id = fields.Many2one(
        "res.company",
        "Office",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="Empty: every office in this database uses it.",
    )
    is_registration_needed = fields.Boolean("Registration", default=True)
    event_type_mail_ids = fields.One2many(
        default=lambda self: self._default_event_mail_type_ids()
    )

    def _default_event_mail_type_ids(self):
        """Confirmation and a reminder; Odoo's own come with a badge as a PDF."""
        confirmation = self.env.ref("wohnkoord_odoo.mail_template_event_confirmation")
        reminder = self.env.ref("wohnkoord_odoo.mail_template_event_reminder")
        return [
            fields.Command.create(
                {
                    "interval_nbr": 0,
                    "interval_unit": "now",
                    "interval_type": "after_sub",
                    "template_ref": f"mail.template,{confirmation.id}",
                }
            ),
            fields.Command.create(
                {
                    "interval_nbr": 1,
                    "interval_unit": "days",
                    "interval_type": "before_event",
                    "template_ref": f"mail.template,{reminder.id}",
                }
            ),
        ]
