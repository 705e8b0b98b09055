# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Datetime, Domain

from ..tools.ics import icalendar

#: the most entries of a feed
FEED_ENTRIES = 50
#: the most procedures of the calendar
CALENDAR_PROCEDURES = 200


class Procedure(models.Model):
    """What readers subscribe to: news as RSS, dates as iCalendar; plain values."""

    _inherit = "wohnkoord.procedure"

    @api.model
    def _public_feed(self, company, procedure=None):
        """Publications, changes and answers, newest first.

        :param procedure: only this one's
        :return: list of dicts: ``id``, ``title``, ``text``, ``url``, ``date`` (UTC)
        """
        domain = self._public_domain(company)
        if procedure:
            domain &= Domain("id", "=", procedure.id)
        base_url = company._wohnkoord_base_url()
        entries = self._feed_versions(domain, base_url)
        entries += self._feed_answers(domain, base_url)
        entries.sort(key=lambda entry: entry["date"], reverse=True)
        return entries[:FEED_ENTRIES]

    def _feed_versions(self, domain, base_url):
        versions = self.env["wohnkoord.procedure.version"].search(
            Domain("procedure_id", "any", domain),
            order="date desc, id desc",
            limit=FEED_ENTRIES,
        )
        return [version._feed_entry(base_url) for version in versions]

    def _feed_answers(self, domain, base_url):
        questions = self.env["wohnkoord.question"].search(
            Domain("procedure_id", "any", domain)
            & Domain("state", "=", "published")
            & Domain("date_published", "!=", False),
            order="date_published desc, id desc",
            limit=FEED_ENTRIES,
        )
        return [
            {
                "id": f"{question.procedure_id.uuid}-question-{question.number}",
                "title": self.env._(
                    "%(procedure)s: answer to question %(number)s",
                    procedure=question.procedure_id.version_id._content()["name"],
                    number=question.number,
                ),
                "text": f"{question.text or ''}\n\n{question.answer or ''}".strip(),
                "url": f"{base_url}{question.procedure_id._public_url()}#questions",
                "date": question.date_published,
            }
            for question in questions
        ]

    # -- calendar ------------------------------------------------------------------------

    def _public_ics(self, name=None):
        """The public dates of the procedures as an iCalendar file.

        :param str name: of a calendar that people subscribe to
        :return bytes:
        """
        entries = []
        for procedure in self:
            entries += procedure._calendar_entries()
        return icalendar(entries, name=name)

    def _calendar_entries(self):
        self.ensure_one()
        content, version = self._published_content(), self.version_id
        rows = [
            ("questions", self.env._("Questions until"), content["questions_until"]),
            ("deadline", self.env._("Bids until"), content["deadline"]),
        ]
        entries = [
            self._calendar_entry(key, title, begin, None, "", content["name"], version)
            for key, title, begin in rows
            if begin
        ]
        for row in content["dates"]:
            entries.append(
                self._calendar_entry(
                    row["uuid"],
                    row["name"],
                    row["date"],
                    row["date_end"],
                    row["place"],
                    content["name"],
                    version,
                )
            )
        return entries

    def _calendar_entry(self, key, title, begin, end, place, name, version):
        base_url = self.company_id._wohnkoord_base_url()
        host = base_url.split("://")[-1].split(":")[0]
        key = "-".join(key.split())
        entry = {
            # the same name in each version, so that a calendar follows a moved deadline
            "uid": f"procedure-{self.uuid}-{key}@{host}",
            "sequence": str(version.number - 1),
            "dtstamp": version.date,
            "dtstart": Datetime.to_datetime(begin),
            "summary": f"{title}: {name}",
            "status": "CANCELLED" if self.state == "cancelled" else "CONFIRMED",
            "location": place or "",
            "url": base_url + self._public_url(),
        }
        if end and end > begin:
            entry["dtend"] = Datetime.to_datetime(end)
        return entry
