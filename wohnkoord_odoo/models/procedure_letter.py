# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.append_only import make_final
from ..tools.upload import clean_name

LETTER_KINDS = [
    ("winner", "Award"),
    ("runner_up", "Next in Line"),
    ("loser", "No Award"),
]


class AwardLetter(models.Model):
    """What the office writes to a party about the decision; sent letters stay.

    A party learns its own points and places and in what the chosen concept was better;
    never a seat's points, nor another party's figures.
    """

    _name = "wohnkoord.award.letter"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Letter about a Decision"
    _order = "procedure_id, id"
    _rec_name = "subject"
    _check_company_auto = True

    _initial_state = "draft"
    _guarded_fields = (
        "company_id",
        "procedure_id",
        "registration_id",
        "kind",
        "date_sent",
    )

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    registration_id = fields.Many2one(
        "wohnkoord.registration",
        "Party",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(LETTER_KINDS, required=True, readonly=True, index=True)
    recipient = fields.Text(
        "Address Field",
        help="Up to six lines, as the window of an envelope shows them.",
    )
    subject = fields.Char(required=True)
    body = fields.Text("Letter", required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent")],
        required=True,
        index=True,
        copy=False,
        default="draft",
    )
    date_sent = fields.Datetime("Sent on", readonly=True, copy=False)

    _draft_uniq = models.UniqueIndex(
        "(registration_id) WHERE state = 'draft'", "The party has a draft already."
    )
    _sent_check = models.Constraint(
        "CHECK (state = 'draft' OR date_sent IS NOT NULL)",
        "A letter that was sent has its moment.",
    )

    def init(self):
        """What was sent stays as it is; the database itself sees to it."""
        make_final(self.env.cr, self._table, "sent")

    def write(self, vals):
        if any(letter.state == "sent" for letter in self):
            raise UserError(self.env._("A letter that was sent is not changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(letter.state == "sent" for letter in self):
            raise UserError(self.env._("A letter that was sent is not deleted."))

    def action_pdf(self):
        """Download the letter as PDF."""
        self.check_access("read")
        report = self.env.ref("wohnkoord_odoo.award_letter_report")
        return report.report_action(self, config=False)

    def _get_report_base_filename(self):
        self.ensure_one()
        return clean_name(self.subject)

    def _letter_values(self):
        """The letter as plain values for its PDF.

        :return dict: ``sender`` and ``recipient`` (lists of lines), ``office`` (label and
            value of its information block), ``logo`` (base64 or False), ``date``,
            ``subject``, ``body``
        """
        self.ensure_one()
        # any login may ask for a report by its name; the portal's page asks as superuser
        self.check_access("read")
        letter_sudo = self.sudo()
        office_sudo = letter_sudo.company_id
        moment = letter_sudo.date_sent or letter_sudo.procedure_id._now()
        date = f"{letter_sudo.procedure_id._local(moment):%d.%m.%Y}"
        block = [
            (self.env._("Our reference"), letter_sudo.procedure_id.reference),
            (self.env._("Phone"), office_sudo.phone),
            (self.env._("E-mail"), office_sudo.email),
            (self.env._("Date"), date),
        ]
        # letters from before the address was kept name the group alone
        group = letter_sudo.registration_id.initiative_id.name
        lines = (letter_sudo.recipient or group).splitlines()
        letter = office_sudo._wohnkoord_letter(lines, letter_sudo.subject, block)
        return {**letter, "date": date, "body": letter_sudo.body}

    @api.model
    def _address_lines(self, party):
        """Where a party gets its mail: the address of the group, else a spokesperson's.

        Lines as DIN 5008 orders them; a country only abroad, in capitals.

        :param party: registration, called with sudo
        """
        initiative, office = party.initiative_id, party.company_id
        people = initiative.partner_id, *party.spokesperson_ids
        home = next((person for person in people if person.street), None)
        if not home:
            return [initiative.name]
        name = home.name if home.name != initiative.name else None
        lines = (initiative.name, name, *home._wohnkoord_address_lines(office))
        return [line for line in lines if line]
