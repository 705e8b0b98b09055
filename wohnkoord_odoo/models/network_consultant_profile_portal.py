# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, models
from odoo.fields import Domain

#: texts that the consultant writes, and their longest length
TEXTS = {"presentation": 2000, "qualification": 200, "availability_note": 200}


class ConsultantProfile(models.Model):
    """What the consultant's own people see and change in the portal."""

    _inherit = "wohnkoord.consultant.profile"

    @api.model
    def _portal_domain(self, user):
        """The one domain of what a portal user sees, for reading with sudo.

        The own firm's profiles at offices with which it has or had a contract.
        """
        firm = user.partner_id.commercial_partner_id
        contracts_sudo = self.env["wohnkoord.contract"].sudo()
        offices_sudo = contracts_sudo.search(
            [
                ("partner_id", "=", firm.id),
                ("state", "!=", "draft"),
                ("company_id", "in", user.company_ids.ids),
            ]
        ).company_id
        return Domain("partner_id", "=", firm.id) & Domain(
            "company_id", "in", offices_sudo.ids
        )

    def _portal_topics(self):
        """Fields of advice that the consultant may name; licences are the office's."""
        return self.env["wohnkoord.topic"].search(
            Domain("licensed_only", "=", False)
            & Domain("company_id", "in", (False, self.company_id.id))
        )

    def _portal_languages(self):
        return self.env["wohnkoord.language"].search(
            [("company_id", "in", (False, self.company_id.id))]
        )

    def _portal_values(self):
        """The profile as plain values for its form."""
        self.ensure_one()
        field = self._fields["availability"]
        return {
            "id": self.id,
            "name": self.partner_id.name,
            "office": self.company_id.name,
            "licences": self.licensed_topic_ids.mapped("name"),
            "topics": [(topic.id, topic.name) for topic in self._portal_topics()],
            "languages": [
                (language.id, language.name) for language in self._portal_languages()
            ],
            "availabilities": field._description_selection(self.env),
            "values": {
                **{name: self[name] or "" for name in TEXTS},
                "availability": self.availability,
                "references": "\n".join(self._portal_references()),
                **{f"topic-{topic.id}": True for topic in self.topic_ids},
                **{f"language-{language.id}": True for language in self.language_ids},
            },
        }

    def _portal_references(self):
        """One line per reference: year; project; what was done."""
        return [
            "; ".join(
                " ".join((part or "").split())
                for part in (str(row.year), row.name, row.description)
            ).rstrip("; ")
            for row in self.reference_ids
        ]

    def _portal_save(self, vals, topic_ids, language_ids, references):
        """Write what the consultant typed.

        :param dict vals: texts and availability
        :param topic_ids: chosen ids; ids that may not be chosen are ignored
        :param language_ids: likewise
        :param references: list of (year, project, what); None leaves them as they are
        """
        self.ensure_one()
        allowed = {
            name: vals[name] for name in (*TEXTS, "availability") if name in vals
        }
        free = self._portal_topics()
        topics = (self.topic_ids - free) | free.filtered(lambda t: t.id in topic_ids)
        languages = self._portal_languages().filtered(lambda r: r.id in language_ids)
        allowed["topic_ids"] = [Command.set(topics.ids)]
        allowed["language_ids"] = [Command.set(languages.ids)]
        if references is not None:
            allowed["reference_ids"] = [
                Command.clear(),
                *(
                    Command.create({"year": year, "name": name, "description": what})
                    for year, name, what in references
                ),
            ]
        self.write(allowed)
