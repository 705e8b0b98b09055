# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

#: kinds whose date is a field of the procedure, where it is changed
KEPT_KINDS = {"questions": "date_questions_until", "deadline": "date_deadline"}
#: kinds that the office keeps to itself unless it says otherwise
INTERNAL_KINDS = ("opening", "jury")


class ProcedureDate(models.Model):
    """A date in the timeline of a procedure, with time of day and zone."""

    _name = "wohnkoord.procedure.date"
    _inherit = ["wohnkoord.procedure.child.mixin"]
    _description = "Date of a Procedure"
    _order = "date, id"

    kind = fields.Selection(
        [
            ("colloquium", "Colloquium"),
            ("site_visit", "Site visit"),
            ("questions", "Questions until"),
            ("deadline", "Bids until"),
            ("opening", "Opening of the bids"),
            ("jury", "Jury session"),
            ("council", "Council decision"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    name = fields.Char(
        "Occasion",
        required=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    date = fields.Datetime("Begins", required=True, index=True)
    date_end = fields.Datetime("Ends")
    date_until = fields.Datetime(
        "Over by",
        compute="_compute_date_until",
        inverse="_inverse_date_until",
        store=True,
        help="The end, or the beginning where there is none: a calendar asks for it.",
    )
    place = fields.Char()
    is_public = fields.Boolean(
        "Public",
        compute="_compute_is_public",
        store=True,
        readonly=False,
        precompute=True,
        help="Stands on the procedure's public page.",
    )
    date_label = fields.Char(
        "In the Procedure's Time Zone", compute="_compute_date_label"
    )
    procedure_state = fields.Selection(related="procedure_id.state")

    _end_check = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date)", "The end is before the start."
    )
    _kept_uniq = models.UniqueIndex(
        "(procedure_id, kind) WHERE kind IN ('questions', 'deadline')",
        "The procedure has this date already.",
    )

    @api.depends("kind")
    def _compute_name(self):
        for date in self:
            # in the office's language, which its public reads, whoever sets the date
            lang = date.procedure_id.company_id.partner_id.lang
            office = date.with_context(lang=lang or self.env.lang)
            labels = dict(self._fields["kind"]._description_selection(office.env))
            if not date.name or date.name in labels.values():
                date.name = labels.get(date.kind)

    @api.depends("date", "date_end")
    def _compute_date_until(self):
        for date in self:
            date.date_until = date.date_end or date.date

    def _inverse_date_until(self):
        for date in self:
            date.date_end = date.date_until != date.date and date.date_until

    @api.depends("kind")
    def _compute_is_public(self):
        for date in self:
            date.is_public = date.kind not in INTERNAL_KINDS

    @api.depends("date", "date_end", "procedure_id.tz")
    @api.depends_context("lang")
    def _compute_date_label(self):
        for date in self:
            date.date_label = date.procedure_id._period_label(date.date, date.date_end)

    @api.depends("name", "procedure_id.name")
    def _compute_display_name(self):
        for date in self:
            parts = (date.name, date.procedure_id.name)
            date.display_name = ": ".join(filter(None, parts))

    # -- what the procedure itself keeps -------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        default = self.default_get(["kind"]).get("kind")
        if any(vals.get("kind", default) in KEPT_KINDS for vals in vals_list):
            self._raise_kept()
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        touches = {"kind", "date", "date_end"} & set(vals)
        if vals.get("kind") in KEPT_KINDS or (
            touches and any(date.kind in KEPT_KINDS for date in self)
        ):
            self._raise_kept()
        return super().write(vals)

    def unlink(self):
        self.check_access("unlink")
        if any(date.kind in KEPT_KINDS for date in self):
            self._raise_kept()
        return super().unlink()

    def _raise_kept(self):
        raise UserError(
            self.env._(
                "Until when questions and bids may come is set in the procedure itself."
            )
        )

    @api.model
    def _keep(self, procedures):
        """Bring the rows of the procedures' own dates up to what the procedures say.

        Whether these may change has been asked by the procedure.
        """
        rows = self.search(
            [
                ("procedure_id", "in", procedures.ids),
                ("kind", "in", list(KEPT_KINDS)),
            ]
        )
        known = {(row.procedure_id, row.kind): row for row in rows}
        new, gone = [], self.browse()
        for procedure in procedures:
            for kind, name in KEPT_KINDS.items():
                row, date = known.get((procedure, kind), self), procedure[name]
                if row and date:
                    row._write_guarded({"date": date})
                elif row:
                    gone += row
                elif date:
                    new.append(
                        {"procedure_id": procedure.id, "kind": kind, "date": date}
                    )
        gone._unlink_kept()
        self._create_guarded(new)

    def _unlink_kept(self):
        return super().unlink()  # pylint: disable=super-method-mismatch
