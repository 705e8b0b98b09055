# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: an office without a time zone of its own lies in Germany
DEFAULT_TZ = "Europe/Berlin"
CHANNELS = [
    ("desk", "In the Office"),
    ("phone", "By Phone"),
    ("video", "By Video"),
]


class BookingType(models.Model):
    """A kind of appointment that the public books: how long, with whom, when."""

    _name = "wohnkoord.booking.type"
    _description = "Type of Appointment"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True, help="Archive it to stop booking; appointments made stay."
    )
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    text = fields.Text(
        translate=True, help="Shown to the public: what it is about, what to bring."
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Advisers",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Without an adviser nothing can be booked.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Consultation Hours",
        check_company=True,
        ondelete="restrict",
        help="Empty: whenever the advisers work. Otherwise only within these hours.",
    )
    duration = fields.Integer("Minutes", required=True, default=45)
    buffer = fields.Integer(
        "Minutes between Appointments",
        required=True,
        default=15,
        help="Kept free before and after, for notes and the way.",
    )
    grid = fields.Integer(
        "A Beginning every (Minutes)",
        required=True,
        default=60,
        help="Counted from the begin of the working hours.",
    )
    notice_hours = fields.Integer(
        "Notice (Hours)", required=True, default=24, help="How soon is too soon."
    )
    days_ahead = fields.Integer(required=True, default=42)
    has_desk = fields.Boolean("In the Office", default=True)
    has_phone = fields.Boolean("By Phone", default=True)
    has_video = fields.Boolean("By Video", default=False)
    place = fields.Char(
        help="Where people come to; empty: the office's address.", translate=True
    )
    video_url = fields.Char(
        "Address of the Video Room", help="Told in the confirmation."
    )
    booking_ids = fields.One2many("wohnkoord.booking", "type_id", "Appointments")
    public_url = fields.Char("Public Page", compute="_compute_public_url")

    _duration_check = models.Constraint(
        "CHECK (duration BETWEEN 5 AND 480)", "An appointment takes 5 to 480 minutes."
    )
    _buffer_check = models.Constraint(
        "CHECK (buffer BETWEEN 0 AND 480)", "Between appointments lie 0 to 480 minutes."
    )
    _grid_check = models.Constraint(
        "CHECK (grid BETWEEN 5 AND 480)",
        "An appointment may begin every 5 to 480 minutes.",
    )
    _notice_check = models.Constraint(
        "CHECK (notice_hours BETWEEN 0 AND 2160)", "The notice is 0 to 2160 hours."
    )
    _days_check = models.Constraint(
        "CHECK (days_ahead BETWEEN 1 AND 366)", "People may book 1 to 366 days ahead."
    )
    _channel_check = models.Constraint(
        "CHECK (has_desk OR has_phone OR has_video)",
        "Please choose at least one way to meet.",
    )

    @api.depends("company_id")
    def _compute_public_url(self):
        for kind in self:
            base_url = kind.company_id.sudo()._wohnkoord_base_url()
            ident = kind._origin.id
            kind.public_url = ident and f"{base_url}/booking?type={ident}"

    @api.constrains("user_ids", "company_id")
    def _check_users(self):
        for kind in self:
            strangers = kind.sudo().user_ids.filtered(
                lambda user, kind=kind: (
                    user.share or kind.company_id not in user.company_ids
                )
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "Not an adviser of this office: %(names)s",
                        names=", ".join(strangers.mapped("name")),
                    )
                )

    @api.constrains("video_url")
    def _check_video_url(self):
        for kind in self:
            if kind.video_url and not kind.video_url.startswith("https://"):
                raise ValidationError(
                    self.env._("%(url)s must start with https://", url=kind.video_url)
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for kind, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=kind.name)
        return vals_list

    def action_open_public_page(self):
        """Open the page on which the public books."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/booking?type={self.id}",
            "target": "new",
        }

    def action_view_bookings(self):
        """Open the appointments of this type."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.booking_action"
        )
        return {
            **action,
            "domain": [("type_id", "=", self.id)],
            "context": {"default_type_id": self.id},
        }

    # -- for the public pages, called there with sudo ----------------------------------

    @api.model
    def _bookable(self, company):
        """What the public may book at ``company``, in its order."""
        return self.search([("company_id", "=", company.id), ("user_ids", "!=", False)])

    def _tz(self):
        """The office's time zone: all public times are told in it."""
        return pytz.timezone(self.company_id.partner_id.tz or DEFAULT_TZ)

    def _channels(self):
        """Pairs of code and translated label of the ways to meet."""
        self.ensure_one()
        labels = self.env["wohnkoord.booking"]._fields["channel"]
        return [
            (code, label)
            for code, label in labels._description_selection(self.env)
            if self[f"has_{code}"]
        ]

    def _place(self):
        """Where people come to."""
        self.ensure_one()
        partner = self.company_id.partner_id
        address = (partner.street, f"{partner.zip or ''} {partner.city or ''}".strip())
        return self.place or ", ".join(part for part in address if part)
