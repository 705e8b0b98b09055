# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: levels that are advice on a concept, not on how a procedure works in general
CONCEPT_LEVELS = ("concept", "specialist")


class Advisory(models.Model):
    """Advice while a procedure runs (design, invariant 8).

    The procedure's ``advice_rule`` binds the advice in its own matters. Whether a case is
    one of them only a person knows: whoever approves it says so, and it is kept with name
    and date. The word holds for the procedures that ran when it was given, for no later
    one.
    """

    _inherit = "wohnkoord.advisory"

    procedure_matter = fields.Selection(
        [
            ("procedure", "Matter of the procedure"),
            ("other", "Another matter"),
        ],
        "The Case Concerns",
        readonly=True,
        copy=False,
        help="Said by whoever decides on a case of a group that takes part in a running"
        " procedure.",
    )
    procedure_matter_user_id = fields.Many2one(
        "res.users", "Matter Said by", readonly=True, copy=False, ondelete="restrict"
    )
    procedure_matter_date = fields.Datetime("Said on", readonly=True, copy=False)
    procedure_matter_reason = fields.Text("Why", readonly=True, copy=False)
    matter_procedure_ids = fields.Many2many(
        "wohnkoord.procedure",
        string="Said for",
        readonly=True,
        copy=False,
        help="The procedures that ran when it was said.",
    )
    running_procedure_ids = fields.Many2many(
        related="initiative_id.running_procedure_ids"
    )
    advice_is_bound = fields.Boolean(
        "Bound by a Procedure",
        compute="_compute_advice_is_bound",
        help="A running procedure forbids this advice in its own matters.",
    )

    @property
    def _guarded_fields(self):
        return (
            *super()._guarded_fields,
            "procedure_matter",
            "procedure_matter_user_id",
            "procedure_matter_date",
            "procedure_matter_reason",
            "matter_procedure_ids",
        )

    @api.depends(
        "level",
        "procedure_matter",
        "matter_procedure_ids",
        "initiative_id.running_procedure_ids",
    )
    def _compute_advice_is_bound(self):
        for case in self:
            # sudo: the rule holds for whoever looks
            running_sudo = case.initiative_id.sudo().running_procedure_ids
            case.advice_is_bound = bool(case._forbidding(running_sudo))

    def _forbidding(self, procedures):
        """The procedures among these whose rule forbids this case."""
        self.ensure_one()
        rules = {"none"} | ({"general"} if self.level in CONCEPT_LEVELS else set())
        binding = procedures.filtered(lambda p: p.advice_rule in rules)
        if self.procedure_matter == "other":
            return binding.filtered(
                lambda p: p.id not in self.sudo().matter_procedure_ids.ids
            )
        return binding

    def action_start(self):
        """Begin the advice; a case approved before the procedure is asked as well.

        :raise UserError: see the case's own rules, and ``_check_advice_rule``
        """
        self._check_office()
        approved = self.filtered(lambda case: case.state == "approved")
        approved._check_procedures()
        return super().action_start()

    def _check_advice_rule(self, procedures):
        result = super()._check_advice_rule(procedures)
        for case in self:
            if forbidding := case._forbidding(procedures):
                raise UserError(
                    self.env._(
                        "%(case)s: %(initiative)s takes part in %(procedure)s, and while"
                        " it runs there is no such advice in its matters. If the case"
                        ' concerns another matter, please say so first ("Say the'
                        ' Matter").',
                        case=case.display_name,
                        initiative=case.initiative_id.display_name,
                        procedure=", ".join(forbidding.mapped("name")),
                    )
                )
        for case in self:
            case._note_advice(procedures)
        return result

    def _note_advice(self, procedures):
        """Note, at the case and in the procedures' logs, that the advice was allowed."""
        # sudo: the rule holds for whoever decides
        parties = self.env["wohnkoord.registration"].sudo()
        parties = parties.search(
            Domain("initiative_id", "=", self.initiative_id.id)
            & Domain("procedure_id", "in", procedures.ids)
        )
        for party in parties:
            party.procedure_id._log(
                "advice_allowed",
                {
                    "party": party.number,
                    "level": self.level,
                    "rule": party.procedure_id.advice_rule,
                    "matter": self.procedure_matter or "",
                },
            )
        self.message_post(
            body=self.env._(
                "Allowed while the group takes part in %(procedures)s.",
                procedures=", ".join(procedures.mapped("name")),
            )
        )

    def action_say_matter(self):
        """Open the dialog that asks whether the case concerns a running procedure."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Does the Case Concern?"),
            "res_model": "wohnkoord.procedure.matter",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_advisory_id": self.id},
        }

    def _say_matter(self, matter, reason):
        """Keep what the current user says the case concerns.

        :param str matter: ``procedure`` or ``other``
        :param str reason: required for ``other``
        """
        self.ensure_one()
        self._check_office()
        reason = (reason or "").strip()
        if matter == "other" and not reason:
            raise UserError(self.env._("Please say in a few words which matter it is."))
        running = self.initiative_id._running_procedures()
        if not running:
            raise UserError(self.env._("The group takes part in no running procedure."))
        self._write_guarded(
            {
                "procedure_matter": matter,
                "procedure_matter_user_id": self.env.uid,
                "procedure_matter_date": fields.Datetime.now(),
                "procedure_matter_reason": reason or False,
                "matter_procedure_ids": [(6, 0, running.ids)],
            }
        )
        label = dict(self._fields["procedure_matter"]._description_selection(self.env))
        self.message_post(
            body=self.env._(
                "While %(procedures)s runs, this case concerns: %(matter)s. %(reason)s",
                procedures=", ".join(running.mapped("name")),
                matter=label[matter],
                reason=reason,
            )
        )
