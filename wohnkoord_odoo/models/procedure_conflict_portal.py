# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from .procedure_lot import ENDED_STATES


class Procedure(models.Model):
    """Declarations as a person makes them: all bidders at once, with hints."""

    _inherit = "wohnkoord.procedure"

    def _takes_declarations(self):
        """Whether declarations count: from the opening until all is settled."""
        self.ensure_one()
        early = ("preparation", "published", "closed")
        return self.state not in (*early, *ENDED_STATES)

    def _latest_declarations(self, users):
        """What persons declared last on each bidder, in one query.

        :return dict: (user id, initiative id) -> declaration, with superuser rights
        """
        self.ensure_one()
        # sudo: jurors ask for their own; the office reads them by its own right
        declarations_sudo = self.env["wohnkoord.conflict"].sudo()
        declarations_sudo = declarations_sudo.search(
            [("procedure_id", "=", self.id), ("user_id", "in", users.ids)],
            order="id",
        )
        return {
            (row.user_id.id, row.initiative_id.id): row for row in declarations_sudo
        }

    def _conflict_hints(self, user):
        """Bidders with which a person is connected, as far as the office knows.

        :return dict: initiative id -> (kind of conflict, sentence)
        """
        self.ensure_one()
        partner = user.sudo().partner_id  # sudo: the person is asked about itself only
        bidders = self._bidders()
        hints = {}
        # sudo: jurors may read no call-offs
        call_offs_sudo = self.env["wohnkoord.call.off"].sudo()
        for [initiative] in call_offs_sudo._read_group(
            [
                ("commercial_partner_id", "=", partner.commercial_partner_id.id),
                ("initiative_id", "in", bidders.ids),
            ],
            ["initiative_id"],
        ):
            text = self.env._("Your firm has advised this group.")
            hints[initiative.id] = ("adviser", text)
        for initiative in bidders:
            if (partner | partner.parent_id) & initiative.partner_id or (
                partner in initiative.member_ids.partner_id
            ):
                text = self.env._("You are a member or contact of this group.")
                hints[initiative.id] = ("membership", text)
        return hints


class Juror(models.Model):
    """The confirmation to somebody who has declared."""

    _inherit = "wohnkoord.juror"

    def _confirm_declarations(self, user):
        """Mail a person which conflicts stand on record after declaring."""
        self.ensure_one()
        template_sudo = self.env.ref("wohnkoord_odoo.conflict_declared_mail").sudo()
        lang = template_sudo._render_lang(self.ids)[self.id]
        seat = self.with_context(lang=lang)
        kinds = dict(
            seat.env["wohnkoord.conflict"]
            ._fields["kind"]
            ._description_selection(seat.env)
        )
        declarations = seat.procedure_id._latest_declarations(user).values()
        conflicts = [
            {"bidder": row.initiative_id.name, "kind": kinds[row.kind]}
            for row in declarations
            if row.kind != "none"
        ]
        template_sudo.with_context(conflicts=conflicts).send_mail(
            self.id, email_values={"email_to": user.sudo().email_formatted}
        )
