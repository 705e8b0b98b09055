# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.fields import Datetime
from odoo.tools import human_size

from ..tools.procedure_dates import local
from ..tools.procedure_diff import flatten


class Procedure(models.Model):
    """A procedure's own public page: plain values of the version in force."""

    _inherit = "wohnkoord.procedure"

    def _public_values(self, moment):
        """Everything that the page shows.

        :param datetime moment: from ``_clock``
        """
        self.ensure_one()
        content = self._published_content()
        facts = content["facts"]
        lots = self._public_lots(content)
        return {
            "url": self._public_url(),
            "name": content["name"],
            "aim": self._paragraphs(facts.get("aim")),
            "description": self._paragraphs(facts.get("description")),
            "status": self._public_status(moment),
            "is_open": self._is_open(moment),
            "is_cancelled": self.state == "cancelled",
            "end_reason": self.end_reason or "",
            "lots": lots,
            "has_points": any(lot["point"] for lot in lots),
            "dates": self._public_timeline(content, moment),
            "criteria": self._public_criteria(content),
            "weighting": facts.get("weight_model")
            and self._value_text(self, "weight_model", facts["weight_model"], self.tz),
            "requirements": [
                self._public_requirement(row) for row in content["requirements"]
            ],
            "documents": [self._public_document(row) for row in content["documents"]],
            "resolution": self._public_resolution(facts),
            "versions": self._public_versions(content),
            "amendment_days": facts.get("amendment_days") or 0,
            "questions": self._public_questions(content),
            "hashes": self._public_hashes(content),
            "log_head": self._public_log_head(content),
        }

    def _paragraphs(self, text):
        """A text as lists of lines, one list per paragraph."""
        blocks = (text or "").strip().replace("\r", "").split("\n\n")
        return [block.strip().split("\n") for block in blocks if block.strip()]

    def _public_timeline(self, content, moment):
        """Dates in their order, with what is past."""
        rows = [
            ("questions", content["questions_until"], None, "", ""),
            ("deadline", content["deadline"], None, "", ""),
            *(
                ("", row["date"], row["date_end"], row["name"], row["place"])
                for row in content["dates"]
            ),
        ]
        names = {
            "questions": self.env._("Questions until"),
            "deadline": self.env._("Bids until"),
        }
        return [
            {
                "name": names.get(kind, name),
                "is_deadline": kind == "deadline",
                "place": place or "",
                "begin": self._public_moment(begin, content),
                "end": self._public_end(begin, end, content),
                "is_past": Datetime.to_datetime(end or begin) < moment,
            }
            for kind, begin, end, name, place in sorted(
                (row for row in rows if row[1]), key=lambda row: row[1]
            )
        ]

    def _public_end(self, begin, end, content):
        """The end of a date, or None; on the same day the time alone."""
        moment = self._public_moment(end, content)
        if moment:
            first, last = (
                local(Datetime.to_datetime(text), content["timezone"]).date()
                for text in (begin, end)
            )
            if first == last:
                times = self._time_texts(Datetime.to_datetime(end), content["timezone"])
                moment["text"] = times["time"]
        return moment

    def _public_criteria(self, content):
        """The tree in reading order, with weights and scales in words."""
        model = content["facts"].get("weight_model") or "percent"
        rows = []
        for row in flatten(content["criteria"]):
            steps = [
                {
                    "points": self._decimal_text(step["points"]),
                    "text": step.get("name") or "",
                }
                for step in row["steps"]
            ]
            least = float(row.get("points_min") or 0)
            rows.append(
                {
                    "name": row["name"],
                    "depth": row["depth"],
                    "text": self._paragraphs(row["description"]),
                    "weight": self._public_weight(row, model),
                    "least": self._decimal_text(row["points_min"]) if least else "",
                    "steps": steps,
                }
            )
        return rows

    def _public_weight(self, row, model):
        if model == "priority" and row.get("priority"):
            criterion = self.env["wohnkoord.criterion"]
            label = self._value_text(criterion, "priority", row["priority"], self.tz)
            return self.env._("priority %(priority)s", priority=label)
        if model == "percent" and float(row["weight"]):
            return f"{self._decimal_text(row['weight'])} %"
        return ""

    def _public_requirement(self, row):
        """A minimum requirement and what it asks for, in words."""
        model = self.env["wohnkoord.requirement"]
        label = self._value_text(model, "kind", row["kind"], self.tz)
        detail = ""
        if row["kind"] == "legal_form":
            names = [form["name"] for form in row["legal_form_ids"]]
            detail = f"{label}: {', '.join(names)}" if names else ""
        elif row["kind"] == "document":
            kind = row["document_kind"]
            detail = kind and self._value_text(model, "document_kind", kind, self.tz)
        elif float(row["threshold"]):
            detail = f"{label}: {self._decimal_text(row['threshold'])}"
        return {
            "name": row["name"],
            "detail": detail or "",
            "text": self._paragraphs(row.get("description")),
            "is_curable": row["is_curable"],
        }

    def _public_document(self, row):
        model = self.env["wohnkoord.procedure.document"]
        return {
            "url": f"{self._public_url()}/documents/{row['file']}",
            "name": row["name"],
            "kind": self._value_text(model, "kind", row["kind"], self.tz),
            "ending": row["file_name"].rsplit(".", 1)[-1].upper(),
            "size": self._size_text(row["size"]),
            "sha256": row["sha256"],
            "number": row["number"],
        }

    def _size_text(self, size):
        number, _space, unit = human_size(size).partition(" ")
        return f"{self._decimal_text(number)} {unit.replace('bytes', 'Bytes')}"

    def _public_resolution(self, facts):
        """The council's resolution on the criteria, in one line."""
        parts = [facts.get("resolution_body"), facts.get("resolution_number")]
        if date := facts.get("resolution_date"):
            parts.append(self._value_text(self, "resolution_date", date, self.tz))
        return ", ".join(filter(None, parts))

    def _public_versions(self, content):
        """All versions, newest first, with what each changed and what it replaced."""
        current = {row["file"] for row in content["documents"]}
        versions, previous, seen = [], None, set()
        for version in self.version_ids.sorted("number"):
            own = version._content()
            old = [
                self._public_document(row)
                for row in own["documents"]
                if row["file"] not in current and row["file"] not in seen
            ]
            seen |= {row["file"] for row in own["documents"]}
            versions.append(
                {
                    "number": version.number,
                    "date": self._moment_text(version.date, own["timezone"]),
                    "hash": version.hash,
                    "reason": version.reason or "",
                    "is_material": version.is_material,
                    "changes": self._describe_changes(previous, own)
                    if previous
                    else [],
                    "documents": old,
                    "url": f"{self._public_url()}/versions/{version.number}.json",
                }
            )
            previous = own
        return versions[::-1]

    def _public_questions(self, content):
        """Questions and answers, newest first."""
        found = sorted(self._published_questions(), key=lambda q: -q["number"])
        return [
            {
                "number": question["number"],
                "lot": question.get("lot") or "",
                "text": self._paragraphs(question["text"]),
                "answer": self._paragraphs(question["answer"]),
                "corrected_by": question.get("corrected_by"),
                "date": self._moment_text(question["date"], content["timezone"])
                if question["date"]
                else "",
            }
            for question in found
        ]

    def _public_hashes(self, content):
        """The list of hashes of what arrived, once it is published."""
        hashes = self._published_hashes()
        if not hashes:
            return None
        date = hashes.get("date")
        return {
            "root": hashes.get("root") or "",
            "date": date and self._moment_text(date, content["timezone"]) or "",
            "entries": [
                {"number": entry["number"], "hash": entry["hash"]}
                for entry in hashes.get("entries") or ()
            ],
        }

    def _public_log_head(self, content):
        """The newest hash of the log that everybody may know, with its date."""
        head = self._log_head()
        if not head:
            return None
        return {
            "hash": head["hash"],
            "date": self._moment_text(head["date"], content["timezone"]),
        }

    def _public_geojson(self):
        """The plots on offer that have a point, as features."""
        self.ensure_one()
        url = self.company_id._wohnkoord_base_url() + self._public_url()
        return {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {
                        "type": "Point",
                        "coordinates": [float(lot["point"][1]), float(lot["point"][0])],
                    },
                    "properties": {
                        "name": f"{lot['number']} {lot['name']}",
                        "url": url,
                    },
                }
                for lot in self._public_lots(self._published_content())
                if lot["point"]
            ],
        }
