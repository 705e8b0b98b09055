# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from .office_import_mixin import ImportColumn

ENDED = ("done", "rejected", "cancelled")
LEVELS = ("orientation", "concept", "specialist")


class Advisory(models.Model):
    """Import of cases, also of those that ended long ago.

    An old case goes through approval, start and end like any other, with all rules; its
    days are the file's. A level that the books do not have before it needs the waiver
    of the head of the office, whose reason is a column of the file.
    """

    _name = "wohnkoord.advisory"
    _inherit = ["wohnkoord.advisory", "wohnkoord.import.mixin"]

    _import_ways = {
        "requested": [],
        "approved": ["action_approve"],
        "running": ["action_approve", "action_start"],
        "done": ["action_approve", "action_start", "action_done"],
        "rejected": ["action_reject"],
        "cancelled": ["action_cancel"],
    }
    _import_extra_fields = ("waiver_reason",)
    _import_twin_fields = ("name",)

    @api.model
    def _import_title(self):
        return self.env._("Template for Cases of Advice")

    @api.model
    def _import_columns(self):
        day = self.env._("Day, month, year: 30.06.2025.")
        several = self.env._("Several are separated by commas.")
        topic = self.env["wohnkoord.topic"].search([], limit=1)
        states = dict(self._fields["state"]._description_selection(self.env))
        levels = dict(self._fields["level"]._description_selection(self.env))
        return [
            ImportColumn(
                "name",
                "A-2025-001",
                self.env._("Your own number, once; empty: the next one."),
            ),
            ImportColumn(
                "subject", self.env._("Example: first questions about a house"), ""
            ),
            ImportColumn(
                "initiative_id",
                "",
                self.env._("Name of the initiative. Empty for an orientation only."),
            ),
            ImportColumn(
                "partner_id",
                "",
                self.env._("Name or e-mail address of the contact; empty: unknown."),
            ),
            ImportColumn("level", levels["orientation"], ""),
            ImportColumn(
                "state",
                states["done"],
                self.env._(
                    "Empty: requested. Each case goes the same way as in the office: a"
                    " concept needs a done orientation, specialist advice a done"
                    " concept, here or in the same file."
                ),
            ),
            ImportColumn("topic_ids", topic.name or "", several),
            ImportColumn("target_group_ids", "", several),
            ImportColumn(
                "user_id",
                self.env.user.name,
                self.env._("Name of the adviser; empty: you."),
            ),
            ImportColumn(
                "is_urgent", self.env._("no"), self.env._("yes or no; x counts as yes.")
            ),
            ImportColumn("date_deadline", "", day),
            ImportColumn("date_requested", date(2025, 5, 5), day),
            ImportColumn("date_first_contact", date(2025, 5, 12), day),
            ImportColumn(
                "date_done",
                date(2025, 6, 30),
                self.env._("Needed for a done case; else empty."),
            ),
            ImportColumn("minutes_staff", 90, self.env._("Minutes, a whole number.")),
            ImportColumn(
                "outcome", self.env._("Example: referred to the working group."), ""
            ),
            ImportColumn("note", "", self.env._("Stays in the office.")),
            ImportColumn(
                "waiver_reason",
                "",
                self.env._(
                    "Why a level was skipped; only the head of the office fills this in."
                ),
            ),
        ]

    @api.model
    def _import_order(self, record):
        # a specialist case stands on the concept that the same file may hold
        return LEVELS.index(record.level)

    @api.model
    def _import_take_out(self, values):
        asked = super()._import_take_out(values)
        if asked.get("state") in ENDED:
            # an urgent case gets a deadline some days from now; not this one
            values.setdefault("date_deadline", False)
        return asked

    def _import_way(self, state):
        way = super()._import_way(state)
        if self[:1].level == "orientation" and state != "approved":
            return [method for method in way if method != "action_approve"]
        return way

    @api.model
    def _import_go(self, rows, state, is_new):
        cases = self.browse([case.id for case, _asked, _info in rows])
        for case, asked, _info in rows:
            reason = asked.get("waiver_reason")
            if reason and reason != case.waiver_reason:
                case.action_waive(reason)
        if not is_new:
            return super()._import_go(rows, state, is_new)
        cases._check_imported_days(state)
        days = {case: (case.date_first_contact, case.date_done) for case in cases}
        groups = cases.initiative_id
        contacts = {group: group.date_last_contact for group in groups}
        result = super()._import_go(rows, state, is_new)
        cases._restore_days(days)
        # sudo: as ``_note_contact``, which counted today as a contact
        for group_sudo in groups.sudo():
            if group_sudo.date_last_contact != contacts[group_sudo]:
                group_sudo.date_last_contact = contacts[group_sudo]
        for case, (first, done) in days.items():
            if case.initiative_id and (done or first):
                case.initiative_id._note_contact(done or first)
        return result

    def _check_imported_days(self, state):
        """Days of a case that is not of today come from the file, or figures lie.

        :raise UserError: a done case without its day, or days that cannot be
        """
        today = fields.Date.context_today(self)
        for case in self:
            if state == "done" and not case.date_done:
                raise UserError(
                    self.env._(
                        "%(case)s is done, but the day is missing (column"
                        ' "%(column)s").',
                        case=case.display_name,
                        column=self._field_label("date_done"),
                    )
                )
            if case.date_done and state != "done":
                raise UserError(
                    self.env._(
                        "%(case)s has the day on which it was done, but is not done.",
                        case=case.display_name,
                    )
                )
            # the first contact of an enquiry may lie before the form was filled in
            end = case.date_done
            if (
                end
                and not max(
                    case.date_requested, case.date_first_contact or case.date_requested
                )
                <= end
                <= today
            ):
                raise UserError(
                    self.env._(
                        "%(case)s ends before it begins, or in the future.",
                        case=case.display_name,
                    )
                )

    def _restore_days(self, days):
        """The file's days; a first contact that nobody noted stays unknown."""
        same = {}
        for case in self.filtered(lambda case: case.state in ("running", "done")):
            first, done = days[case]
            if case.state == "running" and not first:
                continue
            same.setdefault((first, done), self.browse())
            same[first, done] |= case
        for (first, done), cases in same.items():
            cases._write_guarded({"date_first_contact": first, "date_done": done})

    @api.model
    def _field_label(self, name):
        return self.fields_get([name], ["string"])[name]["string"]
