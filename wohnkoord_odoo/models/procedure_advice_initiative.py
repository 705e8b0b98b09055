# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain


class Initiative(models.Model):
    """The procedures in which a group takes part."""

    _inherit = "wohnkoord.initiative"

    registration_ids = fields.One2many(
        "wohnkoord.registration", "initiative_id", "Procedures", copy=False
    )
    registration_count = fields.Integer(
        "Number of Procedures", compute="_compute_registration_count"
    )
    running_procedure_ids = fields.Many2many(
        "wohnkoord.procedure",
        string="Running Procedures",
        compute="_compute_running_procedure_ids",
    )

    @api.depends("registration_ids")
    def _compute_registration_count(self):
        counts = dict(
            self.env["wohnkoord.registration"]._read_group(
                [("initiative_id", "in", self.ids)], ["initiative_id"], ["__count"]
            )
        )
        for initiative in self:
            initiative.registration_count = counts.get(initiative._origin, 0)

    @api.depends(
        "registration_ids.date_withdrawn", "registration_ids.procedure_id.state"
    )
    def _compute_running_procedure_ids(self):
        running = self._running_procedures_by_initiative()
        empty = self.env["wohnkoord.procedure"]
        for initiative in self:
            initiative.running_procedure_ids = running.get(initiative._origin, empty)

    @api.model
    def _taking_part_domain(self):
        """Registrations in procedures between publication and decision."""
        running = self.env["wohnkoord.procedure"]._running_domain()
        return self.env["wohnkoord.registration"]._active_domain() & Domain(
            "procedure_id", "any", running
        )

    def _running_procedures_by_initiative(self):
        """One query, however many initiatives.

        :return: dict initiative -> procedures
        """
        # sudo: the rule holds for whoever asks
        return dict(
            self.env["wohnkoord.registration"]
            .sudo()
            ._read_group(
                Domain("initiative_id", "in", self.ids) & self._taking_part_domain(),
                ["initiative_id"],
                ["procedure_id:recordset"],
            )
        )

    def _running_procedures(self):
        """The award procedures in which these initiatives take part now.

        :return: procedures, with superuser rights
        """
        found = self._running_procedures_by_initiative().values()
        return self.env["wohnkoord.procedure"].sudo().union(*found)

    @api.model
    def _in_procedure_domain(self):
        return Domain("registration_ids", "any", self._taking_part_domain())

    def action_view_registrations(self):
        """Open the procedures in which this initiative takes or took part."""
        self.ensure_one()
        return self._open_related("registration_action")
