# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: what a mail to somebody responsible may be written from
ABOUT = ("wohnkoord.advisory", "wohnkoord.initiative")


class Responsibility(models.Model):
    """Who in the administration is responsible for which topics and districts."""

    _name = "wohnkoord.responsibility"
    _description = "Responsibility in the Administration"
    # the most specific first: topic and district, topic, district, everything
    _order = "specificity desc, sequence, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.name", "note"]
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner",
        "Department or Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    # a deleted or archived topic must not make anybody responsible for everything
    topic_ids = fields.Many2many(
        "wohnkoord.topic",
        string="Topics",
        ondelete="restrict",
        context={"active_test": False},
        check_company=True,
        help="Empty: for every topic.",
    )
    district_ids = fields.Many2many(
        "wohnkoord.district",
        string="Districts",
        ondelete="restrict",
        context={"active_test": False},
        check_company=True,
        help="Empty: for the whole city.",
    )
    note = fields.Char(help="E.g. consulting hours, or what to bring.")
    date_from = fields.Date("From", help="Empty: since always.")
    date_to = fields.Date("Until", index=True, help="Empty: until further notice.")
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    specificity = fields.Integer(
        compute="_compute_specificity",
        store=True,
        precompute=True,
        index=True,
        aggregator=None,
        help="3: topic and district, 2: topic, 1: district, 0: everything.",
    )

    _term_check = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The end is before the start.",
    )

    @api.depends("topic_ids", "district_ids")
    def _compute_specificity(self):
        for entry in self:
            entry.specificity = 2 * bool(entry.topic_ids) + bool(entry.district_ids)

    def action_write_mail(self):
        """Open the mail composer, from the case or initiative that the context names.

        The mail then stands in the log of that record. Sends nothing itself.

        :raise UserError: nobody to write to
        """
        self.ensure_one()
        self.check_access("read")
        if not self.email:
            raise UserError(
                self.env._("%(name)s has no e-mail address.", name=self.partner_id.name)
            )
        about = self._about() or self.partner_id
        subject = about.name if about._name == "wohnkoord.advisory" else False
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to %(name)s", name=self.partner_id.name),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": about._name,
                "default_res_ids": about.ids,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "default_partner_ids": self.partner_id.ids,
                **({"default_subject": subject} if subject else {}),
            },
        }

    def _about(self):
        """The case or initiative that the user writes from, if it is theirs to write."""
        model = self.env.context.get("wohnkoord_about_model")
        res_id = self.env.context.get("wohnkoord_about_id")
        if model not in ABOUT or not isinstance(res_id, int):
            return None
        record = self.env[model].browse(res_id).exists()
        record.check_access("write")
        return record

    @api.model
    def _who(self, companies, date=None):
        """Everybody responsible in these offices on a day, most specific first.

        :param date date: default is today
        """
        date = date or fields.Date.context_today(self)
        return self.search(
            Domain("company_id", "in", companies.ids)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", date))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", date))
        )

    def _for(self, company, topics, districts):
        """Those among these who are responsible for a topic in a district.

        :param topics: records, empty: those without a topic only; None: any
        :param districts: records, empty: those for the whole city only
        """
        return self.filtered(
            lambda entry: (
                entry.company_id == company
                and (topics is None or not entry.topic_ids or entry.topic_ids & topics)
                and (not entry.district_ids or entry.district_ids & districts)
            )
        )
