# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import os

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.recovery_code import write_groups
from .procedure_officer_key import CODE_BYTES

#: officers of a full seal: with fewer, one lost passphrase may lose all bids
FULL_SEAL_OFFICERS = 3
PASSPHRASE_LENGTH = 16


class Procedure(models.Model):
    """The officers: who may open the bids, and whether their keys lie ready."""

    _inherit = "wohnkoord.procedure"

    officer_ids = fields.Many2many(
        "res.users",
        "wohnkoord_procedure_officer_rel",
        string="Officers",
        domain=[("share", "=", False)],
        help="Two of them open the bids together.",
    )
    officer_key_html = fields.Html(
        "Keys", compute="_compute_officer_keys", compute_sudo=False
    )
    is_passphrase_mine = fields.Boolean(compute="_compute_officer_keys")
    key_file_problem = fields.Char(compute="_compute_key_file_problem")

    @api.depends("officer_ids", "seal_mode", "state")
    @api.depends_context("uid", "lang")
    def _compute_officer_keys(self):
        for procedure in self:
            full = procedure.seal_mode == "full" and bool(procedure._origin)
            procedure.is_passphrase_mine = (
                full
                and procedure.state == "preparation"
                and self.env.user in procedure.officer_ids
            )
            procedure.officer_key_html = (
                self.env["ir.qweb"]._render(
                    "wohnkoord_odoo.procedure_officer_keys",
                    {"keys": procedure._origin._officer_key_values()},
                )
                if full
                else False
            )

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_key_file_problem(self):
        for procedure in self:
            procedure.key_file_problem = (
                procedure._origin._key_file_problem() if procedure._origin else False
            )

    def _officer_key_values(self):
        """Whose key lies ready, for the form."""
        keys_sudo = self._officer_keys_sudo()
        owners = keys_sudo.user_id
        sheet = keys_sudo.filtered(lambda key: not key.user_id)
        return [
            *(
                {"name": officer.name, "is_ready": officer in owners}
                for officer in self.officer_ids
            ),
            {
                "name": self.env._("Recovery sheet"),
                "is_ready": bool(sheet.date_confirmed),
            },
        ]

    def write(self, vals):
        """The seal is chosen before publication; officers may be replaced after it."""
        if "seal_mode" in vals and any(
            procedure.state != "preparation"
            and procedure.seal_mode != vals["seal_mode"]
            for procedure in self
        ):
            raise UserError(
                self.env._("The seal is chosen before the publication, not after it.")
            )
        if "officer_ids" not in vals:
            return super().write(vals)
        before = {procedure: procedure.officer_ids for procedure in self}
        result = super().write(vals)
        for procedure, officers in before.items():
            if officers != procedure.officer_ids:
                procedure._officers_changed(officers)
        return result

    def _officers_changed(self, before):
        """A change of the officers of a running procedure is an act of its log."""
        if self.state == "preparation":
            return
        if self.state not in ("published", "closed"):
            raise UserError(
                self.env._("The bids are opened; the officers stay as they were.")
            )
        if not self.env.su and not self.env.user.has_group(
            "wohnkoord_odoo.group_manager"
        ):
            raise UserError(
                self.env._(
                    "After the publication, the head of the office names officers."
                )
            )
        self._log(
            "officers",
            {
                "before": sorted(before.mapped("name")),
                "after": sorted(self.officer_ids.mapped("name")),
            },
        )

    # -- conflicts -----------------------------------------------------------------------

    def _officer_conflict(self, user):
        """Why a person may not open these bids.

        :return str: the reason, or None
        """
        self.ensure_one()
        # sudo: the reason tells an officer of the own part in it only
        user_sudo = user.sudo()
        partner = user_sudo.partner_id
        initiatives = self.sudo().registration_ids.initiative_id
        if partner in initiatives.partner_id:
            return self.env._("contact of a registered initiative")
        if partner.parent_id and partner.parent_id in initiatives.partner_id:
            return self.env._("works for a registered initiative")
        if partner in initiatives.member_ids.partner_id:
            return self.env._("member of a registered initiative, now or before")
        return None

    def _refused_officer(self, user):
        """Why a person may not be one of the two who open.

        :return str: a sentence, or None
        """
        self.ensure_one()
        user_sudo = user.sudo()  # sudo: asked about a colleague
        if not user_sudo.active or user_sudo.share:
            return self.env._(
                "%(user)s has no access to the office.", user=user_sudo.name
            )
        if user not in self.officer_ids:
            return self.env._(
                "%(user)s is no officer of this procedure.", user=user_sudo.name
            )
        if reason := self._officer_conflict(user):
            return self.env._(
                "%(user)s has a conflict of interest: %(reason)s.",
                user=user_sudo.name,
                reason=reason,
            )
        return None

    # -- keys ----------------------------------------------------------------------------

    def _key_file_problem(self):
        """What is wrong with the key file that this procedure needs, or None."""
        self.ensure_one()
        if self.state not in ("preparation", "published", "closed"):
            return None
        # sudo: nobody has access to the seals
        seal_sudo = self.env["wohnkoord.procedure.seal"].sudo()
        seal_sudo = seal_sudo.search([("procedure_id", "=", self._origin.id)])
        return self.env["wohnkoord.key.file"]._problem(seal_sudo.key_file or None)

    def _check_passphrase(self, passphrase, again):
        """Refuse a passphrase that is mistyped or easily guessed.

        :raise UserError:
        """
        text = " ".join((passphrase or "").split())
        if text != " ".join((again or "").split()):
            raise UserError(self.env._("The two passphrases differ."))
        if len(text) < PASSPHRASE_LENGTH or len(set(text.lower())) < 6:
            raise UserError(
                self.env._(
                    "Please use at least %(length)s characters, best five words that"
                    " have nothing to do with each other.",
                    length=PASSPHRASE_LENGTH,
                )
            )

    def _set_passphrase(self, passphrase, again):
        """Make the current officer's key for the full seal.

        :raise UserError: not in preparation, no officer, or a weak passphrase
        """
        self.ensure_one()
        if self.state != "preparation" or self.seal_mode != "full":
            raise UserError(
                self.env._("Passphrases are set before the publication, not after it.")
            )
        if self.env.user not in self.officer_ids:
            raise UserError(
                self.env._("Only officers of this procedure set a passphrase.")
            )
        self._check_passphrase(passphrase, again)
        # sudo: nobody has access to the keys
        keys_sudo = self.env["wohnkoord.procedure.officer.key"].sudo()
        keys_sudo._set(self, self.env.user, passphrase)
        self._log("passphrase set")

    def action_set_passphrase(self):
        """Show the dialog in which an officer sets the own passphrase."""
        self.ensure_one()
        # made beforehand: only a saved record's button gets fields without a column
        Wizard = self.env["wohnkoord.procedure.opening.passphrase"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set Your Passphrase"),
            "res_model": Wizard._name,
            "res_id": Wizard.create({"procedure_id": self.id}).id,
            "view_mode": "form",
            "target": "new",
        }

    def action_recovery_sheet(self):
        """Go to the page that makes the recovery sheet of the full seal."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wohnkoord/procedures/{self.id}/recovery-sheet",
            "target": "new",
        }

    def action_key_file(self):
        """Go to the page that prints and restores the key file."""
        return {
            "type": "ir.actions.act_url",
            "url": "/wohnkoord/key-file",
            "target": "new",
        }

    def _make_recovery_sheet(self):
        """Make the sheet that stands for one officer; an earlier one is worthless.

        :return list: its groups, shown once and kept nowhere
        :raise UserError: not in preparation, or no full seal
        """
        self.ensure_one()
        if self.state != "preparation" or self.seal_mode != "full":
            raise UserError(
                self.env._("The sheet is made before the publication, not after it.")
            )
        code = os.urandom(CODE_BYTES)
        # sudo: nobody has access to the keys
        keys_sudo = self.env["wohnkoord.procedure.officer.key"].sudo()
        keys_sudo._set(self, self.env["res.users"], code.hex())
        self._log("recovery sheet made")
        return write_groups(code)

    def _confirm_recovery_sheet(self):
        """Note that the printed sheet is kept in a safe place.

        :raise UserError: there is no sheet to confirm
        """
        self.ensure_one()
        sheet = self._officer_keys_sudo().filtered(lambda key: not key.user_id)
        if not sheet or self.state != "preparation":
            raise UserError(self.env._("There is no new sheet to confirm."))
        if not sheet.date_confirmed:
            sheet.date_confirmed = fields.Datetime.now()
            self._log("recovery sheet confirmed")

    def _check_full_seal(self):
        """Refuse a full seal that two lost keys could lock for good.

        :raise UserError:
        """
        for problem in self._full_seal_problems():
            raise UserError(problem)

    def _full_seal_problems(self):
        """What the full seal lacks, as sentences."""
        problems = []
        officers = self.officer_ids.filtered(lambda user: user.active)
        if len(officers) < FULL_SEAL_OFFICERS:
            problems.append(
                self.env._(
                    "The full seal needs at least %(count)s officers.",
                    count=FULL_SEAL_OFFICERS,
                )
            )
        for entry in self._officer_key_values()[:-1]:
            if not entry["is_ready"]:
                problems.append(
                    self.env._(
                        "%(officer)s has not set a passphrase.", officer=entry["name"]
                    )
                )
        if not self._officer_key_values()[-1]["is_ready"]:
            problems.append(
                self.env._("The recovery sheet is not printed and confirmed.")
            )
        return problems

    def _missing(self, step):
        """Also: before publication and opening, officers and keys."""
        missing = super()._missing(step)
        if step not in ("publish", "open"):
            return missing
        self.ensure_one()
        missing += self._missing_keys()
        if step == "publish" and self.seal_mode == "full":
            missing += [
                {"text": text, "severity": "blocker", "field": "officer_ids"}
                for text in self._full_seal_problems()
            ]
        return missing + self._missing_officers(step)

    def _missing_keys(self):
        if problem := self._key_file_problem():
            # a full seal is opened by passphrases; only drafts are lost with the file
            is_needed = self.state == "preparation" or self.seal_mode == "standard"
            severity = "blocker" if is_needed else "warning"
            return [{"text": problem, "severity": severity, "field": "seal_mode"}]
        KeyFile = self.env["wohnkoord.key.file"]
        if self.state == "preparation" and not KeyFile._sheet_note():
            text = self.env._(
                "The recovery sheet of the key file was never printed. If the server's"
                " disk fails, drafts and, under a standard seal, all bids are lost."
            )
            return [{"text": text, "severity": "warning", "field": "seal_mode"}]
        return []

    def _missing_officers(self, step):
        fit = self.officer_ids.filtered(lambda user: not self._refused_officer(user))
        if len(fit) < 2:
            text = self.env._(
                "Two officers without a conflict of interest are needed to open the"
                " bids; there are %(count)s.",
                count=len(fit),
            )
        elif len(fit) == 2 and step == "publish":
            text = self.env._(
                "There are just two officers: if one is not there at the opening, the"
                " head of the office has to name another."
            )
            return [{"text": text, "severity": "warning", "field": "officer_ids"}]
        else:
            return []
        return [{"text": text, "severity": "blocker", "field": "officer_ids"}]
