# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.append_only import make_append_only
from ..tools.canonical import canonical, digest


class ProcedureVersion(models.Model):
    """A procedure as it was published: what bidders and public read and rely on.

    It holds everything in canonical form under one hash. Nobody changes it, not even
    with SQL; an amendment makes the next one.
    """

    _name = "wohnkoord.procedure.version"
    _inherit = ["wohnkoord.procedure.frozen.mixin"]
    _description = "Published Version of a Procedure"
    _order = "procedure_id, number desc"
    _rec_name = "number"
    # the deletion of a user would change the row
    _log_access = False

    date = fields.Datetime("Published on")
    date_questions_until = fields.Datetime("Questions until", readonly=True)
    date_deadline = fields.Datetime("Bids until", required=True, readonly=True)
    is_material = fields.Boolean(
        "Material Change", readonly=True, help="Bidders were asked to confirm again."
    )
    reason = fields.Text(readonly=True)
    diff = fields.Text(
        "What Changed",
        compute="_compute_diff",
        help="Against the version before, one change per line.",
    )

    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, number)", "There is a version of this number already."
    )

    def init(self):
        make_append_only(self.env.cr, self._table)

    @api.depends("procedure_id", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "Version %(number)s", number=version.number
            )

    @api.depends_context("lang")
    @api.depends("number", "content")
    def _compute_diff(self):
        for version in self:
            version.diff = "\n".join(version._diff_lines())

    def _previous(self):
        """The version before this one, or none."""
        self.ensure_one()
        others = self.procedure_id.version_ids
        return others.filtered(lambda other: other.number == self.number - 1)

    def _diff_lines(self):
        """What this version changed, in words; nothing for the first one."""
        previous = self._previous()
        if not previous:
            return []
        return self.procedure_id._describe_changes(previous._content(), self._content())

    def _feed_entry(self, base_url):
        """The version as an entry of a feed."""
        self.ensure_one()
        procedure, content = self.procedure_id, self._content()
        deadline = procedure._public_moment(content["deadline"], content)
        lines = [self.env._("Bids until: %(date)s", date=deadline["text"])]
        if self.number == 1:
            title = self.env._("%(procedure)s: published", procedure=content["name"])
            lines += [
                f"{lot['number']} {lot['plot']['name']}" for lot in content["lots"]
            ]
        else:
            title = self.env._(
                "%(procedure)s: changed, version %(number)s",
                procedure=content["name"],
                number=self.number,
            )
            lines = [self.reason or "", *self._diff_lines(), *lines]
        return {
            "id": f"{procedure.uuid}-version-{self.number}",
            "title": title,
            "text": "\n".join(filter(None, lines)),
            "url": base_url + procedure._public_url(),
            "date": self.date,
        }

    def _defects(self):
        """What does not fit its hash: the content itself, or a published file.

        :return: list of sentences; empty when all is as it was published
        """
        self.ensure_one()
        content = self._content()
        defects = []
        if digest(self.content.encode()) != self.hash:
            defects.append(
                self.env._(
                    "Version %(number)s does not fit its hash.", number=self.number
                )
            )
        if canonical(content).decode() != self.content:
            defects.append(
                self.env._(
                    "Version %(number)s is not in canonical form.", number=self.number
                )
            )
        File = self.env["wohnkoord.procedure.file"]
        for document in content["documents"] if "documents" in content else ():
            file = File.browse(document["file"]).exists()
            if not file or not file._is_intact(document["sha256"]):
                defects.append(
                    self.env._(
                        'The file "%(name)s" is missing or does not fit its hash.',
                        name=document["name"],
                    )
                )
        return defects

    def action_verify(self):
        """Compute the hashes of the content and of its files again, and say the result."""
        defects = [defect for version in self for defect in version._defects()]
        if defects:
            raise UserError("\n".join(defects))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "All is as it was published: content and files fit their hashes."
                ),
            },
        }
