# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import models

from .procedure_case_file_part import CasePart, _json
from .procedure_case_file_result import ANONYMISED

#: from the decision on all parties learn points, places and winners
DECIDED_STATES = ("decided", "reserved", "contracted", "done")
#: acts of the log of which the data are public as well
PUBLIC_KINDS = ("published", "amended", "anchored", "closed")
#: files that are shown to whose bid they belong to
OWN_DOCUMENTS = ("wohnkoord.bid.document", "wohnkoord.cure.document")
#: models of which a redacted file tells what may be told
SHOWN_MODELS = (
    "wohnkoord.procedure",
    "wohnkoord.procedure.lot",
    "wohnkoord.criterion",
    "wohnkoord.criterion.step",
    "wohnkoord.requirement",
    "wohnkoord.procedure.version",
    "wohnkoord.procedure.file",
    "wohnkoord.procedure.amendment",
    "wohnkoord.question",
    "wohnkoord.procedure.notice",
    "wohnkoord.procedure.opening",
    "wohnkoord.bid",
    "wohnkoord.bid.document",
    "wohnkoord.bid.check",
    "wohnkoord.cure.request",
    "wohnkoord.cure.line",
    "wohnkoord.cure.document",
    "wohnkoord.juror",
    "wohnkoord.conflict",
    "wohnkoord.score",
    "wohnkoord.ranking",
    "wohnkoord.ranking.line",
    "wohnkoord.award",
    *ANONYMISED,
)
#: why rows of other models are left out; all others are work of the office
WITHHELD_MODELS = {
    "wohnkoord.registration": "persons",
    "wohnkoord.procedure.delivery": "persons",
    "wohnkoord.commitment": "secrets",
    "wohnkoord.commitment.control": "secrets",
    "wohnkoord.reservation": "secrets",
    "wohnkoord.procedure.contract": "secrets",
}


class Procedure(models.Model):
    """The case file for a file inspection: made of what may be shown, and nothing else.

    Nothing is painted over: what others may not learn is not in it. Each part is chosen
    here by name; a model that nobody thought of is left out.
    """

    _inherit = "wohnkoord.procedure"

    def _redacted_file_parts(self, party, withheld):
        """The redacted case file, part by part.

        :param party: the registration that gets its own bid whole, or none
        :param list withheld: gets (what, how many, reason) while the parts are made
        :return: generator of CasePart
        """
        self.ensure_one()
        redactor = self._case_redactor(party)
        own = self._case_opened_bids().filtered(
            lambda bid: party and bid.registration_id == party
        )
        yield from self._case_version_parts()
        yield from self._redacted_publication(redactor)
        yield from self._redacted_opening(own)
        yield from self._redacted_bids(own, withheld)
        yield from self._redacted_checks(own, redactor)
        yield from self._redacted_jury()
        if self.state in DECIDED_STATES:
            yield from self._redacted_result(own, redactor)
        else:
            withheld.append(
                (self.env._("Scores and Ranking"), 1, self._case_reason("undecided"))
            )
        yield from self._redacted_documents(own, withheld)
        yield from self._redacted_log(party, withheld)
        yield from self._case_tool_parts()
        self._note_withheld(own, withheld)

    def _case_reason(self, code):
        return {
            "secrets": self.env._("business secrets of other bidders"),
            "persons": self.env._("data of persons"),
            "undecided": self.env._("the procedure is not decided yet"),
            "internal": self.env._(
                "work of the office and the jury before the decision"
            ),
            "marked": self.env._("withheld by the head of the office"),
            "hashes": self.env._("acts of others; their hashes are in the file"),
        }[code]

    def _note_withheld(self, own, withheld):
        """Count what is left out, so that it can be asked for."""
        others = self._case_opened_bids() - own
        if others:
            title = self.env._("Content of other bids")
            withheld.append((title, len(others), self._case_reason("secrets")))
        for _section, model, path in self._case_file_models():
            if model._name in SHOWN_MODELS or not model.has_access("read"):
                continue
            code = WITHHELD_MODELS.get(model._name, "internal")
            count = model.search_count([(path, "=", self.id)])
            if count:
                title = self._case_model_title(model)
                withheld.append((title, count, self._case_reason(code)))

    def _redacted_part(self, section, name, title, rows, bid=None):
        """A list of plain rows as JSON, if there are any."""
        if rows:
            yield CasePart(
                f"{self._case_folder(section)}/{name}.json",
                "data",
                title,
                bid,
                lambda: _json(rows),
            )

    # -- what everybody was told ---------------------------------------------------------

    def _redacted_publication(self, redactor):
        yield from self._redacted_part(
            "publication",
            "amendments",
            self.env._("Amendments"),
            [
                {
                    "version": version.number,
                    "date": str(version.date),
                    "is_material": version.is_material,
                    "reason": redactor.text(version.reason) or None,
                    "changes": version.diff or None,
                }
                for version in self.version_ids.sorted("number")
                if version.number > 1
            ],
        )
        questions = self.env["wohnkoord.question"].search(
            [("procedure_id", "=", self.id), ("state", "=", "published")],
            order="number",
        )
        yield from self._redacted_part(
            "questions",
            "questions",
            self.env._("Questions and Answers"),
            [
                {
                    "number": question.number,
                    "date": str(question.date_published),
                    "question": redactor.text(question.text),
                    "answer": redactor.text(question.answer),
                }
                for question in questions
            ],
        )
        notices = self.env["wohnkoord.procedure.notice"].search(
            [("procedure_id", "=", self.id), ("is_for_all", "=", True)], order="id"
        )
        yield from self._redacted_part(
            "questions",
            "notices",
            self.env._("Notices to All Parties"),
            [
                {
                    "date": str(notice.date),
                    "subject": redactor.text(notice.subject),
                    "text": redactor.text(notice.body),
                }
                for notice in notices
            ],
        )

    # -- opening and bids ----------------------------------------------------------------

    def _redacted_opening(self, own):
        """Numbers, times, hashes of all bids; of the own ones everything."""
        numbers = set(own.mapped("number"))
        shown = ("number", "arrived", "hash", "state", "opened")
        for opening in self.opening_ids:
            content = json.loads(opening.content)
            protocol = {
                name: content.get(name)
                for name in (
                    "procedure",
                    "opened",
                    "deadline",
                    "version",
                    "seal",
                    "root",
                )
            }
            protocol["officers"] = len(content.get("officers") or ())
            protocol["hash_of_the_protocol"] = opening.hash
            protocol["bids"] = [
                entry
                if entry["number"] in numbers
                else {name: entry.get(name) for name in shown}
                for entry in content.get("bids") or ()
            ]
            yield from self._redacted_part(
                "opening", "protocol", self.env._("Protocol of the Opening"), [protocol]
            )

    def _redacted_bids(self, own, withheld):
        if own:
            yield from self._case_bid_parts(own)
        yield from self._redacted_part(
            "bids",
            "bids",
            self.env._("Bids"),
            [
                {
                    "bid": bid.number,
                    "plot": bid.procedure_lot_id.number or None,
                    "state": bid.state,
                    "sha256": bid.receipt_hash,
                    "is_own": bid in own,
                }
                for bid in self._case_opened_bids()
            ],
        )

    def _redacted_checks(self, own, redactor):
        """The formal check of the own bids, and what was asked for and answered."""
        checks = self.env["wohnkoord.bid.check"].search([("bid_id", "in", own.ids)])
        yield from self._redacted_part(
            "checks",
            "checks",
            self.env._("Formal Check"),
            [
                {
                    "bid": check.bid_number,
                    "requirement": check.name,
                    "found": redactor.text(check.found) or None,
                    "decision": check.result or None,
                    "note": redactor.text(check.note) or None,
                    "date": str(check.date_decided or "") or None,
                }
                for check in checks
            ],
        )
        lines = self.env["wohnkoord.cure.line"].search([("bid_id", "in", own.ids)])
        yield from self._redacted_part(
            "checks",
            "cures",
            self.env._("Cure Requests"),
            [
                {
                    "bid": line.bid_number,
                    "requirement": line.name,
                    "missing": redactor.text(line.text),
                    "answer": line.answer or None,
                    "late_answer": line.late_answer or None,
                    "deadline": str(line.request_id.date_deadline),
                }
                for line in lines
                if line.request_state != "draft"
            ],
        )
        yield from self._redacted_part(
            "checks",
            "admission",
            self.env._("Admission"),
            [
                {
                    "bid": bid.number,
                    "state": bid.state,
                    "reason": bid.exclusion_reason_id.name or None,
                    "note": redactor.text(bid.exclusion_note) or None,
                }
                for bid in own
            ],
        )

    # -- files and log -------------------------------------------------------------------

    def _redacted_documents(self, own, withheld):
        """Published files and own documents; further ones as the head marked them."""
        marks = self.env["wohnkoord.case.file.release"]._marks(self)
        left = {}
        for document in self._case_documents():
            key = (document["model"], document["id"], document["field"])
            mark = marks.get(key)
            if mark == "withhold":
                reason = "marked"
            elif mark == "release" or self._is_shown_document(document, own):
                yield from self._case_document_parts([document])
                continue
            else:
                reason = "secrets" if document["bid"] else "internal"
            left[reason] = left.get(reason, 0) + 1
        for reason, count in left.items():
            title = self.env._("Documents")
            withheld.append((title, count, self._case_reason(reason)))

    def _is_shown_document(self, document, own):
        """By rule: what was published, and the party's own."""
        return document["model"] == "wohnkoord.procedure.file" or (
            document["model"] in OWN_DOCUMENTS and document["bid"] in own
        )

    def _redacted_log(self, party, withheld):
        """Every entry with its hash; the data of public acts and of the party's own."""
        actor = f"party {party.number}" if party else None
        hidden = 0
        rows = []
        for entry in self._log_entries():
            is_own = actor and entry["actor"].lower() == actor
            shown = ("number", "date", "kind", "previous_hash", "hash")
            row = {name: entry[name] for name in shown}
            if is_own or entry["kind"] in PUBLIC_KINDS:
                row["content"] = json.loads(entry["content"] or "{}")
            else:
                hidden += 1
            rows.append(row)
        yield from self._redacted_part("log", "log", self.env._("Log"), rows)
        if hidden:
            title = self.env._("Data of entries in the log")
            withheld.append((title, hidden, self._case_reason("hashes")))
