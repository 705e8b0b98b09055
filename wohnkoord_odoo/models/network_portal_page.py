# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import Domain

from ..tools.ics import icalendar

#: rows on the initiative's own page; the rest is behind a link
NEWEST = 3


class Initiative(models.Model):
    """The plain values of the group's pages; called with sudo."""

    _inherit = "wohnkoord.initiative"

    def _portal_path(self, below=""):
        """The address of the group's page in the portal, or of one below it."""
        return f"/my/initiatives/{self.id}" + (f"/{below}" if below else "")

    def _portal_url(self):
        """The address of the group's page for mails."""
        return self.company_id._wohnkoord_base_url() + self._portal_path()

    def _portal_list_values(self):
        steps, unread = self._portal_next_steps(), self._portal_unread()
        return [
            {
                **values,
                "path": initiative._portal_path(),
                "next_step": steps.get(initiative, ""),
                "unread": unread.get(initiative, 0),
            }
            for initiative, values in zip(
                self, super()._portal_list_values(), strict=True
            )
        ]

    def _portal_page_values(self):
        values = super()._portal_page_values()
        members = self._portal_members()
        return {
            **values,
            **self._portal_rights(),
            "members": [
                {"name": partner.name, "role": role}
                for partner, role in members.items()
            ],
            "messages": self._portal_messages(NEWEST)._portal_values(),
            "message_total": self._portal_message_count(),
            "documents": self._portal_documents(NEWEST)._portal_values(),
            "document_total": self._portal_document_count(),
            "request": self._portal_request_state(),
            "cases": self._portal_cases()._portal_values(),
            "orders": self._portal_orders(),
        }

    def _portal_rights(self):
        """Who the reader is here: decides which forms a page shows.

        :return: dict; the methods behind the forms check for themselves
        """
        own = self._portal_memberships()
        is_closed = self._portal_is_closed()
        return {
            "is_closed": is_closed,
            "may_act": not is_closed and "spokesperson" in own.mapped("role"),
            "wants_mail": any(own.mapped("wants_portal_mail")),
        }

    def _portal_members(self):
        """Who belongs today: names and roles, for members of the same group."""
        Member = self.env["wohnkoord.initiative.member"]
        rows = Member.search_fetch(
            Member._current_domain() & Domain("initiative_id", "=", self.id),
            ["partner_id", "role"],
            # spokespersons last, so that their role stays
            order="role, id",
        )
        people = {row.partner_id: row.role for row in rows}
        return dict(
            sorted(people.items(), key=lambda p: (p[1] != "spokesperson", p[0].name))
        )

    # -- messages, documents, cases ----------------------------------------------------

    def _portal_messages(self, limit, offset=0):
        """The newest messages of the conversation, newest first."""
        return self.env["wohnkoord.initiative.message"].search(
            [("initiative_id", "=", self.id)], limit=limit, offset=offset
        )

    def _portal_message_count(self):
        return self.env["wohnkoord.initiative.message"].search_count(
            [("initiative_id", "=", self.id)]
        )

    def _portal_documents_domain(self):
        """The documents that the group sees: its own, and what the office shares."""
        return Domain("initiative_id", "=", self.id) & Domain("is_shared", "=", True)

    def _portal_documents(self, limit, offset=0):
        """The newest documents that the group sees, newest first."""
        return self.env["wohnkoord.initiative.document"].search(
            self._portal_documents_domain(), limit=limit, offset=offset
        )

    def _portal_document_count(self):
        return self.env["wohnkoord.initiative.document"].search_count(
            self._portal_documents_domain()
        )

    def _portal_cases(self):
        return self.env["wohnkoord.advisory"].search(
            self._portal_cases_domain(), order="date_requested desc, id desc"
        )

    def _portal_orders(self):
        """Consultants who work for the group, with the hours that are left; no money."""
        orders = self.env["wohnkoord.call.off"].search(
            [("initiative_id", "=", self.id), ("state", "=", "confirmed")],
            order="date_end, id",
        )
        return [
            {
                "firm": order.commercial_partner_id.name,
                "hours": order.hours,
                "left": order.hours_left,
                "date_end": order.date_end,
            }
            for order in orders
        ]

    # -- next steps and news, for many initiatives at once -----------------------------

    def _portal_next_steps(self):
        """Name of the open milestone that is due first.

        :return: dict initiative -> name
        """
        open_ones = self.env["wohnkoord.milestone"].search_fetch(
            [("initiative_id", "in", self.ids), ("date_done", "=", False)],
            ["name", "initiative_id"],
            order="date_due, sequence, id",
        )
        steps = {}
        for milestone in open_ones:
            steps.setdefault(milestone.initiative_id, milestone.name)
        return steps

    def _portal_unread(self):
        """Messages and documents of the office that the current user has not read.

        Whoever joins later starts with nothing unread.

        :return: dict initiative -> number
        """
        Member = self.env["wohnkoord.initiative.member"]
        rows = Member.search_fetch(
            Member._current_domain()
            & Domain("initiative_id", "in", self.ids)
            & Domain("partner_id", "=", self.env.user.partner_id.id),
            ["initiative_id", "date_portal_read", "create_date"],
        )
        since = {
            initiative: max(m.date_portal_read or m.create_date for m in members)
            for initiative, members in rows.grouped("initiative_id").items()
        }
        if not since:
            return {}
        figures = [
            self._count_since("wohnkoord.initiative.message", "date", since),
            self._count_since("wohnkoord.initiative.document", "date_shared", since),
        ]
        return {i: sum(counts.get(i, 0) for counts in figures) for i in since}

    def _count_since(self, model, date, since):
        Model = self.env[model]
        of_office = (
            Domain("from_office", "=", True)
            if "from_office" in Model._fields
            else Domain("direction", "=", "from_office")
            & Domain("is_shared", "=", True)
        )
        newer = Domain.OR(
            Domain("initiative_id", "=", initiative.id) & Domain(date, ">", moment)
            for initiative, moment in since.items()
        )
        return dict(
            Model._read_group(of_office & newer, ["initiative_id"], ["__count"])
        )

    # -- meetings ----------------------------------------------------------------------

    def _portal_ics(self, event_id):
        """One meeting as an iCalendar file: when, where and what, nobody's address.

        :return bytes: or None, if it is not a meeting of this initiative
        """
        meeting = next(
            (m for m in self._portal_meetings() if m["id"] == event_id), None
        )
        if not meeting:
            return None
        entry = {
            "uid": f"meeting-{event_id}@wohnkoord",
            "dtstamp": fields.Datetime.now(),
            "dtstart": meeting["date"],
            "dtend": meeting["stop"],
            "summary": meeting["title"],
            "location": meeting["location"],
        }
        return icalendar([entry])
