# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: so many groups are suggested for one profile, the best first
BEST = 10
#: after so many days without both answers a question is void
ANSWER_DAYS = 30
#: who may still answer
PENDING = {
    "person": ("asked", "initiative_agreed"),
    "initiative": ("asked", "person_agreed"),
}
OPEN = ("suggested", "asked", "person_agreed", "initiative_agreed")


class Match(models.Model):
    """A group that may suit a person: a suggestion, until both have said yes.

    Names and addresses are exchanged only then, and only with both consents to
    sharing in force.
    """

    _name = "wohnkoord.match"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Suggestion of a Group"
    _order = "score desc, id"
    _rec_name = "initiative_id"

    _initial_state = "suggested"
    _state_actions = {"asked": "action_ask", "declined": "action_decline"}
    _guarded_fields = (
        "profile_id",
        "initiative_id",
        "contact_id",
        "score",
        "date_asked",
        "date_person",
        "date_initiative",
    )

    profile_id = fields.Many2one(
        "wohnkoord.search.profile",
        "Search Profile",
        required=True,
        index=True,
        ondelete="cascade",
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="profile_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", string="Person")
    contact_id = fields.Many2one(
        "res.partner",
        "Asked for the Initiative",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="The spokesperson who got the question.",
    )
    score = fields.Integer(readonly=True, aggregator=None)
    reason = fields.Char("Why", compute="_compute_reason")
    state = fields.Selection(
        [
            ("suggested", "Suggested"),
            ("asked", "Both Asked"),
            ("person_agreed", "Person Agreed"),
            ("initiative_agreed", "Initiative Agreed"),
            ("both", "Both Agreed"),
            ("declined", "Declined"),
            ("expired", "Expired"),
        ],
        required=True,
        default="suggested",
        index=True,
        copy=False,
    )
    date_asked = fields.Datetime("Asked on", readonly=True, copy=False)
    date_person = fields.Datetime("Person answered on", readonly=True, copy=False)
    date_initiative = fields.Datetime(
        "Initiative answered on", readonly=True, copy=False
    )

    _pair_uniq = models.Constraint(
        "UNIQUE (profile_id, initiative_id)",
        "This group is suggested to this person already.",
    )

    @api.depends(
        "profile_id.district_ids",
        "profile_id.target_group_ids",
        "profile_id.theme_ids",
        "profile_id.legal_form_ids",
        "initiative_id.district_ids",
        "initiative_id.target_group_ids",
        "initiative_id.theme_ids",
        "initiative_id.legal_form_id",
    )
    def _compute_reason(self):
        for match in self:
            match.reason = "; ".join(match._reasons())

    def _reasons(self):
        """What both have in common, in words."""
        profile, initiative = self.profile_id, self.initiative_id
        common = [
            initiative.district_ids & profile.district_ids,
            initiative.target_group_ids & profile.target_group_ids,
            initiative.theme_ids & profile.theme_ids,
            initiative.legal_form_id & profile.legal_form_ids,
        ]
        words = [", ".join(entries.mapped("name")) for entries in common if entries]
        for name in ("building_type", "tenure"):
            if profile[name] and profile[name] == initiative[name]:
                labels = dict(initiative._fields[name]._description_selection(self.env))
                words.append(labels[profile[name]])
        if profile.needs_accessible and initiative.dwelling_accessible_count:
            words.append(self.env._("accessible dwellings"))
        if profile.needs_subsidised and initiative.dwelling_subsidised_count:
            words.append(self.env._("subsidised dwellings"))
        return words

    # -- suggested ---------------------------------------------------------------------

    @api.model
    def _cron_suggest(self):
        self._suggest(Domain.TRUE)
        limit = fields.Datetime.now() - timedelta(days=ANSWER_DAYS)
        self.search(
            [
                ("state", "in", ("asked", "person_agreed", "initiative_agreed")),
                ("date_asked", "<", limit),
            ]
        )._expire()

    @api.model
    def _suggest(self, domain):
        """Bring the suggestions up to date.

        What was asked or answered stays; a suggestion that fits no longer goes.

        :param domain: on ``profile_id`` and ``initiative_id``; which to look at
        """
        # sudo: candidates are read by the system only; pairs are of one office each
        candidates_sudo = self.env["wohnkoord.match.candidate"].sudo()
        found = {
            (row.profile_id.id, row.initiative_id.id): row.score
            for row in candidates_sudo.search_fetch(
                domain & Domain("rank", "<=", BEST),
                ["profile_id", "initiative_id", "score"],
            )
        }
        matches_sudo = self.sudo().search(domain)
        known = {(m.profile_id.id, m.initiative_id.id): m for m in matches_sudo}
        stale = matches_sudo.filtered(
            lambda m: (
                m.state == "suggested"
                and (m.profile_id.id, m.initiative_id.id) not in found
            )
        )
        stale.unlink()
        self.sudo()._create_guarded(
            [
                {"profile_id": pair[0], "initiative_id": pair[1], "score": score}
                for pair, score in found.items()
                if pair not in known
            ]
        )

    # -- asked -------------------------------------------------------------------------

    def action_ask(self):
        """Ask both by mail whether they want to get in touch.

        :raise UserError: one of them cannot or may not be asked
        """
        self.check_access("write")
        now = fields.Datetime.now()
        contacts = self.initiative_id._wohnkoord_spokespersons()
        for match in self:
            if match.state != "suggested":
                raise UserError(self.env._("Both were asked already."))
            contact = contacts[match.initiative_id][:1]
            match._refuse_unfit(contact)
            match._write_guarded(
                {"state": "asked", "contact_id": contact.id, "date_asked": now}
            )
        self._send("mail_template_match_ask_person")
        self._send("mail_template_match_ask_initiative")
        return True

    def action_decline(self):
        """The office, or one of both, says no."""
        self.check_access("write")
        self.filtered(lambda m: m.state != "declined")._write_guarded(
            {"state": "declined"}
        )
        return True

    def _refuse_unfit(self, contact):
        if not self._is_alive():
            raise UserError(
                self.env._(
                    "The person has withdrawn, or the initiative seeks nobody any more."
                )
            )
        if not contact:
            raise UserError(
                self.env._(
                    "%(name)s has no spokesperson with an e-mail address.",
                    name=self.initiative_id.name,
                )
            )
        if not self.partner_id.email_normalized:
            raise UserError(
                self.env._("%(name)s has no address.", name=self.partner_id.name)
            )

    def _is_alive(self):
        """Whether the consent to the comparison holds and the group still seeks."""
        self.profile_id.invalidate_recordset(["has_consent"])
        return (
            self.profile_id.state == "active"
            and self.profile_id.has_consent
            and self.initiative_id.active
            and self.initiative_id.seeks_members
        )

    def _expire(self):
        self.filtered(lambda m: m.state in OPEN)._write_guarded({"state": "expired"})

    # -- answered by a link in a mail; called with superuser rights ----------------------

    def _answer(self, side, agrees):
        """Take the answer of ``person`` or ``initiative``.

        :return bool: False if there is nothing to answer any more
        """
        self.ensure_one()
        if not self._is_pending(side):
            return False
        date = {f"date_{side}": fields.Datetime.now()}
        if not agrees:
            self._write_guarded({"state": "declined", **date})
            return True
        self._record_sharing(side)
        both = self.state != "asked"
        self._write_guarded({"state": "both" if both else f"{side}_agreed", **date})
        if both:
            self._exchange()
        return True

    def _is_pending(self, side):
        limit = fields.Datetime.now() - timedelta(days=ANSWER_DAYS)
        contacts = self.initiative_id._wohnkoord_spokespersons()[self.initiative_id]
        return (
            self.state in PENDING[side]
            and self.date_asked >= limit
            and self._is_alive()
            and self.contact_id in contacts
        )

    def _party(self, side):
        return self.partner_id if side == "person" else self.contact_id

    def _record_sharing(self, side):
        """The click is the consent to pass name and address on to the other."""
        consent = self.env["wohnkoord.consent"]._request(
            self._party(side),
            "contact_sharing",
            self.company_id,
            self.initiative_id,
            send=False,
        )
        consent._confirm()

    def _exchange(self):
        """Tell each the other's name and address, if both consents are in force."""
        sharing = self.env["wohnkoord.consent"].search(
            self.env["wohnkoord.consent"]._live_domain(
                "contact_sharing", self.company_id
            )
            & Domain("initiative_id", "=", self.initiative_id.id)
            & Domain("partner_id", "in", (self.partner_id | self.contact_id).ids)
        )
        if sharing.partner_id != self.partner_id | self.contact_id:
            self._write_guarded({"state": "declined"})
            return
        self._send("mail_template_match_contact_person")
        self._send("mail_template_match_contact_initiative")

    def _stop_sharing(self):
        """Somebody withdrew: no exchange, also of what waits to be sent."""
        # sudo: mails that wait are the system's
        self.env["mail.mail"].sudo().search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "in", ("outgoing", "exception")),
            ]
        ).unlink()
        self._write_guarded({"state": "declined"})

    # -- words for mails and pages -----------------------------------------------------

    def _link(self, side):
        """The address at which ``person`` or ``initiative`` answers."""
        self.ensure_one()
        token = self.env["wohnkoord.signed.link"]._token(
            f"match {side}", self, hours=24 * ANSWER_DAYS
        )
        base_url = self.company_id._wohnkoord_base_url()
        return f"{base_url}/find-a-group/match/{side}/{token}"

    def _public_values(self, side):
        """What the page behind the link shows: never a name or address of a person."""
        self.ensure_one()
        consent = self.env["wohnkoord.consent.text"]._current(
            "contact_sharing", self.company_id
        )
        other = (
            self.initiative_id._find_group_lines()
            if side == "person"
            else self.profile_id._criteria()
        )
        return {
            "is_pending": self._is_pending(side),
            "title": self.initiative_id._wohnkoord_public_label()
            if side == "person"
            else self.env._("Somebody looks for a group"),
            "reason": self.reason,
            "lines": other,
            "consent": consent.text,
            "status": self._status(side),
        }

    def _status(self, side):
        if self.state == "both":
            return self.env._(
                "Both agreed. You have a mail with the other's name and address."
            )
        if self.state == f"{side}_agreed":
            return self.env._(
                "You agreed. As soon as the other side agrees, you both get a mail."
            )
        return self.env._("There is nothing to answer here any more.")

    def _send(self, template):
        # sudo: rendering reads the office's address and host
        template_sudo = self.env.ref(f"wohnkoord_odoo.{template}").sudo()
        for match in self:
            template_sudo.send_mail(match.id)
