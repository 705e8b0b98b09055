# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class MailingTraceReport(models.Model):
    """Core's statistics of mailings, kept apart by office."""

    _inherit = "mailing.trace.report"

    company_id = fields.Many2one("res.company", "Office", readonly=True)

    def _report_get_request_select_items(self):
        return [*super()._report_get_request_select_items(), "mailing.company_id"]

    def _report_get_request_group_by_items(self):
        return [*super()._report_get_request_group_by_items(), "mailing.company_id"]
