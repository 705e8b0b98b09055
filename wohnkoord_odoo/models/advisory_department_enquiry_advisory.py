# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

ENQUIRY = "wohnkoord.department.enquiry"


class Advisory(models.Model):
    """Cases and what was asked of departments for them."""

    _inherit = "wohnkoord.advisory"

    department_enquiry_ids = fields.One2many(
        ENQUIRY, "advisory_id", string="Enquiries to Departments", copy=False
    )
    department_enquiry_count = fields.Integer(
        "Number of Enquiries", compute="_compute_department_enquiry_count"
    )

    def _compute_department_enquiry_count(self):
        counts = self.env[ENQUIRY]._read_group(
            [("advisory_id", "in", self.ids)], ["advisory_id"], ["__count"]
        )
        counts = {case.id: count for case, count in counts}
        for case in self:
            case.department_enquiry_count = counts.get(case._origin.id, 0)

    def action_view_department_enquiries(self):
        """Open what was asked of departments for this case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.department_enquiry_action"
        )
        views = [(False, "list"), (False, "form")]
        if not self.department_enquiry_count:
            views.reverse()
        return {
            **action,
            "views": views,
            "domain": [("advisory_id", "=", self.id)],
            "context": {"default_advisory_id": self.id},
        }

    # -- Monday list -------------------------------------------------------------------

    @api.model
    def _attention_domains(self):
        late = self.env[ENQUIRY]._overdue_domain()
        return {
            **super()._attention_domains(),
            "department": Domain("department_enquiry_ids", "any", late),
        }

    def _attention_reasons(self):
        reasons = super()._attention_reasons()
        enquiries = self.env[ENQUIRY]
        late = enquiries.search(
            enquiries._overdue_domain()
            & Domain("advisory_id", "in", self.ids)
            & Domain("advisory_id.state", "in", ("requested", "approved", "running"))
        )
        for case in late.advisory_id:
            reasons.setdefault(case, []).append(
                self.env._("answer of a department overdue")
            )
        return reasons

    @api.model
    def _monday_departments(self):
        enquiries = self.env[ENQUIRY]
        domain = enquiries._overdue_domain() & Domain(
            "company_id", "in", self.env.companies.ids
        )
        late = enquiries.search(domain, limit=4)
        if not late:
            return []
        text = self.env._(
            "Departments that owe an answer: %(names)s",
            names=", ".join(
                f"{row.partner_id.display_name} ({format_date(self.env, row.date_due)})"
                for row in late[:3]
            ),
        )
        if len(late) > 3:
            count = enquiries.search_count(domain) - 3
            text += self.env._(" and %(count)s more", count=count)
        return [
            self._monday_note(
                "fa-university", text, "department_enquiry_action", domain, "warning"
            )
        ]
