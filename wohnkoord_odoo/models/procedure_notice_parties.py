# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.canonical import digest
from .procedure import RUNNING_STATES


class Procedure(models.Model):
    """The parties of a procedure, and the one way to tell them something."""

    _inherit = "wohnkoord.procedure"

    notice_ids = fields.One2many(
        "wohnkoord.procedure.notice",
        "procedure_id",
        "Notices",
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )
    registration_count = fields.Integer(
        "Parties", compute="_compute_party_counts", groups="wohnkoord_odoo.group_user"
    )
    notice_count = fields.Integer(
        "Number of Notices",
        compute="_compute_party_counts",
        groups="wohnkoord_odoo.group_user",
    )
    failed_delivery_count = fields.Integer(
        "Parties Not Reached",
        compute="_compute_party_counts",
        groups="wohnkoord_odoo.group_user",
    )

    @api.depends("registration_ids.date_withdrawn", "notice_ids.delivery_ids.state")
    def _compute_party_counts(self):
        mine = Domain("procedure_id", "in", self.ids)
        Registration = self.env["wohnkoord.registration"]
        parties, notices, failed = (
            dict(self.env[model]._read_group(domain, ["procedure_id"], ["__count"]))
            for model, domain in (
                ("wohnkoord.registration", mine & Registration._active_domain()),
                ("wohnkoord.procedure.notice", mine),
                (
                    "wohnkoord.procedure.delivery",
                    mine & Domain("state", "=", "failed"),
                ),
            )
        )
        for procedure in self:
            origin = procedure._origin
            procedure.registration_count = parties.get(origin, 0)
            procedure.notice_count = notices.get(origin, 0)
            procedure.failed_delivery_count = failed.get(origin, 0)

    def _is_running(self):
        """Whether the procedure is between publication and decision."""
        self.ensure_one()
        return self.state in RUNNING_STATES

    # -- telling ---------------------------------------------------------------------------

    def _tell_parties(self, kind, subject, body, registrations=None, moment=None):
        """Tell parties something: in all their portals at one moment, by a mail to each.

        Notice, deliveries and queued mails are made in the transaction of the act itself:
        all parties are told, or the act did not happen. Nobody sees another recipient.

        :param str kind: one of ``NOTICE_KINDS``
        :param str subject: plain text of one line, which names no party
        :param str body: plain text, which names no party
        :param registrations: whom it concerns; None: all that take part now
        :param datetime moment: of the act, from ``_now``; None: now
        :return: the notice, with superuser rights
        """
        self.ensure_one()
        moment = moment or self._now()
        # sudo: nobody may write notices; this method is the one way to make them
        procedure_sudo = self.sudo()
        parties_sudo = procedure_sudo._parties_to_tell(registrations)
        notice_sudo = procedure_sudo.env["wohnkoord.procedure.notice"].create(
            {
                "procedure_id": self.id,
                "kind": kind,
                "date": moment.replace(microsecond=0),
                "subject": " ".join(subject.split()),
                "body": body.strip(),
                "is_for_all": registrations is None,
            }
        )
        notice_sudo.env["wohnkoord.procedure.delivery"]._deliver(
            notice_sudo, parties_sudo
        )
        # whom it concerned stands in the deliveries: the log would tell who asked
        self._log(
            "parties_told",
            {
                "kind": kind,
                "to_all": registrations is None,
                "parties": len(parties_sudo),
                "sha256": digest({"subject": subject, "body": body}),
            },
            moment=moment,
        )
        return notice_sudo

    def _parties_to_tell(self, registrations):
        Registration = self.env["wohnkoord.registration"]
        mine = Domain("procedure_id", "=", self.id) & Registration._active_domain()
        if registrations is not None:
            mine &= Domain("id", "in", registrations.ids)
        return Registration.search(mine)

    def action_tell_parties(self):
        """Open the dialog that writes to all parties."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to All Parties"),
            "res_model": "wohnkoord.procedure.tell",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_procedure_id": self.id},
        }

    def _check_may_tell(self):
        self.check_access("write")
        if self.state == "preparation":
            raise UserError(self.env._("There are no parties before the publication."))

    # -- words and addresses -----------------------------------------------------------------

    def _in_party_words(self):
        """The procedure in the office's own language, for texts that all parties read."""
        return self.with_context(lang=self.sudo().company_id.partner_id.lang)

    def _portal_name(self):
        """The name under which the procedure was published."""
        return self._version_content().get("name") or self.name

    # -- smart buttons -----------------------------------------------------------------------

    def action_view_registrations(self):
        """Open the parties of this procedure."""
        return self._open_of_procedure("registration_action")

    def action_view_questions(self):
        """Open the questions of this procedure."""
        return self._open_of_procedure("question_action")

    def action_view_notices(self):
        """Open what the parties of this procedure were told."""
        return self._open_of_procedure("procedure_notice_action")

    def _open_of_procedure(self, xml_id):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"wohnkoord_odoo.{xml_id}"
        )
        return {
            **action,
            "domain": [("procedure_id", "=", self.id)],
            "context": {"default_procedure_id": self.id},
        }
