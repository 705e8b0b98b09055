# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_datetime
from odoo.tools.mail import email_normalize

from .network_booking_type import CHANNELS

OFFICE = "wohnkoord_odoo.group_user"
#: what makes an appointment another one
TIMES = ("start", "stop", "user_id")
#: class of the advisory locks by which bookings with one adviser queue up
LOCK = 0x57_4B_42_4B


class Booking(models.Model):
    """An appointment: with one adviser, at one time, at which no other can be made.

    Whoever books, moves or imports, and however many at once: PostgreSQL excludes that
    two stand at the same time. Each has an entry in the adviser's calendar and a case.
    """

    _name = "wohnkoord.booking"
    _inherit = ["wohnkoord.guarded.mixin", "wohnkoord.quiet.mixin"]
    _description = "Appointment"
    _order = "start desc, id desc"
    _rec_names_search = ["name", "email"]
    _check_company_auto = True

    _initial_state = "booked"
    _state_actions = {
        "cancelled": "action_cancel",
        "attended": "action_attend",
        "missed": "action_miss",
    }
    _guarded_fields = (
        "company_id",
        "block_stop",
        "event_id",
        "email_normalized",
        "has_own_case",
        "needs_notice",
        "cancel_reason",
        "cancelled_by",
        "date_told",
        "date_reminded",
        "date_anonymised",
    )
    _reason_actions = ("action_cancel", "action_cancel_and_tell")

    type_id = fields.Many2one(
        "wohnkoord.booking.type",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_type_id(),
    )
    company_id = fields.Many2one(
        related="type_id.company_id", store=True, index=True, precompute=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Adviser",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    start = fields.Datetime("Begin", required=True, tracking=True)
    stop = fields.Datetime(
        "End",
        required=True,
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
    )
    block_stop = fields.Datetime(
        "Taken until",
        required=True,
        readonly=True,
        copy=False,
        help="With the time kept free.",
    )
    state = fields.Selection(
        [
            ("booked", "Booked"),
            ("attended", "Took Place"),
            ("missed", "Did not Come"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="booked",
        index=True,
        copy=False,
        tracking=True,
    )
    name = fields.Char(
        compute="_compute_contact",
        store=True,
        readonly=False,
        copy=False,
        help="As typed; may be left empty.",
    )
    email = fields.Char(
        "E-mail", compute="_compute_contact", store=True, readonly=False, copy=False
    )
    email_normalized = fields.Char(compute="_compute_email_normalized", store=True)
    phone = fields.Char(
        compute="_compute_contact", store=True, readonly=False, copy=False
    )
    concern = fields.Text(copy=False)
    people_count = fields.Integer("People", default=1, copy=False, aggregator="sum")
    channel = fields.Selection(
        CHANNELS, required=True, default="desk", string="Way to Meet"
    )
    language = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(), copy=False
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        help="A contact of the office. Chosen by staff if the person may be known.",
    )
    advisory_id = fields.Many2one(
        "wohnkoord.advisory",
        "Case",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    has_own_case = fields.Boolean(
        "Case Made for It", readonly=True, copy=False, help="And for nothing else."
    )
    event_id = fields.Many2one(
        "calendar.event",
        "Calendar Entry",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    needs_notice = fields.Boolean(
        "To Be Told",
        readonly=True,
        copy=False,
        help="The office moved or cancelled it, and the person was not told yet.",
    )
    cancel_reason = fields.Text("Reason", readonly=True, copy=False)
    cancelled_by = fields.Selection(
        [("person", "The Person"), ("office", "The Office")],
        readonly=True,
        copy=False,
    )
    date_told = fields.Datetime(
        "Told on",
        readonly=True,
        copy=False,
        help="Last mail that said when it is; without one nobody is reminded by mail.",
    )
    date_reminded = fields.Datetime("Reminded on", readonly=True, copy=False)
    date_anonymised = fields.Datetime("Anonymised on", readonly=True, copy=False)
    has_conflict = fields.Boolean(
        "Meeting at the Same Time",
        compute="_compute_has_conflict",
        help="The adviser's calendar has another entry at that time.",
    )

    _overlap_exclude = models.Constraint(
        "EXCLUDE USING gist (user_id WITH =, tsrange(start, block_stop) WITH &&)"
        " WHERE (state != 'cancelled')",
        "At that time the adviser has another appointment. Please choose another time.",
    )
    _times_check = models.Constraint(
        "CHECK (start < stop AND stop <= block_stop)",
        "An appointment ends after it began.",
    )
    _people_check = models.Constraint(
        "CHECK (people_count BETWEEN 1 AND 999)", "At least one person comes."
    )
    _open_idx = models.Index("(email_normalized, company_id) WHERE state = 'booked'")
    _order_idx = models.Index("(start DESC, id DESC)")

    @api.model
    def _default_type_id(self):
        return self.env["wohnkoord.booking.type"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )

    @api.depends("start", "type_id")
    def _compute_stop(self):
        for booking in self:
            length = timedelta(minutes=booking.type_id.duration or 60)
            before = booking._origin
            if before.start and before.stop:  # moved in the form: as long as before
                length = before.stop - before.start
            booking.stop = booking.start and booking.start + length

    @api.depends("partner_id")
    def _compute_contact(self):
        """What staff leave out is the contact's; what somebody typed stays."""
        for booking in self:
            for name in ("name", "email", "phone"):
                booking[name] = booking[name] or booking.partner_id[name]

    @api.depends("email")
    def _compute_email_normalized(self):
        for booking in self:
            booking.email_normalized = email_normalize(booking.email or "") or False

    @api.depends("name", "start", "type_id.name")
    @api.depends_context("tz")
    def _compute_display_name(self):
        tz = self.env.context.get("tz") or self.env.user.tz
        for booking in self:
            when = format_datetime(self.env, booking.start, tz, "short")
            who = booking.name or booking.type_id.name
            booking.display_name = ", ".join(part for part in (when, who) if part)

    @api.depends("start", "stop", "state", "user_id", "event_id")
    def _compute_has_conflict(self):
        """One query; says that there is something, and nothing of what it is."""
        booked = self.filtered(lambda b: b.state == "booked" and b._origin)
        found = set()
        if booked:
            self.env["calendar.event"].flush_model()
            booked.flush_recordset()
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT b.id FROM wohnkoord_booking b
                    JOIN res_users u ON u.id = b.user_id
                    JOIN calendar_event_res_partner_rel r
                      ON r.res_partner_id = u.partner_id
                    JOIN calendar_event e ON e.id = r.calendar_event_id
                    WHERE b.id IN %s AND e.active AND e.show_as = 'busy'
                      AND e.id IS DISTINCT FROM b.event_id
                      AND e.start < b.stop AND e.stop > b.start
                    """,
                    tuple(booked._origin.ids),
                )
            )
            found = {row[0] for row in rows}
        for booking in self:
            booking.has_conflict = booking._origin.id in found

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        for booking in self.sudo():
            user = booking.user_id
            if user.share or booking.company_id not in user.company_ids:
                raise ValidationError(
                    self.env._(
                        "Not an adviser of this office: %(names)s", names=user.name
                    )
                )

    @api.constrains("channel", "type_id")
    def _check_channel(self):
        for booking in self:
            if booking.channel not in dict(booking.type_id._channels()):
                raise ValidationError(
                    self.env._("Appointments of this type are not held that way.")
                )

    # -- made, changed -----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Make appointments with their calendar entries and cases; nobody is written to.

        :raise IntegrityError: the adviser has another appointment at that time
        """
        vals_list = [self._new_vals(vals) for vals in vals_list]
        self._queue_up([vals["user_id"] for vals in vals_list])
        bookings = self._create_guarded(vals_list)
        for booking in bookings:
            booking._make_case()
            booking._make_event()
        return bookings

    @api.model
    def _new_vals(self, vals):
        vals = self._guard_new_vals(vals)
        # what the form would fill in, for the values that are kept by this model
        vals = self._add_missing_default_values(vals)
        draft = self.new(vals)
        start, stop = draft.start, draft.stop
        if not start or not draft.type_id:
            raise UserError(self.env._("An appointment needs a type and a begin."))
        return {
            **vals,
            "stop": stop,
            "block_stop": stop + timedelta(minutes=draft.type_id.buffer),
        }

    @api.model
    def _queue_up(self, user_ids):
        """Let bookings with the same adviser wait for each other, until the commit.

        Two that wait for each other's row in the exclusion constraint would be a
        deadlock; that only one gets the time is up to the constraint.
        """
        self.flush_model([*TIMES, "block_stop", "state"])  # what was freed just now
        for user_id in sorted(set(user_ids)):
            self.env.execute_query(
                SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK, user_id)
            )

    def write(self, vals):
        """Another time or adviser is a move: same rules, and the calendar follows."""
        vals = dict(vals)
        times = {name: vals.pop(name) for name in TIMES if name in vals}
        if "type_id" in vals and any(b.type_id.id != vals["type_id"] for b in self):
            raise UserError(self.env._("An appointment keeps its type."))
        if times:
            self.check_access("write")
            self._reschedule(**times)
        result = super().write(vals) if vals else True
        if "partner_id" in vals:
            self._name_case_person()
        if "advisory_id" in vals:
            self._follow_case()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Appointments are kept for the figures. Please cancel it.")
        )

    def _reschedule(self, start=None, stop=None, user_id=None):
        """Another time or adviser; the calendar entry and the deadline follow.

        :return: those that were changed
        :raise UserError: not booked any more
        :raise IntegrityError: the adviser has another appointment at that time
        """
        changed = self.browse()
        for booking in self:
            new_start = fields.Datetime.to_datetime(start) or booking.start
            new_stop = fields.Datetime.to_datetime(stop)
            new_stop = new_stop or new_start + (booking.stop - booking.start)
            new_user = user_id or booking.user_id.id
            times = (new_start, new_stop, new_user)
            if times == (booking.start, booking.stop, booking.user_id.id):
                continue
            booking._check_states("booked")
            booking._queue_up([new_user])
            old_day = booking._day()
            booking._write_guarded(
                {
                    "start": new_start,
                    "stop": new_stop,
                    "block_stop": new_stop + timedelta(minutes=booking.type_id.buffer),
                    "user_id": new_user,
                    "needs_notice": True,
                    "date_reminded": False,
                }
            )
            booking.flush_recordset()
            booking._move_event()
            booking._move_deadline(old_day)
            changed += booking
        return changed

    def _check_states(self, *states):
        for booking in self:
            if booking.state not in states:
                raise UserError(
                    self.env._(
                        "%(booking)s is %(state)s; this step is not possible.",
                        booking=booking.display_name,
                        state=self._state_label(booking.state),
                    )
                )

    def _day(self):
        """The office's day on which it is."""
        return self.type_id._local_day(self.start)
