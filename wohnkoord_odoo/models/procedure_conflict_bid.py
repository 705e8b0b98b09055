# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

#: who may not see which bid, from the seats and the newest declarations
_WANTED = """
    WITH bids AS (
        SELECT id, procedure_id, initiative_id FROM wohnkoord_bid
        WHERE procedure_id IN %(procedures)s AND initiative_id IS NOT NULL
    ), persons AS (
        SELECT procedure_id, user_id FROM wohnkoord_juror
        WHERE procedure_id IN %(procedures)s
        UNION
        SELECT procedure_id, deputy_id FROM wohnkoord_juror
        WHERE procedure_id IN %(procedures)s AND deputy_id IS NOT NULL
    ), latest AS (
        SELECT DISTINCT ON (procedure_id, user_id, initiative_id)
            procedure_id, user_id, initiative_id, kind
        FROM wohnkoord_conflict WHERE procedure_id IN %(procedures)s
        ORDER BY procedure_id, user_id, initiative_id, id DESC
    ), undeclared AS (
        SELECT DISTINCT procedure_id, user_id FROM persons JOIN bids USING (procedure_id)
        WHERE NOT EXISTS (
            SELECT FROM latest WHERE latest.procedure_id = persons.procedure_id
            AND latest.user_id = persons.user_id
            AND latest.initiative_id = bids.initiative_id
        )
    ), wanted AS (
        SELECT bids.id AS bid_id, user_id FROM bids JOIN undeclared USING (procedure_id)
        UNION
        SELECT bids.id, user_id FROM bids JOIN latest USING (procedure_id, initiative_id)
        WHERE kind <> 'none'
    ), gone AS (
        DELETE FROM wohnkoord_bid_blocked_rel AS rel USING bids
        WHERE rel.bid_id = bids.id AND NOT EXISTS (
            SELECT FROM wanted
            WHERE wanted.bid_id = rel.bid_id AND wanted.user_id = rel.user_id
        )
    )
    INSERT INTO wohnkoord_bid_blocked_rel (bid_id, user_id)
    SELECT bid_id, user_id FROM wanted ON CONFLICT DO NOTHING
"""


class ProcedureConflict(models.Model):
    """Conflicts as the other parts ask for them."""

    _inherit = "wohnkoord.procedure"

    def _blocked_initiatives(self, user):
        """Bidders of whom ``user`` may see, score and count nothing in this procedure.

        :return: initiatives, with superuser rights
        """
        self.ensure_one()
        # sudo: whether somebody is blocked is asked by everybody's rules
        bids_sudo = self.env["wohnkoord.bid"].sudo()
        bids_sudo = bids_sudo.search(
            [("procedure_id", "=", self.id), ("blocked_user_ids", "in", user.ids)]
        )
        return bids_sudo.initiative_id

    def _is_closed_to(self, user):
        """Whether ``user`` is blocked on any bid: closed is what is about several bids."""
        return bool(self._blocked_initiatives(user))

    def _bidders(self):
        """The groups whose bids were opened, admitted or not.

        :return: initiatives, with superuser rights
        """
        # sudo: names alone, also for those who may see no bid yet
        bids_sudo = self.env["wohnkoord.bid"].sudo()
        return bids_sudo.search(
            [("procedure_id", "in", self.ids), ("initiative_id", "!=", False)]
        ).initiative_id

    def _bidder_number(self, initiative):
        """The party's number under which the log knows a bidder."""
        self.ensure_one()
        parties_sudo = self.sudo().registration_ids
        return parties_sudo.filtered(lambda party: party.initiative_id == initiative)[
            :1
        ].number

    def _sync_blocked(self):
        """Bring up to date who may not see which bid; in the act's own transaction."""
        if not self.ids:
            return
        self.env.flush_all()
        # whoever changes seats, declarations or bids at the same moment comes after: each
        # would otherwise decide by what was there before the other
        self.env.cr.execute(
            SQL(
                "UPDATE wohnkoord_procedure SET write_date = write_date WHERE id IN %s",
                tuple(self.ids),
            )
        )
        self.env.cr.execute(SQL(_WANTED, procedures=tuple(self.ids)))
        self.env["wohnkoord.bid"].invalidate_model(["blocked_user_ids"])


class Bid(models.Model):
    """Who may not see a bid: global record rules ask this table, on every path."""

    _inherit = "wohnkoord.bid"

    blocked_user_ids = fields.Many2many(
        "res.users",
        "wohnkoord_bid_blocked_rel",
        "bid_id",
        "user_id",
        "Not for",
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="Persons with a conflict, and those with a seat who have not declared yet.",
    )

    def _write_guarded(self, vals):
        result = super()._write_guarded(vals)
        if "initiative_id" in vals:
            self._sync_blocked()
        return result

    def _create_guarded(self, vals_list):
        bids = super()._create_guarded(vals_list)
        bids.filtered("initiative_id")._sync_blocked()
        return bids

    def _sync_blocked(self):
        """Bring up to date who may not see these bids, and others of the procedure."""
        self.procedure_id._sync_blocked()
