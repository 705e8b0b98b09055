# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from .advisory import OPEN_STATES
from .network_enquiry_advisory import ENQUIRIES

#: names in the hint; the dialog shows all
MOST_NAMES = 3


class Advisory(models.Model):
    """Who is behind an enquiry: proposals only, and what the office decides.

    The public form always makes a fresh contact and a fresh group. Whether they are known
    already is a person's decision, by a click.
    """

    _inherit = "wohnkoord.advisory"

    is_identity_checked = fields.Boolean(
        "Contact Checked",
        copy=False,
        help="Somebody looked whether the contact and the group are known already.",
    )
    duplicate_hint = fields.Char(
        "May Be Known Already", compute="_compute_duplicate_hint"
    )

    @api.depends(
        "origin", "is_identity_checked", "state", "partner_id", "initiative_id"
    )
    def _compute_duplicate_hint(self):
        found = self._possible_identities()
        for case in self:
            matches = found.get(case, [])
            words = [
                self.env._("%(name)s (%(reason)s)", name=other.name, reason=reason)
                for _record, other, reason in matches[:MOST_NAMES]
            ]
            if len(matches) > MOST_NAMES:
                more = len(matches) - MOST_NAMES
                words.append(self.env._("%(count)s more", count=more))
            case.duplicate_hint = "; ".join(words)

    def _possible_identities(self):
        """Whom the office may know already, for the enquiries that nobody looked at.

        A constant number of queries, however many cases.

        :return: dict case -> list of (record of the case, known one, reason); both are
            contacts or both are initiatives
        """
        cases = self.filtered(
            lambda case: (
                case.origin in ENQUIRIES
                and not case.is_identity_checked
                and case.state in OPEN_STATES
            )
        )
        if not cases:
            return {}
        persons = cases.partner_id | cases.partner_id.parent_id
        persons -= cases.initiative_id.partner_id  # a group is compared as a group
        partners = persons._wohnkoord_possible_duplicates()
        initiatives = cases.filtered(
            lambda case: case.state == "requested"
        ).initiative_id._possible_duplicates()
        result = {}
        for case in cases:
            found = result[case] = []
            for record in case.partner_id | case.partner_id.parent_id:
                found += [(record, *match) for match in partners.get(record, [])]
            for initiative in case.initiative_id:
                found += [
                    (initiative, *match) for match in initiatives.get(initiative, [])
                ]
        return result

    def action_compare(self):
        """Open the dialog that shows whom the office may know already."""
        self.ensure_one()
        self.check_access("write")
        wizard = self.env["wohnkoord.enquiry.match"]._of_case(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Is It Somebody We Know?"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_new_identity(self):
        """It is a new person (and group): the proposals are answered."""
        self.check_access("write")
        self.write({"is_identity_checked": True})
        return True

    def _take_known_person(self, fresh, known):
        """The enquiry is from ``known``: use that contact in the place of ``fresh``.

        :raise UserError: ``known`` is not among the proposals
        """
        self._check_proposed(fresh, known)
        if fresh == self.partner_id:
            self._move_membership(fresh, known)
            self.write({"partner_id": known.id})
        else:  # the organisation that the asking person belongs to
            self.partner_id.write({"parent_id": known.id})
        self._log_decision(known)
        fresh._wohnkoord_drop_unused()

    def _take_known_group(self, fresh, known):
        """The enquiry is from the group ``known``: use it in the place of ``fresh``.

        The asking person does not become a member by that: a member sees the group's
        pages in the portal, and anybody may type a group's name.

        :raise UserError: ``known`` is not among the proposals
        """
        self._check_proposed(fresh, known)
        vals = {"initiative_id": known.id}
        if self.partner_id == fresh.partner_id:
            vals["partner_id"] = known.partner_id.id
        self.write(vals)
        self._log_decision(known)
        fresh._drop_unused()

    def _check_proposed(self, fresh, known):
        self.ensure_one()
        self.check_access("write")
        known.check_access("read")
        pairs = [
            (record, other)
            for record, other, _why in self._possible_identities().get(self, [])
        ]
        if (fresh, known) not in pairs:
            raise UserError(
                self.env._("This proposal is out of date. Please look again.")
            )

    def _move_membership(self, fresh, known):
        """``known`` has the place of ``fresh`` in the group that was made with the case."""
        members = self.initiative_id.member_ids.filtered(
            lambda member: member.partner_id == fresh
        )
        if known in self.initiative_id.member_ids.partner_id:
            # sudo: the adviser may not delete members; this one is the fresh contact's
            members.sudo().unlink()
        else:
            members.write({"partner_id": known.id})

    def _log_decision(self, known):
        self.message_post(
            body=self.env._("Known already: %(name)s", name=known.display_name)
        )
