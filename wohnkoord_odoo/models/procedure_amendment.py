# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.procedure_dates import add_days, earliest_deadline


class ProcedureAmendment(models.Model):
    """A change of a published procedure: prepared, shown as a list of changes, published.

    While it is a draft, the procedure's rows may be edited. Published, it makes the next
    version; dropped, the rows are again what the version in force says.
    """

    _name = "wohnkoord.procedure.amendment"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Amendment of a Procedure"
    _order = "procedure_id, id desc"
    _rec_name = "reason"
    _check_company_auto = True

    _initial_state = "draft"
    _guarded_fields = ("base_version_id", "version_id", "date_published")
    _state_actions = {"published": "action_publish", "dropped": "action_drop"}

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        [
            ("draft", "Being Prepared"),
            ("published", "Published"),
            ("dropped", "Dropped"),
        ],
        required=True,
        index=True,
        copy=False,
        default="draft",
    )
    reason = fields.Text(
        help="Everybody reads it: on the public page, in the feed, in the mail."
    )
    is_material = fields.Boolean(
        "Material Change",
        default=True,
        help="Bids rest on what changes: who has bid is asked to confirm again.",
    )
    date_deadline = fields.Datetime(
        "New Deadline for Bids", help="Empty: stays. It only ever moves later."
    )
    date_questions_until = fields.Datetime(
        "New End of Questions", help="Empty: stays. It only ever moves later."
    )
    base_version_id = fields.Many2one(
        "wohnkoord.procedure.version",
        "Changes Version",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    version_id = fields.Many2one(
        "wohnkoord.procedure.version",
        "Became Version",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    date_published = fields.Datetime("Published on", readonly=True, copy=False)
    diff = fields.Text(
        "What Changes",
        compute="_compute_diff",
        help="What is prepared, against the version in force; one change per line.",
    )
    date_earliest = fields.Datetime(
        "Earliest Deadline",
        compute="_compute_earliest",
        help="The first deadline that leaves the set days after a change of today.",
    )
    is_too_late = fields.Boolean(compute="_compute_earliest")

    _draft_uniq = models.UniqueIndex(
        "(procedure_id) WHERE state = 'draft'",
        "A change of this procedure is being prepared already.",
    )

    @api.depends("procedure_id", "state")
    def _compute_display_name(self):
        for amendment in self:
            amendment.display_name = self.env._(
                "Change of %(procedure)s", procedure=amendment.procedure_id.name
            )

    @api.depends_context("lang")
    @api.depends("state", "date_deadline", "date_questions_until", "version_id")
    def _compute_diff(self):
        for amendment in self:
            amendment.diff = "\n".join(amendment._diff_lines())

    @api.depends("state", "date_deadline", "procedure_id.published_deadline")
    def _compute_earliest(self):
        for amendment in self:
            procedure = amendment.procedure_id
            is_draft = amendment.state == "draft" and procedure.published_deadline
            earliest = is_draft and amendment._earliest(procedure._now())
            amendment.date_earliest = earliest
            amendment.is_too_late = earliest and amendment._deadline() < earliest

    def _diff_lines(self):
        """What changes, or changed, in words."""
        self.ensure_one()
        if self.state == "published":
            return self.version_id._diff_lines()
        procedure = self.procedure_id
        if self.state == "dropped" or not procedure.version_id:
            return []
        return procedure._describe_changes(
            procedure._published_content(), self._prepared_values()
        )

    # -- rules ---------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        amendments = super().create(vals_list)
        for amendment in amendments:
            procedure = amendment.procedure_id
            amendment._check_open(procedure._now())
            amendment._write_guarded({"base_version_id": procedure.version_id.id})
        return amendments

    def write(self, vals):
        self.check_access("write")
        if any(amendment.state != "draft" for amendment in self) and vals:
            raise UserError(
                self.env._("This change is decided. Please prepare another one.")
            )
        if any(
            a.procedure_id.id != vals.get("procedure_id", a.procedure_id.id)
            for a in self
        ):
            raise UserError(self.env._("A change belongs to its procedure."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Changes of a procedure are kept. A draft can be dropped.")
        )

    def _deadline(self):
        """The deadline for bids that would hold."""
        procedure = self.procedure_id
        return (
            self.date_deadline
            or procedure.date_deadline
            or procedure.published_deadline
        )

    def _earliest(self, moment):
        """The first deadline that leaves bidders the set days after ``moment``.

        The days are those of the version in force: that is what bidders were promised.
        """
        procedure = self.procedure_id
        return earliest_deadline(
            moment,
            procedure._amendment_days(),
            procedure.published_deadline,
            procedure._published_tz(),
        )

    def _check_open(self, moment):
        """Nothing changes once bids may no longer come."""
        procedure = self.procedure_id
        if not procedure._is_open(moment):
            raise UserError(
                self.env._(
                    '"%(procedure)s" cannot be changed: it is not published, or its'
                    " deadline has passed.",
                    procedure=procedure.display_name,
                )
            )

    def _check_publish(self, moment):
        """Everything that stands against publishing the change at ``moment``.

        :raise UserError: says what, and what would help
        """
        self.ensure_one()
        procedure = self.procedure_id
        self._check_open(moment)
        if self.base_version_id != procedure.version_id:
            raise UserError(self.env._("The procedure was changed in the meantime."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please say why the procedure changes."))
        if not self._diff_lines():
            raise UserError(
                self.env._("Nothing differs from the published version yet.")
            )
        self._check_later(
            procedure.published_deadline,
            self._deadline(),
            self.env._("The deadline for bids"),
        )
        self._check_later(
            procedure.version_id.date_questions_until,
            self.date_questions_until or procedure.date_questions_until,
            self.env._("The end of questions"),
        )
        self._check_days(moment)

    def _check_later(self, old, new, what):
        if old and (not new or new < old):
            raise UserError(
                self.env._(
                    "%(what)s was published as %(date)s. It can only be moved later.",
                    what=what,
                    date=self.procedure_id._moment_text(old),
                )
            )

    def _check_days(self, moment):
        """Extend or refuse: bidders have the set days after every change (R5).

        Counted from the moment of publication in calendar days, to the second.
        """
        procedure = self.procedure_id
        days = procedure._amendment_days()
        if self._deadline() >= add_days(moment, days, procedure._published_tz()):
            return
        raise UserError(
            self.env._(
                "Too late for this deadline: bidders have at least %(days)s days after a"
                " change. Please set a new deadline, %(date)s or later.",
                days=days,
                date=procedure._moment_text(self._earliest(moment)),
            )
        )

    # -- actions -------------------------------------------------------------------------

    def action_extend(self):
        """Set the earliest deadline that leaves bidders the set days."""
        for amendment in self:
            earliest = amendment._earliest(amendment.procedure_id._now())
            amendment.date_deadline = max(earliest, amendment._deadline())

    def action_publish(self):
        """Publish the change as the next version.

        :raise UserError: decided already, too late, nothing differs, no reason
        """
        for amendment in self:
            amendment.check_access("write")
            procedure = amendment.procedure_id
            procedure.lock_for_update(allow_referencing=True)
            amendment._refuse_decided()
            amendment._check_publish(procedure._now())
            if dates := amendment._prepare_dates():
                procedure.write(dates)
            procedure._check_dates(procedure._now())
            version = procedure._freeze(amendment.reason, amendment.is_material)
            amendment._write_guarded(
                {
                    "state": "published",
                    "version_id": version.id,
                    "date_published": version.date,
                }
            )
            # the index that allows one draft sees it before the next one is made
            amendment.flush_recordset(["state"])
            procedure._log("amended", amendment._log_values(version))
            procedure._on_amended(amendment)

    def action_drop(self):
        """Drop the draft; the procedure's rows are again what was published.

        :raise UserError: decided already, or something could not be brought back
        """
        for amendment in self:
            amendment.check_access("write")
            amendment.procedure_id.lock_for_update(allow_referencing=True)
            amendment._refuse_decided()
            amendment.procedure_id._restore_published()
            amendment._write_guarded({"state": "dropped"})
            amendment.flush_recordset(["state"])

    def _refuse_decided(self):
        self.invalidate_recordset(["state"])
        if self.state != "draft":
            raise UserError(self.env._("This change is published or dropped already."))

    def _prepare_dates(self):
        return {
            name: self[name]
            for name in ("date_deadline", "date_questions_until")
            if self[name]
        }

    def _prepared_values(self):
        """The content that the next version would have now."""
        return self.procedure_id._frozen_values(**self._prepare_dates())

    def _log_values(self, version):
        return {
            "version": version.number,
            "sha256": version.hash,
            "reason": self.reason,
            "material": self.is_material,
            "deadline": fields.Datetime.to_string(version.date_deadline),
        }
