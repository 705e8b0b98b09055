# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.canonical import digest

DECIDED_STATES = ("decided", "reserved", "contracted")


class Procedure(models.Model):
    """The letters after a decision: drafts for all parties, sent at one moment."""

    _inherit = "wohnkoord.procedure"

    letter_ids = fields.One2many(
        "wohnkoord.award.letter",
        "procedure_id",
        "Letters",
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )

    draft_letter_count = fields.Integer(
        "Letters to Be Sent",
        compute="_compute_draft_letter_count",
        groups="wohnkoord_odoo.group_user",
    )

    @api.depends("letter_ids.state")
    def _compute_draft_letter_count(self):
        drafts = dict(
            self.env["wohnkoord.award.letter"]._read_group(
                [("procedure_id", "in", self.ids), ("state", "=", "draft")],
                ["procedure_id"],
                ["__count"],
            )
        )
        for procedure in self:
            procedure.draft_letter_count = drafts.get(procedure._origin, 0)

    def action_prepare_letters(self):
        """Draft a letter to each party whose bid was admitted and has none yet.

        After another resolution (the next one moved up) everybody gets a new one.

        :raise AccessError: somebody with a conflict of interest
        :raise UserError: nothing was decided yet
        """
        for procedure in self:
            procedure._check_letter_act()
            procedure.lock_for_update()
            procedure._prepare_letters()
        return True

    def _prepare_letters(self):
        # sudo: nobody may create letters but by this act, after the check above
        own_sudo = self._in_party_words().sudo()
        newest = max(own_sudo.award_ids.filtered("date_decided").mapped("date_decided"))
        letters_sudo = own_sudo.env["wohnkoord.award.letter"]
        done = letters_sudo.search(
            [
                ("procedure_id", "=", self.id),
                "|",
                ("state", "=", "draft"),
                ("date_sent", ">=", newest),
            ]
        ).registration_id
        facts = own_sudo._letter_facts()
        letters_sudo._create_guarded(
            [
                {
                    "procedure_id": self.id,
                    "registration_id": party.id,
                    "state": "draft",
                    "recipient": "\n".join(letters_sudo._address_lines(party)),
                    **own_sudo._letter_to(bids, facts),
                }
                for party, bids in own_sudo._admitted_bids_sudo()
                .grouped("registration_id")
                .items()
                if party and party not in done
            ]
        )

    def action_send_letters(self):
        """Send all drafts at one moment: to the parties' portals, with a mail to each.

        :raise AccessError: somebody with a conflict of interest
        :raise UserError: there is no draft
        """
        for procedure in self:
            procedure._check_letter_act()
            procedure.lock_for_update()
            drafts = procedure.env["wohnkoord.award.letter"].search(
                [("procedure_id", "=", procedure.id), ("state", "=", "draft")]
            )
            if not drafts:
                raise UserError(self.env._("Please prepare the letters first."))
            moment = procedure._now().replace(microsecond=0)
            drafts._write_guarded({"state": "sent", "date_sent": moment})
            procedure._log(
                "letters_sent",
                {
                    "letters": [
                        {
                            "party": letter.registration_id.number,
                            "kind": letter.kind,
                            "sha256": digest(
                                {"subject": letter.subject, "body": letter.body}
                            ),
                        }
                        for letter in drafts
                    ]
                },
                moment=moment,
            )
            office = procedure._in_party_words()
            procedure._tell_parties(
                "decision",
                office.env._("The decision"),
                office.env._("It is decided. Your letter is in your portal."),
                registrations=drafts.registration_id,
                moment=moment,
            )
        return True

    def _check_letter_act(self):
        self.ensure_one()
        self.check_access("write")
        if self._blocked_initiatives(self.env.user):
            raise AccessError(
                self.env._("With a conflict of interest you take no part in this.")
            )
        if self.state not in DECIDED_STATES:
            raise UserError(self.env._("Nothing was decided yet."))

    # -- what a letter says ----------------------------------------------------------------

    def _letter_facts(self):
        """Awards in force, mean points and places; called with sudo."""
        scores = self._final_scores() if self.scoring_state == "closed" else {}
        lines = self._current_rankings_sudo().line_ids
        awards = self.award_ids.filtered(lambda award: award.state in DECIDED_STATES)
        return {
            "awards": {award.procedure_lot_id: award for award in awards},
            "next": {award._runner_up() for award in awards},
            "means": {
                bid_id: {key: _mean(points) for key, points in by_key.items()}
                for bid_id, by_key in scores.items()
            },
            "lines": {line.bid_id: line for line in lines},
        }

    def _letter_to(self, bids, facts):
        """Kind, subject and body of the letter to the party of some bids."""
        awards = [facts["awards"].get(bid.procedure_lot_id) for bid in bids]
        won = any(
            award and award.bid_id == bid
            for bid, award in zip(bids, awards, strict=True)
        )
        kind = "winner" if won else "loser"
        if kind == "loser" and any(bid in facts["next"] for bid in bids):
            kind = "runner_up"
        parts = [self.env._("Dear all,")]
        for bid in bids.sorted("number"):
            parts += self._letter_part(bid, facts)
        parts.append(self.env._("Thank you for your concept and your work."))
        parts.append(
            self.env._("Kind regards\n%(office)s", office=self.company_id.name)
        )
        return {
            "kind": kind,
            "subject": self.env._(
                "%(procedure)s: the decision", procedure=self._portal_name()
            ),
            "body": "\n\n".join(parts),
        }

    def _letter_part(self, bid, facts):
        """What a letter says on one bid."""
        lot, award = bid.procedure_lot_id, facts["awards"].get(bid.procedure_lot_id)
        names = {"plot": lot.plot_id.name, "number": bid.number}
        winner = award.bid_id if award else bid.browse()
        if winner == bid:
            yield self.env._(
                "%(plot)s is awarded to you (bid %(number)s). Next comes the"
                " reservation; we will get in touch.",
                **names,
            )
        elif winner:
            yield self.env._(
                "%(plot)s goes to %(winner)s. Your bid %(number)s was not chosen.",
                winner=winner.initiative_id.name,
                **names,
            )
            if bid in facts["next"]:
                yield self.env._(
                    "You are next in line: if the award ends before the contract, your"
                    " concept moves up."
                )
        else:
            yield self.env._("%(plot)s is awarded to nobody.", **names)
            if award and award.no_award_reason:
                yield self.env._("The reason: %(text)s", text=award.no_award_reason)
        if award and award.resolution_number:
            yield self.env._(
                "The decision: %(body)s, %(number)s, %(date)s.",
                body=award.resolution_body,
                number=award.resolution_number,
                date=f"{award.resolution_date:%d.%m.%Y}",
            )
        yield from self._letter_figures(bid, winner, facts)

    def _letter_figures(self, bid, winner, facts):
        line, own = facts["lines"].get(bid), facts["means"].get(bid.id, {})
        if line and line.rank:
            yield self.env._("Your place: %(rank)s.", rank=line.rank)
        labels = {leaf["key"]: leaf["label"] for leaf in self._scored_criteria()}
        rows = [
            self.env._("– %(name)s: %(points)s", name=name, points=_text(own.get(key)))
            for key, name in labels.items()
            if key in own
        ]
        if rows:
            yield "\n".join([self.env._("Your points:"), *rows])
        if not winner or winner == bid:
            return
        best = facts["means"].get(winner.id, {})
        better = [
            name
            for key, name in labels.items()
            if best.get(key) is not None and best[key] > (own.get(key) or 0)
        ]
        if better:
            yield self.env._(
                "The chosen concept reached more points in: %(names)s.",
                names=", ".join(better),
            )


def _mean(points):
    """The mean of the seats' points, exact; None: nobody could judge it."""
    given = [Fraction(value) for value in points.values() if value is not None]
    return sum(given) / len(given) if given else None


def _text(mean):
    return "–" if mean is None else f"{float(mean):.2f}".replace(".", ",")
