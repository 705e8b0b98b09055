# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..models.contract_document_sheet import SHEET_STATES
from ..tools.duration import format_minutes

#: months on offer, the newest first; a framework runs four to six years
MONTHS = 72


class TimeSheet(models.TransientModel):
    """Which month of a contract or order is printed as a time sheet."""

    _name = "wohnkoord.time.sheet"
    _description = "Print a Time Sheet"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "wohnkoord.contract",
        required=True,
        readonly=True,
        check_company=True,
        default=lambda self: self._default_contract(),
    )
    company_id = fields.Many2one(related="contract_id.company_id")
    call_off_id = fields.Many2one(
        "wohnkoord.call.off",
        "Order",
        check_company=True,
        domain="[('contract_id', '=', contract_id), ('kind', '=', 'hours'),"
        " ('state', '!=', 'draft')]",
        default=lambda self: self._active("wohnkoord.call.off"),
        help="Empty: all orders of the contract with hours in this month.",
    )
    month = fields.Selection(
        selection="_selection_month",
        default=lambda self: self._default_month(),
        help="Empty: the whole term.",
    )
    summary = fields.Char("Handed in", compute="_compute_summary")

    @api.model
    def _selection_month(self):
        first = fields.Date.context_today(self).replace(day=1)
        months = [first - relativedelta(months=back) for back in range(MONTHS)]
        label = self.env["wohnkoord.contract"]._month_label
        return [(f"{month:%Y-%m}", label(f"{month:%Y-%m}")) for month in months]

    @api.model
    def _default_month(self):
        """The month before: time sheets are made when it is over."""
        last = fields.Date.context_today(self) - relativedelta(months=1)
        return f"{last:%Y-%m}"

    @api.model
    def _active(self, model):
        """The record from which the dialog was opened, if it is of ``model``."""
        context = self.env.context
        number = context.get("active_id") if context.get("active_model") == model else 0
        return self.env[model].browse(number or [])

    @api.model
    def _default_contract(self):
        order = self._active("wohnkoord.call.off")
        return order.contract_id or self._active("wohnkoord.contract")

    @api.depends("contract_id", "call_off_id", "month")
    def _compute_summary(self):
        for dialog in self:
            domain = dialog.contract_id._time_sheet_domain(
                dialog.month, dialog.call_off_id or None
            )
            groups = self.env["wohnkoord.time.entry"]._read_group(
                domain, ["state"], ["__count", "minutes:sum"]
            )
            sheet = [row for row in groups if row[0] in SHEET_STATES]
            dialog.summary = self.env._(
                "%(count)s entries, %(duration)s h; %(drafts)s more are not handed in yet",
                count=sum(count for _state, count, _minutes in sheet),
                duration=format_minutes(sum(row[2] or 0 for row in sheet)),
                drafts=sum(row[1] for row in groups if row[0] == "draft"),
            )

    def action_pdf(self):
        """Download the time sheet as PDF."""
        return self._download("pdf")

    def action_xlsx(self):
        """Download the time sheet as XLSX."""
        return self._download("xlsx")

    def _download(self, ending):
        self.ensure_one()
        query = {"month": self.month or "", "order": self.call_off_id.id or ""}
        return {
            "type": "ir.actions.act_url",
            "url": f"/wohnkoord/contracts/{self.contract_id.id}/time-sheet.{ending}"
            f"?{urlencode(query)}",
            "target": "download",
        }
