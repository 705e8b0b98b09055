# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class InitiativeMember(models.Model):
    """What a member keeps in the portal: what was read, and whether a mail is wanted.

    Both end with the membership. Only the person sets them.
    """

    _name = "wohnkoord.initiative.member"
    _inherit = ["wohnkoord.guarded.mixin", "wohnkoord.initiative.member"]

    _guarded_fields = ("date_portal_read", "wants_portal_mail")

    date_portal_read = fields.Datetime("News Read on", copy=False, readonly=True)
    wants_portal_mail = fields.Boolean(
        "Wants Mail about Answers",
        copy=False,
        readonly=True,
        help="The person switched this on in the portal: a short note, without content,"
        " when the office writes to the group.",
    )

    def _notify_of_news(self):
        """Send each person one short note that there is news in the portal.

        Nothing of the news stands in it. Persons without a login are left out: the link
        would lead them nowhere.

        :return: the memberships of those who are written to
        """
        members_sudo = self.sudo().filtered(
            lambda member: member.has_portal_access and member.partner_id.email
        )
        persons_sudo = members_sudo.browse(
            {member.partner_id: member.id for member in members_sudo}.values()
        )
        template_sudo = self.env.ref(
            "wohnkoord_odoo.mail_template_initiative_news"
        ).sudo()
        if persons_sudo:
            template_sudo.send_mail_batch(persons_sudo.ids)
        return persons_sudo
