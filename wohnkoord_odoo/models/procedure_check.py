# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..tools.formal_check import read_decimal

PROPOSALS = [("met", "Met"), ("not_met", "Not Met"), ("unclear", "Unclear")]
RESULTS = [("met", "Met"), ("cure", "Ask for It"), ("not_met", "Not Met")]
SHARES = ("complete_share", "self_use", "subsidised")


class BidCheck(models.Model):
    """One minimum requirement at one opened bid: what the bid says, what a person decides.

    The requirement is the published one, kept here as it was. Nothing is decided by the
    system; who decided what, and every change, stands in the procedure's log.
    """

    _name = "wohnkoord.bid.check"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Formal Check of a Bid"
    _order = "procedure_id, bid_number, bid_id, sequence, id"

    _guarded_fields = (
        "bid_id",
        "requirement_key",
        "name",
        "kind",
        "terms",
        "is_curable",
        "sequence",
        "proposal",
        "found",
        "result",
        "note",
        "decided_by_id",
        "date_decided",
    )
    _reason_actions = ("action_decide_met", "action_decide_cure", "action_not_met")

    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, index=True, readonly=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        related="bid_id.procedure_id", store=True, index=True
    )
    company_id = fields.Many2one(related="bid_id.company_id", store=True, index=True)
    procedure_lot_id = fields.Many2one(
        related="bid_id.procedure_lot_id", store=True, index="btree_not_null"
    )
    bid_number = fields.Integer(related="bid_id.number", store=True, aggregator=None)
    bid_state = fields.Selection(related="bid_id.state", string="State of the Bid")
    procedure_state = fields.Selection(
        related="procedure_id.state", string="State of the Procedure"
    )
    requirement_key = fields.Char(
        required=True,
        readonly=True,
        help="The requirement's identity in the published version.",
    )
    name = fields.Char("Requirement", required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True)
    terms = fields.Json(readonly=True, help="The requirement as it was published.")
    sequence = fields.Integer(readonly=True)
    is_curable = fields.Boolean("May be Cured", readonly=True)
    proposal = fields.Selection(
        PROPOSALS,
        required=True,
        readonly=True,
        index=True,
        default="unclear",
        help="What the bid's data say; a person decides.",
    )
    found = fields.Char("As Stated", readonly=True)
    found_value = fields.Char("Found", compute="_compute_found_value")
    result = fields.Selection(
        RESULTS, "Decision", readonly=True, index=True, copy=False
    )
    note = fields.Text(readonly=True)
    decided_by_id = fields.Many2one(
        "res.users",
        "Decided by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_decided = fields.Datetime("Decided on", readonly=True)
    cure_line_ids = fields.One2many("wohnkoord.cure.line", "check_id", "Cures")
    cure_label = fields.Char("Answer", compute="_compute_cure_label")

    _requirement_uniq = models.Constraint(
        "UNIQUE (bid_id, requirement_key)", "This requirement is on the list already."
    )
    _decided = models.Constraint(
        "CHECK ((result IS NULL) = (decided_by_id IS NULL)"
        " AND (result IS NULL) = (date_decided IS NULL))",
        "A decision has a person and a date.",
    )
    _reasoned = models.Constraint(
        "CHECK (result IS DISTINCT FROM 'not_met' OR note <> '')",
        "Please say why the requirement is not met.",
    )
    _curable = models.Constraint(
        "CHECK (result IS DISTINCT FROM 'cure' OR is_curable)",
        "By the published terms this cannot be handed in later.",
    )

    @api.depends("name", "bid_number")
    def _compute_display_name(self):
        for check in self:
            check.display_name = self.env._(
                "Bid %(number)s: %(requirement)s",
                number=check.bid_number,
                requirement=check.name,
            )

    @api.depends("kind", "found", "terms")
    @api.depends_context("lang")
    def _compute_found_value(self):
        for check in self:
            check.found_value = check._found_words()

    def _found_words(self):
        """What was found, in the reader's language: "6 of 8 households"."""
        if self.kind == "other":
            return self.env._("a person has to look")
        if not self.found:
            return (
                self.env._("no such file")
                if self.kind == "document"
                else self.env._("the bid does not say")
            )
        if self.kind == "document":
            return self.found.replace("\n", ", ")
        least = (self.terms or {}).get("threshold")
        if self.kind == "group_size":
            return self._households_words(read_decimal(self.found), read_decimal(least))
        if self.kind in SHARES:
            return self.env._(
                "%(found)s %%, at least %(least)s %%",
                found=self._figure(self.found),
                least=self._figure(least),
            )
        return self.found

    def _households_words(self, number, least):
        if number is None or least is None:
            return self.found
        values = {"found": self._figure(number), "least": self._figure(least)}
        if number > least:
            return self.env._("%(found)s households, at least %(least)s", **values)
        return self.env._("%(found)s of %(least)s households", **values)

    def _figure(self, text):
        """A decimal text as people write it, without idle zeros."""
        number = read_decimal(text)
        if number is None:
            return text or "?"
        digits = max(0, -number.normalize().as_tuple().exponent)
        return formatLang(self.env, float(number), digits=digits)

    @api.depends("cure_line_ids.answer_state")
    def _compute_cure_label(self):
        for check in self:
            line = check.cure_line_ids.sorted("id")[-1:]
            check.cure_label = line._answer_label() if line else False

    # -- the decision --------------------------------------------------------------------

    def action_met(self):
        """Decide that the requirement is met; a changed decision asks for a reason."""
        if any(self.mapped("result")):
            return self._ask_reason(
                "action_decide_met", self.env._("Why Is the Requirement Met?")
            )
        return self.action_decide_met()

    def action_decide_met(self, note=""):
        """Decide that the requirements are met."""
        return self._decide("met", note)

    def action_ask_not_met(self):
        """Ask why the requirement is not met."""
        return self._ask_reason(
            "action_not_met", self.env._("Why Is the Requirement Not Met?")
        )

    def action_not_met(self, note=""):
        """Decide that the requirements are not met.

        :raise UserError: without a reason
        """
        return self._decide("not_met", note)

    def action_cure(self):
        """Ask what is missing, in words that the party reads in the cure request."""
        action = self._ask_reason(
            "action_decide_cure", self.env._("What Is Missing? The Party Reads This.")
        )
        if len(self) == 1:
            action["context"]["default_reason"] = self.name
        return action

    def action_decide_cure(self, note=""):
        """Mark as missing; it goes into the next cure request.

        :raise UserError: without words, or the published terms do not allow it
        """
        return self._decide("cure", note)

    def action_accept_met(self):
        """Accept all proposals that are met and not yet decided, in one click.

        :raise UserError: there are none
        """
        checks = self.filtered(
            lambda check: (
                not check.result
                and check.proposal == "met"
                and check.bid_state == "opened"
            )
        )
        if not checks:
            raise UserError(
                self.env._("No proposal that is met waits for a decision here.")
            )
        return checks._decide("met", "")

    def _decide(self, result, note):
        """Write down a person's decision, and the log with the old value."""
        self.check_access("write")
        note = (note or "").strip()
        self._refuse_decision(result, note)
        now = fields.Datetime.now()
        vals = {
            "result": result,
            "note": note or False,
            "decided_by_id": self.env.user.id,
            "date_decided": now,
        }
        for procedure, checks in self.grouped("procedure_id").items():
            rows = [check._log_row(result) for check in checks]
            checks._write_guarded(vals)
            procedure._log("check_decided", {"checks": rows, "reason": note})
        return True

    def _refuse_decision(self, result, note):
        if any(
            bid.state != "opened" or bid.procedure_id.state != "opened"
            for bid in self.bid_id
        ):
            raise UserError(
                self.env._(
                    "Decisions are made between opening and jury, while the bid is"
                    " neither admitted nor excluded. Please take that back first."
                )
            )
        if result == "not_met" and not note:
            raise UserError(self.env._("Please say why the requirement is not met."))
        if not note and any(self.mapped("result")):
            raise UserError(self.env._("Please give a reason for changing a decision."))
        if result != "cure":
            return
        if not note:
            raise UserError(self.env._("Please say what is missing."))
        if not all(self.mapped("is_curable")):
            raise UserError(
                self.env._("By the published terms this cannot be handed in later.")
            )

    def _log_row(self, result):
        return {
            "bid": self.bid_number,
            "requirement": self.name,
            "old": self.result or "",
            "new": result,
        }
