# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError, UserError

from .procedure_core_checklist import _blocker


class Procedure(models.Model):
    """The jury recommends, the body decides (R11)."""

    _inherit = "wohnkoord.procedure"

    def action_recommend(self):
        """The jury's work is done: its rankings go to the deciding body.

        :raise AccessError: somebody with a conflict of interest
        :raise UserError: not in the jury, or something is missing
        """
        for procedure in self:
            procedure._begin_act("jury")
            procedure._check_step("recommend")
            rankings_sudo = procedure._current_rankings_sudo()
            procedure._write_guarded({"state": "recommended"})
            procedure._log(
                "recommended",
                {
                    "minutes": [
                        {"number": row.number, "sha256": row.hash}
                        for row in procedure.sudo()._final_minutes()[:1]
                    ],
                    "rankings": [
                        {"lot": row.procedure_lot_id.number, "sha256": row.hash}
                        for row in rankings_sudo
                    ],
                },
            )
        return True

    def action_propose_awards(self):
        """Draft an award for each plot that has none yet: the first in its ranking."""
        for procedure in self:
            procedure._begin_act("recommended")
            free = procedure.lot_ids - procedure.award_ids.procedure_lot_id
            procedure.env["wohnkoord.award"].create(
                [
                    {
                        "procedure_id": procedure.id,
                        "procedure_lot_id": lot.id,
                        "bid_id": procedure._ranked_bids_sudo(lot)[:1].id,
                    }
                    for lot in free
                ]
            )
        return True

    def action_decide(self):
        """Record the resolution on all plots; from here on nothing of it changes.

        :raise AccessError: somebody with a conflict of interest
        :raise UserError: not recommended yet, or something is missing
        """
        for procedure in self:
            procedure._begin_act("recommended")
            procedure._check_step("decide")
            procedure._decide()
        return True

    def _decide(self):
        moment = self._now().replace(microsecond=0)
        awards = self.award_ids
        facts = self._version_content().get("facts", {})
        days = facts.get("standstill_days", self.standstill_days)
        awards._write_guarded(
            {
                "state": "decided",
                "date_decided": moment,
                "standstill_until": moment + timedelta(days=int(days or 0)),
            }
        )
        self._write_guarded({"state": "decided"})
        self._log(
            "decided", {"awards": [a._log_values() for a in awards]}, moment=moment
        )
        self._release_plots(awards.filtered(lambda award: not award.bid_id))
        for award in awards:
            self._public_event("award", award, moment)

    def _release_plots(self, awards):
        # sudo: whoever may decide lets the plots go
        awards.procedure_lot_id.plot_id.sudo()._out_of_procedure(self)

    def _begin_act(self, state):
        self.ensure_one()
        self.check_access("write")
        if self._blocked_initiatives(self.env.user):
            raise AccessError(
                self.env._("With a conflict of interest you take no part in this.")
            )
        self.lock_for_update()
        if self.state != state:
            raise UserError(
                self.env._(
                    '"%(procedure)s": not possible now (%(state)s).',
                    procedure=self.name,
                    state=self._state_label(self.state),
                )
            )

    # -- what is missing -----------------------------------------------------------------

    def _missing(self, step):
        found = super()._missing(step)
        if step == "recommend":
            texts = self._rankings_missing()
            found += [_blocker(text, "ranking_ids") for text in texts]
        elif step == "decide":
            found += self._missing_awards()
        return found

    def _missing_awards(self):
        for lot in self.lot_ids - self.award_ids.procedure_lot_id:
            yield _blocker(
                self.env._("%(lot)s: the decision.", lot=lot.display_name), "award_ids"
            )
        for award in self.award_ids.filtered(lambda award: award.state == "draft"):
            for text in award._missing_texts():
                yield _blocker(
                    self.env._(
                        "%(lot)s: %(text)s",
                        lot=award.procedure_lot_id.display_name,
                        text=text,
                    ),
                    "award_ids",
                )

    # -- rankings ------------------------------------------------------------------------

    def _current_rankings_sudo(self):
        # sudo: read by the acts of those who have no conflict
        return self.sudo().ranking_ids.filtered("is_current").sorted("procedure_lot_id")

    def _ranked_bids_sudo(self, lot):
        """Selectable bids on a plot by the ranking in force, the best first."""
        rankings_sudo = self._current_rankings_sudo()
        lines_sudo = rankings_sudo.filtered(
            lambda ranking: ranking.procedure_lot_id == lot
        ).line_ids
        return lines_sudo.filtered("is_selectable").sorted("rank").bid_id
