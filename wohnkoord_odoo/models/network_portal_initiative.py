# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

PORTAL_ACTIVITY = "wohnkoord_odoo.mail_activity_type_portal"


class Initiative(models.Model):
    """The group's portal: who may act in it, and what the office sees of it."""

    _inherit = "wohnkoord.initiative"

    portal_message_ids = fields.One2many(
        "wohnkoord.initiative.message", "initiative_id", "Conversation", copy=False
    )
    document_ids = fields.One2many(
        "wohnkoord.initiative.document", "initiative_id", "Documents", copy=False
    )
    document_count = fields.Integer(
        "Number of Documents", compute="_compute_document_count"
    )
    portal_news_count = fields.Integer(
        "New from the Group",
        compute="_compute_portal_news_count",
        help="Messages and documents of the group that nobody in the office has read.",
    )
    has_portal_news = fields.Boolean(
        "Has News from the Group",
        compute="_compute_portal_news_count",
        search="_search_has_portal_news",
    )

    @api.depends("document_ids")
    def _compute_document_count(self):
        counts = dict(
            self.env["wohnkoord.initiative.document"]._read_group(
                [("initiative_id", "in", self.ids)], ["initiative_id"], ["__count"]
            )
        )
        for initiative in self:
            initiative.document_count = counts.get(initiative._origin, 0)

    @api.depends("portal_message_ids.date_read", "document_ids.date_read")
    def _compute_portal_news_count(self):
        mine = Domain("initiative_id", "in", self.ids)
        counts = [
            dict(
                Model._read_group(
                    mine & Model._news_domain(), ["initiative_id"], ["__count"]
                )
            )
            for Model in self._portal_news_models()
        ]
        for initiative in self:
            count = sum(figures.get(initiative._origin, 0) for figures in counts)
            initiative.portal_news_count = count
            initiative.has_portal_news = bool(count)

    def _search_has_portal_news(self, operator, value):
        if operator != "in":
            return NotImplemented
        messages, documents = self._portal_news_models()
        news = Domain("portal_message_ids", "any", messages._news_domain()) | Domain(
            "document_ids", "any", documents._news_domain()
        )
        return news if True in value else ~news

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id"):
            self.with_context(mail_activity_quick_update=True).activity_reschedule(
                [PORTAL_ACTIVITY], new_user_id=vals["user_id"]
            )
        return result

    # -- buttons of the office ---------------------------------------------------------

    def action_write_to_group(self):
        """Open the dialog that writes to the group."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to the Group"),
            "res_model": "wohnkoord.initiative.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_initiative_id": self.id},
        }

    def action_add_document(self):
        """Open the dialog that adds a document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add a Document"),
            "res_model": "wohnkoord.initiative.document",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_initiative_id": self.id},
        }

    def action_view_documents(self):
        """Open the documents of this initiative."""
        self.ensure_one()
        return self._open_related("initiative_document_action")

    def action_mark_news_read(self):
        """Note that the office has read what is new from the group."""
        self.check_access("write")
        self._mark_news_read()
        return True

    def _mark_news_read(self):
        for Model in self._portal_news_models():
            # sudo: the office may not write messages; reading them is all that is noted
            news_sudo = Model.sudo().search(
                Domain("initiative_id", "in", self.ids) & Model._news_domain()
            )
            news_sudo._write_guarded({"date_read": fields.Datetime.now()})
        self._close_portal_activity()

    def _close_portal_activity(self):
        """End the reminder of whoever has nothing new from the group any more."""
        self.invalidate_recordset(["portal_news_count", "has_portal_news"])
        self.filtered(lambda i: not i.has_portal_news).activity_feedback(
            [PORTAL_ACTIVITY]
        )

    @api.model
    def _portal_news_models(self):
        return (
            self.env["wohnkoord.initiative.message"],
            self.env["wohnkoord.initiative.document"],
        )

    # -- who may do what in the portal -------------------------------------------------

    def _portal_memberships(self):
        """The current memberships of the current user in this initiative."""
        self.ensure_one()
        Member = self.env["wohnkoord.initiative.member"]
        return Member.search(
            Member._current_domain()
            & Domain("initiative_id", "=", self.id)
            & Domain("partner_id", "=", self.env.user.partner_id.id)
        )

    def _portal_is_closed(self):
        """Whether the portal is for reading only: the group dissolved."""
        return not self.active or self.stage_id.code == "dissolved"

    def _check_portal_act(self):
        """Refuse whoever may only read.

        :raise AccessError: the current user does not speak for the group today
        :raise UserError: the group has dissolved
        """
        roles = self._portal_memberships().mapped("role")
        if "spokesperson" not in roles:
            raise AccessError(
                self.env._("Only those who speak for the group can do this.")
            )
        if self._portal_is_closed():
            raise UserError(
                self.env._("The group has dissolved: its page is for reading only.")
            )

    # -- what the group does -----------------------------------------------------------
    # Called with sudo by the portal; the current user is the person who acts.

    def _portal_send_message(self, body):
        """Write to the adviser.

        :param str body: plain text
        :raise UserError: may only read
        """
        self._check_portal_act()
        self.env["wohnkoord.initiative.message"]._post_as_group(self, body)
        self._mark_portal_read()
        self._tell_adviser("message")

    def _portal_upload(self, name, content, note=""):
        """Send the office a file.

        :param bytes content: the whole file
        :raise UserError: may only read
        :raise UploadError: not of a kind that is taken
        """
        self._check_portal_act()
        documents = self.env["wohnkoord.initiative.document"]
        documents._upload_as_group(self, name, content, note)
        self._tell_adviser("document")

    def _mark_portal_read(self):
        """Note that the current user has read what is new from the office."""
        now = fields.Datetime.now()
        self._portal_memberships()._write_guarded({"date_portal_read": now})
        self.env["wohnkoord.initiative.message"].search(
            [
                ("initiative_id", "=", self.id),
                ("from_office", "=", True),
                ("date_read", "=", False),
            ]
        )._mark_read()

    def _set_portal_mail(self, wanted):
        """Switch the short notes by mail on or off, for the current user alone."""
        self._portal_memberships()._write_guarded({"wants_portal_mail": bool(wanted)})

    # -- who is told -------------------------------------------------------------------

    def _current_spokespersons(self):
        """The memberships of those who speak for the group today."""
        Member = self.env["wohnkoord.initiative.member"]
        return Member.search(
            Member._current_domain()
            & Domain("initiative_id", "in", self.ids)
            & Domain("role", "=", "spokesperson")
        )

    def _members_to_tell(self, askers):
        """Current members who asked last, or who want to be told of answers.

        :param askers: partners who wait for an answer, or None
        """
        Member = self.env["wohnkoord.initiative.member"]
        return Member.search(
            Member._current_domain()
            & Domain("initiative_id", "=", self.id)
            & (
                Domain("wants_portal_mail", "=", True)
                | Domain("partner_id", "in", askers.ids if askers else [])
            )
        )

    def _tell_adviser(self, what):
        """Put one activity before the adviser, however much comes; no mail is sent.

        :param str what: ``message``, ``document`` or ``request``
        """
        adviser = self._portal_adviser()
        if not adviser:
            return
        office = self._in_office_language()
        label = {
            "message": office.env._("message"),
            "document": office.env._("document"),
            "request": office.env._("request for the next level"),
        }[what]
        kind = self.env.ref(PORTAL_ACTIVITY)
        waiting = self.activity_ids.filtered(lambda a: a.activity_type_id == kind)[:1]
        if not waiting:
            office.activity_schedule(
                PORTAL_ACTIVITY,
                summary=office.env._("New from the group: %(what)s", what=label),
                user_id=adviser.id,
            )
        elif label not in (waiting.summary or ""):
            waiting.summary = f"{waiting.summary}, {label}"

    def _portal_adviser(self):
        """Who sees what is new: the adviser, or else the head of the office."""
        if self.user_id.active:
            return self.user_id
        return self.env["res.users"].search(
            [
                (
                    "all_group_ids",
                    "in",
                    self.env.ref("wohnkoord_odoo.group_manager").ids,
                ),
                ("company_ids", "in", self.company_id.ids),
            ],
            order="id",
            limit=1,
        )

    def _in_office_language(self):
        """The initiative as the portal's user handles it: quietly, in the office's words.

        Nobody becomes a follower and no mail is sent.
        """
        return self._quietly().with_context(lang=self._portal_adviser().lang)

    def _quietly(self):
        return self.with_context(
            mail_create_nosubscribe=True,
            mail_post_autofollow_author_skip=True,
            mail_activity_quick_update=True,
        )
