# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
import re
import secrets

from odoo import fields, models
from odoo.fields import NO_ACCESS


class Bid(models.Model):
    """A bid as the jury sees it."""

    _inherit = "wohnkoord.bid"

    cover_number = fields.Integer(
        readonly=True, copy=False, aggregator=None, groups=NO_ACCESS
    )

    _cover_uniq = models.UniqueIndex(
        "(procedure_id, cover_number) WHERE cover_number > 0",
        "The cover number is given already.",
    )

    def _give_cover_numbers(self):
        """Numbers in an order that nobody can find out from anything else."""
        numbers = list(range(1, len(self) + 1))
        secrets.SystemRandom().shuffle(numbers)
        for bid, number in zip(self, numbers, strict=True):
            bid._write_guarded({"cover_number": number})

    def _jury_label(self, is_hidden):
        """What the jury calls the bid: its cover number, or number and name."""
        if is_hidden:
            return self.env._("Concept %(number)s", number=self.cover_number)
        return self.display_name

    def _jury_values(self, is_hidden):
        """What the jury reads of a bid, in plain values; called with sudo.

        :param bool is_hidden: in the anonymous stage
        """
        self.ensure_one()
        content = _content(self.content)
        name = self.initiative_id.name or ""

        def masked(text):
            text = text if isinstance(text, str) else ""
            if is_hidden and name:
                return re.sub(re.escape(name), "…", text, flags=re.IGNORECASE)
            return text

        group = content.get("group")
        group = group if isinstance(group, dict) else {}
        kinds = dict(
            self.commitment_ids._fields["kind"]._description_selection(self.env)
        )
        counts = {
            "household_count": self.env._("Households"),
            "adult_count": self.env._("Adults"),
            "child_count": self.env._("Children"),
        }
        facts = [
            {"label": label, "value": str(group[key])}
            for key, label in counts.items()
            if group.get(key) not in (None, "")
        ]
        if group.get("legal_form"):
            label = self.env._("Legal form")
            facts.insert(0, {"label": label, "value": str(group["legal_form"])})
        return {
            "label": self._jury_label(is_hidden),
            "lot": self.procedure_lot_id.display_name or "",
            "statement": masked(content.get("statement")),
            "facts": facts,
            "commitments": [
                {
                    "label": kinds[row.kind],
                    "value": masked(row.text) or f"{row.value:g}",
                }
                for row in self.commitment_ids
            ],
            "documents": self._jury_documents(is_hidden),
        }

    def _jury_documents(self, is_hidden):
        kinds = dict(self.document_ids._kinds())
        files = []
        for number, document in enumerate(self.document_ids.sorted("sequence"), 1):
            kind = kinds.get(document.kind) or self.env._("Document")
            name = f"{kind} {number}" if is_hidden else document.name or kind
            files.append({"id": document.id, "name": name, "kind": kind})
        return files


class Procedure(models.Model):
    """How the jury's pages read bids."""

    _inherit = "wohnkoord.procedure"

    def _is_jury_blinded(self):
        """Whether the jury reads cover numbers instead of names."""
        return bool(self._scoring_fact("is_anonymous")) and (
            self.scoring_state in ("not_started", "blind")
        )


def _content(text):
    """A bid's content as a dict; what cannot be read is empty."""
    try:
        content = json.loads(text or "{}")
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
