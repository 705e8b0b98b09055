# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .procedure import RUNNING_STATES

#: state -> what comes next
NEXT_STEPS = {
    "preparation": "publish",
    "published": "close",
    "closed": "open",
    "opened": "jury",
    "jury": "recommend",
    "recommended": "decide",
    "decided": "reserve",
    "reserved": "contract",
    "contracted": "finish",
}


class Procedure(models.Model):
    """The checklist: what a procedure lacks before its next step.

    Others add to it: ``_missing(step)`` with super, steps as in ``NEXT_STEPS``.
    """

    _inherit = "wohnkoord.procedure"

    missing_html = fields.Html(
        "Checklist",
        compute="_compute_missing",
        sanitize=False,
        groups="wohnkoord_odoo.group_user",
    )
    has_blocker = fields.Boolean(
        compute="_compute_missing", groups="wohnkoord_odoo.group_user"
    )
    next_step = fields.Char(compute="_compute_next_step")

    @api.depends("state")
    def _compute_next_step(self):
        for procedure in self:
            procedure.next_step = NEXT_STEPS.get(procedure.state, "")

    @api.depends(
        "state",
        "date_deadline",
        "date_questions_until",
        "lot_ids",
        "criterion_ids",
        "requirement_ids",
        "date_ids",
        "officer_ids",
        "min_intake_days",
        "short_intake_reason",
        "resolution_body",
        "resolution_number",
        "resolution_date",
        "resolution_file",
        "weight_model",
        "is_template",
    )
    @api.depends_context("lang")
    def _compute_missing(self):
        for procedure in self:
            step = procedure._origin and procedure.next_step
            is_asked = step and not procedure.is_template
            found = procedure._missing(step) if is_asked else []
            procedure.missing_html = procedure._missing_as_html(found)
            procedure.has_blocker = any(item["severity"] == "blocker" for item in found)

    def _missing(self, step):
        """What is missing before ``step``.

        :param str step: one of ``NEXT_STEPS``
        :return list: dicts of ``text`` (translated), ``severity`` (``blocker``,
            ``warning``) and ``field`` (technical name on the procedure, or None)
        """
        self.ensure_one()
        if step != "publish":
            return []
        return [
            *self._missing_resolution(),
            *self._missing_dates(),
            *self._missing_lots(),
            *self._missing_criteria(),
            *self._missing_rest(),
        ]

    def _check_step(self, step):
        """Refuse ``step`` while something is missing; warnings do not count.

        :raise UserError: with everything that blocks it
        """
        for procedure in self:
            blockers = [
                item["text"]
                for item in procedure._missing(step)
                if item["severity"] == "blocker"
            ]
            if blockers:
                raise UserError(
                    self.env._(
                        '"%(procedure)s" is not ready yet:\n%(list)s',
                        procedure=procedure.name,
                        list="\n".join(f"– {text}" for text in blockers),
                    )
                )

    def _missing_as_html(self, found):
        """The list for the form; texts are text, whatever stands in them."""
        if not found:
            return False
        labels = {
            "blocker": self.env._("Needed"),
            "warning": self.env._("Advisable"),
        }
        found = sorted(found, key=lambda item: item["severity"] != "blocker")
        return Markup("<ul class='mb-0'>{}</ul>").format(
            Markup().join(
                Markup("<li><strong>{}:</strong> {}</li>").format(
                    labels[item["severity"]], item["text"]
                )
                for item in found
            )
        )

    # -- before the publication ----------------------------------------------------------

    def _missing_resolution(self):
        """The criteria are decided first; Leipzig stopped a call for that in 2017."""
        if self.is_template:
            yield _blocker(self.env._("A template is not published."), "is_template")
        if not (
            self.resolution_body and self.resolution_number and self.resolution_date
        ):
            yield _blocker(
                self.env._(
                    "The resolution on the criteria: who decided, its number and date."
                ),
                "resolution_number",
            )
        elif self.resolution_date > self._local(self._origin._now()).date():
            yield _blocker(
                self.env._("The resolution on the criteria is dated in the future."),
                "resolution_date",
            )
        elif not self.resolution_file:
            yield _warning(
                self.env._("The text of the resolution as a file."), "resolution_file"
            )

    def _missing_dates(self):
        deadline, questions = self.date_deadline, self.date_questions_until
        if not deadline:
            yield _blocker(self.env._("Until when bids may come."), "date_deadline")
            return
        if deadline <= self._origin._now():
            yield _blocker(self.env._("The deadline is over already."), "date_deadline")
        elif deadline < self._origin._now() + timedelta(days=self.min_intake_days):
            yield from self._missing_time()
        if not questions:
            yield _warning(
                self.env._("Until when questions are taken."), "date_questions_until"
            )
        elif questions >= deadline:
            yield _blocker(
                self.env._("Questions end before the deadline for bids."),
                "date_questions_until",
            )
        yield from self._missing_order()

    def _missing_time(self):
        if not (self.short_intake_reason or "").strip():
            yield _blocker(
                self.env._(
                    "Fewer than %(days)s days for bids: please move the deadline, or"
                    " say why it is shorter.",
                    days=self.min_intake_days,
                ),
                "short_intake_reason",
            )
        else:
            yield _warning(
                self.env._(
                    "Fewer than %(days)s days for bids, with a reason.",
                    days=self.min_intake_days,
                ),
                "date_deadline",
            )

    def _missing_order(self):
        questions = self.date_questions_until
        for date in self.date_ids:
            if date.kind == "opening" and date.date <= self.date_deadline:
                yield _blocker(
                    self.env._("The opening comes after the deadline."), "date_ids"
                )
            elif date.kind == "colloquium" and questions and date.date >= questions:
                yield _warning(
                    self.env._("The colloquium comes when questions are over already."),
                    "date_ids",
                )

    def _missing_lots(self):
        if not self.lot_ids:
            yield _blocker(self.env._("At least one plot on offer."), "lot_ids")
        for lot in self.lot_ids:
            if lot.tenure == "leasehold" and not lot.lease_years:
                yield _blocker(
                    self.env._(
                        "%(lot)s: the term of the leasehold.", lot=lot.display_name
                    ),
                    "lot_ids",
                )
            if lot.price_weight > 50:
                yield _warning(
                    self.env._(
                        "%(lot)s: the price weighs more than the concept.",
                        lot=lot.display_name,
                    ),
                    "lot_ids",
                )
        yield from self._missing_plots()

    def _missing_plots(self):
        elsewhere = self.env["wohnkoord.procedure.lot"].search(
            [
                ("plot_id", "in", self.lot_ids.plot_id.ids),
                ("procedure_id", "!=", self._origin.id),
                ("procedure_state", "in", (*RUNNING_STATES, "decided", "reserved")),
            ]
        )
        for lot in elsewhere:
            yield _blocker(
                self.env._(
                    '%(plot)s is on offer in "%(procedure)s".',
                    plot=lot.plot_id.name,
                    procedure=lot.procedure_id.name,
                ),
                "lot_ids",
            )

    def _missing_rest(self):
        if not self.requirement_ids:
            yield _warning(
                self.env._("Minimum requirements: who may bid at all."),
                "requirement_ids",
            )

    # -- criteria ------------------------------------------------------------------------

    def _missing_criteria(self):
        if not self.criterion_ids:
            if self.weight_model != "lot_only":
                yield _blocker(self.env._("Selection criteria."), "criterion_ids")
            return
        children = self._children_of()
        if self.weight_model == "percent":
            yield from self._missing_weights(children)
        for criterion, _numbers in self._outline():
            if children.get(criterion._saved()):
                if criterion.step_ids:
                    yield self._criterion_item(
                        criterion,
                        self.env._("it has sub-criteria, so its scale is not used."),
                        _warning,
                    )
            else:
                yield from self._missing_leaf(criterion)

    def _missing_weights(self, children):
        for parent, siblings in children.items():
            total = round(sum(row.weight for row in siblings), 2)
            if total != 100:
                yield _blocker(
                    self.env._(
                        "Weights: %(group)s sums up to %(total)s %% instead of 100 %%.",
                        group=parent.display_name or self.env._("the top level"),
                        total=f"{total:g}",
                    ),
                    "criterion_ids",
                )

    def _missing_leaf(self, criterion):
        points = criterion.step_ids.mapped("points")
        scored = self.weight_model in ("percent", "points")
        if self.weight_model == "priority" and not criterion.priority:
            yield self._criterion_item(criterion, self.env._("its priority."))
        if len(set(points)) < 2:
            yield self._criterion_item(
                criterion,
                self.env._("a scale of at least two steps, each with its text."),
                _blocker if scored else _warning,
            )
        elif criterion.points_min > max(points):
            yield self._criterion_item(
                criterion, self.env._("nobody can reach the points needed at least.")
            )

    def _criterion_item(self, criterion, text, severity=None):
        return (severity or _blocker)(
            self.env._(
                "Criterion %(criterion)s: %(text)s",
                criterion=criterion.display_name,
                text=text,
            ),
            "criterion_ids",
        )


def _blocker(text, field):
    return {"text": text, "severity": "blocker", "field": field}


def _warning(text, field):
    return {"text": text, "severity": "warning", "field": field}
