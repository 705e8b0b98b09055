# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import format_date

#: awards of which the public knows how they go on
PUBLIC_AWARDS = ("reserved", "contracted", "lapsed")


class Registration(models.Model):
    """What a party sees after the decision, as plain values; called with sudo.

    The winner sees its reservation, contract and duties. Others see of their plot what
    the public knows, and nothing of the winner.
    """

    _inherit = "wohnkoord.registration"

    def _portal_page_values(self):
        return {
            **super()._portal_page_values(),
            # a group that has dissolved meanwhile keeps its rights
            "speaks": self._speaks_for(self.env.user),
            "reservations": [
                reservation._portal_values(self)
                for reservation in self._own_reservations()
            ],
            "plots": self._portal_plots(),
            "objections": self._portal_objections(),
        }

    def _own_reservations(self):
        return self.env["wohnkoord.reservation"].search(
            [("bid_id.registration_id", "=", self.id)], order="id"
        )

    def _portal_proof(self, proof_id):
        """A proof that this party handed in, or nothing."""
        return self.env["wohnkoord.award.proof"].search(
            [("id", "=", proof_id), ("bid_id.registration_id", "=", self.id)]
        )

    def _portal_wanted(self, model, wanted_id):
        """A milestone or a duty of this party, or nothing."""
        found = self.env[model].search(
            [("id", "=", wanted_id), ("bid_id.registration_id", "=", self.id)]
        )
        if model == "wohnkoord.commitment":
            found = found.filtered("contract_id")
        return found

    def _portal_objection(self, objection_id):
        """An objection of this party, or nothing."""
        return self.env["wohnkoord.award.objection"].search(
            [("id", "=", objection_id), ("registration_id", "=", self.id)]
        )

    def _admitted_lots(self):
        bids = self.env["wohnkoord.bid"].search(
            [("registration_id", "=", self.id), ("state", "=", "admitted")]
        )
        return bids.procedure_lot_id

    def _latest_awards(self):
        """The last award on each plot on which the party has an admitted bid."""
        awards = self.env["wohnkoord.award"].search(
            [
                ("procedure_lot_id", "in", self._admitted_lots().ids),
                ("state", "!=", "draft"),
            ],
            order="id",
        )
        return awards.browse(
            [rows[-1].id for rows in awards.grouped("procedure_lot_id").values()]
        )

    def _portal_plots(self):
        """How it goes on with plots that the party did not get."""
        texts = {
            "reserved": self.env._("This plot is reserved."),
            "contracted": self.env._("The contract on this plot is signed."),
            "lapsed": self.env._(
                "The reservation of this plot has ended. The office will tell you how it"
                " goes on."
            ),
        }
        return [
            {
                "plot": award.procedure_lot_id.display_name,
                "text": texts[award.state],
            }
            for award in self._latest_awards()
            if award.state in PUBLIC_AWARDS and award.bid_id.registration_id != self
        ]

    # -- objections ------------------------------------------------------------------------

    def _objectionable_awards(self):
        """Awards to others of which the party got its letter, in time or not."""
        letters = self._portal_letters_sudo()
        told = max(letters.mapped("date_sent"), default=None)
        return self._latest_awards().filtered(
            lambda award: (
                told
                and award.standstill_until
                and award.date_decided <= told
                and award.bid_id.registration_id != self
            )
        )

    def _objection_over_text(self, award):
        return self.env._(
            "%(plot)s: objections were possible until %(moment)s.",
            plot=award.procedure_lot_id.display_name,
            moment=self.procedure_id._date_label(award.standstill_until),
        )

    def _portal_objections(self):
        """Own objections with their answers, and where one may object now.

        :return: dict: ``own``, ``open`` (awards), ``over`` (sentences)
        """
        procedure, moment = self.procedure_id, self.procedure_id._now()
        rows = self.env["wohnkoord.award.objection"].search(
            [("registration_id", "=", self.id)], order="date, id"
        )
        objected = rows.filtered("is_from_portal").award_id
        awards = self._objectionable_awards() - objected
        in_time = awards.filtered(lambda award: moment < award.standstill_until)
        return {
            "own": [
                {
                    "plot": row.award_id.procedure_lot_id.display_name,
                    "date": procedure._date_label(row.date_received)
                    or format_date(self.env, row.date),
                    "text": row.text,
                    "file": row.file_name or "",
                    "url": row.sha256
                    and row.file_name
                    and self._portal_path(f"objections/{row.id}/file"),
                    "answer": (row.date_answered and row.answer) or "",
                    "date_answered": procedure._date_label(row.date_answered),
                }
                for row in rows
            ],
            "open": [
                {
                    "id": award.id,
                    "plot": award.procedure_lot_id.display_name,
                    "until": procedure._date_label(award.standstill_until),
                }
                for award in in_time
            ],
            "over": [self._objection_over_text(award) for award in awards - in_time],
        }
