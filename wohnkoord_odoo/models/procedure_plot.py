# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare


class Plot(models.Model):
    """A plot or a building that may go to a group, municipal or not."""

    _name = "wohnkoord.plot"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Plot"
    _order = "name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "street"]

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="Empty: the street.",
    )
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        tracking=True,
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    street = fields.Char()
    zip = fields.Char("ZIP")
    city = fields.Char(default=lambda self: self.env.company.city)
    district_id = fields.Many2one(
        "wohnkoord.district", check_company=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Owner", check_company=True, index="btree_not_null"
    )
    owner_kind = fields.Selection(
        [
            ("municipal", "The City"),
            ("city_company", "City's Own Company"),
            ("public", "Other Public Body"),
            ("church", "Church"),
            ("foundation", "Foundation"),
            ("private", "Private"),
        ],
        "Kind of Owner",
        index=True,
    )
    latitude = fields.Float(digits=(10, 7), aggregator=None)
    longitude = fields.Float(digits=(10, 7), aggregator=None)
    map_url = fields.Char("Map", compute="_compute_map")
    map_data = fields.Json(compute="_compute_map")
    description = fields.Text(help="Surroundings, access, mood: part of the exposé.")
    note = fields.Text("Internal Note", groups="wohnkoord_odoo.group_user")

    # -- size ----------------------------------------------------------------------------

    parcel_ids = fields.One2many(
        "wohnkoord.plot.parcel", "plot_id", "Parcels", copy=True
    )
    parcel_area = fields.Float(
        "Area of the Parcels (m²)",
        compute="_compute_parcel_area",
        store=True,
        digits=(12, 2),
        aggregator=None,
    )
    own_area = fields.Float(
        digits=(12, 2),
        aggregator=None,
        help="Set instead of the sum of the parcels, as for a part of a parcel.",
    )
    area = fields.Float(
        "Area (m²)",
        compute="_compute_area",
        inverse="_inverse_area",
        store=True,
        digits=(12, 2),
        tracking=True,
        help="The sum of the parcels, unless you set another one.",
    )

    # -- what may be built, and what stands there --------------------------------------------

    zoning = fields.Selection(
        [
            ("plan", "Development Plan (§ 30 (1) BauGB)"),
            ("simple_plan", "Simple Development Plan (§ 30 (3) BauGB)"),
            ("project_plan", "Project-Based Plan (§ 12 BauGB)"),
            ("coming_plan", "Plan in Preparation (§ 33 BauGB)"),
            ("inner", "Built-Up Area (§ 34 BauGB)"),
            ("outer", "Outlying Area (§ 35 BauGB)"),
            ("open", "To Be Clarified"),
        ],
        "Planning Law",
    )
    zoning_text = fields.Text(
        "What May Be Built", help="Plan, kind and measure of use, storeys, conditions."
    )
    has_building = fields.Boolean("With a Building")
    building_year = fields.Integer("Year Built", aggregator=None)
    is_listed = fields.Boolean("Listed Monument")
    building_condition = fields.Selection(
        [
            ("good", "Good"),
            ("repair", "Needs Repair"),
            ("refurbishment", "Needs Full Refurbishment"),
            ("ruin", "Ruin"),
            ("unknown", "Not Known"),
        ],
        "Condition",
    )
    usable_area = fields.Float("Usable Area (m²)", digits=(12, 2))
    building_text = fields.Text("About the Building")

    # -- restrictions ----------------------------------------------------------------------

    encumbrances = fields.Text(
        "Encumbrances and Easements",
        help="Land register, building encumbrances, lines, rights of way.",
    )
    contamination = fields.Text(help="Former uses, suspicion, findings.")
    trees = fields.Text("Trees and Nature")
    restrictions = fields.Text("Other Restrictions", help="Noise, floods, archaeology.")

    _latitude_range = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "Latitude lies between -90 and 90, longitude between -180 and 180.",
    )
    _area_not_negative = models.Constraint(
        "CHECK (area >= 0 AND own_area >= 0 AND usable_area >= 0)",
        "An area is not negative.",
    )
    _list_idx = models.Index("(company_id, name, id)")

    @api.depends("street")
    def _compute_name(self):
        for plot in self:
            plot.name = plot.name or plot.street

    @api.depends("parcel_ids.area")
    def _compute_parcel_area(self):
        for plot in self:
            plot.parcel_area = sum(plot.parcel_ids.mapped("area"))

    @api.depends("parcel_area", "own_area")
    def _compute_area(self):
        for plot in self:
            plot.area = plot.own_area or plot.parcel_area

    def _inverse_area(self):
        for plot in self:
            same = float_compare(plot.area, plot.parcel_area, precision_digits=2) == 0
            plot.own_area = 0 if same else plot.area
        # whoever empties the area takes the own value back
        emptied = self.filtered(lambda plot: not plot.own_area)
        self.env.add_to_compute(self._fields["area"], emptied)

    @api.depends("latitude", "longitude", "company_id")
    def _compute_map(self):
        for plot in self:
            tiles = plot.company_id._wohnkoord_map() if plot._has_point() else None
            plot.map_data = tiles or False
            plot.map_url = plot._has_point() and (
                "https://www.openstreetmap.org/"
                f"?mlat={plot.latitude:.6f}&mlon={plot.longitude:.6f}"
                f"#map=18/{plot.latitude:.6f}/{plot.longitude:.6f}"
            )

    def _has_point(self):
        return bool(self.latitude or self.longitude)

    @api.constrains("latitude", "longitude")
    def _check_point(self):
        for plot in self:
            if bool(plot.latitude) != bool(plot.longitude):
                raise ValidationError(
                    self.env._("A point on the map needs latitude and longitude.")
                )

    @api.constrains("building_year")
    def _check_building_year(self):
        this_year = fields.Date.context_today(self).year
        for plot in self:
            if plot.building_year and not 1000 <= plot.building_year <= this_year:
                raise ValidationError(
                    self.env._(
                        "The year built lies between 1000 and %(year)s.", year=this_year
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for plot, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=plot.name)
        return vals_list

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """The log is the office's: city steering reads the plot and none of its notes."""
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read":
            return dict.fromkeys(operations, "write")
        return operations
