# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import SUPERUSER_ID, api, fields, models

OFFICE = "wohnkoord_odoo.group_user"
#: own columns and rows that say nothing about whether the office knows a person
NO_TIES = ("res.partner", "wohnkoord.consent", "mail.message", "mail.followers")


class ResPartner(models.Model):
    """Persons who meet the office on its public pages, and what they consented to."""

    _inherit = "res.partner"

    consent_ids = fields.One2many(
        "wohnkoord.consent", "partner_id", "Consents", groups=OFFICE
    )
    consent_current_ids = fields.Many2many(
        "wohnkoord.consent",
        string="Consents Today",
        compute="_compute_consent_current_ids",
        groups=OFFICE,
        help="For each purpose what counts today, and what is asked beside it.",
    )
    consent_count = fields.Integer(
        "Consents in Force", compute="_compute_consent_current_ids", groups=OFFICE
    )

    @api.depends("consent_ids.state", "consent_ids.is_live")
    def _compute_consent_current_ids(self):
        found = self.env["wohnkoord.consent"].search([("partner_id", "in", self.ids)])
        by_partner = found.grouped("partner_id")
        for partner in self:
            consents = by_partner.get(partner._origin, found.browse())
            partner.consent_current_ids = consents._current()
            partner.consent_count = len(
                consents.filtered(lambda c: c.is_live and not c._is_over())
            )

    def action_view_consents(self):
        """Open the person's consents, also those that ended."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.consent_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_record_consent(self):
        """Open the dialog that records a consent of this person, or asks for it."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "wohnkoord_odoo.consent_record_action"
            ),
            "context": {
                "default_partner_id": self.id,
                "default_company_id": (self.company_id or self.env.company).id,
            },
        }

    def action_print_consents(self):
        """The proof of all consents of this person."""
        self.ensure_one()
        return self.env.ref("wohnkoord_odoo.consent_report").report_action(
            self.consent_ids
        )

    # -- persons behind an address -----------------------------------------------------

    @api.model
    def _wohnkoord_find_address(self, email, company):
        """The person of ``company`` whom a mail to ``email`` reaches, if there is one.

        :param str email: normalised
        :return: one partner or none, with superuser rights
        """
        return self.sudo().search(
            [
                ("email_normalized", "=", email),
                ("company_id", "in", (company.id, False)),
            ],
            order="is_company, company_id, id",  # persons and the office's own first
            limit=1,
        )

    @api.model
    def _wohnkoord_of_address(self, email, company, name=None):
        """The person whom a mail to ``email`` reaches; made if nobody has the address.

        For what the owner of the address confirms by a link in a mail. Never show a
        visitor anything of the record: somebody else may have typed the address.

        :param str email: normalised
        :param company: the office; private persons belong to one
        :return: one partner, with superuser rights
        """
        return self._wohnkoord_find_address(email, company) or self.sudo().create(
            {"name": name or email, "email": email, "company_id": company.id}
        )

    # -- persons whom nobody knows -----------------------------------------------------

    def _wohnkoord_remove_strangers(self):
        """Remove contacts that a visitor's request made, unless anything else is theirs.

        Called with superuser rights after the request itself is gone.
        """
        system = self.env["res.users"].browse(SUPERUSER_ID)
        strangers = self.exists().filtered(
            # an edit by the office makes it the office's contact
            lambda partner: partner.write_uid in partner.create_uid | system
        )
        (strangers - strangers._wohnkoord_with_ties()).unlink()

    def _wohnkoord_with_ties(self):
        """Those of the contacts that any other record names, or that have a history."""
        if not self:
            return self
        tied = self.filtered("consent_ids") | self._wohnkoord_with_history()
        for name, model in self.env.registry.items():
            if model._abstract or model._transient or not model._auto:
                continue
            if name in NO_TIES:
                continue
            for field in model._fields.values():
                if field.store and field.comodel_name == "res.partner":
                    tied |= self._wohnkoord_named_by(name, field)
        return tied & self

    def _wohnkoord_named_by(self, model, field):
        if field.type not in ("many2one", "many2many"):
            return self.browse()
        groups = (
            self.env[model]
            .with_context(active_test=False)
            ._read_group([(field.name, "in", self.ids)], [field.name])
        )
        return self.browse().union(*(partner for (partner,) in groups))

    def _wohnkoord_with_history(self):
        """Contacts with notes, mails or files of the office, or ones that have children."""
        own = [("res_id", "in", self.ids)]
        messages = self.env["mail.message"].search(
            [*own, ("model", "=", "res.partner"), ("message_type", "=", "comment")]
        )
        files = self.env["ir.attachment"].search(
            [*own, ("res_model", "=", "res.partner"), ("res_field", "=", False)]
        )
        activities = self.env["mail.activity"].search(
            [*own, ("res_model", "=", "res.partner")]
        )
        named = {*messages.mapped("res_id"), *files.mapped("res_id")}
        named |= set(activities.mapped("res_id"))
        return self.browse(named) | self.filtered(lambda p: p.child_ids or p.user_ids)
