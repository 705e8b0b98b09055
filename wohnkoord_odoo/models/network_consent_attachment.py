# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import UserError

CONSENT = "wohnkoord.consent"
CONTENT = {
    "datas",
    "raw",
    "db_datas",
    "store_fname",
    "type",
    "url",
    "res_model",
    "res_id",
}


class IrAttachment(models.Model):
    """The scan of a signed consent is its proof: it stays, as the consent does."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if CONTENT & set(vals):
            self._refuse_consent_proofs()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_consent_proofs(self):
        self._refuse_consent_proofs()

    def _refuse_consent_proofs(self):
        # the head of the office may, for example when a wrong file was attached
        user = self.env.user
        if user._is_superuser() or user.has_group("wohnkoord_odoo.group_manager"):
            return
        # sudo: the buttons of the chatter delete with superuser rights
        files_sudo = self.sudo().filtered(lambda file: file.res_model == CONSENT)
        consents_sudo = self.env[CONSENT].sudo().browse(files_sudo.mapped("res_id"))
        if any(consents_sudo.exists().mapped("date_confirmed")):
            raise UserError(
                self.env._(
                    "This file proves a consent and stays. Only the head of the office"
                    " can remove it."
                )
            )
