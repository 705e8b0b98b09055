# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class Registration(models.Model):
    """An initiative that takes part in a procedure: it asks, is told, may bid.

    To others it is a number; whether it bids is known at the opening. Who withdraws and
    comes back keeps the number.
    """

    _name = "wohnkoord.registration"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Registered Party"
    _order = "procedure_id, number"
    _check_company_auto = True
    _rec_names_search = ["initiative_id.name"]

    _guarded_fields = ("number", "date", "date_withdrawn", "channel")

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "published")],
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    number = fields.Integer(readonly=True, copy=False, aggregator=None)
    date = fields.Datetime(
        "Registered on", readonly=True, copy=False, default=fields.Datetime.now
    )
    date_withdrawn = fields.Datetime("Withdrawn on", readonly=True, copy=False)
    channel = fields.Selection(
        [("office", "By the Office"), ("portal", "Portal")],
        "Registered",
        readonly=True,
        copy=False,
        default="office",
        help="By the office: the group registered on paper or by mail.",
    )
    note = fields.Char(help="Of the office, e.g. where the signed paper is kept.")
    is_active = fields.Boolean(
        "Takes Part", compute="_compute_is_active", search="_search_is_active"
    )
    spokesperson_ids = fields.Many2many(
        "res.partner", string="Spokespersons", compute="_compute_spokesperson_ids"
    )

    _initiative_uniq = models.Constraint(
        "UNIQUE (procedure_id, initiative_id)",
        "This initiative is registered already.",
    )
    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, number)", "There is a party of this number already."
    )

    @api.depends_context("with_initiative")
    @api.depends("number")
    def _compute_display_name(self):
        for registration in self:
            label = registration._party_label()
            if self.env.context.get("with_initiative"):
                label = f"{label}: {registration.initiative_id.name}"
            registration.display_name = label

    @api.depends("date_withdrawn")
    def _compute_is_active(self):
        for registration in self:
            registration.is_active = not registration.date_withdrawn

    def _search_is_active(self, operator, value):
        if operator != "in":
            return NotImplemented
        active = self._active_domain()
        return active if True in value else ~active

    @api.depends("initiative_id.member_ids")
    def _compute_spokesperson_ids(self):
        people = self.initiative_id._current_spokespersons().grouped("initiative_id")
        empty = self.env["wohnkoord.initiative.member"]
        for registration in self:
            members = people.get(registration.initiative_id, empty)
            registration.spokesperson_ids = members.partner_id

    # -- in and out ----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Register initiatives by hand, as the office does with papers.

        :raise UserError: see ``_take_in``
        """
        self.check_access("create")
        registrations = self.browse()
        for vals in vals_list:
            vals = self._guard_new_vals(vals)
            registrations |= self._take_in(
                self.env["wohnkoord.procedure"].browse(vals.get("procedure_id")),
                self.env["wohnkoord.initiative"].browse(vals.get("initiative_id")),
                channel="office",
                note=vals.get("note"),
            )
        return registrations

    def write(self, vals):
        if {"procedure_id", "initiative_id"} & set(vals):
            self.check_access("write")
            raise UserError(
                self.env._("Who is registered for what does not change afterwards.")
            )
        return super().write(vals)

    @api.model
    def _take_in(self, procedure, initiative, moment=None, **values):
        """Register an initiative, or take it back in under its old number.

        :param datetime moment: from ``procedure._now``
        :raise UserError: the procedure is not open, the initiative is another office's,
            has dissolved, or is registered already
        :return: the registration
        """
        if not procedure or not initiative:
            raise UserError(self.env._("Please choose a procedure and an initiative."))
        procedure, initiative = procedure.ensure_one(), initiative.ensure_one()
        moment = moment or procedure._now()
        self._check_may_register(procedure, initiative, moment)
        known = self.search(
            Domain("procedure_id", "=", procedure.id)
            & Domain("initiative_id", "=", initiative.id)
        )
        if known and not known.date_withdrawn:
            raise UserError(self.env._("This initiative is registered already."))
        stamp = moment.replace(microsecond=0)
        if known:
            known._write_guarded({**values, "date_withdrawn": False})
        else:
            number = self.env["wohnkoord.procedure.counter"]._next(procedure, "party")
            known = self._create_guarded(
                [
                    {
                        **values,
                        "procedure_id": procedure.id,
                        "initiative_id": initiative.id,
                        "number": number,
                        "date": stamp,
                    }
                ]
            )
        known._log_party("party_registered", moment)
        return known

    @api.model
    def _check_may_register(self, procedure, initiative, moment):
        if not procedure._is_open(moment):
            raise UserError(
                self.env._(
                    "Nobody can register for this procedure now: it is not open for bids."
                )
            )
        if initiative.company_id != procedure.company_id:
            raise UserError(
                self.env._("This initiative belongs to another coordination office.")
            )
        if initiative._portal_is_closed():
            raise UserError(
                self.env._("The group has dissolved: it cannot take part any more.")
            )

    def action_withdraw(self):
        """Take parties out of the procedure, as the office does when they say so.

        :raise UserError: withdrawn already, or the procedure has been decided
        """
        self.check_access("write")
        for registration in self:
            registration._withdraw()

    def action_register_again(self):
        """Take parties that had withdrawn back in, under their old number.

        :raise UserError: see ``_take_in``
        """
        self.check_access("write")
        for registration in self:
            self._take_in(registration.procedure_id, registration.initiative_id)

    def _withdraw(self, moment=None):
        self.ensure_one()
        moment = moment or self.procedure_id._now()
        if self.date_withdrawn:
            raise UserError(self.env._("This party has withdrawn already."))
        if not self.procedure_id._is_running():
            raise UserError(self.env._("The procedure does not run any more."))
        self._before_withdrawal()
        self._write_guarded({"date_withdrawn": moment.replace(microsecond=0)})
        self._log_party("party_withdrawn", moment)

    def _before_withdrawal(self):
        """What else a withdrawal asks for; the area of bids extends this.

        :raise UserError: the party may not withdraw as things are
        """

    # -- the party's own portal; called with sudo, the current user acts ---------------------

    @api.model
    def _portal_register(self, procedure, initiative, moment):
        """Register a group for the current user, who speaks for it.

        :raise UserError: may only read, or see ``_take_in``
        """
        initiative._check_portal_act()
        return self._take_in(procedure, initiative, moment, channel="portal")

    def _portal_withdraw(self, moment):
        """Withdraw a group for the current user, until bids are closed.

        :raise UserError: may only read, or too late
        """
        self.initiative_id._check_portal_act()
        if not self.procedure_id._is_open(moment):
            raise UserError(
                self.env._(
                    "The deadline has passed: a party can no longer withdraw from the"
                    " procedure."
                )
            )
        self._withdraw(moment)

    def _check_portal_party(self):
        """Refuse who may not act for the party now.

        :raise AccessError: the current user does not speak for the group
        :raise UserError: the group has withdrawn or dissolved
        """
        self.ensure_one()
        self.initiative_id._check_portal_act()
        if self.date_withdrawn:
            raise UserError(
                self.env._("Your group has withdrawn. Please register it again first.")
            )

    # -- names and gates -------------------------------------------------------------------

    def _party_label(self):
        """What the log and others call the party."""
        return self.env._("Party %(number)s", number=self.number)

    def _log_party(self, kind, moment):
        """Log an act of the party, or of the office for it, by its number alone."""
        number = self.number
        by_office = self.env.user._is_internal()
        self.procedure_id._log(
            kind,
            {"party": number},
            None if by_office else f"Party {number}",
            moment,
        )

    @api.model
    def _active_domain(self):
        """Parties that take part."""
        return Domain("date_withdrawn", "=", False)

    @api.model
    def _portal_domain(self, user):
        """The registrations that ``user`` may act for: the one gate to them."""
        Initiative = self.env["wohnkoord.initiative"]
        return Domain("initiative_id", "any", Initiative._portal_domain(user))
