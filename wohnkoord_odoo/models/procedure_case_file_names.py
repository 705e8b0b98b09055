# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from ..tools.redaction import Redactor


class Procedure(models.Model):
    """Who is called what in a file that is shown to a party."""

    _inherit = "wohnkoord.procedure"

    def _case_redactor(self, party):
        """Replaces other bidders by the numbers of their bids, and persons by what they do.

        :param party: the registration that is shown the file, or none
        """
        self.ensure_one()
        # sudo: every person that may be named somewhere, whoever may see them
        procedure_sudo = self.sudo()
        others_sudo = procedure_sudo.registration_ids - party.sudo()
        names, people = {}, {}
        numbers = self._case_bid_labels()
        for other_sudo in others_sudo:
            initiative_sudo = other_sudo.initiative_id
            label = numbers.get(initiative_sudo.id) or self.env._("another party")
            names[initiative_sudo.name] = label
            names[initiative_sudo.partner_id.name] = label
        office = self.env._("a person of the office")
        users_sudo = procedure_sudo.company_id._case_office_users()
        for user_sudo in users_sudo | procedure_sudo.officer_ids:
            people[user_sudo.name] = office
        for member_sudo in others_sudo.initiative_id.with_context(
            active_test=False
        ).member_ids:
            label = numbers.get(member_sudo.initiative_id.id) or self.env._(
                "another party"
            )
            people[member_sudo.partner_id.name] = self.env._(
                "a person of %(bidder)s", bidder=label
            )
        seats = self._case_seat_labels()
        for juror_sudo in procedure_sudo.juror_ids:
            seat = seats[juror_sudo.id]
            people[juror_sudo.user_id.name] = seat
            people[juror_sudo.deputy_id.name] = self.env._(
                "%(seat)s (deputy)", seat=seat
            )
        for own_sudo in party.sudo().initiative_id.member_ids.partner_id:
            people.pop(own_sudo.name, None)
        return Redactor(names, people)

    def _case_seat_labels(self):
        """How a seat is called for others: seat id -> its name, without the person's."""
        labels = {}
        # sudo: of the persons it matters only whether the seat is named after one
        for number, juror_sudo in enumerate(self.sudo().juror_ids.sorted("id"), 1):
            people = (juror_sudo.user_id | juror_sudo.deputy_id).mapped("name")
            is_named = any(
                person and person.split()[-1].casefold() in juror_sudo.name.casefold()
                for person in people
            )
            labels[juror_sudo.id] = (
                self.env._("Seat %(number)s", number=number)
                if is_named
                else juror_sudo.name
            )
        return labels

    def _case_bid_labels(self):
        """How a bidder is called for others: initiative id -> "Bid no. 3"."""
        # sudo: every bid has its number, whoever may see it
        bids_sudo = self.env["wohnkoord.bid"].sudo()
        bids_sudo = bids_sudo.search(
            [("procedure_id", "=", self.id), ("initiative_id", "!=", False)],
            order="number",
        )
        labels = {}
        for bid_sudo in bids_sudo:
            labels.setdefault(bid_sudo.initiative_id.id, self._case_bid_label(bid_sudo))
        return labels

    def _case_bid_label(self, bid):
        return self.env._("Bid no. %(number)s", number=bid.number)


class ResCompany(models.Model):
    _inherit = "res.company"

    def _case_office_users(self):
        """The people who work in the office, with superuser rights."""
        # sudo: of whom only the names are looked for
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        return users_sudo.search(
            [("share", "=", False), ("company_ids", "in", self.ids), ("id", "!=", 1)]
        )
