# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import uuid
from datetime import datetime

from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get

STATES = [
    ("preparation", "In Preparation"),
    ("published", "Published"),
    ("closed", "Bids Closed"),
    ("opened", "Opened"),
    ("jury", "Jury"),
    ("recommended", "Recommended"),
    ("decided", "Decided"),
    ("reserved", "Reserved"),
    ("contracted", "Contracted"),
    ("done", "Done"),
    ("unsuccessful", "Without Award"),
    ("cancelled", "Called Off"),
]
#: from publication to decision: bidders take part, and the advice rule holds
RUNNING_STATES = ("published", "closed", "opened", "jury", "recommended")


class Procedure(models.Model):
    """A concept-award procedure: plots go to the best concept, by rules known before.

    The rows are what the office prepares. What everybody relies on, the deadline among
    it, is the published version (``version_id``), which nobody can change.
    """

    _name = "wohnkoord.procedure"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Concept-Award Procedure"
    _order = "date_deadline desc, id desc"
    _check_company_auto = True

    _initial_state = "preparation"
    _guarded_fields = (
        "uuid",
        "version_id",
        "published_deadline",
        "end_reason",
        "date_ended",
    )
    _rec_names_search = ["name", "reference"]

    name = fields.Char(required=True, tracking=True)
    reference = fields.Char(
        copy=False, help="The office's own number; given in order if left empty."
    )
    slug = fields.Char(
        "Address of the Page",
        copy=False,
        help="Made from the name; fixed from the publication on.",
    )
    is_template = fields.Boolean(
        "Template", help="A pattern for later procedures; it is never published."
    )
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        tracking=True,
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        STATES,
        required=True,
        index=True,
        copy=False,
        tracking=True,
        default="preparation",
    )
    uuid = fields.Char(
        "Identifier",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid.uuid4()),
    )
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        default=lambda self: self.env.company.partner_id.tz or "Europe/Berlin",
        help="Of all dates that the public and the bidders read.",
    )
    description = fields.Text("About", help="Plain text; everybody reads it.")
    aim = fields.Text(help="What the city wants to reach; everybody reads it.")
    date_questions_until = fields.Datetime(
        "Questions until",
        copy=False,
        help="As prepared; what counts is the published version.",
    )
    date_deadline = fields.Datetime(
        "Bids until",
        copy=False,
        help="As prepared; what counts is the published version.",
    )
    lot_ids = fields.One2many(
        "wohnkoord.procedure.lot", "procedure_id", "Plots on Offer", copy=False
    )
    criterion_ids = fields.One2many(
        "wohnkoord.criterion", "procedure_id", "Criteria", copy=False
    )
    requirement_ids = fields.One2many(
        "wohnkoord.requirement", "procedure_id", "Minimum Requirements", copy=True
    )
    date_ids = fields.One2many(
        "wohnkoord.procedure.date", "procedure_id", "Timeline", copy=False
    )
    document_ids = fields.One2many(
        "wohnkoord.procedure.document", "procedure_id", "Documents", copy=False
    )
    version_ids = fields.One2many(
        "wohnkoord.procedure.version", "procedure_id", "Published Versions", copy=False
    )
    version_id = fields.Many2one(
        "wohnkoord.procedure.version",
        "Version in Force",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    published_deadline = fields.Datetime(
        "Published Deadline",
        related="version_id.date_deadline",
        store=True,
        index=True,
        help="Bids that arrive later stay unopened.",
    )
    registration_ids = fields.One2many(
        "wohnkoord.registration", "procedure_id", "Registered Parties", copy=False
    )
    question_ids = fields.One2many(
        "wohnkoord.question", "procedure_id", "Questions", copy=False
    )
    bid_ids = fields.One2many("wohnkoord.bid", "procedure_id", "Bids", copy=False)
    juror_ids = fields.One2many(
        "wohnkoord.juror", "procedure_id", "Seats in the Jury", copy=False
    )
    ranking_ids = fields.One2many(
        "wohnkoord.ranking", "procedure_id", "Rankings", copy=False
    )
    award_ids = fields.One2many("wohnkoord.award", "procedure_id", "Awards", copy=False)
    reservation_ids = fields.One2many(
        "wohnkoord.reservation", "procedure_id", "Reservations", copy=False
    )
    contract_ids = fields.One2many(
        "wohnkoord.procedure.contract", "procedure_id", "Contracts", copy=False
    )
    event_ids = fields.One2many(
        "wohnkoord.procedure.event", "procedure_id", "Log", copy=False
    )

    end_reason = fields.Text("Ended because", readonly=True, copy=False)
    date_ended = fields.Datetime("Ended on", readonly=True, copy=False)

    _uuid_uniq = models.Constraint("UNIQUE (uuid)", "The identifier is taken.")
    _slug_uniq = models.UniqueIndex(
        "(company_id, slug)", "Another procedure has this address already."
    )
    _reference_uniq = models.UniqueIndex(
        "(company_id, reference)", "Another procedure has this reference already."
    )
    _template_check = models.Constraint(
        "CHECK (is_template IS NOT TRUE OR state = 'preparation')",
        "A template is not published. Please start a procedure from it.",
    )

    # -- the clock -----------------------------------------------------------------------

    def _now(self, arrival=None):
        """The procedure's time: the server's, but never before the last logged act.

        A server clock that is set back thus reopens nothing.

        :param datetime arrival: when a request's body had arrived (UTC); None: now
        :return datetime: UTC, with microseconds
        """
        self.ensure_one()
        # sudo: the log is read for its last date only
        last_sudo = self.env["wohnkoord.procedure.event"].sudo()
        last = last_sudo.search(
            [("procedure_id", "=", self._origin.id)], order="number desc", limit=1
        ).date
        clock = self._clock()
        moment = arrival or clock
        # what arrived in time stays in time, however long saving it takes: not the
        # arrival is held against the log, but the clock
        return moment + (last - clock) if last and clock < last else moment

    @api.model
    def _clock(self):
        """The server's time in UTC, with microseconds."""
        return datetime.utcnow()

    def _is_open(self, moment):
        """Whether a bid that arrived at ``moment`` is in time.

        Two locks: the state, which moves once and never back, and the published deadline.

        :param datetime moment: from ``_now``
        """
        self.ensure_one()
        return (
            self.state == "published"
            and bool(self.published_deadline)
            and moment <= self.published_deadline
        )

    # -- the log -------------------------------------------------------------------------

    def _log(self, kind, data=None, actor=None, moment=None):
        """Append an act to the procedure's log.

        :param str kind: short technical name, e.g. ``published``
        :param dict data: canonical values; nothing that the seal hides
        :param str actor: a party's number; None: the current user by name
        :param datetime moment: from ``_now``; None: now
        """
        self.ensure_one()
        moment = (moment or self._now()).replace(microsecond=0)
        # sudo: nobody may write the log
        log_sudo = self.env["wohnkoord.procedure.event"].sudo()
        return log_sudo._append(self, kind, data, actor or self.env.user.name, moment)

    # -- running procedures --------------------------------------------------------------

    @api.model
    def _running_domain(self):
        """Procedures from publication to decision."""
        return fields.Domain("state", "in", RUNNING_STATES)
