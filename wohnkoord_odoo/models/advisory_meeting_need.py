# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .advisory_meeting_need_count import KINDS

PURPOSE = "meeting_needs"
#: how somebody agreed whom the office does not know as a contact
WAYS = [
    ("oral", "Oral"),
    ("signed", "Signed"),
    ("form", "Ticked in a Form"),
]
BATCH = 200


class MeetingNeed(models.Model):
    """What somebody needs at a meeting; it may say something about their health.

    Noted with explicit consent only (GDPR, Art. 9 (2) a), read by the office's advisers
    only, and deleted afterwards: some days after the meeting, with the meeting, and when
    the consent ends. Nothing of it goes into a chatter, a calendar entry or a log. What
    stays is a number per month.
    """

    _name = "wohnkoord.meeting.need"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Need at a Meeting"
    _order = "start, event_id, kind, id"
    _check_company_auto = True

    _guarded_fields = (
        "company_id",
        "booking_id",
        "consent_id",
        "consent_text",
        "date_consented",
    )

    event_id = fields.Many2one(
        "calendar.event",
        "Meeting of the Case",
        required=True,
        index=True,
        ondelete="cascade",
    )
    booking_id = fields.Many2one(
        "wohnkoord.booking",
        "Appointment",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    advisory_id = fields.Many2one(
        related="event_id.advisory_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one("res.company", "Office", required=True, index=True)
    start = fields.Datetime(
        "Begin of the Meeting", related="event_id.start", store=True, precompute=True
    )
    stop = fields.Datetime(
        "End of the Meeting",
        related="event_id.stop",
        store=True,
        precompute=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: whoever comes, without a name.",
    )
    kind = fields.Selection(KINDS, required=True, index=True)
    language = fields.Char(size=60, help="Into and from which is interpreted.")
    way = fields.Selection(
        WAYS, "How They Agreed", help="Of somebody who is no contact of the office."
    )
    consent_id = fields.Many2one(
        "wohnkoord.consent",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    consent_text = fields.Text(
        "Exact Text", required=True, readonly=True, help="What they agreed to."
    )
    date_consented = fields.Datetime("Agreed on", required=True, readonly=True)
    is_arranged = fields.Boolean("Arranged")

    _once_uniq = models.UniqueIndex(
        "(event_id, kind, COALESCE(language, ''), COALESCE(partner_id, 0))",
        "This is noted already.",
    )
    _language_check = models.Constraint(
        "CHECK ((kind = 'interpreter') = (language IS NOT NULL))",
        "An interpreter needs a language, and nothing else does.",
    )
    _consent_check = models.Constraint(
        "CHECK ((consent_id IS NOT NULL) = (partner_id IS NOT NULL)"
        " AND (consent_id IS NOT NULL OR way IS NOT NULL))",
        "A need is noted with a consent.",
    )

    @api.depends("kind", "language")
    def _compute_display_name(self):
        for need in self:
            need.display_name = need._words()

    def _words(self):
        """The need in words, with the language of an interpreter."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        parts = (kinds.get(self.kind), self.language)
        return ": ".join(part for part in parts if part)

    # -- made, changed -----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Note needs of people who agreed before.

        :raise UserError: no meeting of a case, it is over or repeats, or nobody agreed
        """
        self.browse().check_access("create")
        needs = self.browse()
        for vals in vals_list:
            vals = self._add_missing_default_values(self._guard_new_vals(vals))
            partner = self.env["res.partner"].browse(vals.get("partner_id") or [])
            way = vals.get("way")
            if way == "form":
                raise UserError(self.env._("Only the person itself fills in the form."))
            needs += self._note(
                self.env["calendar.event"].browse(vals.get("event_id") or []),
                [(vals.get("kind"), vals.get("language"))],
                partner=partner,
                way=way,
                may_record=False,
                is_arranged=vals.get("is_arranged"),
            )
        return needs

    @api.model
    def _note(
        self, event, needs, partner=None, way=None, lang=None, may_record=True, **values
    ):
        """Note what somebody needs who agrees to it at this moment, or did before.

        :param list needs: pairs of kind and language
        :param partner: the contact, if it is one
        :param str way: how they agree now; None: they did before
        :param bool may_record: whether a missing consent of a contact is recorded
        :return: the needs
        """
        event_sudo = event.sudo()
        company = event_sudo.advisory_id.company_id
        self._check_event(event_sudo)
        proof = self._proof(company, partner, way, lang, may_record)
        rows = self._create_guarded(
            [
                {
                    **values,
                    **proof,
                    "event_id": event.id,
                    "booking_id": event_sudo.booking_ids[:1].id,
                    "company_id": company.id,
                    "partner_id": partner.id if partner else False,
                    "kind": kind,
                    "language": (language or "").strip() or False,
                }
                for kind, language in needs
            ]
        )
        rows.check_access("read")  # neither another office's meeting
        for row in rows:
            self.env["wohnkoord.meeting.need.count"]._count_up(
                company, event_sudo.start.date(), row.kind
            )
        return rows

    @api.model
    def _check_event(self, event_sudo):
        if not event_sudo.advisory_id or not event_sudo.active:
            raise UserError(self.env._("Needs are noted for a meeting of a case."))
        if event_sudo.recurrency:
            raise UserError(
                self.env._(
                    "Needs are noted for one meeting: take it out of its series."
                )
            )
        if event_sudo.stop < fields.Datetime.now():
            raise UserError(self.env._("This meeting is over."))

    @api.model
    def _proof(self, company, partner, way, lang, may_record):
        """With what a need is noted: the consent of a contact, else the words agreed to.

        :raise UserError: nobody agreed
        """
        texts = self.env["wohnkoord.consent.text"]
        text = texts.sudo()._current(PURPOSE, company)
        if not partner:
            if way not in dict(WAYS):
                raise UserError(
                    self.env._("Needs are noted with a consent only: how was it given?")
                )
            lang = lang or self.env.lang or company.partner_id.lang
            return {
                "way": way,
                "consent_id": False,
                "consent_text": text.with_context(lang=lang).text,
                "date_consented": fields.Datetime.now(),
            }
        consents = self.env["wohnkoord.consent"]
        live = consents.search(
            consents._live_domain(PURPOSE, company)
            & fields.Domain("partner_id", "=", partner.id),
            limit=1,
        )
        if not live and way and may_record:
            live = consents._create_frozen(
                [
                    {
                        "partner_id": partner.id,
                        "purpose": PURPOSE,
                        "company_id": company.id,
                        "way": way,
                    }
                ],
                lang=lang,
            )
        if not live:
            raise UserError(
                self.env._(
                    "%(name)s has not agreed that needs are noted. Please ask, and record"
                    " the consent.",
                    name=partner.display_name,
                )
            )
        return {
            "way": False,
            "consent_id": live.id,
            "consent_text": live.text,
            "date_consented": live.date_confirmed,
        }

    def write(self, vals):
        self.check_access("write")
        if set(vals) - {"is_arranged"}:
            raise UserError(
                self.env._("A need is not changed. Please delete it and note it anew.")
            )
        return super().write(vals)

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(self.env._("A need is not copied. Please note it anew."))

    def unlink(self):
        """Delete for good, with the mails about it; a consent that is not used any more
        ends."""
        self.check_access("unlink")
        # sudo: mails in the queue are nobody's
        messages_sudo = self.env["mail.message"].sudo()
        messages_sudo.search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
        people = {(need.company_id, need.partner_id) for need in self}
        result = super().unlink()
        self._end_consents(people)
        return result

    @api.model
    def _end_consents(self, people):
        consents_sudo = self.env["wohnkoord.consent"].sudo()
        for company, partner in people:
            still = partner and self.sudo().search_count(
                [("company_id", "=", company.id), ("partner_id", "=", partner.id)],
                limit=1,
            )
            if partner and not still:
                consents_sudo.search(
                    consents_sudo._live_domain(PURPOSE, company)
                    & fields.Domain("partner_id", "=", partner.id)
                )._expire()

    @api.model
    def _cron_forget(self):
        """Delete what was needed at meetings that are over, after each office's days."""
        cron = self.env["ir.cron"]
        for (company,) in self._read_group([], ["company_id"]):
            limit = fields.Datetime.now() - timedelta(
                days=company.wohnkoord_need_keep_days
            )
            domain = [("company_id", "=", company.id), ("stop", "<", limit)]
            while old := self.search(domain, limit=BATCH):
                old.unlink()
                if not cron._commit_progress(len(old), remaining=1):
                    return
        cron._commit_progress(remaining=0)

    # -- arranging ---------------------------------------------------------------------

    def action_arranged(self):
        """It is arranged, or not after all."""
        for need in self:
            need.is_arranged = not need.is_arranged
        return True

    def action_tell(self):
        """Write to whoever arranges rooms and interpreters: what, when, where, no names.

        :raise UserError: the office has not said who that is
        """
        self.check_access("write")
        template = self.env.ref("wohnkoord_odoo.mail_template_meeting_need")
        for needs in self.grouped("event_id").values():
            company = needs.company_id
            if not company._wohnkoord_need_organiser().email:
                raise UserError(
                    self.env._(
                        "Who arranges rooms and interpreters? Please choose somebody with"
                        " an address in the settings."
                    )
                )
            # sudo: rendering reads the organiser's address
            template.sudo().send_mail(needs[0].id)
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return True

    def _mail_words(self):
        """What the mail to the organiser lists: all that this meeting needs."""
        return [need._words() for need in self.event_id.need_ids]

    def _mail_when(self):
        event_sudo = self.event_id.sudo()
        tz = event_sudo.user_id.tz or "Europe/Berlin"
        return format_datetime(self.env, event_sudo.start, tz, "short")
