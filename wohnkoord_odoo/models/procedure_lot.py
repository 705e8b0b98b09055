# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import uuid

from odoo import api, fields, models

#: a procedure in these states has let go of its plots
ENDED_STATES = ("contracted", "done", "unsuccessful", "cancelled")


class ProcedureLot(models.Model):
    """A plot on offer in a procedure; bids on it are ranked among themselves.

    Prices of a sale are in the office's currency, those of a leasehold are the ground
    rent in percent of the plot's value a year.
    """

    _name = "wohnkoord.procedure.lot"
    _inherit = ["wohnkoord.procedure.child.mixin"]
    _description = "Plot on Offer"
    _order = "procedure_id, sequence, number, id"
    _rec_names_search = ["plot_id.name"]

    _guarded_fields = ("company_id", "uuid", "procedure_state")

    procedure_state = fields.Selection(
        related="procedure_id.state", string="State of the Procedure", store=True
    )
    sequence = fields.Integer(default=10)
    number = fields.Integer(
        "Plot No.",
        required=True,
        copy=False,
        aggregator=None,
        help="Given in order if left empty.",
    )
    uuid = fields.Char(
        "Identifier",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid.uuid4()),
    )
    plot_id = fields.Many2one(
        "wohnkoord.plot",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    tenure = fields.Selection(
        [("sale", "Sale"), ("leasehold", "Leasehold")],
        "Sold or Leased",
        required=True,
        default="leasehold",
    )
    price_model = fields.Selection(
        [("fixed", "Fixed"), ("corridor", "Between Bounds"), ("bid", "Free Bid")],
        "Price",
        required=True,
        default="fixed",
        help="With a fixed price the concept alone decides.",
    )
    price_unit = fields.Selection(
        [("currency", "€"), ("percent", "% of the value a year")],
        compute="_compute_price_unit",
        help="A sale is priced in money, a leasehold by its ground rent.",
    )
    price_fixed = fields.Float(
        "Fixed Price", digits=(16, 2), help="Leasehold: ground rent in % a year."
    )
    price_min = fields.Float(
        "Lowest Price", digits=(16, 2), help="A free bid may have none."
    )
    price_max = fields.Float(
        "Highest Price", digits=(16, 2), help="A free bid may have none."
    )
    price_weight = fields.Float(
        "Weight of the Price (%)",
        digits=(5, 2),
        compute="_compute_price_weight",
        store=True,
        readonly=False,
        precompute=True,
        help="The concept has the rest. A fixed price weighs nothing.",
    )
    price_text = fields.Char("Amount", compute="_compute_price_text")
    lease_years = fields.Integer("Term of the Leasehold (Years)", aggregator=None)

    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, number)", "There is a lot of this number already."
    )
    _plot_uniq = models.Constraint(
        "UNIQUE (procedure_id, plot_id)", "The plot is on offer here already."
    )
    _running_uniq = models.UniqueIndex(
        "(plot_id) WHERE procedure_state IN ('published', 'closed', 'opened', 'jury',"
        " 'recommended', 'decided', 'reserved')",
        "A plot is on offer in one running procedure at a time.",
    )
    _number_check = models.Constraint("CHECK (number > 0)", "Lots are numbered from 1.")
    _fixed_check = models.Constraint(
        "CHECK (price_model <> 'fixed' OR COALESCE(price_fixed, 0) > 0)",
        "Please enter the fixed price.",
    )
    _corridor_check = models.Constraint(
        "CHECK (price_model <> 'corridor' OR (COALESCE(price_min, 0) > 0"
        " AND price_min < COALESCE(price_max, 0)))",
        "The lowest price is above zero and below the highest.",
    )
    _bid_check = models.Constraint(
        "CHECK (price_min >= 0 AND price_max >= 0"
        " AND (COALESCE(price_max, 0) = 0 OR COALESCE(price_min, 0) <= price_max))",
        "The lowest price is not above the highest.",
    )
    _percent_check = models.Constraint(
        "CHECK (tenure <> 'leasehold' OR"
        " GREATEST(price_fixed, price_min, price_max) <= 100)",
        "A ground rent is a percentage of the value a year.",
    )
    _lease_years_check = models.Constraint(
        "CHECK (lease_years BETWEEN 0 AND 999)", "The term is not a number of years."
    )
    _price_weight_check = models.Constraint(
        "CHECK (price_weight BETWEEN 0 AND 100)", "A weight is between 0 and 100 %."
    )
    _fixed_weight_check = models.Constraint(
        "CHECK (price_model <> 'fixed' OR COALESCE(price_weight, 0) = 0)",
        "A fixed price cannot weigh anything: it is the same for all.",
    )

    @api.depends("tenure")
    def _compute_price_unit(self):
        for lot in self:
            lot.price_unit = "currency" if lot.tenure == "sale" else "percent"

    @api.depends("price_model")
    def _compute_price_weight(self):
        for lot in self:
            lot.price_weight = 0 if lot.price_model == "fixed" else lot.price_weight

    @api.depends("price_model", "price_unit", "price_fixed", "price_min", "price_max")
    def _compute_price_text(self):
        for lot in self:
            lot.price_text = lot._price_in_words()

    @api.depends("number", "plot_id.name")
    def _compute_display_name(self):
        for lot in self:
            lot.display_name = self.env._(
                "Lot %(number)s: %(plot)s", number=lot.number, plot=lot.plot_id.name
            )

    def _price_in_words(self):
        """What the plot costs, in the reader's language, with its unit."""
        self.ensure_one()
        bounds = [self.price_min, self.price_max]
        if self.price_model == "fixed":
            return self._amount_text(self.price_fixed)
        if all(bounds):
            return self.env._(
                "%(lowest)s to %(highest)s",
                lowest=self._amount_text(self.price_min),
                highest=self._amount_text(self.price_max),
            )
        if self.price_min:
            return self.env._(
                "at least %(lowest)s", lowest=self._amount_text(self.price_min)
            )
        if self.price_max:
            return self.env._(
                "at most %(highest)s", highest=self._amount_text(self.price_max)
            )
        return self.env._("free bid")

    def _amount_text(self, amount):
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        number = self.env["res.lang"].browse(lang.id).format("%.2f", amount, True)
        if self.price_unit == "percent":
            return self.env._("%(number)s %% a year", number=number)
        return f"{number} {self.currency_id.symbol or ''}".strip()

    # -- made, changed, taken away -------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(self._numbered(vals_list))
        lots._note_plots(lots.plot_id)
        return lots

    def write(self, vals):
        plots = self.plot_id if "plot_id" in vals else self.env["wohnkoord.plot"]
        result = super().write(vals)
        if plots:
            self._note_plots(plots | self.plot_id)
        return result

    def unlink(self):
        plots = self.plot_id
        result = super().unlink()
        self._note_plots(plots)
        return result

    @api.model
    def _numbered(self, vals_list):
        """Values with the next free number of their procedure where none was given."""
        missing = [vals for vals in vals_list if not vals.get("number")]
        if not missing:
            return vals_list
        highest = self._highest_numbers(vals_list)
        numbered = []
        for vals in vals_list:
            if not vals.get("number"):
                procedure = vals.get("procedure_id")
                highest[procedure] = highest.get(procedure, 0) + 1
                vals = {**vals, "number": highest[procedure]}
            numbered.append(vals)
        return numbered

    @api.model
    def _highest_numbers(self, vals_list):
        """Procedure's id -> highest number, in the table and among ``vals_list``."""
        procedures = {vals.get("procedure_id") for vals in vals_list}
        # sudo: a number is taken also by a lot that the user may not see
        groups = self.sudo()._read_group(
            [("procedure_id", "in", list(procedures))],
            ["procedure_id"],
            ["number:max"],
        )
        highest = {procedure.id: number for procedure, number in groups}
        for vals in vals_list:
            procedure = vals.get("procedure_id")
            highest[procedure] = max(
                highest.get(procedure, 0), int(vals.get("number") or 0)
            )
        return highest

    @api.model
    def _note_plots(self, plots):
        """Tell each plot which procedure it is in now (``wohnkoord.plot._note_procedure``).

        The one that runs before those in preparation; templates and ended ones let go.
        """
        if not plots:
            return
        lots = self.search(
            [
                ("plot_id", "in", plots.ids),
                ("procedure_state", "not in", ENDED_STATES),
                ("procedure_id.is_template", "=", False),
            ],
            order="id",
        )
        found = {}
        for lot in lots.sorted(lambda lot: lot.procedure_state != "preparation"):
            found[lot.plot_id] = lot.procedure_id
        none = self.env["wohnkoord.procedure"]
        for plot in plots:
            plot._note_procedure(found.get(plot, none))
