# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.mail import email_normalize

HOST = re.compile(r"@[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}")
ADDRESS = re.compile(r"[^@\s]+" + HOST.pattern)


class MailBlock(models.Model):
    """A sender whose mails to the shared mailbox make no case."""

    _name = "wohnkoord.mail.block"
    _description = "Blocked Sender"
    _order = "name"

    name = fields.Char(
        "Address",
        required=True,
        help="A whole address, or @ with what follows for everybody there.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    note = fields.Char("Why")

    _name_uniq = models.Constraint(
        "UNIQUE (company_id, name)", "This sender is blocked already."
    )

    @api.constrains("name")
    def _check_name(self):
        for block in self:
            if not (HOST.fullmatch(block.name) or ADDRESS.fullmatch(block.name)):
                raise ValidationError(
                    self.env._(
                        "%(name)s is neither an address nor @ with a host.",
                        name=block.name,
                    )
                )
            own = block._own_addresses()
            if block.name in own or block.name in {f"@{a.split('@')[1]}" for a in own}:
                raise ValidationError(
                    self.env._("The office's own addresses are not blocked.")
                )

    def _own_addresses(self):
        # sudo: users' addresses are only compared
        company_sudo = self.company_id.sudo()
        users = company_sudo.user_ids.filtered(lambda user: not user.share)
        found = {
            company_sudo.wohnkoord_mailbox_address,
            email_normalize(company_sudo.email or ""),
            *users.mapped("email_normalized"),
        }
        return {address for address in found if address}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean(vals))

    @api.model
    def _clean(self, vals):
        if "name" not in vals:
            return vals
        name = (vals["name"] or "").strip().lower()
        return {**vals, "name": email_normalize(name) or name}

    @api.model
    def _blocks(self, email, company):
        """Whether ``company`` takes no mails from ``email`` (normalised)."""
        host = f"@{email.rsplit('@', 1)[-1]}"
        return bool(
            self.sudo().search_count(
                Domain("company_id", "=", company.id)
                & Domain("name", "in", (email, host)),
                limit=1,
            )
        )
