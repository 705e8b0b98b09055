# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import api, fields, models
from odoo.fields import Domain


class Procedure(models.Model):
    """What a party reads of a procedure: the frozen version, never the live rows."""

    _inherit = "wohnkoord.procedure"

    def _version_content(self):
        """The frozen content of the version in force; empty before publication."""
        self.ensure_one()
        return json.loads(self.version_id.content or "{}")

    def _party_facts(self):
        """Name, dates and plots as they are published, in plain values.

        Times are the procedure's own, with the zone in words.
        """
        self.ensure_one()
        content = self._version_content()
        return {
            "name": content.get("name") or self.name,
            "state": self.state,
            "state_label": self._state_label(self.state),
            "public_path": self._party_public_path(),
            "version": self.version_id.number,
            "version_date": self._date_label(self.version_id.date),
            "deadline": self._date_label(self.published_deadline),
            "questions_until": self._date_label(self._questions_until()),
            "lots": [self._party_lot(row) for row in content.get("lots", [])],
            "documents": [
                {"name": row.get("name") or ""} for row in content.get("documents", [])
            ],
            "timeline": self._party_timeline(content),
        }

    def _party_public_path(self):
        return f"/procedures/{self.slug}" if self.slug else ""

    def _party_lot(self, row):
        plot = row.get("plot") or {}
        name = plot.get("name") or ""
        number = row.get("number") or 0
        return {
            "uuid": row.get("uuid") or "",
            "label": self.env._("Lot %(number)s: %(plot)s", number=number, plot=name),
        }

    def _party_timeline(self, content):
        """The dates in order: questions, bids, and what else was published."""
        dates = [
            (self._questions_until(), self.env._("Questions until")),
            (self.published_deadline, self.env._("Bids until")),
        ]
        for row in content.get("dates", []):
            moment = fields.Datetime.to_datetime(row.get("date"))
            if moment and row.get("kind") not in ("questions", "deadline"):
                dates.append((moment, row.get("name") or ""))
        now = self._now()
        return [
            {"label": label, "date": self._date_label(moment), "is_past": moment < now}
            for moment, label in sorted(filter(lambda d: d[0], dates))
        ]

    @api.model
    def _portal_open_domain(self, companies):
        """Procedures for which groups of these offices may register now."""
        return (
            Domain("state", "=", "published")
            & Domain("company_id", "in", companies.ids)
            & Domain("published_deadline", ">=", self._clock())
        )
