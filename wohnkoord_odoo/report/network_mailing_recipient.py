# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL

REASONS = [
    ("gets", "Gets it"),
    ("got", "Has got it already"),
    ("no_consent", "Has not agreed to this purpose"),
    ("withdrawn", "Withdrew the consent, or it expired"),
    ("no_case", "Has no running case"),
    ("no_address", "Has no e-mail address"),
    ("duplicate", "Same address as somebody else"),
    ("bounced", "Mails came back too often"),
    ("blacklisted", "Wants no mailings at all"),
    ("archived", "Is archived"),
    ("other_office", "Belongs to another office"),
    ("cancelled", "Registration is cancelled or not confirmed"),
    ("event_over", "The event was long ago"),
]


class MailingRecipient(models.Model):
    """The dry run of a mailing: who would get it now, who is left out, and why.

    One query over whom the mailing means; nothing is stored and nothing sent. The
    mailing stands in the context, where it opens nothing: rows are those that the user
    may read, of a mailing that the user may read.
    """

    _name = "wohnkoord.mailing.recipient"
    _description = "Recipient of a Mailing"
    _auto = False
    _order = "reason, name, id"

    mailing_id = fields.Many2one("mailing.mailing", readonly=True)
    company_id = fields.Many2one("res.company", "Office", readonly=True)
    name = fields.Char(readonly=True)
    email = fields.Char("Address", readonly=True)
    partner_id = fields.Many2one("res.partner", "Person", readonly=True)
    reason = fields.Selection(REASONS, "Result", readonly=True)

    @property
    def _table_query(self):
        mailing = self.env["mailing.mailing"].browse(self.env.context.get("mailing_id"))
        mailing = mailing.exists()
        if not mailing or not mailing.has_access("read"):
            return SQL(
                "SELECT NULL::int AS id, NULL::int AS mailing_id,"
                " NULL::int AS company_id, NULL::varchar AS name,"
                " NULL::varchar AS email, NULL::int AS partner_id,"
                " NULL::varchar AS reason WHERE FALSE"
            )
        return self._recipients_query(mailing)

    def _recipients_query(self, mailing):
        target = mailing._recipients()
        self.env.flush_all()
        is_partner = target._name == "res.partner"
        return SQL(
            "SELECT t.id, %s AS mailing_id, %s AS company_id, t.name,"
            " %s AS email, t.%s AS partner_id, %s AS reason"
            " FROM %s t WHERE t.id IN %s",
            mailing.id,
            mailing.company_id.id,
            target._mailing_address("t"),
            SQL.identifier("id" if is_partner else "partner_id"),
            self._reason_sql(mailing, target),
            SQL.identifier(target._table),
            target._search(mailing._candidates_domain()).subselect(),
        )

    def _reason_sql(self, mailing, target):
        cases = [
            SQL("WHEN t.id IN %s THEN %s", target._search(domain).subselect(), reason)
            for reason, domain in mailing._left_out_reasons()
        ]
        address = target._mailing_address("t")
        got = SQL(
            "SELECT email FROM mailing_trace WHERE mass_mailing_id = %s"
            " AND trace_status != 'cancel' AND email IS NOT NULL",
            mailing.id,
        )
        first = target._search(mailing._get_recipients_domain()).subselect()
        return SQL(
            "CASE %s WHEN %s IN (%s) THEN 'got' WHEN t.id NOT IN %s THEN 'duplicate'"
            " ELSE 'gets' END",
            SQL(" ").join(cases),
            address,
            got,
            first,
        )
