# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

#: most pictures of one page
MOST_PICTURES = 10
#: what is made from the picture and never taken from anybody
DERIVED = ("image_small", "digest")


class ProjectDraftPicture(models.Model):
    """A picture of the page as the group edits it."""

    _name = "wohnkoord.project.draft.picture"
    _inherit = ["wohnkoord.project.picture.mixin"]
    _description = "Picture in the Draft of a Project's Page"

    draft_id = fields.Many2one(
        "wohnkoord.project.draft", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="draft_id.company_id", store=True, index=True)

    @api.constrains("draft_id")
    def _check_number(self):
        for draft in self.draft_id:
            if len(draft.picture_ids) > MOST_PICTURES:
                raise UserError(
                    self.env._(
                        "A page shows at most %(number)s pictures.",
                        number=MOST_PICTURES,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        pictures = super().create(
            [self._made_anew({"image": False, **vals}) for vals in vals_list]
        )
        pictures.draft_id._note_change()
        return pictures

    def write(self, vals):
        draft_id = vals.get("draft_id")
        if draft_id and self.filtered(lambda p: p.draft_id.id != draft_id):
            raise UserError(self.env._("A picture stays with its page."))
        result = super().write(self._made_anew(vals))
        self.draft_id._note_change()
        return result

    def _made_anew(self, vals):
        """The values with the picture as it is served, whatever was passed for it."""
        vals = {name: vals[name] for name in vals if name not in DERIVED}
        return {**vals, **self._image_vals(vals["image"])} if "image" in vals else vals

    @api.ondelete(at_uninstall=False)
    def _unlink_notes_change(self):
        self.draft_id._note_change()
