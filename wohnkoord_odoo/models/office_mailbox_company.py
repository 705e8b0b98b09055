# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import formataddr

CASE = "wohnkoord.advisory"


class ResCompany(models.Model):
    """The office's shared mailbox: an address whose mails become cases."""

    _inherit = "res.company"

    wohnkoord_mailbox_alias_id = fields.Many2one(
        "mail.alias",
        "Alias of the Mailbox",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    wohnkoord_mailbox_name = fields.Char(
        "Shared Mailbox",
        compute="_compute_wohnkoord_mailbox",
        inverse="_inverse_wohnkoord_mailbox_name",
        help="What stands before the @. Mails to it become new enquiries. Empty: none.",
    )
    wohnkoord_mailbox_address = fields.Char(
        "Address of the Mailbox", compute="_compute_wohnkoord_mailbox"
    )
    wohnkoord_enquiry_keep_months = fields.Integer(
        "Months until Forgotten",
        default=6,
        help="So long after an enquiry was declined or cancelled its person, texts, mails"
        " and files are removed. 0: never.",
    )

    _wohnkoord_mailbox_uniq = models.UniqueIndex(
        "(wohnkoord_mailbox_alias_id) WHERE wohnkoord_mailbox_alias_id IS NOT NULL",
        "Another office has this mailbox already.",
    )
    _wohnkoord_enquiry_keep_check = models.Constraint(
        "CHECK (wohnkoord_enquiry_keep_months >= 0)", "Months are not negative."
    )

    @api.depends(
        "wohnkoord_mailbox_alias_id.alias_name",
        "wohnkoord_mailbox_alias_id.alias_domain_id.name",
    )
    def _compute_wohnkoord_mailbox(self):
        for company in self:
            # sudo: aliases are the administrator's
            alias_sudo = company.sudo().wohnkoord_mailbox_alias_id
            company.wohnkoord_mailbox_name = alias_sudo.alias_name
            company.wohnkoord_mailbox_address = (
                alias_sudo.alias_name
                and alias_sudo.alias_domain_id
                and alias_sudo.alias_full_name
            )

    def _inverse_wohnkoord_mailbox_name(self):
        for company in self:
            # sudo: aliases are the administrator's; only this office's one is written
            alias_sudo = company.sudo().wohnkoord_mailbox_alias_id
            name = (company.wohnkoord_mailbox_name or "").strip().split("@")[0] or False
            vals = {
                "alias_name": name,
                "alias_domain_id": company.alias_domain_id.id,
                "alias_model_id": self.env["ir.model"]._get_id(CASE),
                "alias_contact": "everyone",
                "alias_defaults": repr({"company_id": company.id}),
            }
            if alias_sudo:
                alias_sudo.write(vals)
            elif name:
                company.sudo().wohnkoord_mailbox_alias_id = alias_sudo.create(vals)

    def _wohnkoord_reply_to(self):
        """Where answers to the office's mails about cases go."""
        self.ensure_one()
        if self.wohnkoord_mailbox_address:
            return formataddr((self.name, self.wohnkoord_mailbox_address))
        return self.email_formatted or ""
