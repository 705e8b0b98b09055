# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import docx_paper
from ..tools.append_only import make_final
from ..tools.canonical import canonical, digest
from ..tools.upload import clean_name

MINUTES_STATES = [("draft", "Draft"), ("frozen", "Final")]


class Minutes(models.Model):
    """The minutes of a jury's session: how it came to what it recommends.

    Final minutes have a canonical form and a hash, from which page, PDF and DOCX are made.
    A trigger of the database keeps everybody from changing or deleting them; what was
    wrong is corrected by minutes of their own, with a reason.
    """

    _name = "wohnkoord.minutes"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Minutes of a Jury"
    _order = "procedure_id, number desc, id desc"
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {"frozen": "action_freeze"}
    _guarded_fields = (
        "company_id",
        "number",
        "previous_id",
        "content",
        "hash",
        "date_frozen",
    )

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    number = fields.Integer(readonly=True, copy=False, aggregator=None)
    state = fields.Selection(
        MINUTES_STATES, required=True, index=True, copy=False, default="draft"
    )
    date = fields.Datetime("Session on")
    place = fields.Char()
    chair_name = fields.Char("Chair")
    keeper_name = fields.Char("Kept by")
    text = fields.Text("Course of the Session")
    recommendation = fields.Text(help="What the jury recommends, plot by plot.")
    previous_id = fields.Many2one(
        "wohnkoord.minutes", "Corrects", readonly=True, copy=False, ondelete="restrict"
    )
    correction_reason = fields.Text("Why Corrected", copy=False)
    content = fields.Text(
        readonly=True, copy=False, help="The minutes in canonical form."
    )
    hash = fields.Char("SHA-256", readonly=True, copy=False)
    date_frozen = fields.Datetime("Final since", readonly=True, copy=False)
    page = fields.Html("Minutes", compute="_compute_page", sanitize=False)

    _draft_uniq = models.UniqueIndex(
        "(procedure_id) WHERE state = 'draft'",
        "The procedure has a draft of minutes already.",
    )
    _number_uniq = models.UniqueIndex(
        "(procedure_id, number) WHERE state = 'frozen'",
        "Numbers of minutes are unique.",
    )
    _frozen_check = models.Constraint(
        "CHECK (state = 'draft' OR (content IS NOT NULL AND hash IS NOT NULL"
        " AND number > 0 AND date_frozen IS NOT NULL AND (previous_id IS NULL"
        " OR COALESCE(TRIM(correction_reason), '') <> '')))",
        "Final minutes have number, content and hash; a correction has a reason.",
    )

    def init(self):
        """What is final stays as it is; the database itself sees to it."""
        make_final(self.env.cr, self._table, "frozen")

    @api.depends("number", "procedure_id.name")
    def _compute_display_name(self):
        for minutes in self:
            name = minutes.procedure_id.name or ""
            minutes.display_name = (
                self.env._(
                    "Minutes %(number)s: %(name)s", number=minutes.number, name=name
                )
                if minutes.number
                else self.env._("Draft of minutes: %(name)s", name=name)
            )

    @api.depends("state", "content", "text", "recommendation", "date", "place")
    def _compute_page(self):
        for minutes in self:
            minutes.page = (
                self.env["ir.qweb"]._render(
                    "wohnkoord_odoo.procedure_paper_page",
                    {"title": minutes._title(), "blocks": minutes._blocks()},
                )
                if minutes._origin
                else False
            )

    def write(self, vals):
        if any(minutes.state == "frozen" for minutes in self):
            raise UserError(
                self.env._("Final minutes are not changed. Please write a correction.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if any(minutes.state == "frozen" for minutes in self):
            raise UserError(self.env._("Final minutes are not deleted."))

    # -- acts ----------------------------------------------------------------------------

    def action_freeze(self):
        """Make the minutes final, with number and hash.

        :raise AccessError: somebody with a conflict of interest
        :raise UserError: final already, or something is missing
        """
        for minutes in self:
            procedure = minutes.procedure_id
            procedure._check_minutes_act()
            procedure.lock_for_update()
            if minutes.state != "draft":
                raise UserError(self.env._("These minutes are final already."))
            if texts := list(minutes._missing_texts()):
                raise UserError(
                    self.env._("Still missing:\n%(texts)s", texts="\n".join(texts))
                )
            number = procedure._final_minutes()[:1].number + 1
            moment = procedure._now().replace(microsecond=0)
            content = canonical(minutes._content(number)).decode()
            values = {
                "state": "frozen",
                "number": number,
                "content": content,
                "hash": digest(content.encode()),
                "date_frozen": moment,
            }
            minutes._write_guarded(values)
            procedure._log(
                "minutes_frozen",
                {"number": number, "sha256": values["hash"]},
                moment=moment,
            )
        return True

    def _missing_texts(self):
        for name in ("date", "place", "chair_name", "keeper_name", "recommendation"):
            value = self[name]
            if not (value.strip() if isinstance(value, str) else value):
                yield self._fields[name]._description_string(self.env)
        if self.previous_id and not (self.correction_reason or "").strip():
            yield self._fields["correction_reason"]._description_string(self.env)

    def action_docx(self):
        """Download the minutes as a document."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/wohnkoord/minutes/{self.id}/minutes.docx",
            "target": "download",
        }

    def action_pdf(self):
        """Download the minutes as PDF."""
        self.check_access("read")
        report = self.env.ref("wohnkoord_odoo.minutes_report")
        return report.report_action(self, config=False)

    def _docx(self):
        """The minutes as DOCX.

        :return: (file name, content in bytes)
        """
        self.ensure_one()
        title = self._title()
        content = docx_paper.build(title, self._blocks(), self.company_id.sudo().name)
        return clean_name(f"{title}.docx"), content

    # -- content -------------------------------------------------------------------------

    def _content(self, number=0):
        """All that the minutes say, in values that have a canonical form."""
        self.ensure_one()
        return {
            "number": number,
            "procedure": self.procedure_id._portal_name(),
            "date": fields.Datetime.to_string(self.date) or None,
            "place": self.place or None,
            "chair": self.chair_name or None,
            "keeper": self.keeper_name or None,
            "text": self.text or None,
            "recommendation": self.recommendation or None,
            "corrects": self.previous_id.number or None,
            "correction_reason": self.correction_reason or None,
            **self.procedure_id._minutes_data(),
        }

    def _values(self):
        self.ensure_one()
        return json.loads(self.content) if self.content else self._content(self.number)

    def _title(self):
        self.ensure_one()
        return self.display_name
