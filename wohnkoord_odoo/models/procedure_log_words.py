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
    "cancelled": _lt("Procedure cancelled"),
    "question asked": _lt("Question asked"),
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
    "officers": _lt("Officers changed"),
    "passphrase set": _lt("Passphrase of an officer set"),
    "recovery sheet made": _lt("Recovery sheet made"),
    "recovery sheet confirmed": _lt("Recovery sheet confirmed"),
    "paper typed in": _lt("Bid on paper typed in"),
    "cure sent": _lt("Missing documents asked for"),
    "cure answered": _lt("Missing documents received"),
    "cure ended": _lt("Time for missing documents over"),
    "bid withdrawn": _lt("Bid withdrawn"),
    "bid registered": _lt("Bid on paper or by mail registered"),
    "upload refused": _lt("Upload refused, too large"),
    "anchored": _lt("Hash of the log published"),
    "closed": _lt("Closed at the deadline"),
    "opening refused": _lt("Opening refused"),
    "opened": _lt("Bids opened"),
    "check decided": _lt("Formal check decided"),
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
    "party registered": _lt("Party registered"),
    "party withdrawn": _lt("Registration withdrawn"),
    "exclusion proposed": _lt("Exclusion proposed"),
    "unsuccessful": _lt("Procedure ended without an award"),
    "case file release": _lt("Documents for file inspections decided"),
    "retention hold set": _lt("Deletion stopped"),
    "retention hold lifted": _lt("Deletion allowed again"),
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
    "addresses": _lt("E-mail Addresses"),
    "after": _lt("After"),
    "arrived": _lt("Arrived"),
    "awards": _lt("Awards"),
    "before": _lt("Before"),
    "bid": _lt("Bid"),
    "bidder": _lt("Bidder"),
    "bids": _lt("Bids"),
    "body": _lt("Deciding Body"),
    "by_head": _lt("Recorded by the Head of the Office"),
    "bytes": _lt("Bytes"),
    "chair": _lt("Chair"),
    "changes": _lt("Changed Points"),
    "channel": _lt("Way"),
    "check_notes": _lt("Notes of the Formal Check"),
    "checks": _lt("Checks"),
    "commitment": _lt("Promise"),
    "commitments": _lt("Promises"),
    "conflict": _lt("Conflict of Interest"),
    "contents": _lt("Contents"),
    "count": _lt("Number"),
    "cure_answers": _lt("Answers to Cure Requests"),
    "cure_documents": _lt("Documents Sent Later"),
    "date": _lt("Date"),
    "deadline": _lt("Deadline"),
    "deciding": _lt("Deciding Session"),
    "decision": _lt("Decision"),
    "defects": _lt("Defects"),
    "deputy": _lt("Deputy"),
    "deviation": _lt("Deviation from the Jury"),
    "document": _lt("Document"),
    "documents": _lt("Documents"),
    "file": _lt("File"),
    "files": _lt("Files"),
    "for": _lt("For"),
    "objection_files": _lt("Files of objections"),
    "proofs": _lt("Proofs"),
    "finding": _lt("Finding"),
    "hash": _lt("SHA-256"),
    "how": _lt("How"),
    "jury": _lt("Jury"),
    "kind": _lt("Kind"),
    "late": _lt("Late"),
    "letters": _lt("Letters"),
    "level": _lt("Level"),
    "limit": _lt("Limit"),
    "lot": _lt("Plot"),
    "manifest": _lt("Hash of the Manifest"),
    "material": _lt("Material Change"),
    "matter": _lt("Matter"),
    "minutes": _lt("Minutes of the Jury"),
    "missing": _lt("Missing"),
    "mode": _lt("Mode"),
    "moved_up": _lt("Why the Next One Moved up"),
    "new": _lt("New"),
    "no_award": _lt("Why There Is No Award"),
    "not_answered": _lt("Not Answered"),
    "not_counted": _lt("Not Counted"),
    "note": _lt("Note"),
    "number": _lt("Number"),
    "officers": _lt("Officers"),
    "old": _lt("Old"),
    "opened": _lt("Opened"),
    "order": _lt("Sequence"),
    "parties": _lt("Parties"),
    "parts": _lt("Parts"),
    "party": _lt("Party"),
    "person": _lt("Person"),
    "presence": _lt("Presence"),
    "present": _lt("Present"),
    "price": _lt("Price"),
    "priority": _lt("Priority"),
    "protocol": _lt("Hash of the Protocol"),
    "purpose": _lt("Purpose"),
    "question": _lt("Question"),
    "questions": _lt("Questions"),
    "quorum": _lt("Quorum"),
    "rankings": _lt("Rankings"),
    "reason": _lt("Reason"),
    "receipt": _lt("Hash of the receipt"),
    "replaces": _lt("Replaces"),
    "requirement": _lt("Requirement"),
    "root": _lt("Root of the hashes"),
    "round": _lt("Round"),
    "rule": _lt("Rule"),
    "seat": _lt("Seat"),
    "seats": _lt("Seats of the Jury"),
    "seed": _lt("Starting Number of the Draw of the Order"),
    "session": _lt("Session"),
    "sha256": _lt("SHA-256"),
    "signed": _lt("Signed on"),
    "state": _lt("State"),
    "tenure": _lt("Tenure"),
    "text": _lt("Hash of the Text"),
    "to_all": _lt("To All Parties"),
    "until": _lt("Until"),
    "value": _lt("Value"),
    "variant": _lt("Variant"),
    "version": _lt("Version"),
    "vote": _lt("Vote"),
    "votes": _lt("Votes"),
    "what": _lt("What"),
    "why": _lt("Why"),
    "withheld": _lt("Withheld"),
}
#: name of a value (where it means several things: act and name) -> the field with its labels
CODES = {
    "channel": ("wohnkoord.bid", "channel"),
    "commitment": ("wohnkoord.commitment", "kind"),
    "commitments": ("wohnkoord.commitment", "kind"),
    "finding": ("wohnkoord.commitment.control", "finding"),
    "mode": ("wohnkoord.procedure", "scoring_mode"),
    "new": ("wohnkoord.bid.check", "result"),
    "old": ("wohnkoord.bid.check", "result"),
    "presence": ("wohnkoord.jury.attendance", "presence"),
    "purpose": ("wohnkoord.case.file.export", "purpose"),
    "rule": ("wohnkoord.procedure", "advice_rule"),
    "state": ("wohnkoord.bid", "state"),
    "tenure": ("wohnkoord.procedure.lot", "tenure"),
    "variant": ("wohnkoord.case.file.export", "variant"),
    "council paper made kind": ("wohnkoord.council.paper", "kind"),
    "jury started kind": ("wohnkoord.juror", "kind"),
    "letters sent kind": ("wohnkoord.award.letter", "kind"),
    "parties told kind": ("wohnkoord.procedure.notice", "kind"),
    "seat changed kind": ("wohnkoord.juror", "kind"),
    "session held kind": ("wohnkoord.jury.session", "kind"),
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
            act = (event.kind or "").replace("_", " ")
            known = KINDS.get(act)
            event.label = self.env._(known) if known else event.kind
            try:
                data = json.loads(event.content or "{}")
            except ValueError:
                data = event.content
            event.details = self._words(data, act)

    @api.model
    def _words(self, value, act, name="", depth=0):
        """Data as lines of "name: value"; what is below is set in.

        :param str act: whose data it is
        :param str name: of the value
        """
        if isinstance(value, dict):
            return "\n".join(
                self._words_line(part, act, key, depth, self._words_key(name, key))
                for key, part in value.items()
            )
        if isinstance(value, list):
            return self._words_list(value, act, name, depth)
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if value in (None, ""):
            return "–"
        return self._words_code(f"{act} {name}", self._words_code(name, str(value)))

    def _words_line(self, value, act, name, depth, title):
        between = "\n" if value and isinstance(value, (dict, list)) else " "
        words = self._words(value, act, name, depth + 1)
        return f"{INDENT * depth}{title}:{between}{words}"

    def _words_key(self, name, key):
        """What stands before a value: its name; among promises which one it is."""
        known = NAMES.get(key)
        return self.env._(known) if known else self._words_code(name, key)

    def _words_code(self, name, code):
        """The label of a selection's value, or what there is."""
        if name not in CODES:
            return code
        model, field = CODES[name]
        labels = self.env[model]._fields[field]._description_selection(self.env)
        return dict(labels).get(code, code)

    def _words_list(self, values, act, name, depth):
        if not values:
            return "–"
        lines = [
            ", ".join(
                self._words_line(part, act, key, 0, self._words_key(name, key))
                for key, part in value.items()
            )
            if isinstance(value, dict)
            else self._words(value, act, name)
            for value in values
        ]
        return "\n".join(INDENT * depth + line for line in lines)
