# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

HEAD = "wohnkoord_odoo.group_manager"
#: absences are shown so many days before, and afterwards what came meanwhile
DAYS_AHEAD, DAYS_AFTER = 7, 14


class Advisory(models.Model):
    """What else the week brings, above the cases of the Monday list."""

    _inherit = "wohnkoord.advisory"

    @api.model
    @api.readonly
    def monday_notes(self):
        """Absences, reporting dates, limits and approvals, as the user may see them.

        :return: list of dicts with ``icon``, ``text``, ``style`` and ``action``
        """
        self.browse().check_access("read")
        return [
            *self._monday_absences(),
            *self._monday_report_dates(),
            *self._monday_departments(),
            *self._monday_needs(),
            *self._monday_contracts(),
            *self._monday_approvals(),
        ]

    @api.model
    def _monday_note(self, icon, text, xmlid, domain, style="info"):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"wohnkoord_odoo.{xmlid}"
        )
        action.update(domain=list(domain), context={})
        return {"icon": icon, "text": text, "style": style, "action": action}

    # -- who is there ----------------------------------------------------------------------

    @api.model
    def _monday_absences(self):
        today = fields.Date.context_today(self)
        absences = self.env["wohnkoord.absence"].search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("date_from", "<=", today + timedelta(days=DAYS_AHEAD)),
                ("date_to", ">=", today - timedelta(days=DAYS_AFTER)),
            ],
            order="date_from",
        )
        notes = []
        for absence in absences:
            if absence.status == "over":
                words = absence.user_id == self.env.user and self._monday_meanwhile(
                    absence
                )
            else:
                words = self._monday_absence(absence)
            if words:
                notes.append(
                    self._monday_note(
                        "fa-plane", words, "absence_action", [("id", "=", absence.id)]
                    )
                )
        return notes

    @api.model
    def _monday_absence(self, absence):
        words = {
            "user": absence.user_id.sudo().name,
            "deputy": absence.deputy_id.sudo().name,
            "start": format_date(self.env, absence.date_from),
            "end": format_date(self.env, absence.date_to),
        }
        if absence.user_id == self.env.user:
            return self.env._(
                "You are away from %(start)s to %(end)s; %(deputy)s stands in.", **words
            )
        if absence.deputy_id == self.env.user:
            return self.env._(
                "You stand in for %(user)s from %(start)s to %(end)s.", **words
            )
        return self.env._(
            "%(user)s is away from %(start)s to %(end)s; %(deputy)s stands in.", **words
        )

    @api.model
    def _monday_meanwhile(self, absence):
        if not (absence.activity_count or absence.case_count):
            return ""
        return self.env._(
            "While you were away %(deputy)s got %(activities)s activities and %(cases)s"
            " new cases; %(open)s activities are still open.",
            deputy=absence.deputy_id.sudo().name,
            activities=absence.activity_count,
            cases=absence.case_count,
            open=absence.open_count,
        )

    # -- what is due -----------------------------------------------------------------------

    @api.model
    def _monday_report_dates(self):
        notes = []
        for status, style in (("overdue", "danger"), ("soon", "warning")):
            domain = Domain("status", "=", status) & Domain(
                "company_id", "in", self.env.companies.ids
            )
            dates = self.env["wohnkoord.report.date"].search(domain)
            if not dates:
                continue
            names = ", ".join(
                f"{date.name} ({format_date(self.env, date.date_due)})"
                for date in dates[:3]
            )
            text = (
                self.env._("Reports overdue: %(names)s", names=names)
                if status == "overdue"
                else self.env._("Reports due soon: %(names)s", names=names)
            )
            if len(dates) > 3:
                text += self.env._(" and %(count)s more", count=len(dates) - 3)
            notes.append(
                self._monday_note(
                    "fa-flag-checkered",
                    text,
                    "report_date_action",
                    [("id", "in", dates.ids)],
                    style,
                )
            )
        return notes

    @api.model
    def _monday_contracts(self):
        """Frameworks, lots and contracts that run out of hours or money, or end."""
        notes = []
        today = fields.Date.context_today(self)
        frameworks = self.env._("Frameworks")
        lots = self.env._("Lots")
        contracts = self.env._("Contracts")
        for model, xmlid, label in (
            ("wohnkoord.framework", "framework_action", frameworks),
            ("wohnkoord.framework.lot", "framework_lot_action", lots),
            ("wohnkoord.contract", "contract_action", contracts),
        ):
            records = self.env[model]
            running = Domain(records._watched_domain()) & Domain(
                "company_id", "in", self.env.companies.ids
            )
            full = Domain("limit_step_hours", ">", 0) | Domain(
                "limit_step_amount", ">", 0
            )
            used = records.search(running & full)
            if used:
                text = self.env._(
                    "%(what)s nearly used up: %(names)s",
                    what=label,
                    names=", ".join(used[:3].mapped("display_name")),
                )
                notes.append(
                    self._monday_note(
                        "fa-hourglass-end",
                        text,
                        xmlid,
                        [("id", "in", used.ids)],
                        "warning",
                    )
                )
            if model == "wohnkoord.framework.lot":
                continue
            ends = Domain.OR(
                Domain("company_id", "=", company.id)
                & Domain("date_end", "<=", fields.Date.add(today, days=days))
                for company in self.env.companies
                if (days := company.sudo().wohnkoord_term_days)
            )
            ending = records.search(running & ends)
            if ending:
                text = self.env._(
                    "%(what)s that end soon: %(names)s",
                    what=label,
                    names=", ".join(
                        f"{record.display_name} ({format_date(self.env, record.date_end)})"
                        for record in ending[:3]
                    ),
                )
                notes.append(
                    self._monday_note(
                        "fa-calendar-times-o",
                        text,
                        xmlid,
                        [("id", "in", ending.ids)],
                        "warning",
                    )
                )
        return notes

    @api.model
    def _monday_approvals(self):
        """Hours that wait for the head; whoever has no such rights reads nothing."""
        if not self.env.user.has_group(HEAD):
            return []
        domain = Domain("state", "=", "submitted") & Domain(
            "company_id", "in", self.env.companies.ids
        )
        count = self.env["wohnkoord.time.entry"].search_count(domain)
        if not count:
            return []
        return [
            self._monday_note(
                "fa-check-square-o",
                self.env._("Time entries to approve: %(count)s", count=count),
                "time_entry_action_approve",
                domain,
            )
        ]
