# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: what must be done before a case of this level (design, invariant 7)
LEVEL_BEFORE = {"concept": "orientation", "specialist": "concept"}


class Advisory(models.Model):
    """What is done with a case, and the rules behind it."""

    _inherit = "wohnkoord.advisory"

    # -- actions ---------------------------------------------------------------------

    def action_approve(self):
        """Approve concept or specialist advice (bewilligen).

        :raise UserError: not requested, an orientation, no initiative, a level is
            skipped without a waiver, or a running procedure forbids it
        """
        self._check_office()
        self._check_states("requested")
        if self.filtered(lambda case: case.level == "orientation"):
            raise UserError(
                self.env._("An orientation needs no approval: please start it.")
            )
        self._refuse_without_initiative()
        self._refuse_level_order()
        self._check_procedures()
        self._write_guarded({"state": "approved"})

    def action_start(self):
        """Begin the advice; the first contact is today, unless it was before.

        :raise UserError: not approved (orientation: not requested), or a level is
            skipped without a waiver
        """
        self._check_office()
        orientations = self.filtered(lambda case: case.level == "orientation")
        orientations._check_states("requested")
        (self - orientations)._check_states("approved")
        orientations._check_procedures()
        today = fields.Date.context_today(self)
        fresh = self.filtered(lambda case: not case.date_first_contact)
        fresh._write_guarded({"state": "running", "date_first_contact": today})
        (self - fresh)._write_guarded({"state": "running"})
        self.initiative_id._note_contact(today)

    def action_done(self):
        """End the advice.

        :raise UserError: not running
        """
        self._check_office()
        self._check_states("running")
        self._write_guarded(
            {"state": "done", "date_done": fields.Date.context_today(self)}
        )

    def action_reject(self, reason=None):
        """Turn a request down; the reason becomes the outcome.

        :param str reason: why; the button asks for it, a script may leave it out
        :raise UserError: not requested
        """
        self._check_office()
        self._check_states("requested")
        self._end_with_reason("rejected", reason)

    def action_cancel(self, reason=None):
        """Stop a case; the reason becomes the outcome.

        :param str reason: why; the button asks for it, a script may leave it out
        :raise UserError: already ended
        """
        self._check_office()
        self._check_states("requested", "approved", "running")
        self._end_with_reason("cancelled", reason)

    def action_waive(self, reason=None):
        """Let a case skip a level (Ausnahme); logged in the chatter.

        :param str reason: why, required
        :raise AccessError: not the head of the office
        :raise UserError: no reason, an orientation, or already decided
        """
        if not self.env.user.has_group("wohnkoord_odoo.group_manager"):
            raise AccessError(
                self.env._("Only the head of the office lets a case skip a level.")
            )
        self._check_office()
        self._check_states("requested")
        reason = self._required_reason(reason)
        if self.filtered(lambda case: case.level == "orientation"):
            raise UserError(self.env._("An orientation skips no level."))
        self._write_guarded({"waiver_reason": reason, "waiver_user_id": self.env.uid})
        for case in self:
            case.message_post(
                body=self.env._("May skip a level: %(reason)s", reason=reason)
            )

    def action_ask_reject(self):
        """Ask for the reason, then reject."""
        return self._ask_reason("action_reject", self.env._("Reject the Case"))

    def action_ask_cancel(self):
        """Ask for the reason, then cancel."""
        return self._ask_reason("action_cancel", self.env._("Cancel the Case"))

    def action_ask_waive(self):
        """Ask for the reason, then let the case skip a level."""
        return self._ask_reason("action_waive", self.env._("Let the Case Skip a Level"))

    def action_view_meetings(self):
        """Open the meetings of this case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        partners = self.env.user.partner_id | self.partner_id
        name = self.env._("Meetings")
        return {
            **action,
            "name": name,
            "display_name": name,
            # the calendar shows the own meetings only; the list shows the case's
            "views": [(False, "list"), (False, "form"), (False, "calendar")],
            "domain": [("advisory_id", "=", self.id)],
            "context": {
                "default_advisory_id": self.id,
                "default_name": self.subject or self.display_name,
                "default_partner_ids": partners.ids,
            },
        }

    def action_next_level(self):
        """Open the form of a case of the next level for the same group."""
        self.ensure_one()
        following = {before: level for level, before in LEVEL_BEFORE.items()}
        if self.level not in following:
            raise UserError(self.env._("There is no level after this one."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Next Level"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {
                "default_level": following[self.level],
                "default_initiative_id": self.initiative_id.id,
                "default_partner_id": self.partner_id.id,
                "default_topic_ids": self.topic_ids.ids,
                "default_target_group_ids": self.target_group_ids.ids,
                "default_subject": self.subject,
            },
        }

    # -- the rules behind the actions --------------------------------------------------

    def _check_office(self):
        """Public methods are open to RPC: the caller needs the right to write."""
        self.check_access("write")

    def _check_states(self, *states):
        for case in self:
            if case.state not in states:
                raise UserError(
                    self.env._(
                        "%(case)s is %(state)s; this step is not possible.",
                        case=case.display_name,
                        state=self._state_label(case.state),
                    )
                )

    def _required_reason(self, reason):
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give the reason."))
        return reason

    def _end_with_reason(self, state, reason):
        reason = (reason or "").strip()
        for case in self:
            vals = {"state": state}
            if reason:
                vals["outcome"] = "\n".join(filter(None, (case.outcome, reason)))
            case._write_guarded(vals)

    def _refuse_without_initiative(self):
        for case in self:
            if case.level != "orientation" and not case.initiative_id:
                raise UserError(
                    self.env._(
                        "%(case)s needs an initiative: only an orientation goes"
                        " without one.",
                        case=case.display_name,
                    )
                )

    def _refuse_level_order(self):
        levels = dict(self._fields["level"]._description_selection(self.env))
        for case in self._skips_level():
            raise UserError(
                self.env._(
                    "%(case)s skips a level: %(initiative)s has no advice of the level"
                    ' "%(before)s" that is done. The head of the office can let it skip'
                    " the level, with a reason.",
                    case=case.display_name,
                    initiative=case.initiative_id.display_name or "",
                    before=levels[LEVEL_BEFORE[case.level]],
                )
            )

    def _skips_level(self):
        """The cases among these that need a waiver and have none (design, invariant 7).

        A constant number of queries, however many cases.
        """
        cases = self.filtered(
            lambda case: case.level in LEVEL_BEFORE and not case.waiver_user_id
        )
        if not cases:
            return cases
        done = self._done_levels(cases.initiative_id)
        oriented = self._oriented_by_person(cases.initiative_id)

        def has_level_before(case):
            initiative = case.initiative_id._origin
            if (initiative, LEVEL_BEFORE[case.level]) in done:
                return True
            return case.level == "concept" and initiative in oriented

        return cases.filtered(lambda case: not has_level_before(case))

    def _done_levels(self, initiatives):
        """Pairs of initiative and level that is done."""
        return set(
            self.env["wohnkoord.advisory"]._read_group(
                [("initiative_id", "in", initiatives.ids), ("state", "=", "done")],
                ["initiative_id", "level"],
            )
        )

    def _oriented_by_person(self, initiatives):
        """Initiatives whose contact or one of whose members had an orientation."""
        Member = self.env["wohnkoord.initiative.member"]
        members = Member._read_group(
            Member._current_domain() & Domain("initiative_id", "in", initiatives.ids),
            ["initiative_id"],
            ["partner_id:recordset"],
        )
        persons = {initiative: initiative.partner_id for initiative in initiatives}
        for initiative, partners in members:
            persons[initiative] |= partners
        everybody = self.env["res.partner"].union(*persons.values())
        oriented = self.env["wohnkoord.advisory"]._read_group(
            [
                ("partner_id", "in", everybody.ids),
                ("level", "=", "orientation"),
                ("state", "=", "done"),
                ("company_id", "in", initiatives.company_id.ids),
            ],
            [],
            ["partner_id:recordset"],
        )[0][0]
        return {
            initiative for initiative, people in persons.items() if people & oriented
        }

    def _check_procedures(self):
        """Ask the procedures that run for the initiatives (design, invariant 8)."""
        for initiative, cases in self.grouped("initiative_id").items():
            procedures = initiative and initiative._running_procedures()
            if procedures:
                cases._check_advice_rule(procedures)

    def _check_advice_rule(self, procedures):
        """Refuse what the advice rule of a running procedure forbids.

        Nothing here: the procedures are a later area, which extends this.

        :param procedures: what ``_running_procedures`` returned
        """
