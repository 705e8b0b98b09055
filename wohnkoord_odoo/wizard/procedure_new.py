# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, time

from dateutil.relativedelta import relativedelta
from pytz import timezone, utc

from odoo import api, fields, models


class ProcedureNew(models.TransientModel):
    """Start a procedure from a template or an earlier one: the next from the last."""

    _name = "wohnkoord.procedure.new"
    _description = "New Procedure"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        default=lambda self: self.env.company,
    )
    source_id = fields.Many2one(
        "wohnkoord.procedure",
        "Starts from",
        check_company=True,
        ondelete="cascade",
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self._default_source(),
        help="Its criteria with their scales, requirements and settings are copied."
        " Empty: start from nothing.",
    )
    name = fields.Char(required=True)
    date_deadline = fields.Datetime(
        "Bids until", required=True, default=lambda self: self._default_deadline()
    )
    with_timeline = fields.Boolean(
        "Timeline",
        default=True,
        help="The other dates move along with the deadline.",
    )
    with_documents = fields.Boolean("Documents")

    @api.model
    def _default_source(self):
        """The office's last procedure, or else a template."""
        return self.env["wohnkoord.procedure"].search(
            [("company_id", "=", self.env.company.id)],
            order="is_template, create_date desc, id desc",
            limit=1,
        )

    @api.model
    def _default_deadline(self):
        """At noon of the office in six months."""
        zone = timezone(self.env.company.partner_id.tz or "Europe/Berlin")
        day = datetime.now(zone).date() + relativedelta(months=6)
        noon = zone.localize(datetime.combine(day, time(12)))
        return noon.astimezone(utc).replace(tzinfo=None)

    def action_create(self):
        """Make the procedure, in preparation, and show it."""
        self.ensure_one()
        vals = {
            "name": self.name,
            "user_id": self.env.uid,
            "date_deadline": self.date_deadline,
        }
        if self.source_id:
            procedure = self.source_id.copy({**vals, "is_template": False})
            self._copy_more(procedure)
        else:
            procedure = self.env["wohnkoord.procedure"].create(
                {**vals, "company_id": self.company_id.id}
            )
        return procedure._open_form()

    def _copy_more(self, procedure):
        if self.with_timeline:
            self.source_id._copy_timeline_to(procedure)
        if self.with_documents:
            self.source_id.document_ids.copy({"procedure_id": procedure.id})
