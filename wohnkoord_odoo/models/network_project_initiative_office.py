# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class Initiative(models.Model):
    """The public page on the initiative's form."""

    _inherit = "wohnkoord.initiative"

    project_state = fields.Selection(
        selection="_select_project_state",
        string="Public Page",
        compute="_compute_project_state",
    )
    is_shown = fields.Boolean(
        "Public now",
        compute="_compute_is_shown",
        help="Released, with a consent in force, and neither dormant nor dissolved.",
    )

    @api.model
    def _select_project_state(self):
        states = self.env["wohnkoord.project.draft"]._fields["state"]
        return states._description_selection(self.env)

    @api.depends("project_draft_ids.state")
    def _compute_project_state(self):
        for initiative in self:
            initiative.project_state = initiative.project_draft_ids[:1].state

    @api.depends("is_published", "has_publication_consent", "active", "stage_id")
    def _compute_is_shown(self):
        for initiative in self:
            initiative.is_shown = (
                initiative.is_published
                and initiative.has_publication_consent
                and initiative.active
                and bool(initiative.project_status)
            )

    def action_view_project_draft(self):
        """Open the draft of the public page; it is made if there is none."""
        self.ensure_one()
        self.check_access("write")
        draft = self._ensure_project_draft()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Public Page"),
            "res_model": "wohnkoord.project.draft",
            "view_mode": "form",
            "res_id": draft.id,
        }

    def action_view_project_page(self):
        """Open the page as the public sees it."""
        self.ensure_one()
        if not self.is_shown:
            raise UserError(self.env._("The public does not see this page now."))
        return {
            "type": "ir.actions.act_url",
            "url": f"{self.company_id._wohnkoord_base_url()}/projects/{self.slug}",
            "target": "new",
        }

    def action_record_publication_consent(self):
        """Open the form that records a consent which a spokesperson gave on paper."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Consent to Publication"),
            "res_model": "wohnkoord.consent",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_purpose": "publication",
                "default_way": "signed",
                "default_initiative_id": self.id,
                "default_company_id": self.company_id.id,
                "default_partner_id": self.spokesperson_ids[:1].id,
            },
        }

    def action_ask_publication_consent(self):
        """Ask the spokespersons by mail, with a link to confirm.

        :raise UserError: nobody speaks for the group, or nobody has an address
        """
        self.ensure_one()
        self.check_access("write")
        persons = self.spokesperson_ids.filtered("email_normalized")
        if not persons:
            raise UserError(
                self.env._("No spokesperson with an e-mail address: record it instead.")
            )
        for person in persons:
            self.env["wohnkoord.consent"]._request(
                person, "publication", self.company_id, initiative=self
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Asked: %(names)s", names=", ".join(persons.mapped("name"))
                ),
            },
        }

    def _selection_label(self, name):
        """A selection's value in the language of the environment, or empty."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    # -- the portal --------------------------------------------------------------------

    @api.model
    def _project_editors_domain(self, user):
        """The initiatives whose page ``user`` edits: those it speaks for today."""
        Member = self.env["wohnkoord.initiative.member"]
        speaks = (
            Member._current_domain()
            & fields.Domain("partner_id", "=", user.partner_id.id)
            & fields.Domain("role", "=", "spokesperson")
        )
        return self._portal_domain(user) & fields.Domain("member_ids", "any", speaks)

    def _portal_page_values(self):
        # whether the visitor may edit is asked again by the pages themselves
        speaks = self.env.user.partner_id in self.spokesperson_ids
        return {
            **super()._portal_page_values(),
            "project": speaks and self._project_portal_status(),
        }

    def _project_portal_status(self):
        """Where the public page stands, in words for the group."""
        draft = self.project_draft_ids[:1]
        return {
            "state": draft.state or "none",
            "shown": self.is_shown,
            "url": f"/projects/{self.slug}" if self.is_shown else "",
            "published": self.is_published,
            "consent": self.has_publication_consent,
        }

    def _project_portal_facts(self):
        """What the page shows of what the office keeps.

        :return: list of (label, text)
        """
        facts = [
            (self.env._("Status"), self._selection_label("project_status")),
            (self.env._("Districts"), ", ".join(self.district_ids.mapped("name"))),
            (self.env._("Legal form"), self.legal_form_id.name),
            (
                self.env._("Target groups"),
                ", ".join(self.target_group_ids.mapped("name")),
            ),
            (self.env._("Themes"), ", ".join(self.theme_ids.mapped("name"))),
            (
                self.env._("Seeks members"),
                self.env._("yes") if self.seeks_members else self.env._("no"),
            ),
            (self.env._("Building"), self._selection_label("building_type")),
            (self.env._("Tenure"), self._selection_label("tenure")),
            (self.env._("Dwellings"), self.dwelling_count),
            (self.env._("of these subsidised"), self.dwelling_subsidised_count),
            (self.env._("of these accessible"), self.dwelling_accessible_count),
            (self.env._("Households"), self.household_count),
            (self.env._("Adults"), self.adult_count),
            (self.env._("Children"), self.child_count),
            (
                self.env._("Floor area"),
                self.floor_area and f"{round(self.floor_area)} m²",
            ),
        ]
        return [(label, str(value)) for label, value in facts if value]
