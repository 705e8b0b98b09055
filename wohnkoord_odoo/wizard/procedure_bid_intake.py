# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import binascii
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.canonical import canonical

CONTEXT = "bid intake"
TEXT_LENGTH = 2000


class BidIntake(models.TransientModel):
    """Register a bid that came on paper or by mail; it is sealed at once.

    Sender, note and files never stand readable in the database, not even while the
    dialog is open: they are kept encrypted under the key file.
    """

    _name = "wohnkoord.bid.intake"
    _description = "Register a Bid on Paper or by Mail"
    _check_company_auto = True

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    company_id = fields.Many2one(related="procedure_id.company_id")
    channel = fields.Selection(
        [("paper", "On Paper"), ("mail", "By E-Mail")], required=True, default="paper"
    )
    date_arrival = fields.Datetime(
        "Arrived on",
        required=True,
        help="As stamped; it decides whether it is in time.",
    )
    sender = fields.Char(
        "Sender as on the Envelope",
        compute="_compute_secret",
        inverse="_inverse_secret",
    )
    note = fields.Text(compute="_compute_secret", inverse="_inverse_secret")
    secret_cipher = fields.Binary(readonly=True, attachment=False)
    file_ids = fields.One2many("wohnkoord.bid.intake.file", "intake_id", "Files")
    is_late = fields.Boolean(compute="_compute_is_late")

    @api.depends("date_arrival", "procedure_id")
    def _compute_is_late(self):
        for intake in self:
            deadline = intake.procedure_id.published_deadline
            stamp = intake.date_arrival
            intake.is_late = bool(stamp and deadline and stamp > deadline)

    @api.depends("secret_cipher")
    @api.depends_context("uid")
    def _compute_secret(self):
        for intake in self:
            secret = intake._decrypted(intake._is_own() and intake.secret_cipher)
            intake.sender = secret.get("sender")
            intake.note = secret.get("note")

    def _is_own(self):
        """Whether it is the user's own dialog: nobody else reads it, whoever it is."""
        return not self.create_uid or self.create_uid == self.env.user

    def _inverse_secret(self):
        for intake in self:
            intake.secret_cipher = intake._encrypted(
                {"sender": intake.sender or "", "note": intake.note or ""}
            )

    def _encrypted(self, secret):
        cipher = self.procedure_id._draft_encrypt(canonical(secret), CONTEXT)
        return base64.b64encode(cipher)

    def _decrypted(self, cipher):
        if not cipher or not self.procedure_id:
            return {}
        plain = base64.b64decode(self.with_context(bin_size=False).secret_cipher)
        return json.loads(self.procedure_id._draft_decrypt(plain, CONTEXT))

    def action_register(self):
        """Seal the bid and give it a number.

        :raise UserError: no sender, the stamp lies in the future, a file is refused, or
            the procedure takes no bids
        """
        self.ensure_one()
        procedure = self.procedure_id
        procedure.check_access("write")
        # as the column holds it: what is typed is encrypted by now
        secret = self._decrypted(self.secret_cipher)
        sender, note = (secret.get(name, "").strip() for name in ("sender", "note"))
        if not sender:
            raise UserError(self.env._("Please enter the sender as on the envelope."))
        if max(len(sender), len(note)) > TEXT_LENGTH:
            raise UserError(
                self.env._(
                    "Please write at most %(length)s characters.", length=TEXT_LENGTH
                )
            )
        bid = self.env["wohnkoord.bid"]._register_envelope(
            procedure,
            self.channel,
            self.date_arrival,
            {"sender": sender, "note": note},
            [file._plain() for file in self.file_ids],
        )
        # sudo: dialogs are not deleted by hand; nothing of this one is needed any more
        self.sudo().unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Bid number %(number)s", number=bid.number),
                "message": self.env._("The bid is registered late and stays unopened.")
                if bid.state == "late"
                else self.env._("The bid is registered and sealed."),
                "type": "warning" if bid.state == "late" else "success",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class BidIntakeFile(models.TransientModel):
    """A file of a bid that is registered; encrypted from the first moment."""

    _name = "wohnkoord.bid.intake.file"
    _description = "File of a Bid that is Registered"

    intake_id = fields.Many2one(
        "wohnkoord.bid.intake", required=True, ondelete="cascade"
    )
    name = fields.Char(
        "File Name", compute="_compute_secret", inverse="_inverse_secret"
    )
    file = fields.Binary(
        compute="_compute_secret", inverse="_inverse_secret", attachment=False
    )
    secret_cipher = fields.Binary(readonly=True, attachment=False)

    @api.depends("secret_cipher")
    @api.depends_context("uid")
    def _compute_secret(self):
        for file in self:
            own = file.intake_id._is_own()
            name, content = file._plain() if own else ("", b"")
            file.name = name
            file.file = base64.b64encode(content) or False

    def _inverse_secret(self):
        for file in self:
            text = file.file or b""
            text = text if isinstance(text, str) else text.decode()
            procedure = file.intake_id.procedure_id
            plain = canonical({"name": file.name or "", "file": text})
            cipher = procedure._draft_encrypt(plain, f"{CONTEXT} file")
            file.secret_cipher = base64.b64encode(cipher)

    def _plain(self):
        """Name and content.

        :raise UserError: the content is none
        """
        sealed = self.with_context(bin_size=False).secret_cipher
        if not sealed:
            return "", b""
        plain = self.intake_id.procedure_id._draft_decrypt(
            base64.b64decode(sealed), f"{CONTEXT} file"
        )
        secret = json.loads(plain)
        try:
            return secret["name"], base64.b64decode(secret["file"], validate=True)
        except binascii.Error as error:
            raise UserError(
                self.env._("A file cannot be read. Please choose it once more.")
            ) from error
