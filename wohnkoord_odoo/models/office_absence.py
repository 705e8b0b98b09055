# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

OFFICE = "wohnkoord_odoo.group_user"
HEAD = "wohnkoord_odoo.group_manager"


class Absence(models.Model):
    """When somebody of the office is away, and who does the work meanwhile.

    Nothing is said of why. New activities and cases go to the deputy; rights do not: who
    may not approve hours may not do so as a deputy either.
    """

    _name = "wohnkoord.absence"
    _description = "Absence"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        "Absent",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    deputy_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id),"
        " ('id', '!=', user_id)]",
        help="Gets the new activities and cases. Whose deputy is away too, is followed on"
        " to the deputy's deputy.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", required=True)
    note = fields.Char(
        help="For the colleagues, such as where to find the files. Not why you are away."
    )
    status = fields.Selection(
        [("coming", "To Come"), ("now", "Away"), ("over", "Over")],
        compute="_compute_status",
        search="_search_status",
    )
    hint = fields.Char(compute="_compute_hint")
    activity_count = fields.Integer(
        "Activities Meanwhile", compute="_compute_meanwhile", groups=OFFICE
    )
    case_count = fields.Integer(
        "Cases Meanwhile", compute="_compute_meanwhile", groups=OFFICE
    )
    open_count = fields.Integer(
        "Still Open", compute="_compute_meanwhile", groups=OFFICE
    )

    _dates_check = models.Constraint(
        "CHECK (date_from <= date_to)", "The last day is before the first."
    )
    _deputy_check = models.Constraint(
        "CHECK (user_id != deputy_id)", "Nobody is the own deputy."
    )
    _overlap_exclude = models.Constraint(
        "EXCLUDE USING gist (user_id WITH =, company_id WITH =,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "Two absences of one person overlap. Please change the dates of the first.",
    )

    @api.depends("date_from", "date_to")
    def _compute_status(self):
        today = fields.Date.context_today(self)
        for absence in self:
            first, last = absence.date_from or today, absence.date_to or today
            absence.status = (
                "coming" if first > today else "over" if last < today else "now"
            )

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domains = {
            "coming": Domain("date_from", ">", today),
            "over": Domain("date_to", "<", today),
            "now": Domain("date_from", "<=", today) & Domain("date_to", ">=", today),
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.depends("user_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        for absence in self:
            absence.display_name = self.env._(
                "%(person)s, %(start)s to %(end)s",
                person=absence.user_id.sudo().name or "",
                start=format_date(self.env, absence.date_from),
                end=format_date(self.env, absence.date_to),
            )

    @api.depends("user_id", "deputy_id", "date_from", "date_to", "company_id")
    def _compute_hint(self):
        """What whoever plans the absence should know; nothing of it is refused."""
        for absence in self:
            absence.hint = " ".join(absence._hints()) or False

    def _hints(self):
        user_sudo, deputy_sudo = self.user_id.sudo(), self.deputy_id.sudo()
        if not (user_sudo and deputy_sudo and self.date_from and self.date_to):
            return []
        words = []
        for other in self._meanwhile_of(deputy_sudo, self.date_from, self.date_to):
            words.append(
                self.env._(
                    "%(deputy)s is away from %(start)s to %(end)s; meanwhile"
                    " %(next)s stands in.",
                    deputy=deputy_sudo.name,
                    start=format_date(self.env, other.date_from),
                    end=format_date(self.env, other.date_to),
                    next=other.deputy_id.sudo().name,
                )
            )
        if user_sudo.has_group(HEAD) and not deputy_sudo.has_group(HEAD):
            words.append(
                self.env._(
                    "%(deputy)s does not have the rights of the head: hours and waivers"
                    " wait for another head of the office.",
                    deputy=deputy_sudo.name,
                )
            )
        return words

    def _compute_meanwhile(self):
        activities = self._counts("mail.activity", "wohnkoord_absence_id")
        open_ones = self._counts("mail.activity", "wohnkoord_absence_id", active=True)
        cases = self._counts("wohnkoord.advisory", "absence_id")
        for absence in self:
            absence.activity_count = activities.get(absence._origin.id, 0)
            absence.open_count = open_ones.get(absence._origin.id, 0)
            absence.case_count = cases.get(absence._origin.id, 0)

    def _counts(self, model, link, active=False):
        # sudo: numbers only; the lists behind them show what the reader may see
        records_sudo = self.env[model].sudo().with_context(active_test=active)
        groups = records_sudo._read_group([(link, "in", self.ids)], [link], ["__count"])
        return {absence.id: count for absence, count in groups}

    # -- rules -------------------------------------------------------------------------

    @api.constrains("user_id", "deputy_id", "company_id")
    def _check_people(self):
        for absence in self:
            for user_sudo in (absence.user_id.sudo(), absence.deputy_id.sudo()):
                if (
                    user_sudo.share
                    or not user_sudo.active
                    or absence.company_id not in user_sudo.company_ids
                    or not user_sudo.has_group(OFFICE)
                ):
                    raise ValidationError(
                        self.env._(
                            "%(user)s does not work in this office.",
                            user=user_sudo.name,
                        )
                    )

    @api.constrains("user_id", "deputy_id", "company_id", "date_from", "date_to")
    def _check_no_circle(self):
        self._take_turns()
        for absence in self:
            if absence._leads_back_to(
                absence.user_id, absence.deputy_id, absence.date_from, absence.date_to
            ):
                raise ValidationError(
                    self.env._(
                        "On some of these days %(deputy)s is away too, and the deputies"
                        " lead back to %(user)s: nobody would be there. Please choose"
                        " another deputy.",
                        deputy=absence.deputy_id.sudo().name,
                        user=absence.user_id.sudo().name,
                    )
                )

    def _take_turns(self):
        """Two who plan at the same moment are one after the other.

        A circle needs two rows, so no constraint of the table sees it. Both update the
        office's row; the later transaction is repeated and then sees the earlier one.
        """
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "UPDATE res_company SET sequence = sequence WHERE id IN %s RETURNING id",
                tuple(self.company_id.ids),
            )
        )

    def _leads_back_to(self, user, deputy, start, end):
        """Whether on a day from ``start`` to ``end`` the deputies lead to ``user``."""
        for other in self._meanwhile_of(deputy, start, end):
            if other.deputy_id == user or self._leads_back_to(
                user,
                other.deputy_id,
                max(start, other.date_from),
                min(end, other.date_to),
            ):
                return True
        return False

    def _meanwhile_of(self, user, start, end):
        """The absences of ``user`` in this office that touch these days."""
        # sudo: also for whoever plans in an office that is not the active one
        return self.sudo().search(
            [
                ("user_id", "=", user.id),
                ("company_id", "=", self.company_id.id),
                ("date_from", "<=", end),
                ("date_to", ">=", start),
            ],
            order="date_from",
        )

    def write(self, vals):
        for name in ("user_id", "company_id"):
            if name in vals and any(row[name].id != vals[name] for row in self):
                raise UserError(
                    self.env._("An absence keeps its person and its office.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if self.filtered(lambda absence: absence.status != "coming"):
            raise UserError(
                self.env._(
                    "An absence that has begun is kept, for it tells where work went. To"
                    " be back earlier, change its last day."
                )
            )

    # -- afterwards --------------------------------------------------------------------

    def action_view_activities(self):
        """What the deputy got as activities, done ones too."""
        self.ensure_one()
        title = self.env._("Activities Meanwhile")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "mail.activity",
            "view_mode": "list,form",
            "domain": [("wohnkoord_absence_id", "=", self.id)],
            "context": {"active_test": False, "create": False},
        }

    def action_view_cases(self):
        """What came as new cases."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.advisory_action"
        )
        domain = [("absence_id", "=", self.id)]
        return {**action, "domain": domain, "context": {"create": False}}

    def action_take_back(self):
        """Give what is still open back to whoever was away.

        :raise UserError: the absence is not over
        """
        self.check_access("write")
        for absence in self:
            if absence.status == "coming":
                raise UserError(self.env._("The absence has not begun yet."))
        # sudo: activities on records of other apps; only who has them changes
        for absence in self.sudo():
            user = absence.user_id
            activities = self.env["mail.activity"].sudo()
            activities.search([("wohnkoord_absence_id", "=", absence.id)]).with_context(
                mail_activity_quick_update=True
            ).write({"user_id": user.id})
            cases = self.env["wohnkoord.advisory"].sudo()
            cases.search(
                [
                    ("absence_id", "=", absence.id),
                    ("state", "in", ("requested", "approved", "running")),
                ]
            ).write({"user_id": user.id})
        return True
