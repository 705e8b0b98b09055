# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import hashlib

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.upload import check_upload, clean_name, upload_type

OBJECTION_ACTIVITY = "wohnkoord_odoo.mail_activity_type_award_objection"


class AwardObjection(models.Model):
    """An objection by the party itself, in its portal."""

    _inherit = "wohnkoord.award.objection"

    @api.model
    def _object(self, registration, award, text, upload, moment):
        """Keep a party's objection; called by the portal with sudo.

        :param award: one of ``registration._objectionable_awards``
        :param upload: (name, content) of a file, or None
        :param datetime moment: the procedure's time when the request had arrived
        :return: the objection
        :raise UserError: the stand-still is over, or the party objected already
        :raise UploadError: the file is not taken
        """
        procedure = registration.procedure_id
        if moment >= award.standstill_until:
            raise UserError(registration._objection_over_text(award))
        mine = self.search(
            [
                ("award_id", "=", award.id),
                ("registration_id", "=", registration.id),
                ("is_from_portal", "=", True),
            ]
        )
        if mine:
            raise UserError(self.env._("Your objection is on record already."))
        moment = moment.replace(microsecond=0)
        own = self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        [objection] = own._create_guarded(
            [
                {
                    "award_id": award.id,
                    "registration_id": registration.id,
                    "date": procedure._local(moment).date(),
                    "date_received": moment,
                    "is_from_portal": True,
                    "text": text,
                    **(self._file_vals(*upload) if upload else {}),
                }
            ]
        )
        objection.flush_recordset()  # two at once: one is refused here
        objection._log_act(
            "objection_received",
            text,
            file=objection.sha256,
            actor=f"party {registration.number}",
            moment=moment,
        )
        objection._open_objection_activity()
        registration._mail_party(
            "wohnkoord_odoo.award_objection_received_mail", objection
        )
        return objection

    def _file_vals(self, name, content):
        name = clean_name(name)
        check_upload(name, content)
        self.env["wohnkoord.upload.scan"]._scan(name, content)
        return {
            "file": base64.b64encode(content),
            "file_name": name,
            "mimetype": upload_type(name),
            "sha256": hashlib.sha256(content).hexdigest(),
        }

    # -- the office's activity -------------------------------------------------------------

    def _open_objection_activity(self):
        """Ask for an answer of somebody without any conflict in the procedure."""
        procedure = self.procedure_id
        user = procedure.user_id
        if not user or procedure._blocked_initiatives(user):
            user = procedure._retention_head()
        office = self.with_context(
            lang=user.lang,
            mail_activity_quick_update=True,
            mail_create_nosubscribe=True,
        )
        office.activity_schedule(
            OBJECTION_ACTIVITY,
            procedure._local(self.award_id.standstill_until).date(),
            user_id=user.id,
            summary=office.env._("Answer the objection"),
        )

    def _close_objection_activity(self):
        # sudo: the reminder may be a colleague's
        kind = self.env.ref(OBJECTION_ACTIVITY)
        activities_sudo = self.sudo().activity_ids
        activities_sudo.filtered(lambda a: a.activity_type_id == kind).unlink()
