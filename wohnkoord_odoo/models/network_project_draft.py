# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OFFICE = "wohnkoord_odoo.group_user"


class ProjectDraft(models.Model):
    """The page of a project as the group and the office edit it.

    The group hands it in; the office looks at what changed, and releases it or sends it
    back. The public reads the last released page (``wohnkoord.project.page``) meanwhile.
    """

    _name = "wohnkoord.project.draft"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.project.content",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Draft of a Project's Public Page"
    _order = "date_handed_in desc, id desc"
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {
        "draft": "action_take_back",
        "waiting": "action_hand_in",
        "released": "action_release",
    }
    _reason_actions = ("action_send_back",)
    _guarded_fields = ("revision", "reason", "date_handed_in", "handed_in_by_id")

    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="initiative_id.company_id", store=True, index=True
    )
    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    year = fields.Integer(
        compute="_compute_year", store=True, readonly=False, precompute=True
    )
    picture_ids = fields.One2many(
        "wohnkoord.project.draft.picture", "draft_id", "Pictures"
    )
    state = fields.Selection(
        [
            ("draft", "Being Edited"),
            ("waiting", "Waiting for Release"),
            ("returned", "Sent Back"),
            ("released", "Released"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    revision = fields.Integer(readonly=True, copy=False, aggregator=None)
    reason = fields.Text("Sent back because", readonly=True, copy=False)
    date_handed_in = fields.Datetime("Handed in on", readonly=True, copy=False)
    handed_in_by_id = fields.Many2one(
        "res.users", "Handed in by", readonly=True, copy=False, ondelete="set null"
    )
    contact_choice_ids = fields.Many2many(
        "res.partner", compute="_compute_contact_choice_ids"
    )
    is_published = fields.Boolean(related="initiative_id.is_published")
    has_publication_consent = fields.Boolean(
        related="initiative_id.has_publication_consent", related_sudo=False
    )
    user_id = fields.Many2one(related="initiative_id.user_id", string="Adviser")
    changes = fields.Html(compute="_compute_changes", sanitize=False)

    _initiative_uniq = models.Constraint(
        "UNIQUE (initiative_id)", "An initiative has one public page."
    )

    @api.depends("initiative_id")
    def _compute_name(self):
        for draft in self:
            draft.name = draft.name or draft.initiative_id.name

    @api.depends("initiative_id")
    def _compute_year(self):
        for draft in self:
            moves_in = draft.initiative_id.move_in_date
            draft.year = draft.year or (moves_in and moves_in.year)

    @api.depends("initiative_id.member_ids")
    def _compute_contact_choice_ids(self):
        for draft in self:
            draft.contact_choice_ids = draft.initiative_id.spokesperson_ids

    @api.constrains("contact_id", "initiative_id")
    def _check_contact(self):
        for draft in self:
            if draft.contact_id and draft.contact_id not in draft.contact_choice_ids:
                raise UserError(
                    self.env._("The contact person speaks for the group today.")
                )

    # -- changes -----------------------------------------------------------------------

    def write(self, vals):
        initiative_id = vals.get("initiative_id")
        if initiative_id and self.filtered(
            lambda draft: draft.initiative_id.id != initiative_id
        ):
            raise UserError(self.env._("A page stays with its initiative."))
        # a written state comes here a second time, without the state
        changing = self.filtered(lambda draft: draft._differs(vals))
        result = super().write(vals)
        if "state" not in vals:
            changing._note_change()
        return result

    def _differs(self, vals):
        """Whether writing ``vals`` changes what the page says."""
        for name in set(vals) & set(self._content_fields()):
            value = self[name]
            if self._fields[name].type == "many2one":
                value = value.id
            if (value or False) != (vals[name] or False):
                return True
        return False

    def _note_change(self):
        """Whatever was handed in or released is another page now.

        The office may correct what waits; what the group changes is handed in anew.
        """
        keeps = ("draft", "waiting") if self._by_office() else ("draft",)
        for draft in self:
            vals = {"revision": draft.revision + 1}
            if draft.state not in keeps:
                vals["state"] = "draft"
            draft._write_guarded(vals)

    def _by_office(self):
        return self.env.user.has_group(OFFICE)

    # -- handed in, released, sent back ------------------------------------------------

    def action_hand_in(self):
        """Ask the office to release the page.

        :raise UserError: it waits already, or nothing says what the project is
        """
        self.check_access("write")
        for draft in self:
            if draft.state == "waiting":
                raise UserError(self.env._("The page waits for its release already."))
            if not draft.teaser:
                raise UserError(
                    self.env._("Please describe the project in one sentence first.")
                )
            draft._write_guarded(
                {
                    "state": "waiting",
                    "reason": False,
                    "date_handed_in": fields.Datetime.now(),
                    "handed_in_by_id": self.env.uid,
                }
            )
            draft._remind_office()
        return True

    def action_take_back(self):
        """Edit again what was handed in and not released yet."""
        self.check_access("write")
        if self.filtered(lambda draft: draft.state != "waiting"):
            raise UserError(self.env._("The page does not wait for its release."))
        self._write_guarded({"state": "draft"})
        self._forget_reminder()
        return True

    def action_release(self):
        """Show the page as it stands to the public, as far as the group consents.

        :raise AccessError: only the office releases
        :raise UserError: it was changed since it was looked at
        """
        self.check_access("write")
        if not self._by_office():
            raise AccessError(self.env._("The office releases the pages."))
        seen = self.env.context.get("seen_revision")
        if seen is not None and self.filtered(lambda d: d.revision != seen):
            raise UserError(
                self.env._("The page was changed meanwhile. Please look at it again.")
            )
        for draft in self:
            # sudo: nobody has the right to write released pages but this method
            draft.sudo()._release()
        self._write_guarded({"state": "released", "reason": False})
        self._forget_reminder()
        return True

    def action_ask_send_back(self):
        """Ask why the page is sent back."""
        return self._ask_reason("action_send_back", self.env._("Send Back"))

    def action_send_back(self, reason):
        """Send the page back to the group with a reason, which it reads in the portal.

        :param str reason: what should be changed
        """
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Please say what should be changed."))
        if self.filtered(lambda draft: draft.state != "waiting"):
            raise UserError(self.env._("The page does not wait for its release."))
        if not self._by_office():
            raise AccessError(self.env._("The office releases the pages."))
        self._write_guarded({"state": "returned", "reason": reason.strip()})
        self._forget_reminder()
        return True

    def action_preview(self):
        """Open the page as it would look."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/initiatives/{self.initiative_id.id}/page/preview",
            "target": "new",
        }

    def action_open_initiative(self):
        """Open the initiative."""
        self.ensure_one()
        return self.initiative_id.get_formview_action()

    def _remind_office(self):
        """An activity for the adviser; no mail."""
        adviser = self.initiative_id.user_id
        if adviser and adviser != self.env.user:
            # sudo: the group has no rights on activities
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.with_context(lang=adviser.lang).env._(
                    "Release the public page"
                ),
                user_id=adviser.id,
            )

    def _forget_reminder(self):
        # sudo: it may be a colleague's activity
        self.sudo().activity_feedback(["mail.mail_activity_data_todo"])
