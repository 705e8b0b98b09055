# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import api, fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: acts by their technical name; others are shown by it
KINDS = {
    "published": _lt("Procedure published"),
    "amended": _lt("Procedure amended"),
    "amendment confirmed": _lt("Amendment confirmed by a bidder"),
    "cancelled": _lt("Procedure cancelled"),
    "registered": _lt("Party registered"),
    "registration withdrawn": _lt("Registration withdrawn"),
    "question asked": _lt("Question asked"),
    "question published": _lt("Question published with its answer"),
    "question dropped": _lt("Question not published"),
    "answers published": _lt("Answers published"),
    "parties told": _lt("Parties told"),
    "told otherwise": _lt("Party told in another way"),
    "advice allowed": _lt("Individual advice allowed"),
    "bid submitted": _lt("Bid received"),
    "bid confirmed": _lt("Bid confirmed after an amendment"),
    "bid admitted": _lt("Bid admitted"),
    "bid excluded": _lt("Bid excluded"),
    "bid reopened": _lt("Formal check taken up again"),
    "receipt mail failed": _lt("Mail with the receipt failed"),
    "passphrase set": _lt("Passphrase of an officer set"),
    "recovery sheet made": _lt("Recovery sheet made"),
    "recovery sheet confirmed": _lt("Recovery sheet confirmed"),
    "paper typed in": _lt("Bid on paper typed in"),
    "cure sent": _lt("Missing documents asked for"),
    "cure answered": _lt("Missing documents received"),
    "cure ended": _lt("Time for missing documents over"),
    "bid received": _lt("Bid received"),
    "bid replaced": _lt("Bid replaced"),
    "bid withdrawn": _lt("Bid withdrawn"),
    "bid late": _lt("Late bid received, unopened"),
    "bid registered": _lt("Bid on paper or by mail registered"),
    "upload refused": _lt("Upload refused, too large"),
    "anchored": _lt("Hash of the log published"),
    "closed": _lt("Closed at the deadline"),
    "opening refused": _lt("Opening refused"),
    "opened": _lt("Bids opened"),
    "check decided": _lt("Formal check decided"),
    "cure requested": _lt("Missing documents asked for"),
    "cure received": _lt("Missing documents received"),
    "excluded": _lt("Bid excluded"),
    "admitted": _lt("Bid admitted"),
    "jury started": _lt("Jury started"),
    "conflict declared": _lt("Conflict of interest declared"),
    "ranked": _lt("Ranking made"),
    "drawn": _lt("Lots drawn"),
    "minutes frozen": _lt("Minutes of the jury made final"),
    "recommended": _lt("Recommendation of the jury"),
    "council paper made": _lt("Council paper made"),
    "decided": _lt("Awards decided"),
    "moved up": _lt("Next one moved up"),
    "letters sent": _lt("Letters about the decision sent"),
    "objection received": _lt("Objection received"),
    "objection answered": _lt("Objection answered"),
    "proof received": _lt("Proof received"),
    "proof accepted": _lt("Proof accepted"),
    "proof returned": _lt("Proof returned"),
    "duties made": _lt("Promises turned into duties"),
    "duty controlled": _lt("Duty controlled"),
    "duty dropped": _lt("Duty dropped"),
    "duty ended": _lt("Duty ended"),
    "seat changed": _lt("Seat of the jury changed"),
    "session held": _lt("Session held"),
    "scoring started": _lt("Scoring started"),
    "scores revealed": _lt("Scores shown"),
    "scoring closed": _lt("Scoring closed"),
    "seat not counted": _lt("Seat not counted"),
    "allocation proposed": _lt("Allocation proposed"),
    "reserved": _lt("Plot reserved"),
    "reservation extended": _lt("Reservation extended"),
    "reservation lapsed": _lt("Reservation lapsed"),
    "contract signed": _lt("Contract signed"),
    "contracted": _lt("All plots settled"),
    "done": _lt("Procedure finished"),
    "case file exported": _lt("Case file exported"),
    "bids erased": _lt("Losing concepts deleted"),
}
#: names of an act's data; others are shown by them
NAMES = {
    "version": _lt("Version"),
    "sha256": _lt("SHA-256"),
    "hash": _lt("SHA-256"),
    "receipt_hash": _lt("Hash of the receipt"),
    "root": _lt("Root of the hashes"),
    "bids": _lt("Bids"),
    "bid": _lt("Bid"),
    "number": _lt("Number"),
    "lot": _lt("Lot"),
    "reason": _lt("Reason"),
    "party": _lt("Party"),
    "officers": _lt("Officers"),
    "deadline": _lt("Deadline"),
    "state": _lt("State"),
    "bytes": _lt("Bytes"),
    "limit": _lt("Limit"),
}
INDENT = "    "


class ProcedureEvent(models.Model):
    """An entry in words, for people."""

    _inherit = "wohnkoord.procedure.event"

    label = fields.Char("Act", compute="_compute_words")
    details = fields.Text(compute="_compute_words")

    @api.depends("number", "procedure_id")
    def _compute_display_name(self):
        for event in self:
            event.display_name = self.env._("Entry %(number)s", number=event.number)

    @api.depends("kind", "content")
    @api.depends_context("lang")
    def _compute_words(self):
        for event in self:
            known = KINDS.get((event.kind or "").replace("_", " "))
            event.label = self.env._(known) if known else event.kind
            try:
                data = json.loads(event.content or "{}")
            except ValueError:
                data = event.content
            event.details = self._words(data)

    @api.model
    def _words(self, value, depth=0):
        """Data as lines of "name: value"; what is below is set in."""
        if isinstance(value, dict):
            return "\n".join(
                self._words_line(name, part, depth) for name, part in value.items()
            )
        if isinstance(value, list):
            return self._words_list(value, depth)
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        return "–" if value in (None, "") else str(value)

    def _words_line(self, name, value, depth):
        known = NAMES.get(name)
        title = INDENT * depth + (self.env._(known) if known else name)
        between = "\n" if value and isinstance(value, (dict, list)) else " "
        return f"{title}:{between}{self._words(value, depth + 1)}"

    def _words_list(self, values, depth):
        if not values:
            return "–"
        lines = [
            ", ".join(self._words_line(*pair, 0) for pair in value.items())
            if isinstance(value, dict)
            else self._words(value)
            for value in values
        ]
        return "\n".join(INDENT * depth + line for line in lines)
