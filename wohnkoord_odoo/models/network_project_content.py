# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.models import MAGIC_COLUMNS

#: longest texts of a public page, in characters
NAME_LENGTH, TEASER_LENGTH, LINE_LENGTH, TEXT_LENGTH = 120, 300, 300, 8000
#: decimals of a point that says no more than the district: about a kilometre
DISTRICT_DECIMALS = 2


class ProjectContent(models.AbstractModel):
    """What a project's public page says: of its draft and of the released page alike.

    Facts that the office keeps (stage, legal form, districts, figures) are read from the
    initiative; here are the group's own words and what of the facts it shows.
    """

    _name = "wohnkoord.project.content"
    _description = "Content of a Project's Public Page"

    name = fields.Char("Public Name", required=True)
    teaser = fields.Char("In one Sentence")
    text = fields.Text("About the Project")
    common_rooms = fields.Char()
    architect = fields.Char("Architects")
    website = fields.Char(help="Address that starts with https://")
    year = fields.Integer("Year of Moving in", aggregator=None)
    show_people = fields.Boolean("Show Households and People", default=True)
    show_dwellings = fields.Boolean(default=True)
    show_area = fields.Boolean("Show Floor Area", default=True)
    show_building = fields.Boolean("Show Building and Tenure", default=True)
    precision = fields.Selection(
        [("district", "District only"), ("exact", "Exact Place")],
        "On the Map",
        required=True,
        default="district",
        help="Before a group has its plot, the map shows no more than the district.",
    )
    latitude = fields.Float(digits=(9, 6), aggregator=None)
    longitude = fields.Float(digits=(9, 6), aggregator=None)
    contact_id = fields.Many2one(
        "res.partner",
        "Contact Person",
        index="btree_not_null",
        ondelete="set null",
        groups="wohnkoord_odoo.group_user",
        help="Name and address are shown while this person agrees to it and belongs"
        " to the group.",
    )

    _point_check = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "Latitude lies between -90 and 90, longitude between -180 and 180.",
    )
    _year_check = models.Constraint(
        "CHECK (COALESCE(year, 0) = 0 OR year BETWEEN 1850 AND 2150)",
        "The year of moving in has four digits.",
    )

    @api.model
    def _content_fields(self):
        """Names of the fields that a release copies from the draft to the page."""
        content = self.env["wohnkoord.project.content"]
        technical = {"id", "display_name", *MAGIC_COLUMNS}
        return [
            name
            for name, field in content._fields.items()
            if field.store and name not in technical
        ]

    @api.constrains("name", "teaser", "text", "common_rooms", "architect")
    def _check_lengths(self):
        lengths = {
            "name": NAME_LENGTH,
            "teaser": TEASER_LENGTH,
            "text": TEXT_LENGTH,
            "common_rooms": LINE_LENGTH,
            "architect": LINE_LENGTH,
        }
        for content in self:
            for name, length in lengths.items():
                if len(content[name] or "") > length:
                    raise ValidationError(
                        self.env._(
                            "Please write at most %(length)s characters.", length=length
                        )
                    )

    @api.constrains("website")
    def _check_website(self):
        for content in self:
            if content.website and not self._is_web_address(content.website):
                raise ValidationError(
                    self.env._("Please enter an address that starts with https://")
                )

    @api.model
    def _is_web_address(self, address):
        """Whether a text is an address that our pages may link to."""
        if len(address) > LINE_LENGTH or not address.isprintable():
            return False
        if any(sign in address for sign in " <>\"'\\"):
            return False
        try:
            parts = urlsplit(address)
            host, _port = parts.hostname or "", parts.port
        except ValueError:
            return False
        return parts.scheme == "https" and "." in host and "@" not in parts.netloc

    def _has_point(self):
        return bool(self.latitude or self.longitude)
