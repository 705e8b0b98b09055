# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.slug import SLUG, free_slug, slugify
from .procedure_date import KEPT_KINDS

SEQUENCE = "wohnkoord.procedure"
#: from the publication on these stay, whatever an amendment changes
FIXED_FIELDS = frozenset(
    ("company_id", "is_template", "reference", "seal_mode", "slug", "tz")
)
#: what bidders rely on: changed in preparation and by an amendment only
PUBLISHED_FIELDS = frozenset(
    (
        "name",
        "description",
        "aim",
        "date_questions_until",
        "date_deadline",
        "weight_model",
        "advice_rule",
        "amendment_days",
        "question_rule",
        "min_intake_days",
        "short_intake_reason",
        "max_file_mb",
        "max_files",
        "resolution_body",
        "resolution_number",
        "resolution_date",
        "resolution_file",
        "resolution_file_name",
        "jury_name",
        "scoring_mode",
        "is_anonymous",
        "quorum",
        "tie_break",
        "standstill_days",
        "reservation_months",
    )
)


class Procedure(models.Model):
    """How a procedure is made, changed and deleted, and when no longer."""

    _inherit = "wohnkoord.procedure"

    can_edit = fields.Boolean(
        compute="_compute_can_edit",
        help="What is published may change now.",
    )

    lot_count = fields.Integer("Number of Plots", compute="_compute_counts")
    criterion_count = fields.Integer("Number of Criteria", compute="_compute_counts")
    date_count = fields.Integer("Number of Dates", compute="_compute_counts")

    @api.depends("lot_ids", "criterion_ids", "date_ids")
    def _compute_counts(self):
        parts = {
            "lot_count": "wohnkoord.procedure.lot",
            "criterion_count": "wohnkoord.criterion",
            "date_count": "wohnkoord.procedure.date",
        }
        self._count_rows(parts)

    def _count_rows(self, parts):
        """Set fields to the number of the procedures' rows that the user may see.

        :param dict parts: name of the field -> model, which has a ``procedure_id``
        """
        for name, model in parts.items():
            groups = self.env[model]._read_group(
                [("procedure_id", "in", self.ids)], ["procedure_id"], ["__count"]
            )
            counts = {procedure.id: count for procedure, count in groups}
            for procedure in self:
                procedure[name] = counts.get(procedure._origin.id, 0)

    @api.depends("state")
    def _compute_can_edit(self):
        for procedure in self:
            procedure.can_edit = procedure._may_edit()

    def _may_edit(self):
        """Whether what is (to be) published may change: lots, criteria, dates ...

        An amendment extends it. Neither roles nor the superuser matter here.
        """
        self.ensure_one()
        return self.state == "preparation"

    @api.constrains("slug")
    def _check_slug(self):
        for procedure in self:
            if not SLUG.fullmatch(procedure.slug or ""):
                raise ValidationError(
                    self.env._("The address has small letters, digits and hyphens.")
                )

    @api.constrains("company_id")
    def _check_one_office(self):
        for procedure in self:
            parts_sudo = procedure.sudo()
            if (
                parts_sudo.lot_ids.plot_id.company_id - procedure.company_id
                or parts_sudo.requirement_ids.legal_form_ids.company_id
                - procedure.company_id
            ):
                raise ValidationError(self.env._("The plots belong to another office."))

    # -- made, changed, deleted ----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        given = [
            # a form that leaves number or address open hands them over empty
            {
                name: value
                for name, value in vals.items()
                if value or name not in ("slug", "reference")
            }
            for vals in vals_list
        ]
        procedures = super().create(given)
        for procedure in procedures:
            # one by one: each takes a number and an address
            if not procedure.reference:
                procedure.reference = procedure._next_reference()
            if not procedure.slug:
                stem = slugify(procedure.name) or "verfahren"
                procedure.slug = free_slug(procedure, procedure.company_id, stem)
        self.env["wohnkoord.procedure.date"]._keep(procedures)
        return procedures

    def write(self, vals):
        self._refuse_published(vals)
        result = super().write(vals)
        if set(KEPT_KINDS.values()) & set(vals):
            self.env["wohnkoord.procedure.date"]._keep(self)
        if "is_template" in vals:
            self.env["wohnkoord.procedure.lot"]._note_plots(self.lot_ids.plot_id)
        return result

    def unlink(self):
        plots = self.lot_ids.plot_id
        result = super().unlink()
        self.env["wohnkoord.procedure.lot"]._note_plots(plots)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_prepared(self):
        if any(procedure.state != "preparation" for procedure in self):
            raise UserError(
                self.env._(
                    "Only procedures in preparation can be deleted. A published one is"
                    " cancelled, with a reason."
                )
            )

    def _refuse_published(self, vals):
        changed = set(vals)
        for procedure in self:
            frozen = (
                changed & FIXED_FIELDS if procedure.state != "preparation" else set()
            )
            if not procedure._may_edit():
                frozen |= changed & PUBLISHED_FIELDS
            if frozen:
                labels = self.fields_get(sorted(frozen), ["string"])
                raise UserError(
                    self.env._(
                        '"%(procedure)s" is published; this changes by an amendment only'
                        " or not at all: %(fields)s.",
                        procedure=procedure.name,
                        fields=", ".join(
                            labels.get(name, {}).get("string", name)
                            for name in sorted(frozen)
                        ),
                    )
                )

    def _next_reference(self):
        """The next number of the office; each office counts for itself."""
        self.ensure_one()
        company = self.company_id
        # sudo: advisers may not make sequences
        Sequence_sudo = self.env["ir.sequence"].sudo()
        if not Sequence_sudo.search_count(
            [("code", "=", SEQUENCE), ("company_id", "=", company.id)], limit=1
        ):
            Sequence_sudo.create(
                {
                    "name": f"{self._description}: {company.name}",
                    "code": SEQUENCE,
                    "company_id": company.id,
                    "prefix": "KV-%(year)s-",
                    "padding": 2,
                    "use_date_range": True,
                }
            )
        return Sequence_sudo.with_company(company).next_by_code(SEQUENCE)

    # -- buttons -------------------------------------------------------------------------

    def action_view_plots(self):
        """Show the plots on offer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plots on Offer"),
            "res_model": "wohnkoord.plot",
            "view_mode": "list,form",
            "domain": [("id", "in", self.lot_ids.plot_id.ids)],
        }

    def action_view_dates(self):
        """Show the timeline in the calendar, from its next date on."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.procedure_date_action"
        )
        coming = self.date_ids.filtered(lambda date: date.date >= fields.Datetime.now())
        first = (coming or self.date_ids)[:1].date
        context = {"default_procedure_id": self.id}
        if first:
            context["initial_date"] = fields.Datetime.to_string(first)
        return {
            **action,
            "domain": [("procedure_id", "=", self.id)],
            "context": context,
        }
