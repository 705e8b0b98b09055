# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: what the dialog's button hands over in the context, and no column ever holds
SECRETS = (
    "first_password",
    "second_password",
    "second_code",
    "first_passphrase",
    "second_passphrase",
)


class ProcedureOpeningWizard(models.TransientModel):
    """The dialog in which two officers open the bids of a procedure together.

    Passwords and passphrases are fields without a column; the button hands them over
    in its context, so that they reach no table.
    """

    _name = "wohnkoord.procedure.opening.wizard"
    _description = "Open the Bids"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="cascade"
    )
    seal_mode = fields.Selection(related="procedure_id.seal_mode")
    bid_count = fields.Integer(related="procedure_id.received_bid_count")
    officer_ids = fields.Many2many(related="procedure_id.officer_ids")
    first_officer_id = fields.Many2one("res.users", compute="_compute_first_officer_id")
    second_officer_id = fields.Many2one("res.users")
    is_second_two_factor = fields.Boolean(compute="_compute_is_second_two_factor")
    first_declares = fields.Boolean("The first officer has no conflict of interest")
    second_declares = fields.Boolean("The second officer has no conflict of interest")
    first_password = fields.Char("Your Password", store=False)
    second_password = fields.Char("Password of the Second Officer", store=False)
    second_code = fields.Char("Code of the Authenticator App", store=False)
    first_passphrase = fields.Char(
        "Your Passphrase", store=False, help="Or the code of the recovery sheet."
    )
    second_passphrase = fields.Char(
        "Passphrase of the Second Officer",
        store=False,
        help="Or the code of the recovery sheet.",
    )

    @api.depends_context("uid")
    def _compute_first_officer_id(self):
        self.first_officer_id = self.env.user

    @api.depends("second_officer_id")
    def _compute_is_second_two_factor(self):
        for wizard in self:
            # sudo: asked about a colleague
            officer_sudo = wizard.second_officer_id.sudo()
            wizard.is_second_two_factor = bool(
                officer_sudo and officer_sudo._mfa_type()
            )

    def action_confirm(self):
        """Open the bids; what is refused is told and noted in the log.

        :raise UserError: too early, or something is missing before the opening
        """
        self.ensure_one()
        procedure = self.procedure_id
        self._check_access_to(procedure)
        procedure._check_opening_time()
        secrets = {
            name: text if isinstance(text := self.env.context.get(name), str) else ""
            for name in SECRETS
        }
        code, message = self._refusal(secrets)
        if not code:
            code, message = self._try_opening(secrets)
        if code:
            return self._refuse(code, message)
        return {"type": "ir.actions.act_window_close"}

    def _check_access_to(self, procedure):
        procedure.check_access("read")
        # who may not read bids does not open them
        self.env["wohnkoord.bid"].check_access("read")
        if self.create_uid != self.env.user:
            raise AccessError(self.env._("This is the dialog of another person."))

    def _refusal(self, secrets):
        """Why these two may not open the bids: a short code for the log, a sentence."""
        first, second = self.env.user, self.second_officer_id
        if not second:
            return "one officer", self.env._("Please choose the second officer.")
        if first == second:
            text = self.env._("Two different persons open the bids.")
            return "same person", text
        for officer in (first, second):
            if reason := self.procedure_id._refused_officer(officer):
                return "officer", reason
        if not (self.first_declares and self.second_declares):
            text = self.env._(
                "Both officers have to declare that they have no conflict of interest."
            )
            return "declaration", text
        if reason := first._check_present(secrets["first_password"]):
            return "password", reason
        reason = second._check_present(
            secrets["second_password"], secrets["second_code"], ask_code=True
        )
        return ("password", reason) if reason else (None, None)

    def _try_opening(self, secrets):
        """Do it; nothing of it stays if a passphrase is wrong."""
        first, second = self.env.user, self.second_officer_id
        pairs = (
            [
                (first, secrets["first_passphrase"]),
                (second, secrets["second_passphrase"]),
            ]
            if self.seal_mode == "full"
            else []
        )
        try:
            with self.env.cr.savepoint():
                self.procedure_id._open_bids(first, second, pairs)
        except UserError as error:
            return "seal", error.args[0]
        return None, None

    def _refuse(self, code, message):
        """Tell, and note who tried; it returns, so that the note stays."""
        names = [self.env.user.name]
        if self.second_officer_id:
            names.append(self.second_officer_id.sudo().name)
        self.procedure_id._log("opening refused", {"officers": names, "why": code})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger",
                "sticky": True,
                "title": self.env._("The bids stay sealed"),
                "message": message,
                "next": self._again(),
            },
        }

    def _again(self):
        """The dialog anew: in the old one, what is typed the same way again is lost."""
        action = self.procedure_id.action_open()
        wizard = self.browse(action["res_id"])
        wizard.write(
            {
                "second_officer_id": self.second_officer_id.id,
                "first_declares": self.first_declares,
                "second_declares": self.second_declares,
            }
        )
        return {**action, "views": [(False, "form")]}
