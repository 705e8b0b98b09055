# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

PIPELINE = [
    ("offered", "Offered"),
    ("examined", "Examined"),
    ("suitable", "Suitable"),
    ("in_procedure", "In a Procedure"),
]
EXITS = [
    ("awarded", "Awarded"),
    ("withdrawn", "Offer Withdrawn"),
    ("unsuitable", "Unsuitable"),
]
#: procedures in these states hold no plot any more
ENDED_PROCEDURES = ("done", "unsuccessful", "cancelled")


class Plot(models.Model):
    """The way of a plot from an owner's offer into a procedure.

    The office moves it up to "suitable"; what follows is moved by the procedure, which
    calls ``_into_procedure`` and ``_out_of_procedure``.
    """

    _inherit = "wohnkoord.plot"

    _initial_state = "offered"
    _state_actions = {
        "examined": "action_examine",
        "suitable": "action_suitable",
    }
    _reason_actions = ("action_withdraw", "action_unsuitable")
    _guarded_fields = ("date_state", "exit_reason")

    state = fields.Selection(
        PIPELINE + EXITS,
        required=True,
        index=True,
        copy=False,
        tracking=True,
        default="offered",
        group_expand="_expand_states",
    )
    date_state = fields.Date(
        "In this State since",
        readonly=True,
        copy=False,
        default=lambda self: fields.Date.context_today(self),
    )
    exit_reason = fields.Text("Reason", readonly=True, copy=False, tracking=True)
    offered_by_id = fields.Many2one(
        "res.partner",
        "Offered by",
        check_company=True,
        index="btree_not_null",
        help="Empty: the owner.",
    )
    date_offered = fields.Date(
        "Offered on", default=lambda self: fields.Date.context_today(self)
    )
    interested_ids = fields.Many2many(
        "wohnkoord.initiative",
        "wohnkoord_plot_interest_rel",
        "plot_id",
        "initiative_id",
        "Interested Groups",
        copy=False,
        check_company=True,
        groups="wohnkoord_odoo.group_user",
        help="Groups that asked for this plot; the office's own note.",
    )
    interest_count = fields.Integer(
        "Interested", compute="_compute_interest_count", compute_sudo=True
    )
    lot_ids = fields.One2many(
        "wohnkoord.procedure.lot", "plot_id", "On Offer in", copy=False
    )
    procedure_ids = fields.Many2many(
        "wohnkoord.procedure", compute="_compute_procedures", string="Procedures"
    )
    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        "Current Procedure",
        compute="_compute_procedures",
        help="The newest one that has not ended.",
    )
    procedure_count = fields.Integer(compute="_compute_procedures")

    @api.model
    def _expand_states(self, states, domain):
        """The columns of the pipeline, and an exit if there are plots in it."""
        names = [name for name, _label in PIPELINE]
        return names + [n for n, _label in EXITS if n in states]

    @api.depends("interested_ids")
    def _compute_interest_count(self):
        for plot in self:
            plot.interest_count = len(plot.interested_ids)

    @api.depends("lot_ids.procedure_id.state")
    def _compute_procedures(self):
        self.lot_ids.procedure_id.mapped("state")  # all of them in one query
        for plot in self:
            procedures = plot.lot_ids.procedure_id.sorted("id", reverse=True)
            plot.procedure_ids = procedures
            plot.procedure_count = len(procedures)
            plot.procedure_id = procedures.filtered(
                lambda procedure: procedure.state not in ENDED_PROCEDURES
            )[:1]

    @api.constrains("active", "company_id", "state")
    def _check_held(self):
        for plot in self:
            if plot.state == "in_procedure" and not plot.active:
                raise ValidationError(
                    self.env._("A plot in a procedure is not archived.")
                )
            # sudo: the lots are another office's as soon as the plot has moved
            if plot.sudo().lot_ids.company_id - plot.company_id:
                raise ValidationError(
                    self.env._("A plot stays with the office of its procedures.")
                )

    # -- the office's steps ------------------------------------------------------------------

    def action_examine(self):
        """Note that the plot was looked at; also takes up again one that was given up.

        :raise UserError: in a procedure, or awarded
        """
        self._move(
            "examined", ("offered", "examined", "suitable", "withdrawn", "unsuitable")
        )

    def action_suitable(self):
        """Note that the plot suits community-led housing.

        :raise UserError: given up, in a procedure, or awarded
        """
        self._move("suitable", ("offered", "examined", "suitable"))

    def action_withdraw(self, reason=None):
        """The owner offers the plot no more.

        :param str reason: why, required
        :raise UserError: no reason, in a procedure, or awarded
        """
        self._move(
            "withdrawn", ("offered", "examined", "suitable"), self._given(reason)
        )

    def action_unsuitable(self, reason=None):
        """The plot does not suit.

        :param str reason: why, required
        :raise UserError: no reason, in a procedure, or awarded
        """
        self._move(
            "unsuitable", ("offered", "examined", "suitable"), self._given(reason)
        )

    def action_ask_withdraw(self):
        """Ask for the reason, then withdraw."""
        return self._ask_reason("action_withdraw", self.env._("Offer Withdrawn"))

    def action_ask_unsuitable(self):
        """Ask for the reason, then put the plot aside."""
        return self._ask_reason("action_unsuitable", self.env._("Plot Unsuitable"))

    def action_view_procedures(self):
        """Open the procedures that this plot is or was in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.procedure_action"
        )
        action["domain"] = [("lot_ids.plot_id", "=", self.id)]
        if self.procedure_count == 1:
            action.update(
                res_id=self.procedure_ids.id, view_mode="form", views=[(False, "form")]
            )
        return action

    # -- the procedure's steps ----------------------------------------------------------------

    def _into_procedure(self):
        """A procedure offers these plots; called by the procedure.

        :raise UserError: withdrawn, unsuitable or awarded
        """
        self._move("in_procedure", tuple(name for name, _label in PIPELINE))

    def _out_of_procedure(self, procedure=None, awarded=False):
        """A procedure lets these plots go; called by the procedure.

        :param procedure: the one that lets go, whatever its state; a plot that another
            one still offers stays
        :param bool awarded: the plot went to a group; else it is suitable again
        """
        held = self.filtered(lambda plot: plot.state == "in_procedure")
        if not awarded:
            held -= held._held_by_others(procedure)
        held._move("awarded" if awarded else "suitable", ("in_procedure",))

    def _held_by_others(self, procedure):
        # sudo: whatever the user may see, a plot in another procedure stays there
        lots_sudo = self.env["wohnkoord.procedure.lot"].sudo()
        lots_sudo = lots_sudo.search(
            [
                ("plot_id", "in", self.ids),
                ("procedure_id", "not in", procedure.ids if procedure else []),
                (
                    "procedure_id.state",
                    "not in",
                    ("preparation", *ENDED_PROCEDURES),
                ),
            ]
        )
        return self & lots_sudo.plot_id.sudo(False)

    # -- helpers -------------------------------------------------------------------------------

    def _move(self, state, allowed, reason=False):
        self.check_access("write")
        wrong = self.filtered(lambda plot: plot.state not in allowed)
        if wrong:
            raise UserError(
                self.env._(
                    'Not possible in the state "%(state)s": %(names)s.',
                    state=self._state_label(wrong[0].state),
                    names=", ".join(wrong.mapped("name")),
                )
            )
        moving = self.filtered(lambda plot: plot.state != state)
        moving._write_guarded(
            {
                "state": state,
                "exit_reason": reason,
                "date_state": fields.Date.context_today(self),
            }
        )

    def _given(self, reason):
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give a reason."))
        return reason
