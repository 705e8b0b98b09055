# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from markupsafe import Markup

from odoo import api, fields, models

from ..tools.ranking_robustness import variants


class Procedure(models.Model):
    """Whether the office looks at how sturdy the rankings are; nothing of it is kept."""

    _inherit = "wohnkoord.procedure"

    is_robustness_shown = fields.Boolean(
        "Robustness Shown",
        readonly=True,
        copy=False,
        groups="wohnkoord_odoo.group_user",
        help="For the office only: it decides nothing, and stands in no file.",
    )

    def action_toggle_robustness(self):
        """Show or hide the view; it is no part of the log."""
        for procedure in self:
            procedure._check_ranking_access()
            shown = not procedure.is_robustness_shown
            procedure._write_guarded({"is_robustness_shown": shown})


class Ranking(models.Model):
    """Small changes and who would win then; computed when it is looked at."""

    _inherit = "wohnkoord.ranking"

    is_robustness_shown = fields.Boolean(
        related="procedure_id.is_robustness_shown", groups="wohnkoord_odoo.group_user"
    )
    robustness_page = fields.Html(
        "Robustness",
        compute="_compute_robustness_page",
        sanitize=False,
        groups="wohnkoord_odoo.group_user",
    )

    @api.depends("content", "procedure_id.is_robustness_shown")
    @api.depends_context("lang")
    def _compute_robustness_page(self):
        for ranking in self:
            shown = ranking.procedure_id.is_robustness_shown
            ranking.robustness_page = shown and ranking._robustness_html()

    def _robustness_html(self):
        """A table of the changes; those with another winner stand out, and first."""
        found = variants(self._content()["input"])
        names = self._criterion_names()
        seats = {
            str(seat.id): seat.name
            for seat in self.env["wohnkoord.juror"].search(
                [("procedure_id", "=", self.procedure_id.id)]
            )
        }
        head, *rows = found
        changing = sum(row["changes"] for row in rows)
        summary = (
            self.env._(
                "%(count)s of %(total)s small changes would give another winner.",
                count=changing,
                total=len(rows),
            )
            if changing
            else self.env._(
                "None of %(total)s small changes would give another winner.",
                total=len(rows),
            )
        )
        body = Markup().join(
            Markup("<tr class='{}'><td>{}</td><td>{}</td></tr>").format(
                "table-warning" if row["changes"] else "",
                self._robustness_words(row, names, seats),
                ", ".join(map(str, row["winners"])) or "–",
            )
            for row in [head, *sorted(rows, key=lambda row: not row["changes"])]
        )
        return Markup(
            "<p><strong>{}</strong></p><table class='table table-sm'>"
            "<thead><tr><th scope='col'>{}</th><th scope='col'>{}</th></tr></thead>"
            "<tbody>{}</tbody></table>"
        ).format(summary, self.env._("Change"), self.env._("First Place (Bid)"), body)

    def _robustness_words(self, row, names, seats):
        kind, delta = row["kind"], f"{row['delta']:+d}"
        if kind == "without_seat":
            seat = seats.get(row["key"], row["key"])
            return self.env._('Without the seat "%(seat)s"', seat=seat)
        if kind == "median":
            return self.env._("Median of the seats instead of the mean")
        if kind == "weight":
            return self.env._(
                '"%(criterion)s" %(delta)s points of weight',
                criterion=names.get(row["key"], ""),
                delta=delta,
            )
        if kind == "price":
            return self.env._("Price %(delta)s points of weight", delta=delta)
        return self.env._("As declared")
