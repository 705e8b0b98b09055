# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class Procedure(models.Model):
    """From the checked bids to the jury, and what the jury lacks."""

    _inherit = "wohnkoord.procedure"

    session_ids = fields.One2many(
        "wohnkoord.jury.session",
        "procedure_id",
        "Sessions",
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )
    juror_count = fields.Integer("Seats", compute="_compute_jury_counts")
    session_count = fields.Integer(
        "Number of Sessions",
        compute="_compute_jury_counts",
        groups="wohnkoord_odoo.group_user",
    )

    @api.depends("juror_ids", "session_ids")
    def _compute_jury_counts(self):
        # sudo: the number of seats is no secret
        self.sudo()._count_rows(
            {
                "juror_count": "wohnkoord.juror",
                "session_count": "wohnkoord.jury.session",
            }
        )

    def action_start_jury(self):
        """Hand the admitted bids to the jury.

        :raise UserError: the checklist names what is missing
        """
        for procedure in self:
            procedure.check_access("write")
            if procedure.state != "opened":
                raise UserError(
                    self.env._("The jury begins when the bids are opened and checked.")
                )
            procedure._check_step("jury")
            procedure._write_guarded({"state": "jury"})
            procedure._log(
                "jury_started",
                {
                    "jury": procedure.jury_name,
                    "seats": [seat._log_values() for seat in procedure.juror_ids],
                    "quorum": procedure._quorum(),
                },
            )

    def _missing(self, step):
        """Also: before the jury its seats; before the recommendation its votes."""
        missing = super()._missing(step)
        if not self.env["wohnkoord.juror"].has_access("read"):
            return missing
        if step == "jury":
            missing += self._missing_seats()
        elif step == "recommend":
            missing += [
                {"text": text, "severity": "blocker", "field": "session_ids"}
                for text in self._quorum_missing()
            ]
        return missing

    def _missing_seats(self):
        seats = self.sudo().juror_ids
        found = []

        def note(text, severity="blocker"):
            found.append({"text": text, "severity": severity, "field": "juror_ids"})

        if not seats.filtered("has_vote"):
            note(self.env._("A jury with at least one vote."))
        elif not seats.filtered("is_chair"):
            note(self.env._("Who chairs the jury."))
        if not self._admitted_bids_sudo():
            note(self.env._("At least one admitted bid."))
        open_count = len(self._seats_undeclared())
        if open_count:
            note(
                self.env._(
                    "Declarations on conflicts of interest that are missing: %(count)s.",
                    count=open_count,
                ),
                "warning",
            )
        needed = self._quorum()
        short = [bid_id for bid_id, votes in self._votes().items() if votes < needed]
        if short and not open_count:
            note(
                self.env._(
                    "Bids on which too few votes are left after conflicts: %(count)s."
                    " Please name another deputy or seat.",
                    count=len(short),
                )
            )
        return found

    def _seats_undeclared(self):
        """Persons and deputies who have not declared on every bidder.

        :return: users, with superuser rights
        """
        self.ensure_one()
        # sudo: who has declared is asked for the checklist
        seats_sudo = self.sudo().juror_ids
        bidders = self._bidders()
        declared = (
            self.env["wohnkoord.conflict"]
            .sudo()
            ._read_group(
                [
                    ("procedure_id", "=", self.id),
                    ("initiative_id", "in", bidders.ids),
                ],
                ["user_id"],
                ["initiative_id:count_distinct"],
            )
        )
        done = [user.id for user, count in declared if count == len(bidders)]
        persons = seats_sudo.user_id | seats_sudo.deputy_id
        return persons.filtered(lambda user: user.id not in done)

    def _quorum_missing(self):
        """What of the jury's sessions stands against a recommendation, as sentences."""
        self.ensure_one()
        # sudo: the checklist asks; it names numbers of bids only
        held_sudo = self.sudo().session_ids.filtered(
            lambda session: (
                session.kind == "jury"
                and session.state == "held"
                and session.is_deciding
            )
        )
        if not held_sudo:
            return [self.env._("A session of the jury that was held and decides.")]
        best = {}
        # with the conflicts of today: one that was declared after the session counts
        for session_sudo in held_sudo:
            for bid_sudo, votes in session_sudo._present_votes().items():
                best[bid_sudo.number] = max(best.get(bid_sudo.number, 0), votes)
        needed = self._quorum()
        short = sorted(number for number, votes in best.items() if votes < needed)
        if not short:
            return []
        return [
            self.env._(
                "A session with enough votes (%(needed)s, without those who are"
                " conflicted) on bid no. %(numbers)s.",
                needed=needed,
                numbers=", ".join(map(str, short)),
            )
        ]

    def _chair(self):
        """The seat that chairs the jury."""
        self.ensure_one()
        return self.sudo().juror_ids.filtered("is_chair")

    def action_view_sessions(self):
        """The sessions of this procedure."""
        return self._open_of_procedure("jury_session_action")
