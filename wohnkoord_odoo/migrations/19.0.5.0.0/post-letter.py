# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The mail with an order brings the order letter, also in the office's own text."""


def migrate(cr, version):
    # in SQL: an office's edit keeps its author, by which it is told from core's load
    cr.execute(
        """
        INSERT INTO mail_template_ir_actions_report_rel
            (mail_template_id, ir_actions_report_id)
        SELECT template.res_id, report.res_id
        FROM ir_model_data template, ir_model_data report
        WHERE template.module = 'wohnkoord_odoo'
            AND template.name = 'mail_template_call_off'
            AND report.module = 'wohnkoord_odoo'
            AND report.name = 'contract_order_letter_report'
        ON CONFLICT DO NOTHING
        """
    )
