# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class Award(models.Model):
    """What an award lacks, and who moves up when its reservation lapses (R11, R12)."""

    _inherit = "wohnkoord.award"

    def _deviates(self):
        """Whether the award goes to another bid than the first of the ranking."""
        self.ensure_one()
        ranked_sudo = self.procedure_id._ranked_bids_sudo(self.procedure_lot_id)
        return self.bid_id != ranked_sudo[:1]

    def _missing_texts(self):
        """What is missing before this award is decided, as sentences."""
        if not (
            (self.resolution_body or "").strip()
            and (self.resolution_number or "").strip()
            and self.resolution_date
        ):
            yield self.env._("who decided, number and date of the resolution.")
        elif (
            self.resolution_date
            > self.procedure_id._local(self.procedure_id._now()).date()
        ):
            yield self.env._("the resolution is dated in the future.")
        if not self.bid_id and not (self.no_award_reason or "").strip():
            yield self.env._("a bid, or why nobody gets the plot.")
        if self.bid_id and self.bid_id.sudo().state != "admitted":
            yield self.env._("the bid is not admitted.")
        if (
            self.bid_id
            and self._deviates()
            and not (self.deviation_reason or "").strip()
        ):
            yield self.env._("why it is not decided as the jury recommends.")

    def _log_values(self):
        """The award as the log names it."""
        bid_sudo = self.bid_id.sudo()
        return {
            "lot": self.procedure_lot_id.number,
            "bid": bid_sudo.number or None,
            "body": self.resolution_body,
            "number": self.resolution_number,
            "date": fields.Date.to_string(self.resolution_date),
            "deviation": self.deviation_reason or None,
            "no_award": self.no_award_reason or None,
            "moved_up": self.move_up_reason or None,
        }

    def _runner_up(self):
        """The next bid on this plot by the ranking in force, or nothing.

        Left out is who got an award on the plot before, lapsed or not, and who has got
        another plot of the procedure and still holds it.

        :return: a bid, with superuser rights
        """
        self.ensure_one()
        awards_sudo = self.procedure_id.sudo().award_ids - self.sudo()
        here = awards_sudo.filtered(
            lambda award: award.procedure_lot_id == self.procedure_lot_id
        )
        live = awards_sudo.filtered(
            lambda award: award.state in ("decided", "reserved", "contracted")
        )
        gone = here.bid_id | self.sudo().bid_id
        for bid_sudo in self.procedure_id._ranked_bids_sudo(self.procedure_lot_id):
            if (
                bid_sudo not in gone
                and bid_sudo.state == "admitted"
                and bid_sudo.initiative_id not in live.initiative_id
            ):
                return bid_sudo
        return self.env["wohnkoord.bid"].sudo()

    def _move_up(self, body, number, date, reason):
        """Award the plot to the runner-up by a resolution of its own.

        :param str body: who decided
        :param str number: of the resolution
        :param date date: of the resolution
        :param str reason: why the award before ended
        :return: the new award, decided
        :raise UserError: nobody is left, it has not lapsed, or something is missing
        """
        self.ensure_one()
        self.check_access("write")
        procedure, bid_sudo = self.procedure_id, self._runner_up()
        if self.state != "lapsed" or not bid_sudo:
            raise UserError(self.env._("Nobody can move up here."))
        texts = [(text or "").strip() for text in (body, number, reason)]
        date = fields.Date.to_date(date)
        if not all(texts) or not date:
            raise UserError(
                self.env._("Please give body, number and date, and the reason.")
            )
        moment = procedure._now().replace(microsecond=0)
        if date > procedure._local(moment).date():
            raise UserError(self.env._("The resolution is dated in the future."))
        facts = procedure._version_content().get("facts", {})
        days = int(facts.get("standstill_days", procedure.standstill_days) or 0)
        award = self._create_guarded(
            [
                {
                    "procedure_id": procedure.id,
                    "procedure_lot_id": self.procedure_lot_id.id,
                    "bid_id": bid_sudo.id,
                    "previous_id": self.id,
                    "state": "decided",
                    "resolution_body": texts[0],
                    "resolution_number": texts[1],
                    "resolution_date": date,
                    "move_up_reason": texts[2],
                    "date_decided": moment,
                    "standstill_until": moment + timedelta(days=days),
                }
            ]
        )
        procedure._log("moved_up", award._log_values(), moment=moment)
        procedure._public_event("award", award, moment)
        return award
